mod objects;
mod pods;

use ecow::EcoString;

use super::pods::pod_of;
use crate::check::object::{Cursor, Object, Site};

/// Another object that an object names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// What kind of object it is.
    pub target: Target,
    /// Its namespace; `None` for objects of the cluster.
    pub namespace: Option<EcoString>,
    /// Its name.
    pub name: EcoString,
    /// The key of it that is needed, if one is; what needs several keys refers once for each.
    pub key: Option<(EcoString, Site)>,
    /// Whether its user does without it.
    pub optional: bool,
    /// Where it is named.
    pub site: Site,
}

/// Group and kind of what is named.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Target {
    /// The API group; empty for the core group.
    pub group: EcoString,
    /// The kind.
    pub kind: EcoString,
}

impl Target {
    /// A kind that platgen knows.
    pub fn new(group: &str, kind: &str) -> Self {
        Self { group: group.into(), kind: kind.into() }
    }

    /// Whether it is this group and kind.
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.kind == kind && self.group == group
    }
}

/// Finds the objects that an object names.
pub(super) fn read(object: &Object<'_>) -> Vec<Reference> {
    let mut reader = Reader { object, references: Vec::new() };
    match pod_of(object).and_then(|pod| pod.get("spec")) {
        Some(spec) => reader.pod(&spec),
        None => reader.object(),
    }
    reader.references
}

/// Collects what one object names.
struct Reader<'a> {
    object: &'a Object<'a>,
    references: Vec<Reference>,
}

impl Reader<'_> {
    /// Notes the object that the text under `field` names, in the namespace of the object that is read.
    fn neighbour(&mut self, at: &Cursor<'_>, field: &str, group: &str, kind: &str) {
        let namespace = self.object.resource.namespace.clone();
        self.named(at, field, Target::new(group, kind), namespace);
    }

    /// Notes the object of the cluster that the text under `field` names.
    fn of_cluster(&mut self, at: &Cursor<'_>, field: &str, group: &str, kind: &str) {
        self.named(at, field, Target::new(group, kind), None);
    }

    /// Notes the object that the text under `field` names; an empty name names nothing.
    fn named(&mut self, at: &Cursor<'_>, field: &str, target: Target, namespace: Option<EcoString>) {
        let Some(named) = at.get(field) else { return };
        let Some(name) = named.text().filter(|name| !name.is_empty()) else { return };
        let site = self.object.site(&named);
        self.references.push(Reference { target, namespace, name: name.clone(), key: None, optional: false, site });
    }

    /// Notes the ConfigMap or Secret that the map under `field` names, with each of the keys that it asks for.
    fn config(&mut self, at: &Cursor<'_>, field: &str, name_field: &str, kind: &str) {
        let Some(source) = at.get(field) else { return };
        let before = self.references.len();
        self.neighbour(&source, name_field, "", kind);
        let Some(mut reference) = self.references.get(before).cloned() else { return };
        self.references.truncate(before);
        reference.optional = source.get("optional").and_then(|optional| optional.bool()) == Some(true);
        let items = source.list("items").filter_map(|item| item.get("key"));
        let keys = source.get("key").into_iter().chain(items);
        for key in keys {
            let Some(text) = key.text() else { continue };
            let key = Some((text.clone(), self.object.site(&key)));
            self.references.push(Reference { key, ..reference.clone() });
        }
        if self.references.len() == before {
            self.references.push(reference);
        }
    }
}
