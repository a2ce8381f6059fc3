use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Dialect, Limits};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Parsed;
use super::document::parse_document;
use super::manifests::{MANIFESTS, ProjectManifest, ProjectManifests, read_manifests};
use super::schemas::{ProjectSchemas, SCHEMAS, SchemaFile, list_schemas};
use super::texts::{ProjectTexts, TEXTS, read_texts};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::expression::Templates;
use crate::model::Kind;
use crate::source::{ContentId, Document, File, FileId, Place, Sources};
use crate::world::{ReadFault, World};

/// What parsing remembers between compiles.
#[derive(Debug, Default)]
pub struct ParseMemo {
    /// Every content that was read.
    pub sources: Sources,
    /// Every template by its text.
    pub templates: Templates,
    parsed: FxHashMap<FileId, Arc<Parsed>>,
    pub(super) manifests: FxHashMap<FileId, Arc<ProjectManifest>>,
    pub(super) schemas: FxHashMap<(EcoString, ContentId), Arc<SchemaFile>>,
}

impl ParseMemo {
    fn keep(&mut self, id: FileId, parsed: Arc<Parsed>) {
        for node in &parsed.faulty {
            self.sources.mark_faulty(Place::new(id, *node));
        }
        self.parsed.insert(id, parsed);
    }
}

/// Every document of a project, by kind, sorted by path.
#[derive(Debug, Default)]
pub struct Project {
    /// `platgen.yaml`, if it could be read.
    pub root: Option<Arc<Parsed>>,
    /// Teams.
    pub teams: Vec<Arc<Parsed>>,
    /// Stacks.
    pub stacks: Vec<Arc<Parsed>>,
    /// Environments.
    pub environments: Vec<Arc<Parsed>>,
    /// Overrides.
    pub overrides: Vec<Arc<Parsed>>,
    /// The project's own definitions.
    pub definitions: Vec<Arc<Parsed>>,
    /// Plain Kubernetes YAML.
    pub manifests: ProjectManifests,
    /// Contents of mounted files.
    pub texts: ProjectTexts,
    /// Definitions of custom resources, for the checks.
    pub schemas: ProjectSchemas,
    /// Whether some document could not be read, so that a name that is not found may be that document's.
    pub incomplete: bool,
}

impl Project {
    /// The documents that say what stacks consist of: stacks, environments and Overrides.
    pub fn documents_of_stacks(&self) -> impl Iterator<Item = &Arc<Parsed>> {
        self.stacks.iter().chain(&self.environments).chain(&self.overrides)
    }
}

/// The file that makes a folder a project.
const PROJECT_FILE: &str = "platgen.yaml";

/// The folders of a project and the kinds of documents that they hold.
const FOLDERS: [(&str, &[Kind]); 4] = [
    ("catalog/", &[Kind::Definition]),
    ("environments/", &[Kind::Environment, Kind::Override]),
    ("stacks/", &[Kind::Stack]),
    ("teams/", &[Kind::Team]),
];

/// The folder that holds documents of a kind; none for the project itself.
pub(super) fn folder_of(kind: Kind) -> Option<&'static str> {
    FOLDERS.iter().find(|(_, kinds)| kinds.contains(&kind)).map(|(folder, _)| *folder)
}

/// Whether a path below the project's folder is, or lies in, one of the folders that a project is read from.
pub fn is_among_sources(path: &str) -> bool {
    FOLDERS
        .iter()
        .map(|(folder, _)| *folder)
        .chain([MANIFESTS, TEXTS, SCHEMAS, "charts/"])
        .any(|folder| format!("{path}/").starts_with(folder))
}

/// The kinds that a path may hold; none where platgen does not read it.
fn kinds_at(path: &str) -> &'static [Kind] {
    if path == PROJECT_FILE {
        return &[Kind::Project];
    }
    let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    FOLDERS.iter().find(|(folder, _)| is_yaml && path.starts_with(folder)).map_or(&[], |(_, kinds)| kinds)
}

/// Reads and checks every document of a project.
pub fn parse(world: &dyn World, memo: &mut ParseMemo, sink: &mut Sink) -> Project {
    memo.sources.begin();
    let mut project = Project { incomplete: !world.faults().is_empty(), ..Project::default() };
    world.faults().iter().for_each(|fault| {
        sink.report(read_finding(fault));
    });
    let mut documents = memo.read_all(world, &mut project, sink);
    documents.sort_by(|a, b| memo.sources.file(a.file).path.cmp(&memo.sources.file(b.file).path));
    for document in &documents {
        sink.extend(document.findings.iter().cloned());
        project.add(document);
    }
    project.manifests = read_manifests(world, None, memo);
    project.texts = read_texts(world, None, memo);
    project.schemas = list_schemas(world, memo, sink);
    if let Some(finding) = absence(world, &project) {
        sink.report(finding);
    }
    project
}

