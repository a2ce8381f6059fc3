use std::collections::BTreeMap;

use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Limits, NodeId, Value, line_column};
use thiserror::Error;

use super::{Lock, LockedChart, LockedCrds, LockedDependency, Provenance, Sha256Digest};

/// What is wrong with the file.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("line {line} of `platgen.lock`: {problem}")]
pub struct LockFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, in a phrase.
    pub problem: String,
}

impl Lock {
    /// Reads the bytes of the file; an empty one says nothing.
    ///
    /// # Errors
    /// The first thing that is not as [`Lock::to_text`] writes it.
    pub fn read(bytes: &[u8]) -> Result<Self, LockFault> {
        let shown = String::from_utf8_lossy(bytes);
        let at = |offset: usize, problem: String| {
            let offset = shown.floor_char_boundary(offset.min(shown.len()));
            LockFault { line: line_column(&shown, offset).0, problem }
        };
        let documents =
            platgen_yaml::read(bytes, &Dialect::PLATGEN, &Limits::default()).map_err(|faults| {
                match faults.first() {
                    Some(fault) => at(fault.span.range().start, fault.message.clone()),
                    None => at(0, "not YAML".to_owned()),
                }
            })?;
        let Some(document) = documents.first() else { return Ok(Self::default()) };
        let reader = Reader { document };
        reader.lock(document.root()).map_err(|Broken(node, problem)| at(document.span(node).range().start, problem))
    }
}

/// A node that is not what it should be.
struct Broken(NodeId, String);

struct Reader<'a> {
    document: &'a Document,
}

impl Reader<'_> {
    fn lock(&self, root: NodeId) -> Result<Lock, Broken> {
        if matches!(self.document.value(root), Value::Null) {
            return Ok(Lock::default());
        }
        self.refuse_others(root, &["revisions", "charts", "crds"])?;
        Ok(Lock {
            revisions: self.map(root, "revisions", |_, node| self.scalar(node))?,
            charts: self.map(root, "charts", |_, node| self.chart(node))?,
            crds: self.map(root, "crds", |_, node| self.crds(node))?,
        })
    }

    fn chart(&self, node: NodeId) -> Result<LockedChart, Broken> {
        let from = if self.document.get(node, "repository").is_some() {
            self.refuse_others(node, &[FIELDS, &["repository", "range", "url", "manifest", "archive"]].concat())?;
            Provenance::Repository {
                repository: self.text(node, "repository")?,
                range: self.maybe(node, "range")?,
                url: self.text(node, "url")?,
                manifest: self.maybe_digest(node, "manifest")?,
                archive: self.digest(node, "archive")?,
            }
        } else if self.document.get(node, "git").is_some() {
            self.refuse_others(node, &[FIELDS, &["git", "revision", "path", "commit"]].concat())?;
            Provenance::Git {
                git: self.text(node, "git")?,
                revision: self.text(node, "revision")?,
                path: self.maybe(node, "path")?,
                commit: self.text(node, "commit")?,
            }
        } else {
            self.refuse_others(node, &[FIELDS, &["path"]].concat())?;
            Provenance::Folder { path: self.text(node, "path")? }
        };
        let dependencies = self.map(node, "dependencies", |path, node| self.dependency(path, node))?;
        Ok(LockedChart {
            from,
            chart: self.text(node, "chart")?,
            version: self.text(node, "version")?,
            tree: self.maybe_digest(node, "tree")?,
            dependencies: dependencies.into_values().collect(),
        })
    }

    fn dependency(&self, path: &EcoString, node: NodeId) -> Result<LockedDependency, Broken> {
        self.refuse_others(node, &["repository", "chart", "range", "version", "url", "manifest", "archive", "tree"])?;
        Ok(LockedDependency {
            path: path.clone(),
            chart: self.text(node, "chart")?,
            version: self.text(node, "version")?,
            range: self.text(node, "range")?,
            repository: self.text(node, "repository")?,
            url: self.maybe(node, "url")?,
            manifest: self.maybe_digest(node, "manifest")?,
            archive: self.maybe_digest(node, "archive")?,
            tree: self.digest(node, "tree")?,
        })
    }

    fn crds(&self, node: NodeId) -> Result<LockedCrds, Broken> {
        if self.document.get(node, "url").is_some() {
            self.refuse_others(node, &["url", "digest"])?;
            return Ok(LockedCrds::File { url: self.text(node, "url")?, digest: self.digest(node, "digest")? });
        }
        self.refuse_others(node, &["chart", "version", "tree"])?;
        Ok(LockedCrds::Chart {
            chart: self.text(node, "chart")?,
            version: self.text(node, "version")?,
            tree: self.digest(node, "tree")?,
        })
    }

    fn map<T>(
        &self,
        node: NodeId,
        key: &str,
        read: impl Fn(&EcoString, NodeId) -> Result<T, Broken>,
    ) -> Result<BTreeMap<EcoString, T>, Broken> {
        let Some(map) = self.document.get(node, key) else { return Ok(BTreeMap::new()) };
        let Value::Map(entries) = self.document.value(map) else {
            return Err(Broken(map, format!("`{key}` is not a map")));
        };
        entries.iter().map(|entry| Ok((entry.key.clone(), read(&entry.key, entry.value)?))).collect()
    }

    fn refuse_others(&self, node: NodeId, known: &[&str]) -> Result<(), Broken> {
        let Value::Map(entries) = self.document.value(node) else {
            return Err(Broken(node, "expected a map".to_owned()));
        };
        match entries.iter().find(|entry| !known.contains(&entry.key.as_str())) {
            Some(entry) => Err(Broken(entry.value, format!("this platgen knows no `{}` here", entry.key))),
            None => Ok(()),
        }
    }

    fn text(&self, node: NodeId, key: &str) -> Result<EcoString, Broken> {
        self.maybe(node, key)?.ok_or_else(|| Broken(node, format!("`{key}` is missing")))
    }

    fn maybe(&self, node: NodeId, key: &str) -> Result<Option<EcoString>, Broken> {
        self.document.get(node, key).map(|value| self.scalar(value)).transpose()
    }

    fn scalar(&self, node: NodeId) -> Result<EcoString, Broken> {
        match self.document.value(node) {
            Value::Map(_) | Value::Seq(_) | Value::Null => Err(Broken(node, "expected text".to_owned())),
            _ => Ok(self.document.text_shared(node)),
        }
    }

    fn digest(&self, node: NodeId, key: &str) -> Result<Sha256Digest, Broken> {
        self.maybe_digest(node, key)?.ok_or_else(|| Broken(node, format!("`{key}` is missing")))
    }

    fn maybe_digest(&self, node: NodeId, key: &str) -> Result<Option<Sha256Digest>, Broken> {
        let Some(value) = self.document.get(node, key) else { return Ok(None) };
        let digest = Sha256Digest::parse(&self.scalar(value)?);
        digest.map(Some).ok_or_else(|| Broken(value, format!("`{key}` is no SHA-256")))
    }
}

