use ecow::EcoString;

use super::catalog::Catalog;
use super::chart_plan::{ChartPart, ChartPlan};
use super::charts::{ChartFinder, ChosenChart, leaves_below};
use super::components::{ComponentEntry, known_definition};
use super::environments::Inputs;
use super::namespaces::StackNamespaces;
use super::stacks::StackInstance;
use super::{ComponentPlan, Evaluator, Merged};
use crate::catalog::{ChartTemplate, CompiledDefinition, instantiate_one};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::inflate::LoadedChart;
use crate::model::{DefinitionChart, Provides, Reading, Shape, Shaped, Sourced, TextRule};
use crate::node::{Node, Origin, Origins, Payload};

/// What the chart of a component is planned from.
#[derive(Clone, Copy)]
pub(super) struct ChartOf<'a> {
    pub(super) instance: &'a StackInstance<'a>,
    pub(super) inputs: Inputs<'a>,
    pub(super) namespaces: &'a StackNamespaces,
}

impl ChartOf<'_> {
    /// Plans the release of a component's chart; `None` where its definition has none.
    ///
    /// # Errors
    /// Poison when a part of it failed; every fault was reported.
    pub(super) fn plan(
        self,
        component: &ComponentPlan,
        provides: Option<&Provides>,
        entry: &ComponentEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Option<Box<ChartPlan>>, Poison> {
        let Some(template) = &component.definition.chart else { return Ok(None) };
        let spec = self.spec(template, origins, sink)?;
        let chosen = self.chosen(component, entry, origins, sink);
        let name = release_name(component, entry, sink);
        let values = values_of(component, template, origins, sink);
        let (chosen, name, values) = (chosen?, name?, values?);
        let templated = templated(&chosen.chart, provides);
        let compat = self.inputs.charts.compat_place.map_or(Origin::INHERITED, |place| origins.leaf(place));
        let whole = origins.leaf(template.place);
        let mut parts = vec![component.origin, chosen.origin, component.namespace.origin, compat, whole];
        leaves_below(&values, &mut parts);
        // Which parts of the values there are follows from parameters, too.
        leaves_below(&component.parameters, &mut parts);
        let (mut namespaces, has_all_namespaces) = self.namespaces.known();
        let further = component.definition.namespaces.iter();
        namespaces.extend(further.map(|(name, _)| (name.clone(), name.clone())));
        let environment = self.instance.environment;
        Ok(Some(Box::new(ChartPlan {
            name: entry.name.clone(),
            part: ChartPart::Release,
            has_crds_folder: spec.crds.is_none_or(|crds| crds.value),
            templated,
            chart: chosen.chart,
            chart_origin: chosen.origin,
            release: name,
            namespace: component.namespace.clone(),
            values,
            hooks: spec.hooks,
            random: spec.random,
            stack: component.stack.clone(),
            team: component.team.clone(),
            environment: Sourced { value: environment.name.clone(), origin: origins.leaf(environment.name_place) },
            namespaces,
            has_all_namespaces,
            cluster_kinds: component.cluster_kinds.clone(),
            provided: Vec::new(),
            custom: component.custom.clone(),
            origin: component.origin,
            because: origins.join(&parts),
        })))
    }

    /// What the definition says of the chart, but its values.
    fn spec(self, template: &ChartTemplate, origins: &mut Origins, sink: &mut Sink) -> Result<DefinitionChart, Poison> {
        let mut evaluator = Evaluator::new(self.inputs.sources, self.inputs.templates, origins, sink);
        let tree = evaluator.evaluate(&Merged::Source(template.place), &DefinitionChart::SHAPE)?;
        DefinitionChart::read(&tree, &mut Reading { origins, sink })
    }

    fn chosen(
        self,
        component: &ComponentPlan,
        entry: &ComponentEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<ChosenChart, Poison> {
        let finder = ChartFinder { instance: self.instance, inputs: self.inputs };
        let definition = &component.definition;
        let spot = Spot::Key(entry.place());
        match finder.named(&definition.name, component.origin, &spot, origins, sink) {
            Some(found) => found,
            None if self.inputs.project.incomplete => Err(Poison),
            None => Err(sink.report(without_chart(definition, spot))),
        }
    }
}

/// A definition whose chart has no source leaves it to the project to name one.
fn without_chart(definition: &CompiledDefinition, spot: Spot) -> Finding {
    let name = &definition.name;
    let message =
        format!("definition `{name}` does not say where its chart comes from, and platgen.yaml has no chart `{name}`");
    let finding = Finding::new(Code::UNKNOWN_NAME, message, spot);
    let finding = match &definition.chart {
        Some(chart) => finding.with(Spot::Key(chart.place), "this chart"),
        None => finding,
    };
    finding.help(format!("name it in platgen.yaml: `charts: {{{name}: {{path: charts/{name}}}}}`"))
}

fn release_name(
    component: &ComponentPlan,
    entry: &ComponentEntry,
    sink: &mut Sink,
) -> Result<Sourced<EcoString>, Poison> {
    let rule = &TextRule::ALL[TextRule::RELEASE_NAME];
    if rule.accepts(&component.name) {
        return Ok(Sourced { value: component.name.clone(), origin: component.origin });
    }
    let finding = rule.fault(&component.name, Spot::Key(entry.place()));
    Err(sink.report(finding.help("the release is named as the component: give it a shorter name")))
}

fn values_of(
    component: &ComponentPlan,
    template: &ChartTemplate,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Node, Poison> {
    let Some(values) = &template.values else { return Ok(Node::map(component.origin)) };
    let values =
        component.with_instance(origins, |instance, origins| instantiate_one(instance, values, origins, sink))?;
    let Some(values) = values else { return Ok(Node::map(component.origin)) };
    if let Payload::Map(_) = values.payload {
        return Ok(values);
    }
    let message = format!("the values of a chart are a map, found {}", values.payload.kind());
    Err(sink.report(Finding::new(Code::INVALID_DEFINITION, message, Spot::Value(template.place))))
}

/// The chart of a component before it is planned; what is wrong with it is reported there.
pub(super) fn chart_of_component(
    instance: &StackInstance<'_>,
    entry: &ComponentEntry,
    catalog: &Catalog,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    unseen: &mut Sink,
) -> Option<ChosenChart> {
    let definition = known_definition(entry, catalog, inputs)?;
    definition.chart.as_ref()?;
    let asked = origins.leaf(entry.place());
    let finder = ChartFinder { instance, inputs };
    finder.named(&definition.name, asked, &Spot::Key(entry.place()), origins, unseen)?.ok()
}

/// The definitions of custom resources that a component brings otherwise than in its chart's `crds/`.
fn templated(chart: &LoadedChart, provides: Option<&Provides>) -> Vec<Sourced<EcoString>> {
    let promised = provides.into_iter().flat_map(|provides| &provides.crds.items);
    let promised = promised.map(|name| Sourced { value: name.value.0.clone(), origin: name.origin });
    promised.filter(|name| chart.definitions.iter().all(|known| known.name != name.value)).collect()
}

/// Whether a component's chart brings definitions of custom resources: in its `crds/`, where its definition lets it, or by its
/// templates.
pub(super) fn has_definitions(
    instance: &StackInstance<'_>,
    entry: &ComponentEntry,
    catalog: &Catalog,
    inputs: Inputs<'_>,
) -> bool {
    let (mut origins, mut unseen) = (Origins::default(), Sink::default());
    let chosen = chart_of_component(instance, entry, catalog, inputs, &mut origins, &mut unseen);
    if chosen.is_some() && instance.cluster.offers.brings_definitions(instance, &entry.name) {
        return true;
    }
    chosen.is_some_and(|chosen| !chosen.chart.definitions.is_empty())
        && renders_folder(entry, catalog, inputs, &mut origins, &mut unseen).is_ok()
}

/// Whether a component's definition lets its chart bring the definitions of its `crds/`.
///
/// # Errors
/// What keeps them away.
pub(super) fn renders_folder(
    entry: &ComponentEntry,
    catalog: &Catalog,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    unseen: &mut Sink,
) -> Result<(), Origin> {
    let template =
        known_definition(entry, catalog, inputs).and_then(|definition| Some(definition.chart.as_ref()?.place));
    let crds = template.and_then(|place| Merged::Source(place).member("crds", inputs.sources));
    let read =
        |crds| Evaluator::new(inputs.sources, inputs.templates, origins, unseen).evaluate(&crds, &Shape::Bool).ok();
    unless_false(crds.and_then(read))
}

/// What `crds` says: only `false` keeps definitions away.
pub(super) fn unless_false(crds: Option<Node>) -> Result<(), Origin> {
    match crds {
        Some(Node { payload: Payload::Bool(false), origin }) => Err(origin),
        _ => Ok(()),
    }
}
