use std::sync::Arc;

use ecow::EcoString;

use super::catalog::Catalog;
use super::chart_plan::{ChartPart, ChartPlan};
use super::clusters::ClusterView;
use super::component_chart::{chart_of_component, renders_folder, unless_false};
use super::components::components_of;
use super::environments::Inputs;
use super::merged::REMOVE;
use super::namespaces::StackNamespaces;
use super::patches::plan_patches;
use super::stacks::StackInstance;
use super::teams::Team;
use super::workloads::spot_of;
use super::{CustomKindPlan, Merged, MergedView, PatchOwner, PatchPlan};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::inflate::{DefinedKind, LoadedChart, NamedChart, ProvidedKind};
use crate::model::{ChartReference, ChartRelease, Reading, Shape, Shaped, Sourced, TextRule};
use crate::node::{Cause, Node, Origin, Origins, Payload};
use crate::source::{Place, Sources};

/// A release before it has an app: its name and its layers.
#[derive(Clone)]
pub(super) struct ReleaseEntry {
    pub(super) name: EcoString,
    merged: Merged,
}

impl ReleaseEntry {
    /// Where the release was written, in the highest layer.
    pub(super) fn place(&self) -> Place {
        self.merged.place()
    }
}

/// The releases of one stack on one cluster, by name.
pub(super) fn releases_of(instance: &StackInstance<'_>, sources: &Sources) -> Vec<ReleaseEntry> {
    let Some(charts) = instance.merged.member("charts", sources) else { return Vec::new() };
    let MergedView::Map(_, entries) = charts.view(sources) else { return Vec::new() };
    let entries = entries.into_iter().filter(|(_, entry)| !entry.is_null(sources));
    entries.map(|(name, merged)| ReleaseEntry { name, merged }).collect()
}

/// A chart that a release names, and what chose it.
pub(super) struct ChosenChart {
    pub(super) chart: Arc<LoadedChart>,
    pub(super) origin: Origin,
}

/// A kind that a chart or a component gives to a cluster.
pub(super) struct Provided {
    pub(super) defined: DefinedKind,
    /// Why it is there.
    pub(super) causes: Vec<Cause>,
}

impl Provided {
    /// The kind with its origin in an app's own table.
    pub(super) fn plan(&self, origins: &mut Origins) -> ProvidedKind {
        let DefinedKind { group, version, kind, .. } = self.defined.clone();
        ProvidedKind { group, version, kind, origin: origins.of_causes(self.causes.iter().copied()) }
    }
}

/// Adds the kinds that the charts of one stack on one cluster give to it, those of its releases and those of its components, and what
/// keeps others away.
pub(super) fn provided_by(
    instance: &StackInstance<'_>,
    catalog: &Catalog,
    inputs: Inputs<'_>,
    provided: &mut Vec<Provided>,
    withheld: &mut Vec<Cause>,
) {
    let (mut origins, mut unseen) = (Origins::default(), Sink::default());
    let mut chosen: Vec<(Place, ChosenChart, Result<(), Origin>)> = Vec::new();
    let releases = ReleasesOf { instance, inputs };
    for entry in releases_of(instance, inputs.sources) {
        let Ok(chart) = releases.chart_of(&entry, &mut origins, &mut unseen) else { continue };
        let is_rendered = releases.renders_folder(&entry, &mut origins, &mut unseen);
        chosen.push((entry.place(), chart, is_rendered));
    }
    for entry in components_of(instance, inputs.sources) {
        let chart = chart_of_component(instance, &entry, catalog, inputs, &mut origins, &mut unseen);
        let Some(chart) = chart else { continue };
        let is_rendered = renders_folder(&entry, catalog, inputs, &mut origins, &mut unseen);
        chosen.push((entry.place(), chart, is_rendered));
    }
    for (place, ChosenChart { chart, origin }, is_rendered) in chosen {
        if let Err(kept_away) = is_rendered {
            let is_moot = chart.definitions.is_empty();
            withheld.extend(origins.causes(kept_away).filter(|_| !is_moot));
            continue;
        }
        let own = [Cause::Leaf(place)].into_iter();
        let causes = own.chain(origins.causes(origin)).chain(instance.causes.iter().copied());
        let causes: Vec<Cause> = causes.collect();
        provided.extend(chart.definitions.iter().cloned().map(|defined| Provided { defined, causes: causes.clone() }));
    }
}

