use std::sync::Arc;

use ecow::EcoString;
use rayon::prelude::*;

use super::project::{ParseMemo, read_finding};
use crate::diagnostics::{Code, Finding, Spot};
use crate::source::{ContentId, Document, File, FileId};
use crate::world::World;

/// The folder of a project that holds the contents of mounted files.
pub(super) const TEXTS: &str = "files/";

/// The files below `files/` of a project, or of one revision of it, sorted by path: each a text, or why it is none.
///
/// What is wrong with a file is told where a workload mounts it.
#[derive(Clone, Debug, Default)]
pub struct ProjectTexts {
    files: Vec<(EcoString, Result<FileId, Box<Finding>>)>,
}

impl ProjectTexts {
    /// The file of a path.
    pub fn find(&self, path: &str) -> Option<&Result<FileId, Box<Finding>>> {
        self.files.iter().find(|(known, _)| known == path).map(|(_, file)| file)
    }

    /// Every path.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(path, _)| path.as_str())
    }
}

/// Reads the contents of mounted files; `revision` where they are not today's, which findings then name.
pub fn read_texts(world: &dyn World, revision: Option<&str>, memo: &mut ParseMemo) -> ProjectTexts {
    let paths: Vec<&EcoString> = world.paths().iter().filter(|path| path.starts_with(TEXTS)).collect();
    let contents: Vec<_> = paths.par_iter().map(|path| world.read(path)).collect();
    let read = paths.into_iter().zip(contents).map(|(path, content)| {
        let shown = revision.map_or_else(|| path.clone(), |revision| ecow::eco_format!("{path}@{revision}"));
        let file =
            content.map_err(|fault| Box::new(read_finding(&fault))).and_then(|(bytes, id)| memo.text(shown, bytes, id));
        (path.clone(), file)
    });
    ProjectTexts { files: read.collect() }
}

impl ParseMemo {
    /// Keeps one text, unless its content is known.
    fn text(&mut self, shown: EcoString, bytes: Arc<[u8]>, content: ContentId) -> Result<FileId, Box<Finding>> {
        if let Some(known) = self.sources.recall(&shown, content) {
            return Ok(known);
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let document = Document::of_text(text);
                Ok(self.sources.add(File::new(shown, content, bytes, Some(document))))
            }
            Err(error) => {
                let message = format!("`{shown}` is no text: it is not UTF-8 from byte {} on", error.valid_up_to());
                let finding = Finding::new(Code::INVALID_VALUE, message, Spot::File(shown));
                Err(Box::new(finding.help("put what is no text into the image, or on a volume")))
            }
        }
    }
}
