use super::{Check, Halves};
use crate::model::{Variable, VariableRecord};

impl Check<'_> {
    /// Variables of all containers.
    pub(super) fn variables(&mut self) {
        let spec = self.spec;
        for (name, source) in spec.secrets.iter() {
            let Some(variable) = spec.variables.get(name) else { continue };
            let primary = match variable {
                Variable::Text(text) => text.origin,
                Variable::Record(record) => record.origin,
            };
            let halves = Halves { primary, other: source.name().origin, says: "the secret" };
            self.contradiction(format!("`{name}` is both a variable and a secret"), &halves, "remove one of the two");
        }
        let beside = spec.init.iter().chain(spec.sidecars.iter()).flat_map(|(_, container)| container.variables.iter());
        for (_, variable) in spec.variables.iter().chain(beside) {
            if let Variable::Record(record) = variable {
                self.reference(record);
            }
        }
    }

    fn reference(&mut self, record: &VariableRecord) {
        let VariableRecord { field, resource, config_map, secret, .. } = record;
        self.one_of(
            "a variable",
            [
                ("field", field.as_ref().map(|field| field.origin)),
                ("resource", resource.as_ref().map(|resource| resource.origin)),
                ("configMap", config_map.as_ref().map(|map| map.origin)),
                ("secret", secret.as_ref().map(|secret| secret.origin)),
            ],
        );
        let has_keys = config_map.is_some() || secret.is_some();
        if let Some(key) = record.key.as_ref().filter(|_| !has_keys && (field.is_some() || resource.is_some())) {
            self.impossible("only a ConfigMap or Secret has keys", key.origin, "remove `key`");
        }
        if let Some(optional) = record.optional.as_ref().filter(|optional| optional.value && !has_keys) {
            self.impossible("only a ConfigMap or Secret may be missing", optional.origin, "remove `optional`");
        }
        if let Some(divisor) = record.divisor.as_ref().filter(|_| resource.is_none()) {
            self.impossible("only a request or limit is counted in units", divisor.origin, "remove `divisor`");
        }
    }
}
