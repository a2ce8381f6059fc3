use platgen_schema::{Fault, FaultKind, Known, Step, validate};

use super::object::{Cursor, Object, Site};
use super::rules::schema;
use crate::diagnostics::{Code, Finding, Level};
use crate::node::Node;

/// Whether an object could be judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Judged {
    /// By the schema of its kind.
    Yes,
    /// There is no schema of its kind: it belongs to a group that Kubernetes does not have.
    NoSchema,
}

/// Judges one object as the API server of its cluster would; every fault is reported where the value was written.
pub(super) fn check_structure(object: &Object<'_>, found: &mut Vec<Finding>) -> Judged {
    let (schemas, resource) = (object.schemas, object.resource);
    let is_served = schemas.kind(&resource.api_version, &resource.kind).is_some();
    // Groups that were Kubernetes' own once, such as `extensions`, are asked about all the same.
    let looks_foreign = || object.group().contains('.') && !object.group().ends_with(".k8s.io");
    if !is_served && looks_foreign() && !schemas.has_group(object.group()) {
        return Judged::NoSchema;
    }
    let known = schemas.known(&resource.api_version, &resource.kind);
    match known {
        Known::Yes => {
            let faults = validate(schemas, &resource.api_version, &resource.kind, &resource.body);
            found.extend(faults.iter().map(|fault| finding_of(object, fault)));
            found.extend(ending(object));
            Judged::Yes
        }
        Known::UnknownGroup { .. } => Judged::NoSchema,
        // Of a group that is not Kubernetes' own only some definitions may be known.
        Known::UnknownKind { .. } if schemas.has_custom_group(object.group()) => Judged::NoSchema,
        known => {
            let field = if matches!(known, Known::UnknownKind { .. }) { "kind" } else { "apiVersion" };
            let (message, instead) = refusal(object, known);
            found.push(unserved(object, schema::unserved_api::CODE, field, message, instead));
            Judged::Yes
        }
    }
}

/// Says that an API version is on its way out, or gone with the next upgrade.
fn ending(object: &Object<'_>) -> Option<Finding> {
    let (schemas, resource) = (object.schemas, object.resource);
    if let Some(deprecation) = schemas.custom_deprecation(&resource.api_version, &resource.kind) {
        let warning = deprecation.warning.map_or_else(String::new, |warning| format!(": {warning}"));
        let message = format!("{} is deprecated by its definition{warning}", title(object));
        return Some(unserved(object, schema::deprecated_api::CODE, "apiVersion", message, deprecation.replacement));
    }
    let next = schemas.minor() + 1;
    let (code, message, instead) = match schemas.known_at(&resource.api_version, &resource.kind, next) {
        Known::Removed { replacement, .. } => {
            let message = format!("{} is gone from Kubernetes 1.{next}, the next version", title(object));
            (schema::removed_in_next_version::CODE, message, replacement)
        }
        _ => {
            let deprecation = schemas.deprecation(&resource.api_version, &resource.kind)?;
            let until = deprecation.removed.map_or_else(String::new, |minor| format!(" and gone from 1.{minor}"));
            let message = format!("{} is deprecated since 1.{}{until}", title(object), deprecation.since);
            (schema::deprecated_api::CODE, message, deprecation.replacement)
        }
    };
    Some(unserved(object, code, "apiVersion", message, instead))
}

fn title(object: &Object<'_>) -> String {
    format!("`{}` of `{}`", object.resource.kind, object.resource.api_version)
}

/// Why a release does not serve a kind, and what to write instead.
fn refusal(object: &Object<'_>, known: Known) -> (String, Option<String>) {
    let (kind, minor) = (title(object), object.schemas.minor());
    if let Known::UnknownVersion { served } = &known
        && object.schemas.has_custom_group(object.group())
    {
        let served = served.first().cloned();
        let why = if served.is_some() { "does not serve this version" } else { "serves no version" };
        return (format!("{kind} cannot be applied: its definition {why}"), served);
    }
    let not_served = format!("{kind} is not served by Kubernetes 1.{minor}");
    match known {
        Known::Removed { minor: since, replacement } => {
            (format!("{not_served}: it is gone since 1.{since}"), replacement)
        }
        Known::NotYet { since } => (format!("{not_served}: it comes with 1.{since}"), None),
        Known::UnknownVersion { served } => (not_served, served.into_iter().next()),
        Known::UnknownKind { nearest, elsewhere } => (not_served, nearest.or_else(|| elsewhere.into_iter().next())),
        Known::UnknownGroup { .. } | Known::Yes => (not_served, None),
    }
}

fn unserved(object: &Object<'_>, code: Code, field: &str, message: String, instead: Option<String>) -> Finding {
    let at = object.root().get(field).unwrap_or_else(|| object.root());
    let finding = object.finding(code, message, object.site(&at)).label(super::object::label_of(
        &object.resource.kind,
        &object.resource.name,
        &crate::diagnostics::NodePath::default(),
    ));
    match instead {
        Some(instead) => finding.help(format!("write `{instead}`")),
        None => finding,
    }
}

fn finding_of(object: &Object<'_>, fault: &Fault<'_, Node>) -> Finding {
    let code = match fault.kind {
        FaultKind::UnknownField => schema::unknown_resource_field::CODE,
        FaultKind::WrongType => schema::wrong_resource_type::CODE,
        FaultKind::MissingField | FaultKind::MissingCompanion => schema::missing_resource_field::CODE,
        _ => schema::invalid_resource_value::CODE,
    };
    let mut finding = object.finding(code, fault.message.clone(), site_of(object, fault));
    finding.help.clone_from(&fault.help);
    // The fault is the definition's: of the object nothing is known to be wrong.
    if fault.kind == FaultKind::Uncheckable {
        finding.level = Level::Info;
    }
    finding
}

fn site_of(object: &Object<'_>, fault: &Fault<'_, Node>) -> Site {
    let mut at: Cursor<'_> = object.root();
    for step in &fault.path {
        let next = match step {
            Step::Key(key) => at.child(key),
            Step::Index(index) => at.item(*index),
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    match &fault.key {
        Some(key) => object.key_site(&at, key),
        None => object.site(&at),
    }
}
