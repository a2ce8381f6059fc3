use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::clusters::ClusterView;
use super::environments::{Environment, Inputs, duplicate_name};
use super::landing::{Landing, check_set_twice};
use super::{Evaluator, Merged, MergedView, Root, merge, merge_layers};
use crate::diagnostics::{Code, Finding, Level, Poison, Sink, Spot};
use crate::model::{List, Reading, Shaped, Sourced, StackEntry, StackSpec, StackSync};
use crate::node::{Cause, Node, Origin, Origins};
use crate::parse::Parsed;
use crate::source::{Place, Sources, Value};

/// Every stack by its name.
pub(super) struct Stacks<'a> {
    pub(super) documents: BTreeMap<EcoString, &'a Arc<Parsed>>,
}

/// A stack as one cluster of one environment runs it.
pub(super) struct StackInstance<'a> {
    pub(super) environment: &'a Environment,
    pub(super) cluster: &'a ClusterView,
    pub(super) document: Arc<Parsed>,
    /// The stack's `spec`, layers merged.
    pub(super) merged: Merged,
    /// Whether a file that it is made of has a fault: what follows from the rest may only be that fault's doing.
    pub(super) is_faulty: bool,
    /// Whether an override would have changed more than it could: something may be missing for that reason alone.
    pub(super) is_curtailed: bool,
    /// When changes to the stack are applied here, where that is not as in the environment.
    pub(super) sync: Option<Merged>,
    /// Why the stack runs here.
    pub(super) causes: Vec<Cause>,
}

impl StackInstance<'_> {
    pub(super) fn name(&self) -> &EcoString {
        self.document.name()
    }

    /// The team's name and where it was written.
    pub(super) fn team(&self) -> &(EcoString, Place) {
        &self.document.names[1]
    }

    /// The stack's name with where it was written.
    pub(super) fn stack_name(&self, origins: &mut Origins) -> Sourced<EcoString> {
        Sourced { value: self.name().clone(), origin: origins.leaf(self.document.name_place()) }
    }

    /// The region of its cluster.
    pub(super) fn cluster_region(&self) -> Option<&str> {
        self.cluster.declared.region.as_ref().map(|region| region.value.0.as_str())
    }

    /// Where a finding of this instance occurs.
    pub(super) fn occurrence(&self) -> EcoString {
        ecow::eco_format!("{}/{}", self.environment.name, self.cluster.name)
    }

    /// An evaluator that knows `env`, `cluster` and `stack`.
    pub(super) fn evaluator<'a>(
        &'a self,
        inputs: Inputs<'a>,
        origins: &'a mut Origins,
        sink: &'a mut Sink,
    ) -> Evaluator<'a> {
        let (team, team_place) = self.team();
        let mut known = Node::map(Origin::INHERITED);
        known.set("name", Node::text(self.name().clone(), origins.leaf(self.document.name_place())));
        known.set("team", Node::text(team.clone(), origins.leaf(*team_place)));
        let mut evaluator = Evaluator::new(inputs.sources, inputs.templates, origins, sink);
        evaluator.images = self.environment.images.clone();
        evaluator.lineage = self.environment.lineage.clone();
        evaluator.root("env", Root::Finished(&self.environment.context));
        evaluator.root("cluster", Root::Finished(&self.cluster.context));
        evaluator.root("stack", Root::Lazy(known, &self.merged, StackSpec::SHAPE));
        evaluator
    }
}

/// Collects the stacks; reports names that two files have.
pub(super) fn collect_stacks<'a>(inputs: Inputs<'a>, sink: &mut Sink) -> Stacks<'a> {
    let mut documents: BTreeMap<EcoString, &Arc<Parsed>> = BTreeMap::new();
    for document in &inputs.project.stacks {
        if let Some(first) = documents.get(document.name()) {
            sink.report(duplicate_name("stack", first, document));
        } else {
            documents.insert(document.name().clone(), document);
        }
    }
    Stacks { documents }
}

