use ecow::EcoString;

use crate::check::object::Object;

/// The kind that a CustomResourceDefinition defines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DefinitionFact {
    /// The API group.
    pub group: EcoString,
    /// The kind.
    pub kind: EcoString,
}

/// Reads a CustomResourceDefinition.
pub(super) fn read(object: &Object<'_>) -> Option<DefinitionFact> {
    if !object.is("apiextensions.k8s.io", "CustomResourceDefinition") {
        return None;
    }
    let spec = object.root().get("spec")?;
    Some(DefinitionFact { group: spec.text_at("group")?.clone(), kind: spec.get("names")?.text_at("kind")?.clone() })
}
