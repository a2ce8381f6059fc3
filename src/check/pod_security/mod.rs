//! The Pod Security Standards: what a namespace's labels let run in it.
//!
//! Takes a pod or a template of pods; gives [`Violation`]s, each with the versions of the standard in which it is one. What a
//! namespace enforces decides later which of them are findings.
//!
//! Law: one file per check of the standard, and every check says for which versions it holds; nothing here knows a namespace.

pub(super) mod checks;

use std::ops::RangeInclusive;

use super::fact::NamespaceFact;
use super::object::{Cursor, Object, Site};
use crate::diagnostics::Code;

/// The levels of the standard that forbid something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standard {
    /// Prevents known privilege escalations.
    Baseline,
    /// Follows current hardening practice; everything that baseline forbids is forbidden too.
    Restricted,
}

/// A pod as checks look at it.
#[derive(Clone)]
pub struct Pod<'a> {
    /// The object that it is, or whose template it is.
    pub object: &'a Object<'a>,
    /// The pod: a map with `metadata` and `spec`.
    pub at: Cursor<'a>,
    /// Its `spec`.
    pub spec: Cursor<'a>,
}

/// Something that a version of a standard forbids.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The check.
    pub code: Code,
    /// The level of the standard that forbids it.
    pub standard: Standard,
    /// The minor versions of the standard in which it is forbidden.
    pub minors: RangeInclusive<u32>,
    /// What is wrong, in one phrase.
    pub message: String,
    /// What to type.
    pub help: Option<String>,
    /// The value at fault, or the map that lacks one.
    pub site: Site,
}

/// Collects the violations that one check finds.
pub struct Violations<'v> {
    /// The check.
    pub code: Code,
    /// Its level.
    pub standard: Standard,
    /// What was found.
    pub found: &'v mut Vec<Violation>,
}

/// Finds the pod, or the template of pods, in an object.
pub(super) fn pod<'a>(object: &'a Object<'a>) -> Option<Pod<'a>> {
    let at = super::fact::pod_of(object)?;
    let spec = at.get("spec")?;
    Some(Pod { object, at, spec })
}

impl NamespaceFact {
    /// The standard of a mode, with its version where it is not the cluster's own; `None` for `privileged` and what is no standard.
    pub fn standard(&self, mode: &str) -> Option<(Standard, Option<u32>)> {
        let set = self.pod_security.iter().find(|set| set.mode == mode)?;
        let standard = match set.standard.as_str() {
            "baseline" => Standard::Baseline,
            "restricted" => Standard::Restricted,
            _ => return None,
        };
        let minor = set.version.as_ref().and_then(|version| version.strip_prefix("v1.")?.parse().ok());
        Some((standard, minor))
    }
}
