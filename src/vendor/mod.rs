//! Fetches what rendering needs, so that rendering never uses the network.
//!
//! Takes a project's folder and a [`Request`]; gives an [`Outcome`], and a project whose `charts/`, `schemas/crds/` and
//! `platgen.lock` hold what platgen.yaml asks for. Charts come from chart repositories, registries, git repositories and
//! folders, with the charts that they depend on.
//!
//! Law: a file below `charts/` is whole and what its lock says, or as it was; every byte was compared with every digest that
//! anybody stated. Credentials go to the host they are for, and into no message. What changed by hand is never overwritten.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "vendoring is where a project meets the network, and the local store"
)]

mod archive;
mod cache;
mod chart;
mod crds;
mod credentials;
mod dependencies;
mod fault;
mod http;
mod outcome;
mod place;
mod run;
mod session;
mod source;
mod verify;
mod versions;

#[cfg(test)]
mod faults;

use std::path::Path;
use std::sync::Arc;

pub use http::{Policy, Proxies};
pub use outcome::{Change, Outcome, Request, Update, VendorError};
pub use session::Surroundings;

use crate::diagnostics::Report;
use crate::inflate::ChartStore;

/// The local store below a folder, for projects whose charts lie there.
pub fn store(folder: Option<&Path>) -> Arc<dyn ChartStore> {
    Arc::new(cache::Cache::new(folder))
}

/// Makes a project hold what its platgen.yaml asks for; `excluded` are folders that are none of its sources.
///
/// What is locked and there is not touched, and nothing is asked for it. What fails is reported at its line in platgen.yaml and
/// stays as it was; the rest is kept.
///
/// # Errors
/// Where nothing can be done at all: [`VendorError::UnknownName`], [`VendorError::Open`], [`VendorError::Disk`].
pub fn vendor(
    root: &Path,
    excluded: &[&str],
    request: &Request,
    surroundings: &Surroundings,
) -> Result<Outcome, VendorError> {
    run::vendor_with(root, excluded, request, surroundings, |_, _| Ok(()))
}

/// Tells where platgen.yaml, platgen.lock and the vendored files disagree; asks nobody and changes nothing.
///
/// # Errors
/// [`VendorError::Open`] where the project cannot be read.
pub fn verify(root: &Path, excluded: &[&str], surroundings: &Surroundings) -> Result<Report, VendorError> {
    verify::verify(root, excluded, surroundings)
}
