//! Terraform modules: what is known of those of registries, and the files of a project's own.
//!
//! Takes a world and the folders that units name; gives [`ProjectModules`]. Facts of further modules of registries are kept by the
//! project in `schemas/terraform/`.
//!
//! Law: nothing is fetched, and a module is known by what its own files or its facts say.

mod built_in;

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use platgen_terraform::hcl::ReadError;
use platgen_terraform::{Module, Modules, SourceError, SourceFile};
use platgen_yaml::Span;

use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::source::{ContentId, File, Place, Sources};
use crate::world::World;

/// Where a project's own modules lie.
const FOLDER: &str = "modules/";
/// Where a project keeps facts of modules of registries.
pub const FACTS: &str = "schemas/terraform/";

/// The files of a module by their paths below its folder, sorted.
pub type ModuleFiles = Vec<(EcoString, Arc<[u8]>)>;

/// The modules that a project's units may be made of.
#[derive(Debug)]
pub struct ProjectModules {
    /// What is known of each.
    pub known: Modules,
    /// The files of modules in folders, by the folder's name below `modules/`.
    pub folders: BTreeMap<EcoString, ModuleFiles>,
}

impl ProjectModules {
    /// Reads the facts that a project keeps, and the modules in the folders that units name, each with the first place that does.
    pub fn read(
        world: &dyn World,
        wanted: &BTreeMap<EcoString, Place>,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Self {
        let mut modules = Self { known: Modules::built_in(), folders: BTreeMap::new() };
        for path in below(world, FACTS).filter(|path| path.ends_with(".json")) {
            modules.read_facts(world, path, sink);
        }
        for (name, place) in wanted {
            modules.read_folder(world, name, *place, sources, sink);
        }
        modules
    }

    fn read_facts(&mut self, world: &dyn World, path: &EcoString, sink: &mut Sink) {
        let fault = |message: String| Finding::new(Code::INVALID_MODULE, message, Spot::File(path.clone()));
        match world.read(path) {
            Ok((bytes, _)) => match std::str::from_utf8(&bytes)
                .map_err(|_| "not UTF-8".to_owned())
                .and_then(|text| Module::from_json(text).map_err(|fault| fault.to_string()))
            {
                Ok(module) => self.known.add(module),
                Err(message) => {
                    let help = "`platgen schema import terraform` writes such a file";
                    sink.report(fault(format!("these are no facts of a module: {message}")).help(help));
                }
            },
            Err(found) => {
                sink.report(fault(found.message()));
            }
        }
    }

    fn read_folder(
        &mut self,
        world: &dyn World,
        name: &EcoString,
        place: Place,
        sources: &mut Sources,
        sink: &mut Sink,
    ) {
        let prefix = format!("{FOLDER}{name}/");
        let mut files: ModuleFiles = Vec::new();
        for path in below(world, &prefix) {
            match world.read(path) {
                Ok((bytes, _)) => files.push((path[prefix.len()..].into(), bytes)),
                Err(found) => {
                    sink.report(Finding::new(Code::INVALID_MODULE, found.message(), Spot::File(path.clone())));
                }
            }
        }
        if files.is_empty() {
            match built_in::find(name) {
                Some(known) => files = known,
                None => {
                    let message = format!("there is no module `{name}` below `{FOLDER}`");
                    let known: Vec<EcoString> = folders(world).chain(built_in::names().map(EcoString::from)).collect();
                    let finding = Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place));
                    sink.report(finding.suggest(name, known.iter().map(EcoString::as_str)));
                    return;
                }
            }
        }
        self.learn(name, &files, &prefix, sources, sink);
        self.folders.insert(name.clone(), files);
    }

    /// Reads the variables and outputs of a module and of its submodules.
    fn learn(&mut self, name: &str, files: &ModuleFiles, prefix: &str, sources: &mut Sources, sink: &mut Sink) {
        let mut by_folder: BTreeMap<&str, Vec<SourceFile<'_>>> = BTreeMap::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".tf")) {
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
            let Ok(text) = std::str::from_utf8(bytes) else {
                let spot = Spot::File(ecow::eco_format!("{prefix}{path}"));
                sink.report(Finding::new(Code::INVALID_MODULE, "the file is not UTF-8", spot));
                continue;
            };
            by_folder.entry(folder).or_default().push(SourceFile { name: file, text });
        }
        for (folder, declaring) in by_folder {
            let (source, within) = match folder {
                "" => (format!("modules/{name}"), String::new()),
                folder => (format!("modules/{name}//{folder}"), format!("{folder}/")),
            };
            match Module::from_source(&source, None, &declaring) {
                Ok(module) => self.known.add(module),
                Err(faults) => {
                    for SourceError { file, error } in faults {
                        let inside = format!("{within}{file}");
                        let bytes = bytes_of(files, &inside);
                        let spot = spot_of(ecow::eco_format!("{prefix}{inside}"), bytes, &error, sources);
                        sink.report(Finding::new(Code::INVALID_MODULE, error.message, spot));
                    }
                }
            }
        }
    }
}

/// The bytes of one of a module's files.
fn bytes_of(files: &ModuleFiles, path: &str) -> Arc<[u8]> {
    files.iter().find(|(known, _)| known == path).map_or_else(|| Arc::from([]), |(_, bytes)| bytes.clone())
}

/// Where in a file a fault is: from its line and column to the end of the word there.
fn spot_of(path: EcoString, bytes: Arc<[u8]>, error: &ReadError, sources: &mut Sources) -> Spot {
    let text = String::from_utf8_lossy(&bytes);
    let before: usize = text.split_inclusive('\n').take(error.line.saturating_sub(1)).map(str::len).sum();
    let line = text[before..].lines().next().unwrap_or_default();
    let column = line.char_indices().nth(error.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let word = line[column..].find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(line.len() - column);
    let start = before + column;
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    let span = Span { start: at(start), end: at(start + word) };
    let file = File::new(path, ContentId::of(&bytes), bytes.clone(), None);
    Spot::Bytes(sources.share(&Arc::new(file)), span)
}

/// The names of a project's own modules.
fn folders(world: &dyn World) -> impl Iterator<Item = EcoString> + '_ {
    let names = below(world, FOLDER).filter_map(|path| path[FOLDER.len()..].split_once('/'));
    names.map(|(name, _)| EcoString::from(name))
}

/// The paths of a world below a folder, which ends with `/`.
fn below<'w>(world: &'w dyn World, prefix: &str) -> impl Iterator<Item = &'w EcoString> + use<'w> {
    let first = world.paths().partition_point(|path| path.as_str() < prefix);
    let prefix = prefix.to_owned();
    world.paths()[first..].iter().take_while(move |path| path.starts_with(prefix.as_str()))
}
