//! The end of a map: merge keys expanded, keys given twice found.

use crate::compose::Pending;
use crate::dialect::{Dialect, Duplicates, Merge};
use crate::document::Content;
use crate::fault::{Fault, FaultKind, excerpt};
use crate::{Document, Entry, Limits, NodeId, path};
use ecow::EcoString;
use std::collections::HashMap;

/// What the end of a map reads and changes.
pub(crate) struct Settling<'a> {
    pub(crate) dialect: &'a Dialect,
    pub(crate) limits: &'a Limits,
    pub(crate) document: &'a Document,
    pub(crate) faults: &'a mut Vec<Fault>,
    /// What aliases and merge keys may still add.
    pub(crate) budget: &'a mut usize,
    pub(crate) is_graph: &'a mut bool,
}

impl Settling<'_> {
    /// Brings the entries from `first` on into their final form.
    pub(crate) fn settle(&mut self, entries: &mut Vec<Pending>, first: usize) -> Result<(), Fault> {
        let own = &entries[first..];
        let has_merge = own.iter().any(|pending| pending.is_merge);
        if !has_merge && !may_have_duplicates(own) {
            return Ok(());
        }
        if self.dialect.duplicates == Duplicates::Fault {
            self.report_duplicates(own);
        }
        match (has_merge, self.dialect.merge) {
            (true, Merge::Fault) => self.report_merges(own),
            (_, Merge::Fault) if self.dialect.duplicates == Duplicates::Fault => {}
            _ => {
                let settled = self.override_in_order(entries.drain(first..).collect())?;
                entries.extend(settled);
            }
        }
        Ok(())
    }

    fn report_duplicates(&mut self, entries: &[Pending]) {
        let mut seen = HashMap::with_capacity(entries.len());
        for Pending { entry, is_merge, .. } in entries {
            if *is_merge {
                continue;
            }
            match seen.get(&entry.key) {
                None => {
                    seen.insert(&entry.key, entry.key_span);
                }
                Some(&earlier) => {
                    let message = format!("the key `{}` is given twice", excerpt(&entry.key));
                    let fault = Fault::new(FaultKind::DuplicateKey, entry.key_span, message);
                    if self.faults.len() >= self.limits.faults {
                        return;
                    }
                    self.faults.push(fault.related(earlier, "first given here").help("remove one of the two"));
                }
            }
        }
    }

    fn report_merges(&mut self, entries: &[Pending]) {
        for Pending { entry, .. } in entries.iter().filter(|pending| pending.is_merge) {
            let message = "merge keys are not supported; write the fields out";
            self.faults.push(Fault::new(FaultKind::MergeKey, entry.key_span, message));
        }
    }

    /// Applies the fields one after another as go-yaml does: each overrides what stands before it, `<<` included.
    fn override_in_order(&mut self, entries: Vec<Pending>) -> Result<Vec<Pending>, Fault> {
        let mut settled = Overriding { places: HashMap::with_capacity(entries.len()), entries: Vec::new() };
        *self.is_graph = true;
        for pending in entries {
            if !pending.is_merge {
                settled.set(pending.entry);
                continue;
            }
            for source in self.merge_sources(&pending.entry) {
                let crate::Value::Map(fields) = self.document.value(source) else { continue };
                if fields.len() > *self.budget {
                    let message = format!("merge keys add more than {} fields", self.limits.alias_nodes);
                    return Err(Fault::new(FaultKind::TooManyAliases, pending.entry.key_span, message));
                }
                *self.budget -= fields.len();
                for field in fields {
                    settled.set(field.clone());
                }
            }
        }
        Ok(settled.entries)
    }

    /// Gives the maps that a merge key names, in the order in which they override each other.
    fn merge_sources(&mut self, merge: &Entry) -> Vec<NodeId> {
        let is_map = |node: &NodeId| matches!(self.document.nodes[node.index()].content, Content::Map { .. });
        match self.document.value(merge.value) {
            crate::Value::Map(_) => vec![merge.value],
            // Earlier maps of the list win, so they come last.
            crate::Value::Seq(items) if items.iter().all(is_map) => items.iter().rev().copied().collect(),
            _ => {
                let message = "`<<` takes a map or a list of maps";
                self.faults.push(Fault::new(FaultKind::MergeKey, merge.key_span, message));
                Vec::new()
            }
        }
    }
}

/// Fields by key, each in the place where its key first came up.
struct Overriding {
    places: HashMap<EcoString, usize>,
    entries: Vec<Pending>,
}

impl Overriding {
    fn set(&mut self, entry: Entry) {
        if let Some(&place) = self.places.get(&entry.key) {
            self.entries[place].entry = entry;
            return;
        }
        self.places.insert(entry.key.clone(), self.entries.len());
        let hash = path::hash_key(&entry.key);
        self.entries.push(Pending { entry, hash, is_merge: false });
    }
}

/// Compares hashes only; a chance match costs a closer look, never a wrong answer.
fn may_have_duplicates(entries: &[Pending]) -> bool {
    const FEW: usize = 16;
    if entries.len() <= FEW {
        return (1..entries.len()).any(|at| entries[..at].iter().any(|earlier| earlier.hash == entries[at].hash));
    }
    let mut hashes: Vec<u64> = entries.iter().map(|pending| pending.hash).collect();
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair[0] == pair[1])
}
