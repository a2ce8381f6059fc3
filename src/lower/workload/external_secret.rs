use ecow::eco_format;
use serde::Serialize;

use super::{Fragment, Lowering, ObjectKind, Resource};
use crate::model::SecretSource;
use crate::node::Origin;
use crate::resolve::SECRETS;

pub(super) const KIND: ObjectKind =
    ObjectKind { api_version: "external-secrets.io/v1", kind: "ExternalSecret", recipe: "workload/external-secret" };

/// How often the operator reads the store again.
const REFRESH_INTERVAL: &str = "1h";

/// The prefix of a secret that teams share.
const SHARED: &str = "shared:";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExternalSecretSpec<'a> {
    refresh_interval: &'static str,
    secret_store_ref: SecretStoreRef<'a>,
    target: ExternalSecretTarget<'a>,
}

#[derive(Serialize)]
struct SecretStoreRef<'a> {
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct ExternalSecretTarget<'a> {
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExternalSecretData<'a> {
    secret_key: &'a str,
    remote_ref: RemoteRef<'a>,
}

#[derive(Serialize)]
struct RemoteRef<'a> {
    key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<&'a str>,
}

/// Lowers the variables that come from the secret store, if there are any.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let plan = lowering.plan;
    // Without a store its absence was reported where the plan was made.
    let store = plan.secret_store.as_ref()?;
    let items: Vec<Fragment> =
        plan.spec.secrets.iter().map(|(variable, source)| secret_data(lowering, variable, source)).collect();
    let data = Fragment::list(items)?.because(&[], plan.spec.secrets.origin);
    let target = lowering.name_with(SECRETS, Origin::INHERITED);
    let typed = ExternalSecretSpec {
        refresh_interval: REFRESH_INTERVAL,
        secret_store_ref: SecretStoreRef { kind: "ClusterSecretStore", name: &store.value },
        target: ExternalSecretTarget { name: &target.value },
    };
    let spec = Fragment::of(&typed)
        .because(&["secretStoreRef", "name"], store.origin)
        .because(&["target", "name"], target.origin)
        .with("data", data);
    let presence = lowering.origins.join(&[plan.spec.secrets.origin, store.origin]);
    Some(lowering.header(KIND, Some(presence)).object([("spec", spec)]))
}

fn secret_data(lowering: &mut Lowering<'_>, variable: &str, source: &SecretSource) -> Fragment {
    let plan = lowering.plan;
    let name = source.name();
    let property = source.property();
    let (key, origin) = match name.value.strip_prefix(SHARED) {
        _ if matches!(source, SecretSource::Stored(_)) => (name.value.0.clone(), name.origin),
        Some(shared) => (
            eco_format!("{}/shared/{shared}", plan.environment.value),
            lowering.origins.join(&[name.origin, plan.environment.origin]),
        ),
        None => (
            eco_format!("{}/{}/{}", plan.environment.value, plan.team.value, name.value.0),
            lowering.origins.join(&[name.origin, plan.environment.origin, plan.team.origin]),
        ),
    };
    let property_text = property.map(|property| property.value.0.as_str());
    let typed =
        ExternalSecretData { secret_key: variable, remote_ref: RemoteRef { key: &key, property: property_text } };
    let data = Fragment::of(&typed).because(&[], name.origin).because(&["remoteRef", "key"], origin);
    match property {
        Some(property) => data.because(&["remoteRef", "property"], property.origin),
        None => data,
    }
}
