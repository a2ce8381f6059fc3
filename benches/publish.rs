//! CPU seconds from a finished tree to the commit in the local repository: `cargo bench --bench publish`.
//!
//! The tree has 10,000 files of 1,000 apps, about 9 MB, and their indexes. What is printed is the time that this process's threads
//! were on a core, the least of several runs, and how large the repository is afterwards. It lies in `/dev/shm` where there is one.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a measurement meets the machine, and may fail where it stands"
)]

use std::path::Path;
use std::sync::Arc;

use git2::{Oid, Repository};
use platgen::emit::{Group, Owner, Scope, Tree, TreeFile};
use platgen::publish::{Commission, Committed, Person, Source, Target, commit_tree};

const RUNS: usize = 5;
const APPS: usize = 1000;
/// Each with its namespace-wide file names, as a service has them.
const KINDS: [&str; 10] = [
    "deployment",
    "service",
    "serviceaccount",
    "configmap",
    "horizontalpodautoscaler",
    "poddisruptionbudget",
    "networkpolicy",
    "ingress",
    "servicemonitor.monitoring.coreos.com",
    "externalsecret.external-secrets.io",
];

fn main() {
    let first = tree(0);
    let changed = tree(20);
    let (files, bytes) = first.files().fold((0, 0), |(files, bytes), (_, file)| (files + 1, bytes + file.bytes.len()));
    println!("{files} files with indexes, {:.1} MB\n{:<45} {:>8} {:>8}", bytes as f64 / 1e6, "", "CPU s", "MB");
    measure("all files into an empty repository", None, &first);
    measure("20 files changed", Some(&first), &changed);
    measure("nothing changed", Some(&first), &first);
}

/// Commits a tree on a repository that holds another one, or nothing.
fn measure(what: &str, before: Option<&Tree>, tree: &Tree) {
    let mut least = f64::INFINITY;
    let mut size = 0.0;
    for _ in 0..RUNS {
        let folder = scratch();
        let repository = folder.path();
        Repository::init_bare(repository).unwrap();
        let parent = before.and_then(|before| commit(repository, None, before).commit);
        let start = cpu_seconds();
        let committed = commit(repository, parent, tree);
        least = least.min(cpu_seconds() - start);
        assert_eq!(committed.commit.is_none(), before == Some(tree));
        size = bytes_below(repository) / 1e6;
    }
    println!("{what:<45} {least:>8.3} {size:>8.2}");
}

fn commit(repository: &Path, parent: Option<Oid>, tree: &Tree) -> Committed {
    let ada = Person { name: "Ada".into(), email: "ada@example.com".into(), seconds: 0, offset: 0 };
    let source = Source {
        repository: Some("https://git.example.com/acme/platform.git".into()),
        revision: "1".repeat(40).into(),
        author: ada.clone(),
        committer: ada,
        subject: "Change".into(),
        body: "".into(),
        passed_on: Vec::new(),
    };
    let target = Target {
        repository: "https://git.example.com/acme/deploy.git".into(),
        reference: "refs/heads/main".into(),
        base: None,
        environments: vec!["production".into()],
        hydrator: None,
    };
    let scope = Scope::default();
    commit_tree(repository, parent, Commission { tree, scope: &scope, target: &target, source: &source }, None).unwrap()
}

/// The tree, with another image in the deployments of the first so many apps.
fn tree(changed: usize) -> Tree {
    let groups = (0..APPS).map(|app| Arc::new(group(app, if app < changed { "1.1.0" } else { "1.0.0" }))).collect();
    Tree { groups }
}

fn group(number: usize, version: &str) -> Group {
    let name = format!("service-{number:04}");
    let owner = Owner::App {
        environment: "production".into(),
        cluster: "eks-production".into(),
        app: name.as_str().into(),
        stack: Some(name.as_str().into()),
    };
    let file = |kind: &str| TreeFile {
        path: format!("production/manifests/eks-production/{name}/{name}/{kind}-{name}.yaml").into(),
        bytes: manifest(kind, &name, version).as_bytes().into(),
    };
    let files: Vec<TreeFile> = KINDS.iter().map(|kind| file(kind)).collect();
    let line = |file: &TreeFile| {
        format!("{:0<64}  {}\n", git2::Oid::hash_object(git2::ObjectType::Blob, &file.bytes).unwrap(), file.path)
    };
    let index: String = files.iter().map(line).collect();
    Group { index: TreeFile { path: owner.index_path(), bytes: index.as_bytes().into() }, owner, files }
}

fn manifest(kind: &str, name: &str, version: &str) -> String {
    let head = format!(
        "apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: {name}\n  labels:\n    \
         app.kubernetes.io/component: service\n    app.kubernetes.io/managed-by: platgen\n    app.kubernetes.io/name: {name}\n    \
         app.kubernetes.io/part-of: {name}\n    platgen.dev/environment: production\n    platgen.dev/team: {name}-team\nspec:\n"
    );
    let selector = format!(
        "  selector:\n    matchLabels:\n      app.kubernetes.io/name: {name}\n      app.kubernetes.io/part-of: {name}\n"
    );
    if kind != "deployment" {
        let rules: String =
            (0..9).map(|rule| format!("    - name: rule-{rule}\n      port: {}\n", 8000 + rule)).collect();
        return format!("{head}{selector}  rules:\n{rules}");
    }
    let variables: String = (0..12)
        .map(|variable| format!("            - name: SETTING_{variable}\n              value: \"{name}-{variable}\"\n"))
        .collect();
    format!(
        "{head}  replicas: 2\n{selector}  template:\n    spec:\n      automountServiceAccountToken: false\n      containers:\n        \
         - name: api\n          image: registry.example.com/{name}:{version}\n          env:\n{variables}          resources:\n            \
         requests:\n              cpu: 100m\n              memory: 128Mi\n            limits:\n              memory: 128Mi\n          \
         securityContext:\n            allowPrivilegeEscalation: false\n            capabilities:\n              drop:\n                - ALL\n"
    )
}

fn bytes_below(folder: &Path) -> f64 {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    files.map(|entry| entry.metadata().unwrap()).filter(std::fs::Metadata::is_file).map(|it| it.len() as f64).sum()
}

fn scratch() -> tempfile::TempDir {
    tempfile::TempDir::new_in("/dev/shm").or_else(|_| tempfile::TempDir::new()).unwrap()
}

/// Seconds that the threads of this process were on a core, to the nanosecond: the first number of each `schedstat`.
fn cpu_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next()?.parse::<f64>().ok())
        .sum::<f64>()
        / 1e9
}
