//! Custom resources: kinds whose structural schemas come from `CustomResourceDefinition`s.

use crate::catalog::{Kind, Schemas, Scope};
use crate::read::{Reading, read};
use crate::schema::Schema;
use crate::tree::{Tree, View, field, flag, text};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A `CustomResourceDefinition` of `apiextensions.k8s.io/v1`: a kind with its versions.
///
/// The schema of a version is read when an object of that version is first validated, once for all copies and for all releases that the
/// definition joins. What is wrong with a definition as an object [`validate`](crate::validate) tells, as of every kind.
#[derive(Clone)]
pub struct Definition {
    versions: Vec<Arc<Custom>>,
}

/// A definition that says too little to be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DefinitionFault {
    /// One phrase for a person.
    pub message: String,
}

/// That the definition of a custom resource says that a version is on its way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomDeprecation<'s> {
    /// The warning that the definition has for who uses the version.
    pub warning: Option<&'s str>,
    /// The API version to use instead.
    pub replacement: Option<String>,
}

/// One version of a custom resource.
pub(crate) struct Custom {
    pub(crate) group: Box<str>,
    pub(crate) version: Box<str>,
    pub(crate) kind: Box<str>,
    scope: Scope,
    pub(crate) served: bool,
    deprecated: bool,
    warning: Option<Box<str>>,
    source: Box<dyn Fn() -> ReadSchema + Send + Sync>,
    read: OnceLock<ReadSchema>,
}

/// The schema of a version, and what was found when it was read.
struct ReadSchema {
    schema: Schema,
    cel_rules: usize,
}

impl ReadSchema {
    /// Reads a schema; without one, any fields are accepted.
    fn of<N: Tree>(schema: Option<&N>) -> Self {
        let mut reading = Reading::default();
        let mut schema = match schema {
            Some(schema) => read(schema, &mut reading),
            None => Schema { open: true, ..Schema::default() },
        };
        schema.add_resource_fields();
        Self { schema, cel_rules: reading.cel_rules }
    }
}

impl Custom {
    pub(crate) fn kind(&self) -> Kind<'_> {
        Kind { group: &self.group, version: &self.version, kind: &self.kind, scope: self.scope, custom: true }
    }

    pub(crate) fn identity(&self) -> (&str, &str, &str) {
        (&self.group, &self.kind, &self.version)
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.read().schema
    }

    pub(crate) fn cel_rules(&self) -> usize {
        self.read().cel_rules
    }

    fn read(&self) -> &ReadSchema {
        self.read.get_or_init(&self.source)
    }
}

impl Definition {
    /// Reads all but the schemas of a definition, which is kept until they are asked for.
    ///
    /// # Errors
    ///
    /// Tells what the definition lacks; nothing of it can be used then.
    pub fn read<N: Tree + Send + Sync + 'static>(definition: Arc<N>) -> Result<Self, DefinitionFault> {
        let fault = |message: &str| DefinitionFault { message: message.to_owned() };
        let spec = field(&*definition, "spec").ok_or_else(|| fault("the definition has no `spec`"))?;
        let group = text(spec, "group").ok_or_else(|| fault("the definition has no `spec.group`"))?;
        let names = field(spec, "names").and_then(|names| text(names, "kind"));
        let kind = names.ok_or_else(|| fault("the definition has no `spec.names.kind`"))?;
        let scope = if text(spec, "scope") == Some("Cluster") { Scope::Cluster } else { Scope::Namespaced };
        let Some(View::Seq(versions)) = field(spec, "versions").map(Tree::view) else {
            return Err(fault("the definition has no `spec.versions`"));
        };
        let versions = versions.enumerate().filter_map(|(index, version)| {
            let (name, definition) = (text(version, "name")?, definition.clone());
            Some(Arc::new(Custom {
                group: group.into(),
                version: name.into(),
                kind: kind.into(),
                scope,
                served: flag(version, "served"),
                deprecated: flag(version, "deprecated"),
                warning: text(version, "deprecationWarning").filter(|text| !text.is_empty()).map(Into::into),
                source: Box::new(move || ReadSchema::of(schema_at(&*definition, index))),
                read: OnceLock::new(),
            }))
        });
        Ok(Self { versions: versions.collect() })
    }

    /// The API group and the kind; none where the definition has no version.
    #[must_use]
    pub fn kind(&self) -> Option<(&str, &str)> {
        self.versions.first().map(|version| (&*version.group, &*version.kind))
    }
}

/// Finds the structural schema of a version by its place.
fn schema_at<N: Tree>(definition: &N, index: usize) -> Option<&N> {
    let View::Seq(mut versions) = field(field(definition, "spec")?, "versions")?.view() else { return None };
    field(field(versions.nth(index)?, "schema")?, "openAPIV3Schema")
}

impl Schemas {
    /// Adds custom resources to those that are known; of two with one group, kind and version the later counts.
    #[must_use]
    pub fn with_definitions(&self, definitions: impl IntoIterator<Item = Definition>) -> Self {
        let known = self.custom.iter().cloned();
        let added = definitions.into_iter().flat_map(|definition| definition.versions);
        let mut versions: Vec<Arc<Custom>> = known.chain(added).collect();
        // The later of two comes first, and the first stays.
        versions.reverse();
        versions.sort_by(|one, other| one.identity().cmp(&other.identity()));
        versions.dedup_by(|next, kept| next.identity() == kept.identity());
        Self { custom: versions.into(), ..self.clone() }
    }

    /// Whether a custom resource of an API group is known.
    #[must_use]
    pub fn has_custom_group(&self, group: &str) -> bool {
        let from = self.custom.partition_point(|custom| *custom.group < *group);
        self.custom.get(from).is_some_and(|custom| *custom.group == *group)
    }

    /// Counts the CEL rules in a custom resource's schema, which [`validate`](crate::validate) leaves unchecked.
    #[must_use]
    pub fn unchecked_rules(&self, api_version: &str, kind: &str) -> usize {
        self.custom_kind(api_version, kind).map_or(0, Custom::cel_rules)
    }

    /// Tells whether the definition of a custom resource says that a version is on its way out.
    #[must_use]
    pub fn custom_deprecation(&self, api_version: &str, kind: &str) -> Option<CustomDeprecation<'_>> {
        let custom = self.custom_kind(api_version, kind).filter(|custom| custom.deprecated)?;
        let lasting = |other: &&Arc<Custom>| other.served && !other.deprecated;
        let replacement = self.served_custom(&custom.group, kind, lasting).into_iter().next();
        Some(CustomDeprecation { warning: custom.warning.as_deref(), replacement })
    }
}

impl fmt::Debug for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let versions: Vec<_> = self.versions.iter().map(|version| version.identity()).collect();
        f.debug_struct("Definition").field("versions", &versions).finish()
    }
}
