use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use crate::parse::Parsed;
use crate::source::{NodeId, Place, Sources, Value};

/// Definitions that components and units name, each with the first place that does.
pub type UsedComponents = BTreeMap<EcoString, Place>;

/// The definitions that documents name, whether or not an environment runs what they say: a unit's `kind`, and a component's, else its
/// key; and with the first unit the definition of the roles that workloads need to use one.
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

/// The definition of a workload's role.
pub const WORKLOAD_ROLE: &str = "workload-role";

/// The definition of a cluster: what stands on the cluster comes after its unit.
pub const CLUSTER_UNIT: &str = "eks";

/// Looks for `components` and `units` in a stack, in the stacks of an environment, and in those of its clusters.
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
    for unit in entries(document.get(node, "units")) {
        let place = Place::new(parsed.file, unit.value);
        let kind = match document.value(unit.value) {
            Value::Map(_) => document.get(unit.value, "kind"),
            _ => None,
        };
        if let Some(Value::Str(name)) = kind.map(|kind| document.value(kind)) {
            used.entry(name.into()).or_insert(place);
            used.entry(WORKLOAD_ROLE.into()).or_insert(place);
        }
    }
    for inner in ["stacks", "clusters"].into_iter().flat_map(|field| entries(document.get(node, field))) {
        below(parsed, inner.value, sources, used);
    }
}

/// Adds the components that stand for the units that are used, where an environment has no cloud.
pub fn add_stand_ins<'a>(
    used: &mut UsedComponents,
    definitions: impl IntoIterator<Item = &'a Arc<Parsed>>,
    sources: &Sources,
) {
    let known = definitions.into_iter().filter(|document| used.contains_key(document.name()));
    let named = known.filter_map(|parsed| {
        let document = sources.document(parsed.file);
        let local = document.get(parsed.spec?.node, "local")?;
        let component = document.get(local, "component")?;
        match document.value(component) {
            Value::Str(name) => Some((EcoString::from(name), Place::new(parsed.file, component))),
            _ => None,
        }
    });
    let named: Vec<(EcoString, Place)> = named.collect();
    for (name, place) in named {
        used.entry(name).or_insert(place);
    }
}
