use std::collections::BTreeMap;

use ecow::EcoString;

use super::Sha256Digest;

/// What was found for everything that a project names without saying exactly what it is.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Lock {
    /// The commit of each tag that stacks are read at.
    pub revisions: BTreeMap<EcoString, EcoString>,
    /// Charts, by the names that the project gives them.
    pub charts: BTreeMap<EcoString, LockedChart>,
    /// Definitions of custom resources, by the names that the project gives them.
    pub crds: BTreeMap<EcoString, LockedCrds>,
}

/// One chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LockedChart {
    /// Where it came from.
    pub from: Provenance,
    /// Its own name.
    pub chart: EcoString,
    /// Its version.
    pub version: EcoString,
    /// The digest of its unpacked files, with the charts that it depends on; none where the files are the project's own.
    pub tree: Option<Sha256Digest>,
    /// The charts that were fetched because it depends on them, sorted by path.
    pub dependencies: Vec<LockedDependency>,
}

/// Where a chart came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Provenance {
    /// A chart repository or a registry.
    Repository {
        /// Its URL, as the project writes it.
        repository: EcoString,
        /// The range that the version was chosen from; none where any release would do.
        range: Option<EcoString>,
        /// Where the archive was.
        url: EcoString,
        /// The digest of the manifest, in a registry.
        manifest: Option<Sha256Digest>,
        /// The digest of the archive.
        archive: Sha256Digest,
    },
    /// A git repository.
    Git {
        /// Its URL.
        git: EcoString,
        /// The tag, branch or commit that was asked for.
        revision: EcoString,
        /// The folder of the chart in it.
        path: Option<EcoString>,
        /// The commit that the revision led to.
        commit: EcoString,
    },
    /// A folder of the project.
    Folder {
        /// Its path.
        path: EcoString,
    },
}

/// A chart that was fetched because another depends on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LockedDependency {
    /// Its folder below that of the chart that the project names.
    pub path: EcoString,
    /// Its own name.
    pub chart: EcoString,
    /// Its version.
    pub version: EcoString,
    /// The range that the version was chosen from.
    pub range: EcoString,
    /// Its repository.
    pub repository: EcoString,
    /// Where its archive was; none for a folder.
    pub url: Option<EcoString>,
    /// The digest of the manifest, in a registry.
    pub manifest: Option<Sha256Digest>,
    /// The digest of its archive; none for a folder.
    pub archive: Option<Sha256Digest>,
    /// The digest of its unpacked files.
    pub tree: Sha256Digest,
}

/// Definitions of custom resources.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LockedCrds {
    /// A file that was fetched.
    File {
        /// Its URL.
        url: EcoString,
        /// The digest of its bytes.
        digest: Sha256Digest,
    },
    /// Files of a chart.
    Chart {
        /// The name that the project gives the chart.
        chart: EcoString,
        /// The version that they were taken from.
        version: EcoString,
        /// The digest of the files.
        tree: Sha256Digest,
    },
}
