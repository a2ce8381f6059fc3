use ecow::EcoString;

use super::{Lock, LockedChart, LockedCrds, LockedDependency, Provenance, Sha256Digest};
use crate::node::{Node, Origin};

/// What stands above the data.
const HEADER: &str =
    "# What `platgen vendor` found for ranges, tags and URLs. Commit this file; `platgen vendor` writes it.\n";

impl Lock {
    /// The text of the file.
    pub fn to_text(&self) -> String {
        let mut root = Map::default();
        root.map("revisions", self.revisions.iter().map(|(tag, commit)| (tag, text(commit))));
        root.map("charts", self.charts.iter().map(|(name, chart)| (name, of_chart(chart))));
        root.map("crds", self.crds.iter().map(|(name, crds)| (name, of_crds(crds))));
        let mut out = HEADER.as_bytes().to_vec();
        platgen_yaml::write(&root.0, &mut out);
        String::from_utf8(out).expect("the writer of YAML writes UTF-8")
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn of_chart(locked: &LockedChart) -> Node {
    let mut map = Map::default();
    match &locked.from {
        Provenance::Repository { repository, range, url, manifest, archive } => {
            map.text("repository", repository);
            map.text("chart", &locked.chart);
            map.maybe("range", range.as_ref());
            map.text("version", &locked.version);
            map.text("url", url);
            map.digest("manifest", manifest.as_ref());
            map.digest("archive", Some(archive));
        }
        Provenance::Git { git, revision, path, commit } => {
            map.text("git", git);
            map.text("revision", revision);
            map.maybe("path", path.as_ref());
            map.text("commit", commit);
            map.text("chart", &locked.chart);
            map.text("version", &locked.version);
        }
        Provenance::Folder { path } => {
            map.text("path", path);
            map.text("chart", &locked.chart);
            map.text("version", &locked.version);
        }
    }
    map.digest("tree", locked.tree.as_ref());
    map.map("dependencies", locked.dependencies.iter().map(|dependency| (&dependency.path, of_dependency(dependency))));
    map.0
}

fn of_dependency(locked: &LockedDependency) -> Node {
    let mut map = Map::default();
    map.text("repository", &locked.repository);
    map.text("chart", &locked.chart);
    map.text("range", &locked.range);
    map.text("version", &locked.version);
    map.maybe("url", locked.url.as_ref());
    map.digest("manifest", locked.manifest.as_ref());
    map.digest("archive", locked.archive.as_ref());
    map.digest("tree", Some(&locked.tree));
    map.0
}

fn of_crds(locked: &LockedCrds) -> Node {
    let mut map = Map::default();
    match locked {
        LockedCrds::File { url, digest } => {
            map.text("url", url);
            map.digest("digest", Some(digest));
        }
        LockedCrds::Chart { chart, version, tree } => {
            map.text("chart", chart);
            map.text("version", version);
            map.digest("tree", Some(tree));
        }
    }
    map.0
}

/// A map in the making, from which empty fields are left out.
struct Map(Node);

impl Default for Map {
    fn default() -> Self {
        Self(Node::map(Origin::INHERITED))
    }
}

impl Map {
    fn text(&mut self, key: &str, value: &EcoString) {
        self.0.set(key, text(value));
    }

    fn maybe(&mut self, key: &str, value: Option<&EcoString>) {
        value.into_iter().for_each(|value| self.text(key, value));
    }

    fn digest(&mut self, key: &str, value: Option<&Sha256Digest>) {
        self.maybe(key, value.map(|digest| EcoString::from(digest.to_string())).as_ref());
    }

    fn map<'a>(&mut self, key: &str, entries: impl Iterator<Item = (&'a EcoString, Node)>) {
        let mut map = Node::map(Origin::INHERITED);
        entries.for_each(|(key, value)| map.set(key.clone(), value));
        if !map.entries().is_empty() {
            self.0.set(key, map);
        }
    }
}

fn text(value: &EcoString) -> Node {
    Node::text(value.clone(), Origin::INHERITED)
}
