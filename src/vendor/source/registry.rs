use std::net::IpAddr;

use ecow::EcoString;
use serde_json::Value;

use super::{ARCHIVE_LIMIT, Archived, ChartRequest, Fetched, LockedArchive, open};
use crate::lock::Sha256Digest;
use crate::vendor::credentials::{Credentials, Secret};
use crate::vendor::fault::{Fault, Field};
use crate::vendor::http::{Answer, Ask, HttpFault, Scheme, Tls, Url, escaped};
use crate::vendor::session::Session;
use crate::vendor::versions::choose;

/// The largest answer that is no archive, in bytes.
const TALK_LIMIT: u64 = 4 << 20;
/// How many pages of tags are read.
const PAGES: usize = 200;

const MANIFEST: &str =
    "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
const CHART_LAYER: &str = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
/// What charts were pushed as before that name was settled.
const OLD_CHART_LAYER: &str = "application/tar+gzip";

/// Fetches a chart of a registry: `oci://<host>/<path>` and the chart's name.
pub(in crate::vendor) fn fetch_from_registry(session: &Session, request: &ChartRequest<'_>) -> Result<Fetched, Fault> {
    let rest = request.repository.trim_start_matches("oci://").trim_matches('/');
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let name = format!("{path}/{}", request.chart).trim_start_matches('/').to_owned();
    let scheme = if is_this_machine(host) { "http" } else { "https" };
    let base = Url::parse(&format!("{scheme}://{host}/v2/{name}/"))
        .ok_or_else(|| Fault::new(Field::Repository, format!("`{}` is no place in a registry", request.repository)))?;
    let registry = Registry { session, host, name, base };
    match request.locked {
        Some(LockedArchive { version, manifest: Some(manifest), .. }) => {
            registry.fetch(request, version, &manifest.to_string())
        }
        Some(locked) => registry.fetch(request, locked.version, &tag_of(locked.version)),
        None => {
            let version = registry.version(request)?;
            registry.fetch(request, &version, &tag_of(&version))
        }
    }
}

/// Tags hold no `+`, so helm writes `_` for it.
fn tag_of(version: &str) -> String {
    version.replace('+', "_")
}

/// As docker has it, a registry on this machine is asked without TLS.
fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A repository of a registry, which holds the versions of one chart.
struct Registry<'s> {
    session: &'s Session,
    host: &'s str,
    name: String,
    base: Url,
}

