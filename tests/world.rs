//! The laws of worlds: all show the same files, listed once, read once, and nothing outside the project.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test makes files and may fail where it stands"
)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use git2::{IndexAddOption, Oid, Repository, Signature};
use platgen::diagnostics::Code;
use platgen::world::{
    FILE_LIMIT, FolderWorld, GitWorld, MemoryWorld, OpenError, ReadFault, World, commit_of, merge_base, project_prefix,
};
use proptest::prelude::*;
use tempfile::TempDir;

fn write(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, bytes).unwrap();
}

fn link(root: &Path, path: &str, target: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    symlink(target, place).unwrap();
}

fn commit(repository: &Repository, parents: &[Oid]) -> Oid {
    let mut index = repository.index().unwrap();
    index.add_all(["*"], IndexAddOption::FORCE, None).unwrap();
    let tree = repository.find_tree(index.write_tree().unwrap()).unwrap();
    let author = Signature::now("test", "test@example.com").unwrap();
    let parents: Vec<_> = parents.iter().map(|id| repository.find_commit(*id).unwrap()).collect();
    repository.commit(None, &author, &author, "files", &tree, &parents.iter().collect::<Vec<_>>()).unwrap()
}

/// Everything that a world says, for comparison.
fn tell(world: &dyn World) -> Vec<String> {
    let files = world.paths().iter().map(|path| match world.read(path) {
        Ok((bytes, content)) => format!("{path}: {content} {}", String::from_utf8_lossy(&bytes)),
        Err(fault) => format!("{path}: {}", fault.message()),
    });
    files.chain(world.faults().iter().map(|fault| format!("{:?}: {}", fault.code(), fault.message()))).collect()
}

/// What the folder world and the git world say of the same files.
fn tell_both(project: &Path) -> (Vec<String>, Vec<String>) {
    let repository = Repository::init(project).unwrap();
    let id = commit(&repository, &[]).to_string();
    let folder = FolderWorld::open(project, &["out"]).unwrap();
    let git = GitWorld::open(project, &id, Path::new(""), &["out"]).unwrap();
    (tell(&folder), tell(&git))
}

fn assert_faults(project: &TempDir, expected: &[&str]) {
    let (folder, git) = tell_both(project.path());
    assert_eq!(folder, expected);
    assert_eq!(git, expected);
}

#[test]
fn hidden_and_excluded_files_are_not_shown() {
    let project = TempDir::new().unwrap();
    for path in ["b.yaml", "a/x", "a-b", ".env", "a/.x", ".github/w.yaml", "out/a", "a/out/y", "outer", "a/ignored"] {
        write(project.path(), path, path);
    }
    write(project.path(), ".gitignore", "ignored");
    let (folder, git) = tell_both(project.path());
    assert_eq!(folder, git);
    let world = FolderWorld::open(project.path(), &["out/"]).unwrap();
    assert_eq!(world.paths(), ["a-b", "a/ignored", "a/out/y", "a/x", "b.yaml", "outer"]);
    assert!(matches!(world.read("out/a"), Err(ReadFault::NotFound(_))));
    assert!(matches!(world.read(".env"), Err(ReadFault::NotFound(_))));
}

#[test]
fn links_inside_the_project_are_followed() {
    let project = TempDir::new().unwrap();
    write(project.path(), "charts/one/values.yaml", "v");
    write(project.path(), ".shared/team.yaml", "t");
    link(project.path(), "charts/two", "one");
    link(project.path(), "charts/three", "./two/../two");
    link(project.path(), "values.yaml", "charts/three/values.yaml");
    link(project.path(), "teams", ".shared");
    let (folder, git) = tell_both(project.path());
    assert_eq!(folder, git);
    let world = FolderWorld::open(project.path(), &[]).unwrap();
    let expected = [
        "charts/one/values.yaml",
        "charts/three/values.yaml",
        "charts/two/values.yaml",
        "teams/team.yaml",
        "values.yaml",
    ];
    assert_eq!(world.paths(), expected);
    assert_eq!(&*world.read("values.yaml").unwrap().0, b"v");
}

