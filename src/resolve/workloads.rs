use ecow::EcoString;

use super::defaults::kind_of;
use super::environments::Inputs;
use super::evaluator::ChosenLayers;
use super::monitoring::{plan_monitoring, with_applying_alerts, without_unrendered};
use super::namespaces::StackNamespaces;
use super::notices::notice;
use super::pod_names::pod_names;
use super::routes::RoutesOf;
use super::stacks::StackInstance;
use super::teams::Team;
use super::texts::resolve_texts;
use super::units::{Receiving, RoleRequest, Units};
use super::{Merged, MergedView, MonitoringPlan, NodeGroupPlan, Root, WorkloadPlan};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::Unpinned;
use crate::model::{
    ExtraContainer, ImageName, Label, Named, Reading, SecretsFrom, Shaped, Sourced, Workload, WorkloadKind,
};
use crate::node::{Cause, Node, Origin, Origins};
use crate::source::{Place, Sources};

/// The workloads of one stack on one cluster; what calls them is found later, when all stacks are known.
///
/// # Errors
/// Poison when one of them failed; every fault was reported.
pub(super) fn plan_workloads(
    instance: &StackInstance<'_>,
    namespaces: &StackNamespaces,
    team: &Team,
    units: &Units,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Planned, Poison> {
    let Some(workloads) = instance.merged.member("workloads", inputs.sources) else { return Ok(Planned::default()) };
    let MergedView::Map(_, entries) = workloads.view(inputs.sources) else { return Err(Poison) };
    let mut roles = Vec::new();
    let monitoring = plan_monitoring(instance, team, origins, sink);
    let monitoring = monitoring.as_ref();
    let plans: Vec<Result<WorkloadPlan, Poison>> = entries
        .iter()
        .filter(|(_, entry)| !entry.is_null(inputs.sources))
        .map(|(name, entry)| {
            plan_workload(instance, name, entry, namespaces, team, monitoring, units, &mut roles, inputs, origins, sink)
        })
        .collect();
    Ok(Planned { workloads: plans.into_iter().collect::<Result<_, _>>()?, roles })
}

/// The workloads of a stack, and the roles that they need in the cloud.
#[derive(Default)]
pub(super) struct Planned {
    pub(super) workloads: Vec<WorkloadPlan>,
    pub(super) roles: Vec<RoleRequest>,
}

#[allow(clippy::too_many_arguments, reason = "one workload with everything that other files say of it")]
fn plan_workload(
    instance: &StackInstance<'_>,
    name: &EcoString,
    entry: &Merged,
    namespaces: &StackNamespaces,
    team: &Team,
    monitoring: Option<&MonitoringPlan>,
    units: &Units,
    roles: &mut Vec<RoleRequest>,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<WorkloadPlan, Poison> {
    has_kind(instance, name, entry, inputs.sources, sink)?;
    let (merged, chosen) = instance.environment.defaults.below(entry, inputs.sources);
    let merged = without_unrendered(instance, name, entry, merged, inputs.sources, sink);
    let place = entry.place();
    let mut known = names_of_workload(name, entry, origins, inputs.sources);
    let namespace = real_namespace(instance, &merged, (&known, &chosen), namespaces, inputs, origins, sink);
    if let Ok(namespace) = &namespace {
        known.set("namespace", Node::text(namespace.value.clone(), namespace.origin));
    }
    let mut evaluator = instance.evaluator(inputs, origins, sink);
    evaluator.chosen = chosen;
    evaluator.root("workload", Root::Lazy(known, &merged, Workload::SHAPE));
    if let Some(context) = units.context(instance) {
        evaluator.root("units", Root::Finished(context));
    }
    let (applying, alert_conditions) = with_applying_alerts(&merged, name, instance.name(), &mut evaluator);
    let tree = evaluator.evaluate(&applying, &Workload::SHAPE)?;
    let mut spec = Workload::read(&tree, &mut Reading { origins, sink })?;
    let receiving = Receiving { units, instance, workload: name, inputs, namespace: namespace.as_ref().ok() };
    let received = receiving.receive(&mut spec, origins, sink);
    let image = resolve_image(instance, &spec.image, place, origins, sink);
    let init_images = resolve_images(instance, &spec.init, place, origins, sink);
    let sidecar_images = resolve_images(instance, &spec.sidecars, place, origins, sink);
    let node_group = resolve_node_group(instance, &spec, origins, sink);
    let file_texts = resolve_texts(&spec.files, place, inputs, origins, sink);
    let routes = RoutesOf { instance, tree: &tree, name, namespace: namespace.as_ref().ok(), place };
    let routes = routes.plan(&spec, origins, sink);
    let secret_store = resolve_store(instance, &spec, origins, sink);
    check_shared_secrets(instance, &spec, team, origins, sink);
    notice(instance, &spec, inputs, origins, sink);
    let (team_name, team_place) = instance.team();
    let received = received?;
    if let (Ok(namespace), false) = (&namespace, received.statements.is_empty()) {
        let (statements, origin) = (&received.statements, spec.origin);
        roles.push(RoleRequest::new(instance, name, namespace, statements, origin, origins));
    }
    Ok(WorkloadPlan {
        name: name.clone(),
        stack: instance.stack_name(origins),
        team: Sourced { value: team_name.clone(), origin: origins.leaf(*team_place) },
        environment: Sourced {
            value: instance.environment.name.clone(),
            origin: origins.leaf(instance.environment.name_place),
        },
        namespace: namespace?,
        image: image?,
        init_images: init_images?,
        sidecar_images: sidecar_images?,
        node_group: node_group?,
        pull_secret: pull_secret(instance, origins),
        file_texts: file_texts?,
        pods: Sourced {
            value: pod_names(name, spec.kind.value),
            origin: origins.join(&[spec.origin, spec.kind.origin]),
        },
        alert_conditions,
        monitoring: monitoring.cloned(),
        spec,
        routes: routes?,
        secret_store: secret_store?,
        callers: Vec::new(),
        calls: received.peers,
    })
}

/// Reports a workload that does not say its kind, on which everything else depends.
fn has_kind(
    instance: &StackInstance<'_>,
    name: &EcoString,
    workload: &Merged,
    sources: &Sources,
    sink: &mut Sink,
) -> Result<(), Poison> {
    if workload.member("kind", sources).is_some() {
        return Ok(());
    }
    // The stack's own file is the place to say it, whatever other layers change.
    let own = instance.document.spec.map(Merged::Source);
    let own = own.and_then(|spec| spec.member("workloads", sources)?.member(name, sources));
    let place = own.map_or(workload.place(), |own| own.place());
    let kinds: Vec<String> = WorkloadKind::ALL.iter().map(|kind| format!("`{}`", kind.word())).collect();
    let finding = Finding::new(Code::MISSING_FIELD, "`kind` is not set", Spot::Key(place))
        .label("this workload needs it")
        .help(format!("say what it is: {}", kinds.join(", ")));
    Err(sink.report(finding))
}

/// `workload.name` and `workload.pods`.
fn names_of_workload(name: &EcoString, entry: &Merged, origins: &mut Origins, sources: &Sources) -> Node {
    let mut known = Node::map(Origin::INHERITED);
    known.set("name", Node::text(name.clone(), origins.leaf(entry.place())));
    if let Some((kind, place)) = kind_of(entry, sources) {
        let origin = origins.of_causes([entry.place(), place].map(Cause::Leaf));
        known.set("pods", Node::text(pod_names(name, kind), origin));
    }
    known
}

/// The real name of the workload's namespace, which expressions know too; what is wrong with the logical one is said when the
/// workload as a whole is evaluated.
fn real_namespace(
    instance: &StackInstance<'_>,
    merged: &Merged,
    (known, chosen): (&Node, &Option<ChosenLayers>),
    namespaces: &StackNamespaces,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Sourced<EcoString>, Poison> {
    let logical = merged.member("namespace", inputs.sources).ok_or(Poison)?;
    let mut unheard = Sink::default();
    let mut evaluator = instance.evaluator(inputs, origins, &mut unheard);
    evaluator.chosen.clone_from(chosen);
    evaluator.root("workload", Root::Lazy(known.clone(), merged, Workload::SHAPE));
    let node = evaluator.evaluate(&logical, &Label::SHAPE)?;
    let logical = Sourced::<Label>::read(&node, &mut Reading { origins, sink: &mut unheard })?;
    let spot = spot_of(logical.origin, merged.place(), origins);
    namespaces.real(&logical.value.0, logical.origin, spot, instance.name(), origins, sink)
}

pub(super) fn spot_of(origin: Origin, otherwise: Place, origins: &Origins) -> Spot {
    Spot::Value(origins.first_leaf(origin).unwrap_or(otherwise))
}

pub(super) fn key_of(origin: Origin, otherwise: Place, origins: &Origins) -> Spot {
    Spot::Key(origins.first_leaf(origin).unwrap_or(otherwise))
}

fn resolve_image(
    instance: &StackInstance<'_>,
    image: &Sourced<ImageName>,
    place: Place,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Sourced<EcoString>, Poison> {
    let name = &image.value.0;
    if let Some(found) = instance.environment.images.find(name) {
        let made = origins.of_causes(found.causes.iter().copied());
        return Ok(Sourced { value: found.reference.clone(), origin: origins.join(&[image.origin, made]) });
    }
    let Unpinned { message, help } = instance.environment.images.unpinned(name);
    let spot = spot_of(image.origin, place, origins);
    Err(sink.report(Finding::new(Code::MISSING_IMAGE_PIN, message, spot).help(help)))
}

/// The images of containers beside the workload's own, in their order.
fn resolve_images(
    instance: &StackInstance<'_>,
    containers: &Named<ExtraContainer>,
    place: Place,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Vec<Sourced<EcoString>>, Poison> {
    let images: Vec<Result<Sourced<EcoString>, Poison>> = containers
        .iter()
        .map(|(_, container)| resolve_image(instance, &container.image, place, origins, sink))
        .collect();
    images.into_iter().collect()
}

/// The node group that a workload names, which the cluster must have.
fn resolve_node_group(
    instance: &StackInstance<'_>,
    spec: &Workload,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Option<NodeGroupPlan>, Poison> {
    let Some(group) = spec.nodes.as_ref().and_then(|nodes| nodes.group.as_ref()) else { return Ok(None) };
    let cluster = instance.cluster;
    if let Some(plan) = cluster.node_group(&group.value.0, group.origin, origins) {
        return Ok(Some(plan));
    }
    let message = format!("cluster `{}` has no node group `{}`", cluster.name, group.value.0);
    let mut finding = Finding::new(Code::UNKNOWN_NAME, message, spot_of(group.origin, cluster.place, origins))
        .suggest(&group.value.0, cluster.declared.node_groups.keys());
    finding.help.get_or_insert_with(|| {
        format!("say what its nodes are like in the cluster's own entry: `nodeGroups: {{{}: {{}}}}`", group.value.0)
    });
    Err(sink.report(finding))
}

fn pull_secret(instance: &StackInstance<'_>, origins: &mut Origins) -> Option<Sourced<EcoString>> {
    let environment = instance.environment;
    let secret = environment.spec.images.as_ref()?.pull_secret.as_ref()?;
    let origin = environment.context.export_origin(secret.origin, origins);
    Some(Sourced { value: secret.value.0.clone(), origin })
}

fn resolve_store(
    instance: &StackInstance<'_>,
    spec: &Workload,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Option<Sourced<EcoString>>, Poison> {
    let from = instance.environment.spec.secrets.as_ref();
    if spec.secrets.is_empty() || from.is_some_and(|from| from.value == SecretsFrom::Hand) {
        return Ok(None);
    }
    let from = from.map(|from| instance.environment.context.export_origin(from.origin, origins));
    let cluster = instance.cluster;
    let store = cluster.secret_store(origins).map(|store| {
        let origin = origins.join(&[store.origin, from.unwrap_or_default()]);
        Some(Sourced { origin, ..store })
    });
    store.ok_or_else(|| {
        let message = "no secret store stands in the cluster";
        let spot = key_of(spec.secrets.origin, cluster.place, origins);
        let help = "say which ClusterSecretStore stands there in the cluster's own entry: `external: {stores: [aws]}`; or, on a \
                    cluster without one, `secrets: hand` in the environment";
        sink.report(Finding::new(Code::UNKNOWN_NAME, message, spot).help(help))
    })
}

/// A shared secret must be one that the team may read.
fn check_shared_secrets(
    instance: &StackInstance<'_>,
    spec: &Workload,
    team: &Team,
    origins: &Origins,
    sink: &mut Sink,
) {
    let allowed: Vec<&str> = team
        .spec
        .secrets
        .iter()
        .flat_map(|secrets| secrets.shared.items.iter().map(|name| name.value.0.as_str()))
        .collect();
    for (_, source) in spec.secrets.iter() {
        let name = source.name();
        let Some(shared) = name.value.0.strip_prefix("shared:") else { continue };
        if !allowed.contains(&shared) {
            let (team_name, team_place) = instance.team();
            let message = format!("team `{team_name}` may not read the shared secret `{shared}`");
            let mut finding = Finding::new(Code::UNKNOWN_NAME, message, spot_of(name.origin, *team_place, origins))
                .suggest(shared, allowed.iter().copied());
            if finding.help.is_none() {
                finding.help = Some(format!(
                    "the platform's owners may add it to the team's file: `secrets: {{shared: [{shared}]}}`"
                ));
            }
            sink.report(finding);
        }
    }
}
