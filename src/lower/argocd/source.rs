use super::project::boolean;
use super::{Fragment, Lowering};
use crate::model::Sourced;
use crate::node::Origin;
use crate::resolve::SourcePlan;

/// Lowers where an Application reads manifests that lie at a path of the output: its field, and what stands there.
pub(super) fn lower(lowering: &mut Lowering<'_>, path: Fragment) -> (&'static str, Fragment) {
    match lowering.plan.source.clone() {
        SourcePlan::Git => {
            let (repository, revision) = (lowering.plan.repository.clone(), lowering.plan.revision.clone());
            ("source", folder(lowering, repository, revision, path))
        }
        SourcePlan::Artifact { repository, tag } => ("source", folder(lowering, repository, tag, path)),
        SourcePlan::Hydrated { branch, hydrate_to } => {
            let (repository, revision) = (lowering.plan.repository.clone(), lowering.plan.revision.clone());
            let dry = folder(lowering, repository, revision, path.clone());
            let target = |branch: Sourced<_>| {
                Fragment::map(Origin::INHERITED).with("targetBranch", Fragment::text(branch.value, branch.origin))
            };
            let source = Fragment::map(lowering.plan.source_origin)
                .with("drySource", dry)
                .with("syncSource", target(branch).with("path", path))
                .with("hydrateTo", hydrate_to.map(target));
            ("sourceHydrator", source)
        }
    }
}

/// A folder with all below it.
fn folder(
    lowering: &mut Lowering<'_>,
    repository: Sourced<ecow::EcoString>,
    revision: Sourced<ecow::EcoString>,
    path: Fragment,
) -> Fragment {
    let chosen = lowering.plan.source_origin;
    let mut text = |text: Sourced<ecow::EcoString>| {
        let origin = lowering.origins.join(&[text.origin, chosen]);
        Fragment::text(text.value, origin)
    };
    Fragment::map(chosen)
        .with("repoURL", text(repository))
        .with("targetRevision", text(revision))
        .with("path", path)
        .with("directory", Fragment::map(Origin::INHERITED).with("recurse", boolean(true, Origin::INHERITED)))
}

/// The repository, or the artifact, that an AppProject allows.
pub(super) fn repository(lowering: &mut Lowering<'_>) -> Fragment {
    let repository = match &lowering.plan.source {
        SourcePlan::Artifact { repository, .. } => repository.clone(),
        SourcePlan::Git | SourcePlan::Hydrated { .. } => lowering.plan.repository.clone(),
    };
    let origin = lowering.origins.join(&[repository.origin, lowering.plan.source_origin]);
    Fragment::text(repository.value, origin)
}