/// The kinds of custom resources that a cluster's owner says to stand there.
pub(super) fn provided_externally(cluster: &ClusterView, inputs: Inputs<'_>) -> Vec<Provided> {
    let mut provided = Vec::new();
    for (name, causes) in cluster.external_definitions() {
        let leaf = causes.iter().find_map(|cause| match cause {
            Cause::Leaf(place) => Some(*place),
            Cause::Recipe(_) => None,
        });
        let Some(place) = leaf else { continue };
        let defined = inputs.charts.kinds_of(&name, place).into_iter();
        provided.extend(defined.map(|defined| Provided { defined, causes: causes.clone() }));
    }
    provided
}

/// Where the objects of every kind live whose definition is known: one of a chart, or among the project's manifests.
pub(super) fn custom_kinds(provided: &[Provided], inputs: Inputs<'_>, origins: &mut Origins) -> Vec<CustomKindPlan> {
    let charts = provided.iter().map(|one| &one.defined);
    let charts = charts.map(|one| (&one.group, &one.kind, one.is_cluster_scoped, one.place));
    let manifests = inputs.project.manifests.files.iter().flat_map(|file| &file.custom);
    let manifests = manifests.map(|one| (&one.group, &one.kind, one.is_cluster_scoped, one.place));
    let mut plans: Vec<CustomKindPlan> = Vec::new();
    for (group, kind, value, place) in charts.chain(manifests) {
        if !plans.iter().any(|plan| plan.group == *group && plan.kind == *kind) {
            let is_cluster_scoped = Sourced { value, origin: origins.leaf(place) };
            plans.push(CustomKindPlan { group: group.clone(), kind: kind.clone(), is_cluster_scoped });
        }
    }
    plans
}

/// Finds charts by the names that the project gives them.
#[derive(Clone, Copy)]
pub(super) struct ChartFinder<'a> {
    pub(super) instance: &'a StackInstance<'a>,
    pub(super) inputs: Inputs<'a>,
}

impl ChartFinder<'_> {
    /// The chart of a name, asked for at a place; `None` where nothing has that name.
    pub(super) fn named(
        self,
        name: &str,
        asked: Origin,
        spot: &Spot,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Option<Result<ChosenChart, Poison>> {
        let named = self.inputs.charts.named.get(name)?;
        let places = [Some(named.place), named.path].into_iter().flatten();
        let declared = origins.of_causes(places.map(Cause::Leaf));
        let origin = origins.join(&[asked, declared]);
        Some(self.read(named, spot, sink).and_then(|chart| sound(chart, origin, Spot::Key(named.place), sink)))
    }

    fn read<'c>(self, named: &'c NamedChart, spot: &Spot, sink: &mut Sink) -> Result<&'c Arc<LoadedChart>, Poison>
    where
        Self: 'c,
    {
        let chart = named.chart.as_ref().map_err(|missing| match missing {
            Some(finding) => sink.report((**finding).clone()),
            None => Poison,
        })?;
        // The project's own chart goes with the stack that is pinned; what was vendored is today's.
        let pinned = self.inputs.revisions.charts(self.instance.document.file);
        match pinned.filter(|_| named.path.is_some()) {
            None => Ok(chart),
            Some(folders) => folders.get(&chart.folder).ok_or_else(|| {
                let known = folders.keys().map(EcoString::as_str);
                let finding = missing_folder(&chart.folder, spot.clone(), known);
                sink.report(finding.label("at the revision of this stack"))
            }),
        }
    }
}

