use super::http::HttpFault;

/// Which field of an entry of platgen.yaml a fault is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Field {
    /// The entry as a whole.
    Entry,
    Repository,
    Chart,
    Version,
    Digest,
    Revision,
}

/// Why something could not be fetched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub(super) field: Field,
    /// One phrase.
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fault {
    pub(super) fn new(field: Field, message: impl Into<String>) -> Self {
        Self { field, message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says for the fault of a dependency whose it is.
    pub(super) fn of_dependency(self, name: &str, of: &str) -> Self {
        let message = format!("`{of}` depends on `{name}`: {}", self.message);
        Self { field: Field::Entry, message, help: self.help }
    }
}

impl From<HttpFault> for Fault {
    fn from(fault: HttpFault) -> Self {
        let help = match fault.status {
            Some(401 | 403) => {
                Some("log in as for helm: `helm repo add --username …`, or `helm registry login …` for a registry")
            }
            Some(407) => Some("put the user and password for the proxy into its URL in the environment"),
            Some(404) => Some("look whether the address is right"),
            _ if fault.is_transient => Some("try again: what was fetched is kept"),
            _ => None,
        };
        Self { field: Field::Repository, message: fault.to_string(), help: help.map(str::to_owned) }
    }
}
