use std::sync::Arc;

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

/// A table with the names that one evaluation asked it for.
pub(super) struct Recorder {
    pub(super) table: Arc<ImageTable>,
    pub(super) asked: Arc<std::sync::Mutex<Vec<EcoString>>>,
}

impl Recorder {
    pub(super) fn new(table: Arc<ImageTable>) -> Self {
        Self { table, asked: Arc::default() }
    }

    /// The function `image` of the machine.
    pub(super) fn function(&self) -> minijinja::Value {
        let (table, asked) = (self.table.clone(), self.asked.clone());
        minijinja::Value::from_function(move |name: &str| -> Result<String, minijinja::Error> {
            let image = table.find(name).ok_or_else(|| {
                let help = crate::diagnostics::nearest(name, table.names())
                    .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                minijinja::Error::new(
                    minijinja::ErrorKind::InvalidOperation,
                    format!("image `{name}` has no pin in this environment{help}"),
                )
            })?;
            asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(name.into());
            Ok(image.reference.to_string())
        })
    }

    /// The causes of every image that was asked for.
    pub(super) fn causes(&self) -> Vec<Cause> {
        let asked = self.asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        asked.iter().filter_map(|name| self.table.find(name)).flat_map(|image| image.causes.iter().copied()).collect()
    }
}
