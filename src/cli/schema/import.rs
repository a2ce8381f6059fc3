use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use platgen_terraform::{Module, SourceFile};

use crate::cli::failure::Failure;
use crate::cli::invocation::Invocation;
use crate::cli::status::ExitStatus;
use crate::cli::wording::counted;
use crate::terraform::FACTS;

/// Largest file of a module that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Keep what others' files declare, so that a project is checked against it
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  platgen schema import terraform modules/table")]
pub(super) struct Arguments {
    #[command(subcommand)]
    source: Source,
}

#[derive(Subcommand, Debug)]
enum Source {
    Terraform(Terraform),
}

/// Read a Terraform module's variables and outputs, and write them into schemas/terraform/
///
/// Types, what is required, nullable and sensitive, and the names of outputs are kept; defaults, descriptions and everything else
/// are not. The same module gives the same file.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  platgen schema import terraform modules/table              a module of this project
  platgen schema import terraform ../terraform-aws-sqs --name terraform-aws-modules/sqs/aws --version 5.2.1
  platgen schema import terraform modules/table --check      in CI: fails where the file is stale")]
struct Terraform {
    /// The folder with the module's *.tf files
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// The source by which units name the module [default: the folder's path in the project]
    #[arg(long, value_name = "SOURCE")]
    name: Option<String>,
    /// The module's version; none for a module of the project itself
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// Write this file [default: schemas/terraform/ of the project, named after the source]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing; fail if the file is missing or stale
    #[arg(long)]
    check: bool,
}

/// Imports from the source that was asked for.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let Source::Terraform(terraform) = &arguments.source;
    let source = match &terraform.name {
        Some(name) => name.clone(),
        None => place_in_project(invocation, &terraform.folder)?,
    };
    let files = read_files(invocation, &terraform.folder)?;
    let borrowed: Vec<SourceFile> = files.iter().map(|(name, text)| SourceFile { name, text }).collect();
    let module = match Module::from_source(&source, terraform.version.as_deref(), &borrowed) {
        Ok(module) => module,
        Err(errors) => {
            errors.iter().for_each(|error| invocation.talk(&format!("{error}")));
            return Ok(ExitStatus::Findings);
        }
    };
    let out = match &terraform.out {
        Some(out) => out.clone(),
        None => invocation.project()?.join(FACTS).join(file_name(&source, terraform.version.as_deref())),
    };
    if terraform.check { Ok(compare(invocation, &out, &module)) } else { write(invocation, &out, &module) }
}

/// The path by which a project names a folder of its own.
fn place_in_project(invocation: &Invocation, folder: &Path) -> Result<String, Failure> {
    let named = |failure: Failure| failure.help("say with --name which source the module has");
    let failed = |error| Failure::new(format!("`{}` could not be opened", folder.display())).caused_by(error);
    let root = invocation.project().map_err(named)?.canonicalize().map_err(failed)?;
    let place = folder.canonicalize().map_err(failed)?;
    let inside = place.strip_prefix(&root).ok().filter(|place| !place.as_os_str().is_empty());
    let inside = inside.and_then(Path::to_str).map(|place| place.replace('\\', "/"));
    inside.ok_or_else(|| named(Failure::new(format!("`{}` is no folder below the project's", folder.display()))))
}

/// Reads a folder's `*.tf` files, those of folders below it left out, as Terraform does.
fn read_files(invocation: &Invocation, folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let failed = |path: &Path, error| Failure::new(format!("`{}` could not be read", path.display())).caused_by(error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".tf.json") && path.is_file() {
            invocation.talk(&format!("{name} is not read: only HCL is"));
        }
        if !name.ends_with(".tf") || !path.is_file() {
            continue;
        }
        let size = fs::metadata(&path).map_err(|error| failed(&path, error))?.len();
        if size > LARGEST {
            return Err(Failure::new(format!("`{name}` is larger than {LARGEST} bytes")));
        }
        files.push((name.into_owned(), fs::read_to_string(&path).map_err(|error| failed(&path, error))?));
    }
    match files.is_empty() {
        true => Err(Failure::new(format!("`{}` has no *.tf files", folder.display()))),
        false => Ok(files),
    }
}

/// Names the file after the source: what no file should be called becomes a hyphen.
fn file_name(source: &str, version: Option<&str>) -> String {
    let named = [Some(source), version].into_iter().flatten().collect::<Vec<_>>().join("-");
    let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_');
    let parts = named.split(|char| !is_plain(char)).filter(|part| !part.trim_matches('.').is_empty());
    format!("{}.json", parts.collect::<Vec<_>>().join("-"))
}

fn compare(invocation: &Invocation, out: &Path, module: &Module) -> ExitStatus {
    let is_stale = fs::read(out).ok().as_deref() != Some(module.to_json().as_bytes());
    if is_stale {
        invocation.talk(&format!("stale: {}\nrun the same without --check and commit the result", out.display()));
    }
    ExitStatus::findings_if(is_stale)
}

fn write(invocation: &Invocation, out: &Path, module: &Module) -> Result<ExitStatus, Failure> {
    let failed = |error| Failure::new(format!("`{}` could not be written", out.display())).caused_by(error);
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(out, module.to_json()).map_err(failed)?;
    let (variables, outputs) = (module.variables().count(), module.outputs().count());
    let counts = format!("{} and {}", counted(variables, "variable"), counted(outputs, "output"));
    invocation.remark(&format!("wrote {counts} of `{}` to {}", module.source(), out.display()));
    Ok(ExitStatus::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_sources() {
        assert_eq!(file_name("modules/table", None), "modules-table.json");
        assert_eq!(file_name("../table", None), "table.json");
        let source = "terraform-aws-modules/iam/aws//modules/iam-role";
        assert_eq!(file_name(source, Some("6.5.0")), "terraform-aws-modules-iam-aws-modules-iam-role-6.5.0.json");
    }
}
