use ecow::{EcoString, eco_format};

use super::rendered::{RenderedApp, Told, ToldSync};
use super::{FINALIZER, Fragment, Header, Lowering, ToldFile, fixed, source, sync_policy};
use crate::lower::annotations::SYNC_WAVE;
use crate::lower::labels::{ENVIRONMENT, TEAM};
use crate::model::Sourced;
use crate::node::Origin;

/// Labels of an Application that name its app, its stack, its cluster and the cluster's ring.
const APP: &str = "platgen.dev/app";
const STACK: &str = "platgen.dev/stack";
const CLUSTER: &str = "platgen.dev/cluster";
pub(super) const RING: &str = "platgen.dev/ring";

/// Where the texts of an Application come from: from one app, or from the parameters of any.
pub(super) enum Texts<'a> {
    /// The app's own.
    Of(&'a RenderedApp),
    /// Actions of a template over the app's parameters.
    Template,
}

/// What an Application is made of, apart from its header.
pub(super) struct Parts {
    /// Its labels.
    pub(super) labels: Fragment,
    /// Its annotations.
    pub(super) annotations: Fragment,
    /// What deletes its objects with it; none where they stay.
    pub(super) finalizers: Option<Fragment>,
    /// Its `spec`.
    pub(super) spec: Fragment,
}

impl Texts<'_> {
    /// When the app's changes are applied, where its stack says something of it; a patch says so over the template.
    fn sync(&self) -> Option<&ToldSync> {
        match self {
            Texts::Template => None,
            Texts::Of(app) => app.sync.as_ref(),
        }
    }

    /// A text of the app, or the action that reads it from the parameters.
    fn text(&self, lowering: &mut Lowering<'_>, key: &'static str) -> Fragment {
        let app = match self {
            Texts::Template => return Fragment::text(eco_format!("{{{{ .{key} }}}}"), Origin::INHERITED),
            Texts::Of(app) => app,
        };
        let parameters = app.parameters();
        let (_, text) = parameters.into_iter().find(|(name, _)| *name == key).expect("a parameter of every app");
        let told = |lowering: &mut Lowering<'_>, told: Option<&Told>| {
            told.map_or(Origin::INHERITED, |told| lowering.of(&told.causes))
        };
        let origin = match key {
            "destination" => told(lowering, Some(&app.destination)),
            "namespace" => told(lowering, Some(app.namespace())),
            "ring" => told(lowering, app.ring.as_ref()),
            "team" => lowering.of(&app.team),
            _ => Origin::INHERITED,
        };
        Fragment::text(text, origin)
    }
}

/// Lowers the parts of an Application that an ApplicationSet's template has, too.
pub(super) fn parts(lowering: &mut Lowering<'_>, texts: &Texts<'_>, project: Fragment) -> Parts {
    let label = [
        (APP, "app"),
        (CLUSTER, "cluster"),
        (ENVIRONMENT, "environment"),
        (RING, "ring"),
        (STACK, "stack"),
        (TEAM, "team"),
    ];
    let labels = label
        .into_iter()
        .fold(Fragment::map(Origin::INHERITED), |labels, (label, key)| labels.with(label, texts.text(lowering, key)));
    let annotations = Fragment::map(Origin::INHERITED)
        .with("argocd.argoproj.io/compare-options", fixed("ServerSideDiff=true"))
        .with("argocd.argoproj.io/manifest-generate-paths", fixed("."));
    let path = texts.text(lowering, "manifests");
    let (field, source) = source::lower(lowering, path);
    let destination = Fragment::map(Origin::INHERITED)
        .with("name", texts.text(lowering, "destination"))
        .with("namespace", texts.text(lowering, "namespace"));
    let spec = Fragment::map(Origin::INHERITED)
        .with("project", project)
        .with(field, source)
        .with("destination", destination)
        .with("syncPolicy", sync_policy::lower(lowering, texts.sync()))
        .with("ignoreDifferences", sync_policy::ignored(lowering));
    Parts { labels, annotations, finalizers: finalizers(lowering), spec }
}

/// Where changes are applied by hand, what an app consists of stays when its Application goes.
fn finalizers(lowering: &Lowering<'_>) -> Option<Fragment> {
    let origin = sync_policy::mode_origin(lowering);
    lowering
        .plan
        .is_automatic()
        .then(|| Fragment::list([fixed(FINALIZER)]).expect("one finalizer").because(&[], origin))
}

/// Lowers the plain Application of an app, in its place among the environment's.
pub(super) fn lower(lowering: &mut Lowering<'_>, app: &RenderedApp) -> ToldFile {
    let name: Sourced<EcoString> = Sourced { value: app.id.application(), origin: lowering.plan.environment.origin };
    let header = lowering.header_by_mode("Application", "argocd/application", name, app);
    let project = lowering.project(app);
    let parts = parts(lowering, &Texts::Of(app), project);
    let annotations = parts.annotations.with(SYNC_WAVE, fixed(app.part.wave()));
    let header = Header { labels: parts.labels, annotations: Some(annotations), ..header };
    let resource = Lowering::object(header, parts.spec, parts.finalizers);
    ToldFile { path: eco_format!("argocd/applications/{}/{}.yaml", app.id.cluster, app.id.app), resource }
}