impl Registry<'_> {
    fn version(&self, request: &ChartRequest<'_>) -> Result<EcoString, Fault> {
        let tags = self.tags(request)?;
        let versions: Vec<String> = tags.into_iter().map(|tag| tag.replace('_', "+")).collect();
        choose(request.chart, versions.iter().map(String::as_str), request.range, request.preferred)
    }

    fn tags(&self, request: &ChartRequest<'_>) -> Result<Vec<String>, Fault> {
        let mut tags = Vec::new();
        let mut next = self.base.below("tags/list").map(|url| url.with_query(&[("n", "1000")]));
        for _ in 0..PAGES {
            let Some(url) = next else { return Ok(tags) };
            let answer = self.session.client.repeat(|| self.get(&url, "application/json", TALK_LIMIT));
            let answer = answer.map_err(|fault| self.explain(fault, request))?;
            let json: Value =
                serde_json::from_slice(&answer.body).map_err(|_| self.unusable(&url, "it is not JSON"))?;
            let page = json.get("tags").and_then(Value::as_array);
            tags.extend(page.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
            next = answer.link.as_deref().and_then(next_page).and_then(|link| url.join(link));
            if next.as_ref().is_some_and(|next| !next.is_same_origin(&self.base)) {
                return Err(self.unusable(&url, "it goes on at another host"));
            }
        }
        Err(Fault::new(Field::Repository, format!("{} has more than {PAGES} pages of tags", self.base)))
    }

    fn fetch(&self, request: &ChartRequest<'_>, version: &str, reference: &str) -> Result<Fetched, Fault> {
        let url = self.url(&format!("manifests/{reference}"))?;
        let wanted = Sha256Digest::parse(reference).filter(|_| reference.starts_with("sha256:"));
        let bytes = self.session.client.repeat(|| {
            let bytes = self.get(&url, MANIFEST, TALK_LIMIT)?.body;
            expect(&url, &bytes, wanted, None).map(|()| bytes)
        });
        let bytes = bytes.map_err(|fault| self.explain(fault, request))?;
        let manifest = Sha256Digest::of(&bytes);
        let (digest, size) = chart_layer(&bytes).map_err(|problem| self.unusable(&url, problem))?;
        let url = self.url(&format!("blobs/{digest}"))?;
        let bytes = match self.session.cache.archive(digest) {
            Some(bytes) => bytes,
            None => self.session.client.repeat(|| {
                let bytes = self.get(&url, "*/*", ARCHIVE_LIMIT)?.body;
                expect(&url, &bytes, Some(digest), size).map(|()| bytes)
            })?,
        };
        self.session.cache.keep_archive(digest, &bytes);
        let url = ecow::eco_format!("oci://{}/{}:{}", self.host, self.name, tag_of(version));
        open(&Archived { bytes: &bytes, chart: request.chart, version, url, manifest: Some(manifest) }, request)
    }

    fn url(&self, rest: &str) -> Result<Url, Fault> {
        self.base.below(rest).ok_or_else(|| Fault::new(Field::Repository, format!("`{rest}` is no part of a URL")))
    }

    fn unusable(&self, url: &Url, problem: &str) -> Fault {
        Fault::new(Field::Repository, format!("{url} is not usable: {problem}"))
    }

    /// Says in the words of a registry what a fault of HTTP means.
    fn explain(&self, fault: HttpFault, request: &ChartRequest<'_>) -> Fault {
        match fault.status {
            Some(404) => {
                let version = request.locked.map_or(String::new(), |locked| format!(" {}", locked.version));
                Fault::new(Field::Chart, format!("`{}` has no chart `{}`{version}", request.repository, request.chart))
                    .help("name the chart with `chart` where it is not called like the key; a registry may also hide what this user may not see")
            }
            Some(401 | 403) => Fault::new(Field::Repository, fault.to_string())
                .help(format!("log in: `helm registry login {}`, or `docker login {}`", self.host, self.host)),
            _ => fault.into(),
        }
    }

    /// Asks, and proves who asks where the registry wants to know.
    fn get(&self, url: &Url, accept: &str, limit: u64) -> Result<Answer, HttpFault> {
        let scope = format!("{}/{}", self.host, self.name);
        let token = self.session.tokens.known(&scope);
        let answer = self.ask(url, accept, limit, token.as_ref())?;
        if answer.status != 401 {
            return expect_success(url, answer);
        }
        let credentials = self.authenticate(url, answer.challenge.as_deref().unwrap_or_default())?;
        self.session.tokens.keep(&scope, &credentials);
        let answer = self.ask(url, accept, limit, Some(&credentials))?;
        expect_success(url, answer)
    }

    fn ask(&self, url: &Url, accept: &str, limit: u64, credentials: Option<&Credentials>) -> Result<Answer, HttpFault> {
        let tls = Tls::default();
        let ask =
            Ask { url: url.clone(), accept, credentials, is_known_everywhere: false, tls: &tls, form: None, limit };
        self.session.client.once(&ask)
    }

    /// Does what a registry wants before it answers: a password, or a token of the service that it names.
    fn authenticate(&self, url: &Url, challenge: &str) -> Result<Credentials, HttpFault> {
        let failed = |problem: String| HttpFault { status: Some(401), ..HttpFault::lasting(url, problem) };
        let own = self.session.registries.of_host(self.host).map_err(failed)?;
        let (scheme, parameters) = challenge.split_once(' ').unwrap_or((challenge, ""));
        if scheme.eq_ignore_ascii_case("basic") {
            let unknown = || failed("answered 401: it wants to know who asks".to_owned());
            return own.filter(|own| own.to_header().is_some()).ok_or_else(unknown);
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(failed("answered 401, and wants a proof of a kind that is not known".to_owned()));
        }
        if let Some(Credentials::Bearer(token)) = own {
            return Ok(Credentials::Bearer(token));
        }
        let parameter = |name: &str| parameter(parameters, name);
        let realm = parameter("realm").and_then(|realm| Url::parse(&realm));
        let realm = realm.ok_or_else(|| failed("answered 401 and names no service for tokens".to_owned()))?;
        if url.scheme() == Scheme::Https && realm.scheme() == Scheme::Http {
            return Err(failed(format!("wants the proof to go to {realm}, where anybody on the way could read it")));
        }
        let service = parameter("service").unwrap_or_default();
        let scope = parameter("scope").unwrap_or_else(|| format!("repository:{}:pull", self.name));
        self.token(&realm, &service, &scope, own.as_ref())
    }

    fn token(
        &self,
        realm: &Url,
        service: &str,
        scope: &str,
        own: Option<&Credentials>,
    ) -> Result<Credentials, HttpFault> {
        let tls = Tls::default();
        let (form, url) = match own {
            Some(Credentials::Identity(token)) => {
                let fields = [
                    ("grant_type", "refresh_token"),
                    ("client_id", "platgen"),
                    ("service", service),
                    ("scope", scope),
                    ("refresh_token", token.reveal()),
                ];
                let form: Vec<String> = fields.iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect();
                (Some(Secret::new(form.join("&"))), realm.clone())
            }
            _ => (None, realm.clone().with_query(&[("service", service), ("scope", scope)])),
        };
        let answer = self.session.client.fetch_once(&Ask {
            url,
            accept: "application/json",
            credentials: own,
            is_known_everywhere: false,
            tls: &tls,
            form: form.as_ref(),
            limit: TALK_LIMIT,
        })?;
        let json: Value = serde_json::from_slice(&answer.body)
            .map_err(|_| HttpFault::lasting(realm, "answered with a token that is no JSON"))?;
        let token = ["token", "access_token"].iter().find_map(|key| json.get(key).and_then(Value::as_str));
        token
            .filter(|token| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()))
            .map(|token| Credentials::Bearer(Secret::new(token)))
            .ok_or_else(|| HttpFault::lasting(realm, "answered without a token"))
    }
}

