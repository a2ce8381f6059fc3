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
    /// The key of it that is needed, if one is.
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
}

/// Finds the objects that an object names.
pub(super) fn read(object: &Object<'_>) -> Vec<Reference> {
    let mut reader = Reader { object, references: Vec::new() };
    if let Some(spec) = pod_of(object).and_then(|pod| pod.get("spec")) {
        reader.pod(&spec);
    }
    reader.references
}

struct Reader<'a> {
    object: &'a Object<'a>,
    references: Vec<Reference>,
}

impl Reader<'_> {
    fn pod(&mut self, spec: &Cursor<'_>) {
        for container in ["initContainers", "containers", "ephemeralContainers"].iter().flat_map(|list| spec.list(list))
        {
            self.container(&container);
        }
        for volume in spec.list("volumes") {
            self.volume(&volume);
        }
    }

    fn container(&mut self, container: &Cursor<'_>) {
        for source in container.list("envFrom") {
            for (field, kind) in [("configMapRef", "ConfigMap"), ("secretRef", "Secret")] {
                self.named(&source, field, "name", kind, None);
            }
        }
        for variable in container.list("env") {
            let Some(source) = variable.get("valueFrom") else { continue };
            for (field, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
                self.named(&source, field, "name", kind, Some("key"));
            }
        }
    }

    fn volume(&mut self, volume: &Cursor<'_>) {
        self.named(volume, "configMap", "name", "ConfigMap", None);
        self.named(volume, "secret", "secretName", "Secret", None);
    }

    /// Notes the object of the core group in this namespace that `field` of `at` names.
    fn named(&mut self, at: &Cursor<'_>, field: &str, name: &str, kind: &str, key: Option<&str>) {
        let Some(reference) = at.get(field) else { return };
        let Some(named) = reference.get(name) else { return };
        let Some(text) = named.text() else { return };
        let key = key.and_then(|key| reference.get(key));
        self.references.push(Reference {
            target: Target::new("", kind),
            namespace: self.object.resource.namespace.clone(),
            name: text.clone(),
            key: key.and_then(|key| Some((key.text()?.clone(), self.object.site(&key)))),
            optional: reference.get("optional").and_then(|optional| optional.bool()) == Some(true),
            site: self.object.site(&named),
        });
    }
}
