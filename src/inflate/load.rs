use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use ecow::EcoString;
use platgen_helm::{Chart, ChartFiles, Compat, Renderer, SourceLimits, unpack};
use rustc_hash::FxHashMap;

use super::definitions::{DefinedKind, defined_kinds};
use super::files::{ChartSource, keep, role_of};
use super::layout::{Layout, own_path};
use super::rendering::Renderings;
use crate::lock::FileTree;
use crate::node::{Fingerprint, Node};
use crate::source::{ContentId, Place, Sources};
use crate::world::World;

/// A chart with its templates parsed, and the places of its files.
pub struct LoadedChart {
    /// Its folder, as findings show it.
    pub folder: EcoString,
    /// Hash of all its files, and of how Helm would read them.
    pub fingerprint: u128,
    /// The release of Helm that is reproduced.
    pub compat: Compat,
    /// The kinds that its `crds/` define, and those of the charts in it.
    pub definitions: Vec<DefinedKind>,
    renderer: Result<Renderer, String>,
    /// Definitions of custom resources that its templates wrote, without origins, by their text: most are the same on all clusters.
    wholes: Mutex<FxHashMap<String, Arc<Vec<Node>>>>,
    /// What it was rendered to of late.
    pub(super) renderings: Renderings,
    pub(super) sources: BTreeMap<EcoString, ChartSource>,
    layout: Layout,
}

impl fmt::Debug for LoadedChart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadedChart").field("folder", &self.folder).field("fingerprint", &self.fingerprint).finish()
    }
}

/// Charts that were loaded, by what they are made of: those of this compile and of the one before.
#[derive(Debug, Default)]
pub struct ChartMemo {
    current: FxHashMap<u128, Arc<LoadedChart>>,
    previous: FxHashMap<u128, Arc<LoadedChart>>,
}

impl ChartMemo {
    /// Begins a compile: what the last one did not use is forgotten.
    pub fn begin(&mut self) {
        self.previous = std::mem::take(&mut self.current);
    }

    fn find(&mut self, fingerprint: u128) -> Option<Arc<LoadedChart>> {
        let known = self.current.get(&fingerprint).or_else(|| self.previous.get(&fingerprint))?.clone();
        self.current.insert(fingerprint, known.clone());
        Some(known)
    }
}

/// A file of a chart: its path below the chart's folder, its bytes and their id.
type Read = (EcoString, Arc<[u8]>, ContentId);

/// Reads the chart of a folder of a world; `revision` where it is not today's, which findings then name. `None` where there is
/// nothing.
pub fn read_chart(
    world: &dyn World,
    folder: &str,
    revision: Option<&str>,
    compat: Compat,
    memo: &mut ChartMemo,
    sources: &mut Sources,
) -> Option<Arc<LoadedChart>> {
    let prefix = format!("{folder}/");
    let first = world.paths().partition_point(|path| path.as_str() < prefix.as_str());
    let paths = world.paths()[first..].iter().take_while(|path| path.starts_with(&prefix));
    let mut files: Vec<Read> = Vec::new();
    let mut fault = None;
    for path in paths {
        match world.read(path) {
            Ok((bytes, content)) => files.push((path[prefix.len()..].into(), bytes, content)),
            Err(found) => fault = Some(found.message()),
        }
    }
    if files.is_empty() && fault.is_none() {
        return None;
    }
    Some(load(Unloaded { folder, revision, compat, files, fault }, memo, sources))
}

/// Reads a chart whose files lie elsewhere than in the project, as if they lay in a folder of it.
pub fn read_stored_chart(
    tree: &FileTree,
    folder: &str,
    compat: Compat,
    memo: &mut ChartMemo,
    sources: &mut Sources,
) -> Arc<LoadedChart> {
    let files = tree.files.iter().map(|(path, bytes)| (path.clone(), bytes.clone(), ContentId::of(bytes))).collect();
    load(Unloaded { folder, revision: None, compat, files, fault: None }, memo, sources)
}

/// The files of a chart before anything was made of them.
struct Unloaded<'a> {
    folder: &'a str,
    revision: Option<&'a str>,
    compat: Compat,
    files: Vec<Read>,
    fault: Option<String>,
}

impl Unloaded<'_> {
    fn fingerprint(&self) -> u128 {
        let mut hasher = Fingerprint::default();
        (self.folder, self.revision, self.compat).hash(&mut hasher);
        for (path, _, content) in &self.files {
            path.hash(&mut hasher);
            hasher.write(content.as_bytes());
        }
        hasher.finish_wide()
    }

    /// How findings name a file.
    fn shown(&self, path: &str) -> EcoString {
        match self.revision {
            Some(revision) => ecow::eco_format!("{}/{path}@{revision}", self.folder),
            None => ecow::eco_format!("{}/{path}", self.folder),
        }
    }
}

