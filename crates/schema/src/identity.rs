//! The name under which an object is kept, by the grammar that its kind has.

use crate::catalog::{Scope, split};
use crate::fault::FaultKind;
use crate::grammar::{Grammar, check as check_text};
use crate::nearest::excerpt;
use crate::tree::{Tree, View, field};
use crate::walk::{Trail, Walker};
use std::borrow::Cow;

/// Longest name of a CronJob: the server adds eleven characters to name its Jobs.
const CRON_JOB: usize = 52;

pub(crate) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, api_version: &str, kind: &str, root: &'t N) {
    let Some(served) = walker.schemas.kind(api_version, kind).filter(|served| served.scope != Scope::Unstored) else {
        return;
    };
    let grammar = if served.custom { Grammar::DnsSubdomain } else { grammar_of(split(api_version).0, kind) };
    let trail = Trail::root();
    let Some(metadata) = field(root, "metadata").filter(|metadata| matches!(metadata.view(), View::Map(_))) else {
        // Where it is of another type, or the schema itself requires it, the walk has reported it.
        let absent = field(root, "metadata").is_none_or(|metadata| matches!(metadata.view(), View::Null));
        let reported =
            walker.faults.iter().any(|fault| fault.path.is_empty() && fault.key.as_deref() == Some("metadata"));
        if absent && !reported {
            let fault = walker.report(FaultKind::MissingField, &trail, root, "missing field `metadata`".to_owned());
            fault.key = Some(Cow::Borrowed("metadata"));
        }
        return;
    };
    let trail = trail.key("metadata");
    check_rest(walker, &trail, metadata);
    let given = |name| field(metadata, name).filter(|value| !matches!(value.view(), View::Null | View::Str("")));
    let Some(name) = given("name") else {
        // The server names a LimitRange itself.
        if given("generateName").is_none() && kind != "LimitRange" {
            let fault = walker.report(FaultKind::MissingField, &trail, metadata, "missing field `name`".to_owned());
            fault.key = Some(Cow::Borrowed("name"));
        }
        return;
    };
    let View::Str(text) = name.view() else { return };
    let trail = trail.key("name");
    if let Err(phrase) = check_text(grammar, text) {
        let message = format!("the name of a `{kind}` must be {phrase}, not `{}`", excerpt(text));
        walker.report(FaultKind::BadFormat, &trail, name, message);
    } else if kind == "CronJob" && !served.custom && text.len() > CRON_JOB {
        walker.report(
            FaultKind::BadLength,
            &trail,
            name,
            format!("the name of a `CronJob` must have at most {CRON_JOB} characters"),
        );
    }
}

/// Checks the parts of an object's metadata that a template's metadata may hold in any form.
fn check_rest<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, trail: &Trail<'_, 't>, metadata: &'t N) {
    let mut check = |trail: &Trail<'_, 't>, grammar, node: &'t N| {
        if let View::Str(text) = node.view()
            && !text.is_empty()
            && !walker.is_full()
            && let Err(phrase) = check_text(grammar, text)
        {
            let message = format!("{} must be {phrase}, not `{}`", trail.subject(), excerpt(text));
            walker.report(FaultKind::BadFormat, trail, node, message);
        }
    };
    for (key, grammar) in [("namespace", Grammar::DnsLabel), ("generateName", Grammar::GenerateName)] {
        if let Some(value) = field(metadata, key) {
            check(&trail.key(key), grammar, value);
        }
    }
    let Some(finalizers) = field(metadata, "finalizers") else { return };
    let trail = trail.key("finalizers");
    if let View::Seq(items) = finalizers.view() {
        for (index, item) in items.enumerate() {
            check(&trail.index(index), Grammar::Finalizer, item);
        }
    }
}

/// Finds the grammar of a built-in kind's names; most are subdomains.
fn grammar_of(group: &str, kind: &str) -> Grammar {
    match (group, kind) {
        ("", "Namespace") => Grammar::DnsLabel,
        ("", "Service") => Grammar::Dns1035Label,
        ("rbac.authorization.k8s.io", _)
        | ("apiregistration.k8s.io", _)
        | ("certificates.k8s.io", "ClusterTrustBundle") => Grammar::PathSegment,
        // The server asks of it only what every name needs.
        ("policy", "PodDisruptionBudget") => Grammar::PathSegment,
        ("networking.k8s.io", "IPAddress") => Grammar::Ip,
        ("internal.apiserver.k8s.io", _) | ("resource.k8s.io", "ResourceSlice") => Grammar::PathSegment,
        _ => Grammar::DnsSubdomain,
    }
}
