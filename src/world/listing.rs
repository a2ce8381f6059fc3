use std::sync::{Arc, OnceLock};

use ecow::EcoString;

use super::ReadFault;
use crate::source::ContentId;

/// The marker with which every Git LFS pointer file begins.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// What reading a file gave.
pub(super) type Outcome = Result<(Arc<[u8]>, ContentId), ReadFault>;

/// The files of a medium, each with a handle to read it by and what reading it once gave.
#[derive(Debug)]
pub(super) struct Listing<H> {
    paths: Vec<EcoString>,
    files: Vec<Listed<H>>,
    faults: Vec<ReadFault>,
    left_out: Vec<ReadFault>,
}

#[derive(Debug)]
struct Listed<H> {
    handle: Result<H, ReadFault>,
    outcome: OnceLock<Outcome>,
}

impl<H> Default for Listing<H> {
    fn default() -> Self {
        Self { paths: Vec::new(), files: Vec::new(), faults: Vec::new(), left_out: Vec::new() }
    }
}

impl<H> Listing<H> {
    /// Adds a file, or a name that is one and cannot be read.
    pub(super) fn file(&mut self, path: EcoString, handle: Result<H, ReadFault>) {
        self.paths.push(path);
        self.files.push(Listed { handle, outcome: OnceLock::new() });
    }

    /// Adds a fault that is reported even if nobody reads below it.
    pub(super) fn fault(&mut self, fault: ReadFault) {
        self.faults.push(fault);
    }

    /// Adds a fault that only answers who reads at or below its path.
    pub(super) fn leave_out(&mut self, fault: ReadFault) {
        self.left_out.push(fault);
    }

    /// Sorts by path; of entries with one path, as a forged git tree may have, the first stays.
    pub(super) fn sorted(self) -> Self {
        let mut pairs: Vec<_> = self.paths.into_iter().zip(self.files).collect();
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs.dedup_by(|(b, _), (a, _)| a == b);
        let (paths, files) = pairs.into_iter().unzip();
        let mut faults = self.faults;
        faults.sort_by(|a, b| a.path().cmp(b.path()));
        Self { paths, files, faults, left_out: self.left_out }
    }

    pub(super) fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    pub(super) fn faults(&self) -> &[ReadFault] {
        &self.faults
    }

    /// Answers a read, asking the medium the first time.
    pub(super) fn read(&self, path: &str, read: impl FnOnce(&H, &str) -> Outcome) -> Outcome {
        let Ok(index) = self.paths.binary_search_by(|listed| listed.as_str().cmp(path)) else {
            return Err(self.explain(path));
        };
        let file = &self.files[index];
        let first_read = || file.handle.as_ref().map_err(Clone::clone).and_then(|handle| read(handle, path));
        file.outcome.get_or_init(first_read).clone()
    }

    /// Says why a path is not listed.
    fn explain(&self, path: &str) -> ReadFault {
        let hides = |fault: &&ReadFault| {
            path.strip_prefix(fault.path().as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let fault = self.faults.iter().chain(&self.left_out).find(hides);
        fault.cloned().unwrap_or_else(|| ReadFault::NotFound(path.into()))
    }
}

/// Refuses bytes that only point at the content.
pub(super) fn refuse_pointer(path: &str, bytes: &[u8]) -> Result<(), ReadFault> {
    if bytes.starts_with(LFS_POINTER) { Err(ReadFault::LfsPointer(path.into())) } else { Ok(()) }
}
