use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Document, NodeId, Span, Value};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{ContentId, FileId, Place};

/// One file of a project: where it stands, its bytes, and its document if it could be read as YAML.
#[derive(Debug)]
pub struct File {
    /// Path below the project's folder, with `/`.
    pub path: EcoString,
    /// The id of the bytes.
    pub content: ContentId,
    /// The bytes as they are.
    pub bytes: Arc<[u8]>,
    /// The one document of the file; `None` where it is empty or not YAML.
    pub document: Option<Document>,
    path_hash: u64,
}

impl File {
    /// Joins what is known of one file.
    pub fn new(path: EcoString, content: ContentId, bytes: Arc<[u8]>, document: Option<Document>) -> Self {
        let path_hash = hash_path(&path);
        Self { path, content, bytes, document, path_hash }
    }
}

/// FNV-1a: paths are short, and the value must be the same on every machine.
fn hash_path(path: &str) -> u64 {
    path.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Every file that a compile has read, and which content is today's for each path.
///
/// Append-only: what a memo remembers of an earlier compile keeps its files, and [`Sources::current`] finds a remembered place
/// again in the present parse by file and key path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<File>>,
    known: FxHashMap<(EcoString, ContentId), FileId>,
    current: FxHashMap<EcoString, FileId>,
    faulty: FxHashSet<Place>,
}

impl Sources {
    /// Forgets which files are today's, keeping their contents for the memo.
    pub fn begin(&mut self) {
        self.current.clear();
    }

    /// Finds the file of this path and content if it was read before, and makes it today's.
    pub fn recall(&mut self, path: &EcoString, content: ContentId) -> Option<FileId> {
        let id = *self.known.get(&(path.clone(), content))?;
        self.current.insert(path.clone(), id);
        Some(id)
    }

    /// Adds a file and makes it today's.
    pub fn add(&mut self, file: File) -> FileId {
        self.keep(Arc::new(file))
    }

    /// Adds a file that was read elsewhere, unless its content is known here, and makes it today's.
    pub fn share(&mut self, file: &Arc<File>) -> FileId {
        self.recall(&file.path, file.content).unwrap_or_else(|| self.keep(file.clone()))
    }

    fn keep(&mut self, file: Arc<File>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.known.insert((file.path.clone(), file.content), id);
        self.current.insert(file.path.clone(), id);
        self.files.push(file);
        id
    }

    /// The file of this id.
    pub fn file(&self, id: FileId) -> &Arc<File> {
        &self.files[id.0 as usize]
    }

    /// Today's file at this path.
    pub fn at_path(&self, path: &str) -> Option<FileId> {
        self.current.get(path).copied()
    }

    /// How many contents are kept.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether nothing was read yet.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The document that holds a place.
    pub fn document(&self, id: FileId) -> &Document {
        self.file(id).document.as_ref().expect("a place is made only from a document that was read")
    }

    /// The value at a place.
    pub fn value(&self, place: Place) -> Value<'_> {
        self.document(place.file).value(place.node)
    }

    /// The text of a scalar as written, without its quotes.
    pub fn text(&self, place: Place) -> EcoString {
        self.document(place.file).text_shared(place.node)
    }

    /// The bytes that a node covers in its own file.
    pub fn span(&self, place: Place) -> Span {
        self.document(place.file).span(place.node)
    }

    /// The bytes of the key that holds a node, or of the node where it has none.
    pub fn key_span(&self, place: Place) -> Span {
        let document = self.document(place.file);
        document.key(place.node).map_or_else(|| document.span(place.node), |entry| entry.key_span)
    }

    /// A number for file and key path that is the same in every process; values and lines do not count.
    pub fn place_hash(&self, place: Place) -> u64 {
        let file = self.file(place.file);
        let document = self.document(place.file);
        (file.path_hash ^ document.path_hash(place.node)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ file.path_hash.rotate_left(32)
    }

    /// Finds in today's parse the node that stood at `place` in an earlier one; the nearest ancestor that still exists.
    pub fn current(&self, place: Place) -> Option<Place> {
        let file = self.file(place.file);
        let today = *self.current.get(&file.path)?;
        if today == place.file {
            return Some(place);
        }
        let document = self.file(today).document.as_ref()?;
        let mut path = self.document(place.file).path(place.node);
        loop {
            if let Some(node) = document.find(&path) {
                return Some(Place::new(today, node));
            }
            path.pop()?;
        }
    }

    /// Notes that a value has a fault which was reported where it was written, so that whatever is made of it is poison.
    pub fn mark_faulty(&mut self, place: Place) {
        self.faulty.insert(place);
    }

    /// Whether a value has a fault of its own.
    pub fn is_faulty(&self, place: Place) -> bool {
        !self.faulty.is_empty() && self.faulty.contains(&place)
    }

    /// The key path of a place, written `spec.workloads.api.scale.min`.
    pub fn key_path(&self, place: Place) -> String {
        render_path(self.document(place.file), place.node)
    }
}

fn render_path(document: &Document, node: NodeId) -> String {
    let mut out = String::new();
    for step in document.path(node) {
        match step {
            platgen_yaml::Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(&key);
            }
            platgen_yaml::Step::Index(index) => out.push_str(&format!("[{index}]")),
        }
    }
    out
}
