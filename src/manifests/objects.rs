use super::read::Stream;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::lower::Resource;
use crate::node::{Entry, Node, Origins, Payload};
use crate::source::{FileId, NodeId, Place, Sources, Value};

/// The objects of one file.
#[derive(Debug, Default)]
pub struct Manifest {
    /// The objects, each node of which points at itself in the file.
    pub objects: Vec<Resource>,
    /// What the objects' origins point to.
    pub origins: Origins,
    /// How many documents are no objects.
    pub others: usize,
}

/// Reads the objects of a file; an object of kind `List` stands for its items.
pub fn read_objects(stream: Stream, sources: &Sources, sink: &mut Sink) -> Manifest {
    let document = sources.document(stream.file);
    let Value::Seq(documents) = document.value(document.root()) else { return Manifest::default() };
    let mut reader = Reader { sources, stream, manifest: Manifest::default() };
    for root in documents {
        reader.document(*root, sink);
    }
    reader.manifest
}

struct Reader<'a> {
    sources: &'a Sources,
    stream: Stream,
    manifest: Manifest,
}

impl Reader<'_> {
    fn document(&mut self, root: NodeId, sink: &mut Sink) {
        let document = self.sources.document(self.stream.file);
        if document.value(root) == Value::Null {
            return;
        }
        let text = |key| document.get(root, key).filter(|node| matches!(document.value(*node), Value::Str(_)));
        let (version, kind) = (text("apiVersion"), text("kind"));
        if version.is_none() && kind.is_none() && !self.stream.is_named {
            self.manifest.others += 1;
            return;
        }
        let (Some(version), Some(kind)) = (version, kind) else {
            return self.refuse(root, if version.is_none() { "apiVersion" } else { "kind" }, sink);
        };
        let (version, kind) = (document.text_shared(version), document.text_shared(kind));
        if version == "v1" && kind == "List" {
            if let Some(Value::Seq(items)) = document.get(root, "items").map(|items| document.value(items)) {
                items.iter().for_each(|item| self.document(*item, sink));
            }
            return;
        }
        let named = |key| {
            let metadata = document.get(root, "metadata")?;
            let node = document.get(metadata, key)?;
            matches!(document.value(node), Value::Str(_)).then(|| document.text_shared(node))
        };
        let (name, namespace) = (
            named("name").or_else(|| named("generateName")).unwrap_or_default(),
            named("namespace").filter(|name| !name.is_empty()),
        );
        let body = node_of(self.stream.file, root, self.sources, &mut self.manifest.origins);
        self.manifest.objects.push(Resource { api_version: version, kind, namespace, name, body });
    }

    fn refuse(&mut self, root: NodeId, missing: &str, sink: &mut Sink) {
        let message = format!("this is no Kubernetes object: it has no `{missing}`");
        sink.report(Finding::new(Code::INVALID_RESOURCE, message, Spot::Value(Place::new(self.stream.file, root))));
        self.manifest.others += 1;
    }
}

/// Makes a tree of a node of a file, each part of which points at itself.
fn node_of(file: FileId, at: NodeId, sources: &Sources, origins: &mut Origins) -> Node {
    let document = sources.document(file);
    let payload = match document.value(at) {
        Value::Null => Payload::Null,
        Value::Bool(value) => Payload::Bool(value),
        Value::Int(value) => Payload::Int(value),
        Value::UInt(value) => Payload::Float(value as f64),
        Value::Float(value) => Payload::Float(value),
        Value::Str(_) => Payload::Str(document.text_shared(at)),
        Value::Seq(items) => Payload::Seq(items.iter().map(|item| node_of(file, *item, sources, origins)).collect()),
        Value::Map(entries) => {
            let entry = |entry: &crate::source::Entry| Entry {
                key: entry.key.clone(),
                value: node_of(file, entry.value, sources, origins),
            };
            Payload::Map(entries.iter().map(entry).collect())
        }
    };
    Node::new(payload, origins.leaf(Place::new(file, at)))
}
