use super::{Code, Level};

/// A place in the present text of a file: lines and columns from 1, columns in characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// Path below the project's folder.
    pub path: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line of the first byte.
    pub line: usize,
    /// Column of the first byte.
    pub column: usize,
    /// What is said of it.
    pub message: String,
}

/// A finding whose spots were looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// What kind of fault it is.
    pub code: Code,
    /// How bad it is.
    pub level: Level,
    /// One phrase.
    pub message: String,
    /// The exact bytes at fault.
    pub primary: Excerpt,
    /// Where the other half was written.
    pub secondary: Vec<Excerpt>,
    /// What to type.
    pub help: Option<String>,
    /// Environments, clusters or apps that show it, sorted.
    pub occurrences: Vec<String>,
}

/// Every finding of a compile, sorted by file and position, without repeats.
#[derive(Clone, Default, Debug)]
pub struct Report {
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}
