//! One comparison of a constraint: an operator and a version of which parts may be open.

use super::error::Invalid;
use super::scan::Scan;
use super::version::{Version, compare_pre_releases};
use std::cmp::Ordering;

/// What a version is to be, seen from the version of the constraint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Operator {
    /// None or `=`: equal, or as `~` where a part is open.
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    /// `~` or `~>`: only what is open or after the second number may differ.
    Tilde,
    /// `^`: up to the next version that may break something.
    Caret,
}

/// The first part of a version that is missing, or is `x`, `X` or `*`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum OpenFrom {
    Major,
    Minor,
    Patch,
    Nothing,
}

/// One comparison.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Comparator {
    operator: Operator,
    open_from: OpenFrom,
    version: Version,
}

/// Operators, longer ones before their beginnings.
const OPERATORS: [(&str, Operator); 11] = [
    ("!=", Operator::NotEqual),
    (">=", Operator::GreaterOrEqual),
    ("=>", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("=<", Operator::LessOrEqual),
    ("~>", Operator::Tilde),
    ("=", Operator::Equal),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("~", Operator::Tilde),
    ("^", Operator::Caret),
];

/// The parts of a version as a constraint writes it.
pub(super) struct Written<'text> {
    /// The numbers, which may be open or missing.
    parts: [&'text str; 3],
    pre_release: &'text str,
}

impl<'text> Written<'text> {
    /// Reads a version of a constraint, if one comes.
    pub(super) fn read(scan: &mut Scan<'text>) -> Option<Self> {
        let mut ahead = scan.clone();
        ahead.take("v");
        let is_of_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'*' | b'|');
        let parts =
            [ahead.take_marked("", is_of_part), ahead.take_marked(".", is_of_part), ahead.take_marked(".", is_of_part)];
        if parts[0].is_empty() {
            return None;
        }
        let pre_release = ahead.take_words("-");
        ahead.take_words("+");
        *scan = ahead;
        Some(Self { parts, pre_release })
    }
}

impl Comparator {
    /// Reads an operator, spaces and a version, if they come.
    pub(super) fn read(scan: &mut Scan<'_>) -> Option<Result<Self, Invalid>> {
        let mut ahead = scan.clone();
        let found = OPERATORS.iter().find(|(text, _)| ahead.take(text));
        ahead.take_spaces();
        let written = Written::read(&mut ahead)?;
        *scan = ahead;
        Some(Self::new(found.map_or(Operator::Equal, |(_, operator)| *operator), &written))
    }

    fn new(operator: Operator, written: &Written<'_>) -> Result<Self, Invalid> {
        let is_open = |part: &str| matches!(part, "" | "x" | "X" | "*");
        let [major, minor, patch] = written.parts;
        let (open_from, numbers) = match (is_open(major), is_open(minor), is_open(patch)) {
            (true, ..) => (OpenFrom::Major, "0.0.0".to_owned()),
            (_, true, _) => (OpenFrom::Minor, format!("{major}.0.0")),
            (_, _, true) => (OpenFrom::Patch, format!("{major}.{minor}.0")),
            _ => (OpenFrom::Nothing, format!("{major}.{minor}.{patch}")),
        };
        let dash = if written.pre_release.is_empty() { "" } else { "-" };
        let version = Version::new(&format!("{numbers}{dash}{}", written.pre_release));
        Ok(Self { operator, open_from, version: version.map_err(|_| Invalid::ConstraintVersion)? })
    }

    pub(super) fn names_pre_release(&self) -> bool {
        !self.version.pre_release.is_empty()
    }

    /// Tells whether a version satisfies the comparison. Whether pre-releases may is for the alternative as a whole to say.
    pub(super) fn allows(&self, version: &Version) -> bool {
        let ours = &self.version;
        let order = version.compare(ours);
        match self.operator {
            Operator::Equal if self.open_from == OpenFrom::Nothing => order == Ordering::Equal,
            Operator::Equal | Operator::Tilde => order != Ordering::Less && self.allows_by_tilde(version),
            Operator::NotEqual => !self.is_equal_as_written(version),
            Operator::Greater => match self.open_from {
                OpenFrom::Nothing => order == Ordering::Greater,
                OpenFrom::Patch => (version.major, version.minor) > (ours.major, ours.minor),
                OpenFrom::Minor => version.major > ours.major,
                OpenFrom::Major => version.major > ours.major || order == Ordering::Greater,
            },
            Operator::Less => order == Ordering::Less,
            Operator::GreaterOrEqual => order != Ordering::Less,
            Operator::LessOrEqual => match self.open_from {
                OpenFrom::Nothing => order != Ordering::Greater,
                OpenFrom::Minor => version.major <= ours.major,
                _ => (version.major, version.minor) <= (ours.major, ours.minor),
            },
            Operator::Caret => order != Ordering::Less && self.allows_by_caret(version),
        }
    }

    fn allows_by_tilde(&self, version: &Version) -> bool {
        let ours = &self.version;
        let is_zero = (ours.major, ours.minor, ours.patch) == (0, 0, 0);
        if is_zero && !matches!(self.open_from, OpenFrom::Minor | OpenFrom::Patch) {
            return true;
        }
        version.major == ours.major && (version.minor == ours.minor || self.open_from == OpenFrom::Minor)
    }

    fn allows_by_caret(&self, version: &Version) -> bool {
        let ours = &self.version;
        if ours.major > 0 || self.open_from == OpenFrom::Minor {
            return version.major == ours.major;
        }
        if version.major > 0 {
            return false;
        }
        if ours.minor > 0 || self.open_from == OpenFrom::Patch {
            return version.minor == ours.minor;
        }
        version.minor == 0 && version.patch == ours.patch
    }

    /// Tells whether the parts that are written are those of a version.
    fn is_equal_as_written(&self, version: &Version) -> bool {
        let ours = &self.version;
        match self.open_from {
            OpenFrom::Nothing => version.compare(ours) == Ordering::Equal,
            _ if version.major != ours.major => false,
            OpenFrom::Minor => true,
            _ if version.minor != ours.minor => false,
            OpenFrom::Patch => compare_pre_releases(&version.pre_release, &ours.pre_release) == Ordering::Equal,
            OpenFrom::Major => version.compare(ours) == Ordering::Equal,
        }
    }
}
