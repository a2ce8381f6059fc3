use std::collections::BTreeMap;

use super::code_named;
use crate::diagnostics::{Code, Finding, Level};

/// The levels that a project, or whoever gives manifests, sets.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Levels {
    set: BTreeMap<Code, Option<Level>>,
}

/// Why a level cannot be set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LevelFault {
    /// No code has this name.
    Unknown,
    /// Nothing can be rendered while such a finding exists.
    Fixed,
}

impl Levels {
    /// Sets the level of a code by its name; `None` leaves its findings out.
    ///
    /// # Errors
    /// Fails for a name that is no code's, and for a code whose level is fixed.
    pub fn set(&mut self, name: &str, level: Option<Level>) -> Result<(), LevelFault> {
        let code = code_named(name).ok_or(LevelFault::Unknown)?;
        if !code.entry().adjustable {
            return Err(LevelFault::Fixed);
        }
        self.set.insert(code, level);
        Ok(())
    }

    /// Whether findings of a code are left out.
    pub fn is_off(&self, code: &str) -> bool {
        self.set.iter().any(|(known, level)| known.name() == code && level.is_none())
    }

    /// Gives findings their levels, leaves out those that are off, and says how many those are.
    pub fn apply(&self, findings: Vec<Finding>) -> (Vec<Finding>, usize) {
        if self.set.is_empty() {
            return (findings, 0);
        }
        let all = findings.len();
        let leveled = findings.into_iter().filter_map(|mut finding| {
            match self.set.get(&finding.code) {
                // What a rule itself takes less seriously than its code, because less is known, stays so.
                Some(Some(level)) if finding.level == finding.code.level() => finding.level = *level,
                Some(Some(level)) => finding.level = finding.level.max(*level),
                Some(None) => return None,
                None => {}
            }
            Some(finding)
        });
        let leveled: Vec<Finding> = leveled.collect();
        let ignored = all - leveled.len();
        (leveled, ignored)
    }
}
