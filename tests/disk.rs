//! The laws of the disk writer, on real folders.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test makes files and may fail where it stands"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::sync::Arc;

use platgen::disk::{Difference, DifferenceKind, DiskError, ForeignFile, Obstacle, Written, compare, write};
use platgen::emit::{Group, Owner, Scope, Tree, TreeFile};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn group(owner: Owner, files: &[(&str, &str)]) -> Arc<Group> {
    let file = |(path, text): &(&str, &str)| TreeFile { path: (*path).into(), bytes: Arc::from(text.as_bytes()) };
    let mut files: Vec<TreeFile> = files.iter().map(file).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let line = |file: &TreeFile| {
        let digest: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{digest}  {}\n", file.path)
    };
    let index: String = files.iter().map(line).collect();
    let index = TreeFile { path: owner.index_path(), bytes: Arc::from(index.into_bytes()) };
    Arc::new(Group { owner, files, index })
}

fn app(environment: &str, stack: &str, app: &str, files: &[(&str, &str)]) -> Arc<Group> {
    let owner = Owner::App {
        environment: environment.into(),
        cluster: "eks".into(),
        app: app.into(),
        stack: Some(stack.into()),
    };
    group(owner, files)
}

fn environment(name: &str, files: &[(&str, &str)]) -> Arc<Group> {
    group(Owner::Environment { environment: name.into() }, files)
}

fn tree(groups: impl IntoIterator<Item = Arc<Group>>) -> Tree {
    Tree { groups: groups.into_iter().collect() }
}

fn all() -> Scope {
    Scope::default()
}

fn of_environment(name: &str) -> Scope {
    Scope { environments: vec![name.into()], stacks: Vec::new() }
}

fn of_stack(name: &str) -> Scope {
    Scope { environments: Vec::new(), stacks: vec![name.into()] }
}

/// Two environments: `prod` with apps of two stacks and files of its own, `staging` with one app.
fn sample() -> Tree {
    tree([
        app("prod", "one", "one", &[("prod/m/one/a", "a"), ("prod/m/one/b", "b"), ("prod/apps/t/one.yaml", "p")]),
        app("prod", "two", "two", &[("prod/m/two/a", "a")]),
        environment("prod", &[("prod/argocd/project.yaml", "x"), ("prod/docs/A.md", "# A\n")]),
        app("staging", "one", "one", &[("staging/m/one/a", "a")]),
    ])
}

fn written(tree: &Tree) -> TempDir {
    let out = TempDir::new().unwrap();
    write(out.path(), tree, &all()).unwrap();
    out
}

