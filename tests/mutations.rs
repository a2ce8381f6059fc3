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
    #[expect(dead_code, reason = "other tests make other choices")]
    pub mod random;
}

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use platgen::check::{External, ExternalObject};
use platgen::compile::{Compiler, Request};
use platgen::diagnostics::{Diagnostic, Excerpt, Level, Report};
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen::world::{MemoryWorld, World as _};
use platgen_schema::Catalog;
use rayon::prelude::*;

use support::mutation::classes::{CLASSES, Class, INPUT};
use support::mutation::shop;
use support::mutation::source::{Mutant, Source};
use support::random::Random;

/// How many places of a class are tried at most.
const PLACES: usize = 10;
const SEED: u64 = 0x5eed;

/// What became of the faults of one class.
#[derive(Default)]
struct Score {
    made: usize,
    found: usize,
    right: usize,
    misses: Vec<String>,
}

/// Judges what is sound, or has one fault in it.
type Judge<'a> = dyn Fn(Option<&Mutant>) -> Report + Sync + 'a;

/// Something sound that faults are put into, and what judges it.
struct World<'a> {
    sources: Vec<Source>,
    judge: Box<Judge<'a>>,
}

/// Chooses places of a class among all sources.
fn choose(class: &Class, worlds: &[World<'_>], random: &mut Random) -> Vec<(usize, Mutant)> {
    let made = worlds.iter().enumerate().flat_map(|(index, world)| {
        world.sources.iter().flat_map(move |source| (class.make)(source).into_iter().map(move |mutant| (index, mutant)))
    });
    let mut all: Vec<(usize, Mutant)> = made.collect();
    let mut chosen = Vec::new();
    while chosen.len() < PLACES && !all.is_empty() {
        chosen.push(all.swap_remove(random.below(all.len())));
    }
    chosen
}

/// Scores what is reported of each mutant and not of its sound world.
fn score(classes: &[Class], worlds: &[World<'_>]) -> Vec<(&'static str, Score)> {
    let mut random = Random::new(SEED);
    let known: Vec<BTreeSet<String>> =
        worlds.iter().map(|world| (world.judge)(None).diagnostics.iter().map(title).collect()).collect();
    let chosen: Vec<_> = classes.iter().map(|class| choose(class, worlds, &mut random)).collect();
    let scores = classes.par_iter().zip(chosen).map(|(class, mutants)| {
        let mut score = Score::default();
        for (world, mutant) in &mutants {
            let mut found = (worlds[*world].judge)(Some(mutant)).diagnostics;
            found.retain(|diagnostic| !known[*world].contains(&title(diagnostic)));
            score.add(mutant, &found);
        }
        (class.name, score)
    });
    scores.collect()
}

/// A finding without its line, which an edit moves.
fn title(diagnostic: &Diagnostic) -> String {
    format!("{}: {}[{}]", diagnostic.primary.path, diagnostic.message, diagnostic.code.name())
}

impl Score {
    fn add(&mut self, mutant: &Mutant, found: &[Diagnostic]) {
        let is_there = |excerpt: &Excerpt| {
            excerpt.path == mutant.path && mutant.lines.iter().any(|lines| lines.contains(&excerpt.line))
        };
        // A finding of two ends may begin at either, if it names both.
        let right = found.iter().any(|found| is_there(&found.primary) || found.secondary.iter().any(is_there));
        self.made += 1;
        self.found += usize::from(!found.is_empty());
        self.right += usize::from(right);
        if !right {
            let Mutant { path, what, lines, .. } = mutant;
            let shown = found.iter().map(|found| format!("    {}: {}\n", found.primary.line, title(found)));
            self.misses.push(format!("{path}: {what}; at {lines:?}:\n{}", shown.collect::<String>()));
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
    println!("{}", misses.join("\n"));
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
        standing("ClusterIssuer", None, "letsencrypt"),
        standing("CustomResourceDefinition", None, "externalsecrets.external-secrets.io"),
        standing("CustomResourceDefinition", None, "servicemonitors.monitoring.coreos.com"),
        standing("Secret", Some("*"), "fastapi-public-tls"),
    ];
    External { objects, metrics: Some(vec!["resource".into()]) }
}

/// The rendered manifests of the cluster that three environments of the shipped project share.
fn shipped_manifests() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for environment in ["p2-development", "p2-production", "p2-staging"] {
        read_below(&root.join("out").join(environment).join("manifests"), root, &mut files);
    }
    files.sort();
    files
}

fn shop_manifests() -> Vec<(String, String)> {
    let namespace = ("shop/namespace.yaml".to_owned(), shop::NAMESPACE.to_owned());
    let parts = shop::parts().into_iter().map(|(name, text)| (format!("shop/{name}.yaml"), text));
    std::iter::once(namespace).chain(parts).collect()
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

/// Manifests as one cluster, in which nothing is wrong.
fn world_of_manifests<'a>(files: &[(String, String)], request: &'a ManifestRequest) -> World<'a> {
    let given: Vec<ManifestFile> = files
        .iter()
        .map(|(path, text)| ManifestFile { path: path.as_str().into(), bytes: text.as_bytes().into(), is_named: true })
        .collect();
    let judge = move |mutant: Option<&Mutant>| {
        let mut given = given.clone();
        if let Some(mutant) = mutant {
            let file = given.iter_mut().find(|file| file.path == mutant.path).unwrap();
            file.bytes = mutant.text.as_bytes().into();
        }
        check_manifests(&given, request).report
    };
    let sound = judge(None);
    assert!(sound.diagnostics.is_empty(), "in sound manifests is found:\n{}", sound.to_short());
    let sources = files.iter().map(|(path, text)| Source::of_manifests(path, text)).collect();
    World { sources, judge: Box::new(judge) }
}

#[test]
fn faults_in_manifests_are_found_where_they_are() {
    let request =
        ManifestRequest { external: external(), ..ManifestRequest::new(Catalog::embedded().kubernetes(34).unwrap()) };
    let worlds = [shipped_manifests(), shop_manifests()].map(|files| world_of_manifests(&files, &request));
    judge_scores("manifests", &score(CLASSES, &worlds));
}

/// A project, of which some files are read as sources; each thread keeps its memo.
fn world_of_project(world: MemoryWorld, read: fn(&str, &str) -> Source, wanted: fn(&str) -> bool) -> World<'static> {
    thread_local! {
        static COMPILER: RefCell<Compiler> = RefCell::new(Compiler::new());
    }
    let wanted = world.paths().iter().filter(|path| wanted(path));
    let sources = wanted.map(|path| read(path, std::str::from_utf8(world.get(path).unwrap()).unwrap())).collect();
    let judge = move |mutant: Option<&Mutant>| {
        let mut world = world.clone();
        if let Some(mutant) = mutant {
            world.insert(mutant.path.as_str(), mutant.text.as_bytes());
        }
        COMPILER.with_borrow_mut(|compiler| compiler.compile(&world, &Request::default()).report)
    };
    World { sources, judge: Box::new(judge) }
}

/// Nothing is wrong; what is only said for information may be there.
fn is_clean(report: &Report) -> bool {
    report.diagnostics.iter().all(|found| found.level == Level::Info)
}

#[test]
fn faults_in_definitions_are_found_where_they_are() {
    let world = world_of_project(shop::project(), Source::of_definition, |path| path.starts_with("catalog/"));
    let sound = (world.judge)(None);
    assert!(is_clean(&sound), "in a sound project is found:\n{}", sound.to_short());
    judge_scores("definitions", &score(CLASSES, &[world]));
}

#[test]
fn faults_in_stacks_and_environments_are_found_where_they_are() {
    let is_read = |path: &str| ["environments/", "stacks/", "teams/"].iter().any(|folder| path.starts_with(folder));
    let mut worlds = Vec::new();
    for project in support::projects::projects() {
        let world = world_of_project(project.world, Source::of_input, is_read);
        let sound = (world.judge)(None);
        assert!(project.name != "shipped" || is_clean(&sound), "is found:\n{}", sound.to_short());
        worlds.push(world);
    }
    judge_scores("sources", &score(INPUT, &worlds));
}
