use ecow::EcoString;

use super::order::order_keys;
use super::{Fragment, Resource};
use crate::model::Sourced;
use crate::node::{Entry, Node, Origin, Payload};

/// A kind of object, and the recipe that makes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ObjectKind {
    /// Group and version.
    pub(super) api_version: &'static str,
    /// The kind.
    pub(super) kind: &'static str,
    /// The recipe's name, `service/deployment`.
    pub(super) recipe: &'static str,
}

impl ObjectKind {
    /// A kind that Kubernetes itself has.
    pub(super) const fn of<K: k8s_openapi::Resource>(recipe: &'static str) -> Self {
        Self { api_version: K::API_VERSION, kind: K::KIND, recipe }
    }
}

/// What every object has above the fields of its kind.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// What it is.
    pub(super) kind: ObjectKind,
    /// Its name.
    pub(super) name: Sourced<EcoString>,
    /// Its namespace; `None` for objects of the cluster.
    pub(super) namespace: Option<Sourced<EcoString>>,
    /// Its labels.
    pub(super) labels: Fragment,
    /// Its annotations.
    pub(super) annotations: Option<Fragment>,
    /// What made the object as a whole.
    pub(super) origin: Origin,
}

impl Header {
    /// Finishes an object with the fields of its kind.
    pub(super) fn object(self, fields: impl IntoIterator<Item = (&'static str, Fragment)>) -> Resource {
        let Self { kind, name, namespace, labels, annotations, origin } = self;
        let mut metadata = vec![entry("name", Fragment::text(name.value.clone(), name.origin))];
        if let Some(namespace) = &namespace {
            metadata.push(entry("namespace", Fragment::text(namespace.value.clone(), namespace.origin)));
        }
        metadata.push(entry("labels", labels));
        metadata.extend(annotations.map(|annotations| entry("annotations", annotations)));
        let mut entries = Vec::with_capacity(5);
        entries.push(entry("apiVersion", Fragment::text(kind.api_version, Origin::INHERITED)));
        entries.push(entry("kind", Fragment::text(kind.kind, Origin::INHERITED)));
        entries.push(Entry {
            key: EcoString::inline("metadata"),
            value: Node::new(Payload::Map(metadata), Origin::INHERITED),
        });
        entries.extend(fields.into_iter().map(|(key, field)| entry(key, field)));
        let mut body = Node::new(Payload::Map(entries), origin);
        order_keys(&mut body);
        Resource {
            api_version: kind.api_version.into(),
            kind: kind.kind.into(),
            namespace: namespace.map(|namespace| namespace.value),
            name: name.value,
            body,
        }
    }
}

fn entry(key: &'static str, value: Fragment) -> Entry {
    Entry { key: key.into(), value: value.into_node() }
}
