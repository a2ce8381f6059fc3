use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;

use super::catalog::Catalog;
use super::chart_plan::{ChartPart, ChartPlan};
use super::charts::custom_kinds;
use super::component_chart::ChartOf;
use super::environments::Inputs;
use super::namespaces::StackNamespaces;
use super::offers::provided;
use super::patches::plan_patches;
use super::stacks::StackInstance;
use super::teams::Team;
use super::units::{UnitIndex, Units};
use super::workloads::spot_of;
use super::{ComponentPlan, Merged, MergedView, Offering, PatchOwner, PatchPlan, merge_layers};
use crate::catalog::{CompiledDefinition, instantiate_one};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{Component, List, Reading, Shaped, Sourced, Target, Text};
use crate::node::{Cause, Node, Origin, Origins};
use crate::source::{Place, Sources, Value};

/// A component before it has an app: its name and its layers.
#[derive(Clone)]
pub(super) struct ComponentEntry {
    pub(super) name: EcoString,
    merged: Merged,
    /// The unit that it stands for, in an environment without a cloud.
    unit: Option<UnitIndex>,
}

impl ComponentEntry {
    /// The component that stands for a unit.
    pub(super) fn standing_for(name: EcoString, place: Place, unit: UnitIndex) -> Self {
        Self { name, merged: Merged::Source(place), unit: Some(unit) }
    }

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
        .map(|(name, merged)| ComponentEntry { name, merged, unit: None })
        .collect()
}

/// What the components of one stack on one cluster are planned from.
#[derive(Clone, Copy)]
pub(super) struct ComponentsOf<'a> {
    pub(super) instance: &'a StackInstance<'a>,
    pub(super) namespaces: &'a StackNamespaces,
    pub(super) team: &'a Team,
    pub(super) catalog: &'a Catalog,
    /// The units of the environment, once they are known.
    pub(super) units: Option<&'a Units>,
    pub(super) inputs: Inputs<'a>,
}

