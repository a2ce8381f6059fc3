//! Fields that cannot change once an object exists, as declarative validation marks them.

use crate::catalog::Schemas;
use crate::schema::Schema;

/// Levels that are searched; some definitions hold themselves.
const DEEPEST: usize = 16;

impl Schemas {
    /// Lists the fields of a kind that cannot change, as paths of keys from the root; `*` stands for any item of a list or key of a map.
    ///
    /// Only what the API types mark is listed. Many rules about updates are written by hand in the API server and are not here.
    #[must_use]
    pub fn immutable_fields(&self, api_version: &str, kind: &str) -> Vec<Vec<&str>> {
        let mut found = Vec::new();
        let root = match self.custom_kind(api_version, kind) {
            Some(custom) => Some(custom.schema()),
            None => self.definition_of(api_version, kind).and_then(|name| self.resolve(name)),
        };
        if let Some(root) = root {
            self.collect_immutable(root, &mut Vec::new(), &mut Vec::new(), &mut found);
        }
        found
    }

    fn collect_immutable<'s>(
        &'s self,
        schema: &'s Schema,
        path: &mut Vec<&'s str>,
        inside: &mut Vec<&'s str>,
        found: &mut Vec<Vec<&'s str>>,
    ) {
        if schema.immutable {
            found.push(path.clone());
            return;
        }
        if path.len() > DEEPEST {
            return;
        }
        if let Some(name) = schema.reference.as_deref().filter(|name| !inside.contains(name))
            && let Some(definition) = self.resolve(name)
        {
            inside.push(name);
            self.collect_immutable(definition, path, inside, found);
            inside.pop();
        }
        let fields = schema.fields.iter().map(|(name, field)| (&**name, field));
        let others = schema.items.iter().chain(&schema.additional).map(|inner| ("*", &**inner));
        for (step, inner) in fields.chain(others) {
            path.push(step);
            self.collect_immutable(inner, path, inside, found);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Catalog;

    #[test]
    fn marked_fields_are_found_and_recursion_ends() {
        let schemas = Catalog::embedded().kubernetes(34).expect("1.34 is known");
        let fields = |api_version, kind| schemas.immutable_fields(api_version, kind);
        assert_eq!(fields("v1", "Secret"), [["type"]]);
        assert!(fields("apps/v1", "StatefulSet").contains(&vec!["spec", "volumeClaimTemplates"]));
        assert!(fields("storage.k8s.io/v1", "StorageClass").contains(&vec!["provisioner"]));
        assert!(fields("apiextensions.k8s.io/v1", "CustomResourceDefinition").is_empty());
    }
}