#[test]
fn links_that_leave_the_project_are_faults() {
    let around = TempDir::new().unwrap();
    let project = around.path().join("project");
    write(around.path(), "secret", "s");
    link(&project, "absolute", "/etc/passwd");
    link(&project, "climbing", "../secret");
    link(&project, "deep/climbing", "../../secret");
    link(&project, "folder", "..");
    link(&project, "through", "folder/secret");
    link(&project, "to-link", "climbing");
    link(&project, "back", "../project/kept");
    write(&project, "kept", "k");
    let repository = Repository::init(around.path()).unwrap();
    let id = commit(&repository, &[]).to_string();
    let prefix = project_prefix(&project).unwrap();
    assert_eq!(prefix, Path::new("project"));
    let folder = FolderWorld::open(&project, &[]).unwrap();
    let git = GitWorld::open(&project, &id, &prefix, &[]).unwrap();
    assert_eq!(tell(&folder), tell(&git));
    assert_eq!(folder.paths(), ["kept"]);
    let faulty: Vec<_> = folder.faults().iter().map(|fault| fault.path().as_str()).collect();
    assert_eq!(faulty, ["absolute", "back", "climbing", "deep/climbing", "folder", "through", "to-link"]);
    assert!(folder.faults().iter().all(|fault| fault.code() == Code::LINK_OUTSIDE_PROJECT));
    for world in [&folder as &dyn World, &git] {
        assert_eq!(world.read("climbing").unwrap_err().code(), Code::LINK_OUTSIDE_PROJECT);
        let message = world.read("folder/secret").unwrap_err().message();
        assert_eq!(message, "`folder` links to `..`, outside the project's folder");
    }
}

#[test]
fn loops_and_dangling_links_are_faults() {
    let project = TempDir::new().unwrap();
    link(project.path(), "a", "b");
    link(project.path(), "b", "a");
    link(project.path(), "deep/er/up", "..");
    link(project.path(), "here", ".");
    link(project.path(), "nothing", "not/there");
    link(project.path(), "below-file", "deep/file/x");
    write(project.path(), "deep/file", "f");
    link(project.path(), "left/right", "../right");
    link(project.path(), "right/left", "../left");
    assert_faults(
        &project,
        &[
            "deep/file: 4d1ae35ba2c8ec712fa2a379db44ad639ca277bd f",
            "unreadable-file: `a` links to `b`, which leads back to it",
            "unreadable-file: `b` links to `a`, which leads back to it",
            "unreadable-file: `below-file` links to `deep/file/x`, which does not exist",
            "unreadable-file: `deep/er/up` links to `..`, which leads back to it",
            "unreadable-file: `here` links to `.`, which leads back to it",
            "unreadable-file: `left/right/left` links to `../left`, which leads back to it",
            "unreadable-file: `nothing` links to `not/there`, which does not exist",
            "unreadable-file: `right/left/right` links to `../right`, which leads back to it",
        ],
    );
}

#[test]
fn names_that_are_not_utf8_are_faults() {
    let project = TempDir::new().unwrap();
    write(project.path(), "good", "");
    fs::write(project.path().join(std::ffi::OsStr::from_bytes(b"b\xffd")), "x").unwrap();
    fs::write(project.path().join(std::ffi::OsStr::from_bytes(b".\xff")), "x").unwrap();
    assert_faults(
        &project,
        &["good: e69de29bb2d1d6434b8b29ae775ad8c2e48c5391 ", "unreadable-file: the name of `b\u{fffd}d` is not UTF-8"],
    );
}

#[test]
fn pointers_of_lfs_are_faults_everywhere() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
    let project = TempDir::new().unwrap();
    write(project.path(), "big.tgz", pointer);
    assert_faults(&project, &["big.tgz: `big.tgz` holds a Git LFS pointer in place of its content"]);
    let world = MemoryWorld::from_iter([("big.tgz", pointer.as_bytes())]);
    assert_eq!(world.read("big.tgz").unwrap_err().code(), Code::LFS_POINTER);
}

