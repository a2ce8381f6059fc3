use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A text that is sent and never shown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::vendor) struct Secret(String);

impl Secret {
    pub(in crate::vendor) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the other side alone.
    pub(in crate::vendor) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What proves to another side who asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::vendor) enum Credentials {
    /// A user's name and password.
    Basic { user: String, password: Secret },
    /// A token that a registry's own service gives out for a shorter one.
    Identity(Secret),
    /// A token that is sent as it is.
    Bearer(Secret),
}

impl Credentials {
    /// The value of the `Authorization` header; none for what is only exchanged for a token.
    pub(in crate::vendor) fn to_header(&self) -> Option<Secret> {
        match self {
            Self::Basic { user, password } => {
                let pair = format!("{user}:{}", password.reveal());
                Some(Secret::new(format!("Basic {}", STANDARD.encode(pair))))
            }
            Self::Bearer(token) => Some(Secret::new(format!("Bearer {}", token.reveal()))),
            Self::Identity(_) => None,
        }
    }
}
