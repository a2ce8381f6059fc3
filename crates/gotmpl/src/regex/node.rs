//! Pieces of a pattern, each with what the checks of the pieces around it need to know.

use regex_syntax::hir::{Capture, Hir, Look, Repetition};

/// A piece of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) hir: Hir,
    /// How often the innermost piece of counted repetitions is written out: the product of their counts.
    repeats: u64,
    /// Levels of pieces below this one.
    pub(super) height: usize,
}

/// How often a piece is repeated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Count {
    pub(super) least: u32,
    pub(super) most: Option<u32>,
    /// Whether it was written with braces, which is what Go's limit counts.
    pub(super) is_counted: bool,
}

/// The largest count of a repetition, and the largest product of the counts of repetitions inside of each other.
pub(super) const MOST_REPEATS: u32 = 1000;

impl Node {
    pub(super) fn of(hir: Hir) -> Self {
        Self { hir, repeats: 0, height: 1 }
    }

    pub(super) fn look(look: Look) -> Self {
        Self::of(Hir::look(look))
    }

    /// Repeats the node; gives nothing where the counts multiply to more than Go allows.
    pub(super) fn repeated(self, count: Count, is_greedy: bool) -> Option<Self> {
        let repeats = match count.most {
            _ if !count.is_counted => self.repeats,
            Some(0) => 0,
            most => u64::from(most.unwrap_or(count.least)).max(1) * self.repeats.max(1),
        };
        if repeats > MOST_REPEATS.into() {
            return None;
        }
        let repetition = Repetition { min: count.least, max: count.most, greedy: is_greedy, sub: Box::new(self.hir) };
        Some(Self { hir: Hir::repetition(repetition), repeats, height: self.height + 1 })
    }

    pub(super) fn captured(self, index: u32) -> Self {
        let hir = Hir::capture(Capture { index, name: None, sub: Box::new(self.hir) });
        Self { hir, repeats: self.repeats, height: self.height + 1 }
    }

    pub(super) fn sequence(nodes: Vec<Node>) -> Self {
        Self::joined(nodes, Hir::concat)
    }

    pub(super) fn choice(nodes: Vec<Node>) -> Self {
        Self::joined(nodes, Hir::alternation)
    }

    fn joined(mut nodes: Vec<Node>, join: fn(Vec<Hir>) -> Hir) -> Self {
        if nodes.len() == 1 {
            return nodes.remove(0);
        }
        let repeats = nodes.iter().map(|node| node.repeats).max().unwrap_or(0);
        let height = nodes.iter().map(|node| node.height).max().unwrap_or(0) + 1;
        Self { hir: join(nodes.into_iter().map(|node| node.hir).collect()), repeats, height }
    }
}
