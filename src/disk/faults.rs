//! Runs that are stopped or fail at every step.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use ecow::{EcoString, eco_format};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::effects::Step;
use super::write::write_with;
use super::{DiskError, compare, write};
use crate::emit::{Group, Owner, Scope, Tree, TreeFile};

fn app(name: &str, files: &[(&str, &str)]) -> Arc<Group> {
    let owner =
        Owner::App { environment: "prod".into(), cluster: "eks".into(), app: name.into(), stack: Some("stack".into()) };
    let file = |(path, text): &(&str, &str)| TreeFile {
        path: eco_format!("prod/manifests/eks/{path}"),
        bytes: Arc::from(text.as_bytes()),
    };
    let mut files: Vec<TreeFile> = files.iter().map(file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let index: String = files.iter().map(line).collect();
    let index = TreeFile { path: owner.index_path(), bytes: Arc::from(index.into_bytes()) };
    Arc::new(Group { owner, files, index })
}

fn line(file: &TreeFile) -> String {
    let digest: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{digest}  {}\n", file.path)
}

fn tree(groups: impl IntoIterator<Item = Arc<Group>>) -> Tree {
    Tree { groups: groups.into_iter().collect() }
}

/// A tree, and one that changes, adds, removes and moves files, adds and removes apps, and turns a file into a folder and back.
fn before() -> Tree {
    tree([
        app("a", &[("a/one", "1"), ("a/two", "2"), ("a/moves", "m"), ("a/ns/kept", "k")]),
        app("b", &[("b/deep/er/file", "f"), ("b/other", "o")]),
        app("swap", &[("swap/file", "x"), ("swap/folder/a", "y"), ("swap/folder/b", "z")]),
    ])
}

fn after() -> Tree {
    tree([
        app("a", &[("a/one", "changed"), ("a/three", "3"), ("a/ns/kept", "k")]),
        app("c", &[("c/deep/er/file", "f"), ("c/other", "o"), ("a/moves", "m")]),
        app("swap", &[("swap/file/a", "x"), ("swap/folder", "y")]),
    ])
}

/// Another one, which wants nothing of what `after` begins.
fn elsewhere() -> Tree {
    tree([app("a", &[("a/one", "else")]), app("d", &[("d/file", "d"), ("c/other", "mine")])])
}

/// Every file on disk with its bytes, the desk's left out, and every folder.
fn on_disk(out: &Path) -> (BTreeMap<String, Vec<u8>>, BTreeSet<String>) {
    let (mut files, mut folders) = (BTreeMap::new(), BTreeSet::new());
    let entries =
        walkdir::WalkDir::new(out).min_depth(1).into_iter().filter_entry(|entry| entry.file_name() != ".platgen");
    for entry in entries.map(Result::unwrap) {
        let path = entry.path().strip_prefix(out).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_dir() {
            folders.insert(path);
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    (files, folders)
}

fn assert_is(out: &Path, tree: &Tree) {
    let wanted: BTreeMap<String, Vec<u8>> =
        tree.files().map(|(_, file)| (file.path.to_string(), file.bytes.to_vec())).collect();
    let (files, folders) = on_disk(out);
    assert_eq!(files, wanted);
    let above = |folder: &String| wanted.keys().any(|path| path.starts_with(&format!("{folder}/")));
    assert!(folders.iter().all(above), "{folders:?}");
    assert!(!out.join(".platgen").exists());
    assert_eq!(compare(out, tree, &Scope::default()).unwrap(), []);
}

/// Asserts that each file is one of those that the trees have at its path.
fn assert_whole(out: &Path, trees: &[&Tree]) {
    for (path, bytes) in on_disk(out).0 {
        let mut known = trees.iter().flat_map(|tree| tree.files()).map(|(_, file)| file);
        assert!(known.any(|file| file.path == path.as_str() && *file.bytes == *bytes), "{path}: {bytes:?}");
    }
}

/// Lets `steps` changes happen and then none, as a kill does; gives whether the run got to its end.
fn write_killed(out: &Path, tree: &Tree, mut steps: usize) -> bool {
    let fuse = |_: Step, _: &Path| {
        steps = steps.checked_sub(1).ok_or(io::ErrorKind::Interrupted)?;
        Ok(())
    };
    write_with(out, tree, &Scope::default(), fuse).is_ok() && steps > 0
}

/// A folder in memory where there is such a place: these tests make thousands of files.
fn folder() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap()
}

fn written(trees: &[&Tree]) -> TempDir {
    let out = folder();
    for tree in trees {
        write(out.path(), tree, &Scope::default()).unwrap();
        assert_is(out.path(), tree);
    }
    out
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_repairs() {
    let (before, after) = (before(), after());
    for old in [vec![], vec![&before]] {
        for steps in 0.. {
            let out = written(&old);
            let ended = write_killed(out.path(), &after, steps);
            assert_whole(out.path(), &[&before, &after]);
            write(out.path(), &after, &Scope::default()).unwrap();
            assert_is(out.path(), &after);
            if ended {
                assert!(steps > 10);
                break;
            }
        }
    }
}

#[test]
fn another_tree_after_killed_runs_finds_their_work_its_own() {
    let (before, after, elsewhere) = (before(), after(), elsewhere());
    for first in 0..60 {
        for second in (0..60).step_by(7) {
            let out = written(&[&before]);
            write_killed(out.path(), &after, first);
            write_killed(out.path(), &elsewhere, second);
            assert_whole(out.path(), &[&before, &after, &elsewhere]);
            write(out.path(), &before, &Scope::default()).unwrap();
            assert_is(out.path(), &before);
        }
    }
}

#[test]
fn what_a_killed_run_began_outside_the_scope_is_kept_for_later() {
    let (before, after) = (before(), after());
    let staging = Scope { environments: vec!["staging".into()], stacks: Vec::new() };
    for steps in 0..60 {
        let out = written(&[&before]);
        write_killed(out.path(), &after, steps);
        let left = on_disk(out.path());
        write(out.path(), &Tree::default(), &staging).unwrap();
        assert_eq!(on_disk(out.path()), left);
        write(out.path(), &before, &Scope::default()).unwrap();
        assert_is(out.path(), &before);
    }
}

#[test]
fn a_full_disk_leaves_whole_files_and_the_next_run_succeeds() {
    let (before, after) = (before(), after());
    let takes_room = |step| matches!(step, Step::Folder | Step::Create | Step::Fill);
    for old in [vec![], vec![&before]] {
        for room in 0.. {
            let out = written(&old);
            let mut left = room;
            let result = write_with(out.path(), &after, &Scope::default(), |step, _| {
                if takes_room(step) {
                    left = usize::checked_sub(left, 1).ok_or(io::ErrorKind::StorageFull)?;
                }
                Ok(())
            });
            if result.is_ok() {
                assert!(room > 10);
                break;
            }
            let Err(DiskError::Io { source, .. }) = result else { panic!("{result:?}") };
            assert_eq!(source.kind(), io::ErrorKind::StorageFull);
            assert_whole(out.path(), &[&before, &after]);
            assert!(!out.path().join(".platgen/new").exists());
            write(out.path(), &after, &Scope::default()).unwrap();
            assert_is(out.path(), &after);
        }
    }
}

#[test]
fn an_index_comes_after_all_that_it_lists() {
    for old in [tree([]), before()] {
        let out = written(&[&old]);
        write_with(out.path(), &after(), &Scope::default(), |step, path| {
            let below = path.strip_prefix(out.path()).unwrap().to_str().unwrap();
            if step == Step::Rename && below.split('/').nth(1) == Some("index") {
                for file in after().groups.iter().flat_map(|group| &group.files) {
                    assert_eq!(fs::read(out.path().join(&*file.path)).unwrap(), &*file.bytes, "{below}");
                }
            }
            Ok(())
        })
        .unwrap();
    }
}

#[test]
fn an_unchanged_output_is_not_touched() {
    let out = written(&[&before()]);
    let mut steps: Vec<(Step, EcoString)> = Vec::new();
    let result = write_with(out.path(), &before(), &Scope::default(), |step, path| {
        let below = path.strip_prefix(out.path()).unwrap().to_str().unwrap();
        steps.push((step, below.into()));
        Ok(())
    });
    assert_eq!(result.unwrap().unchanged, before().files().count());
    assert!(steps.iter().all(|(_, path)| path.starts_with(".platgen")), "{steps:?}");
}
