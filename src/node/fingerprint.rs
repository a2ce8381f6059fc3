use std::hash::Hasher;

/// A hasher of 128 bits for keys of memos: two lanes of multiply and fold, the same on every machine.
///
/// Not for hostile collisions: a memo lives in one process and holds one project.
#[derive(Debug)]
pub struct Fingerprint {
    lanes: [u64; 2],
}

impl Default for Fingerprint {
    fn default() -> Self {
        Self { lanes: [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344] }
    }
}

const MULTIPLIERS: [u64; 2] = [0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db];

fn fold(a: u64, b: u64) -> u64 {
    let wide = u128::from(a) * u128::from(b);
    (wide as u64) ^ ((wide >> 64) as u64)
}

impl Fingerprint {
    fn mix(&mut self, word: u64) {
        for (lane, multiplier) in self.lanes.iter_mut().zip(MULTIPLIERS) {
            *lane = fold(*lane ^ word, multiplier).wrapping_add(multiplier);
        }
    }

    /// The hash in full.
    pub fn finish_wide(&self) -> u128 {
        let [a, b] = self.lanes;
        (u128::from(fold(a, MULTIPLIERS[1])) << 64) | u128::from(fold(b, MULTIPLIERS[0]))
    }
}

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        self.finish_wide() as u64
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.mix(u64::from_le_bytes(chunk.try_into().expect("a chunk has eight bytes")));
        }
        let rest = chunks.remainder();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.mix(u64::from_le_bytes(last) ^ ((bytes.len() as u64) << 56));
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::hash::Hash;

    use super::*;

    fn wide(value: impl Hash) -> u128 {
        let mut hasher = Fingerprint::default();
        value.hash(&mut hasher);
        hasher.finish_wide()
    }

    #[test]
    fn distinguishes_order_length_and_both_halves() {
        assert_ne!(wide((1_u64, 2_u64)), wide((2_u64, 1_u64)));
        assert_ne!(wide("ab\0"), wide("ab"));
        assert_ne!(wide(("a", "bc")), wide(("ab", "c")));
        assert_ne!((wide(7_u32) >> 64) as u64, wide(7_u32) as u64);
    }
}
