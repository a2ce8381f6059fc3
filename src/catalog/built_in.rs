use std::sync::Arc;

use crate::model::{Kind, Target};
use crate::parse::{ParseMemo, Parsed, parse_one};

/// What stands before the names of files that come with platgen, in findings and origins.
const SCHEME: &str = "platgen:";

/// Definitions that come with platgen, each a file of `definitions/`, sorted by name.
macro_rules! files {
    ($($name:literal,)*) => {
        [$(($name, include_str!(concat!("../../definitions/", $name, ".yaml"))),)*]
    };
}

/// Those of components.
const COMPONENTS: &[(&str, &str)] = &files![
    "argo-cd",
    "cert-manager",
    "external-dns",
    "external-secrets",
    "ingress-nginx",
    "kong",
    "kube-prometheus-stack",
    "local-server",
    "metrics-server",
];

/// Those of units.
const UNITS: &[(&str, &str)] = &files![
    "audit",
    "aurora-postgres",
    "bucket",
    "cdn",
    "certificate",
    "component-role",
    "dns-zone",
    "eks",
    "external",
    "kafka",
    "karpenter-nodes",
    "kms",
    "load-balancer",
    "log-group",
    "opensearch",
    "postgres",
    "queue",
    "redis",
    "registry",
    "secret",
    "security-group",
    "state-backend",
    "vpc",
    "waf",
    "workload-role",
];

/// The definitions that come with platgen and are wanted, but those whose names definitions of the project take.
pub fn built_in_definitions(
    own: &[Arc<Parsed>],
    is_wanted: impl Fn(&str) -> bool,
    memo: &mut ParseMemo,
) -> Vec<Arc<Parsed>> {
    let is_taken = |name: &str| own.iter().any(|document| document.name() == name);
    let all = COMPONENTS.iter().chain(UNITS);
    let files = all.filter(|(name, _)| is_wanted(name) && !is_taken(name));
    let parse = |(name, text): &(&str, &str)| {
        parse_one(ecow::eco_format!("{SCHEME}{name}.yaml"), text.as_bytes().into(), &[Kind::Definition], memo)
    };
    files.map(parse).collect()
}

/// Whether a file is one that comes with platgen.
pub fn is_built_in(path: &str) -> bool {
    path.starts_with(SCHEME)
}

/// The names of the definitions that come with platgen and yield one thing.
pub fn built_in_names(target: Target) -> impl Iterator<Item = &'static str> {
    let files = match target {
        Target::Component => COMPONENTS,
        Target::Unit => UNITS,
    };
    files.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_embedded() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("definitions");
        let files = walkdir::WalkDir::new(folder).min_depth(1).into_iter();
        let names = files.map(|file| file.expect("an entry").file_name().to_str().expect("UTF-8").to_owned());
        let mut names: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned())).collect();
        // The lowest layer of workloads is no definition.
        names.retain(|name| name != "defaults");
        names.sort();
        let mut known: Vec<&str> = [Target::Component, Target::Unit].into_iter().flat_map(built_in_names).collect();
        assert!(COMPONENTS.is_sorted() && UNITS.is_sorted());
        known.sort_unstable();
        assert_eq!(known, names);
    }
}
