//! The reference in `docs/reference/` is the one that this binary writes, and its example documents are a sound project.
#![allow(clippy::disallowed_methods, reason = "the test reads the repository")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use platgen::compile::{Compiler, DEFAULTS, Request};
use platgen::diagnostics::Colour;
use platgen::model::reference_pages;
use platgen::world::MemoryWorld;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_committed_pages_are_fresh() {
    let folder = repository().join("docs/reference");
    let pages = reference_pages(DEFAULTS);
    for (file, text) in &pages {
        let stale = fs::read_to_string(folder.join(file)).ok().as_ref() != Some(text);
        assert!(!stale, "docs/reference/{file} is stale: run `platgen schema --reference --out docs/reference`");
    }
    let there = fs::read_dir(&folder)
        .expect("the reference is committed")
        .map(|entry| entry.expect("the folder can be read").file_name().into_string().expect("names are text"));
    let written: BTreeSet<String> = pages.into_iter().map(|(file, _)| file).collect();
    assert_eq!(there.collect::<BTreeSet<_>>(), written, "docs/reference holds the pages and nothing else");
}

/// Where each example document would lie in a project.
const EXAMPLES: [(&str, &str); 8] = [
    ("project.yaml", "platgen.yaml"),
    ("team.yaml", "teams/web.yaml"),
    ("stack.yaml", "stacks/shop.yaml"),
    ("workload.yaml", "stacks/orders.yaml"),
    ("kinds.yaml", "stacks/data.yaml"),
    ("environment.yaml", "environments/production.yaml"),
    ("override.yaml", "environments/production/shop.yaml"),
    ("definition.yaml", "catalog/banner.yaml"),
];

#[test]
fn the_examples_are_a_project_without_findings() {
    let platform = "apiVersion: platgen.dev/v1\nkind: Team\nmetadata: {name: platform}\n";
    let mut world = MemoryWorld::new();
    world.insert("teams/platform.yaml", platform.as_bytes());
    for (example, path) in EXAMPLES {
        let text = fs::read(repository().join("src/model/reference/pages").join(example)).expect("an example");
        world.insert(path, text);
    }
    let compilation = Compiler::new().compile(&world, &Request::default());
    assert_eq!(compilation.report.to_terminal(Colour::Off), "");
    assert!(compilation.apps.len() > 2);
}
