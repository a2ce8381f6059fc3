use ecow::EcoString;

use crate::check::object::Object;

/// The keys of a ConfigMap or a Secret; none where somebody else fills it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keys(pub Vec<EcoString>);

/// The keys that the control plane adds to a Secret for the token of a ServiceAccount.
const OF_TOKENS: [&str; 3] = ["ca.crt", "namespace", "token"];

/// Reads the keys of a ConfigMap or a Secret.
pub(super) fn read(object: &Object<'_>) -> Option<Keys> {
    if !object.is("", "ConfigMap") && !object.is("", "Secret") {
        return None;
    }
    let root = object.root();
    let maps = ["data", "binaryData", "stringData"].into_iter().filter_map(|field| root.get(field));
    let written = maps.flat_map(|map| map.entries()).map(|(key, _)| key.clone());
    let is_token = root.text_at("type").is_some_and(|kind| kind == "kubernetes.io/service-account-token");
    let added = OF_TOKENS.iter().filter(|_| is_token).map(|key| EcoString::from(*key));
    Some(Keys(written.chain(added).collect()))
}
