use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use crate::parse::Parsed;
use crate::source::{NodeId, Place, Sources, Value};

/// Definitions that components name, each with the first place that does.
pub type UsedComponents = BTreeMap<EcoString, Place>;

/// The definitions that documents name, whether or not an environment runs what they say: a component's `kind`, else its key.
///
/// What is vendored must not depend on which environments there are, nor on how expressions turn out; so this reads what is
/// written.
pub fn used_components<'a>(documents: impl IntoIterator<Item = &'a Arc<Parsed>>, sources: &Sources) -> UsedComponents {
    let mut used = UsedComponents::new();
    for parsed in documents {
        let Some(spec) = parsed.spec else { continue };
        below(parsed, spec.node, sources, &mut used);
    }
    used
}

/// Looks for `components` in a stack, in the stacks of an environment, and in those of its clusters.
fn below(parsed: &Parsed, node: NodeId, sources: &Sources, used: &mut UsedComponents) {
    let document = sources.document(parsed.file);
    let entries = |node: Option<NodeId>| match node.map(|node| document.value(node)) {
        Some(Value::Map(entries)) => entries,
        _ => &[],
    };
    for component in entries(document.get(node, "components")) {
        let kind = match document.value(component.value) {
            Value::Map(_) => document.get(component.value, "kind"),
            _ => None,
        };
        let name = match kind.map(|kind| document.value(kind)) {
            Some(Value::Str(name)) => EcoString::from(name),
            _ => component.key.clone(),
        };
        used.entry(name).or_insert_with(|| Place::new(parsed.file, component.value));
    }
    for inner in ["stacks", "clusters"].into_iter().flat_map(|field| entries(document.get(node, field))) {
        below(parsed, inner.value, sources, used);
    }
}
