//! How strategic merge patches treat the values of Kubernetes' own kinds.

use crate::catalog::Schemas;
use crate::literal::Literal;
use crate::schema::{ListKind, Patching, Schema};

/// How strategic merge patches treat one value of a kind, and the values below it.
#[derive(Clone, Copy)]
pub struct PatchRules<'s> {
    schemas: &'s Schemas,
    schema: &'s Schema,
}

/// What a strategic merge patch does to a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListPatch<'s> {
    /// It takes the list's place.
    Replace,
    /// Its items are added, each once.
    Add,
    /// Its items merge into those that have the same value of this key.
    Merge {
        /// The key.
        key: &'s str,
    },
}

impl Schemas {
    /// Tells how strategic merge patches treat objects of a kind; none for kinds that are not Kubernetes' own in this release.
    #[must_use]
    pub fn patch_rules(&self, api_version: &str, kind: &str) -> Option<PatchRules<'_>> {
        if self.custom_kind(api_version, kind).is_some() {
            return None;
        }
        let schema = self.resolve(self.definition_of(api_version, kind)?)?;
        Some(PatchRules { schemas: self, schema })
    }
}

impl<'s> PatchRules<'s> {
    /// The rules of a field, or of a map's value; none where nothing is known of it.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Self> {
        let schema = self.resolved()?;
        let known = schema.fields.binary_search_by(|(known, _)| (**known).cmp(name)).ok();
        let schema = known.map(|place| &schema.fields[place].1).or(schema.additional.as_deref())?;
        Some(Self { schema, ..self })
    }

    /// The rules of a list's items; none where nothing is known of them.
    #[must_use]
    pub fn items(self) -> Option<Self> {
        self.resolved()?.items.as_deref().map(|schema| Self { schema, ..self })
    }

    /// Whether a patch takes a map's place, and does not merge into it.
    #[must_use]
    pub fn replaces_map(self) -> bool {
        matches!(self.schema.patching, Patching::Replace)
    }

    /// What a patch does to a list.
    #[must_use]
    pub fn list(self) -> ListPatch<'s> {
        match &self.schema.patching {
            Patching::Usual | Patching::Replace => ListPatch::Replace,
            Patching::Merge { key: None } => ListPatch::Add,
            Patching::Merge { key: Some(key) } => ListPatch::Merge { key },
        }
    }

    /// The keys by which the API server tells the items of a list apart, each with the text that an item without it has.
    pub fn list_keys(self) -> impl Iterator<Item = (&'s str, Option<&'s str>)> {
        let keys = match &self.schema.list {
            ListKind::Map(keys) => keys.as_slice(),
            ListKind::Atomic | ListKind::Set => &[],
        };
        keys.iter().map(|key| {
            let default = key.default.as_ref().and_then(|default| match default {
                Literal::Text(text) => Some(&**text),
                _ => None,
            });
            (&*key.name, default)
        })
    }

    fn resolved(self) -> Option<&'s Schema> {
        match &self.schema.reference {
            Some(name) => self.schemas.resolve(name),
            None => Some(self.schema),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ListPatch;
    use crate::Catalog;

    #[test]
    fn lists_merge_by_the_keys_of_their_kind() {
        let schemas = Catalog::embedded().kubernetes(34).expect("a release of the binary");
        let deployment = schemas.patch_rules("apps/v1", "Deployment").expect("a kind of Kubernetes");
        let at = |path: &[&str]| {
            path.iter()
                .try_fold(deployment, |rules, step| if *step == "[]" { rules.items() } else { rules.field(step) })
        };
        let list = |path: &[&str]| at(path).expect("a field").list();
        let pod = ["spec", "template", "spec"];
        let container = [&pod[..], &["containers", "[]"]].concat();
        assert_eq!(list(&[&pod[..], &["containers"]].concat()), ListPatch::Merge { key: "name" });
        assert_eq!(list(&[&container[..], &["ports"]].concat()), ListPatch::Merge { key: "containerPort" });
        assert_eq!(list(&[&container[..], &["args"]].concat()), ListPatch::Replace);
        assert_eq!(list(&["metadata", "finalizers"]), ListPatch::Add);
        let ports = at(&[&container[..], &["ports"]].concat()).expect("a field");
        let keys: Vec<_> = ports.list_keys().collect();
        assert_eq!(keys, [("containerPort", None), ("protocol", Some("TCP"))]);
        assert!(at(&["metadata", "labels", "any"]).is_some() && at(&["spec", "nothing"]).is_none());
        let budget = schemas.patch_rules("policy/v1", "PodDisruptionBudget").expect("a kind of Kubernetes");
        assert!(budget.field("spec").and_then(|spec| spec.field("selector")).expect("a field").replaces_map());
        assert!(!at(&["spec", "selector"]).expect("a field").replaces_map());
        assert!(schemas.patch_rules("example.com/v1", "Note").is_none());
    }
}
