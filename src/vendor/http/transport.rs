use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ureq::http::HeaderMap;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Proxy, Timeout};

use super::answer::{Answer, HttpFault};
use super::client::{Exchange, Policy};
use super::{Tls, Url};

/// Carries requests to other hosts.
pub(super) struct Transport {
    policy: Policy,
    /// By what decides how a connection is made: certificates and proxy.
    agents: Mutex<BTreeMap<(Tls, Option<String>), Agent>>,
}

impl Transport {
    pub(super) fn new(policy: &Policy) -> Self {
        Self { policy: policy.clone(), agents: Mutex::default() }
    }

    /// Makes one request and reads the whole answer.
    pub(super) fn exchange(&self, exchange: &Exchange<'_>) -> Result<Answer, HttpFault> {
        let agent = self.agent(exchange)?;
        let url = exchange.url;
        let failed = |error: ureq::Error| self.fault(url, &error);
        let mut response = match exchange.form {
            Some(form) => {
                let request = agent.post(url.to_request()).header("accept", exchange.accept);
                request.content_type("application/x-www-form-urlencoded").send(form.reveal()).map_err(failed)?
            }
            None => {
                let mut request = agent.get(url.to_request()).header("accept", exchange.accept);
                if let Some(authorization) = &exchange.authorization {
                    request = request.header("authorization", authorization.reveal());
                }
                request.call().map_err(failed)?
            }
        };
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Answer {
            status,
            body: self.body(url, response.body_mut(), exchange.limit)?,
            location: text("location"),
            challenge: bearer_first(&headers),
            link: text("link"),
            // The other form, a date, would need a clock to be of use.
            retry_after: text("retry-after").and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs),
        })
    }

    fn body(&self, url: &Url, body: &mut Body, limit: u64) -> Result<Vec<u8>, HttpFault> {
        let announced = body.content_length();
        let too_large = || HttpFault::lasting(url, format!("is larger than {} MiB", limit >> 20));
        if announced.is_some_and(|bytes| bytes > limit) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        body.as_reader().take(limit + 1).read_to_end(&mut bytes).map_err(|error| self.fault(url, &error.into()))?;
        if bytes.len() as u64 > limit {
            return Err(too_large());
        }
        if announced.is_some_and(|announced| announced != bytes.len() as u64) {
            return Err(HttpFault::transient(url, "ended before it was whole"));
        }
        Ok(bytes)
    }

    fn agent(&self, exchange: &Exchange<'_>) -> Result<Agent, HttpFault> {
        let key = (exchange.tls.clone(), exchange.proxy.map(str::to_owned));
        // A panic elsewhere leaves whole entries.
        let mut agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(agent) = agents.get(&key) {
            return Ok(agent.clone());
        }
        let unusable = |problem: String| HttpFault::lasting(exchange.url, problem);
        let tls = tls_config(exchange.tls).map_err(unusable)?;
        let proxy = exchange.proxy.map(Proxy::new).transpose();
        let proxy = proxy.map_err(|_| unusable("was not asked: the proxy of the environment is no URL".to_owned()))?;
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .tls_config(tls)
            .user_agent(concat!("platgen/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(self.policy.connect))
            .timeout_recv_response(Some(self.policy.idle))
            .timeout_per_read(Some(self.policy.idle))
            .timeout_per_write(Some(self.policy.idle))
            .timeout_global(Some(self.policy.whole))
            .build()
            .into();
        agents.insert(key, agent.clone());
        Ok(agent)
    }

    fn fault(&self, url: &Url, error: &ureq::Error) -> HttpFault {
        use ureq::Error as Fault;
        let seconds =
            |time: Duration| if time.as_secs() == 0 { format!("{time:?}") } else { format!("{} s", time.as_secs()) };
        let silent = || format!("was silent for {}", seconds(self.policy.idle));
        match error {
            Fault::Timeout(Timeout::Connect | Timeout::Resolve) => {
                HttpFault::transient(url, format!("could not be reached within {}", seconds(self.policy.connect)))
            }
            Fault::Timeout(Timeout::Global | Timeout::PerCall) => {
                HttpFault::transient(url, format!("was not whole after {}", seconds(self.policy.whole)))
            }
            Fault::Timeout(_) => HttpFault::transient(url, silent()),
            Fault::HostNotFound => HttpFault::transient(url, "could not be reached: nobody knows this host"),
            Fault::ConnectionFailed => HttpFault::transient(url, "could not be reached"),
            Fault::ConnectProxyFailed(_) => HttpFault::lasting(url, "could not be reached through the proxy"),
            Fault::Io(error) => of_io(url, error),
            Fault::Protocol(_) => HttpFault::transient(url, "answered what is no HTTP"),
            Fault::LargeResponseHeader(..) => HttpFault::lasting(url, "answered with a header that is too large"),
            Fault::Rustls(error) => HttpFault::lasting(url, format!("could not be trusted: {error}")),
            other => HttpFault::lasting(url, format!("could not be asked: {other}")),
        }
    }
}

/// What the operating system reports; TLS reports inside of it.
fn of_io(url: &Url, error: &io::Error) -> HttpFault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => HttpFault::transient(url, "ended before it was whole"),
        io::ErrorKind::ConnectionRefused => HttpFault::transient(url, "refuses connections"),
        io::ErrorKind::InvalidData => {
            let reason = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            HttpFault::lasting(url, format!("could not be trusted: {reason}"))
        }
        _ => HttpFault::transient(url, format!("could not be reached: {error}")),
    }
}

/// The way of proving who asks that a registry offers; a token before a password.
fn bearer_first(headers: &HeaderMap) -> Option<String> {
    let offered: Vec<&str> =
        headers.get_all("www-authenticate").iter().filter_map(|value| value.to_str().ok()).collect();
    let is_bearer = |offer: &&&str| offer.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
    offered.iter().find(is_bearer).or(offered.first()).map(|offer| (*offer).to_owned())
}

fn tls_config(tls: &Tls) -> Result<TlsConfig, String> {
    let roots = match &tls.authorities {
        Some(file) => RootCerts::new_with_certs(&certificates(file)?),
        None => RootCerts::PlatformVerifier,
    };
    let builder = TlsConfig::builder().root_certs(roots).disable_verification(tls.is_unchecked);
    let Some((certificate, key)) = &tls.certificate else { return Ok(builder.build()) };
    let key_of = |file: &Path| PrivateKey::from_pem(&read(file)?).map_err(|_| no_pem(file));
    let own = ClientCert::new_with_certs(&certificates(certificate)?, key_of(key)?);
    Ok(builder.client_cert(Some(own)).build())
}

fn certificates(file: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let bytes = read(file)?;
    let certificates: Vec<_> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() { Err(no_pem(file)) } else { Ok(certificates) }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("was not asked: `{}` could not be read: {error}", file.display()))
}

fn no_pem(file: &Path) -> String {
    format!("was not asked: `{}` holds no PEM", file.display())
}
