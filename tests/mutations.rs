//! Single faults, put into sound objects and sources: how many are found, and how many where they were made.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test fails by a panic, reads the shipped project and prints what it counted"
)]

mod support {
    pub mod mutation {
        pub mod classes;
        pub mod shop;
        pub mod source;
    }
    pub mod projects;
    pub mod random;
}

use std::fs;
use std::path::Path;

use platgen::check::{External, ExternalObject};
use platgen::compile::{Compiler, Request};
use platgen::diagnostics::{Excerpt, Report};
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen::world::MemoryWorld;
use platgen_schema::Catalog;
use rayon::prelude::*;

use support::mutation::classes::{CLASSES, Class, INPUT};
use support::mutation::shop;
use support::mutation::source::{Mutant, Source};
use support::random::Random;

/// How many places of a class are tried at most.
const PLACES: usize = 14;
const SEED: u64 = 0x5eed;

/// What became of the faults of one class.
#[derive(Default)]
struct Score {
    made: usize,
    found: usize,
    right: usize,
    misses: Vec<String>,
}

/// Chooses places of a class among all sources.
fn choose(class: &Class, sources: &[Source], random: &mut Random) -> Vec<Mutant> {
    let mut all: Vec<Mutant> = sources.iter().flat_map(|source| (class.make)(source)).collect();
    let mut chosen = Vec::new();
    while chosen.len() < PLACES && !all.is_empty() {
        chosen.push(all.swap_remove(random.below(all.len())));
    }
    chosen
}

/// Scores what is reported of each mutant, in which nothing was found before.
fn score(
    classes: &[Class],
    sources: &[Source],
    judge: impl Fn(&Mutant) -> Report + Sync,
) -> Vec<(&'static str, Score)> {
    let mut random = Random::new(SEED);
    let scores = classes.iter().map(|class| {
        let mutants = choose(class, sources, &mut random);
        let reports: Vec<Report> = mutants.par_iter().map(&judge).collect();
        let mut score = Score::default();
        for (mutant, report) in mutants.iter().zip(&reports) {
            score.add(mutant, report);
        }
        (class.name, score)
    });
    scores.collect()
}

impl Score {
    fn add(&mut self, mutant: &Mutant, report: &Report) {
        let is_there = |excerpt: &Excerpt| {
            excerpt.path == mutant.path && mutant.lines.iter().any(|lines| lines.contains(&excerpt.line))
        };
        let found = !report.diagnostics.is_empty();
        // A finding of two ends may begin at either, if it names both.
        let right =
            report.diagnostics.iter().any(|found| is_there(&found.primary) || found.secondary.iter().any(is_there));
        self.made += 1;
        self.found += usize::from(found);
        self.right += usize::from(right);
        if !right {
            self.misses.push(format!(
                "{}: {}; at {:?}:\n{}",
                mutant.path,
                mutant.what,
                mutant.lines,
                report.to_short()
            ));
        }
    }
}

/// Prints the table of a side, and asserts its rates.
fn judge_scores(side: &str, scores: &[(&str, Score)]) {
    let sum = |part: fn(&Score) -> usize| scores.iter().map(|(_, score)| part(score)).sum::<usize>();
    println!("{side:<42} made  found  in place");
    for (name, score) in scores {
        println!("  {name:<40} {:>4}  {:>5}  {:>8}", score.made, score.found, score.right);
    }
    let (made, found, right) = (sum(|score| score.made), sum(|score| score.found), sum(|score| score.right));
    let percent = |part: usize| part as f64 * 100.0 / made as f64;
    println!("  {:<40} {made:>4}  {found:>5}  {right:>8}   {:.1} %, {:.1} %\n", "all", percent(found), percent(right));
    let misses: Vec<&str> = scores.iter().flat_map(|(_, score)| &score.misses).map(String::as_str).collect();
    let few: Vec<&str> = scores.iter().filter(|(_, score)| score.made == 0).map(|(name, _)| *name).collect();
    assert!(few.is_empty(), "{side}: no place for {few:?}");
    assert!(
        percent(found) >= 98.0 && percent(right) >= 95.0,
        "{side}: {:.1} % found, {:.1} % in place\n{}",
        percent(found),
        percent(right),
        misses.join("\n")
    );
}

