use ecow::{EcoString, eco_format};
use k8s_openapi::api::rbac::v1 as rbac;

use super::{Fragment, Lowering, ObjectKind, Resource};
use crate::model::Sourced;

pub(super) const KIND: ObjectKind = ObjectKind::of::<rbac::RoleBinding>("namespaces/role-binding");
const RBAC: &str = "rbac.authorization.k8s.io";

/// Lowers what the team's groups may do in the namespace, one RoleBinding each.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Vec<Resource> {
    let groups = &lowering.plan.groups;
    groups.iter().map(|(role, group)| bind(lowering, role, group)).collect()
}

/// What people call those who are bound to a ClusterRole.
fn members(role: &'static str) -> &'static str {
    match role {
        "view" => "viewers",
        "edit" => "developers",
        "admin" => "admins",
        other => other,
    }
}

fn bind(lowering: &mut Lowering<'_>, role: &'static str, group: &Sourced<EcoString>) -> Resource {
    let team = &lowering.plan.team;
    let origin = lowering.origins.join(&[group.origin, team.origin]);
    let name = Sourced { value: eco_format!("{}-{}", team.value, members(role)), origin };
    let subject = rbac::Subject {
        kind: "Group".to_owned(),
        name: group.value.to_string(),
        api_group: Some(RBAC.to_owned()),
        namespace: None,
    };
    let reference =
        rbac::RoleRef { kind: "ClusterRole".to_owned(), name: role.to_owned(), api_group: Some(RBAC.to_owned()) };
    let subjects = Fragment::list([Fragment::of(&subject).because(&["name"], group.origin)]);
    let header = lowering.header(KIND, name, origin);
    header.object([("subjects", subjects.expect("one subject")), ("roleRef", Fragment::of(&reference))])
}
