//! Why Go refuses a pattern.

use std::fmt;

/// What is wrong with a pattern, in Go's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Complaint {
    /// A range whose end is before its start, or a class that nobody knows.
    ClassRange,
    /// An escape that has no meaning.
    Escape,
    /// The name of a group is not of letters, digits and `_`.
    GroupName,
    /// Something after `(?` that Go does not know.
    Perl,
    /// One repetition directly after another.
    NestedRepetition,
    /// A repetition of more than 1,000, or from more to less.
    RepeatCount,
    /// A class is not closed.
    MissingBracket,
    /// A group is not closed.
    MissingParenthesis,
    /// A repetition of nothing.
    NothingToRepeat,
    /// A backslash with nothing behind it.
    TrailingBackslash,
    /// A group is closed that was not opened.
    UnexpectedParenthesis,
    /// The pattern's bytes are not UTF-8.
    NotUtf8,
    /// Groups inside of groups without end.
    NestsTooDeep,
    /// The pattern takes more room than a pattern may.
    TooLarge,
}

impl Complaint {
    fn words(self) -> &'static str {
        match self {
            Complaint::ClassRange => "invalid character class range",
            Complaint::Escape => "invalid escape sequence",
            Complaint::GroupName => "invalid named capture",
            Complaint::Perl => "invalid or unsupported Perl syntax",
            Complaint::NestedRepetition => "invalid nested repetition operator",
            Complaint::RepeatCount => "invalid repeat count",
            Complaint::MissingBracket => "missing closing ]",
            Complaint::MissingParenthesis => "missing closing )",
            Complaint::NothingToRepeat => "missing argument to repetition operator",
            Complaint::TrailingBackslash => "trailing backslash at end of expression",
            Complaint::UnexpectedParenthesis => "unexpected )",
            Complaint::NotUtf8 => "invalid UTF-8",
            Complaint::NestsTooDeep => "expression nests too deeply",
            Complaint::TooLarge => "expression too large",
        }
    }
}

/// A pattern that Go does not take: what is wrong, and the part of the pattern that is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// What is wrong.
    pub complaint: Complaint,
    /// The part of the pattern that Go shows.
    pub part: String,
}

impl Refusal {
    pub(super) fn new(complaint: Complaint, part: impl Into<String>) -> Self {
        Self { complaint, part: part.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error parsing regexp: {}: `{}`", self.complaint.words(), self.part)
    }
}

impl std::error::Error for Refusal {}
