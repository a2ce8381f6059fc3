//! The reference in `docs/reference/` is the one that this binary writes, and its example documents are a sound project.
#![allow(clippy::disallowed_methods, reason = "the test reads the repository")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use platgen::compile::{Compiler, DEFAULTS, Request};
use platgen::diagnostics::Colour;
use platgen::lock::{Lock, LockedChart, LockedCrds, Provenance, Sha256Digest};
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
    world.insert("apps/portal/Chart.yaml", "name: portal\nversion: 1.0.0\n".as_bytes());
    world.insert("apps/portal/values.yaml", "replicas: 1\nhost: portal.example.com\n".as_bytes());
    world.insert("schemas/crds/gateway/gateway.yaml", CRDS.as_bytes());
    world.insert("platgen.lock", lock().to_text().into_bytes());
    let compilation = Compiler::new().compile(&world, &Request::default());
    assert_eq!(compilation.report.to_terminal(Colour::Off), "");
    assert!(compilation.apps.len() > 2);
}

const CRDS: &str = "kind: CustomResourceDefinition\n";

/// What `platgen vendor` would have found for the example of a project, whose charts lie in the store.
fn lock() -> Lock {
    let digest = Sha256Digest::of(b"example");
    let chart = |name: &str, version: &str, from| {
        let chart = LockedChart {
            from,
            chart: name.into(),
            version: version.into(),
            tree: Some(digest),
            dependencies: Vec::new(),
        };
        (name.into(), chart)
    };
    let repository = |repository: &str, range: &str, manifest| Provenance::Repository {
        repository: repository.into(),
        range: Some(range.into()),
        url: "https://charts.example.com/archive.tgz".into(),
        manifest,
        archive: digest,
    };
    let git = Provenance::Git {
        git: "git@git.example.com:platform/charts.git".into(),
        revision: "v1.4.0".into(),
        path: Some("charts/tools".into()),
        commit: "4d7a214614ab2935c943f9e0ff69d22eadbb8f32".into(),
    };
    let charts = [
        chart("kong", "3.4.1", repository("https://charts.example.com", "~3.4", None)),
        chart("redis", "21.2.0", repository("oci://registry.example.com/charts", ">=20, <22", Some(digest))),
        chart("tools", "1.4.0", git),
    ];
    let url = "https://example.com/gateway-crds.yaml".into();
    let crds = LockedCrds::File { url, digest: Sha256Digest::of(CRDS.as_bytes()) };
    Lock { charts: charts.into(), crds: [("gateway".into(), crds)].into(), ..Lock::default() }
}
