use ecow::EcoString;
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::{Fragment, Lowering, made_by, missing, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{AsWritten, Open, Sourced, Text, TextRule, Variable, VariableRecord};
use crate::node::Origin;
use crate::resolve::SECRETS;

/// Variables by name.
type Variables = Open<Variable, { TextRule::VARIABLE }>;

/// The variables whose texts stand in the stack.
pub(super) fn texts(variables: &Variables) -> impl Iterator<Item = (&EcoString, &Sourced<AsWritten>)> {
    variables.iter().filter_map(|(name, variable)| match variable {
        Variable::Text(text) => Some((name, text)),
        Variable::Record(_) => None,
    })
}

/// Lowers the variables that refer to something; the texts stand in the workload's ConfigMap.
pub(super) fn lower_references(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let variables = &lowering.plan.spec.variables;
    let references = references(lowering, variables);
    Fragment::list(references)
}

/// Lowers all variables of a container that has no ConfigMap, and those of the workload's secrets that it names.
pub(super) fn lower_all(
    lowering: &mut Lowering<'_>,
    variables: &Variables,
    secrets: &[Sourced<Text>],
) -> Option<Fragment> {
    let text = |(name, text): (&EcoString, &Sourced<AsWritten>)| {
        let value = Some(text.value.0.to_string());
        Fragment::of(&core::EnvVar { name: name.to_string(), value, ..Default::default() }).because(&[], text.origin)
    };
    let mut lowered: Vec<Fragment> = texts(variables).map(text).collect();
    lowered.extend(references(lowering, variables));
    lowered.extend(secrets.iter().filter_map(|secret| own_secret(lowering, secret)));
    Fragment::list(lowered)
}

fn references(lowering: &mut Lowering<'_>, variables: &Variables) -> Vec<Fragment> {
    let record = |(name, variable): &'_ (EcoString, Variable)| match variable {
        Variable::Record(record) => reference(lowering, name, record),
        Variable::Text(_) => None,
    };
    variables.iter().filter_map(record).collect()
}

/// A variable of the workload's own Secret; one that the workload does not declare is reported.
fn own_secret(lowering: &mut Lowering<'_>, secret: &Sourced<Text>) -> Option<Fragment> {
    let declared = &lowering.plan.spec.secrets;
    if declared.get(&secret.value.0).is_none() {
        let message = format!("workload `{}` has no secret `{}`", lowering.plan.name, secret.value.0);
        let mut finding = Finding::new(Code::UNKNOWN_NAME, message, spot::value(lowering.origins, secret.origin))
            .suggest(&secret.value.0, declared.keys());
        finding.help.get_or_insert_with(|| {
            format!("a container gets secrets of the workload: declare `secrets: {{{}: …}}` there", secret.value.0)
        });
        lowering.report(finding);
        return None;
    }
    let source = lowering.name_with(SECRETS, declared.origin);
    let selector =
        core::SecretKeySelector { name: source.value.to_string(), key: secret.value.to_string(), optional: None };
    let typed = core::EnvVar {
        name: secret.value.to_string(),
        value_from: Some(core::EnvVarSource { secret_key_ref: Some(selector), ..Default::default() }),
        ..core::EnvVar::default()
    };
    Some(
        Fragment::of(&typed).because(&[], secret.origin).because(&["valueFrom", "secretKeyRef", "name"], source.origin),
    )
}

/// A variable that refers to a field, a resource, or a key of a ConfigMap or Secret.
fn reference(lowering: &mut Lowering<'_>, name: &EcoString, record: &VariableRecord) -> Option<Fragment> {
    let (source, part) = source(lowering, record)?;
    let typed = core::EnvVar { name: name.to_string(), ..core::EnvVar::default() };
    let from = Fragment::of(&core::EnvVarSource::default()).with(source, part);
    Some(Fragment::of(&typed).because(&[], record.origin).with("valueFrom", from))
}

fn source(lowering: &mut Lowering<'_>, record: &VariableRecord) -> Option<(&'static str, Fragment)> {
    if let Some(field) = &record.field {
        let typed = core::ObjectFieldSelector { field_path: field.value.to_string(), ..Default::default() };
        return Some(("fieldRef", Fragment::of(&typed).because(&["fieldPath"], field.origin)));
    }
    if let Some(resource) = &record.resource {
        let typed = core::ResourceFieldSelector {
            resource: resource.value.to_string(),
            divisor: record.divisor.as_ref().map(|divisor| Quantity(divisor.value.to_string())),
            ..Default::default()
        };
        let lowered = Fragment::of(&typed)
            .because(&["resource"], resource.origin)
            .because(&["divisor"], made_by(&record.divisor));
        return Some(("resourceFieldRef", lowered));
    }
    let (source, object) = match (&record.config_map, &record.secret) {
        (Some(object), _) => ("configMapKeyRef", object),
        (None, Some(object)) => ("secretKeyRef", object),
        (None, None) => {
            report_missing(
                lowering,
                record.origin,
                "nothing says where the variable's text comes from",
                "write one of `field`, `resource`, `configMap` and `secret` in it",
            );
            return None;
        }
    };
    let Some(key) = &record.key else {
        let help = "write `key:` beside it";
        report_missing(lowering, record.origin, "nothing says which key the variable's text has", help);
        return None;
    };
    let typed = core::ConfigMapKeySelector {
        name: object.value.to_string(),
        key: key.value.to_string(),
        optional: record.optional.as_ref().map(|optional| optional.value),
    };
    let lowered = Fragment::of(&typed)
        .because(&["name"], object.origin)
        .because(&["key"], key.origin)
        .because(&["optional"], made_by(&record.optional));
    Some((source, lowered))
}

fn report_missing(lowering: &mut Lowering<'_>, origin: Origin, message: &str, help: &str) {
    let finding = missing(message, origin, lowering.origins, help);
    lowering.report(finding);
}
