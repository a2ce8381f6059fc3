use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::invocation::Invocation;
use super::project;
use super::status::ExitStatus;
use super::wording::counted;
use crate::compile::{Compiler, Request};
use crate::diagnostics::nearest;
use crate::model::{project_schemas, published_schemas};
use crate::world::FolderWorld;

/// Print or write the JSON Schemas of the input language, for editors
#[derive(Args, Debug)]
#[command(after_help = "\
Inside a project, its definitions' parameters and the names of its stacks and workloads are folded in.
Without a name and --out, the names of the schemas are listed.

Examples:
  platgen schema stack
  platgen schema --out schemas/platgen
  platgen schema --out schemas/platgen --check")]
pub(super) struct Arguments {
    /// Print the schema of this kind of document, such as `stack`
    #[arg(conflicts_with = "out")]
    name: Option<String>,
    /// Write every schema into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; fail if a schema in the folder is missing or stale
    #[arg(long, requires = "out")]
    check: bool,
    /// The language alone, without what the project adds
    #[arg(long)]
    language: bool,
}

/// Lists, prints, writes or compares the published schemas.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let schemas = schemas(invocation, arguments)?;
    match (&arguments.name, &arguments.out) {
        (Some(name), _) => print(invocation, name, &schemas),
        (None, Some(folder)) if arguments.check => compare(invocation, folder, &schemas),
        (None, Some(folder)) => {
            write_all(folder, &schemas)?;
            invocation.remark(&format!("wrote {} to {}", counted(schemas.len(), "schema"), folder.display()));
            Ok(ExitStatus::Clean)
        }
        (None, None) => {
            let names: String = schemas.iter().map(|(file, _)| format!("{}\n", kind_of(file))).collect();
            invocation.print(&names)?;
            Ok(ExitStatus::Clean)
        }
    }
}

/// The schemas of the language, with what the project adds where there is one.
fn schemas(invocation: &Invocation, arguments: &Arguments) -> Result<Vec<(String, String)>, Failure> {
    let Ok(root) = invocation.project() else { return Ok(published_schemas()) };
    if arguments.language {
        return Ok(published_schemas());
    }
    let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    let compilation = Compiler::new().compile(&world, &Request::default());
    if compilation.project.incomplete {
        invocation.talk("the schemas may lack names: `platgen check` shows the files that could not be read");
    }
    Ok(project_schemas(&compilation.project.names()))
}

/// Writes every schema into a folder, which is made where it is missing.
///
/// # Errors
/// Fails where the folder or a file cannot be written.
pub(super) fn write_all(folder: &Path, schemas: &[(String, String)]) -> Result<(), Failure> {
    let failed =
        |path: &Path, error| Failure::new(format!("`{}` could not be written", path.display())).caused_by(error);
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (file, text) in schemas {
        let path = folder.join(file);
        fs::write(&path, text).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

fn print(invocation: &Invocation, name: &str, schemas: &[(String, String)]) -> Result<ExitStatus, Failure> {
    let wanted = name.to_lowercase();
    let found = schemas.iter().find(|(file, _)| *file == wanted || kind_of(file) == wanted);
    let Some((_, text)) = found else {
        let known: Vec<&str> = schemas.iter().map(|(file, _)| kind_of(file)).collect();
        let failure = Failure::new(format!("there is no schema `{name}`"));
        return Err(match nearest(&wanted, known.iter().copied()) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help(format!("the schemas are: {}", known.join(", "))),
        });
    };
    invocation.print(text)?;
    Ok(ExitStatus::Clean)
}

fn compare(invocation: &Invocation, folder: &Path, schemas: &[(String, String)]) -> Result<ExitStatus, Failure> {
    let stale: Vec<String> = schemas
        .iter()
        .map(|(file, text)| (folder.join(file), text))
        .filter(|(path, text)| fs::read(path).ok().as_deref() != Some(text.as_bytes()))
        .map(|(path, _)| path.display().to_string())
        .collect();
    stale.iter().for_each(|path| invocation.talk(&format!("stale: {path}")));
    if !stale.is_empty() {
        invocation.talk(&format!("run `platgen schema --out {}` and commit the result", folder.display()));
    }
    Ok(ExitStatus::findings_if(!stale.is_empty()))
}

fn kind_of(file: &str) -> &str {
    file.strip_suffix(".json").unwrap_or(file)
}
