//! Roles and their bindings.

use super::place::Place;
use super::selector;
use crate::fault::FaultKind;
use crate::grammar::{Grammar, check as check_text};
use crate::nearest::excerpt;
use crate::tree::Tree;
use crate::walk::Walker;

const GROUP: &str = "rbac.authorization.k8s.io";

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, kind: &str, root: &Place<'_, 't, N>) {
    let cluster = kind == "ClusterRoleBinding";
    if let Some(role) = root.field("roleRef") {
        if cluster && role.text("kind") == Some("Role") {
            role.fault(walker, FaultKind::Conflict, format_args!("a `ClusterRoleBinding` binds a `ClusterRole` only"))
                .key("kind");
        }
        if let Some(group) = role.text("apiGroup").filter(|group| *group != GROUP) {
            refuse_group(walker, &role, group, GROUP);
        }
    }
    let Some(subjects) = root.field("subjects") else { return };
    for subject in subjects.items() {
        check_subject(walker, &subject, cluster);
    }
}

fn check_subject<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, subject: &Place<'_, 't, N>, cluster: bool) {
    let group = subject.text("apiGroup");
    match (subject.text("kind"), group) {
        (Some("ServiceAccount"), group) => {
            if let Some(group) = group {
                refuse_group(walker, subject, group, "");
            }
            if let Some(name) = subject.text("name")
                && let Err(phrase) = check_text(Grammar::DnsSubdomain, name)
            {
                let message = format_args!("the name of a service account must be {phrase}, not `{}`", excerpt(name));
                subject.fault(walker, FaultKind::BadFormat, message).key("name");
            }
            if cluster && subject.text("namespace").is_none() {
                subject.missing(walker, "namespace", "a service account has one");
            }
        }
        // An empty group is filled in for users and groups.
        (Some("User" | "Group"), Some(group)) if group != GROUP => refuse_group(walker, subject, group, GROUP),
        _ => {}
    }
}

fn refuse_group<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, place: &Place<'_, 't, N>, given: &str, right: &str) {
    place
        .fault(walker, FaultKind::Conflict, format_args!("`apiGroup` cannot be `{given}` here"))
        .key("apiGroup")
        .help(format_args!("use `\"{right}\"`"));
}

pub(super) fn check_role<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, kind: &str, root: &Place<'_, 't, N>) {
    for rule in root.field("rules").iter().flat_map(|rules| rules.items()) {
        check_rule(walker, &rule, kind == "Role");
    }
    let Some(aggregation) = root.field("aggregationRule") else { return };
    match aggregation.field("clusterRoleSelectors").filter(|selectors| selectors.len() > 0) {
        None => aggregation.missing(walker, "clusterRoleSelectors", "they say which roles are joined"),
        Some(selectors) => selectors.items().for_each(|selector| selector::check_requirements(walker, &selector)),
    }
}

fn check_rule<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, rule: &Place<'_, 't, N>, namespaced: bool) {
    if !rule.has_some("nonResourceURLs") {
        for key in ["apiGroups", "resources"] {
            if !rule.has_some(key) {
                rule.missing(walker, key, "a rule about resources names them");
            }
        }
        return;
    }
    if namespaced {
        let message = format_args!("a `Role` cannot allow `nonResourceURLs`, which are in no namespace");
        rule.fault(walker, FaultKind::Conflict, message)
            .key("nonResourceURLs")
            .help(format_args!("use a `ClusterRole`"));
    }
    if ["apiGroups", "resources", "resourceNames"].iter().any(|key| rule.has_some(key)) {
        let message = format_args!("one rule cannot be about resources and `nonResourceURLs`");
        rule.fault(walker, FaultKind::Conflict, message)
            .key("nonResourceURLs")
            .help(format_args!("make two rules of it"));
    }
}
