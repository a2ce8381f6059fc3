//! Lists: their items, and those that may not repeat.

use super::{Context, Trail, Walker};
use crate::fault::FaultKind;
use crate::literal::Literal;
use crate::nearest::excerpt;
use crate::schema::{ListKey, ListKind, Schema};
use crate::tree::{Tree, View, field};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

impl<'s, 't, N: Tree> Walker<'s, 't, N> {
    pub(super) fn walk_items(
        &mut self,
        schema: &'s Schema,
        node: &'t N,
        items: N::Items<'t>,
        trail: &Trail<'_, 't>,
        context: Context,
    ) {
        let mut hashes: Vec<(u64, usize)> = Vec::new();
        for (index, item) in items.enumerate() {
            if let Some(inner) = &schema.items {
                self.walk(inner, item, &trail.index(index), context.deeper());
            }
            hashes.extend(schema.list.hash(item).map(|hash| (hash, index)));
        }
        hashes.sort_unstable();
        let mut repeated: Vec<(usize, usize)> = hashes
            .chunk_by(|one, other| one.0 == other.0)
            .flat_map(|same| same.iter().skip(1).map(|(_, index)| (*index, same[0].1)))
            .collect();
        repeated.sort_unstable();
        for (index, first) in repeated {
            self.report_repeated(schema, node, index, first, trail);
        }
    }

    fn report_repeated(&mut self, schema: &'s Schema, node: &'t N, index: usize, first: usize, trail: &Trail<'_, 't>) {
        let View::Seq(mut items) = node.view() else { return };
        let Some(item) = items.nth(index) else { return };
        if self.faults.len() >= self.limits.faults {
            return;
        }
        let (kind, what) = match &schema.list {
            ListKind::Map(keys) => (
                FaultKind::DuplicateListKey,
                keys.iter().filter_map(|key| key.shown(item)).collect::<Vec<_>>().join(", "),
            ),
            _ => (FaultKind::DuplicateItem, format!("`{}`", excerpt(&Literal::read(item).shown()))),
        };
        let message = format!("{what} is given twice in {}: items {first} and {index}", trail.subject());
        self.report(kind, &trail.index(index), item, message).help = Some("remove or rename one of them".to_owned());
    }
}

impl ListKind {
    /// Hashes what may not repeat; none where the item may, or is of a kind that has other faults.
    fn hash<N: Tree>(&self, item: &N) -> Option<u64> {
        let mut hasher = FxHasher::default();
        match self {
            Self::Atomic => return None,
            Self::Set => hash_scalar(item, &mut hasher)?,
            Self::Map(keys) => {
                let mut given = false;
                for key in keys {
                    match (field(item, &key.name), &key.default) {
                        (Some(value), _) => {
                            hash_scalar(value, &mut hasher)?;
                            given = true;
                        }
                        (None, Some(Literal::Text(text))) => hash_text(text, &mut hasher),
                        (None, _) => 0xFFu8.hash(&mut hasher),
                    }
                }
                if !given {
                    return None;
                }
            }
        }
        Some(hasher.finish())
    }
}

impl ListKey {
    fn shown<N: Tree>(&self, item: &N) -> Option<String> {
        let value = field(item, &self.name)?;
        Some(format!("{} `{}`", self.name, excerpt(&Literal::read(value).shown())))
    }
}

fn hash_text(text: &str, hasher: &mut FxHasher) {
    (1u8, text).hash(hasher);
}

/// Hashes a scalar so that numbers equal in JSON hash alike. Collections are not keys.
fn hash_scalar<N: Tree>(node: &N, hasher: &mut FxHasher) -> Option<()> {
    match node.view() {
        View::Str(text) => hash_text(text, hasher),
        View::Bool(value) => (2u8, value).hash(hasher),
        View::Int(value) => (3u8, (value as f64).to_bits(), value).hash(hasher),
        View::UInt(value) => (3u8, (value as f64).to_bits(), value).hash(hasher),
        View::Float(value) => (3u8, value.to_bits(), value as i64).hash(hasher),
        View::Null | View::Seq(_) | View::Map(_) => return None,
    }
    Some(())
}