/// The fields that every chart may have.
const FIELDS: &[&str] = &["chart", "version", "tree", "dependencies"];

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Lock {
        let digest = Sha256Digest::of(b"x");
        let chart = |from, tree| LockedChart {
            from,
            chart: "redis".into(),
            version: "1.10".into(),
            tree,
            dependencies: vec![LockedDependency {
                path: "charts/common".into(),
                chart: "common".into(),
                version: "2.0.0".into(),
                range: "2.x".into(),
                repository: "file://../common".into(),
                url: None,
                manifest: None,
                archive: None,
                tree: digest,
            }],
        };
        let repository = Provenance::Repository {
            repository: "oci://registry.example.com/charts".into(),
            range: Some(">=1, <2 || ~3".into()),
            url: "https://registry.example.com/v2/charts/redis/blobs/x".into(),
            manifest: Some(digest),
            archive: digest,
        };
        let git = Provenance::Git {
            git: "git@git.example.com:acme/charts.git".into(),
            revision: "v1".into(),
            path: Some("charts/redis".into()),
            commit: "0123456789012345678901234567890123456789".into(),
        };
        Lock {
            revisions: [("v1.4.2".into(), "1234567".into())].into(),
            charts: [
                ("a".into(), chart(repository, Some(digest))),
                ("b".into(), chart(git, Some(digest))),
                ("c".into(), chart(Provenance::Folder { path: "charts/c".into() }, None)),
            ]
            .into(),
            crds: [
                ("x".into(), LockedCrds::File { url: "https://example.com/x.yaml".into(), digest }),
                ("y".into(), LockedCrds::Chart { chart: "a".into(), version: "1.0.0".into(), tree: digest }),
            ]
            .into(),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let lock = sample();
        assert_eq!(Lock::read(lock.to_text().as_bytes()), Ok(lock));
        assert_eq!(Lock::read(b""), Ok(Lock::default()));
        assert_eq!(Lock::read(Lock::default().to_text().as_bytes()), Ok(Lock::default()));
    }

    #[test]
    fn says_where_it_is_broken() {
        let broken = |text: &str| Lock::read(text.as_bytes()).expect_err("broken").to_string();
        assert_eq!(
            broken("charts:\n  a:\n    path: x\n    chart: x\n"),
            "line 3 of `platgen.lock`: `version` is missing"
        );
        assert_eq!(broken("charts: []\n"), "line 1 of `platgen.lock`: `charts` is not a map");
        assert_eq!(broken("modules: {}\n"), "line 1 of `platgen.lock`: this platgen knows no `modules` here");
        assert_eq!(
            broken("crds:\n  a:\n    url: x\n    digest: sha256:00\n"),
            "line 4 of `platgen.lock`: `digest` is no SHA-256"
        );
        assert!(broken("charts: {a: {\n").starts_with("line "));
    }
}
