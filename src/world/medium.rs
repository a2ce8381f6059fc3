use ecow::EcoString;

use super::ReadFault;

/// What stands under a name.
#[derive(Clone, Debug)]
pub(super) enum Kind<H> {
    /// A file with bytes.
    File(H),
    /// A folder.
    Folder(H),
    /// A symbolic link, not followed.
    Link(H),
    /// A pipe, socket or device.
    Special,
    /// Another git repository.
    Repository,
}

/// One name in a folder.
#[derive(Clone, Debug)]
pub(super) struct Entry<H> {
    /// The name; with replacement characters where it is not UTF-8.
    pub(super) name: EcoString,
    /// Whether the name is what it says.
    pub(super) utf8: bool,
    /// What stands there.
    pub(super) kind: Kind<H>,
}

impl<H> Entry<H> {
    /// Names an entry by bytes that may be anything.
    pub(super) fn new(name: &[u8], kind: Kind<H>) -> Self {
        match std::str::from_utf8(name) {
            Ok(name) => Self { name: name.into(), utf8: true, kind },
            Err(_) => Self { name: EcoString::from(String::from_utf8_lossy(name)), utf8: false, kind },
        }
    }

    /// Whether no world shows it.
    pub(super) fn is_hidden(&self) -> bool {
        self.name.starts_with('.')
    }
}

/// Something that holds folders and files: a disk, or the trees of a git repository.
///
/// It never follows a link; that is the walk's business, so that all media follow them alike. Handles say where a thing is;
/// `path` is its path in the project, for faults.
pub(super) trait Medium {
    /// Where a file, folder or link is.
    type Handle: Clone;

    /// The project's folder.
    fn root(&self) -> Self::Handle;

    /// Lists a folder in any order, `.` and `..` left out; `None` where it is another git repository.
    fn list(&self, folder: &Self::Handle, path: &str) -> Result<Option<Vec<Entry<Self::Handle>>>, ReadFault>;

    /// Looks up one name of a folder.
    fn find(&self, folder: &Self::Handle, name: &str, path: &str) -> Result<Option<Kind<Self::Handle>>, ReadFault>;

    /// Reads what is written in a link.
    fn target(&self, link: &Self::Handle, path: &str) -> Result<EcoString, ReadFault>;
}
