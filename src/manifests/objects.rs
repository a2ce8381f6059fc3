use ecow::EcoString;

use super::read::Stream;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::lower::Resource;
use crate::node::{Entry, Node, Origins, Payload};
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
    let document = sources.document(stream.file);
    let mut reader = Reader { sources, document, stream, sink: Sink::default(), manifest: Manifest::default() };
    if let Value::Seq(documents) = document.value(document.root()) {
        documents.iter().for_each(|root| reader.document(*root));
    }
    let path = sources.file(stream.file).path.clone();
    Manifest { path, findings: reader.sink.into_findings(), ..reader.manifest }
}

struct Reader<'a> {
    sources: &'a Sources,
    document: &'a Document,
    stream: Stream,
    sink: Sink,
    manifest: Manifest,
}

impl Reader<'_> {
    fn document(&mut self, root: NodeId) {
        let document = self.document;
        if document.value(root) == Value::Null {
            return;
        }
        let (version, kind) = (document.get(root, "apiVersion"), document.get(root, "kind"));
        match (version, kind) {
            (None, None) if !self.stream.is_named => self.manifest.others += 1,
            (Some(version), Some(kind)) => match (self.text(version), self.text(kind)) {
                (None, _) => self.refuse(version, "its `apiVersion` is no text"),
                (_, None) => self.refuse(kind, "its `kind` is no text"),
                (Some(version), Some(kind)) => self.object(root, version, kind),
            },
            _ if !matches!(document.value(root), Value::Map(_)) => self.refuse(root, "it is no map"),
            (None, _) => self.refuse(root, "it has no `apiVersion`"),
            (_, None) => self.refuse(root, "it has no `kind`"),
        }
    }

    fn object(&mut self, root: NodeId, api_version: EcoString, kind: EcoString) {
        let items = self.document.get(root, "items").map(|items| (items, self.document.value(items)));
        match items {
            Some((_, Value::Seq(items))) if kind.ends_with("List") => {
                return items.iter().for_each(|item| self.document(*item));
            }
            None | Some((_, Value::Null)) if kind == "List" => return,
            Some((items, _)) if kind == "List" => return self.refuse(items, "its `items` are no list"),
            _ => {}
        }
        let metadata = self.document.get(root, "metadata");
        let named = |key| metadata.and_then(|metadata| self.text(self.document.get(metadata, key)?));
        // No name has a `*`, so that what is made of a prefix is taken for no object that exists.
        let generated = || named("generateName").map(|prefix| ecow::eco_format!("{prefix}*"));
        let (name, namespace) = (named("name").or_else(generated).unwrap_or_default(), named("namespace"));
        // An empty one is none, as for the API server.
        let namespace = namespace.filter(|namespace: &EcoString| !namespace.is_empty());
        let body = node_of(self.stream.file, root, self.sources, &mut self.manifest.origins);
        self.manifest.objects.push(Resource { api_version, kind, namespace, name, body });
    }

    fn text(&self, node: NodeId) -> Option<EcoString> {
        matches!(self.document.value(node), Value::Str(_)).then(|| self.document.text_shared(node))
    }

    fn refuse(&mut self, at: NodeId, why: &str) {
        let message = format!("this is no Kubernetes object: {why}");
        self.sink.report(Finding::new(Code::INVALID_RESOURCE, message, Spot::Value(Place::new(self.stream.file, at))));
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
