use std::time::Duration;

use thiserror::Error;

use super::Url;

/// What another host answered, whole.
#[derive(Clone, Default)]
pub(in crate::vendor) struct Answer {
    pub(in crate::vendor) status: u16,
    pub(in crate::vendor) body: Vec<u8>,
    pub(in crate::vendor) location: Option<String>,
    pub(in crate::vendor) challenge: Option<String>,
    pub(in crate::vendor) link: Option<String>,
    pub(in crate::vendor) retry_after: Option<Duration>,
}

/// Why there is no answer.
#[derive(Clone, Debug, Error)]
#[error("{url} {problem}")]
pub(in crate::vendor) struct HttpFault {
    /// The URL that was asked.
    pub(in crate::vendor) url: Url,
    /// What it did, as a predicate.
    pub(in crate::vendor) problem: String,
    /// The status that it answered with.
    pub(in crate::vendor) status: Option<u16>,
    /// Whether it may be otherwise in a moment.
    pub(in crate::vendor) is_transient: bool,
    /// How long it wants to be left alone.
    pub(in crate::vendor) retry_after: Option<Duration>,
}

impl HttpFault {
    pub(in crate::vendor) fn lasting(url: &Url, problem: impl Into<String>) -> Self {
        Self { url: url.clone(), problem: problem.into(), status: None, is_transient: false, retry_after: None }
    }

    pub(in crate::vendor) fn transient(url: &Url, problem: impl Into<String>) -> Self {
        Self { is_transient: true, ..Self::lasting(url, problem) }
    }

    /// An answer that is none.
    pub(in crate::vendor) fn of_status(url: &Url, answer: &Answer) -> Self {
        let status = answer.status;
        let meaning = match status {
            401 => ": it wants to know who asks",
            403 => ": this user may not have it",
            404 => ": there is no such thing",
            407 => ": the proxy wants to know who asks",
            408 => ": it waited too long",
            429 => ": too many requests",
            500 => ": it has a fault of its own",
            502..=504 => ": it is out of service",
            _ => "",
        };
        Self {
            status: Some(status),
            is_transient: matches!(status, 408 | 425 | 429 | 500..=599),
            retry_after: answer.retry_after,
            ..Self::lasting(url, format!("answered {status}{meaning}"))
        }
    }
}
