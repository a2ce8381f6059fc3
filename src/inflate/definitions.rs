use ecow::EcoString;

use super::files::{ChartSource, Role, keep};
use crate::source::{Document, NodeId, Place, Sources, Value};
use crate::world::World;

/// One version of a kind of custom resource that a definition of a chart gives to the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DefinedKind {
    /// The name of the definition: plural and group.
    pub name: EcoString,
    /// The API group.
    pub group: EcoString,
    /// The version.
    pub version: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// Whether its objects belong to the cluster.
    pub is_cluster_scoped: bool,
    /// Where the definition says its scope.
    pub place: Place,
}

/// The folder of a project that holds definitions of custom resources.
const DEFINITIONS: &str = "schemas/crds/";

/// Reads the definitions of custom resources that a project has beside its charts.
pub fn read_definitions(world: &dyn World, sources: &mut Sources) -> Vec<DefinedKind> {
    let paths = world.paths().iter().filter(|path| path.starts_with(DEFINITIONS));
    let paths = paths.filter(|path| [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending)));
    let mut found = Vec::new();
    for path in paths {
        // What cannot be read defines nothing.
        let Ok((bytes, content)) = world.read(path) else { continue };
        let source = keep(path.clone(), &bytes, content, Role::Definitions, sources);
        found.extend(source.iter().flat_map(defined_kinds));
    }
    found
}

/// The kinds that the definitions of a file give to the cluster.
pub(super) fn defined_kinds(source: &ChartSource) -> Vec<DefinedKind> {
    let Some(document) = source.file.document.as_ref() else { return Vec::new() };
    let Value::Seq(documents) = document.value(document.root()) else { return Vec::new() };
    documents.iter().flat_map(|root| kinds_of(source, document, *root)).collect()
}

fn kinds_of(source: &ChartSource, document: &Document, root: NodeId) -> Vec<DefinedKind> {
    let at = |path: &[&str]| path.iter().try_fold(root, |at, key| document.get(at, key));
    let text = |path: &[&str]| at(path).map(|node| document.text_shared(node));
    if text(&["kind"]).is_none_or(|kind| kind != "CustomResourceDefinition") {
        return Vec::new();
    }
    let (Some(group), Some(kind)) = (text(&["spec", "group"]), text(&["spec", "names", "kind"])) else {
        return Vec::new();
    };
    let scope = at(&["spec", "scope"]);
    let is_cluster_scoped = scope.is_some_and(|scope| document.text(scope) == "Cluster");
    let place = Place::new(source.id, scope.unwrap_or(root));
    let Some(Value::Seq(versions)) = at(&["spec", "versions"]).map(|node| document.value(node)) else {
        return Vec::new();
    };
    let is_served = |version: &&NodeId| {
        let served = document.get(**version, "served").map(|served| document.value(served));
        !matches!(served, Some(Value::Bool(false)))
    };
    let names = versions.iter().filter(is_served).filter_map(|version| document.get(*version, "name"));
    let own_name = text(&["metadata", "name"]).unwrap_or_default();
    let defined = |name: NodeId| DefinedKind {
        name: own_name.clone(),
        group: group.clone(),
        version: document.text_shared(name),
        kind: kind.clone(),
        is_cluster_scoped,
        place,
    };
    names.map(defined).collect()
}
