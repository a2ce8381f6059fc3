use ecow::eco_format;

use super::application::{Parts, RING, Texts, parts};
use super::project::boolean;
use super::{Fragment, Lowering, Resource, TeamApps, fixed, fixed_list, sync_policy};
use crate::model::{IntOrPercent, Sourced};
use crate::node::{Node, Origin, Payload};

/// Lowers the ApplicationSet of a team: an Application for each of its parameter files.
///
/// Its globs have a fixed depth, so that they mean the same with either way of globbing that Argo CD has.
pub(super) fn lower(lowering: &mut Lowering<'_>, team: &TeamApps<'_>) -> Resource {
    let first = team.first();
    let of_project = lowering.of_project(first);
    let name = Sourced { value: first.id.project(), origin: of_project };
    let header = lowering.header_by_mode("ApplicationSet", "argocd/application-set", name, first);
    let (repository, revision) = (lowering.plan.repository.clone(), lowering.plan.revision.clone());
    let glob = eco_format!("{}/apps/{}/*/*.yaml", lowering.plan.environment.value, team.name);
    let files = Fragment::map(of_project).with("path", Fragment::text(glob, of_project));
    let git = Fragment::map(Origin::INHERITED)
        .with("repoURL", Fragment::text(repository.value, repository.origin))
        .with("revision", Fragment::text(revision.value, revision.origin))
        .with("files", Fragment::list([files]));
    let project = lowering.project(first);
    let parts = parts(lowering, &Texts::Template, project);
    let spec = Fragment::map(Origin::INHERITED)
        .with("goTemplate", boolean(true, Origin::INHERITED))
        .with("goTemplateOptions", fixed_list(&["missingkey=error"]))
        .with("generators", Fragment::list([Fragment::map(Origin::INHERITED).with("git", git)]))
        .with("strategy", strategy(lowering))
        .with("syncPolicy", policy(lowering))
        .with("template", template(parts))
        .with("templatePatch", fixed("{{ toJson .patch }}"));
    Lowering::object(header, spec, None)
}

fn template(parts: Parts) -> Fragment {
    let metadata = Fragment::map(Origin::INHERITED)
        .with("name", fixed("{{ .name }}"))
        .with("labels", parts.labels)
        .with("annotations", parts.annotations)
        .with("finalizers", parts.finalizers);
    Fragment::map(Origin::INHERITED).with("metadata", metadata).with("spec", parts.spec)
}

/// What becomes of Applications whose parameter files go: by hand nothing is deleted, neither they nor what they consist of.
fn policy(lowering: &Lowering<'_>) -> Fragment {
    let origin = sync_policy::mode_origin(lowering);
    let is_automatic = lowering.plan.is_automatic();
    let changes = if is_automatic { "sync" } else { "create-update" };
    Fragment::map(Origin::INHERITED)
        .with("applicationsSync", Fragment::text(changes, origin))
        .with("preserveResourcesOnDeletion", boolean(!is_automatic, origin))
}

/// The rings of the environment's clusters, one after the other.
fn strategy(lowering: &Lowering<'_>) -> Option<Fragment> {
    let sync = lowering.plan.sync.as_ref().filter(|sync| !sync.rings.items.is_empty())?;
    let at_once = || {
        let at_once = sync.at_once.as_ref()?;
        let payload = match &at_once.value {
            IntOrPercent::Int(number) => Payload::Int((*number).into()),
            IntOrPercent::Percent(share) => Payload::Str(share.clone()),
        };
        Some(Fragment::from_node(Node::new(payload, at_once.origin)))
    };
    let steps = sync.rings.items.iter().map(|ring| {
        let matching = Fragment::map(ring.origin)
            .with("key", fixed(RING))
            .with("operator", fixed("In"))
            .with("values", Fragment::list([Fragment::text(ring.value.0.clone(), ring.origin)]));
        Fragment::map(ring.origin).with("matchExpressions", Fragment::list([matching])).with("maxUpdate", at_once())
    });
    let rolling = Fragment::map(Origin::INHERITED).with("steps", Fragment::list(steps.collect::<Vec<_>>()));
    Some(Fragment::map(sync.rings.origin).with("type", fixed("RollingSync")).with("rollingSync", rolling))
}
