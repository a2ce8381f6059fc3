//! URLs as Go's `net/url` reads and writes them.
//!
//! Takes a text and gives its parts, or the other way round.
//!
//! The law: what Go refuses is refused, in its words where they do not name Go's own types.

mod escape;
mod read;
mod write;

pub(crate) use read::{host_name, read};
pub(crate) use write::write;

/// The parts of a URL, without escapes but in the query.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Url {
    pub(crate) scheme: String,
    /// What follows the scheme where that is no path.
    pub(crate) opaque: Vec<u8>,
    pub(crate) user: Option<User>,
    /// With the port.
    pub(crate) host: Vec<u8>,
    pub(crate) path: Vec<u8>,
    pub(crate) query: Vec<u8>,
    pub(crate) fragment: Vec<u8>,
}

/// Who asks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct User {
    pub(crate) name: Vec<u8>,
    pub(crate) password: Option<Vec<u8>>,
}
