use ecow::EcoString;
use thiserror::Error;

use crate::diagnostics::Report;
use crate::disk::DiskError;
use crate::lock::{Lock, LockedChart, Provenance};
use crate::world::OpenError;

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Request {
    /// What is asked for anew though platgen.lock knows it.
    pub update: Update,
    /// Whether other hosts may not be asked.
    pub is_offline: bool,
}

/// What is asked for anew though platgen.lock knows it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum Update {
    /// Nothing: what is locked stays.
    #[default]
    Nothing,
    /// These names of platgen.yaml.
    Names(Vec<EcoString>),
    /// Everything.
    All,
}

impl Update {
    pub(super) fn covers(&self, name: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Names(names) => names.iter().any(|known| known == name),
            Self::All => true,
        }
    }
}

/// What was done.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What is wrong with platgen.yaml or could not be fetched.
    pub report: Report,
    /// What is otherwise than before, by name.
    pub changes: Vec<Change>,
    /// How many charts and definitions of custom resources are as they were.
    pub unchanged: usize,
    /// What else a person should know, a line each.
    pub remarks: Vec<String>,
}

/// One thing that is otherwise than before.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Change {
    /// The name in platgen.yaml; of a chart that another depends on, both.
    pub name: EcoString,
    /// The version before.
    pub from: Option<EcoString>,
    /// The version now.
    pub to: Option<EcoString>,
}

/// Why nothing could be done.
#[derive(Debug, Error)]
pub enum VendorError {
    /// platgen.yaml has nothing of a name that is to be updated.
    #[error("platgen.yaml has no chart and no custom resources called `{name}`")]
    UnknownName {
        /// The name.
        name: EcoString,
        /// The names that it has.
        known: Vec<EcoString>,
    },
    /// The project's folder cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The project's folder cannot be written.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// Lists what two locks hold different versions of.
pub(super) fn changes(old: &Lock, new: &Lock) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut note = |name: EcoString, from: Option<EcoString>, to: Option<EcoString>| {
        if from != to {
            changes.push(Change { name, from, to });
        }
    };
    for name in union(old.charts.keys(), new.charts.keys()) {
        let (before, now) = (old.charts.get(name), new.charts.get(name));
        if [before, now].into_iter().flatten().all(|chart| !is_own(chart)) {
            note(name.clone(), before.map(shown), now.map(shown));
            continue;
        }
        // The files of the project's own charts are the project's business; only what they depend on is fetched.
        let of = |chart: Option<&LockedChart>, path: &EcoString| {
            let dependencies = chart.into_iter().flat_map(|chart| &chart.dependencies);
            dependencies
                .into_iter()
                .find(|dependency| dependency.path == *path)
                .map(|dependency| dependency.version.clone())
        };
        let paths = |chart: Option<&LockedChart>| -> Vec<EcoString> {
            chart.into_iter().flat_map(|chart| &chart.dependencies).map(|dependency| dependency.path.clone()).collect()
        };
        for path in union(paths(before).iter(), paths(now).iter()) {
            note(ecow::eco_format!("{name}/{path}"), of(before, path), of(now, path));
        }
    }
    for name in union(old.crds.keys(), new.crds.keys()) {
        let shown = |lock: &Lock| lock.crds.get(name).map(shown_crds);
        note(name.clone(), shown(old), shown(new));
    }
    changes.sort();
    changes
}

fn union<'a>(a: impl Iterator<Item = &'a EcoString>, b: impl Iterator<Item = &'a EcoString>) -> Vec<&'a EcoString> {
    let mut names: Vec<&EcoString> = a.chain(b).collect();
    names.sort();
    names.dedup();
    names
}

fn is_own(chart: &LockedChart) -> bool {
    matches!(chart.from, Provenance::Folder { .. })
}

/// A version for people; that of a git repository with its commit, which moves while the version stays.
fn shown(chart: &LockedChart) -> EcoString {
    match &chart.from {
        Provenance::Git { commit, .. } => ecow::eco_format!("{} ({})", chart.version, &commit[..commit.len().min(9)]),
        _ => chart.version.clone(),
    }
}

fn shown_crds(crds: &crate::lock::LockedCrds) -> EcoString {
    match crds {
        crate::lock::LockedCrds::File { digest, .. } => digest.short().into(),
        crate::lock::LockedCrds::Chart { version, .. } => version.clone(),
    }
}
