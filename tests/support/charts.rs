//! Charts for tests, and repositories and registries that serve them.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use platgen::lock::{FileTree, Sha256Digest};
use serde_json::json;

use super::server::{Asked, Reply};

/// A chart with a version, as files below its own folder.
pub fn chart(name: &str, version: &str, more: &[(&str, &str)]) -> FileTree {
    let mut tree = FileTree::default();
    let yaml = format!("apiVersion: v2\nname: {name}\nversion: {version}\n");
    tree.files.insert("Chart.yaml".into(), yaml.into_bytes().into());
    tree.files.insert("values.yaml".into(), format!("greeting: from {version}\n").into_bytes().into());
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n";
    tree.files.insert("templates/config.yaml".into(), template.as_bytes().into());
    for (path, text) in more {
        tree.files.insert((*path).into(), text.as_bytes().into());
    }
    tree
}

/// Packs files as helm does, below the chart's folder.
pub fn pack(folder: &str, tree: &FileTree) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, bytes) in &tree.files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, format!("{folder}/{path}"), &bytes[..]).expect("an entry");
    }
    builder.into_inner().expect("a tar").finish().expect("a gzip")
}

/// Packs one file under a name that no builder would take.
pub fn pack_raw(name: &str, kind: tar::EntryType, bytes: &[u8]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = tar::Header::new_gnu();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    builder.append(&header, bytes).expect("an entry");
    builder.into_inner().expect("a tar").finish().expect("a gzip")
}

/// So many zeros, which take next to nothing when they are packed.
pub fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 1 << 20];
    (0..mebibytes).for_each(|_| gzip.write_all(&zeros).expect("zeros"));
    gzip.finish().expect("a gzip")
}

/// What is published: archives by chart and version.
#[derive(Clone, Default)]
pub struct Published {
    pub archives: BTreeMap<(String, String), Vec<u8>>,
    /// Whether the index says what archives hash to.
    pub without_digests: bool,
}

impl Published {
    pub fn add(&mut self, name: &str, version: &str, tree: &FileTree) {
        self.archives.insert((name.to_owned(), version.to_owned()), pack(name, tree));
    }

    pub fn of(charts: &[(&str, &str)]) -> Self {
        let mut published = Self::default();
        charts.iter().for_each(|(name, version)| published.add(name, version, &chart(name, version, &[])));
        published
    }

    pub fn archive(&self, name: &str, version: &str) -> &[u8] {
        &self.archives[&(name.to_owned(), version.to_owned())]
    }

    /// The index of a chart repository.
    pub fn index(&self) -> String {
        let mut entries = BTreeMap::<&str, Vec<serde_json::Value>>::new();
        for ((name, version), bytes) in &self.archives {
            let mut entry = json!({"name": name, "version": version, "urls": [format!("{name}-{version}.tgz")]});
            if !self.without_digests {
                entry["digest"] = json!(Sha256Digest::of(bytes).digits());
            }
            entries.entry(name).or_default().push(entry);
        }
        json!({"apiVersion": "v1", "entries": entries}).to_string()
    }

    /// Answers as a chart repository.
    pub fn repository(&self, asked: &Asked) -> Reply {
        if asked.path == "/index.yaml" {
            return Reply::ok(self.index());
        }
        let archive = self.archives.iter().find(|((name, version), _)| asked.path == format!("/{name}-{version}.tgz"));
        archive.map_or_else(|| Reply::status(404), |(_, bytes)| Reply::ok(bytes.clone()))
    }

    /// The manifest of a chart in a registry.
    pub fn manifest(&self, name: &str, version: &str) -> String {
        let bytes = self.archive(name, version);
        json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", "digest": Sha256Digest::of(b"{}").to_string(), "size": 2},
            "layers": [{
                "mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                "digest": Sha256Digest::of(bytes).to_string(),
                "size": bytes.len(),
            }],
        })
        .to_string()
    }

    /// Answers as a registry that holds the charts below `charts/`.
    pub fn registry(&self, asked: &Asked) -> Reply {
        let path = asked.path.split('?').next().unwrap_or_default();
        let Some((name, rest)) = path.strip_prefix("/v2/charts/").and_then(|rest| rest.split_once('/')) else {
            return Reply::status(404);
        };
        let versions = || self.archives.keys().filter(|(known, _)| known == name).map(|(_, version)| version);
        let manifest_of = |reference: &str| {
            let is_meant = |version: &&String| {
                version.replace('+', "_") == reference
                    || Sha256Digest::of(self.manifest(name, version).as_bytes()).to_string() == reference
            };
            versions().find(is_meant).map(|version| self.manifest(name, version))
        };
        let found = if rest == "tags/list" {
            let tags: Vec<String> = versions().map(|version| version.replace('+', "_")).collect();
            (!tags.is_empty()).then(|| json!({"name": name, "tags": tags}).to_string().into_bytes())
        } else if let Some(reference) = rest.strip_prefix("manifests/") {
            manifest_of(reference).map(String::into_bytes)
        } else {
            let digest = rest.strip_prefix("blobs/").unwrap_or_default();
            self.archives.values().find(|bytes| Sha256Digest::of(bytes).to_string() == digest).cloned()
        };
        found.map_or_else(|| Reply::status(404), Reply::ok)
    }
}
