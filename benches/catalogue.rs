//! CPU seconds of the catalogue's eight entries on six clusters, cold and on a memo: `cargo bench --bench catalogue`.
//!
//! The charts are the small ones of this repository, or the real ones of a folder that `PLATGEN_CATALOGUE_CHARTS` names, one folder
//! each. What is printed is the least of several runs, all on one thread, and how many objects each component has.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a measurement meets the machine, and may fail where it stands"
)]

#[path = "../tests/support/catalogue.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use platgen::compile::{Compilation, Compiler, Request};
use support::{Place, project};

const RUNS: usize = 5;

const PLACES: [Place<'_>; 6] = [
    Place { name: "development", class: "development" },
    Place { name: "staging", class: "staging" },
    Place { name: "production-a", class: "production" },
    Place { name: "production-b", class: "production" },
    Place { name: "production-c", class: "production" },
    Place { name: "production-d", class: "production" },
];

const SPEC: &str = "  namespaces:
    argocd: {podSecurity: restricted}
    cert-manager: {podSecurity: restricted}
    external-dns: {podSecurity: restricted}
    external-secrets: {podSecurity: restricted}
    ingress-nginx: {podSecurity: baseline}
    kong: {podSecurity: restricted}
    metrics-server: {podSecurity: restricted}
    monitoring: {podSecurity: privileged}
  components:
    external-secrets: {}
    cert-manager: {email: platform@example.com}
    metrics-server: {}
    external-dns: {provider: {aws: {}}, domains: [\"${env.domain}\"]}
    ingress-nginx: {loadBalancer: {type: nlb}}
    kong: {}
    kube-prometheus-stack:
      secretStore: aws
      receivers: {platform-oncall: {pagerduty: true, slack: \"#incidents\"}}
      defaultReceiver: platform-oncall
    argo-cd: {}
";

fn main() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("charts");
    let charts = std::env::var_os("PLATGEN_CATALOGUE_CHARTS").map_or(own, PathBuf::from);
    let world = project(SPEC, &charts, &PLACES);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (mut cold, mut warm) = (f64::INFINITY, f64::INFINITY);
    let mut last = Compilation::default();
    for _ in 0..RUNS {
        let mut compiler = Compiler::new();
        let mut timed = |least: &mut f64| {
            let start = Instant::now();
            let compilation = pool.install(|| compiler.compile(&world, &Request::default()));
            *least = least.min(start.elapsed().as_secs_f64());
            assert!(!compilation.report.has_errors(), "{:#?}", compilation.report.diagnostics);
            compilation
        };
        timed(&mut cold);
        last = timed(&mut warm);
    }
    println!("{:<45} {cold:>8.4} s", "eight entries on six clusters, cold");
    println!("{:<45} {warm:>8.4} s", "the same on a memo");
    let mut objects: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    last.apps.iter().for_each(|app| objects.entry(&app.app).or_default().push(app.objects));
    objects.iter().for_each(|(app, counts)| println!("{app:<45} {counts:?} objects"));
}
