//! Copies of custom resources with their schema's defaults, as the API server keeps them.
//!
//! Defaults go where the parent is there: into maps for fields that are absent, and in place of nulls that the schema does not allow.
//! A default is itself filled up with the defaults inside it. Nulls that are neither allowed nor defaulted are dropped from maps, as the
//! server drops them before. Nothing is judged; an object that [`validate`](crate::validate) faults gets what it can.

use crate::catalog::Schemas;
use crate::json::Copying;
use crate::limits::Limits;
use crate::schema::Schema;
use crate::tree::Tree;
use serde_json::{Map, Value};

impl Schemas {
    /// Copies a custom resource with its defaults filled in.
    ///
    /// None for Kubernetes' own kinds, whose defaults are code of the server, and for an object beyond the default [`Limits`].
    #[must_use]
    pub fn defaulted<N: Tree>(&self, api_version: &str, kind: &str, root: &N) -> Option<Value> {
        let custom = self.custom_kind(api_version, kind)?;
        let limits = Limits::default();
        kept(custom.schema(), root, limits.depth, limits.visits).0
    }
}

/// Copies a tree as the server keeps it, and tells how many nodes that took; no copy where it takes more than allowed.
pub(crate) fn kept<N: Tree>(schema: &Schema, root: &N, depth: usize, nodes: usize) -> (Option<Value>, usize) {
    let mut copying = Copying { nodes };
    let copy = copying.copy(root, depth).and_then(|mut copy| fill(schema, &mut copy, &mut copying).then_some(copy));
    (copy, nodes - copying.nodes)
}

/// Fills defaults in, and says whether the copy stays within its bounds. The depth is that of the schema, which is bounded.
fn fill(schema: &Schema, value: &mut Value, copying: &mut Copying) -> bool {
    match value {
        Value::Object(fields) => fill_fields(schema, fields, copying),
        Value::Array(items) => {
            let Some(inner) = &schema.items else { return true };
            items.iter_mut().all(|item| replace(inner, item, copying) && fill(inner, item, copying))
        }
        _ => true,
    }
}

fn fill_fields(schema: &Schema, fields: &mut Map<String, Value>, copying: &mut Copying) -> bool {
    fields.retain(|key, value| !schema.of_field(key).is_some_and(|inner| value.is_null() && inner.drops_null()));
    for (key, inner) in &schema.fields {
        if let Some(default) = &inner.default
            && !fields.contains_key(&**key)
        {
            let Some(copy) = copying.take(default) else { return false };
            fields.insert(key.to_string(), copy);
        }
    }
    fields.iter_mut().all(|(key, value)| match schema.of_field(key) {
        Some(inner) => replace(inner, value, copying) && fill(inner, value, copying),
        None => true,
    })
}

/// Puts the default in the place of a null that the schema does not allow.
fn replace(schema: &Schema, value: &mut Value, copying: &mut Copying) -> bool {
    let Some(default) = schema.default.as_ref().filter(|_| value.is_null() && !schema.nullable) else { return true };
    let Some(copy) = copying.take(default) else { return false };
    *value = copy;
    true
}

impl Schema {
    /// Finds what the value of a key must be.
    pub(crate) fn of_field(&self, key: &str) -> Option<&Schema> {
        let place = self.fields.binary_search_by(|(known, _)| (**known).cmp(key));
        let field = place.ok().and_then(|place| self.fields.get(place)).map(|(_, field)| field);
        field.or(self.additional.as_deref())
    }

    /// Whether the server drops a null that a field of a custom resource holds, so that the field is absent.
    pub(crate) fn drops_null(&self) -> bool {
        !self.nullable && self.default.is_none()
    }
}
