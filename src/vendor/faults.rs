//! Runs that fail, or are killed, at every step of writing.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::outcome::{Outcome, Request, Update};
use super::run::vendor_with;
use super::session::Surroundings;
use super::{VendorError, verify};

/// A project whose charts depend on charts beside them, so that nobody is asked for anything.
fn write_project(root: &Path, versions: [&str; 2], names: &[&str]) {
    for (name, version) in ["base", "more"].iter().zip(versions) {
        write(root, &format!("lib/{name}/Chart.yaml"), &format!("name: {name}\nversion: {version}\n"));
        write(root, &format!("lib/{name}/crds/{name}.yaml"), &format!("# {version}\n"));
    }
    for app in ["a", "b"] {
        let on = |name: &str| format!("- {{name: {name}, version: '*', repository: 'file://../lib/{name}'}}\n");
        let yaml = format!("name: {app}\nversion: 1.0.0\ndependencies:\n{}{}", on("base"), on("more"));
        write(root, &format!("{app}/Chart.yaml"), &yaml);
    }
    let charts: String = names.iter().map(|name| format!("    {name}: {{path: {name}}}\n")).collect();
    let crds = "  crds: {x: {chart: a}}\n";
    let head = "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: acme}\nspec:\n";
    write(root, "platgen.yaml", &format!("{head}  charts:\n{charts}{crds}"));
}

fn write(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// Every file that a project shows.
fn shown(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(root).min_depth(1).into_iter();
    let entries = entries.filter_entry(|entry| !entry.file_name().to_str().unwrap().starts_with('.'));
    let files = entries.map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// Runs until so many steps are done; every further one fails.
fn run(root: &Path, steps: usize, made: &Cell<usize>) -> Result<Outcome, VendorError> {
    let request = Request { update: Update::All, is_offline: false };
    vendor_with(root, &[], &request, &Surroundings::default(), |_, _| {
        made.set(made.get() + 1);
        if made.get() > steps { Err(io::Error::other("the disk is full")) } else { Ok(()) }
    })
}

#[test]
fn a_run_that_fails_at_any_step_is_repaired_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let (pristine, made) = (folder.path().join("pristine"), Cell::new(0));
    write_project(&pristine, ["1.0.0", "1.0.0"], &["a", "b"]);
    run(&pristine, usize::MAX, &made).unwrap();
    let old = shown(&pristine);
    write_project(&pristine, ["2.0.0", "1.1.0"], &["a"]);
    made.set(0);
    run(&pristine, usize::MAX, &made).unwrap();
    let (new, steps) = (shown(&pristine), made.get());
    assert!(steps > 30 && new != old, "{steps} steps");
    for stop in 0..steps {
        let root = folder.path().join(format!("stopped-{stop}"));
        old.iter().for_each(|(path, bytes)| write(&root, path, std::str::from_utf8(bytes).unwrap()));
        write_project(&root, ["2.0.0", "1.1.0"], &["a"]);
        let sources = shown(&root);
        let failed = run(&root, stop, &Cell::new(0));
        let after = shown(&root);
        for (path, bytes) in &after {
            let is_whole = [&old, &new, &sources].iter().any(|files| files.get(path) == Some(bytes));
            assert!(is_whole, "stopped at {stop}: {path}");
        }
        if failed.is_err() {
            run(&root, usize::MAX, &Cell::new(0)).unwrap_or_else(|error| panic!("stopped at {stop}: {error}"));
        }
        assert_eq!(shown(&root), new, "stopped at {stop}");
        assert!(!verify(&root, &[], &Surroundings::default()).unwrap().has_errors(), "stopped at {stop}");
        fs::remove_dir_all(root).unwrap();
    }
}