#[test]
fn what_is_not_a_file_or_too_large_is_a_fault_of_reading() {
    let project = TempDir::new().unwrap();
    let listener = std::os::unix::net::UnixListener::bind(project.path().join("socket.yaml")).unwrap();
    fs::File::create(project.path().join("large")).unwrap().set_len(FILE_LIMIT + 1).unwrap();
    write(project.path(), "swapped", "file");
    write(project.path(), "vanished", "file");
    let world = FolderWorld::open(project.path(), &[]).unwrap();
    fs::remove_file(project.path().join("swapped")).unwrap();
    fs::create_dir(project.path().join("swapped")).unwrap();
    fs::remove_file(project.path().join("vanished")).unwrap();
    assert_eq!(world.paths(), ["large", "socket.yaml", "swapped", "vanished"]);
    assert!(matches!(world.read("socket.yaml"), Err(ReadFault::NotAFile(_))));
    assert!(matches!(world.read("swapped"), Err(ReadFault::NotAFile(_))));
    assert!(matches!(world.read("vanished"), Err(ReadFault::NotFound(_))));
    let message = world.read("large").unwrap_err().message();
    assert_eq!(message, "`large` has 67108865 bytes, and a file of a project may have 67108864");
    drop(listener);
}

#[test]
fn a_file_is_read_once() {
    let project = TempDir::new().unwrap();
    write(project.path(), "file", "before");
    let world = FolderWorld::open(project.path(), &[]).unwrap();
    let (before, content) = world.read("file").unwrap();
    write(project.path(), "file", "after");
    assert_eq!(world.read("file").unwrap(), (before.clone(), content));
    assert_eq!(&*before, b"before");
}

#[test]
fn repositories_inside_the_project_are_left_out() {
    let project = TempDir::new().unwrap();
    write(project.path(), "kept", "k");
    let outer = Repository::init(project.path()).unwrap();
    let before = outer.find_commit(commit(&outer, &[])).unwrap();
    let inner = Repository::init(project.path().join("vendor/inner")).unwrap();
    write(project.path(), "vendor/inner/values.yaml", "v");
    let head = commit(&inner, &[]);
    let mut vendor = outer.treebuilder(None).unwrap();
    vendor.insert("inner", head, 0o160_000).unwrap();
    let mut top = outer.treebuilder(Some(&before.tree().unwrap())).unwrap();
    top.insert("vendor", vendor.write().unwrap(), 0o040_000).unwrap();
    let tree = outer.find_tree(top.write().unwrap()).unwrap();
    let id = outer.commit(None, &before.author(), &before.author(), "submodule", &tree, &[]).unwrap().to_string();
    let folder = FolderWorld::open(project.path(), &[]).unwrap();
    let git = GitWorld::open(project.path(), &id, Path::new(""), &[]).unwrap();
    for world in [&folder as &dyn World, &git] {
        assert_eq!(world.paths(), ["kept"]);
        assert!(world.faults().is_empty());
        assert!(matches!(world.read("vendor/inner/values.yaml"), Err(ReadFault::OtherRepository(_))));
    }
}

#[test]
fn a_forged_link_in_a_revision_is_a_fault() {
    let project = TempDir::new().unwrap();
    let repository = Repository::init(project.path()).unwrap();
    let author = Signature::now("test", "test@example.com").unwrap();
    let mut top = repository.treebuilder(None).unwrap();
    top.insert("nul", repository.blob(b"a\0b").unwrap(), 0o120_000).unwrap();
    top.insert("long", repository.blob(&[b'.'; 5000]).unwrap(), 0o120_000).unwrap();
    let tree = repository.find_tree(top.write().unwrap()).unwrap();
    let id = repository.commit(None, &author, &author, "forged", &tree, &[]).unwrap().to_string();
    let world = GitWorld::open(project.path(), &id, Path::new(""), &[]).unwrap();
    assert!(matches!(world.faults(), [ReadFault::DanglingLink { .. }, ReadFault::DanglingLink { .. }]));
}