/// A chart that Helm can load.
fn sound(chart: &Arc<LoadedChart>, origin: Origin, spot: Spot, sink: &mut Sink) -> Result<ChosenChart, Poison> {
    match chart.renderer() {
        Ok(_) => Ok(ChosenChart { chart: chart.clone(), origin }),
        Err(why) => {
            let message = format!("`{}` is no chart that Helm could load", chart.folder);
            Err(sink.report(Finding::new(Code::BROKEN_CHART, message, spot).label(why)))
        }
    }
}

/// What the releases of one stack on one cluster are planned from.
#[derive(Clone, Copy)]
pub(super) struct ReleasesOf<'a> {
    pub(super) instance: &'a StackInstance<'a>,
    pub(super) inputs: Inputs<'a>,
}

impl ReleasesOf<'_> {
    /// Finds the chart of a release.
    ///
    /// # Errors
    /// Poison where there is none; why was reported.
    pub(super) fn chart_of(
        self,
        entry: &ReleaseEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<ChosenChart, Poison> {
        let Some(merged) = entry.merged.member("chart", self.inputs.sources) else {
            return Err(sink.report(self.without_chart(entry)));
        };
        let tree = self.instance.evaluator(self.inputs, origins, sink).evaluate(&merged, &ChartReference::SHAPE)?;
        let reference = Sourced::<ChartReference>::read(&tree, &mut Reading { origins, sink })?;
        self.find_chart(&reference, entry, origins, sink)
    }

    fn find_chart(
        self,
        reference: &Sourced<ChartReference>,
        entry: &ReleaseEntry,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<ChosenChart, Poison> {
        let charts = self.inputs.charts;
        let name = reference.value.0.trim_end_matches('/');
        let spot = spot_of(reference.origin, entry.place(), origins);
        let pinned = self.inputs.revisions.charts(self.instance.document.file);
        if name.contains('/') {
            let folders = pinned.unwrap_or(&charts.folders);
            return match folders.get(name) {
                Some(chart) => sound(chart, reference.origin, spot, sink),
                None => Err(sink.report(missing_folder(name, spot, folders.keys().map(EcoString::as_str)))),
            };
        }
        let finder = ChartFinder { instance: self.instance, inputs: self.inputs };
        match finder.named(name, reference.origin, &spot, origins, sink) {
            Some(found) => found,
            None if self.inputs.project.incomplete => Err(Poison),
            None => {
                let message = format!("platgen.yaml has no chart `{name}`");
                let known: Vec<&str> = charts.named.keys().map(EcoString::as_str).collect();
                let mut finding = Finding::new(Code::UNKNOWN_NAME, message, spot).suggest(name, known);
                if finding.help.is_none() {
                    finding.help = Some(format!("name it there: `charts: {{{name}: {{path: charts/{name}}}}}`"));
                }
                Err(sink.report(finding))
            }
        }
    }

    /// Whether a release renders the definitions of its chart's `crds/`. What is wrong with it is reported where it is planned.
    pub(super) fn has_definitions(self, entry: &ReleaseEntry) -> bool {
        let (mut origins, mut unseen) = (Origins::default(), Sink::default());
        let Ok(chosen) = self.chart_of(entry, &mut origins, &mut unseen) else { return false };
        !chosen.chart.definitions.is_empty() && self.renders_folder(entry, &mut origins, &mut unseen).is_ok()
    }

    /// Whether a release lets its chart bring the definitions of its `crds/`.
    ///
    /// # Errors
    /// What keeps them away.
    fn renders_folder(self, entry: &ReleaseEntry, origins: &mut Origins, unseen: &mut Sink) -> Result<(), Origin> {
        let crds = entry.merged.member("crds", self.inputs.sources);
        let read = |crds| self.instance.evaluator(self.inputs, origins, unseen).evaluate(&crds, &Shape::Bool).ok();
        unless_false(crds.and_then(read))
    }

    /// Evaluates one release with its own patches.
    ///
    /// # Errors
    /// Poison when a part of it failed; every fault was reported.
    pub(super) fn plan(
        self,
        entry: &ReleaseEntry,
        part: ChartPart,
        (namespaces, team): (&StackNamespaces, &Team),
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(ChartPlan, Vec<PatchPlan>), Poison> {
        let chosen = self.chart_of(entry, origins, sink);
        if chosen.is_err() && entry.merged.member("chart", self.inputs.sources).is_none() {
            return Err(Poison);
        }
        let tree = self.instance.evaluator(self.inputs, origins, sink).evaluate(&entry.merged, &ChartRelease::SHAPE)?;
        let release = ChartRelease::read(&tree, &mut Reading { origins, sink })?;
        let chosen = chosen?;
        let named = self.place_of_name(entry);
        let own = origins.of_causes([named, entry.place()].map(Cause::Leaf));
        let name = self.release_name(entry, &release, own, sink);
        let namespace = self.namespace(entry, &release, namespaces, origins, sink);
        let values = values_of(&release, own, entry.place(), origins, sink);
        let patches = plan_patches(release.patches, &PatchOwner::Release(entry.name.clone()), origins, sink);
        let (name, namespace, values) = (name?, namespace?, values?);
        let compat = self.inputs.charts.compat_place.map_or(Origin::INHERITED, |place| origins.leaf(place));
        let crds = release.crds.as_ref().map_or(Origin::INHERITED, |crds| crds.origin);
        let mut parts = vec![own, chosen.origin, name.origin, namespace.origin, compat, crds];
        leaves_below(&values, &mut parts);
        parts.push(self.removals(&entry.merged, origins));
        let because = origins.join(&parts);
        let (team_name, team_place) = self.instance.team();
        let environment = self.instance.environment;
        let (known, has_all_namespaces) = namespaces.known();
        let plan = ChartPlan {
            name: entry.name.clone(),
            part,
            has_crds_folder: true,
            templated: Vec::new(),
            chart: chosen.chart,
            chart_origin: chosen.origin,
            release: name,
            namespace,
            values,
            hooks: release.hooks,
            random: release.random,
            stack: self.instance.stack_name(origins),
            team: Sourced { value: team_name.clone(), origin: origins.leaf(*team_place) },
            environment: Sourced { value: environment.name.clone(), origin: origins.leaf(environment.name_place) },
            has_all_namespaces,
            namespaces: known,
            cluster_kinds: team.cluster_kinds(origins),
            provided: Vec::new(),
            custom: Vec::new(),
            origin: own,
            because,
        };
        Ok((plan, patches?))
    }

    /// A release without a chart, where the stack itself has it: it is one fault however many layers change the release.
    fn without_chart(self, entry: &ReleaseEntry) -> Finding {
        let sources = self.inputs.sources;
        let own = self.instance.document.spec.and_then(|spec| Merged::Source(spec).member("charts", sources));
        let own = own.and_then(|charts| charts.member(&entry.name, sources));
        let place = own.map_or_else(|| entry.place(), |own| own.place());
        let finding = Finding::new(Code::MISSING_FIELD, "`chart` is not set", Spot::Key(place));
        finding.label("this chart release needs it")
    }

    /// Where a release is named with its chart: layers above only change it, and findings of it are the same in all environments.
    fn place_of_name(self, entry: &ReleaseEntry) -> Place {
        let chart = entry.merged.member("chart", self.inputs.sources).map(|chart| chart.place());
        let above = |place: Place| {
            let parent = self.inputs.sources.document(place.file).parent(place.node)?;
            Some(Place::new(place.file, parent))
        };
        chart.and_then(above).unwrap_or_else(|| entry.place())
    }

    fn release_name(
        self,
        entry: &ReleaseEntry,
        release: &ChartRelease,
        own: Origin,
        sink: &mut Sink,
    ) -> Result<Sourced<EcoString>, Poison> {
        if let Some(name) = &release.release {
            return Ok(Sourced { value: name.value.0.clone(), origin: name.origin });
        }
        let rule = &TextRule::ALL[TextRule::RELEASE_NAME];
        if rule.accepts(&entry.name) {
            return Ok(Sourced { value: entry.name.clone(), origin: own });
        }
        let finding = rule.fault(&entry.name, Spot::Key(entry.place()));
        Err(sink.report(finding.help("keep the key, and give the release a shorter name with `release`")))
    }

    fn namespace(
        self,
        entry: &ReleaseEntry,
        release: &ChartRelease,
        namespaces: &StackNamespaces,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Sourced<EcoString>, Poison> {
        let (logical, asked, spot) = match (&release.namespace, namespaces.namespaces.as_slice()) {
            (Some(namespace), _) => {
                (namespace.value.0.clone(), namespace.origin, spot_of(namespace.origin, entry.place(), origins))
            }
            (None, [only]) => (only.logical.clone(), Origin::INHERITED, Spot::Key(entry.place())),
            (None, _) if namespaces.poisoned => return Err(Poison),
            (None, several) => {
                let known = several.iter().map(|namespace| namespace.logical.as_str());
                let finding = Finding::new(Code::MISSING_FIELD, "`namespace` is not set", Spot::Key(entry.place()));
                let finding = finding.suggest("", known);
                return Err(sink.report(finding.label("the stack has not exactly one namespace")));
            }
        };
        namespaces.real(&logical, asked, spot, self.instance.name(), origins, sink)
    }

    /// What removes values of layers below.
    fn removals(self, merged: &Merged, origins: &mut Origins) -> Origin {
        let mut causes = Vec::new();
        self.find_removals(merged, &mut causes);
        origins.of_causes(causes)
    }

    fn find_removals(self, merged: &Merged, causes: &mut Vec<Cause>) {
        let sources = self.inputs.sources;
        let MergedView::Map(_, entries) = merged.view(sources) else { return };
        for (key, value) in entries {
            match value.view(sources) {
                MergedView::Seq(place, items) if key == REMOVE => {
                    causes.push(Cause::Leaf(place));
                    causes.extend(items.iter().map(|item| Cause::Leaf(item.place())));
                }
                _ => self.find_removals(&value, causes),
            }
        }
    }
}

/// The values of a release, which are a map.
fn values_of(
    release: &ChartRelease,
    own: Origin,
    place: Place,
    origins: &Origins,
    sink: &mut Sink,
) -> Result<Node, Poison> {
    let Some(values) = &release.values else { return Ok(Node::map(own)) };
    match &values.0.payload {
        Payload::Map(_) => Ok(values.0.clone()),
        other => {
            let message = format!("the values of a chart are a map, found {}", other.kind());
            let spot = spot_of(values.0.origin, place, origins);
            Err(sink.report(Finding::new(Code::WRONG_TYPE, message, spot)))
        }
    }
}

pub(super) fn leaves_below(node: &Node, origins: &mut Vec<Origin>) {
    origins.push(node.origin);
    match &node.payload {
        Payload::Seq(items) => items.iter().for_each(|item| leaves_below(item, origins)),
        Payload::Map(entries) => entries.iter().for_each(|entry| leaves_below(&entry.value, origins)),
        _ => {}
    }
}

fn missing_folder<'a>(folder: &str, spot: Spot, known: impl Iterator<Item = &'a str>) -> Finding {
    let message = format!("there is no chart in the folder `{folder}`");
    let finding = Finding::new(Code::UNKNOWN_NAME, message, spot);
    if !folder.starts_with("charts/") {
        return finding
            .help("charts lie in the project's folder `charts/`; one that lies elsewhere is named in platgen.yaml");
    }
    finding.suggest(folder, known)
}
