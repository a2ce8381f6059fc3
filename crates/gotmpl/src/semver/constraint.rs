//! Constraints: alternatives of comparisons that all have to hold.

use super::comparator::{Comparator, Written};
use super::error::Invalid;
use super::scan::Scan;
use super::version::Version;
use std::borrow::Cow;

/// What a version is to satisfy: `>= 1.2, < 3 || ~4.1`, `1.2 - 2.4`, `1.x`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Constraint {
    alternatives: Vec<Vec<Comparator>>,
}

impl Constraint {
    /// Reads a constraint.
    ///
    /// # Errors
    ///
    /// `improper constraint: …` with the alternative that cannot be read.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let text = write_out_ranges(text);
        let alternatives = text.split("||").map(read_alternative).collect::<Result<_, _>>()?;
        Ok(Self { alternatives })
    }

    /// Tells whether a version satisfies one of the alternatives. A pre-release does only where the alternative names one.
    pub fn allows(&self, version: &Version) -> bool {
        let allowed = |comparators: &Vec<Comparator>| {
            let takes_pre_releases = comparators.iter().any(Comparator::names_pre_release);
            (version.pre_release.is_empty() || takes_pre_releases)
                && comparators.iter().all(|comparator| comparator.allows(version))
        };
        self.alternatives.iter().any(allowed)
    }
}

/// Reads comparisons between white space or commas, of which there is at least one.
fn read_alternative(text: &str) -> Result<Vec<Comparator>, Invalid> {
    let improper = || Invalid::Constraint(text.to_owned());
    let mut scan = Scan::new(text);
    let mut comparators = Vec::new();
    let mut may_follow = true;
    scan.take_spaces();
    while !scan.rest.is_empty() {
        let comparator = Comparator::read(&mut scan).filter(|_| may_follow).ok_or_else(improper)?;
        comparators.push(comparator);
        let spaces = scan.take_spaces();
        let has_comma = scan.take(",");
        scan.take_spaces();
        may_follow = has_comma || !spaces.is_empty();
        if has_comma && scan.rest.is_empty() {
            return Err(improper());
        }
    }
    if comparators.is_empty() {
        return Err(improper());
    }
    comparators.into_iter().collect()
}

/// Writes `1.2 - 1.4` as `>= 1.2, <= 1.4`.
fn write_out_ranges(text: &str) -> Cow<'_, str> {
    if !text.contains('-') {
        return Cow::Borrowed(text);
    }
    let mut written = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        match range(rest) {
            Some((range, after)) => {
                written.push_str(&range);
                rest = after;
            }
            None => {
                written.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    Cow::Owned(written)
}

/// Reads a range from the start of a text and gives it written out, with what follows it.
fn range(text: &str) -> Option<(String, &str)> {
    let mut scan = Scan::new(text);
    scan.take_spaces();
    let low = read_text(&mut scan)?;
    let spaces = scan.take_spaces();
    if spaces.is_empty() || !scan.take("-") || scan.take_spaces().is_empty() {
        return None;
    }
    let high = read_text(&mut scan)?;
    scan.take_spaces();
    Some((format!(">= {low}, <= {high} "), scan.rest))
}

/// Reads a version and gives it as it is written.
fn read_text<'text>(scan: &mut Scan<'text>) -> Option<&'text str> {
    let before = scan.rest;
    Written::read(scan)?;
    Some(&before[..before.len() - scan.rest.len()])
}
