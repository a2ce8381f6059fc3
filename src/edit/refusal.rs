use ecow::EcoString;
use platgen_yaml::line_column;

/// Why something is not edited; a fault of what was asked for, and not of the project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// One phrase.
    pub message: String,
    /// The file, line and column that it is about.
    pub at: Option<(EcoString, usize, usize)>,
    /// What to type.
    pub help: Option<String>,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), at: None, help: None }
    }

    pub(super) fn at(mut self, path: &EcoString, text: &str, offset: usize) -> Self {
        let (line, column) = line_column(text, offset);
        self.at = Some((path.clone(), line, column));
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The phrase with the place that it is about.
    pub fn headline(&self) -> String {
        match &self.at {
            Some((path, line, column)) => format!("{path}:{line}:{column}: {}", self.message),
            None => self.message.clone(),
        }
    }
}
