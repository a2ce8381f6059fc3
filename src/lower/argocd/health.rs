use k8s_openapi::api::core::v1 as core;

use super::{Fragment, Header, Lowering, ObjectKind, RenderedApp, Resource, fixed};
use crate::model::Sourced;
use crate::node::{Cause, Origin};

const KIND: ObjectKind = ObjectKind::of::<core::ConfigMap>("argocd/health-of-applications");

/// The name of Argo CD's own settings, and the label by which it finds them.
const SETTINGS: &str = "argocd-cm";
const PART_OF: &str = "app.kubernetes.io/part-of";

/// The setting that says when an Application is healthy. Argo CD asks nobody by default, so that waves of Applications would not
/// wait for one another.
const SETTING: &str = "resource.customizations.health.argoproj.io_Application";

/// An Application is as healthy as what it consists of; one that has not been looked at is on its way.
const HEALTH: &str = "\
local health = obj.status and obj.status.health or {}
return {status = health.status or \"Progressing\", message = health.message or \"\"}
";

/// Lowers the part of Argo CD's settings that waves on Applications need; it is applied beside what else stands in them.
pub(super) fn lower(lowering: &mut Lowering<'_>, app: &RenderedApp) -> Resource {
    let name = Sourced { value: SETTINGS.into(), origin: Origin::INHERITED };
    let header = lowering.header_by_mode("ConfigMap", KIND.recipe, name, app);
    let recipe = lowering.origins.of(Cause::Recipe(KIND.recipe));
    let labels = Fragment::texts([(PART_OF, "argocd".into(), recipe)]).expect("a label");
    Header { kind: KIND, labels, ..header }
        .object([("data", Fragment::map(Origin::INHERITED).with(SETTING, fixed(HEALTH)))])
}
