//! Custom resources: kinds whose structural schemas come from data.

use crate::catalog::{Kind, Schemas, Scope};
use crate::read::{Reading, read};
use crate::schema::Schema;
use crate::tree::{Tree, View, field, flag, text};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// One version of one custom resource, as its definition gives it.
#[derive(Debug)]
pub struct CustomKind<'t, N> {
    /// The API group.
    pub group: &'t str,
    /// The version.
    pub version: &'t str,
    /// The kind's name.
    pub kind: &'t str,
    /// Where its objects live.
    pub scope: Scope,
    /// The structural schema (`openAPIV3Schema`); without one, any fields are accepted.
    pub schema: Option<&'t N>,
}

/// A definition that cannot be used, or not wholly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SchemaFault {
    /// The definition's name or kind, as far as it has one.
    pub name: String,
    /// One phrase for a person.
    pub message: String,
}

/// A custom resource that was read.
pub(crate) struct Custom {
    pub(crate) group: Box<str>,
    pub(crate) version: Box<str>,
    pub(crate) kind: Box<str>,
    scope: Scope,
    pub(crate) schema: Schema,
    pub(crate) cel_rules: usize,
}

impl Custom {
    pub(crate) fn kind(&self) -> Kind<'_> {
        Kind { group: &self.group, version: &self.version, kind: &self.kind, scope: self.scope, custom: true }
    }

    fn read<N: Tree>(kind: &CustomKind<'_, N>, reading: &mut Reading) -> Self {
        let mut schema = match kind.schema {
            Some(schema) => read(schema, reading),
            None => Schema { open: true, ..Schema::default() },
        };
        schema.add_resource_fields();
        Self {
            group: kind.group.into(),
            version: kind.version.into(),
            kind: kind.kind.into(),
            scope: kind.scope,
            schema,
            cel_rules: reading.cel_rules,
        }
    }
}

impl<'t, N: Tree> CustomKind<'t, N> {
    /// Reads the served versions out of a `CustomResourceDefinition`.
    ///
    /// # Errors
    ///
    /// Tells what a definition lacks; nothing of it can be used then.
    pub fn of_definition(definition: &'t N) -> Result<Vec<Self>, SchemaFault> {
        let name = field(definition, "metadata").and_then(|metadata| text(metadata, "name")).unwrap_or_default();
        let fault = |message: &str| SchemaFault { name: name.to_owned(), message: message.to_owned() };
        let spec = field(definition, "spec").ok_or_else(|| fault("the definition has no `spec`"))?;
        let group = text(spec, "group").ok_or_else(|| fault("the definition has no `spec.group`"))?;
        let names = field(spec, "names").and_then(|names| text(names, "kind"));
        let kind = names.ok_or_else(|| fault("the definition has no `spec.names.kind`"))?;
        let scope = if text(spec, "scope") == Some("Cluster") { Scope::Cluster } else { Scope::Namespaced };
        let Some(View::Seq(versions)) = field(spec, "versions").map(Tree::view) else {
            return Err(fault("the definition has no `spec.versions`"));
        };
        let served = versions.filter(|version| flag(*version, "served"));
        Ok(served
            .filter_map(|version| {
                let schema = field(version, "schema").and_then(|schema| field(schema, "openAPIV3Schema"));
                Some(Self { group, version: text(version, "name")?, kind, scope, schema })
            })
            .collect())
    }
}

impl Schemas {
    /// Adds custom resources; of two with one group, version and kind the later counts.
    ///
    /// The faults are about schemas of which a part is left unchecked.
    #[must_use]
    pub fn with_kinds<'t, N: Tree + 't>(
        &self,
        kinds: impl Iterator<Item = CustomKind<'t, N>>,
    ) -> (Self, Vec<SchemaFault>) {
        let mut faults = Vec::new();
        let mut read: Vec<Custom> = Vec::new();
        let mut places = FxHashMap::default();
        for kind in kinds {
            let mut reading = Reading::default();
            let custom = Custom::read(&kind, &mut reading);
            if reading.cut {
                let message = "the schema is nested too deeply, and its deepest parts are left unchecked".to_owned();
                faults.push(SchemaFault { name: kind.kind.to_owned(), message });
            }
            match places.insert((kind.group, kind.version, kind.kind), read.len()) {
                Some(place) => read[place] = custom,
                None => read.push(custom),
            }
        }
        (Self { custom: Arc::new(read), ..self.clone() }, faults)
    }

    /// Adds the served versions of `CustomResourceDefinition`s, see [`Schemas::with_kinds`].
    #[must_use]
    pub fn with_crds<'t, N: Tree + 't>(&self, definitions: impl Iterator<Item = &'t N>) -> (Self, Vec<SchemaFault>) {
        let mut unusable = Vec::new();
        let kinds: Vec<_> = definitions
            .flat_map(|definition| {
                CustomKind::of_definition(definition).map_err(|fault| unusable.push(fault)).unwrap_or_default()
            })
            .collect();
        let (schemas, faults) = self.with_kinds(kinds.into_iter());
        unusable.extend(faults);
        (schemas, unusable)
    }
}
