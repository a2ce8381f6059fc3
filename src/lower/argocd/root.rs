use ecow::{EcoString, eco_format};

use super::project::{boolean, kept_while_used};
use super::{API_VERSION, Fragment, Header, Lowering, RenderedApp, ToldFile, fixed, fixed_list, source, sync_policy};
use crate::lower::labels::{ENVIRONMENT, MANAGED_BY};
use crate::model::Sourced;
use crate::node::{Cause, Origin};
use crate::resolve::OWN_CLUSTER;

/// The kinds that the root brings into Argo CD.
const KINDS: [&str; 3] = ["AppProject", "Application", "ApplicationSet"];

/// The name of what brings an environment into Argo CD: of an Application and of the project that it belongs to.
pub(super) fn root_name(environment: &EcoString) -> EcoString {
    eco_format!("{environment}-argocd")
}

/// Lowers what a person applies once: the Application that holds the environment's projects and ApplicationSets, and its project.
pub(super) fn lower(lowering: &mut Lowering<'_>, apps: &[&RenderedApp]) -> Vec<ToldFile> {
    let mut files = vec![
        ToldFile { path: "bootstrap/project.yaml".into(), resource: project(lowering, apps[0]) },
        ToldFile { path: "bootstrap/application.yaml".into(), resource: application(lowering, apps[0]) },
    ];
    if lowering.plan.has_plain_applications() {
        files.push(ToldFile {
            path: "bootstrap/argocd-cm.yaml".into(),
            resource: super::health::lower(lowering, apps[0]),
        });
    }
    files
}

fn header(lowering: &mut Lowering<'_>, kind: &'static str, recipe: &'static str, app: &RenderedApp) -> Header {
    let environment = lowering.plan.environment.clone();
    let name = Sourced { value: root_name(&environment.value), origin: environment.origin };
    let recipe_origin = lowering.origins.of(Cause::Recipe(recipe));
    let labels =
        [(MANAGED_BY, "platgen".into(), recipe_origin), (ENVIRONMENT, environment.value.clone(), environment.origin)];
    let labels = Fragment::texts(labels).expect("there are labels");
    Header { labels, ..lowering.header(kind, recipe, name, app) }
}

/// The project of the root: Argo CD's own kinds in its own namespace, and nothing else.
fn project(lowering: &mut Lowering<'_>, app: &RenderedApp) -> super::Resource {
    let header = header(lowering, "AppProject", "argocd/root-project", app);
    let (repository, namespace) = (source::repository(lowering), lowering.plan.namespace());
    let environment = &lowering.plan.environment;
    let description = eco_format!("What Argo CD is told of environment {}.", environment.value);
    let group = API_VERSION.split('/').next().unwrap_or_default();
    let kinds =
        KINDS.map(|kind| Fragment::map(Origin::INHERITED).with("group", fixed(group)).with("kind", fixed(kind)));
    let destination = Fragment::map(Origin::INHERITED)
        .with("name", fixed(OWN_CLUSTER))
        .with("namespace", Fragment::text(namespace.value, namespace.origin));
    let spec = Fragment::map(Origin::INHERITED)
        .with("description", Fragment::text(description, environment.origin))
        .with("sourceRepos", Fragment::list([repository]))
        .with("destinations", Fragment::list([destination]))
        .with("namespaceResourceWhitelist", Fragment::list(kinds));
    Lowering::object(header, spec, kept_while_used())
}

/// The Application that holds the environment's other objects of Argo CD. Nothing goes with it: what it brought in stays.
fn application(lowering: &mut Lowering<'_>, app: &RenderedApp) -> super::Resource {
    let header = header(lowering, "Application", "argocd/root", app);
    let environment = lowering.plan.environment.clone();
    let namespace = lowering.plan.namespace();
    let path = Fragment::text(eco_format!("{}/argocd", environment.value), environment.origin);
    let (field, source) = source::lower(lowering, path);
    let destination = Fragment::map(Origin::INHERITED)
        .with("name", fixed(OWN_CLUSTER))
        .with("namespace", Fragment::text(namespace.value, namespace.origin));
    let mode = sync_policy::mode_origin(lowering);
    let automated = lowering.plan.is_automatic().then(|| {
        let yes = || boolean(true, Origin::INHERITED);
        Fragment::map(mode).with("prune", yes()).with("selfHeal", yes())
    });
    let policy = Fragment::map(Origin::INHERITED)
        .with("automated", automated)
        .with("syncOptions", fixed_list(&["ServerSideApply=true", "PruneLast=true"]));
    let spec = Fragment::map(Origin::INHERITED)
        .with("project", Fragment::text(root_name(&environment.value), environment.origin))
        .with(field, source)
        .with("destination", destination)
        .with("syncPolicy", policy);
    Lowering::object(header, spec, None)
}