fn put(out: &Path, path: &str, text: &str) {
    let place = out.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// Every file below `out`, links as `-> target`, empty folders as `/`.
fn files(out: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(out).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(out).unwrap().to_str().unwrap().to_owned();
        if entry.path_is_symlink() {
            files.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else if entry.file_type().is_file() {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            files.insert(format!("{path}/"), String::new());
        }
    }
    files
}

fn bytes_of(tree: &Tree) -> BTreeMap<String, String> {
    let text = |file: &TreeFile| String::from_utf8(file.bytes.to_vec()).unwrap();
    tree.files().map(|(_, file)| (file.path.to_string(), text(file))).collect()
}

fn without(out: &Path, path: &str) -> BTreeMap<String, String> {
    let mut files = files(out);
    assert!(files.remove(path).is_some(), "{path}");
    files
}

fn foreign(result: Result<Written, DiskError>) -> Vec<ForeignFile> {
    match result {
        Err(DiskError::ForeignFiles(foreign)) => foreign,
        other => panic!("{other:?}"),
    }
}

fn obstacle(path: &str, obstacle: Obstacle) -> ForeignFile {
    ForeignFile { path: path.into(), obstacle }
}

#[test]
fn a_tree_is_written_as_it_is_and_nothing_else_stays() {
    let out = TempDir::new().unwrap();
    let below = out.path().join("new/out");
    let result = write(&below, &sample(), &all()).unwrap();
    assert_eq!(files(&below), bytes_of(&sample()));
    assert!(result.created.is_sorted());
    assert_eq!((result.created.len(), result.changed.len(), result.removed.len(), result.unchanged), (11, 0, 0, 0));
}

#[test]
fn equal_files_are_left_alone() {
    let out = written(&sample());
    let inode = |path: &str| {
        let metadata = fs::metadata(out.path().join(path)).unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
    };
    let (same, changed) = (inode("prod/m/one/a"), inode("prod/m/one/b"));
    let mut edited = sample();
    edited.groups[0] =
        app("prod", "one", "one", &[("prod/m/one/a", "a"), ("prod/m/one/b", "B"), ("prod/apps/t/one.yaml", "p")]);
    let result = write(out.path(), &edited, &all()).unwrap();
    assert_eq!(result.changed, ["prod/index/apps/eks/one", "prod/m/one/b"]);
    assert_eq!((result.created.len(), result.removed.len(), result.unchanged), (0, 0, 9));
    assert_eq!(inode("prod/m/one/a"), same);
    assert_ne!(inode("prod/m/one/b"), changed);
    assert_eq!(write(out.path(), &edited, &all()).unwrap(), Written { unchanged: 11, ..Written::default() });
}

#[test]
fn a_generated_file_that_was_edited_or_lost_is_written_again() {
    let out = written(&sample());
    put(out.path(), "prod/m/one/a", "edited by hand");
    put(out.path(), "prod/docs/A.md", "");
    fs::remove_file(out.path().join("prod/m/two/a")).unwrap();
    let result = write(out.path(), &sample(), &all()).unwrap();
    assert_eq!(
        (result.changed, result.created),
        (vec!["prod/docs/A.md".into(), "prod/m/one/a".into()], vec!["prod/m/two/a".into()])
    );
    assert_eq!(files(out.path()), bytes_of(&sample()));
}

#[test]
fn what_the_tree_no_longer_has_is_removed_with_its_empty_folders() {
    let out = written(&sample());
    put(out.path(), "prod/m/two/NOTES", "by hand");
    let smaller = tree([
        app("prod", "one", "one", &[("prod/m/one/a", "a")]),
        environment("prod", &[("prod/argocd/project.yaml", "x")]),
    ]);
    let result = write(out.path(), &smaller, &all()).unwrap();
    let removed = [
        "prod/apps/t/one.yaml",
        "prod/docs/A.md",
        "prod/index/apps/eks/two",
        "prod/m/one/b",
        "prod/m/two/a",
        "staging/index/apps/eks/one",
        "staging/m/one/a",
    ];
    assert_eq!(result.removed, removed);
    assert_eq!(without(out.path(), "prod/m/two/NOTES"), bytes_of(&smaller));
    write(out.path(), &Tree::default(), &all()).unwrap();
    assert_eq!(files(out.path()), BTreeMap::from([("prod/m/two/NOTES".into(), "by hand".into())]));
}

#[test]
fn pruning_ends_at_the_scope() {
    let out = written(&sample());
    write(out.path(), &Tree::default(), &of_environment("staging")).unwrap();
    let mut left = bytes_of(&sample());
    left.retain(|path, _| path.starts_with("prod/"));
    assert_eq!(files(out.path()), left);

    let one = app("prod", "one", "one", &[("prod/m/one/a", "new")]);
    let result = write(out.path(), &tree([one]), &of_stack("one")).unwrap();
    assert_eq!(result.removed, ["prod/apps/t/one.yaml", "prod/m/one/b"]);
    let result = write(out.path(), &Tree::default(), &of_stack("two")).unwrap();
    assert_eq!(result, Written::default(), "of which stack a vanished app was is not known");
    assert!(out.path().join("prod/m/two/a").exists() && out.path().join("prod/docs/A.md").exists());
}

#[test]
fn a_path_that_an_owner_outside_the_scope_lists_stays() {
    let out = written(&sample());
    let taken = app("prod", "one", "one", &[("prod/m/one/a", "a"), ("prod/m/two/a", "a")]);
    put(out.path(), &taken.index.path, std::str::from_utf8(&taken.index.bytes).unwrap());
    let result = write(out.path(), &tree([app("prod", "one", "one", &[])]), &of_stack("one")).unwrap();
    assert_eq!(result.removed, ["prod/m/one/a"]);
    assert!(out.path().join("prod/m/two/a").exists());
}

#[test]
fn foreign_files_stop_the_write_before_anything_is_touched() {
    let out = TempDir::new().unwrap();
    put(out.path(), "prod/m/one/a", "theirs");
    put(out.path(), "prod/m/two", "a file for a folder");
    put(out.path(), "prod/m/one/b/folder/for/a", "file");
    fs::create_dir_all(out.path().join("prod/argocd/project.yaml")).unwrap();
    let found = files(out.path());
    let expected = [
        obstacle("prod/argocd/project.yaml", Obstacle::Folder),
        obstacle("prod/m/one/a", Obstacle::File),
        obstacle("prod/m/one/b", Obstacle::Folder),
        obstacle("prod/m/two", Obstacle::File),
    ];
    assert_eq!(foreign(write(out.path(), &sample(), &all())), expected);
    assert_eq!(files(out.path()), found);
}

#[test]
fn a_foreign_file_with_the_right_bytes_is_adopted() {
    let out = TempDir::new().unwrap();
    put(out.path(), "prod/m/one/a", "a");
    let result = write(out.path(), &sample(), &all()).unwrap();
    assert_eq!((result.unchanged, result.created.len()), (1, 10));
    write(out.path(), &Tree::default(), &all()).unwrap();
    assert!(files(out.path()).is_empty());
}

#[test]
fn a_file_that_moves_between_owners_stays_ours() {
    let out = written(&sample());
    let moved = tree([
        app("prod", "one", "other", &[("prod/m/one/a", "moved"), ("prod/m/one/b", "b")]),
        app("prod", "two", "two", &[("prod/m/two/a", "a"), ("prod/apps/t/one.yaml", "moved too")]),
    ]);
    write(out.path(), &moved, &all()).unwrap();
    assert_eq!(files(out.path()), bytes_of(&moved));
}

#[test]
fn nothing_is_written_or_removed_through_a_link() {
    let elsewhere = TempDir::new().unwrap();
    put(elsewhere.path(), "one/a", "a");
    put(elsewhere.path(), "one/old", "old");
    let before = files(elsewhere.path());

    let out = TempDir::new().unwrap();
    fs::create_dir_all(out.path().join("prod/docs")).unwrap();
    symlink(elsewhere.path(), out.path().join("prod/m")).unwrap();
    symlink(elsewhere.path().join("one/a"), out.path().join("prod/docs/A.md")).unwrap();
    symlink(elsewhere.path(), out.path().join("staging")).unwrap();
    let expected = [
        obstacle("prod/docs/A.md", Obstacle::Link),
        obstacle("prod/m", Obstacle::Link),
        obstacle("staging", Obstacle::Link),
    ];
    assert_eq!(foreign(write(out.path(), &sample(), &all())), expected);
    assert_eq!(files(elsewhere.path()), before);

    let out = written(&tree([app("prod", "one", "one", &[("prod/m/one/a", "a"), ("prod/m/one/old", "old")])]));
    fs::remove_dir_all(out.path().join("prod/m")).unwrap();
    symlink(elsewhere.path(), out.path().join("prod/m")).unwrap();
    write(out.path(), &Tree::default(), &all()).unwrap();
    assert_eq!(files(elsewhere.path()), before);
    assert_eq!(files(out.path()).len(), 1);

    let out = TempDir::new().unwrap();
    symlink(elsewhere.path(), out.path().join(".platgen")).unwrap();
    assert_eq!(foreign(write(out.path(), &sample(), &all())), [obstacle(".platgen", Obstacle::Link)]);
    assert_eq!(files(elsewhere.path()), before);
}

#[test]
fn a_hostile_index_is_refused_by_name() {
    let digest = "00".repeat(32);
    for path in
        ["../../precious", "/etc/passwd", "staging/m/one/a", "prod/../staging/m/one/a", "prod/index/environment"]
    {
        let out = written(&sample());
        put(out.path(), "prod/index/apps/eks/one", &format!("{digest}  {path}\n"));
        let found = files(out.path());
        match write(out.path(), &sample(), &all()) {
            Err(DiskError::Index { path, line: 1, .. }) => {
                assert_eq!(path, out.path().join("prod/index/apps/eks/one"));
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(files(out.path()), found);
    }
}

#[test]
fn an_index_with_merge_conflicts_is_repaired() {
    let out = written(&sample());
    let index = fs::read_to_string(out.path().join("prod/index/apps/eks/one")).unwrap();
    let other = app("prod", "one", "one", &[("prod/m/one/gone", "g")]);
    let theirs = std::str::from_utf8(&other.index.bytes).unwrap();
    put(out.path(), "prod/index/apps/eks/one", &format!("<<<<<<< HEAD\n{index}=======\n{theirs}>>>>>>> branch\n"));
    put(out.path(), "prod/m/one/gone", "g");
    put(out.path(), "prod/m/one/a", "<<<<<<< HEAD\n");
    write(out.path(), &sample(), &all()).unwrap();
    assert_eq!(files(out.path()), bytes_of(&sample()));
}

#[test]
fn an_index_of_a_later_release_is_left_with_what_it_lists() {
    let out = written(&sample());
    put(out.path(), "prod/index/units/vpc", &format!("{}  prod/terragrunt/vpc\n", "00".repeat(32)));
    put(out.path(), "prod/terragrunt/vpc", "unit");
    assert_eq!(write(out.path(), &sample(), &all()).unwrap().unchanged, 11);
    write(out.path(), &Tree::default(), &all()).unwrap();
    assert_eq!(files(out.path()).into_keys().collect::<Vec<_>>(), ["prod/index/units/vpc", "prod/terragrunt/vpc"]);
}

#[test]
fn a_second_run_is_told_who_writes() {
    let out = written(&sample());
    put(out.path(), ".platgen/lock", "");
    let mut lock = File::options().read(true).write(true).open(out.path().join(".platgen/lock")).unwrap();
    lock.lock().unwrap();
    lock.write_all(b"4711\n").unwrap();
    let error = write(out.path(), &sample(), &all()).unwrap_err();
    assert!(matches!(error, DiskError::Locked { pid: Some(4711), .. }), "{error}");
    assert_eq!(compare(out.path(), &sample(), &all()).unwrap(), []);
    drop(lock);
    write(out.path(), &sample(), &all()).unwrap();
    assert_eq!(files(out.path()), bytes_of(&sample()));
}

#[test]
fn runs_at_the_same_time_do_not_mix() {
    let out = TempDir::new().unwrap();
    let trees: Vec<Tree> = (0..4)
        .map(|number| {
            let names: Vec<String> = (0..20).map(|file| format!("prod/m/{}/{file}", (file + number) % 7)).collect();
            let text = format!("tree {number}");
            let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text.as_str())).collect();
            tree([app("prod", "one", "one", &files)])
        })
        .collect();
    std::thread::scope(|threads| {
        for tree in &trees {
            threads.spawn(|| {
                for _ in 0..50 {
                    match write(out.path(), tree, &all()) {
                        Ok(_) | Err(DiskError::Locked { .. }) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
            });
        }
    });
    let left = files(out.path());
    assert!(trees.iter().any(|tree| bytes_of(tree) == left), "{left:?}");
}

#[test]
fn comparing_tells_every_difference_and_changes_nothing() {
    let nowhere = TempDir::new().unwrap();
    let differences = compare(&nowhere.path().join("out"), &sample(), &all()).unwrap();
    assert!(differences.len() == 11 && differences.iter().all(|difference| difference.kind == DifferenceKind::Missing));
    assert!(files(nowhere.path()).is_empty());

    let out = written(&sample());
    assert_eq!(compare(out.path(), &sample(), &all()).unwrap(), []);
    put(out.path(), "prod/m/one/a", "edited");
    fs::remove_file(out.path().join("prod/m/one/b")).unwrap();
    let found = files(out.path());
    let mut smaller = sample();
    smaller.groups.remove(1);
    let expected = [
        ("prod/index/apps/eks/two", DifferenceKind::Extra),
        ("prod/m/one/a", DifferenceKind::Stale),
        ("prod/m/one/b", DifferenceKind::Missing),
        ("prod/m/two/a", DifferenceKind::Extra),
    ];
    let expected = expected.map(|(path, kind)| Difference { path: path.into(), kind });
    assert_eq!(compare(out.path(), &smaller, &all()).unwrap(), expected);
    assert_eq!(files(out.path()), found);
}

#[test]
fn errors_of_the_machine_name_path_and_cause() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "out", "a file");
    let error = write(&folder.path().join("out"), &sample(), &all()).unwrap_err();
    assert!(error.to_string().contains("out` could not be created"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
#[should_panic(expected = "is not below `prod`")]
fn a_tree_that_leaves_its_environment_is_a_fault_of_ours() {
    let out = TempDir::new().unwrap();
    let _ = write(out.path(), &tree([app("prod", "one", "one", &[("prod/../../x", "x")])]), &all());
}

/// Needs the right to mount; where that lacks, the injected failures in the module's own tests stand alone.
#[test]
fn a_disk_that_is_full_is_survived() {
    let mount = TempDir::new().unwrap();
    let options = ["-t", "tmpfs", "-o", "size=64k,nr_inodes=64", "tmpfs"];
    let mounted = std::process::Command::new("mount").args(options).arg(mount.path()).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("left out: this user may not mount a small file system");
        return;
    }
    let out = mount.path().join("out");
    write(&out, &sample(), &all()).unwrap();
    let large = "x".repeat(9000);
    let names: Vec<String> = (0..20).map(|number| format!("prod/m/one/{number}")).collect();
    let text: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), large.as_str())).collect();
    let result = write(&out, &tree([app("prod", "one", "one", &text)]), &all());
    let left = files(&out);
    let repaired = write(&out, &sample(), &all()).map(|_| files(&out));
    assert!(std::process::Command::new("umount").arg(mount.path()).status().unwrap().success());
    let Err(DiskError::Io { source, .. }) = result else { panic!("{result:?}") };
    assert_eq!(source.kind(), std::io::ErrorKind::StorageFull);
    let old = bytes_of(&sample());
    let is_whole = |(path, text): (&String, &String)| *text == large || old.get(path) == Some(text);
    assert!(left.iter().filter(|(path, _)| !path.starts_with(".platgen/")).all(is_whole));
    assert_eq!(repaired.unwrap(), old);
}
