use k8s_openapi::api::rbac::v1 as rbac;

use super::{Fragment, Lowering, ObjectKind, Resource, missing};
use crate::model::AccessRule;
use crate::node::Origin;

pub(super) const ROLE: ObjectKind = ObjectKind::of::<rbac::Role>("workload/role");
pub(super) const BINDING: ObjectKind = ObjectKind::of::<rbac::RoleBinding>("workload/role-binding");

/// The API group of roles.
const GROUP: &str = "rbac.authorization.k8s.io";

/// Lowers what the pods may do with objects of their namespace, if anything.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Vec<Resource> {
    let plan = lowering.plan;
    let Some(account) = plan.spec.service_account.as_ref().filter(|account| !account.rules.is_empty()) else {
        return Vec::new();
    };
    let rules: Vec<Fragment> = account.rules.iter().filter_map(|(_, one)| rule(lowering, one)).collect();
    let presence = Some(account.rules.origin);
    let rules = Fragment::list(rules).map(|rules| rules.because(&[], account.rules.origin));
    let role = lowering.header(ROLE, presence).object(rules.map(|rules| ("rules", rules)));
    let subject = rbac::Subject {
        kind: "ServiceAccount".to_owned(),
        name: plan.name.to_string(),
        namespace: Some(plan.namespace.value.to_string()),
        api_group: None,
    };
    let subject =
        Fragment::of(&subject).because(&["name"], plan.spec.origin).because(&["namespace"], plan.namespace.origin);
    let reference =
        rbac::RoleRef { kind: "Role".to_owned(), name: plan.name.to_string(), api_group: Some(GROUP.to_owned()) };
    let reference = Fragment::of(&reference).because(&["name"], plan.spec.origin);
    let subjects = Fragment::list([subject]).expect("one subject");
    let binding = lowering.header(BINDING, presence).object([("subjects", subjects), ("roleRef", reference)]);
    vec![role, binding]
}

fn rule(lowering: &mut Lowering<'_>, rule: &AccessRule) -> Option<Fragment> {
    for (field, is_empty) in [("resources", rule.resources.items.is_empty()), ("verbs", rule.verbs.items.is_empty())] {
        if is_empty {
            let message = format!("a rule needs `{field}`");
            let finding = missing(message, rule.origin, lowering.origins, "write them as a list");
            lowering.report(finding);
            return None;
        }
    }
    let text = |text: &str, origin: Origin| Fragment::text(text, origin);
    let groups = rule.api_groups.items.iter().map(|group| text(&group.value.0, group.origin));
    let groups = Fragment::list(groups).map(|groups| groups.because(&[], rule.api_groups.origin));
    let core = || Fragment::list([Fragment::text("", Origin::INHERITED)]);
    let lists = [("resources", &rule.resources), ("resourceNames", &rule.resource_names), ("verbs", &rule.verbs)];
    let lowered = Fragment::map(rule.origin).with("apiGroups", groups.or_else(core));
    Some(lists.into_iter().fold(lowered, |lowered, (key, list)| {
        let items = list.items.iter().map(|item| text(&item.value.0, item.origin));
        lowered.with(key, Fragment::list(items).map(|items| items.because(&[], list.origin)))
    }))
}