/// Reports Overrides whose metadata disagrees with their path, or that belong to nothing.
pub(super) fn check_overrides(inputs: Inputs<'_>, sink: &mut Sink) {
    for document in &inputs.project.overrides {
        let [(environment, environment_place), (stack, stack_place)] = document.names.as_slice() else { continue };
        if is_misplaced(document, inputs.sources) {
            let message =
                format!("the metadata names environment `{environment}` and stack `{stack}`, the path does not");
            let help = format!("move the file to `environments/{environment}/{stack}.yaml`");
            sink.report(Finding::new(Code::MISPLACED_DOCUMENT, message, Spot::Value(*environment_place)).help(help));
        }
        if inputs.project.incomplete {
            continue;
        }
        if !inputs.project.environments.iter().any(|known| known.name() == environment) {
            let names = inputs.project.environments.iter().map(|known| known.name().as_str());
            let message = format!("there is no environment `{environment}`");
            let finding = Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(*environment_place));
            sink.report(finding.suggest(environment, names));
        }
        if !inputs.project.stacks.iter().any(|known| known.name() == stack) {
            let names = inputs.project.stacks.iter().map(|known| known.name().as_str());
            let message = format!("there is no stack `{stack}`");
            sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(*stack_place)).suggest(stack, names));
        }
    }
}

/// Whether an Override's metadata disagrees with its path.
fn is_misplaced(document: &Parsed, sources: &Sources) -> bool {
    let [(environment, _), (stack, _)] = document.names.as_slice() else { return false };
    let path = sources.file(document.file).path.as_str();
    let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml")).unwrap_or(path);
    !stem.ends_with(&format!("/{environment}/{stack}"))
}

/// What an environment and its ancestors say of one stack: a layer each, the furthest ancestor first.
struct Entries {
    place: Place,
    layers: Vec<Merged>,
}

/// The stacks of one environment.
pub(super) struct Instances<'a> {
    pub(super) instances: Vec<StackInstance<'a>>,
    /// Whether every stack that the environment names is among them, so that one that is not found does not run.
    pub(super) is_complete: bool,
}

/// Every stack that an environment runs, on every cluster that it runs on.
pub(super) fn instances_of<'a>(
    environment: &'a Environment,
    clusters: &'a [ClusterView],
    stacks: &Stacks<'_>,
    inputs: Inputs<'_>,
    sink: &mut Sink,
) -> Instances<'a> {
    let entries = entries_of(environment, inputs, sink);
    check_cluster_entries(clusters, &entries, inputs.sources, sink);
    let mut found = Instances { instances: Vec::new(), is_complete: true };
    for (name, entry) in &entries {
        let merged_entry = merge_layers(entry.layers.iter().cloned(), &StackEntry::SHAPE, inputs.sources);
        let Some(merged_entry) = merged_entry else { continue };
        let document = document_of(name, entry.place, &merged_entry, stacks, inputs, sink);
        let chosen = chosen_clusters(&merged_entry, environment, clusters, inputs, sink);
        let (Ok(document), Ok(chosen)) = (document, chosen) else {
            found.is_complete = false;
            continue;
        };
        let is_faulty = is_faulty(&document, environment, inputs);
        let revision = merged_entry.member("revision", inputs.sources).map(|revision| revision.place());
        for (cluster, chosen_by) in chosen {
            let mut landing = Sink::default();
            let merged = merge_stack(&document, &entry.layers, (environment, cluster), inputs.sources, &mut landing);
            let is_curtailed = landing.has_errors();
            sink.absorb(landing);
            let places = [Some(entry.place), Some(document.name_place()), revision].into_iter().flatten();
            let mut causes: Vec<Cause> = places.map(Cause::Leaf).collect();
            causes.extend(chosen_by);
            causes.extend_from_slice(&environment.causes);
            let document = document.clone();
            found.instances.push(StackInstance {
                environment,
                cluster,
                document,
                merged,
                is_faulty,
                is_curtailed,
                sync: sync_of(&entry.layers, name, cluster, inputs.sources),
                causes,
            });
        }
    }
    found
}

