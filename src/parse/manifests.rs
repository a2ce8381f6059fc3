use std::sync::Arc;

use ecow::EcoString;
use rayon::prelude::*;

use super::objects::{StreamObject, StreamObjects, find_objects};
use super::project::{ParseMemo, read_finding};
use super::stream::{read_stream, stream_finding};
use crate::diagnostics::{Code, Finding, Spot};
use crate::source::{ContentId, Document, FileId, NodeId, Place, Sources, Value};
use crate::world::World;

/// The folder of a project that holds plain manifests.
pub(super) const MANIFESTS: &str = "manifests/";

/// How the names of manifests end; JSON is YAML.
pub const EXTENSIONS: [&str; 3] = [".yaml", ".yml", ".json"];

/// One file of plain Kubernetes YAML.
///
/// What is wrong with it is told where a stack uses it: a draft that nobody uses keeps nothing from being rendered.
#[derive(Clone, Debug)]
pub struct ProjectManifest {
    /// Its path below the project's folder.
    pub path: EcoString,
    /// The file; `None` where it could not be read.
    pub file: Option<FileId>,
    /// Its objects.
    pub objects: Vec<StreamObject>,
    /// The kinds of custom resources that it defines.
    pub custom: Vec<CustomScope>,
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
}

/// Whether the objects of a custom resource belong to the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomScope {
    /// The API group.
    pub group: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// Whether they belong to the cluster, not to a namespace.
    pub is_cluster_scoped: bool,
    /// Where the definition says so.
    pub place: Place,
}

/// The plain manifests of a project, or of one revision of it.
#[derive(Clone, Debug, Default)]
pub struct ProjectManifests {
    /// The files, sorted by path.
    pub files: Vec<Arc<ProjectManifest>>,
    /// The paths below `manifests/` that are no manifests, by their names.
    pub others: Vec<EcoString>,
}

impl ProjectManifests {
    /// The file of a path, or the files of a folder, sorted; `None` where there is neither.
    pub fn find(&self, path: &str) -> Option<Vec<&Arc<ProjectManifest>>> {
        let folder = format!("{}/", path.trim_end_matches('/'));
        let is_below = |file: &&Arc<ProjectManifest>| file.path.starts_with(&folder) || file.path == path;
        let found: Vec<_> = self.files.iter().filter(is_below).collect();
        (!found.is_empty()).then_some(found)
    }

    /// Every path that [`ProjectManifests::find`] finds something at: files and folders.
    pub fn paths(&self) -> Vec<&str> {
        let folders = |file: &'_ Arc<ProjectManifest>| -> Vec<usize> {
            file.path.match_indices('/').map(|(at, _)| at + 1).collect()
        };
        let mut paths: Vec<&str> = self
            .files
            .iter()
            .flat_map(|file| folders(file).into_iter().map(|end| &file.path[..end]).chain([file.path.as_str()]))
            .collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}

/// Reads the plain manifests of a world; `revision` where it is not today's, which findings then name.
pub fn read_manifests(world: &dyn World, revision: Option<&str>, memo: &mut ParseMemo) -> ProjectManifests {
    let is_manifest = |path: &&EcoString| EXTENSIONS.iter().any(|ending| path.ends_with(ending));
    let below = world.paths().iter().filter(|path| path.starts_with(MANIFESTS));
    let (paths, others): (Vec<&EcoString>, Vec<&EcoString>) = below.partition(is_manifest);
    let contents: Vec<_> = paths.par_iter().map(|path| world.read(path)).collect();
    let mut files = Vec::with_capacity(paths.len());
    for (path, content) in paths.into_iter().zip(contents) {
        let shown = revision.map_or_else(|| path.clone(), |revision| ecow::eco_format!("{path}@{revision}"));
        files.push(match content {
            Ok((bytes, id)) => memo.manifest(path, shown, bytes, id),
            Err(fault) => Arc::new(ProjectManifest {
                path: path.clone(),
                file: None,
                objects: Vec::new(),
                custom: Vec::new(),
                findings: vec![read_finding(&fault)],
            }),
        });
    }
    ProjectManifests { files, others: others.into_iter().cloned().collect() }
}

impl ParseMemo {
    /// Reads one manifest, unless its content is known.
    fn manifest(
        &mut self,
        path: &EcoString,
        shown: EcoString,
        bytes: Arc<[u8]>,
        content: ContentId,
    ) -> Arc<ProjectManifest> {
        if let Some(known) = self.sources.recall(&shown, content).and_then(|id| self.manifests.get(&id)) {
            return known.clone();
        }
        let (file, faults) = read_stream(shown, bytes, content);
        let is_read = file.document.is_some();
        let id = self.sources.add(file);
        let found = match is_read {
            true if is_of_kustomize(path) => refuse_kustomize(&self.sources.file(id).path),
            true => find_objects(id, true, &self.sources),
            false => StreamObjects::default(),
        };
        let mut findings: Vec<Finding> = faults.into_iter().map(|fault| stream_finding(fault, id)).collect();
        findings.extend(found.findings);
        let custom = found.objects.iter().filter_map(|object| custom_scope(id, object.root, &self.sources)).collect();
        let manifest =
            Arc::new(ProjectManifest { path: path.clone(), file: Some(id), objects: found.objects, custom, findings });
        self.manifests.insert(id, manifest.clone());
        manifest
    }
}

fn is_of_kustomize(path: &str) -> bool {
    path.ends_with("/kustomization.yaml") || path.ends_with("/kustomization.yml")
}

/// What kustomize would have changed would be missing from what is rendered.
fn refuse_kustomize(path: &EcoString) -> StreamObjects {
    let finding = Finding::new(Code::INVALID_RESOURCE, "platgen does not run kustomize", Spot::File(path.clone()))
        .help("take the file away: every file of a folder is rendered, and `patches` of a stack change objects");
    StreamObjects { findings: vec![finding], ..StreamObjects::default() }
}

/// What an object says of the scope of a custom resource, where it defines one.
fn custom_scope(file: FileId, root: NodeId, sources: &Sources) -> Option<CustomScope> {
    let document = sources.document(file);
    let version = text_at(document, root, &["apiVersion"])?;
    if text_at(document, root, &["kind"])? != "CustomResourceDefinition"
        || !version.starts_with("apiextensions.k8s.io/")
    {
        return None;
    }
    let scope = node_at(document, root, &["spec", "scope"]);
    Some(CustomScope {
        group: text_at(document, root, &["spec", "group"])?,
        kind: text_at(document, root, &["spec", "names", "kind"])?,
        is_cluster_scoped: scope.is_some_and(|scope| document.text(scope) == "Cluster"),
        place: Place::new(file, scope.unwrap_or(root)),
    })
}

fn node_at(document: &Document, root: NodeId, path: &[&str]) -> Option<NodeId> {
    path.iter().try_fold(root, |at, key| document.get(at, key))
}

fn text_at(document: &Document, root: NodeId, path: &[&str]) -> Option<EcoString> {
    let node = node_at(document, root, path)?;
    matches!(document.value(node), Value::Str(_)).then(|| document.text_shared(node))
}
