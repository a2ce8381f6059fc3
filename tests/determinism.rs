//! Law: same input, same bytes, on any machine: with one thread and with many, whatever the order in which files were made, and
//! wherever the project's folder lies. Findings too: projects with faults take part.

#![allow(clippy::disallowed_methods, reason = "the test writes folders to read them again")]

#[path = "support/edits.rs"]
mod edits;
#[path = "support/projects.rs"]
mod projects;
#[path = "support/random.rs"]
mod random;

use std::fs;
use std::path::Path;

use platgen::compile::{Compilation, Compiler, Request};
use platgen::diagnostics::Diagnostic;
use platgen::emit::Tree;
use platgen::world::{FolderWorld, MemoryWorld, World};
use random::Random;
use rayon::ThreadPoolBuilder;

/// How many faulty variants of each project are compiled beside it.
const VARIANTS: usize = 30;

/// Every project as it is, and with random edits.
fn worlds() -> Vec<(String, MemoryWorld)> {
    let mut worlds = Vec::new();
    for project in projects::projects() {
        let mut random = Random::new(11);
        worlds.push((project.name.clone(), project.world.clone()));
        for variant in 0..VARIANTS {
            let mut world = project.world.clone();
            let edits: Vec<String> =
                (0..2 + variant % 4).map(|_| edits::edit(&mut world, &project.world, &mut random)).collect();
            worlds.push((format!("{} with {}", project.name, edits.join(", ")), world));
        }
    }
    worlds
}

/// What a compile shows the world: the output, what was found, and the apps.
fn shown(compilation: Compilation) -> (Tree, Vec<Diagnostic>, String) {
    (compilation.tree, compilation.report.diagnostics, format!("{:?}", compilation.apps))
}

fn compile(world: &dyn World) -> (Tree, Vec<Diagnostic>, String) {
    shown(Compiler::new().compile(world, &Request::default()))
}

fn on_threads(count: usize, world: &dyn World) -> (Tree, Vec<Diagnostic>, String) {
    let pool = ThreadPoolBuilder::new().num_threads(count).build().expect("threads start");
    pool.install(|| compile(world))
}

#[test]
fn one_thread_and_many_give_the_same() {
    let (mut files, mut findings) = (0, 0);
    for (name, world) in worlds() {
        let alone = on_threads(1, &world);
        files += alone.0.files().count();
        findings += alone.1.len();
        for threads in [2, 7] {
            assert!(alone == on_threads(threads, &world), "{name}: {threads} threads give something else than one");
        }
    }
    assert!(files > 500 && findings > 50, "{files} files and {findings} findings are too few to tell");
}

#[test]
fn the_order_in_which_files_are_made_is_not_seen() {
    let mut random = Random::new(13);
    for (name, world) in worlds() {
        let expected = compile(&world);
        let order = shuffled(&world, &mut random);
        let reordered: MemoryWorld =
            order.iter().map(|path| (path.as_str(), world.get(path).expect("a listed file").clone())).collect();
        assert!(expected == compile(&reordered), "{name}: another order in memory gives something else");
        for order in [order, shuffled(&world, &mut random)] {
            let folder = tempfile::tempdir().expect("a folder");
            let below = folder.path().join("a place/of its own");
            write(&world, &order, &below);
            let read = FolderWorld::open(&below, &[]).expect("the folder is readable");
            assert!(expected == compile(&read), "{name}: a copy of the folder gives something else");
        }
    }
}

fn shuffled(world: &MemoryWorld, random: &mut Random) -> Vec<String> {
    let mut paths: Vec<String> = world.paths().iter().map(ToString::to_string).collect();
    for index in (1..paths.len()).rev() {
        paths.swap(index, random.below(index + 1));
    }
    paths
}

fn write(world: &MemoryWorld, order: &[String], folder: &Path) {
    for path in order {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs::write(target, world.get(path).expect("a listed file")).expect("a file can be written");
    }
}
