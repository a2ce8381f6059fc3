//! Asks other hosts for files: with retries, time limits, size limits, and credentials that stay with their host.
//!
//! Law: an answer is whole or an error; what is sent to prove who asks reaches no other host, and no message.

mod answer;
mod client;
mod proxy;
#[cfg(feature = "network")]
mod transport;
#[cfg(not(feature = "network"))]
#[path = "no_transport.rs"]
mod transport;
mod url;

pub(super) use answer::{Answer, HttpFault};
pub use client::Policy;
pub(super) use client::{Ask, Client};
pub use proxy::Proxies;
pub(super) use url::{Scheme, Url, escaped};

use std::path::PathBuf;

/// How a host's certificate is judged, and ours shown, where a repository's settings say so.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(super) struct Tls {
    /// The file of the authorities that alone are trusted.
    pub(super) authorities: Option<PathBuf>,
    /// The files of our certificate and its key.
    pub(super) certificate: Option<(PathBuf, PathBuf)>,
    /// Whether any certificate will do.
    pub(super) is_unchecked: bool,
}
