use std::sync::Arc;

use ecow::EcoString;

use super::catalog::Catalog;
use super::environments::Inputs;
use super::namespaces::StackNamespaces;
use super::patches::plan_patches;
use super::stacks::StackInstance;
use super::teams::Team;
use super::workloads::spot_of;
use super::{ComponentPlan, Merged, MergedView, PatchOwner, PatchPlan, merge_layers};
use crate::catalog::CompiledDefinition;
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{Component, Reading, Shaped, Sourced, Target};
use crate::node::Origins;
use crate::source::{Place, Sources, Value};

/// A component before it has an app: its name and its layers.
pub(super) struct ComponentEntry {
    pub(super) name: EcoString,
    merged: Merged,
}

impl ComponentEntry {
    /// Where the component was written, in the highest layer.
    pub(super) fn place(&self) -> Place {
        self.merged.place()
    }
}

/// The components of one stack on one cluster, by name.
pub(super) fn components_of(instance: &StackInstance<'_>, sources: &Sources) -> Vec<ComponentEntry> {
    let Some(components) = instance.merged.member("components", sources) else { return Vec::new() };
    let MergedView::Map(_, entries) = components.view(sources) else { return Vec::new() };
    entries
        .into_iter()
        .filter(|(_, entry)| !entry.is_null(sources))
        .map(|(name, merged)| ComponentEntry { name, merged })
        .collect()
}

/// Evaluates one component with its own patches, and checks its parameters.
#[allow(clippy::too_many_arguments, reason = "one component with everything that other files say of it")]
pub(super) fn plan_component(
    instance: &StackInstance<'_>,
    entry: &ComponentEntry,
    namespaces: &StackNamespaces,
    team: &Team,
    catalog: &Catalog,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<(ComponentPlan, Vec<PatchPlan>), Poison> {
    let definition = find_definition(entry, catalog, inputs, sink)?;
    let sources = inputs.sources;
    let mut layers = instance.environment.defaults.components(&definition.name, sources);
    layers.push(entry.merged.clone());
    let merged = merge_layers(layers, &Component::SHAPE, sources).ok_or(Poison)?;
    let tree = instance.evaluator(inputs, origins, sink).evaluate(&merged, &Component::SHAPE)?;
    let component = Component::read(&tree, &mut Reading { origins, sink })?;
    let mut parameters = component.parameters.0.clone();
    definition.parameters.apply_defaults(&mut parameters, sources, origins);
    let checked = definition.parameters.check(&parameters, &definition.name, sources, origins, sink);
    let namespace = namespace_of(instance, entry, &component, &definition, namespaces, origins, sink);
    let patches = plan_patches(component.patches, &PatchOwner::Component(entry.name.clone()), origins, sink);
    checked?;
    let (team_name, team_place) = instance.team();
    let plan = ComponentPlan {
        name: entry.name.clone(),
        parameters,
        namespace: namespace?,
        team: Sourced { value: team_name.clone(), origin: origins.leaf(*team_place) },
        stack: instance.stack_name(origins),
        origin: origins.leaf(entry.merged.place()),
        environment: instance.environment.context.clone(),
        cluster: instance.cluster.context.clone(),
        images: instance.environment.images.clone(),
        cluster_kinds: team.cluster_kinds(origins),
        definition,
    };
    Ok((plan, patches?))
}

fn find_definition(
    entry: &ComponentEntry,
    catalog: &Catalog,
    inputs: Inputs<'_>,
    sink: &mut Sink,
) -> Result<Arc<CompiledDefinition>, Poison> {
    let kind = entry.merged.member("kind", inputs.sources);
    let (name, spot): (EcoString, Spot) = match &kind {
        Some(kind) => match inputs.sources.value(kind.place()) {
            Value::Str(name) if !inputs.sources.is_faulty(kind.place()) => (name.into(), Spot::Value(kind.place())),
            _ => return Err(Poison),
        },
        None => (entry.name.clone(), Spot::Key(entry.merged.place())),
    };
    match catalog.definitions.get(&name) {
        Some(Ok(definition)) if definition.target == Target::Component => Ok(definition.clone()),
        Some(Ok(_)) => {
            let message = format!("definition `{name}` yields a unit, not a component");
            let finding = Finding::new(Code::UNKNOWN_NAME, message, spot);
            Err(sink.report(finding.help("write it under `units`")))
        }
        Some(Err(poison)) => Err(*poison),
        None if inputs.project.incomplete => Err(Poison),
        None => {
            let known = catalog
                .definitions
                .iter()
                .filter(|(_, definition)| matches!(definition, Ok(known) if known.target == Target::Component))
                .map(|(name, _)| name.as_str());
            let finding = Finding::new(Code::UNKNOWN_NAME, format!("there is no definition `{name}`"), spot);
            Err(sink.report(finding.suggest(&name, known)))
        }
    }
}

fn namespace_of(
    instance: &StackInstance<'_>,
    entry: &ComponentEntry,
    component: &Component,
    definition: &CompiledDefinition,
    namespaces: &StackNamespaces,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Sourced<EcoString>, Poison> {
    let place = entry.merged.place();
    let (logical, asked, spot) = match (&component.namespace, &definition.namespace) {
        (Some(namespace), _) => {
            (namespace.value.0.clone(), namespace.origin, spot_of(namespace.origin, place, origins))
        }
        (None, Some((default, at))) => (default.clone(), origins.leaf(*at), Spot::Key(place)),
        (None, None) => {
            let finding = Finding::new(Code::MISSING_FIELD, "`namespace` is not set", Spot::Key(place))
                .label(format!("definition `{}` has no default for it", definition.name));
            return Err(sink.report(finding));
        }
    };
    namespaces.real(&logical, asked, spot, instance.name(), origins, sink)
}
