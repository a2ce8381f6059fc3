//! The command `init`.
//!
//! Takes a folder and a project's name; gives a small project that renders without findings: two environments that extend a
//! third, two teams, and one stack with one service.
//!
//! Law: no file that exists is touched. Either every file is new, or nothing is written.

mod name;

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;
use crate::model::published_schemas;

/// Stands in the templates for the project's name.
const NAME_MARK: &str = "PROJECT";
const SCHEMAS: &str = "schemas/platgen";

macro_rules! templates {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("project/", $path)))),*] };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "platgen.yaml",
    "teams/platform.yaml",
    "teams/web.yaml",
    "stacks/web.yaml",
    "environments/base.yaml",
    "environments/development.yaml",
    "environments/production.yaml",
];

/// Write a small project that renders: one service, two environments
#[derive(Args, Debug)]
#[command(after_help = "\
Existing files are never overwritten.

Examples:
  platgen init
  platgen init shop --name acme-shop")]
pub(super) struct Arguments {
    /// The folder; made where it is missing
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The project's name: a letter, then a-z, 0-9 and `-` [default: the folder's name]
    #[arg(long)]
    name: Option<String>,
}

/// Writes the files of a new project and says what to do next.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    invocation.expect_no_project("name the new folder: `platgen init DIR`")?;
    let folder = &arguments.dir;
    let name = match &arguments.name {
        Some(name) => name::expect_label(name)?,
        None => name::of_folder(folder)?,
    };
    let written = create_project(folder, &name)?;
    invocation.print_foreign(&written.iter().map(|path| format!("{}\n", path.display())).collect::<String>())?;
    let place = if folder == Path::new(".") { String::new() } else { format!(" -C {}", quoted(folder)) };
    invocation.remark(&format!("\nproject `{name}` is ready; next:\n  platgen check{place}\n  platgen render{place}"));
    Ok(ExitStatus::Clean)
}

/// Writes every file of a new project and gives their paths.
fn create_project(folder: &Path, name: &str) -> Result<Vec<PathBuf>, Failure> {
    let files = project_files(name);
    refuse_existing(folder, &files)?;
    files.iter().try_for_each(|(path, text)| create(&folder.join(path), text))?;
    Ok(files.iter().map(|(path, _)| folder.join(path)).collect())
}

/// Path below the project's folder and text of every file of a new project.
fn project_files(name: &str) -> Vec<(String, String)> {
    let schemas = published_schemas().into_iter().map(|(file, text)| (format!("{SCHEMAS}/{file}"), text));
    let templates = TEMPLATES.iter().map(|(path, text)| ((*path).to_owned(), text.replace(NAME_MARK, name)));
    templates.chain(schemas).collect()
}

fn refuse_existing(folder: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    let existing: Vec<String> = files
        .iter()
        .map(|(path, _)| folder.join(path))
        .filter(|path| fs::symlink_metadata(path).is_ok())
        .map(|path| format!("\n    {}", path.display()))
        .collect();
    if existing.is_empty() {
        return Ok(());
    }
    Err(Failure::new("a file of the new project exists already, so nothing was written")
        .help(format!("move these away, or name another folder:{}", existing.concat())))
}

fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::new(format!("`{}` could not be written", path.display())).caused_by(error))
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Compiler, Request};
    use crate::diagnostics::Colour;
    use crate::world::FolderWorld;

    #[test]
    fn writes_once_and_then_refuses() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("new");
        let written = create_project(&folder, "acme").expect("an empty folder");
        assert!(written.contains(&folder.join("stacks/web.yaml")));
        for (path, text) in project_files("acme") {
            assert_eq!(fs::read_to_string(folder.join(&path)).expect("the file was written"), text, "{path}");
            assert!(!text.contains(NAME_MARK), "{path}");
        }
        fs::write(folder.join("platgen.yaml"), "mine").expect("a file");
        fs::remove_file(folder.join("stacks/web.yaml")).expect("a file less");
        let refusal = create_project(&folder, "acme").expect_err("files are there").to_string();
        assert!(refusal.contains("platgen.yaml") && !refusal.contains("stacks/"), "{refusal}");
        assert_eq!(fs::read_to_string(folder.join("platgen.yaml")).expect("the file is still there"), "mine");
        assert!(!folder.join("stacks/web.yaml").exists());
    }

    #[test]
    fn every_editor_hint_names_a_schema_that_is_written() {
        let files = project_files("acme");
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yaml")) {
            let hint = text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
            let schema = hint.expect("a hint comes first").trim_start_matches("../");
            assert!(files.iter().any(|(file, _)| file == schema), "{path}: {schema}");
        }
    }

    #[test]
    fn a_new_project_compiles_without_findings() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        create_project(folder.path(), "acme").expect("an empty folder");
        let world = FolderWorld::open(folder.path(), &[]).expect("the folder exists");
        let compilation = Compiler::new().compile(&world, &Request::default());
        assert_eq!(compilation.report.to_terminal(Colour::Off), "");
    }

    #[test]
    fn paths_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(quoted(Path::new("a/b-1")), "a/b-1");
        assert_eq!(quoted(Path::new("it's here")), "'it'\\''s here'");
    }
}