fn load(chart: Unloaded<'_>, memo: &mut ChartMemo, sources: &mut Sources) -> Arc<LoadedChart> {
    let fingerprint = chart.fingerprint();
    if let Some(known) = memo.find(fingerprint).filter(|_| chart.fault.is_none()) {
        // Its files are today's again.
        for source in known.sources.values() {
            sources.recall(&source.file.path, source.file.content);
        }
        return known;
    }
    let mut kept = BTreeMap::new();
    let mut plain: Vec<(EcoString, Arc<[u8]>)> = Vec::new();
    for (path, bytes, content) in &chart.files {
        let inner =
            if is_archive(path) { unpacked(path, bytes) } else { vec![(path.clone(), bytes.clone(), *content)] };
        for (path, bytes, content) in inner {
            let source =
                role_of(own_path(&path)).and_then(|role| keep(chart.shown(&path), &bytes, content, role, sources));
            kept.extend(source.map(|source| (path.clone(), source)));
            plain.push((path, bytes));
        }
    }
    let renderer = match &chart.fault {
        Some(fault) => Err(fault.clone()),
        None => {
            let files = chart.files.iter().map(|(path, bytes, _)| (path.to_string(), bytes.to_vec()));
            let loaded = Chart::load(&ChartFiles::of_memory(files), chart.compat);
            loaded.map(|loaded| Renderer::new(loaded, chart.compat)).map_err(|error| error.to_string())
        }
    };
    let loaded = Arc::new(LoadedChart {
        folder: chart.folder.into(),
        fingerprint,
        compat: chart.compat,
        definitions: kept.values().flat_map(defined_kinds).collect(),
        renderer,
        wholes: Mutex::default(),
        renderings: Renderings::default(),
        layout: Layout::of(&plain),
        sources: kept,
    });
    memo.current.insert(fingerprint, loaded.clone());
    loaded
}

fn is_archive(path: &str) -> bool {
    path.ends_with(".tgz") || path.ends_with(".tar.gz")
}

/// The files of an archive as if it were a folder; none of one that cannot be read, which Helm refuses with the chart.
fn unpacked(path: &str, bytes: &[u8]) -> Vec<Read> {
    let Ok(files) = unpack(bytes, &SourceLimits::default()) else { return Vec::new() };
    let files = files.iter().map(|file| {
        let bytes: Arc<[u8]> = file.bytes.clone();
        (ecow::eco_format!("{path}/{}", file.path), bytes.clone(), ContentId::of(&bytes))
    });
    files.collect()
}

impl LoadedChart {
    /// What renders it.
    ///
    /// # Errors
    /// Why it is no chart, in Helm's words.
    pub fn renderer(&self) -> Result<&Renderer, &str> {
        self.renderer.as_ref().map_err(String::as_str)
    }

    /// The trees of a text that defines custom resources, without origins: as they are remembered, else as `read` gives them.
    ///
    /// # Errors
    /// What `read` says.
    pub(super) fn whole<E>(
        &self,
        text: &str,
        read: impl FnOnce() -> Result<Vec<Node>, E>,
    ) -> Result<Arc<Vec<Node>>, E> {
        // A panic elsewhere leaves whole entries.
        if let Some(known) = self.wholes.lock().unwrap_or_else(PoisonError::into_inner).get(text) {
            return Ok(known.clone());
        }
        let trees = Arc::new(read()?);
        self.wholes.lock().unwrap_or_else(PoisonError::into_inner).insert(text.to_owned(), trees.clone());
        Ok(trees)
    }

    /// The file that a path of a template or definition means: `web/charts/redis/templates/a.yaml`.
    pub(super) fn source(&self, path: &str) -> Option<&ChartSource> {
        self.sources.get(&self.layout.locate(path)?)
    }

    /// A line of a template, counted from 1; the chart's own file where the template is not known.
    pub fn line(&self, path: &str, line: u32) -> Option<Place> {
        self.source(path).and_then(|source| source.line(line)).or_else(|| self.place())
    }

    /// A line of a template with the number of its bytes.
    pub fn line_with_length(&self, path: &str, line: u32) -> Option<(Place, u32)> {
        let place = self.line(path, line)?;
        let source = self.source(path)?;
        let span = source.file.document.as_ref()?.span(place.node);
        Some((place, span.end - span.start))
    }

    /// Where the chart says what it is.
    pub fn place(&self) -> Option<Place> {
        self.sources.get("Chart.yaml")?.root()
    }

    /// The folder of the chart in this one, or in one of its own, that a key of its values belongs to.
    pub(super) fn nested(&self, folder: &str, key: &str) -> Option<EcoString> {
        self.layout.nested(folder, key).cloned()
    }

    /// The default value at a path: in the chart's own values, else in those of the chart in it that the path leads into.
    pub(super) fn default_value(&self, path: &[EcoString]) -> Option<Place> {
        let own = self.sources.get("values.yaml").and_then(|source| source.value(path.iter().map(EcoString::as_str)));
        own.or_else(|| {
            let mut folder = EcoString::new();
            let mut rest = path;
            while let Some((inner, below)) =
                rest.split_first().and_then(|(key, below)| Some((self.nested(&folder, key)?, below)))
            {
                (folder, rest) = (inner, below);
            }
            if folder.is_empty() {
                return None;
            }
            let source = self.sources.get(&ecow::eco_format!("{folder}values.yaml"))?;
            source.value(rest.iter().map(EcoString::as_str))
        })
    }
}
