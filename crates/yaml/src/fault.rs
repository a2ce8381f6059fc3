//! What is wrong with a text, and where.

use crate::Span;
use std::fmt;

/// One thing wrong with a text that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// What sort of fault it is.
    pub kind: FaultKind,
    /// One phrase for a person: lower case, no full stop, things in backticks.
    pub message: String,
    /// The bytes at fault.
    pub span: Span,
    /// Other places that belong to the fault, each with a phrase.
    pub related: Vec<(Span, String)>,
    /// What to type instead, where that is plain.
    pub help: Option<String>,
}

/// The sorts of faults.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// The bytes are not UTF-8.
    NotUtf8,
    /// A character that YAML does not allow unescaped.
    ForbiddenCharacter,
    /// The text passes [`Limits::bytes`](crate::Limits::bytes).
    TooLarge,
    /// Collections are nested deeper than [`Limits::depth`](crate::Limits::depth).
    TooDeep,
    /// The text has more nodes than [`Limits::nodes`](crate::Limits::nodes).
    TooManyNodes,
    /// Aliases and merge keys add more than [`Limits::alias_nodes`](crate::Limits::alias_nodes).
    TooManyAliases,
    /// A tab stands where only spaces may.
    Tab,
    /// A quoted scalar has no end.
    UnclosedQuote,
    /// A `[` or `{` has no end, or the wrong one.
    UnclosedCollection,
    /// A line does not fit the indentation of those before it.
    Indentation,
    /// A `:` stands where no value may begin, or is missing after a key.
    MisplacedColon,
    /// An unknown `\` escape.
    Escape,
    /// Template braces `{{` outside quotes.
    Template,
    /// Another breach of YAML's grammar.
    Syntax,
    /// A `%` directive that is not accepted.
    Directive,
    /// A key is given twice in one map.
    DuplicateKey,
    /// A value that readers of YAML type differently.
    AmbiguousScalar,
    /// A key is null.
    NullKey,
    /// A key is a map, a list or something else that cannot become a string.
    UnusableKey,
    /// A `<<` where merge keys are not supported, or one whose value is no map.
    MergeKey,
    /// A tag that the dialect does not know.
    UnknownTag,
    /// A value that its tag does not fit.
    TagMismatch,
    /// An infinity or a not-a-number, which JSON cannot hold.
    NotFinite,
    /// An alias without an anchor before it.
    UnknownAlias,
    /// An alias inside the node that it stands for.
    RecursiveAlias,
    /// A second document where one is allowed.
    SecondDocument,
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, span: Span, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), span, related: Vec::new(), help: None }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, span: Span, phrase: impl Into<String>) -> Self {
        self.related.push((span, phrase.into()));
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// Shortens a text to one that a message can hold.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}
