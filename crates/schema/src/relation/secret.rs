//! Secrets. No message shows a value.

use super::config::{LARGEST, decoded};
use super::place::{Place, as_text};
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;

/// The annotation that says whose token a Secret holds.
const ACCOUNT: &str = "kubernetes.io/service-account.name";

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    check_size(walker, root);
    match root.text("type") {
        Some("kubernetes.io/tls") => {
            require(walker, root, &["tls.crt"]);
            require(walker, root, &["tls.key"]);
        }
        Some("kubernetes.io/dockerconfigjson") => check_json(walker, root, ".dockerconfigjson"),
        Some("kubernetes.io/dockercfg") => check_json(walker, root, ".dockercfg"),
        Some("kubernetes.io/basic-auth") => require(walker, root, &["username", "password"]),
        Some("kubernetes.io/ssh-auth") => {
            require(walker, root, &["ssh-privatekey"]);
            refuse_empty(walker, root, "ssh-privatekey");
        }
        Some("kubernetes.io/service-account-token") => check_account(walker, root),
        _ => {}
    }
}

fn check_size<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let (data, plain) = (root.field("data"), root.field("stringData"));
    let overwritten = |key| plain.as_ref().is_some_and(|plain| plain.has(key));
    // Each key of `data` asks for its like in `stringData`, which costs too much for maps that are too large anyway.
    let cheap = plain.as_ref().is_none_or(|plain| plain.len() <= 100);
    let kept = data.iter().flat_map(|data| data.fields()).filter(|(key, _)| cheap && !overwritten(key));
    let bytes = kept.fold(0usize, |sum, (_, value)| sum.saturating_add(as_text(value.node).map_or(0, decoded)));
    let given = plain.iter().flat_map(|plain| plain.fields());
    let bytes = given.fold(bytes, |sum, (_, value)| sum.saturating_add(as_text(value.node).map_or(0, str::len)));
    if bytes > LARGEST {
        root.fault(walker, FaultKind::BadLength, format_args!("the values take {bytes} bytes, and may take {LARGEST}"));
    }
}

/// Finds a key in `stringData`, which comes first, or in `data`.
fn find<'p, 't, N: Tree>(maps: &'p [Option<Place<'p, 't, N>>; 2], key: &'t str) -> Option<(bool, Place<'p, 't, N>)> {
    let [plain, data] = maps;
    let of = |map: &'p Option<Place<'p, 't, N>>| map.as_ref().and_then(|map| map.any_field(key));
    of(plain).map(|value| (true, value)).or_else(|| of(data).map(|value| (false, value)))
}

/// Checks that one of some keys is there.
fn require<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>, keys: &[&'static str]) {
    let maps = [root.field("stringData"), root.field("data")];
    if keys.iter().any(|key| find(&maps, key).is_some()) {
        return;
    }
    let kind = root.text("type").unwrap_or_default();
    let names = crate::nearest::one_of(keys.iter().copied());
    let message = format_args!("a secret of the type `{kind}` needs {names}");
    match (maps[1].as_ref().or(maps[0].as_ref()), keys) {
        (Some(map), [key]) => map.fault(walker, FaultKind::MissingCompanion, message).key(key),
        (map, _) => map.unwrap_or(root).fault(walker, FaultKind::MissingCompanion, message),
    };
}

fn refuse_empty<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>, key: &'static str) {
    let maps = [root.field("stringData"), root.field("data")];
    if let Some((_, value)) = find(&maps, key)
        && as_text(value.node).is_none_or(str::is_empty)
    {
        value.fault(walker, FaultKind::BadLength, format_args!("`{key}` must not be empty"));
    }
}

/// Checks that the value of a key is a map in JSON.
fn check_json<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>, key: &'static str) {
    require(walker, root, &[key]);
    let maps = [root.field("stringData"), root.field("data")];
    let Some((plain, value)) = find(&maps, key) else { return };
    let text = as_text(value.node).unwrap_or_default();
    let bytes = match plain {
        true => Some(text.as_bytes().to_vec()),
        // What is not base64 has been reported.
        false => crate::grammar::decode_base64(text),
    };
    let Some(bytes) = bytes else { return };
    let read: Result<Option<serde_json::Map<String, serde_json::Value>>, _> = serde_json::from_slice(&bytes);
    if read.is_err() {
        value.fault(walker, FaultKind::BadFormat, format_args!("`{key}` must hold a map in JSON"));
    }
}

fn check_account<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let metadata = root.field("metadata");
    let annotations = metadata.as_ref().and_then(|metadata| metadata.field("annotations"));
    if annotations.as_ref().is_some_and(|annotations| annotations.text(ACCOUNT).is_some()) {
        return;
    }
    let at = annotations.as_ref().or(metadata.as_ref()).unwrap_or(root);
    let message = format_args!("a token needs the annotation `{ACCOUNT}`");
    at.fault(walker, FaultKind::MissingCompanion, message);
}
