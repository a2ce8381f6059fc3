use std::error::Error;
use std::fmt;

use crate::diagnostics::printable;

/// Why a command could not do its work; a fault of the machine or of the command line, never of the project's files.
#[derive(Debug)]
pub(super) struct Failure {
    headline: String,
    help: Option<String>,
    cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// Says what failed, in one phrase.
    pub(super) fn new(headline: impl Into<String>) -> Self {
        Self { headline: headline.into(), help: None, cause: None }
    }

    /// Keeps what the machine reported.
    pub(super) fn caused_by(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// Says what to type.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Passes on an error whose own words are the headline.
    pub(super) fn of(error: impl Error + Send + Sync + 'static) -> Self {
        let headline = error.to_string();
        Self { headline, help: None, cause: Some(Box::new(error)) }
    }

    /// What failed, in one phrase.
    pub(super) fn headline(&self) -> &str {
        &self.headline
    }

    /// What the causes say, the nearest first, without what the headline says already.
    fn causes(&self) -> Vec<String> {
        let mut said = Vec::new();
        let mut next: Option<&dyn Error> = self.cause.as_deref().map(|cause| cause as &dyn Error);
        while let Some(cause) = next {
            said.push(cause.to_string());
            next = cause.source();
        }
        said.retain(|cause| *cause != self.headline);
        said
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", printable(&self.headline))?;
        for cause in self.causes() {
            write!(f, "\n  because: {}", printable(&cause))?;
        }
        self.help.iter().try_for_each(|help| write!(f, "\n  help: {}", printable(help)))
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn names_causes_and_help_below_the_headline() {
        let failure =
            Failure::new("`out` could not be written").caused_by(io::Error::other("disk full")).help("free some space");
        assert_eq!(
            failure.to_string(),
            "error: `out` could not be written\n  because: disk full\n  help: free some space"
        );
        assert_eq!(Failure::of(io::Error::other("disk full")).to_string(), "error: disk full");
    }
}
