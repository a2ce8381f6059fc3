use std::fs;
use std::path::{Path, PathBuf};

use platgen_yaml::{Dialect, Document, Limits, NodeId, Value};

use super::{Credentials, Secret};
use crate::vendor::http::Tls;

/// What helm's repositories.yaml says of chart repositories.
#[derive(Clone, Default, Debug)]
pub(in crate::vendor) struct Repositories {
    entries: Vec<Entry>,
    /// What was wrong with the file.
    pub(in crate::vendor) remark: Option<String>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    url: String,
    settings: RepositorySettings,
}

/// How one repository is asked.
#[derive(Clone, Default, Debug)]
pub(in crate::vendor) struct RepositorySettings {
    pub(in crate::vendor) credentials: Option<Credentials>,
    /// Whether the credentials go to whatever host the index names.
    pub(in crate::vendor) is_known_everywhere: bool,
    pub(in crate::vendor) tls: Tls,
}

impl Repositories {
    /// Reads the file, if there is one; one that cannot be read says nothing, with a remark.
    pub(in crate::vendor) fn read(file: Option<&Path>) -> Self {
        let Some(file) = file else { return Self::default() };
        let unread = |problem: String| {
            let remark = format!("`{}` is left out: {problem}", file.display());
            Self { entries: Vec::new(), remark: Some(remark) }
        };
        let bytes = match fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Self::default(),
            Err(error) => return unread(error.to_string()),
        };
        match platgen_yaml::read(&bytes, &Dialect::HELM_VALUES, &Limits::default()) {
            Ok(documents) => {
                let entries = documents.first().map(|document| entries(document, file)).unwrap_or_default();
                Self { entries, remark: None }
            }
            // What a fault quotes could be a password.
            Err(_) => unread("it is not YAML".to_owned()),
        }
    }

    /// How the repository of a URL is asked.
    pub(in crate::vendor) fn of_url(&self, url: &str) -> RepositorySettings {
        let url = url.trim_end_matches('/');
        let entry = self.entries.iter().find(|entry| entry.url.trim_end_matches('/') == url);
        entry.map(|entry| entry.settings.clone()).unwrap_or_default()
    }

    /// The URL of the repository that was added under a name: `@name` or `alias:name` in a Chart.yaml.
    pub(in crate::vendor) fn url_of(&self, name: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.name == name).map(|entry| entry.url.as_str())
    }
}

fn entries(document: &Document, file: &Path) -> Vec<Entry> {
    let list = document.get(document.root(), "repositories");
    let Some(Value::Seq(items)) = list.map(|list| document.value(list)) else { return Vec::new() };
    items.iter().filter_map(|item| entry(document, *item, file)).collect()
}

fn entry(document: &Document, item: NodeId, file: &Path) -> Option<Entry> {
    let text = |key: &str| {
        let text = document.get(item, key).map(|node| document.text(node)).filter(|text| !text.is_empty());
        text.map(str::to_owned)
    };
    let is_set = |key: &str| document.get(item, key).is_some_and(|node| document.value(node) == Value::Bool(true));
    // Paths are helm's own: absolute, or from where helm was started, which nobody knows any more.
    let place = |key: &str| {
        text(key).map(|path| file.parent().map_or_else(|| PathBuf::from(&path), |folder| folder.join(&path)))
    };
    let credentials = text("username").map(|user| {
        let password = Secret::new(text("password").unwrap_or_default());
        Credentials::Basic { user, password }
    });
    let tls = Tls {
        authorities: place("caFile"),
        certificate: place("certFile").zip(place("keyFile")),
        is_unchecked: is_set("insecure_skip_tls_verify"),
    };
    let settings = RepositorySettings { credentials, is_known_everywhere: is_set("pass_credentials_all"), tls };
    Some(Entry { name: text("name")?, url: text("url")?, settings })
}
