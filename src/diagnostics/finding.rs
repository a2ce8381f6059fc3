use ecow::EcoString;

use super::{Code, Concealed, Level, Subject};
use crate::source::{FileId, Place, Span};

/// Where a label points.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Spot {
    /// The value of a node.
    Value(Place),
    /// The key that holds a node.
    Key(Place),
    /// Bytes `start..end` of a scalar's decoded text.
    Within(Place, u32, u32),
    /// Bytes of a file that may hold no document.
    Bytes(FileId, Span),
    /// A file as a whole, by its path; it may not exist or not be readable.
    File(EcoString),
}

/// A spot with what is to be said of it; an empty message only marks it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Label {
    /// Where.
    pub spot: Spot,
    /// What, in a few words.
    pub message: String,
}

/// One fault of the user's input.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Finding {
    /// What kind of fault it is.
    pub code: Code,
    /// How bad it is.
    pub level: Level,
    /// One phrase, lower case, no full stop, things in backticks.
    pub message: String,
    /// The exact bytes at fault.
    pub primary: Label,
    /// Where the other half was written.
    pub secondary: Vec<Label>,
    /// What to type.
    pub help: Option<String>,
    /// The object that it is about, where it is about one.
    pub subject: Option<Box<Subject>>,
    /// Which environments, clusters or apps show it; empty where that says nothing.
    pub occurrences: Vec<EcoString>,
    /// Secrets that it is about, which no report shows.
    pub secrets: Vec<Concealed>,
}

impl Finding {
    /// Starts a finding at its code's own level.
    pub fn new(code: Code, message: impl Into<String>, spot: Spot) -> Self {
        Self {
            code,
            level: code.level(),
            message: message.into(),
            primary: Label { spot, message: String::new() },
            secondary: Vec::new(),
            help: None,
            subject: None,
            occurrences: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// Says something at the primary spot.
    #[must_use]
    pub fn label(mut self, message: impl Into<String>) -> Self {
        self.primary.message = message.into();
        self
    }

    /// Points at the other half.
    #[must_use]
    pub fn with(mut self, spot: Spot, message: impl Into<String>) -> Self {
        self.secondary.push(Label { spot, message: message.into() });
        self
    }

    /// Keeps a secret out of every report.
    #[must_use]
    pub fn conceal(mut self, text: impl Into<EcoString>, places: Vec<Place>) -> Self {
        self.secrets.push(Concealed { text: text.into(), places });
        self
    }

    /// Says what to type.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Suggests the nearest known name, if there is one near enough; else lists the known ones when they are few.
    #[must_use]
    pub fn suggest<'a>(mut self, wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(near) = super::nearest(wrong, known.iter().copied()) {
            self.help = Some(format!("did you mean `{near}`?"));
        } else if !known.is_empty() && known.len() <= 12 {
            let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            self.help = Some(format!("known here: {}", list.join(", ")));
        }
        self
    }

    /// Names an environment, cluster or app that shows the fault.
    #[must_use]
    pub fn occurs_in(mut self, occurrence: impl Into<EcoString>) -> Self {
        self.occurrences.push(occurrence.into());
        self
    }
}
