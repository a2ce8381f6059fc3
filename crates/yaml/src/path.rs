//! Paths from a document's root to a node, and their hashes.

use ecow::EcoString;

/// One step of a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// Into a map, to the value under this key.
    Key(EcoString),
    /// Into a list, to the item at this place, counted from 0.
    Index(u32),
}

/// Hashes a path as [`Document::path_hash`](crate::Document::path_hash) hashes a node's; the same on every machine.
#[must_use]
pub fn hash_path(path: &[Step]) -> u64 {
    path.iter().fold(ROOT, |hash, step| match step {
        Step::Key(key) => under_key(hash, hash_key(key)),
        Step::Index(index) => under_index(hash, *index),
    })
}

pub(crate) const ROOT: u64 = 0xCBF2_9CE4_8422_2325;
const KEY_FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
const INDEX_FACTOR: u64 = 0xD6E8_FEB8_6659_FD93;

/// Hashes a key by words of eight bytes, little endian so that every machine agrees.
pub(crate) fn hash_key(key: &str) -> u64 {
    let mut words = key.as_bytes().chunks_exact(8);
    let mut hash = (key.len() as u64).wrapping_mul(KEY_FACTOR);
    for word in words.by_ref() {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(word);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(bytes)).wrapping_mul(KEY_FACTOR);
    }
    let tail = words.remainder().iter().rev().fold(0, |tail, &byte| tail << 8 | u64::from(byte));
    finish((hash.rotate_left(5) ^ tail).wrapping_mul(KEY_FACTOR))
}

pub(crate) fn under_key(parent: u64, key_hash: u64) -> u64 {
    finish(parent.rotate_left(23).wrapping_mul(KEY_FACTOR) ^ key_hash)
}

pub(crate) fn under_index(parent: u64, index: u32) -> u64 {
    finish(parent.rotate_left(41) ^ (u64::from(index) + 1).wrapping_mul(INDEX_FACTOR))
}

/// Spreads every input bit over the whole hash (the finalizer of MurmurHash3).
fn finish(mut hash: u64) -> u64 {
    hash = (hash ^ hash >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash = (hash ^ hash >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ hash >> 33
}
