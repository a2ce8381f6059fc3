//! What goes wrong, in Go's words.

use std::fmt;

/// Why parsing, executing or a function failed: a chain from the outermost template to the reason.
///
/// A function says [`Fault::new`]; the machine puts the place and `error calling NAME` around it; a function that executes
/// templates, such as Helm's `include`, passes the fault of the inner one on. [`Display`](fmt::Display) gives the whole chain as
/// Go writes it, on one line; [`place`](Fault::place), [`message`](Fault::message) and [`cause`](Fault::cause) give its links.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault(Box<Link>);

#[derive(Clone, PartialEq, Eq)]
struct Link {
    place: Option<Place>,
    message: String,
    cause: Option<Fault>,
    limit: Option<Limit>,
}

/// Where a fault is, and in which template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The name under which the text was parsed, usually a path.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// Where the template was being executed; nothing for a fault of parsing.
    pub execution: Option<Execution>,
}

/// The node that was being executed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Execution {
    /// Bytes between the start of the line and the node: Go's column, counted from 0.
    pub column: u32,
    /// The template that was executing.
    pub template: String,
    /// The node as Go writes it back, cut to 20 bytes.
    pub node: String,
}

/// A bound that was passed; see [`Limits`](crate::context::Limits).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// The steps of the whole run are spent.
    Steps,
    /// Templates, values or expressions are nested too deep.
    Depth,
    /// One text or list would be too large, or all together.
    Memory,
}

impl Fault {
    /// Makes a fault with a reason.
    pub fn new(message: impl Into<String>) -> Self {
        Self::link(None, message.into(), None, None)
    }

    /// Makes a fault out of another one with a text before it, as Go's `fmt.Errorf("message: %w", cause)`.
    pub fn wrap(message: impl Into<String>, cause: Fault) -> Self {
        Self::link(None, message.into(), Some(cause), None)
    }

    /// Makes the fault of a bound that was passed.
    pub fn limit(limit: Limit, message: impl Into<String>) -> Self {
        Self::link(None, message.into(), None, Some(limit))
    }

    /// Says where the fault is, and what was being done there when `cause` came up.
    pub(crate) fn at(place: Place, message: impl Into<String>, cause: Option<Fault>) -> Self {
        Self::link(Some(place), message.into(), cause, None)
    }

    fn link(place: Option<Place>, message: String, cause: Option<Fault>, limit: Option<Limit>) -> Self {
        Self(Box::new(Link { place, message, cause, limit }))
    }

    /// Tells where this link of the chain is, where it has a place.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// Gives this link's own words, without its place and without its cause.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Gives the next link.
    pub fn cause(&self) -> Option<&Fault> {
        self.0.cause.as_ref()
    }

    /// Gives the links from the outermost to the reason.
    pub fn chain(&self) -> impl Iterator<Item = &Fault> {
        std::iter::successors(Some(self), |fault| fault.cause())
    }

    /// Tells which bound was passed, if that is the reason.
    pub fn passed_limit(&self) -> Option<Limit> {
        self.chain().find_map(|fault| fault.0.limit)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.chain().enumerate() {
            if index > 0 {
                f.write_str(": ")?;
            }
            if let Some(place) = fault.place() {
                write!(f, "{place}: ")?;
            }
            f.write_str(fault.message())?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "template: {}:{}", self.file, self.line)?;
        match &self.execution {
            Some(at) => write!(f, ":{}: executing {:?} at <{}>", at.column, at.template, at.node),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({self})")
    }
}

impl std::error::Error for Fault {}

impl From<crate::value::NilMap> for Fault {
    fn from(error: crate::value::NilMap) -> Self {
        Self::new(error.to_string())
    }
}

impl From<crate::value::TooDeep> for Fault {
    fn from(error: crate::value::TooDeep) -> Self {
        Self::limit(Limit::Depth, error.to_string())
    }
}
