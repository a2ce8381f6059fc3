//! Ingresses.

use super::place::Place;
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

/// Parts that a path to match may not have, since servers would read them in different ways.
const REFUSED: &[&str] = &["//", "/./", "/../", "%2f", "%2F"];
/// Ends that a path to match may not have.
const REFUSED_ENDS: &[&str] = &["/..", "/."];
/// The annotation that chose a class before there was a field.
const CLASS: &str = "kubernetes.io/ingress.class";

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    if !spec.has_some("rules") && !spec.has("defaultBackend") {
        spec.fault(walker, FaultKind::MissingCompanion, format_args!("one of `rules` or `defaultBackend` must be set"));
    }
    check_class(walker, root, &spec);
    let Some(rules) = spec.field("rules") else { return };
    for rule in rules.items() {
        let Some(http) = rule.field("http") else { continue };
        let Some(paths) = http.field("paths") else { continue };
        if paths.len() == 0 {
            http.missing(walker, "paths", "a rule leads somewhere");
        }
        for path in paths.items() {
            check_path(walker, &path);
        }
    }
}

fn check_class<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(class) = spec.text("ingressClassName") else { return };
    if let Some(metadata) = root.field("metadata")
        && let Some(annotations) = metadata.field("annotations")
        && let Some(annotated) = annotations.text(CLASS).filter(|annotated| *annotated != class)
    {
        let message = format_args!("the annotation's class `{annotated}` is not that of `ingressClassName`, `{class}`");
        annotations.fault(walker, FaultKind::Conflict, message).key(CLASS).help(format_args!("remove the annotation"));
    }
}

fn check_path<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, place: &Place<'_, 't, N>) {
    let path = place.text("path").unwrap_or_default();
    let Some(kind) = place.text("pathType") else { return };
    let matched = matches!(kind, "Exact" | "Prefix");
    if !path.starts_with('/') && (matched || kind == "ImplementationSpecific" && !path.is_empty()) {
        let message = format_args!("`path` must begin with `/`, not be `{}`", crate::nearest::excerpt(path));
        place.fault(walker, FaultKind::BadFormat, message).key("path");
    }
    let refused = REFUSED.iter().find(|part| path.contains(**part));
    let refused = refused.or_else(|| REFUSED_ENDS.iter().find(|end| path.ends_with(**end)));
    if matched && let Some(part) = refused {
        place.fault(walker, FaultKind::BadFormat, format_args!("`path` must not have `{part}`")).key("path");
    }
}
