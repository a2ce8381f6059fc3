use std::sync::Arc;

use ecow::EcoString;

use super::listing::{Outcome, refuse_pointer};
use super::{ReadFault, World};
use crate::source::ContentId;

/// Files in memory, for tests and for edits that are tried before they are written.
///
/// Shows every path it was given, as given. A clone shares the bytes.
#[derive(Clone, Debug, Default)]
pub struct MemoryWorld {
    /// Sorted; beside them, their files in the same order.
    paths: Vec<EcoString>,
    files: Vec<(Arc<[u8]>, ContentId)>,
}

impl MemoryWorld {
    /// Makes a world without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Copies what a world shows and can read; faults stay behind.
    pub fn copy_of(world: &dyn World) -> Self {
        let readable = world.paths().iter().filter_map(|path| Some((path.clone(), world.read(path).ok()?)));
        let (paths, files) = readable.unzip();
        Self { paths, files }
    }

    /// Puts a file at a path (below the project's folder, with `/`), in place of what stood there.
    pub fn insert(&mut self, path: impl Into<EcoString>, bytes: impl Into<Arc<[u8]>>) {
        let (path, bytes) = (path.into(), bytes.into());
        let content = ContentId::of(&bytes);
        match self.paths.binary_search(&path) {
            Ok(index) => self.files[index] = (bytes, content),
            Err(index) => {
                self.paths.insert(index, path);
                self.files.insert(index, (bytes, content));
            }
        }
    }

    /// Takes a file away and gives its bytes.
    pub fn remove(&mut self, path: &str) -> Option<Arc<[u8]>> {
        let index = self.find(path)?;
        self.paths.remove(index);
        Some(self.files.remove(index).0)
    }

    /// The bytes at a path.
    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.find(path).map(|index| &self.files[index].0)
    }

    fn find(&self, path: &str) -> Option<usize> {
        self.paths.binary_search_by(|known| known.as_str().cmp(path)).ok()
    }
}

impl<P: Into<EcoString>, B: Into<Arc<[u8]>>> FromIterator<(P, B)> for MemoryWorld {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let mut world = Self::new();
        for (path, bytes) in files {
            world.insert(path, bytes);
        }
        world
    }
}

impl World for MemoryWorld {
    fn paths(&self) -> &[EcoString] {
        &self.paths
    }

    fn read(&self, path: &str) -> Outcome {
        let index = self.find(path).ok_or_else(|| ReadFault::NotFound(path.into()))?;
        let (bytes, content) = &self.files[index];
        refuse_pointer(path, bytes)?;
        Ok((Arc::clone(bytes), *content))
    }

    fn faults(&self) -> &[ReadFault] {
        &[]
    }
}
