//! ConfigMaps.

use super::place::{Place, as_text};
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;
use rustc_hash::FxHashSet;

/// Bytes that the values of a ConfigMap or a Secret may take together.
pub(super) const LARGEST: usize = 1 << 20;

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let (data, binary) = (root.field("data"), root.field("binaryData"));
    let mut bytes = 0usize;
    for (_, value) in data.iter().flat_map(|data| data.fields()) {
        bytes = bytes.saturating_add(as_text(value.node).map_or(0, str::len));
    }
    if let Some(binary) = &binary {
        let known: FxHashSet<&str> = data.iter().flat_map(|data| data.fields()).map(|(key, _)| key).collect();
        for (key, value) in binary.fields() {
            bytes = bytes.saturating_add(as_text(value.node).map_or(0, decoded));
            if known.contains(key) {
                let message = format_args!("the key `{key}` is in `data` too");
                binary.fault(walker, FaultKind::DuplicateName, message).key(key);
            }
        }
    }
    if bytes > LARGEST {
        root.fault(walker, FaultKind::BadLength, format_args!("the values take {bytes} bytes, and may take {LARGEST}"));
    }
}

/// Gives the bytes that a text in base64 stands for.
pub(super) fn decoded(text: &str) -> usize {
    let digits = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n' | b'=')).count();
    digits * 3 / 4
}
