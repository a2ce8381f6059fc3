use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecow::EcoString;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::node::Cause;

/// One image of an environment: the whole reference, and the leaves that make it.
#[derive(Clone, Debug)]
pub struct Image {
    /// Registry, name, and tag or digest.
    pub reference: EcoString,
    /// The pin, the registry.
    pub causes: SmallVec<[Cause; 2]>,
}

/// The images that an environment pins, by name.
#[derive(Clone, Debug, Default)]
pub struct ImageTable {
    /// The images.
    pub images: FxHashMap<EcoString, Image>,
}

impl ImageTable {
    /// Finds an image.
    pub fn find(&self, name: &str) -> Option<&Image> {
        self.images.get(name)
    }

    /// The names that are pinned, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.images.keys().map(EcoString::as_str).collect();
        names.sort_unstable();
        names
    }
}

/// What is said of an image that has no pin.
#[derive(Clone, Debug)]
pub struct Unpinned {
    /// The headline.
    pub message: String,
    /// What to type.
    pub help: String,
}

impl ImageTable {
    /// Says that an image has no pin, and which one may have been meant.
    pub fn unpinned(&self, name: &str) -> Unpinned {
        Unpinned {
            message: format!("image `{name}` has no tag or digest"),
            help: match crate::diagnostics::nearest(name, self.names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("pin it in the environment: `images: {{pins: {{{name}: \"1.0.0\"}}}}`"),
            },
        }
    }
}

/// A table with the names that one evaluation asked it for.
pub(super) struct Recorder {
    table: Arc<ImageTable>,
    asked: Arc<Mutex<Vec<EcoString>>>,
    unpinned: Arc<Mutex<Option<Unpinned>>>,
}

impl Recorder {
    pub(super) fn new(table: Arc<ImageTable>) -> Self {
        Self { table, asked: Arc::default(), unpinned: Arc::default() }
    }

    /// The function `image` of the machine.
    pub(super) fn function(&self) -> minijinja::Value {
        let (table, asked, unpinned) = (self.table.clone(), self.asked.clone(), self.unpinned.clone());
        minijinja::Value::from_function(move |name: &str| -> Result<String, minijinja::Error> {
            let Some(image) = table.find(name) else {
                let fault = table.unpinned(name);
                let error = minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, fault.message.clone());
                *locked(&unpinned) = Some(fault);
                return Err(error);
            };
            locked(&asked).push(name.into());
            Ok(image.reference.to_string())
        })
    }

    /// The causes of every image that was asked for.
    pub(super) fn causes(&self) -> Vec<Cause> {
        let asked = locked(&self.asked);
        asked.iter().filter_map(|name| self.table.find(name)).flat_map(|image| image.causes.iter().copied()).collect()
    }

    /// The image that was asked for and has no pin, if there was one: the evaluation ended there.
    pub(super) fn unpinned(&self) -> Option<Unpinned> {
        locked(&self.unpinned).clone()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
