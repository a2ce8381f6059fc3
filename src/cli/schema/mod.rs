mod import;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::invocation::Invocation;
use super::project;
use super::status::ExitStatus;
use super::wording::counted;
use crate::compile::{Compiler, DEFAULTS, Request};
use crate::diagnostics::nearest;
use crate::model::{project_schemas, published_schemas, reference_pages};
use crate::world::FolderWorld;

/// Print or write the input language: as JSON Schemas for editors, or as a reference for people; import Terraform modules
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Inside a project, its definitions' parameters and the names of its stacks and workloads are folded in.
The reference, in Markdown, is of the language alone. Without a name and --out, the names are listed.

Examples:
  platgen schema stack
  platgen schema --out schemas/platgen
  platgen schema --out schemas/platgen --check
  platgen schema --reference workload
  platgen schema import terraform modules/table"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// Print the schema or the page of this name, such as `stack`
    #[arg(conflicts_with = "out")]
    name: Option<String>,
    /// Write every schema or page into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; fail if a file in the folder is missing or stale
    #[arg(long, requires = "out")]
    check: bool,
    /// The language alone, without what the project adds
    #[arg(long)]
    language: bool,
    /// The reference for people, in Markdown
    #[arg(long)]
    reference: bool,
}

#[derive(Subcommand, Debug)]
enum Action {
    Import(import::Arguments),
}

impl Arguments {
    /// What one of the files is called.
    fn noun(&self) -> &'static str {
        if self.reference { "page" } else { "schema" }
    }
}

/// Lists, prints, writes or compares the published schemas or the pages of the reference; or imports what others declare.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    if let Some(Action::Import(import)) = &arguments.action {
        return import::run(invocation, import);
    }
    let files = if arguments.reference { reference_pages(DEFAULTS) } else { schemas(invocation, arguments)? };
    match (&arguments.name, &arguments.out) {
        (Some(name), _) => print(invocation, name, arguments.noun(), &files),
        (None, Some(folder)) if arguments.check => compare(invocation, folder, arguments.reference, &files),
        (None, Some(folder)) => {
            write_all(folder, &files)?;
            invocation.remark(&format!("wrote {} to {}", counted(files.len(), arguments.noun()), folder.display()));
            Ok(ExitStatus::Clean)
        }
        (None, None) => {
            let names: String = files.iter().map(|(file, _)| format!("{}\n", name_of(file))).collect();
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
    let mut compiler = Compiler::new();
    let compilation = compiler.compile(&world, &Request::default());
    if compilation.project.incomplete {
        invocation.talk("the schemas may lack names: `platgen check` shows the files that could not be read");
    }
    let definitions = compiler.definitions(&compilation.project);
    Ok(project_schemas(&compilation.project.names(&definitions)))
}

/// Writes every file into a folder, which is made where it is missing.
///
/// # Errors
/// Fails where the folder or a file cannot be written.
pub(super) fn write_all(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let failed =
        |path: &Path, error| Failure::new(format!("`{}` could not be written", path.display())).caused_by(error);
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    for (file, text) in files {
        let path = folder.join(file);
        fs::write(&path, text).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

fn print(invocation: &Invocation, name: &str, noun: &str, files: &[(String, String)]) -> Result<ExitStatus, Failure> {
    let wanted = name.to_lowercase();
    let is_wanted = |file: &str| [file, name_of(file)].iter().any(|known| known.to_lowercase() == wanted);
    let Some((_, text)) = files.iter().find(|(file, _)| is_wanted(file)) else {
        let known: Vec<&str> = files.iter().map(|(file, _)| name_of(file)).collect();
        let failure = Failure::new(format!("there is no {noun} `{name}`"));
        return Err(match nearest(&wanted, known.iter().copied()) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help(format!("the {noun}s are: {}", known.join(", "))),
        });
    };
    invocation.print(text)?;
    Ok(ExitStatus::Clean)
}

fn compare(
    invocation: &Invocation,
    folder: &Path,
    reference: bool,
    files: &[(String, String)],
) -> Result<ExitStatus, Failure> {
    let stale: Vec<String> = files
        .iter()
        .map(|(file, text)| (folder.join(file), text))
        .filter(|(path, text)| fs::read(path).ok().as_deref() != Some(text.as_bytes()))
        .map(|(path, _)| path.display().to_string())
        .collect();
    stale.iter().for_each(|path| invocation.talk(&format!("stale: {path}")));
    if !stale.is_empty() {
        let flag = if reference { " --reference" } else { "" };
        invocation.talk(&format!("run `platgen schema{flag} --out {}` and commit the result", folder.display()));
    }
    Ok(ExitStatus::findings_if(!stale.is_empty()))
}

fn name_of(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(name, _)| name)
}
