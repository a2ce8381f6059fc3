use super::answer::{Answer, HttpFault};
use super::client::{Exchange, Policy};

/// Stands in the place of the network in a platgen that was built without it.
pub(super) struct Transport;

impl Transport {
    pub(super) fn new(_: &Policy) -> Self {
        Self
    }

    pub(super) fn exchange(&self, exchange: &Exchange<'_>) -> Result<Answer, HttpFault> {
        let url = exchange.url;
        Err(HttpFault::lasting(url, "was not asked, because this platgen was built without the network"))
    }
}