fn entries_of(environment: &Environment, inputs: Inputs<'_>, sink: &mut Sink) -> BTreeMap<EcoString, Entries> {
    let sources = inputs.sources;
    let mut entries: BTreeMap<EcoString, Entries> = BTreeMap::new();
    for document in &environment.chain {
        let mut layer: BTreeMap<EcoString, Merged> = BTreeMap::new();
        let stacks = document.spec.and_then(|spec| Merged::Source(spec).member("stacks", sources));
        if let Some(MergedView::Map(_, inline)) = stacks.as_ref().map(|stacks| stacks.view(sources)) {
            for (name, entry) in inline {
                if entry.is_null(sources) {
                    remove_entry(&name, &entry, &mut entries, sink);
                } else {
                    layer.insert(name, entry);
                }
            }
        }
        let overrides = inputs.project.overrides.iter().filter(|file| file.name() == document.name());
        for file in overrides {
            let stack = &file.names[1].0;
            let spec = Merged::Source(file.spec.unwrap_or_else(|| file.name_place()));
            match layer.get_mut(stack) {
                Some(inline) => {
                    // A file in the wrong place, such as a copy that was not adapted, is one fault and not one for each field.
                    if !is_misplaced(file, sources) {
                        check_set_twice(inline, &spec, sources, sink);
                    }
                    *inline = merge(inline, &spec, &StackEntry::SHAPE, sources);
                }
                None => {
                    layer.insert(stack.clone(), spec);
                }
            }
        }
        for (name, merged) in layer {
            let place = merged.place();
            entries.entry(name).or_insert_with(|| Entries { place, layers: Vec::new() }).layers.push(merged);
        }
    }
    entries
}

fn remove_entry(name: &EcoString, entry: &Merged, entries: &mut BTreeMap<EcoString, Entries>, sink: &mut Sink) {
    if entries.remove(name).is_none() {
        let message = format!("null removes stack `{name}`, and no environment below has it");
        let finding = Finding::new(Code::OVERRIDE_LANDS_NOWHERE, message, Spot::Key(entry.place()));
        sink.report(finding.help(format!("to run the stack as it is, write `{name}: {{}}`")));
    }
}

fn check_cluster_entries(
    clusters: &[ClusterView],
    entries: &BTreeMap<EcoString, Entries>,
    sources: &Sources,
    sink: &mut Sink,
) {
    for cluster in clusters {
        let Some(stacks) = cluster.entry.member("stacks", sources) else { continue };
        let MergedView::Map(_, named) = stacks.view(sources) else { continue };
        for (name, entry) in named.iter().filter(|(name, _)| !entries.contains_key(name)) {
            let message = format!("the environment runs no stack `{name}` that this could change");
            let finding = Finding::new(Code::OVERRIDE_LANDS_NOWHERE, message, Spot::Key(entry.place()));
            sink.report(finding.suggest(name, entries.keys().map(EcoString::as_str)));
        }
    }
}

fn document_of(
    name: &EcoString,
    place: Place,
    entry: &Merged,
    stacks: &Stacks<'_>,
    inputs: Inputs<'_>,
    sink: &mut Sink,
) -> Result<Arc<Parsed>, Poison> {
    if let Some(revision) = entry.member("revision", inputs.sources) {
        return inputs.revisions.find(name, &inputs.sources.text(revision.place())).ok_or(Poison);
    }
    match stacks.documents.get(name) {
        Some(document) => Ok((*document).clone()),
        None if inputs.project.incomplete || inputs.sources.is_faulty(place) => Err(Poison),
        None => {
            let message = format!("there is no stack `{name}`");
            let finding = Finding::new(Code::UNKNOWN_NAME, message, Spot::Key(place));
            Err(sink.report(finding.suggest(name, stacks.documents.keys().map(EcoString::as_str))))
        }
    }
}

/// Whether a file that the stack is made of in this environment has an error of its own.
fn is_faulty(document: &Parsed, environment: &Environment, inputs: Inputs<'_>) -> bool {
    let overrides = inputs.project.overrides.iter().filter(|file| {
        file.names[1].0 == *document.name() && environment.chain.iter().any(|link| link.name() == file.name())
    });
    has_errors(document)
        || environment.chain.iter().any(|link| has_errors(link))
        || inputs.project.root.as_deref().is_some_and(has_errors)
        || overrides.into_iter().any(|file| has_errors(file))
}

