//! Where charts are fetched from.
//!
//! Takes what is wanted of a repository, a registry or git; gives the files of one chart and where they came from.
//!
//! Law: what is given was compared with every digest that anybody stated, and is the chart and version that it is said to be.

mod git;
mod index;
mod registry;

pub(super) use git::fetch_git;
pub(super) use index::Index;
use index::fetch_from_index;
use registry::fetch_from_registry;

use ecow::EcoString;

use super::archive::{Bounds, unpack};
use super::fault::{Fault, Field};
use super::session::Session;
use crate::chart::ChartFile;
use crate::lock::{FileTree, Sha256Digest};

/// The largest archive of a chart, in bytes.
pub(super) const ARCHIVE_LIMIT: u64 = 64 << 20;

/// What is wanted of a repository or registry.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChartRequest<'a> {
    pub(super) repository: &'a str,
    pub(super) chart: &'a str,
    /// Which versions will do; without it any release.
    pub(super) range: Option<&'a str>,
    /// The version to stay at while it will do.
    pub(super) preferred: Option<&'a str>,
    /// What was fetched before and is to be fetched again.
    pub(super) locked: Option<LockedArchive<'a>>,
    /// What the archive, or its manifest, must hash to.
    pub(super) digest: Option<Sha256Digest>,
}

/// An archive that was fetched before.
#[derive(Clone, Copy, Debug)]
pub(super) struct LockedArchive<'a> {
    pub(super) version: &'a str,
    pub(super) url: &'a str,
    pub(super) manifest: Option<Sha256Digest>,
    pub(super) archive: Sha256Digest,
}

/// A chart as a repository or registry had it.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) tree: FileTree,
    pub(super) version: EcoString,
    pub(super) url: EcoString,
    pub(super) manifest: Option<Sha256Digest>,
    pub(super) archive: Sha256Digest,
    /// Files of the archive that no project shows.
    pub(super) hidden: Vec<String>,
}

/// An archive, and what was said of it before it came.
pub(super) struct Archived<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) chart: &'a str,
    /// The version that it was fetched as.
    pub(super) version: &'a str,
    pub(super) url: EcoString,
    pub(super) manifest: Option<Sha256Digest>,
}

/// Fetches a chart of a repository or a registry.
///
/// # Errors
/// A fault at the field of the request that decides it.
pub(super) fn fetch_chart(session: &Session, request: &ChartRequest<'_>) -> Result<Fetched, Fault> {
    let kept = request.locked.and_then(|locked| Some((locked, session.cache.archive(locked.archive)?)));
    if let Some((locked, bytes)) = kept {
        let archived = Archived {
            bytes: &bytes,
            chart: request.chart,
            version: locked.version,
            url: locked.url.into(),
            manifest: locked.manifest,
        };
        return open(&archived, request);
    }
    if request.repository.starts_with("oci://") {
        fetch_from_registry(session, request)
    } else {
        fetch_from_index(session, request)
    }
}

/// Compares an archive with what was said of it, and unpacks it.
pub(super) fn open(archived: &Archived<'_>, request: &ChartRequest<'_>) -> Result<Fetched, Fault> {
    let Archived { bytes, chart, version, url, manifest } = archived;
    let archive = Sha256Digest::of(bytes);
    if let Some(locked) = request.locked.filter(|locked| locked.archive != archive) {
        let message = format!("the archive of `{chart}` {version} is not the one that platgen.lock holds");
        let found = format!("{} was locked, {} came from {url}", locked.archive.short(), archive.short());
        return Err(
            Fault::new(Field::Entry, message).help(format!("{found}; `platgen vendor --update` takes it as it is now"))
        );
    }
    if let Some(wanted) = request.digest.filter(|wanted| *wanted != archive && Some(*wanted) != *manifest) {
        let message = format!("the archive of `{chart}` {version} has another digest: `{archive}`");
        return Err(Fault::new(Field::Digest, message)
            .help(format!("{} was asked for; {url} has something else", wanted.short())));
    }
    let broken =
        |problem: String| Fault::new(Field::Repository, format!("the archive at {url} is not usable: {problem}"));
    let unpacked = unpack(bytes, Bounds::default()).map_err(broken)?;
    let said = ChartFile::read(&unpacked.tree).map_err(|fault| broken(fault.to_string()))?;
    if said.name != *chart || !is_same_version(&said.version, version) {
        let problem = format!("it holds `{}` {}, and not `{chart}` {version}", said.name, said.version);
        return Err(broken(problem));
    }
    Ok(Fetched {
        tree: unpacked.tree,
        version: said.version,
        url: url.clone(),
        manifest: *manifest,
        archive,
        hidden: unpacked.hidden,
    })
}

/// Whether two texts are one version: `v1.2.0` is `1.2.0`.
fn is_same_version(a: &str, b: &str) -> bool {
    let bare = |version: &str| version.strip_prefix('v').unwrap_or(version).to_owned();
    bare(a) == bare(b)
}
