use ecow::EcoString;

use super::read::Stream;
use crate::diagnostics::Finding;
use crate::lower::Resource;
use crate::node::{Origins, as_written};
use crate::parse::find_objects;
use crate::source::{Document, FileId, NodeId, Place, Sources, Value};

/// The objects of one file.
#[derive(Debug, Default)]
pub struct Manifest {
    /// The path of the file.
    pub path: EcoString,
    /// The objects, each node of which points at itself in the file.
    pub objects: Vec<Resource>,
    /// What the objects' origins point to.
    pub origins: Origins,
    /// How many documents are no objects.
    pub others: usize,
    /// What is wrong with documents that are no objects.
    pub findings: Vec<Finding>,
}

/// Reads the objects of a file; a list of objects, such as `kubectl get` gives, stands for its items.
pub fn read_objects(stream: Stream, sources: &Sources) -> Manifest {
    let found = find_objects(stream.file, stream.is_named, sources);
    let mut origins = Origins::default();
    let objects = found.objects.iter().map(|object| resource_of(stream.file, object.root, sources, &mut origins));
    Manifest {
        path: sources.file(stream.file).path.clone(),
        objects: objects.collect(),
        origins,
        others: found.others,
        findings: found.findings,
    }
}

fn resource_of(file: FileId, root: NodeId, sources: &Sources, origins: &mut Origins) -> Resource {
    let document = sources.document(file);
    let named = |key| text_under(document, document.get(root, "metadata")?, key);
    // No name has a `*`, so that what is made of a prefix is taken for no object that exists.
    let generated = || named("generateName").map(|prefix| ecow::eco_format!("{prefix}*"));
    let name = named("name").or_else(generated).unwrap_or_default();
    // An empty one is none, as for the API server.
    let namespace = named("namespace").filter(|namespace| !namespace.is_empty());
    Resource {
        api_version: text_under(document, root, "apiVersion").unwrap_or_default(),
        kind: text_under(document, root, "kind").unwrap_or_default(),
        namespace,
        name,
        body: as_written(Place::new(file, root), sources, origins),
    }
}

fn text_under(document: &Document, map: NodeId, key: &str) -> Option<EcoString> {
    let node = document.get(map, key)?;
    matches!(document.value(node), Value::Str(_)).then(|| document.text_shared(node))
}
