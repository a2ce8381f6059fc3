//! Versions.

use super::error::Invalid;
use super::scan::Scan;
use std::cmp::Ordering;
use std::fmt;

/// A version: three numbers, a pre-release, metadata, and the text that it was read from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Version {
    /// The first number.
    pub major: u64,
    /// The second number, zero where there was none.
    pub minor: u64,
    /// The third number, zero where there was none.
    pub patch: u64,
    /// What stands after `-`; empty for a release.
    pub pre_release: String,
    /// What stands after `+`; it counts for nothing in comparisons.
    pub metadata: String,
    /// The text as it was written.
    pub original: String,
}

impl Version {
    /// Reads a version, of which parts may be missing: `v1.2` is 1.2.0.
    ///
    /// # Errors
    ///
    /// What Masterminds' `NewVersion` says.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let mut scan = Scan::new(text);
        scan.take("v");
        let is_digit = |byte: u8| byte.is_ascii_digit();
        let numbers =
            [scan.take_marked("", is_digit), scan.take_marked(".", is_digit), scan.take_marked(".", is_digit)];
        let pre_release = scan.take_words("-");
        let metadata = scan.take_words("+");
        if numbers[0].is_empty() || !scan.rest.is_empty() {
            return Err(Invalid::Version);
        }
        let [major, minor, patch] = numbers.map(read_number);
        let version = Self {
            major: major?,
            minor: minor?,
            patch: patch?,
            pre_release: pre_release.to_owned(),
            metadata: metadata.to_owned(),
            original: text.to_owned(),
        };
        let has_leading_zero =
            |word: &str| word.len() > 1 && word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit());
        if pre_release.split('.').any(has_leading_zero) {
            return Err(Invalid::LeadingZero);
        }
        Ok(version)
    }

    /// Compares two versions; metadata counts for nothing.
    pub fn compare(&self, other: &Version) -> Ordering {
        let numbers = |version: &Version| (version.major, version.minor, version.patch);
        numbers(self).cmp(&numbers(other)).then_with(|| compare_pre_releases(&self.pre_release, &other.pre_release))
    }

    /// Gives the next version of which the last number is higher; for a pre-release the release that it leads to.
    pub fn next_patch(&self) -> Self {
        let step = u64::from(self.pre_release.is_empty());
        self.successor(self.major, self.minor, self.patch.wrapping_add(step))
    }

    /// Gives the next version of which the second number is higher.
    pub fn next_minor(&self) -> Self {
        self.successor(self.major, self.minor.wrapping_add(1), 0)
    }

    /// Gives the next version of which the first number is higher.
    pub fn next_major(&self) -> Self {
        self.successor(self.major.wrapping_add(1), 0, 0)
    }

    fn successor(&self, major: u64, minor: u64, patch: u64) -> Self {
        let prefix = if self.original.starts_with('v') { "v" } else { "" };
        let original = format!("{prefix}{major}.{minor}.{patch}");
        Self { major, minor, patch, original, ..Self::default() }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if !self.pre_release.is_empty() {
            write!(f, "-{}", self.pre_release)?;
        }
        if !self.metadata.is_empty() {
            write!(f, "+{}", self.metadata)?;
        }
        Ok(())
    }
}

fn read_number(digits: &str) -> Result<u64, Invalid> {
    if digits.is_empty() {
        return Ok(0);
    }
    digits.parse().map_err(|_| Invalid::TooLarge(digits.to_owned()))
}

/// Compares pre-releases word by word; a release is after its pre-releases, and a word is after none.
pub(super) fn compare_pre_releases(ours: &str, theirs: &str) -> Ordering {
    if ours.is_empty() || theirs.is_empty() {
        return ours.is_empty().cmp(&theirs.is_empty());
    }
    let (mut ours, mut theirs) = (ours.split('.'), theirs.split('.'));
    loop {
        let order = match (ours.next(), theirs.next()) {
            (None, None) => return Ordering::Equal,
            (ours, theirs) => compare_words(ours.unwrap_or_default(), theirs.unwrap_or_default()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Compares words: numbers by value and before texts, texts by their bytes. Two ways to write one number are not equal.
fn compare_words(ours: &str, theirs: &str) -> Ordering {
    if ours == theirs {
        return Ordering::Equal;
    }
    if ours.is_empty() || theirs.is_empty() {
        return theirs.is_empty().cmp(&ours.is_empty());
    }
    match (ours.parse::<u64>(), theirs.parse::<u64>()) {
        (Ok(ours), Ok(theirs)) if ours > theirs => Ordering::Greater,
        (Ok(_), _) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => ours.cmp(theirs),
    }
}
