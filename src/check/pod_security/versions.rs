use super::Standard;

/// A run of minor versions of the standard, which are those of Kubernetes: from the first to the one before the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Minors {
    from: u32,
    end: u32,
}

impl Minors {
    /// No version.
    pub const NONE: Self = Self { from: 0, end: 0 };
    /// Every version.
    pub const ALL: Self = Self { from: 0, end: u32::MAX };

    /// A version and those after it.
    pub const fn since(minor: u32) -> Self {
        Self { from: minor, ..Self::ALL }
    }

    /// Those of them that are before a version.
    pub fn before(self, minor: u32) -> Self {
        Self { end: self.end.min(minor), ..self }
    }

    /// Whether a version is one of them.
    pub fn has(self, minor: u32) -> bool {
        (self.from..self.end).contains(&minor)
    }
}

/// The versions of each level that forbid something.
///
/// Restricted forbids what baseline does, unless a check of its own takes the place of baseline's; so each level has its versions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Forbidden {
    /// The versions of baseline.
    pub baseline: Minors,
    /// The versions of restricted.
    pub restricted: Minors,
}

impl Forbidden {
    /// Both levels forbid it in these versions.
    pub const fn by_both(minors: Minors) -> Self {
        Self { baseline: minors, restricted: minors }
    }

    /// Restricted alone forbids it.
    pub const fn by_restricted(minors: Minors) -> Self {
        Self { baseline: Minors::NONE, restricted: minors }
    }

    /// Whether a version of a level forbids it.
    pub fn by(self, standard: Standard, minor: u32) -> bool {
        match standard {
            Standard::Baseline => self.baseline.has(minor),
            Standard::Restricted => self.restricted.has(minor),
        }
    }
}
