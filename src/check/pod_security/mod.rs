//! The Pod Security Standards: what a namespace's labels let run in it.
//!
//! Takes a pod or a template of pods; gives [`Violation`]s, each with the versions of each level that forbid it, so that one look
//! serves every namespace. [`enforce`] makes findings of those that the pod's own namespace enforces, or warns of.
//!
//! Law: one file per fault, and every check says for which versions it holds; nothing but [`enforce`] knows a namespace. The
//! nineteen checks of the standard are eighteen faults: both levels' checks of `procMount` find the same one.

pub(super) mod checks;
mod enforcement;
mod pod;
mod versions;

use std::borrow::Cow;

pub(super) use enforcement::enforce;
pub use pod::{Holder, Lack, Pod};
pub use versions::{Forbidden, Minors};

use super::object::Site;
use crate::diagnostics::Code;

/// The levels of the standard that forbid something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standard {
    /// Prevents known privilege escalations.
    Baseline,
    /// Follows current hardening practice; everything that baseline forbids is forbidden too.
    Restricted,
}

/// Something that a version of a standard forbids.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The check.
    pub code: Code,
    /// The versions that forbid it.
    pub forbidden: Forbidden,
    /// What is wrong, in one phrase.
    pub message: String,
    /// What to type.
    pub help: Cow<'static, str>,
    /// The value at fault, or the map that lacks one.
    pub site: Site,
}

/// Collects the violations that one check finds.
pub struct Violations<'v> {
    /// The check.
    pub code: Code,
    /// What was found.
    pub found: &'v mut Vec<Violation>,
}

impl Violations<'_> {
    /// Notes one.
    pub fn add(&mut self, forbidden: Forbidden, message: String, help: impl Into<Cow<'static, str>>, site: Site) {
        self.found.push(Violation { code: self.code, forbidden, message, help: help.into(), site });
    }
}

impl Standard {
    /// The level of a name; `None` for `privileged`, which forbids nothing, and for what is no level.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Baseline, Self::Restricted].into_iter().find(|standard| standard.name() == name)
    }

    /// The word that labels have for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}
