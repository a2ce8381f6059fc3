//! The keys of a strategic merge patch that say how it is applied, and are no data.

use super::Fault;
use crate::diagnostics::nearest;
use crate::node::{Entry, Node, Origin, Origins, Payload};

/// The key that says what happens to a map or an item.
pub(super) const PATCH: &str = "$patch";
/// The key that lists which keys of a map are kept.
pub(super) const RETAIN_KEYS: &str = "$retainKeys";
/// What stands before a list's key where its items are removed by their value.
pub(super) const DELETE_FROM: &str = "$deleteFromPrimitiveList/";
/// What stands before a list's key where its items are ordered.
pub(super) const SET_ORDER: &str = "$setElementOrder/";

/// What `$patch` says of a map or an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Directive {
    /// It goes.
    Delete,
    /// The patch takes its place.
    Replace,
}

/// Whether a key is none of the object's.
pub(super) fn is_directive(key: &str) -> bool {
    key == PATCH || key == RETAIN_KEYS || key.starts_with(DELETE_FROM) || key.starts_with(SET_ORDER)
}

/// Reads `$patch`; `merge` is what happens anyway.
pub(super) fn directive(patch: &Node) -> Result<Option<Directive>, Fault> {
    let Some(node) = patch.get(PATCH) else { return Ok(None) };
    match node.as_str() {
        Some("delete") => Ok(Some(Directive::Delete)),
        Some("replace") => Ok(Some(Directive::Replace)),
        Some("merge") => Ok(None),
        Some(word) => {
            let words = ["delete", "replace", "merge"];
            let near = nearest(word, words).map(|near| format!("did you mean `{near}`?"));
            let fault = Fault::new(format!("`{word}` is not a word that `{PATCH}` knows"), node.origin);
            Err(fault.help(near.unwrap_or_else(|| "write `delete`, `replace` or `merge`".to_owned())))
        }
        None => Err(Fault::new(format!("`{PATCH}` is a word, found {}", node.payload.kind()), node.origin)),
    }
}

/// The items of a directive that is a list.
pub(super) fn listed<'p>(key: &str, node: &'p Node) -> Result<&'p [Node], Fault> {
    match &node.payload {
        Payload::Seq(items) => Ok(items),
        other => Err(Fault::new(format!("`{key}` is a list, found {}", other.kind()), node.origin)),
    }
}

/// What a part of a patch makes where nothing is that it could merge into: its data, without directives and nulls.
pub(super) fn data_of(patch: &Node, origins: &mut Origins) -> Result<Node, Fault> {
    let mut causes = vec![patch.origin];
    let payload = match &patch.payload {
        Payload::Map(entries) => {
            directive(patch)?;
            let is_data = |entry: &&Entry| !is_directive(&entry.key) && !matches!(entry.value.payload, Payload::Null);
            let data = entries.iter().filter(is_data);
            let data = data.map(|entry| Ok(Entry { key: entry.key.clone(), value: data_of(&entry.value, origins)? }));
            Payload::Map(data.collect::<Result<_, Fault>>()?)
        }
        Payload::Seq(items) => {
            let mut data = Vec::with_capacity(items.len());
            for item in items {
                match directive(item)? {
                    None => data.push(data_of(item, origins)?),
                    Some(Directive::Delete) => causes.extend(said_at(item)),
                    Some(Directive::Replace) => {
                        check_marker(item)?;
                        causes.extend(said_at(item));
                    }
                }
            }
            Payload::Seq(data)
        }
        scalar => scalar.clone(),
    };
    Ok(Node::new(payload, origins.join(&causes)))
}

/// Where `$patch` was written, if it was.
pub(super) fn said_at(patch: &Node) -> Option<Origin> {
    patch.get(PATCH).map(|node| node.origin)
}

/// An item that says `$patch: replace` says it of the list and is no item itself.
pub(super) fn check_marker(item: &Node) -> Result<(), Fault> {
    if item.entries().len() == 1 {
        return Ok(());
    }
    let origin = said_at(item).unwrap_or(item.origin);
    let fault = Fault::new("`$patch: replace` replaces the whole list, not this item", origin);
    Err(fault.help("write it as an item of its own: `- $patch: replace`; one item is replaced by deleting it first"))
}
