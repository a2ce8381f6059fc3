use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Limits, NodeId, Value};

use super::{ARCHIVE_LIMIT, Archived, ChartRequest, Fetched, open};
use crate::diagnostics::nearest;
use crate::lock::Sha256Digest;
use crate::vendor::archive::decompress;
use crate::vendor::credentials::RepositorySettings;
use crate::vendor::fault::{Fault, Field};
use crate::vendor::http::{Answer, Ask, HttpFault, Url};
use crate::vendor::session::Session;
use crate::vendor::versions::choose;

/// The largest index, in bytes.
const INDEX_LIMIT: u64 = 128 << 20;

/// The index of a chart repository.
#[derive(Debug)]
pub(in crate::vendor) struct Index {
    document: Document,
}

/// What an index says of one version of a chart.
#[derive(Clone, Debug)]
struct Entry {
    version: EcoString,
    url: Option<EcoString>,
    digest: Option<Sha256Digest>,
}

/// A chart repository and how it is asked.
struct Repository<'s> {
    session: &'s Session,
    url: Url,
    settings: RepositorySettings,
}

/// Fetches a chart of a repository that has an index.yaml.
pub(in crate::vendor) fn fetch_from_index(session: &Session, request: &ChartRequest<'_>) -> Result<Fetched, Fault> {
    let url = Url::parse(request.repository)
        .ok_or_else(|| Fault::new(Field::Repository, format!("`{}` is no URL of a repository", request.repository)))?;
    let repository = Repository { session, url, settings: session.repositories.of_url(request.repository) };
    if let Some(locked) = request.locked {
        // What was fetched from there before is most likely still there; otherwise the index knows.
        let fetched = Url::parse(locked.url).and_then(|url| {
            let answer = repository.archive(&url, Some(locked.archive)).ok()?;
            Some(repository.open(&answer, &url, locked.version, request))
        });
        if let Some(fetched) = fetched {
            return fetched;
        }
    }
    repository.fetch(request)
}

impl Repository<'_> {
    fn fetch(&self, request: &ChartRequest<'_>) -> Result<Fetched, Fault> {
        let index = self.index(request.repository)?;
        let entries = index.entries(request.chart).ok_or_else(|| unknown(request, &index))?;
        let exact = request.locked.map(|locked| locked.version);
        let versions = entries.iter().map(|entry| entry.version.as_str());
        let version = choose(request.chart, versions, exact.or(request.range), request.preferred)?;
        let Some(entry) = entries.iter().find(|entry| entry.version == version) else {
            return Err(unknown(request, &index));
        };
        let lacking = |problem: &str| {
            Fault::new(Field::Repository, format!("the index of {} {problem} `{}` {version}", self.url, request.chart))
        };
        let url = entry.url.as_ref().ok_or_else(|| lacking("names no archive of"))?;
        let url = self.url.below(url).ok_or_else(|| lacking("names what is no URL for"))?;
        let bytes = self.archive(&url, entry.digest)?;
        self.open(&bytes, &url, &version, request)
    }

    fn index(&self, key: &str) -> Result<Arc<Index>, Fault> {
        self.session.indexes.get_or_make(key, || {
            let url =
                self.url.below("index.yaml").ok_or_else(|| Fault::new(Field::Repository, "no URL of an index"))?;
            let unusable =
                |problem: &str| Fault::new(Field::Repository, format!("{url} is no index of charts: {problem}"));
            let answer = self.session.client.repeat(|| self.ask(&url, INDEX_LIMIT))?;
            let bytes = decompress(answer.body, INDEX_LIMIT).map_err(|problem| unusable(&problem))?;
            Index::read(&bytes).map(Arc::new).map_err(|problem| unusable(&problem))
        })
    }

    /// Fetches an archive until it is what was said of it.
    fn archive(&self, url: &Url, digest: Option<Sha256Digest>) -> Result<Vec<u8>, Fault> {
        let bytes = self.session.client.repeat(|| {
            let bytes = self.ask(url, ARCHIVE_LIMIT)?.body;
            match digest.filter(|digest| *digest != Sha256Digest::of(&bytes)) {
                Some(digest) => {
                    let problem = format!("is not what was announced: {} is expected", digest.short());
                    Err(HttpFault::transient(url, problem))
                }
                None => Ok(bytes),
            }
        })?;
        self.session.cache.keep_archive(Sha256Digest::of(&bytes), &bytes);
        Ok(bytes)
    }

    fn ask(&self, url: &Url, limit: u64) -> Result<Answer, HttpFault> {
        let is_home = url.is_same_origin(&self.url);
        let default = RepositorySettings::default();
        // As in helm, who is known to a repository need not be to the host of its archives.
        let settings = if is_home || self.settings.is_known_everywhere { &self.settings } else { &default };
        self.session.client.fetch_once(&Ask {
            url: url.clone(),
            accept: "*/*",
            credentials: settings.credentials.as_ref(),
            is_known_everywhere: settings.is_known_everywhere,
            tls: &settings.tls,
            form: None,
            limit,
        })
    }

    fn open(&self, bytes: &[u8], url: &Url, version: &str, request: &ChartRequest<'_>) -> Result<Fetched, Fault> {
        let url = url.to_string().into();
        open(&Archived { bytes, chart: request.chart, version, url, manifest: None }, request)
    }
}

fn unknown(request: &ChartRequest<'_>, index: &Index) -> Fault {
    let message = format!("`{}` has no chart `{}`", request.repository, request.chart);
    let fault = Fault::new(Field::Chart, message);
    match nearest(request.chart, index.charts()) {
        Some(near) => fault.help(format!("did you mean `{near}`? Name it with `chart: {near}`")),
        None => fault.help("name the chart with `chart` where it is not called like the key"),
    }
}

impl Index {
    fn read(bytes: &[u8]) -> Result<Self, String> {
        let limits = Limits { bytes: INDEX_LIMIT as usize, ..Limits::default() };
        let documents = platgen_yaml::read(bytes, &Dialect::HELM_VALUES, &limits)
            .map_err(|faults| faults.first().map_or_else(String::new, |fault| fault.message.clone()))?;
        let document = documents.into_iter().next().ok_or("it is empty")?;
        match document.get(document.root(), "entries").map(|entries| document.value(entries)) {
            Some(Value::Map(_) | Value::Null) => Ok(Self { document }),
            _ => Err("it has no `entries`".to_owned()),
        }
    }

    fn charts(&self) -> impl Iterator<Item = &str> {
        let entries = self.document.get(self.document.root(), "entries");
        let map = match entries.map(|entries| self.document.value(entries)) {
            Some(Value::Map(map)) => map,
            _ => &[],
        };
        map.iter().map(|entry| entry.key.as_str())
    }

    fn entries(&self, chart: &str) -> Option<Vec<Entry>> {
        let document = &self.document;
        let list = document.get(document.get(document.root(), "entries")?, chart)?;
        let Value::Seq(items) = document.value(list) else { return None };
        Some(items.iter().filter_map(|item| self.entry(*item)).collect())
    }

    /// One version; what has none cannot be asked for.
    fn entry(&self, item: NodeId) -> Option<Entry> {
        let document = &self.document;
        let text = |node: NodeId| Some(EcoString::from(document.text(node))).filter(|text| !text.is_empty());
        let url = document.get(item, "urls").and_then(|urls| match document.value(urls) {
            Value::Seq(urls) => urls.first().and_then(|url| text(*url)),
            _ => None,
        });
        let digest = document.get(item, "digest").and_then(|digest| Sha256Digest::parse(document.text(digest)));
        Some(Entry { version: text(document.get(item, "version")?)?, url, digest })
    }
}