fn expect_success(url: &Url, answer: Answer) -> Result<Answer, HttpFault> {
    if answer.status == 200 { Ok(answer) } else { Err(HttpFault::of_status(url, &answer)) }
}

/// Compares bytes with what was announced; what differs may have been hurt on the way.
fn expect(url: &Url, bytes: &[u8], digest: Option<Sha256Digest>, size: Option<u64>) -> Result<(), HttpFault> {
    if size.is_some_and(|size| size != bytes.len() as u64) {
        return Err(HttpFault::transient(url, "has not the size that was announced"));
    }
    match digest.filter(|digest| *digest != Sha256Digest::of(bytes)) {
        Some(digest) => {
            Err(HttpFault::transient(url, format!("is not what was announced: {} is expected", digest.short())))
        }
        None => Ok(()),
    }
}

/// The digest and the size of the archive that a manifest names.
fn chart_layer(manifest: &[u8]) -> Result<(Sha256Digest, Option<u64>), &'static str> {
    let json: Value = serde_json::from_slice(manifest).map_err(|_| "it is not JSON")?;
    let layers = json.get("layers").and_then(Value::as_array).ok_or("it is no manifest of a chart")?;
    let is_chart = |layer: &&Value| {
        let kind = layer.get("mediaType").and_then(Value::as_str);
        matches!(kind, Some(CHART_LAYER | OLD_CHART_LAYER))
    };
    let layer = layers.iter().find(is_chart).ok_or("it holds no chart")?;
    let digest = layer.get("digest").and_then(Value::as_str).filter(|digest| digest.starts_with("sha256:"));
    let digest = digest.and_then(Sha256Digest::parse).ok_or("it names its chart by no SHA-256")?;
    Ok((digest, layer.get("size").and_then(Value::as_u64)))
}

/// The address in a `Link: <…>; rel="next"`.
fn next_page(link: &str) -> Option<&str> {
    let (address, rest) = link.trim().strip_prefix('<')?.split_once('>')?;
    rest.replace(['"', ' '], "").contains("rel=next").then_some(address)
}

/// A parameter of a challenge: `realm="…",service="…"`.
fn parameter(parameters: &str, name: &str) -> Option<String> {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=')?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_once(',').unwrap_or((after, "")),
        };
        if key.trim_matches([' ', ',']).eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
        rest = after.trim_start_matches([' ', ',']);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_taken_apart() {
        let parameters = r#"realm="https://auth.example.com/token",service="registry.example.com", scope="repository:a/b:pull,push",error=x"#;
        assert_eq!(parameter(parameters, "realm").as_deref(), Some("https://auth.example.com/token"));
        assert_eq!(parameter(parameters, "scope").as_deref(), Some("repository:a/b:pull,push"));
        assert_eq!(parameter(parameters, "error").as_deref(), Some("x"));
        assert_eq!(parameter(parameters, "none"), None);
        assert_eq!(parameter("realm=\"open", "realm"), None);
    }

    #[test]
    fn pages_lead_on() {
        assert_eq!(next_page("</v2/a/tags/list?last=x>; rel=\"next\""), Some("/v2/a/tags/list?last=x"));
        assert_eq!(next_page("</v2/a>; rel=\"prev\""), None);
    }

    #[test]
    fn only_this_machine_is_asked_without_tls() {
        assert!(is_this_machine("localhost:5000") && is_this_machine("127.0.0.1:5000"));
        assert!(!is_this_machine("registry.example.com") && !is_this_machine("10.0.0.1:5000"));
    }

    #[test]
    fn a_manifest_names_its_chart() {
        let digest = Sha256Digest::of(b"x");
        let manifest =
            |kind: &str| format!(r#"{{"layers": [{{"mediaType": "{kind}", "digest": "{digest}", "size": 3}}]}}"#);
        assert_eq!(chart_layer(manifest(CHART_LAYER).as_bytes()), Ok((digest, Some(3))));
        assert_eq!(chart_layer(manifest("text/plain").as_bytes()), Err("it holds no chart"));
        assert_eq!(chart_layer(b"{}"), Err("it is no manifest of a chart"));
    }
}
