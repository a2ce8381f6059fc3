use ecow::EcoString;

use crate::check::object::Object;

/// The keys of a ConfigMap or a Secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keys(pub Vec<EcoString>);

/// Reads the keys of a ConfigMap or a Secret.
pub(super) fn read(object: &Object<'_>) -> Option<Keys> {
    if !object.is("", "ConfigMap") && !object.is("", "Secret") {
        return None;
    }
    let root = object.root();
    let maps = ["data", "binaryData", "stringData"].into_iter().filter_map(|field| root.get(field));
    Some(Keys(maps.flat_map(|map| map.entries()).map(|(key, _)| key.clone()).collect()))
}
