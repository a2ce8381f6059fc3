use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::listing::Outcome;
use super::{Past, ReadFault, World};
use crate::source::ContentId;

/// A world in which some files hold other bytes, for edits that are tried before they are written. Its revisions are those below.
pub struct EditedWorld<'a> {
    below: &'a dyn World,
    files: BTreeMap<EcoString, (Arc<[u8]>, ContentId)>,
}

impl<'a> EditedWorld<'a> {
    /// Puts bytes in place of those of files that the world below has.
    pub fn new(below: &'a dyn World, files: impl IntoIterator<Item = (EcoString, Arc<[u8]>)>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| {
            let content = ContentId::of(&bytes);
            (path, (bytes, content))
        });
        Self { below, files: files.collect() }
    }
}

impl World for EditedWorld<'_> {
    fn paths(&self) -> &[EcoString] {
        self.below.paths()
    }

    fn read(&self, path: &str) -> Outcome {
        self.files.get(path).map_or_else(|| self.below.read(path), |file| Ok(file.clone()))
    }

    fn at_revision(&self, revision: &str) -> Result<Past, String> {
        self.below.at_revision(revision)
    }

    fn faults(&self) -> &[ReadFault] {
        self.below.faults()
    }
}
