use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use ecow::EcoString;
use platgen_helm::Compat;

use super::{ChartMemo, DefinedKind, LoadedChart, known_kinds, read_chart};
use crate::diagnostics::Finding;
use crate::lock::{FileTree, Sha256Digest};
use crate::source::{Place, Sources};
use crate::world::World;

/// The folder of a project that holds charts.
pub const CHARTS: &str = "charts";

/// Charts that lie outside the project, each under the digest of its files, so that what is found is what was asked for.
pub trait ChartStore: Send + Sync + fmt::Debug {
    /// The files of a digest; `None` where they are not there.
    fn tree(&self, digest: Sha256Digest) -> Option<FileTree>;
}

/// The charts that stacks may use.
#[derive(Debug, Default)]
pub struct ProjectCharts {
    /// Those of platgen.yaml, by name.
    pub named: BTreeMap<EcoString, NamedChart>,
    /// Those below `charts/`, by folder.
    pub folders: BTreeMap<EcoString, Arc<LoadedChart>>,
    /// The kinds that definitions of the project beside its charts define, in `schemas/crds/`.
    pub definitions: Vec<DefinedKind>,
    /// The release of Helm that is reproduced.
    pub compat: Compat,
    /// Where that is said.
    pub compat_place: Option<Place>,
}

impl ProjectCharts {
    /// What a definition of this name gives to a cluster; nothing where nobody knows. `place` says that it is there.
    pub fn kinds_of(&self, name: &str, place: Place) -> Vec<DefinedKind> {
        let own: Vec<DefinedKind> = self.definitions.iter().filter(|one| one.name == name).cloned().collect();
        if own.is_empty() { known_kinds(name, place) } else { own }
    }

    /// Whether any chart defines custom resources.
    pub fn have_definitions(&self) -> bool {
        let named = self.named.values().filter_map(|named| named.chart.as_ref().ok());
        named.chain(self.folders.values()).any(|chart| !chart.definitions.is_empty())
    }
}

/// A chart that platgen.yaml names.
#[derive(Clone, Debug)]
pub struct NamedChart {
    /// Where platgen.yaml names it.
    pub place: Place,
    /// What says where its files lie, where that can be another folder of the project.
    pub path: Option<Place>,
    /// The chart; else what is to be reported where it is used, or nothing where it was reported already that its files are not there or
    /// are not those that were vendored.
    pub chart: Result<Arc<LoadedChart>, Option<Box<Finding>>>,
}

/// Reads the charts below `charts/` of a world; those inside another chart are part of that one.
pub fn read_chart_folders(
    world: &dyn World,
    revision: Option<&str>,
    compat: Compat,
    memo: &mut ChartMemo,
    sources: &mut Sources,
) -> BTreeMap<EcoString, Arc<LoadedChart>> {
    let mut folders: BTreeMap<EcoString, Arc<LoadedChart>> = BTreeMap::new();
    let mut outer: Option<EcoString> = None;
    let is_below =
        |path: &str, folder: &EcoString| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let mut found: Vec<EcoString> = world
        .paths()
        .iter()
        .filter(|path| path.starts_with(CHARTS))
        .filter_map(|path| path.strip_suffix("/Chart.yaml").map(EcoString::from))
        .filter(|folder| folder.starts_with("charts/"))
        .collect();
    found.sort_by(|a, b| a.split('/').cmp(b.split('/')));
    for folder in found {
        if outer.as_ref().is_some_and(|outer| is_below(&folder, outer)) {
            continue;
        }
        if let Some(chart) = read_chart(world, &folder, revision, compat, memo, sources) {
            folders.insert(folder.clone(), chart);
        }
        outer = Some(folder);
    }
    folders
}
