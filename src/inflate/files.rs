use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Dialect, Limits};

use crate::parse::read_stream;
use crate::source::{ContentId, Document, File, FileId, Place, Sources, Step};

/// One file of a chart that places point into.
#[derive(Clone, Debug)]
pub(super) struct ChartSource {
    pub(super) id: FileId,
    pub(super) file: Arc<File>,
}

/// What a file of a chart is read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// A template, or another text: a list of lines.
    Lines,
    /// The default values: a tree.
    Values,
    /// Definitions of custom resources: documents.
    Definitions,
}

/// What a file is read as, by its path below its own chart; `None` of a file that no place points into.
pub(super) fn role_of(path: &str) -> Option<Role> {
    let is_yaml = [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
    match path {
        "values.yaml" => Some(Role::Values),
        "Chart.yaml" | "requirements.yaml" | "values.schema.json" => Some(Role::Lines),
        _ if path.starts_with("templates/") => Some(Role::Lines),
        _ if path.starts_with("crds/") && is_yaml => Some(Role::Definitions),
        _ => None,
    }
}

/// Keeps a file of a chart among the sources, unless its content is known; `None` of what is no text.
pub(super) fn keep(
    shown: EcoString,
    bytes: &Arc<[u8]>,
    content: ContentId,
    role: Role,
    sources: &mut Sources,
) -> Option<ChartSource> {
    let id = match sources.recall(&shown, content) {
        Some(id) => id,
        None => {
            let file = read(shown, bytes, content, role)?;
            sources.add(file)
        }
    };
    Some(ChartSource { id, file: sources.file(id).clone() })
}

fn read(shown: EcoString, bytes: &Arc<[u8]>, content: ContentId, role: Role) -> Option<File> {
    let text = std::str::from_utf8(bytes).ok()?;
    let document = match role {
        Role::Lines => Document::of_lines(text),
        Role::Values => platgen_yaml::read(bytes, &Dialect::HELM_VALUES, &Limits::default())
            .ok()
            .and_then(|documents| documents.into_iter().next())
            .unwrap_or_else(|| Document::of_lines(text)),
        Role::Definitions => return Some(read_stream(shown, bytes.clone(), content).0),
    };
    Some(File::new(shown, content, bytes.clone(), Some(document)))
}

impl ChartSource {
    /// The file as a whole; `None` where it holds nothing that could be read.
    pub(super) fn root(&self) -> Option<Place> {
        let document = self.file.document.as_ref()?;
        Some(Place::new(self.id, document.root()))
    }

    /// A line of it, counted from 1; the whole file where it is no list of lines, or has fewer.
    pub(super) fn line(&self, line: u32) -> Option<Place> {
        let document = self.file.document.as_ref()?;
        let node = document.child(document.root(), &Step::Index(line.checked_sub(1)?));
        Some(Place::new(self.id, node.unwrap_or(document.root())))
    }

    /// The value at a path of keys of the default values; `None` where there is none.
    pub(super) fn value<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<Place> {
        let document = self.file.document.as_ref()?;
        let node = path.into_iter().try_fold(document.root(), |at, key| document.get(at, key))?;
        Some(Place::new(self.id, node))
    }
}
