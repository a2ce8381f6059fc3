//! What proves to repositories and registries who asks: from the files that helm and docker keep.
//!
//! Law: a secret is a [`Secret`] from the moment it is read, which cannot be printed.

mod registries;
mod repositories;
mod secret;

pub(super) use registries::Registries;
pub(super) use repositories::{Repositories, RepositorySettings};
pub(super) use secret::{Credentials, Secret};
