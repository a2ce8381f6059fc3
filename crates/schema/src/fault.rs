//! What is wrong with an object, and where.

use std::borrow::Cow;
use std::fmt;

/// One step of a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step<'t> {
    /// Into a map, to the value under this key.
    Key(Cow<'t, str>),
    /// Into a list, to the item at this place, counted from 0.
    Index(usize),
}

/// One thing that the API server would refuse.
pub struct Fault<'t, N> {
    /// What sort of fault it is.
    pub kind: FaultKind,
    /// Leads from the root to [`Fault::node`].
    pub path: Vec<Step<'t>>,
    /// The node at fault; where something is missing or a key is at fault, the map that lacks or holds the key.
    pub node: &'t N,
    /// The key of [`Fault::node`] that is at fault: unknown, missing or badly formed. None where the value itself is.
    pub key: Option<Cow<'t, str>>,
    /// One phrase for a person: lower case, no full stop, things in backticks.
    pub message: String,
    /// What to type instead, where that is plain.
    pub help: Option<String>,
}

/// The sorts of faults.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum FaultKind {
    /// The release does not serve this API version and kind, see [`Schemas::known`](crate::Schemas::known).
    UnknownKind,
    /// A key that the type does not have.
    UnknownField,
    /// A value of another type than the field's.
    WrongType,
    /// A field that must be given is not.
    MissingField,
    /// A value that is not among those allowed.
    NotInEnum,
    /// A text that does not follow its grammar: a name, a label, a quantity, a date.
    BadFormat,
    /// A text that does not match the schema's pattern.
    BadPattern,
    /// A number outside its bounds.
    OutOfBounds,
    /// A text that is longer than allowed, or shorter.
    BadLength,
    /// A list or a map with more entries than allowed, or fewer.
    BadCount,
    /// Two items of a list have the same key.
    DuplicateListKey,
    /// A list that is a set holds an item twice.
    DuplicateItem,
    /// Fields that exclude each other are given together, or none of those of which one must be.
    UnionMismatch,
    /// A field is missing that others call for, though the type does not require it.
    MissingCompanion,
    /// Fields that are sound one by one and contradict each other, so that the object cannot work.
    Conflict,
    /// A name that refers to a part of the object that is not there.
    DanglingName,
    /// Two parts of the object have a name, a port or a key that only one may have.
    DuplicateName,
    /// A pattern or a schema that cannot be applied, so that a part of the object stays unchecked.
    Uncheckable,
    /// Collections are nested deeper than [`Limits::depth`](crate::Limits::depth).
    TooDeep,
    /// The validation would cost more than [`Limits::visits`](crate::Limits::visits); the rest is unchecked.
    TooMuchWork,
}

impl<N> Fault<'_, N> {
    /// Writes the path, and the key where there is one, as Kubernetes does: `spec.containers[0].image`.
    #[must_use]
    pub fn place(&self) -> String {
        let key = self.key.iter().cloned().map(Step::Key);
        self.path.iter().cloned().chain(key).fold(String::new(), |mut place, step| {
            match step {
                Step::Index(index) => place.push_str(&format!("[{index}]")),
                Step::Key(key) if key.contains(['.', '/', '[']) => place.push_str(&format!("[{key}]")),
                Step::Key(key) if place.is_empty() => place.push_str(&key),
                Step::Key(key) => place.push_str(&format!(".{key}")),
            }
            place
        })
    }
}

impl<N> Clone for Fault<'_, N> {
    fn clone(&self) -> Self {
        Self {
            kind: self.kind,
            path: self.path.clone(),
            node: self.node,
            key: self.key.clone(),
            message: self.message.clone(),
            help: self.help.clone(),
        }
    }
}

impl<N> fmt::Display for Fault<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

impl<N> fmt::Debug for Fault<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {self}", self.kind)
    }
}
