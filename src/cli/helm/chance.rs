//! What differs between runs: random bytes and the time.

use std::time::{SystemTime, UNIX_EPOCH};

use platgen_helm::Chance;

/// The machine's own, for charts that make passwords and certificates.
pub(super) struct Machine;

impl Chance for Machine {
    fn fill(&mut self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("every platform that Rust's standard library runs on has random bytes");
    }

    fn now(&mut self) -> i128 {
        let nanoseconds = |duration: std::time::Duration| duration.as_nanos() as i128;
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => nanoseconds(since),
            Err(before) => -nanoseconds(before.duration()),
        }
    }
}
