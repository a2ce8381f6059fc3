//! CustomResourceDefinitions: names, versions and how objects are converted between them.

use super::place::{Place, as_text};
use super::structural;
use crate::fault::FaultKind;
use crate::grammar::{Grammar, check as check_text};
use crate::nearest::excerpt;
use crate::tree::{Tree, View};
use crate::walk::Walker;

/// The annotation by which an API of Kubernetes' own groups says who approved it.
const APPROVED: &str = "api-approved.kubernetes.io";

/// Keywords that the schema of a whole object may not have where the status is written apart.
const BESIDE_STATUS: [&str; 5] = ["allOf", "anyOf", "default", "not", "oneOf"];

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    check_identity(walker, root, &spec);
    if let Some(names) = spec.field("names") {
        check_names(walker, &names);
    }
    if let Some(versions) = spec.field("versions") {
        check_versions(walker, &versions);
    }
    if spec.flag("preserveUnknownFields") == Some(true) {
        let message = format_args!("`preserveUnknownFields` must be false in `apiextensions.k8s.io/v1`");
        let help = format_args!("set `x-kubernetes-preserve-unknown-fields: true` in the schemas instead");
        spec.fault(walker, FaultKind::Conflict, message).key("preserveUnknownFields").help(help);
    }
    if let Some(conversion) = spec.field("conversion") {
        check_conversion(walker, &conversion);
    }
}

/// The definition's own name follows from the group and the plural.
fn check_identity<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(group) = spec.text("group") else { return };
    if !group.contains('.') {
        let message = format_args!("`group` must be a domain with at least one dot, not `{}`", excerpt(group));
        spec.fault(walker, FaultKind::BadFormat, message).key("group");
    }
    let metadata = root.field("metadata");
    let plural = spec.field("names").and_then(|names| names.text("plural"));
    if let (Some(metadata), Some(plural)) = (&metadata, plural)
        && let Some(name) = metadata.text("name")
        && name.strip_suffix(group).and_then(|rest| rest.strip_suffix('.')) != Some(plural)
    {
        let message = format_args!("the name must be plural and group, `{plural}.{group}`, not `{}`", excerpt(name));
        metadata.fault(walker, FaultKind::Conflict, message).key("name");
    }
    let annotations = metadata.as_ref().and_then(|metadata| metadata.field("annotations"));
    let is_approved = annotations.is_some_and(|annotations| annotations.text(APPROVED).is_some());
    if is_protected(group) && !is_approved {
        let message =
            format_args!("a group below `k8s.io` or `kubernetes.io` needs the annotation `{APPROVED}`, as `{group}`");
        spec.fault(walker, FaultKind::MissingCompanion, message).key("group");
    }
}

/// Whether the server protects a group, see `IsProtectedCommunityGroup`.
fn is_protected(group: &str) -> bool {
    ["k8s.io", "kubernetes.io"]
        .into_iter()
        .any(|owner| group.strip_suffix(owner).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

fn check_names<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, names: &Place<'_, 't, N>) {
    for key in ["plural", "singular", "kind", "listKind"] {
        let Some(name) = names.text(key) else { continue };
        let folded = if key.to_lowercase().ends_with("kind") { name.to_lowercase() } else { name.to_owned() };
        if let Err(phrase) = check_text(Grammar::Dns1035Label, &folded) {
            let message = format_args!("`{key}` must be {phrase}, not `{}`", excerpt(name));
            names.fault(walker, FaultKind::BadFormat, message).key(key);
        }
    }
    for key in ["shortNames", "categories"] {
        let list = names.field(key);
        for item in list.iter().flat_map(Place::items) {
            if let Some(Err(phrase)) = as_text(item.node).map(|name| check_text(Grammar::Dns1035Label, name)) {
                item.fault(walker, FaultKind::BadFormat, format_args!("an item of `{key}` must be {phrase}"));
            }
        }
    }
    if names.text("kind").is_some() && names.text("kind") == names.text("listKind") {
        let message = format_args!("`kind` and `listKind` must differ");
        names.fault(walker, FaultKind::Conflict, message).key("listKind");
    }
}

fn check_versions<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, versions: &Place<'_, 't, N>) {
    let stored = versions.items().filter(|version| version.flag("storage") == Some(true)).count();
    if stored != 1 {
        let message = format_args!("exactly one version must have `storage: true`, not {stored}");
        versions.fault(walker, FaultKind::BadCount, message);
    }
    let mut seen: Vec<&str> = Vec::new();
    for version in versions.items() {
        let Some(name) = version.text("name") else { continue };
        if seen.contains(&name) {
            version
                .fault(walker, FaultKind::DuplicateName, format_args!("two versions have the name `{name}`"))
                .key("name");
        }
        seen.push(name);
        check_warning(walker, &version);
        match version.field("schema").and_then(|schema| schema.has("openAPIV3Schema").then_some(())) {
            None => version.missing(walker, "schema", "every version has an `openAPIV3Schema`"),
            Some(()) => check_schema(walker, &version),
        }
    }
}

fn check_schema<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, version: &Place<'_, 't, N>) {
    let schema = version.field("schema");
    let Some(schema) = schema.as_ref().and_then(|schema| schema.field("openAPIV3Schema")) else { return };
    structural::check(walker, &schema);
    if version.field("subresources").is_some_and(|subresources| subresources.has("status")) {
        for (keyword, _) in schema.fields().filter(|(keyword, _)| BESIDE_STATUS.contains(keyword)) {
            let message =
                format_args!("the schema of a whole object has no `{keyword}` where `subresources` has `status`");
            schema.fault(walker, FaultKind::Conflict, message).key(keyword);
        }
    }
}

fn check_warning<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, version: &Place<'_, 't, N>) {
    let Some(warning) = version.field("deprecationWarning") else { return };
    if version.flag("deprecated") != Some(true) {
        let message = format_args!("`deprecationWarning` is for versions with `deprecated: true`");
        version.fault(walker, FaultKind::Conflict, message).key("deprecationWarning");
        return;
    }
    if let View::Str(text) = warning.node.view()
        && (text.is_empty() || text.len() > 256 || text.chars().any(char::is_control))
    {
        let message = format_args!("`deprecationWarning` must be one line of 1 to 256 bytes");
        warning.fault(walker, FaultKind::BadLength, message);
    }
}

fn check_conversion<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, conversion: &Place<'_, 't, N>) {
    let is_webhook = conversion.text("strategy") == Some("Webhook");
    match conversion.field("webhook") {
        None if is_webhook => conversion.missing(walker, "webhook", "the strategy is `Webhook`"),
        Some(_) if !is_webhook => {
            let message = format_args!("`webhook` is for the strategy `Webhook`");
            conversion.fault(walker, FaultKind::Conflict, message).key("webhook");
        }
        Some(webhook) => check_webhook(walker, &webhook),
        None => {}
    }
}

fn check_webhook<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, webhook: &Place<'_, 't, N>) {
    if !webhook.has("clientConfig") {
        return webhook.missing(walker, "clientConfig", "it says whom to ask");
    }
    let versions = webhook.field("conversionReviewVersions");
    let mut known = versions.iter().flat_map(Place::items).filter_map(|item| as_text(item.node));
    if let Some(versions) = &versions
        && !known.any(|version| matches!(version, "v1" | "v1beta1"))
    {
        versions.fault(walker, FaultKind::NotInEnum, format_args!("`v1` or `v1beta1` must be among the versions"));
    }
}