impl ComponentsOf<'_> {
    /// Evaluates one component with its chart and its own patches, and checks its parameters and needs.
    ///
    /// # Errors
    /// Poison when a part of it failed; every fault was reported.
    pub(super) fn plan(
        self,
        entry: &ComponentEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(ComponentPlan, Vec<PatchPlan>), Poison> {
        let Self { instance, namespaces, inputs, .. } = self;
        let (mut plan, patches) = self.base(entry, origins, sink)?;
        let kinds = &instance.cluster.offers.kinds;
        plan.custom = custom_kinds(kinds, inputs, origins);
        let provides = provided(&plan, origins, sink)?;
        plan.standing = instance.cluster.standing_names(origins);
        let needs = self.check_needs(&plan, entry, origins, sink);
        plan.chart = ChartOf { instance, inputs, namespaces }.plan(&plan, provides.as_ref(), entry, origins, sink)?;
        if let Some(chart) = &mut plan.chart {
            instance.cluster.offers.tell(chart, origins);
        }
        plan.brings = provides.as_ref().map(Offering::provided).unwrap_or_default();
        plan.needs = needs?;
        Ok((plan, patches))
    }

    /// What the component needs, which stands in the cluster or is brought by another component.
    fn check_needs(
        self,
        plan: &ComponentPlan,
        entry: &ComponentEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<BTreeSet<Offering>, Poison> {
        let Some(template) = &plan.definition.needs else { return Ok(BTreeSet::new()) };
        let needs =
            plan.with_instance(origins, |instance, origins| instantiate_one(instance, template, origins, sink))?;
        let Some(needs) = needs else { return Ok(BTreeSet::new()) };
        let needs = List::<Sourced<Text>>::read(&needs, &mut Reading { origins, sink })?;
        let cluster = self.instance.cluster;
        let is_lacking = |need: &&Sourced<Text>| !need.value.0.is_empty() && !cluster.has(&need.value.0);
        let named = needs.items.iter().map(|need| &need.value.0).filter(|name| !name.is_empty());
        let mut result = Ok(named.map(Offering::needed).collect());
        for need in needs.items.iter().filter(is_lacking) {
            result = Err(sink.report(self.lacking(need, plan, entry, origins)));
        }
        result
    }

    fn lacking(
        &self,
        need: &Sourced<Text>,
        plan: &ComponentPlan,
        entry: &ComponentEntry,
        origins: &Origins,
    ) -> Finding {
        let definition = &plan.definition;
        let mut leaves = origins.causes(need.origin).filter_map(Cause::leaf);
        let asking = leaves.find(|place| place.file == definition.name_place.file);
        let need = &need.value.0;
        let message = format!("component `{}` needs `{need}`, which its cluster does not have", entry.name);
        let finding = Finding::new(Code::MISSING_NEED, message, Spot::Key(entry.place()));
        let finding = match asking {
            Some(place) => finding.with(Spot::Value(place), format!("definition `{}` asks for it", definition.name)),
            None => finding,
        };
        let field = if need.contains('.') { "crds" } else { "capabilities" };
        finding.help(format!(
            "run the component that brings it, or say in the cluster's own entry that it stands there: \
             `external: {{{field}: [{need}]}}`"
        ))
    }

    /// Evaluates one component without its chart, and checks its parameters.
    ///
    /// # Errors
    /// Poison when a part of it failed; every fault was reported.
    pub(super) fn base(
        self,
        entry: &ComponentEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(ComponentPlan, Vec<PatchPlan>), Poison> {
        let Self { instance, namespaces, catalog, inputs, .. } = self;
        if let Some((units, index)) = self.units.zip(entry.unit) {
            return self.stand_in(units, index, entry, origins, sink).map(|plan| (plan, Vec::new()));
        }
        let (name, spot) = definition_name(entry, inputs)?;
        let definition = catalog.find(&name, Target::Component, spot, inputs, sink)?;
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
        let plan = self.planned(entry, definition, parameters, namespace?, origins);
        Ok((plan, patches?))
    }

    /// The component that does what a unit does, where there is no cloud.
    ///
    /// # Errors
    /// Poison when its template or its parameters have a fault, which was reported.
    fn stand_in(
        self,
        units: &Units,
        index: UnitIndex,
        entry: &ComponentEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<ComponentPlan, Poison> {
        let stands = units.stand_in(index, origins, sink)?;
        let spot = Spot::Value(stands.asked);
        let definition = match self.catalog.definitions.get(&stands.component) {
            Some(Ok(definition)) if definition.target == Target::Component => definition.clone(),
            Some(Err(poison)) => return Err(*poison),
            _ if self.inputs.project.incomplete => return Err(Poison),
            _ => {
                let message = format!("there is no component `{}` to stand for the unit", stands.component);
                return Err(sink.report(Finding::new(Code::UNKNOWN_NAME, message, spot)));
            }
        };
        let mut parameters = stands.parameters;
        definition.parameters.apply_defaults(&mut parameters, self.inputs.sources, origins);
        definition.parameters.check(&parameters, &definition.name, self.inputs.sources, origins, sink)?;
        let asked = origins.leaf(entry.place());
        let stack = self.instance.name();
        let namespace = self.namespaces.real(
            &stands.namespace,
            asked,
            spot_of(asked, entry.place(), origins),
            stack,
            origins,
            sink,
        )?;
        Ok(self.planned(entry, definition, parameters, namespace, origins))
    }

    fn planned(
        self,
        entry: &ComponentEntry,
        definition: Arc<CompiledDefinition>,
        parameters: Node,
        namespace: Sourced<EcoString>,
        origins: &mut Origins,
    ) -> ComponentPlan {
        let Self { instance, team, .. } = self;
        let (team_name, team_place) = instance.team();
        ComponentPlan {
            name: entry.name.clone(),
            parameters,
            namespace,
            team: Sourced { value: team_name.clone(), origin: origins.leaf(*team_place) },
            stack: instance.stack_name(origins),
            origin: origins.leaf(entry.merged.place()),
            environment: instance.environment.context.clone(),
            cluster: instance.cluster.context.clone(),
            standing: Node::map(Origin::INHERITED),
            images: instance.environment.images.clone(),
            cluster_kinds: team.cluster_kinds(origins),
            custom: Vec::new(),
            definition,
            chart: None,
            brings: BTreeSet::new(),
            needs: BTreeSet::new(),
        }
    }

    /// The definitions of custom resources that the component's chart brings, an app of their own.
    ///
    /// # Errors
    /// Poison when a part of the component failed, which is reported with the component itself.
    pub(super) fn plan_definitions(self, entry: &ComponentEntry, origins: &mut Origins) -> Result<ChartPlan, Poison> {
        let (plan, _) = self.plan(entry, origins, &mut Sink::default())?;
        let chart = plan.chart.ok_or(Poison)?;
        Ok(ChartPlan { part: ChartPart::Definitions, ..*chart })
    }
}

/// What a component says of its definition: the name, and where it stands.
fn definition_name(entry: &ComponentEntry, inputs: Inputs<'_>) -> Result<(EcoString, Spot), Poison> {
    let Some(kind) = entry.merged.member("kind", inputs.sources) else {
        return Ok((entry.name.clone(), Spot::Key(entry.merged.place())));
    };
    match inputs.sources.value(kind.place()) {
        Value::Str(name) if !inputs.sources.is_faulty(kind.place()) => Ok((name.into(), Spot::Value(kind.place()))),
        _ => Err(Poison),
    }
}

/// The definition of a component, if there is one.
pub(super) fn known_definition<'a>(
    entry: &ComponentEntry,
    catalog: &'a Catalog,
    inputs: Inputs<'_>,
) -> Option<&'a Arc<CompiledDefinition>> {
    let (name, _) = definition_name(entry, inputs).ok()?;
    let definition = catalog.definitions.get(&name)?.as_ref().ok()?;
    (definition.target == Target::Component).then_some(definition)
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
