//! Codes: the kinds of faults, each with its level and its page.
//!
//! Codes of what users write and of what the machine holds stand here, in a file for each stage that finds them; those of rendered
//! objects stand with their rules.
//!
//! Law: a code is never renamed and has one level; the examples of its page are run by a test.

mod changes;
mod charts;
mod documents;
mod files;
mod manifests;
mod output;
mod patches;
mod project;
mod units;
mod vendored;
mod workloads;

use std::fmt;

/// How bad a finding is. Errors keep anything from being written; warnings and infos do not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The output would be wrong or cannot be made.
    Error,
    /// The output is made, and something about it deserves a look.
    Warning,
    /// A decision worth knowing.
    Info,
}

impl Level {
    /// The word that users see and write.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }
}

/// What is known of a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CodeEntry {
    /// The kebab-case statement of the fault; never renamed.
    pub name: &'static str,
    /// Its level unless the project says otherwise.
    pub level: Level,
    /// Whether a project may give it another level, or leave it out.
    pub adjustable: bool,
    /// Its page for users, a line each, the first being what it means in one sentence.
    pub page: &'static [&'static str],
}

/// The stable code of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static CodeEntry);

impl Code {
    /// Makes the code of an entry.
    pub const fn new(entry: &'static CodeEntry) -> Self {
        Self(entry)
    }

    /// What is known of this code.
    pub const fn entry(self) -> &'static CodeEntry {
        self.0
    }

    /// The kebab-case statement of the fault.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Its level unless the project says otherwise.
    pub const fn level(self) -> Level {
        self.0.level
    }

    /// What it means, in one sentence.
    pub fn summary(self) -> &'static str {
        self.0.page.first().map_or("", |line| line.trim())
    }

    /// The lines of its page, without the space that stands before each in a doc comment.
    pub fn page(self) -> impl Iterator<Item = &'static str> {
        self.0.page.iter().map(|line| line.strip_prefix(' ').unwrap_or(line))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Every code of what users write and of what the machine holds.
pub fn input_codes() -> impl Iterator<Item = Code> {
    [
        files::CODES,
        documents::CODES,
        project::CODES,
        vendored::CODES,
        charts::CODES,
        workloads::CODES,
        units::CODES,
        manifests::CODES,
        patches::CODES,
        output::CODES,
        changes::CODES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Declares codes, each with its page as its doc comment.
///
/// A page says what is wrong in one sentence, then why that matters, and shows it: each fence below `# Wrong` and `# Right` is a
/// file, whose path is its first line. `adjustable` after the level lets projects change it.
macro_rules! codes {
    ($($(#[doc = $page:literal])+ $constant:ident $name:literal $level:ident $($adjustable:ident)?;)*) => {
        impl $crate::diagnostics::Code {
            $($(#[doc = $page])+ pub const $constant: Self = Self::new(&$crate::diagnostics::CodeEntry {
                name: $name, level: $crate::diagnostics::Level::$level,
                adjustable: $crate::diagnostics::codes::codes!(@adjustable $($adjustable)?), page: &[$($page),+],
            });)*
        }

        /// The codes of this stage.
        pub(super) const CODES: &[$crate::diagnostics::Code] = &[$($crate::diagnostics::Code::$constant),*];
    };
    (@adjustable) => { false };
    (@adjustable adjustable) => { true };
}

use codes;
