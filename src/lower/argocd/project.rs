use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::rendered::{KindKey, Told};
use super::{FINALIZER, Fragment, Header, Lowering, Resource, TeamApps, fixed, fixed_list, source};
use crate::model::{Sourced, SyncWindow};
use crate::node::{Node, Origin, Payload};
use crate::resolve::TeamRole;

/// The wave of projects: before what belongs to them.
const BEFORE_THE_REST: &str = "-1";

/// Lowers the AppProject of a team: what its apps may be made of, where they may go, and what its groups may do.
pub(super) fn lower(lowering: &mut Lowering<'_>, team: &TeamApps<'_>) -> Resource {
    let origin = lowering.of_project(team.first());
    let name = Sourced { value: team.first().id.project(), origin };
    let header = lowering.header("AppProject", "argocd/app-project", name.clone(), team.first());
    let description = eco_format!("Apps of team {} in environment {}.", team.name, lowering.plan.environment.value);
    let repositories = Fragment::list([source::repository(lowering)]);
    let kinds = kinds_of(team);
    let spec = Fragment::map(Origin::INHERITED)
        .with("description", Fragment::text(description, origin))
        .with("sourceRepos", repositories)
        .with("destinations", destinations(lowering, team))
        .with("clusterResourceWhitelist", resource_list(lowering, team, &kinds, true))
        .with("namespaceResourceWhitelist", resource_list(lowering, team, &kinds, false))
        .with("orphanedResources", Fragment::map(Origin::INHERITED).with("warn", boolean(true, Origin::INHERITED)))
        .with("roles", roles(lowering, team, &name))
        .with("syncWindows", windows(lowering));
    let header = Header { annotations: Lowering::wave(BEFORE_THE_REST), ..header };
    Lowering::object(header, spec, kept_while_used())
}

/// Argo CD keeps a project until no app belongs to it.
pub(super) fn kept_while_used() -> Option<Fragment> {
    Some(fixed_list(&[FINALIZER]))
}

pub(super) fn boolean(value: bool, origin: Origin) -> Fragment {
    Fragment::from_node(Node::new(Payload::Bool(value), origin))
}

/// Every kind of the team's apps with the first app that has it.
fn kinds_of<'a>(team: &'a TeamApps<'_>) -> BTreeMap<&'a KindKey, (usize, &'a [crate::node::Cause])> {
    let mut kinds = BTreeMap::new();
    for (index, app) in team.apps.iter().enumerate() {
        for (kind, causes) in &app.kinds {
            kinds.entry(kind).or_insert((index, &**causes));
        }
    }
    kinds
}

/// The kinds that are allowed. What made the first object of a kind is what made the entry: it goes only with all of them.
fn resource_list(
    lowering: &mut Lowering<'_>,
    team: &TeamApps<'_>,
    kinds: &BTreeMap<&KindKey, (usize, &[crate::node::Cause])>,
    is_cluster_scoped: bool,
) -> Fragment {
    let chosen = kinds.iter().filter(|(key, _)| key.is_cluster_scoped == is_cluster_scoped);
    let items = chosen.map(|(key, (app, causes))| {
        let made = lowering.of(causes);
        let team = lowering.of(&team.apps[*app].team);
        let origin = lowering.origins.join(&[made, team]);
        Fragment::map(origin).with("group", fixed(&key.group)).with("kind", fixed(&key.kind))
    });
    // An empty list allows nothing, where no list would allow every kind in a namespace.
    Fragment::list(items.collect::<Vec<_>>())
        .unwrap_or_else(|| Fragment::from_node(Node::new(Payload::Seq(Vec::new()), Origin::INHERITED)))
}

/// The namespaces that the team's apps have objects in, by cluster.
fn destinations(lowering: &mut Lowering<'_>, team: &TeamApps<'_>) -> Option<Fragment> {
    let mut found: BTreeMap<(&EcoString, &EcoString), (&Told, &Told, &[crate::node::Cause])> = BTreeMap::new();
    for app in &team.apps {
        for namespace in &app.namespaces {
            let key = (&app.destination.text, &namespace.text);
            found.entry(key).or_insert((&app.destination, namespace, &*app.team));
        }
    }
    Fragment::list(found.into_values().map(|(cluster, namespace, team)| {
        let origins = [&*cluster.causes, &*namespace.causes, team].map(|causes| lowering.of(causes));
        let origin = lowering.origins.join(&origins);
        Fragment::map(origin).with("name", fixed(&cluster.text)).with("namespace", fixed(&namespace.text))
    }))
}

/// What the team's groups may do with its apps.
fn roles(lowering: &mut Lowering<'_>, team: &TeamApps<'_>, project: &Sourced<EcoString>) -> Option<Fragment> {
    Fragment::list(team.groups.iter().map(|(role, group)| {
        let origin = lowering.origins.join(&[group.origin, project.origin]);
        let policies = actions(*role).iter().map(|(resource, action)| {
            let text = eco_format!(
                "p, proj:{project}:{role}, {resource}, {action}, {project}/*, allow",
                project = project.value,
                role = role.word(),
            );
            Fragment::text(text, project.origin)
        });
        Fragment::map(origin)
            .with("name", fixed(role.word()))
            .with("description", fixed(describe(*role)))
            .with("policies", Fragment::list(policies))
            .with("groups", Fragment::list([Fragment::text(group.value.clone(), group.origin)]))
    }))
}

/// Resources and actions of Argo CD's access control.
fn actions(role: TeamRole) -> &'static [(&'static str, &'static str)] {
    match role {
        TeamRole::Viewers => &[("applications", "get")],
        TeamRole::Developers => &[("applications", "get"), ("applications", "sync"), ("logs", "get")],
        TeamRole::Admins => &[("applications", "*"), ("logs", "get"), ("exec", "create")],
    }
}

fn describe(role: TeamRole) -> &'static str {
    match role {
        TeamRole::Viewers => "Look at the apps.",
        TeamRole::Developers => "Look at the apps and their logs, and sync them.",
        TeamRole::Admins => "Everything about the apps.",
    }
}

/// When the team's apps may be synced.
fn windows(lowering: &Lowering<'_>) -> Option<Fragment> {
    let sync = lowering.plan.sync.as_ref()?;
    Fragment::list(sync.windows.iter().map(|(name, window)| window_of(name, window)))
}

fn window_of(name: &EcoString, window: &SyncWindow) -> Fragment {
    let text = |value: &EcoString, origin| Fragment::text(value.clone(), origin);
    let SyncWindow { kind, schedule, duration, time_zone, manual_sync, .. } = window;
    Fragment::map(window.origin)
        .with("kind", Fragment::text(kind.value.word(), kind.origin))
        .with("schedule", text(&schedule.value.0, schedule.origin))
        .with("duration", text(&duration.value.0, duration.origin))
        .with("timeZone", time_zone.as_ref().map(|zone| text(&zone.value.0, zone.origin)))
        .with("applications", fixed_list(&["*"]))
        .with("manualSync", manual_sync.as_ref().map(|manual| boolean(manual.value, manual.origin)))
        .with("description", Fragment::text(name.clone(), window.origin))
}
