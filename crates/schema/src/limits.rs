//! How much one object may cost to validate.

/// Bounds on one validation; an object that passes one gets a fault that says so, never a crash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Levels of collections inside each other.
    pub depth: usize,
    /// Faults after which the validation ends.
    pub faults: usize,
    /// Visits of a node under a schema; alternatives visit a node several times.
    pub visits: usize,
}

impl Default for Limits {
    /// 128 levels, 100 faults, 2,000,000 visits: several times what real objects need.
    fn default() -> Self {
        Self { depth: 128, faults: 100, visits: 2_000_000 }
    }
}
