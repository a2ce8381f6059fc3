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

#[path = "support/least.rs"]
mod least;
#[path = "../tests/support/catalogue.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use least::least;
use support::{Place, project};

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
    let (cold, warm, last) = least(&world);
    println!("{:<45} {cold:>8.4} s", "eight entries on six clusters, cold");
    println!("{:<45} {warm:>8.4} s", "the same on a memo");
    let mut objects: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    last.apps.iter().for_each(|app| objects.entry(&app.app).or_default().push(app.objects));
    objects.iter().for_each(|(app, counts)| println!("{app:<45} {counts:?} objects"));
}