#[test]
fn revisions_are_found_by_name_and_compared() {
    let project = TempDir::new().unwrap();
    let repository = Repository::init(project.path()).unwrap();
    write(project.path(), "stacks/a.yaml", "1");
    let base = commit(&repository, &[]);
    write(project.path(), "stacks/a.yaml", "2");
    let left = commit(&repository, &[base]);
    write(project.path(), "stacks/a.yaml", "3");
    let right = commit(&repository, &[base]);
    let alone = commit(&repository, &[]);
    repository.tag_lightweight("v1", repository.find_commit(left).unwrap().as_object(), false).unwrap();
    repository.branch("topic", &repository.find_commit(right).unwrap(), false).unwrap();
    let inside = project.path().join("stacks");
    assert_eq!(commit_of(&inside, "v1").unwrap(), left.to_string());
    assert_eq!(merge_base(&inside, "v1", "topic").unwrap(), base.to_string());
    let none = merge_base(&inside, "v1", &alone.to_string());
    assert!(matches!(none, Err(OpenError::NoMergeBase { .. })));
    let world = GitWorld::open(&inside, "topic", Path::new("stacks"), &[]).unwrap();
    assert_eq!((world.commit(), &*world.read("a.yaml").unwrap().0), (right.to_string(), b"3".as_slice()));
    let unknown = GitWorld::open(&inside, "nowhere", Path::new(""), &[]).err().unwrap();
    assert_eq!(unknown.to_string(), "the repository has no revision `nowhere`");
    let missing = GitWorld::open(&inside, "v1", Path::new("charts"), &[]).err().unwrap();
    assert_eq!(missing.to_string(), "revision `v1` has no folder `charts`");
    let nothing = TempDir::new().unwrap();
    assert!(matches!(commit_of(nothing.path(), "v1"), Err(OpenError::NoRepository { .. })));
    assert!(matches!(FolderWorld::open(&nothing.path().join("x"), &[]), Err(OpenError::Folder { .. })));
}

#[test]
fn memory_holds_what_it_was_given() {
    let mut world = MemoryWorld::from_iter([("b", b"1".as_slice()), ("a", b"2"), ("b", b"3")]);
    assert_eq!(world.paths(), ["a", "b"]);
    assert_eq!(&**world.get("b").unwrap(), b"3");
    assert_eq!(tell(&world), tell(&MemoryWorld::copy_of(&world)));
    assert_eq!(&*world.remove("a").unwrap(), b"2");
    assert!(world.remove("a").is_none());
    assert!(matches!(world.read("a"), Err(ReadFault::NotFound(_))));
    assert_eq!(world.paths(), ["b"]);
}

#[derive(Clone, Debug)]
enum Thing {
    File(String),
    Link(String),
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c", "a-b", ".d", "out"]).prop_map(String::from)
}

fn place() -> impl Strategy<Value = String> {
    prop::collection::vec(name(), 1..4).prop_map(|names| names.join("/"))
}

fn thing() -> impl Strategy<Value = Thing> {
    let up = prop::sample::select(vec!["", "./", "../", "../../", "../../../", "/", "..", "."]);
    prop_oneof![
        "[xyz]{0,3}".prop_map(Thing::File),
        (up, prop::option::of(place())).prop_map(|(up, rest)| match rest {
            Some(rest) if up.ends_with('/') => Thing::Link(format!("{up}{rest}")),
            Some(rest) if up.is_empty() => Thing::Link(rest),
            _ => Thing::Link(if up.is_empty() { ".".into() } else { up.into() }),
        }),
    ]
}

/// Drops what cannot stand beside what came before it.
fn without_conflicts(things: Vec<(String, Thing)>) -> Vec<(String, Thing)> {
    let mut taken = BTreeSet::new();
    let mut folders = BTreeSet::new();
    let mut kept = Vec::new();
    for (path, thing) in things {
        let parents: Vec<&str> = path.match_indices('/').map(|(end, _)| &path[..end]).collect();
        if taken.contains(&path) || folders.contains(&path) || parents.iter().any(|parent| taken.contains(*parent)) {
            continue;
        }
        folders.extend(parents.into_iter().map(String::from));
        taken.insert(path.clone());
        kept.push((path, thing));
    }
    kept
}

fn lay_out<'a>(root: &Path, things: impl Iterator<Item = &'a (String, Thing)>) {
    for (path, thing) in things {
        match thing {
            Thing::File(bytes) => write(root, path, bytes),
            Thing::Link(target) => link(root, path, target),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_world_shows_the_same_files(things in prop::collection::vec((place(), thing()), 0..24)) {
        let things = without_conflicts(things);
        let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        lay_out(one.path(), things.iter());
        lay_out(two.path(), things.iter().rev());
        let (folder, git) = tell_both(one.path());
        prop_assert_eq!(&folder, &git);
        prop_assert_eq!(&folder, &tell_both(two.path()).0);
        let world = FolderWorld::open(one.path(), &["out"]).unwrap();
        prop_assert!(world.paths().is_sorted_by(|a, b| a < b));
        let copy = MemoryWorld::copy_of(&world);
        prop_assert_eq!(copy.paths(), world.paths());
    }
}
