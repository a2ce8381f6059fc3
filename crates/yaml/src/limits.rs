//! How much one text may cost to read.

/// Bounds on one reading; a text that passes one is a fault, never a crash.
///
/// A node takes about 64 bytes, an entry of a map 32 more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Size of the text in bytes; at most 4 GiB whatever is set, since spans hold 32-bit offsets.
    pub bytes: usize,
    /// Levels of collections inside each other.
    pub depth: usize,
    /// Nodes in all documents together.
    pub nodes: usize,
    /// Nodes and entries that aliases and merge keys add in all documents together.
    pub alias_nodes: usize,
    /// Faults after which the reading ends; a few more may be reported.
    pub faults: usize,
}

impl Default for Limits {
    /// 64 MiB, 255 levels, 4,000,000 nodes, 250,000 nodes from aliases, 1,000 faults: several times what real files need.
    fn default() -> Self {
        Self { bytes: 64 << 20, depth: 255, nodes: 4_000_000, alias_nodes: 250_000, faults: 1000 }
    }
}
