//! What is wrong with a value, and where.

use std::borrow::Cow;
use std::fmt;

use crate::advice::{Fate, Rename};
use crate::step::{Step, write_path};

/// One thing that Terraform would refuse, or would leave out without a word.
pub struct Fault<'t, N> {
    /// What sort of fault it is.
    pub kind: FaultKind,
    /// Leads from the root to [`Fault::node`].
    pub path: Vec<Step<'t>>,
    /// The node at fault; where something is missing or a key is at fault, the map that lacks or holds the key.
    pub node: &'t N,
    /// The key of [`Fault::node`] that is at fault: unknown or missing. None where the value itself is.
    pub key: Option<Cow<'t, str>>,
    /// What would be right, as one calls it: `a number`; empty where the key is at fault.
    pub expected: Cow<'static, str>,
    /// What is there instead: `a list`; empty where the key is at fault. Never the value.
    pub found: Cow<'static, str>,
    /// What was most likely meant.
    pub hint: Option<Hint>,
}

/// The sorts of faults.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// An input that the module does not have: Terragrunt passes it on, and Terraform ignores it without a word.
    UnknownInput,
    /// A key that the object's type does not have: Terraform drops it without a word.
    UnknownAttribute,
    /// An input without a default is not given.
    MissingInput,
    /// An attribute that is not optional is not given.
    MissingAttribute,
    /// An input is null that has no default and may not be null.
    NullInput,
    /// A value of a type that does not convert to the one wanted.
    WrongType,
    /// A list that has more or fewer items than its type.
    WrongLength,
    /// Items of a collection that have no type in common.
    MixedTypes,
}

/// What was most likely meant by a key that is unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hint {
    /// A known name is near.
    Nearest(Box<str>),
    /// It is called otherwise since a version.
    Renamed {
        /// That version.
        since: Box<str>,
        /// The name or path now.
        to: Box<str>,
    },
    /// It is no more since a version.
    Gone {
        /// That version.
        since: Box<str>,
        /// What to do instead, a phrase.
        instead: Box<str>,
    },
}

impl From<&Rename> for Hint {
    fn from(rename: &Rename) -> Self {
        let since = rename.since.clone();
        match &rename.fate {
            Fate::Renamed(to) => Hint::Renamed { since, to: to.clone() },
            Fate::Gone(instead) => Hint::Gone { since, instead: instead.clone() },
        }
    }
}

impl<N> Fault<'_, N> {
    /// Writes the path, and the key where there is one, as Terraform does: `node_groups.main.subnets[0]`.
    #[must_use]
    pub fn place(&self) -> String {
        let mut place = String::new();
        let key = self.key.as_deref().map(Step::Key);
        let path: Vec<Step> = self.path.iter().copied().chain(key).collect();
        write_path(&path, &mut place).expect("a String takes what is written");
        place
    }

    /// One phrase for a person: lower case, no full stop, names in backticks.
    #[must_use]
    pub fn message(&self) -> String {
        let key = self.key.as_deref().unwrap_or_default();
        match self.kind {
            FaultKind::UnknownInput => format!("the module has no input `{key}`"),
            FaultKind::UnknownAttribute => format!("`{key}` is not known here"),
            FaultKind::MissingInput => format!("the input `{key}` is missing"),
            FaultKind::MissingAttribute => format!("`{key}` is missing"),
            FaultKind::NullInput | FaultKind::WrongType | FaultKind::WrongLength | FaultKind::MixedTypes => {
                format!("expected {}, found {}", self.expected, self.found)
            }
        }
    }

    /// What to do about it, where that is plain.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        Some(match self.hint.as_ref()? {
            Hint::Nearest(name) => format!("did you mean `{name}`?"),
            Hint::Renamed { since, to } => format!("since {since} it is `{to}`"),
            Hint::Gone { since, instead } => format!("it is gone since {since}: {instead}"),
        })
    }
}

impl<N> fmt::Display for Fault<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message())?;
        self.help().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

impl<N> fmt::Debug for Fault<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {self}", self.kind)
    }
}
