use std::collections::BTreeMap;

use platgen_gotmpl::context::Chance;
use sha2::{Digest, Sha256};

/// Gives what looks like chance and is the same in every compile: made from the release, the place in the template and how often
/// that place was reached.
pub(super) struct SeededChance {
    /// What tells releases apart.
    seed: String,
    now: i128,
    calls: BTreeMap<(String, u32), u64>,
    /// What the present call draws from.
    call: [u8; 32],
    drawn: u64,
}

/// The time that every template is told: 2000-01-01T00:00:00Z, in nanoseconds since 1970.
pub(super) const NOW: i128 = 946_684_800_000_000_000;

impl SeededChance {
    pub(super) fn new(seed: String, now: i128) -> Self {
        Self { seed, now, calls: BTreeMap::new(), call: [0; 32], drawn: 0 }
    }
}

impl Chance for SeededChance {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let block = Sha256::new().chain_update(self.call).chain_update(self.drawn.to_le_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            self.drawn += 1;
        }
    }

    fn now(&mut self) -> i128 {
        self.now
    }

    fn asked_by(&mut self, function: &str, file: &str, line: u32) {
        let count = self.calls.entry((file.to_owned(), line)).or_default();
        *count += 1;
        let text = format!("{}\n{function}\n{file}\n{line}\n{count}", self.seed);
        self.call = Sha256::digest(text.as_bytes()).into();
        self.drawn = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(calls: &[(&str, u32)]) -> Vec<[u8; 40]> {
        let mut chance = SeededChance::new("apps/shop/shop".to_owned(), NOW);
        let draw = |(file, line): &(&str, u32)| {
            chance.asked_by("randAlphaNum", file, *line);
            let mut buffer = [0; 40];
            chance.fill(&mut buffer);
            buffer
        };
        calls.iter().map(draw).collect()
    }

    #[test]
    fn a_place_draws_the_same_whatever_else_is_asked() {
        let alone = drawn(&[("a.yaml", 3)]);
        let behind = drawn(&[("a.yaml", 1), ("b.yaml", 3), ("a.yaml", 3)]);
        assert_eq!(alone[0], behind[2]);
        let again = drawn(&[("a.yaml", 3), ("a.yaml", 3)]);
        assert_ne!(again[0], again[1], "a place that is reached twice draws twice");
        assert_ne!(again[0][..8], again[0][32..], "a long draw does not repeat");
    }
}
