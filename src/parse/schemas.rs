use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ecow::EcoString;
use platgen_schema::Definition;
use platgen_yaml::Fault;
use rayon::prelude::*;

use super::manifests::EXTENSIONS;
use super::objects::find_objects;
use super::project::{ParseMemo, read_finding};
use super::stream::{read_stream, stream_finding};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::node::{Origins, as_written};
use crate::source::{ContentId, FileId, NodeId, Place, Sources, Value};
use crate::world::World;

/// The folder of a project that holds definitions of custom resources.
pub(super) const SCHEMAS: &str = "schemas/crds/";

/// The definitions of custom resources that a project keeps for its checks; they are applied to no cluster.
///
/// A file is read when a custom resource asks for a kind that the file names, so that whoever keeps many pays for those in use; what
/// is wrong with a file is told then, too.
#[derive(Debug, Default)]
pub struct ProjectSchemas {
    /// Those in folders of their own first, as fetched ones lie, then by path.
    files: Vec<Arc<SchemaFile>>,
    /// The files that were asked in this compile.
    asked: Mutex<BTreeSet<usize>>,
}

/// One file of definitions.
#[derive(Debug)]
pub(super) struct SchemaFile {
    path: EcoString,
    bytes: Arc<[u8]>,
    content: ContentId,
    read: OnceLock<ReadFile>,
}

/// A file that was read, apart from the project's documents.
#[derive(Debug)]
struct ReadFile {
    sources: Sources,
    file: FileId,
    faults: Vec<Fault>,
    definitions: Vec<FiledDefinition>,
}

/// A definition in a file.
#[derive(Debug)]
struct FiledDefinition {
    group: EcoString,
    kind: EcoString,
    root: NodeId,
    /// Whether it has versions, without which it cannot be used.
    is_usable: bool,
    /// What was read of it.
    read: OnceLock<Option<Definition>>,
}

impl ProjectSchemas {
    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The definition of a kind; of two the first.
    pub fn find(&self, group: &str, kind: &str) -> Option<Definition> {
        self.files.iter().enumerate().filter(|(_, file)| file.may_name(kind)).find_map(|(index, file)| {
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(index);
            file.definition(group, kind)
        })
    }

    /// Whether a file that names a kind cannot be read in full, so that the kind's definition may be in what was not read.
    pub fn is_broken(&self, kind: &str) -> bool {
        self.files.iter().any(|file| file.may_name(kind) && file.read().is_broken())
    }

    /// What is wrong with the files that were asked; they become files of `sources`, so that findings may point into them.
    pub fn findings(&self, sources: &mut Sources) -> Vec<Finding> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().flat_map(|index| self.files[*index].findings(sources)).collect()
    }
}

/// Lists the definitions of a world, without reading what they say.
pub(super) fn list_schemas(world: &dyn World, memo: &mut ParseMemo, sink: &mut Sink) -> ProjectSchemas {
    let is_manifest = |path: &&EcoString| EXTENSIONS.iter().any(|ending| path.ends_with(ending));
    let below = world.paths().iter().filter(|path| path.starts_with(SCHEMAS)).filter(is_manifest);
    let mut paths: Vec<&EcoString> = below.collect();
    paths.sort_by_key(|path| !path[SCHEMAS.len()..].contains('/'));
    let contents: Vec<_> = paths.par_iter().map(|path| world.read(path)).collect();
    let mut files = Vec::with_capacity(paths.len());
    for (path, content) in paths.into_iter().zip(contents) {
        match content {
            Ok((bytes, content)) => files.push(memo.schema_file(path, bytes, content)),
            Err(fault) => drop(sink.report(read_finding(&fault))),
        }
    }
    ProjectSchemas { files, asked: Mutex::default() }
}

impl ParseMemo {
    fn schema_file(&mut self, path: &EcoString, bytes: Arc<[u8]>, content: ContentId) -> Arc<SchemaFile> {
        let file = || Arc::new(SchemaFile { path: path.clone(), bytes, content, read: OnceLock::new() });
        self.schemas.entry((path.clone(), content)).or_insert_with(file).clone()
    }
}

impl SchemaFile {
    /// Whether the text has the name of a kind in it, without which it cannot define the kind.
    fn may_name(&self, kind: &str) -> bool {
        // What is not UTF-8 is found out when it is read.
        std::str::from_utf8(&self.bytes).map_or(true, |text| text.contains(kind))
    }

    fn definition(&self, group: &str, kind: &str) -> Option<Definition> {
        let read = self.read();
        let known = read.definitions.iter().find(|known| known.group == group && known.kind == kind)?;
        known.read(read).clone()
    }

    fn read(&self) -> &ReadFile {
        self.read.get_or_init(|| {
            let (file, faults) = read_stream(self.path.clone(), self.bytes.clone(), self.content);
            let is_read = file.document.is_some();
            let mut sources = Sources::default();
            let file = sources.add(file);
            let objects = if is_read { find_objects(file, false, &sources).objects } else { Vec::new() };
            let definitions = objects.iter().filter_map(|object| FiledDefinition::find(file, object.root, &sources));
            let definitions = definitions.collect();
            ReadFile { sources, file, faults, definitions }
        })
    }

    fn findings(&self, sources: &mut Sources) -> Vec<Finding> {
        let read = self.read();
        if !read.is_broken() {
            return Vec::new();
        }
        let id = sources.share(read.sources.file(read.file));
        let of_yaml = read.faults.iter().map(|fault| stream_finding(fault.clone(), id));
        let unusable = read.definitions.iter().filter(|known| !known.is_usable).map(|known| {
            let spot = Spot::Value(Place::new(id, known.root));
            Finding::new(Code::INVALID_RESOURCE, "the definition has no `spec.versions`", spot)
        });
        of_yaml.chain(unusable).collect()
    }
}

impl ReadFile {
    fn is_broken(&self) -> bool {
        !self.faults.is_empty() || self.definitions.iter().any(|known| !known.is_usable)
    }
}

impl FiledDefinition {
    fn find(file: FileId, root: NodeId, sources: &Sources) -> Option<Self> {
        let document = sources.document(file);
        let text = |path: &[&str]| {
            let node = path.iter().try_fold(root, |at, key| document.get(at, key))?;
            matches!(document.value(node), Value::Str(_)).then(|| document.text_shared(node))
        };
        let is_definition = text(&["kind"])? == "CustomResourceDefinition"
            && text(&["apiVersion"])?.starts_with("apiextensions.k8s.io/");
        let (group, kind) = (text(&["spec", "group"])?, text(&["spec", "names", "kind"])?);
        let versions = document.get(root, "spec").and_then(|spec| document.get(spec, "versions"));
        let is_usable = versions.is_some_and(|versions| matches!(document.value(versions), Value::Seq(_)));
        is_definition.then(|| Self { group, kind, root, is_usable, read: OnceLock::new() })
    }

    fn read(&self, of: &ReadFile) -> &Option<Definition> {
        self.read.get_or_init(|| {
            let tree = as_written(Place::new(of.file, self.root), &of.sources, &mut Origins::default());
            Definition::read(Arc::new(tree)).ok()
        })
    }
}
