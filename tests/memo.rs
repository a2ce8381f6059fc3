//! Law: a compile on a memo gives the same bytes, findings and origins as a cold one, whatever was compiled before.
//!
//! A thousand random edits of whole projects, each compiled by one compiler that remembers all the others, and by a new one.

#![allow(clippy::disallowed_methods, reason = "the test reads the projects that it edits")]

#[path = "support/edits.rs"]
mod edits;
#[path = "support/platforms.rs"]
mod platforms;
#[path = "support/projects.rs"]
mod projects;
#[path = "support/random.rs"]
mod random;

use std::collections::HashSet;

use platgen::compile::{Compilation, Compiler, LoweredApp, Request};
use platgen::node::{Cause, Node, Origin, Origins};
use platgen::source::Sources;
use projects::Project;
use random::Random;
use rayon::prelude::*;

const EDITS: usize = 1000;
const SEED: u64 = 7;

#[test]
fn a_memo_changes_nothing_that_a_compile_gives() {
    let projects = platforms::small_projects();
    let each = EDITS.div_ceil(projects.len());
    let compared: Vec<(usize, usize)> = projects.par_iter().map(|project| compare(project, each)).collect();
    let (clean, apps) = compared.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    println!("{clean} of {} compiles without an error, {apps} apps compared", each * projects.len());
    assert!(clean > EDITS / 20 && clean < EDITS, "{clean} compiles without an error are too one-sided");
    assert!(apps > EDITS, "{apps} apps were compared");
}

/// Edits a project and compiles each state on the memo and without; gives how many compiled without an error, and their apps.
fn compare(project: &Project, steps: usize) -> (usize, usize) {
    let (mut clean, mut apps) = (0, 0);
    let mut random = Random::new(SEED);
    let mut world = project.world.clone();
    let mut memo = Compiler::new();
    let mut history = Vec::new();
    for step in 0..steps {
        if step > 0 {
            history.push(edits::edit(&mut world, &project.world, &mut random));
        }
        let request = Request { keep_resources: true, ..Request::default() };
        let warm = memo.compile(&world, &request);
        let mut cold_compiler = Compiler::new();
        let cold = cold_compiler.compile(&world, &request);
        clean += usize::from(!cold.report.has_errors());
        apps += cold.apps.len();
        if let Some(difference) = difference(&warm, memo.sources(), &cold, cold_compiler.sources()) {
            let last = history[history.len().saturating_sub(8)..].join("\n");
            panic!("{}, seed {SEED}, step {step}: {difference}\nthe last edits:\n{last}", project.name);
        }
    }
    (clean, apps)
}

/// Says the first thing that differs.
fn difference(
    warm: &Compilation,
    warm_sources: &Sources,
    cold: &Compilation,
    cold_sources: &Sources,
) -> Option<String> {
    if warm.tree != cold.tree {
        let mut files = warm.tree.files().zip(cold.tree.files());
        let file = files.find(|(a, b)| a != b).map(|((_, file), _)| file.path.clone());
        return Some(format!("the output differs, first at {file:?}"));
    }
    if warm.report.diagnostics != cold.report.diagnostics {
        let (warm, cold) = (&warm.report.diagnostics, &cold.report.diagnostics);
        let differs = |(a, b): &(_, _)| a != b;
        let first = warm.iter().zip(cold).find(differs);
        return Some(format!("{} and {} findings, first {first:#?}", warm.len(), cold.len()));
    }
    if warm.apps != cold.apps {
        return Some("the lists of apps differ".to_owned());
    }
    if warm.resources.len() != cold.resources.len() {
        return Some("the numbers of lowered apps differ".to_owned());
    }
    let mut pairs = warm.resources.iter().zip(&cold.resources);
    pairs.find_map(|(warm, cold)| origins_differ(warm, warm_sources, cold, cold_sources))
}

fn origins_differ(
    warm: &LoweredApp,
    warm_sources: &Sources,
    cold: &LoweredApp,
    cold_sources: &Sources,
) -> Option<String> {
    let (warm_resources, warm_origins) = warm.kept.as_ref().expect("resources are kept");
    let (cold_resources, cold_origins) = cold.kept.as_ref().expect("resources are kept");
    let mut comparison = Comparison { warm_origins, warm_sources, cold_origins, cold_sources, equal: HashSet::new() };
    let resources = warm_resources.iter().zip(cold_resources);
    let found = resources.filter_map(|(warm, cold)| comparison.nodes(&warm.body, &cold.body)).next();
    if warm_resources.len() != cold_resources.len() {
        return Some(format!("{} has another number of resources", warm.id.display()));
    }
    found.map(|(a, b)| format!("in {} an origin is {a:?} on the memo and {b:?} without", warm.id.display()))
}

type Shown = Vec<String>;

struct Comparison<'a> {
    warm_origins: &'a Origins,
    warm_sources: &'a Sources,
    cold_origins: &'a Origins,
    cold_sources: &'a Sources,
    /// Origins that were found to mean the same.
    equal: HashSet<(Origin, Origin)>,
}

impl Comparison<'_> {
    fn nodes(&mut self, warm: &Node, cold: &Node) -> Option<(Shown, Shown)> {
        if self.equal.insert((warm.origin, cold.origin)) {
            let pair = (
                show(warm.origin, self.warm_origins, self.warm_sources),
                show(cold.origin, self.cold_origins, self.cold_sources),
            );
            if pair.0 != pair.1 {
                return Some(pair);
            }
        }
        let below = warm.items().iter().zip(cold.items());
        let fields =
            warm.entries().iter().map(|entry| &entry.value).zip(cold.entries().iter().map(|entry| &entry.value));
        below.chain(fields).find_map(|(warm, cold)| self.nodes(warm, cold))
    }
}

/// The causes of an origin by file and key path; where they lie today must be found too.
fn show(origin: Origin, origins: &Origins, sources: &Sources) -> Shown {
    let causes = origins.causes(origin);
    causes
        .map(|cause| match cause {
            Cause::Leaf(place) => {
                let today = sources.current(place).expect("what the output comes from is there today");
                let bytes = sources.span(today);
                format!("{} {} {:?}", sources.file(place.file).path, sources.key_path(place), bytes)
            }
            Cause::Recipe(name) => name.to_owned(),
        })
        .collect()
}