fn standing(kind: &str, namespace: Option<&str>, name: &str) -> ExternalObject {
    ExternalObject {
        group: None,
        kind: kind.into(),
        namespace: namespace.map(Into::into),
        name: name.into(),
        spot: None,
    }
}

/// What stands in the cluster of the shipped project and of the shop.
fn external() -> External {
    let objects = vec![
        standing("Namespace", None, "ingress-nginx"),
        standing("Namespace", None, "monitoring"),
        standing("IngressClass", None, "nginx"),
        standing("StorageClass", None, "gp3"),
        standing("ClusterSecretStore", None, "aws"),
        standing("CustomResourceDefinition", None, "externalsecrets.external-secrets.io"),
        standing("CustomResourceDefinition", None, "servicemonitors.monitoring.coreos.com"),
        standing("Secret", Some("*"), "fastapi-public-tls"),
    ];
    External { objects, metrics: Some(vec!["resource".into()]) }
}

/// The rendered manifests of the cluster that three environments share, and the shop.
fn manifests() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for environment in ["p2-development", "p2-production", "p2-staging"] {
        read_below(&root.join("out").join(environment).join("manifests"), root, &mut files);
    }
    files.push(("shop/namespace.yaml".to_owned(), shop::NAMESPACE.to_owned()));
    files.extend(shop::parts().into_iter().map(|(name, text)| (format!("shop/{name}.yaml"), text)));
    files.sort();
    files
}

fn read_below(folder: &Path, root: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_below(&path, root, files);
        } else {
            let shown = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.push((shown, fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn faults_in_manifests_are_found_where_they_are() {
    let files = manifests();
    let given: Vec<ManifestFile> = files
        .iter()
        .map(|(path, text)| ManifestFile { path: path.as_str().into(), bytes: text.as_bytes().into(), is_named: true })
        .collect();
    let request =
        ManifestRequest { external: external(), ..ManifestRequest::new(Catalog::embedded().kubernetes(34).unwrap()) };
    let sound = check_manifests(&given, &request).report;
    assert!(sound.diagnostics.is_empty(), "in sound manifests is found:\n{}", sound.to_short());
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::of_manifests(path, text)).collect();
    let scores = score(CLASSES, &sources, |mutant| {
        let mut given = given.clone();
        let file = given.iter_mut().find(|file| file.path == mutant.path).unwrap();
        file.bytes = mutant.text.as_bytes().into();
        check_manifests(&given, &request).report
    });
    judge_scores("manifests", &scores);
}

/// Compiles a world with one file changed; the memo of the sound world is shared by the mutants of one thread.
fn compile(world: &MemoryWorld, mutant: Option<&Mutant>) -> Report {
    thread_local! {
        static COMPILER: std::cell::RefCell<Compiler> = std::cell::RefCell::new(Compiler::new());
    }
    let mut world = world.clone();
    if let Some(mutant) = mutant {
        world.insert(mutant.path.as_str(), mutant.text.as_bytes());
    }
    COMPILER.with_borrow_mut(|compiler| compiler.compile(&world, &Request::default()).report)
}

fn sources_of(world: &MemoryWorld, read: fn(&str, &str) -> Source, wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    use platgen::world::World;
    let wanted = world.paths().iter().filter(|path| wanted(path));
    wanted.map(|path| read(path, std::str::from_utf8(world.get(path).unwrap()).unwrap())).collect()
}

#[test]
fn faults_in_definitions_are_found_where_they_are() {
    let world = shop::project();
    let sound = compile(&world, None);
    assert!(sound.diagnostics.is_empty(), "in a sound project is found:\n{}", sound.to_short());
    let sources = sources_of(&world, Source::of_definition, |path| path.starts_with("catalog/"));
    judge_scores("definitions", &score(CLASSES, &sources, |mutant| compile(&world, Some(mutant))));
}

#[test]
fn faults_in_stacks_and_environments_are_found_where_they_are() {
    let world = support::projects::projects().into_iter().find(|project| project.name == "shipped").unwrap().world;
    let sound = compile(&world, None);
    assert!(sound.diagnostics.is_empty(), "in the shipped project is found:\n{}", sound.to_short());
    let sources = sources_of(&world, Source::of_input, |path| path != "platgen.yaml");
    judge_scores("sources", &score(INPUT, &sources, |mutant| compile(&world, Some(mutant))));
}