/// What to say where the project's own file is missing or empty.
fn absence(world: &dyn World, project: &Project) -> Option<Finding> {
    let (message, help) = if !world.paths().iter().any(|path| path == PROJECT_FILE) {
        ("there is no `platgen.yaml` in this folder", "run `platgen init` to start a project, or go to its folder")
    } else if project.root.is_none() && !project.incomplete {
        ("`platgen.yaml` is empty", "write `apiVersion`, `kind: Project` and `metadata: {name: …}` into it")
    } else {
        return None;
    };
    Some(Finding::new(Code::MISSING_PROJECT, message, Spot::File(PROJECT_FILE.into())).help(help))
}

impl ParseMemo {
    /// Reads every document of a world that is not known yet, in parallel, and gives all of them.
    fn read_all(&mut self, world: &dyn World, project: &mut Project, sink: &mut Sink) -> Vec<Arc<Parsed>> {
        let paths: Vec<&EcoString> = world.paths().iter().filter(|path| !kinds_at(path).is_empty()).collect();
        let contents: Vec<_> = paths.par_iter().map(|path| world.read(path)).collect();
        let mut files = Vec::with_capacity(paths.len());
        let mut unknown = Vec::new();
        for (path, content) in paths.into_iter().zip(contents) {
            match content {
                Ok((bytes, id)) => match self.sources.recall(path, id) {
                    Some(file) => files.push(file),
                    None => unknown.push((path.clone(), bytes, id)),
                },
                Err(fault) => {
                    project.incomplete = true;
                    sink.report(read_finding(&fault));
                }
            }
        }
        files.extend(self.parse_unknown(unknown));
        files.iter().map(|id| self.parsed[id].clone()).collect()
    }

    /// Parses contents that were never seen; files get their ids in the order of their paths.
    fn parse_unknown(&mut self, unknown: Vec<(EcoString, Arc<[u8]>, ContentId)>) -> Vec<FileId> {
        let read: Vec<_> = unknown.into_par_iter().map(|(path, bytes, id)| read_file(path, bytes, id)).collect();
        let added: Vec<_> = read.into_iter().map(|(file, faults)| (self.sources.add(file), faults)).collect();
        let fresh: Vec<(FileId, Arc<Parsed>)> = added
            .into_par_iter()
            .map(|(id, faults)| {
                let kinds = kinds_at(&self.sources.file(id).path);
                (id, Arc::new(parse_document(id, kinds, faults, &self.sources, &self.templates)))
            })
            .collect();
        let ids = fresh.iter().map(|(id, _)| *id).collect();
        fresh.into_iter().for_each(|(id, parsed)| self.keep(id, parsed));
        ids
    }
}

impl Project {
    fn add(&mut self, document: &Arc<Parsed>) {
        let list = match document.kind {
            Some(Kind::Project) => {
                self.root = Some(document.clone());
                return;
            }
            Some(Kind::Team) => &mut self.teams,
            Some(Kind::Stack) => &mut self.stacks,
            Some(Kind::Environment) => &mut self.environments,
            Some(Kind::Override) => &mut self.overrides,
            Some(Kind::Definition) => &mut self.definitions,
            None => {
                self.incomplete |= document.is_broken;
                return;
            }
        };
        list.push(document.clone());
    }
}

/// Reads one document that stands outside the world: a stack of another revision, or one that is built in.
pub fn parse_one(path: EcoString, bytes: Arc<[u8]>, kinds: &'static [Kind], memo: &mut ParseMemo) -> Arc<Parsed> {
    let content = ContentId::of(&bytes);
    if let Some(parsed) = memo.sources.recall(&path, content).and_then(|id| memo.parsed.get(&id)) {
        return parsed.clone();
    }
    let (file, faults) = read_file(path, bytes, content);
    let id = memo.sources.add(file);
    let parsed = Arc::new(parse_document(id, kinds, faults, &memo.sources, &memo.templates));
    memo.keep(id, parsed.clone());
    parsed
}

fn read_file(path: EcoString, bytes: Arc<[u8]>, content: ContentId) -> (File, Vec<platgen_yaml::Fault>) {
    let (document, faults): (Option<Document>, _) =
        match platgen_yaml::read(&bytes, &Dialect::PLATGEN, &Limits::default()) {
            Ok(documents) => (documents.into_iter().next(), Vec::new()),
            Err(faults) => (None, faults),
        };
    (File::new(path, content, bytes, document), faults)
}

pub(super) fn read_finding(fault: &ReadFault) -> Finding {
    let mut finding = Finding::new(fault.code(), fault.message(), Spot::File(fault.path().into()));
    finding.help = fault.help();
    finding
}
