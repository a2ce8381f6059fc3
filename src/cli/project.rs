use std::env;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::compile::ProjectSummary;
use crate::diagnostics::nearest;
use crate::emit::Scope;

/// The file that makes a folder a project.
const PROJECT_FILE: &str = "platgen.yaml";
/// The folder below the project's that output is written to unless told otherwise.
pub(super) const OUTPUT: &str = "out";

/// Finds the project's folder: the one named, else the nearest upwards from the working directory that holds platgen.yaml.
///
/// # Errors
/// Fails where there is none, or the working directory is gone.
pub(super) fn find(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let Some(named) = named else {
        let start =
            env::current_dir().map_err(|error| Failure::new("the working directory is gone").caused_by(error))?;
        return find_upwards(&start);
    };
    if named.join(PROJECT_FILE).is_file() {
        return Ok(named.to_path_buf());
    }
    Err(Failure::new(format!("`{}` has no {PROJECT_FILE}", named.display()))
        .help("`platgen init` writes a small project"))
}

fn find_upwards(start: &Path) -> Result<PathBuf, Failure> {
    let found = start.ancestors().find(|folder| folder.join(PROJECT_FILE).is_file());
    found.map(Path::to_path_buf).ok_or_else(|| {
        Failure::new(format!("no {PROJECT_FILE} in `{}` or any folder above it", start.display()))
            .help("name the project's folder with --project, or write a small one with `platgen init`")
    })
}

/// Refuses names of environments and stacks that none of the projects has; `projects` are the sides of a comparison.
///
/// A name that is not found is not missed where it may be that of a document that could not be read.
///
/// # Errors
/// Fails with the nearest known name.
pub(super) fn expect_known(scope: &Scope, projects: &[&ProjectSummary]) -> Result<(), Failure> {
    if projects.iter().any(|project| project.incomplete) {
        return Ok(());
    }
    for wanted in &scope.environments {
        let known = || projects.iter().flat_map(|project| &project.environments);
        let mut of_this_name = known().filter(|environment| environment.name == *wanted).peekable();
        if of_this_name.peek().is_none() {
            let names =
                known().filter(|environment| !environment.is_abstract).map(|environment| environment.name.as_str());
            return Err(unknown("environment", wanted, names));
        }
        if of_this_name.all(|environment| environment.is_abstract) {
            return Err(Failure::new(format!(
                "environment `{wanted}` is abstract: it is only extended, never rendered"
            )));
        }
    }
    expect_known_stacks(&scope.stacks, projects)
}

/// Refuses names of stacks that none of the projects has.
///
/// # Errors
/// Fails with the nearest known name.
pub(super) fn expect_known_stacks(wanted: &[impl AsRef<str>], projects: &[&ProjectSummary]) -> Result<(), Failure> {
    let stacks = || projects.iter().flat_map(|project| &project.stacks).map(|stack| stack.name.as_str());
    match wanted.iter().map(AsRef::as_ref).find(|wanted| stacks().all(|name| name != *wanted)) {
        Some(wanted) => Err(unknown("stack", wanted, stacks())),
        None => Ok(()),
    }
}

/// Says that the project has nothing of this name, and which one may be meant.
pub(super) fn unknown<'a>(what: &str, wanted: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    known.dedup();
    let failure = Failure::new(format!("the project has no {what} `{wanted}`"));
    match nearest(wanted, known.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => failure,
        None => failure.help(format!("`platgen list {what}s` shows them: {}", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::compile::{EnvironmentSummary, StackSummary};

    fn project() -> ProjectSummary {
        let environment =
            |name: &str, is_abstract| EnvironmentSummary { name: name.into(), is_abstract, extends: None };
        ProjectSummary {
            environments: vec![environment("base", true), environment("production", false)],
            stacks: vec![StackSummary {
                name: "web".into(),
                team: "web".into(),
                path: "stacks/web.yaml".into(),
                held: Vec::new(),
            }],
            ..ProjectSummary::default()
        }
    }

    #[track_caller]
    fn refuses(environments: &[&str], stacks: &[&str], expected: &str) {
        let names = |names: &[&str]| names.iter().map(|name| (*name).into()).collect();
        let scope = Scope { environments: names(environments), stacks: names(stacks) };
        let failure = expect_known(&scope, &[&project()]).expect_err("the names are not known");
        assert_eq!(failure.to_string(), expected);
    }

    #[test]
    fn unknown_names_get_the_nearest() {
        refuses(
            &["prodution"],
            &[],
            "error: the project has no environment `prodution`\n  help: did you mean `production`?",
        );
        refuses(
            &[],
            &["shop"],
            "error: the project has no stack `shop`\n  help: `platgen list stacks` shows them: web",
        );
        refuses(&["base"], &[], "error: environment `base` is abstract: it is only extended, never rendered");
        let known = Scope { environments: vec!["production".into()], stacks: vec!["web".into()] };
        assert!(expect_known(&known, &[&project()]).is_ok());
        let unread = ProjectSummary { incomplete: true, ..project() };
        let unknown = Scope { environments: Vec::new(), stacks: vec!["shop".into()] };
        assert!(expect_known(&unknown, &[&unread]).is_ok());
    }

    #[test]
    fn the_project_is_the_nearest_folder_upwards() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let deep = folder.path().join("stacks/a");
        fs::create_dir_all(&deep).expect("a folder");
        assert!(find(Some(folder.path())).is_err());
        fs::write(folder.path().join(PROJECT_FILE), "").expect("a file");
        assert_eq!(find_upwards(&deep).expect("a project"), folder.path());
        assert!(find(Some(&deep)).is_err());
    }
}
