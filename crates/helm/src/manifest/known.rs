//! Heads that were decoded: the same chart is rendered for many clusters, and most of its text is the same for all of them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::head::Head;
use crate::Compat;
use crate::yaml::Unread;

/// Shorter documents are decoded sooner than they are found.
const WORTH: usize = 1024;
/// The bytes of documents that are kept.
const BOUND: usize = 32 << 20;

/// Heads by the text of their documents, for one release of Helm.
#[derive(Default)]
pub(crate) struct Heads(Mutex<Known>);

#[derive(Default)]
struct Known {
    heads: HashMap<String, Head>,
    bytes: usize,
}

impl fmt::Debug for Heads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heads").finish_non_exhaustive()
    }
}

impl Heads {
    /// Decodes the head of a document, or finds it.
    pub(super) fn read(&self, text: &str, compat: Compat) -> Result<Head, Unread> {
        if text.len() < WORTH {
            return Head::read(text, compat);
        }
        // A panic elsewhere leaves whole entries.
        if let Some(head) = self.0.lock().unwrap_or_else(PoisonError::into_inner).heads.get(text) {
            return Ok(head.clone());
        }
        let head = Head::read(text, compat)?;
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.bytes + text.len() <= BOUND {
            known.bytes += text.len();
            known.heads.insert(text.to_owned(), head.clone());
        }
        Ok(head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_is_found_is_the_one_that_was_decoded() {
        let heads = Heads::default();
        let long = |kind: &str| format!("apiVersion: v1\nkind: {kind}\ndata: {{a: {}}}\n", "x".repeat(WORTH));
        for _ in 0..2 {
            for kind in ["ConfigMap", "Secret"] {
                let head = heads.read(&long(kind), Compat::default()).expect("a head");
                assert_eq!(head, Head::read(&long(kind), Compat::default()).expect("a head"));
            }
            assert!(heads.read(&format!("- {}", "x".repeat(WORTH)), Compat::default()).is_err(), "a list has no head");
        }
        let known = heads.0.lock().expect("no panic");
        assert_eq!((known.heads.len(), known.bytes), (2, long("ConfigMap").len() + long("Secret").len()));
    }
}