fn has_errors(parsed: &Parsed) -> bool {
    parsed.findings.iter().any(|finding| finding.level == Level::Error)
}

/// The clusters that `on` names, and what chose each; all of the environment's where it is not set.
fn chosen_clusters<'a>(
    entry: &Merged,
    environment: &Environment,
    clusters: &'a [ClusterView],
    inputs: Inputs<'_>,
    sink: &mut Sink,
) -> Result<Vec<(&'a ClusterView, Vec<Cause>)>, Poison> {
    let Some(on) = entry.member("on", inputs.sources) else {
        return Ok(clusters.iter().map(|cluster| (cluster, Vec::new())).collect());
    };
    let mut origins = Origins::default();
    let mut evaluator = Evaluator::new(inputs.sources, inputs.templates, &mut origins, sink);
    evaluator.root("env", Root::Finished(&environment.context));
    let shape = List::<Sourced<crate::model::DnsName>>::SHAPE;
    let tree = evaluator.evaluate(&on, &shape)?;
    let words = List::<Sourced<crate::model::DnsName>>::read(&tree, &mut Reading { origins: &mut origins, sink })?;
    // A cluster that failed may be the one that is named, or have the ring.
    let is_complete = clusters.len() == environment.spec.clusters.iter().len();
    for word in words.items.iter().filter(|_| is_complete) {
        if !clusters.iter().any(|cluster| cluster.is_named(&word.value.0)) {
            let place = origins.first_leaf(word.origin).unwrap_or(on.place());
            let message = format!("environment `{}` has no ring or cluster `{}`", environment.name, word.value.0);
            let names = clusters.iter().flat_map(|cluster| [Some(cluster.name.as_str()), cluster.ring.as_deref()]);
            let finding = Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place));
            sink.report(finding.suggest(&word.value.0, names.flatten()));
        }
    }
    let chosen = clusters.iter().filter_map(|cluster| {
        let word = words.items.iter().find(|word| cluster.is_named(&word.value.0))?;
        let mut causes: Vec<Cause> = origins.causes(word.origin).collect();
        if cluster.ring.as_ref() == Some(&word.value.0) {
            causes.extend_from_slice(&cluster.ring_causes);
        }
        Some((cluster, causes))
    });
    Ok(chosen.collect())
}

/// Puts the layers of overrides over a stack's own file; what does not land is reported and left out.
fn merge_stack(
    document: &Parsed,
    layers: &[Merged],
    (environment, cluster): (&Environment, &ClusterView),
    sources: &Sources,
    sink: &mut Sink,
) -> Merged {
    let own = ["revision", "on", "sync"];
    let on_cluster = cluster.entry.member("stacks", sources).and_then(|stacks| stacks.member(document.name(), sources));
    let is_faulty = has_errors(document);
    let mut merged = document.spec.map(Merged::Source);
    for layer in layers.iter().chain(&on_cluster) {
        if !layer.is_map(sources) || is_empty(layer, sources) {
            continue;
        }
        let layer = layer.without(&own, sources);
        let mut landing = Landing { stack: document.name(), is_faulty, defaults: &environment.defaults, sources, sink };
        let landed = landing.land(merged.as_ref(), &layer, &StackSpec::SHAPE);
        merged = Some(match merged {
            Some(below) => merge(&below, &landed, &StackSpec::SHAPE, sources),
            None => landed,
        });
    }
    merged.unwrap_or_else(|| Merged::Source(document.name_place()))
}

/// What the layers of an entry say of when changes are applied, those of the cluster last.
fn sync_of(layers: &[Merged], stack: &str, cluster: &ClusterView, sources: &Sources) -> Option<Merged> {
    let on_cluster = cluster.entry.member("stacks", sources).and_then(|stacks| stacks.member(stack, sources));
    let all = layers.iter().chain(&on_cluster).filter_map(|layer| layer.member("sync", sources));
    merge_layers(all, &StackSync::SHAPE, sources)
}

fn is_empty(layer: &Merged, sources: &Sources) -> bool {
    matches!(layer, Merged::Source(place) if matches!(sources.value(*place), Value::Map(entries) if entries.is_empty()))
}
