//! Law: a stage uses only earlier stages. The table below is the order; no `crate::` path leads backwards in it.
//!
//! `lib.rs` declares the modules and `main.rs` starts the last of them; every other file is bound by the table.

#![allow(clippy::disallowed_methods, reason = "the test reads the sources of the crate")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The modules of the crate: each may use those before it.
const ORDER: [&str; 28] = [
    "source",
    "secret",
    "diagnostics",
    "node",
    "world",
    "expression",
    "model",
    "lock",
    "parse",
    "catalog",
    "inflate",
    "terraform",
    "resolve",
    "chart",
    "lower",
    "check",
    "manifests",
    "emit",
    "expand",
    "compile",
    "graph",
    "edit",
    "disk",
    "diff",
    "program",
    "vendor",
    "publish",
    "cli",
];

/// A use of one module by a file of another.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Edge {
    file: String,
    line: usize,
    from: String,
    to: String,
}

#[test]
fn no_module_uses_a_later_one() {
    let edges = edges_of_the_crate();
    assert!(edges.len() > 100, "the scan finds the crate's paths, found {}", edges.len());
    let rank = |module: &str| ORDER.iter().position(|known| *known == module);
    let wrong: Vec<String> = edges
        .iter()
        .filter(|edge| rank(&edge.from) < rank(&edge.to) || rank(&edge.to).is_none())
        .map(|edge| format!("{}:{}: `{}` uses `{}`", edge.file, edge.line, edge.from, edge.to))
        .collect();
    assert!(wrong.is_empty(), "edges that go backwards:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_names_every_module_once() {
    let root = fs::read_to_string(src().join("lib.rs")).expect("the crate has a root");
    let declared: BTreeSet<&str> =
        root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(declared, ORDER.into_iter().collect::<BTreeSet<_>>());
    let folders: BTreeSet<String> = modules().into_iter().map(|(module, _)| module).collect();
    assert_eq!(folders, ORDER.into_iter().map(str::to_owned).collect::<BTreeSet<_>>());
}

#[test]
fn the_scan_sees_every_form_of_a_path() {
    let text = "use crate::node::Node;\n/// [`crate::cli`]\nfn f() { super::super::emit::g(); $crate::model::x() }\n\
                mod tests {\n    use super::super::a;\n}\n";
    let found: Vec<(usize, String)> = scan(text, 2).collect();
    assert_eq!(found, [(1, "node".to_owned()), (3, "model".to_owned()), (3, "emit".to_owned())]);
    assert_eq!(scan("use super::cli::run;\n", 1).count(), 1, "`super` of a module's root is the crate");
    assert_eq!(scan("use crate::{cli, node};\n", 1).next(), Some((1, "{".to_owned())));
}

fn src() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

/// Every file of a module: the module, and the path below `src`.
fn modules() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![src().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are readable") {
            let path = entry.expect("the sources are readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(src()).expect("it lies below").to_str().expect("UTF-8").replace('\\', "/");
            if below.ends_with(".rs") && below != "main.rs" && below != "lib.rs" {
                let module = below.split(['/', '.']).next().expect("a path has a first part").to_owned();
                files.push((module, below));
            }
        }
    }
    files.sort();
    files
}

fn edges_of_the_crate() -> BTreeSet<Edge> {
    let mut edges = BTreeSet::new();
    for (from, file) in modules() {
        let text = fs::read_to_string(src().join(&file)).expect("the sources are readable");
        let depth = file.trim_end_matches("/mod.rs").split('/').count();
        for (line, to) in scan(&text, depth).filter(|(_, to)| *to != from) {
            edges.insert(Edge { file: file.clone(), line, from: from.clone(), to });
        }
    }
    edges
}

/// The first names of paths that begin at the crate's root, with their lines; comments are no code.
///
/// `depth` is how many modules deep the file lies, so that a chain of `super` that reaches the root is seen.
fn scan(text: &str, depth: usize) -> impl Iterator<Item = (usize, String)> {
    let tests = text.lines().position(|line| line.starts_with("mod tests")).unwrap_or(usize::MAX);
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .flat_map(move |(index, line)| {
            let depth = if index > tests { depth + 1 } else { depth };
            let absolute = line.split("crate::").skip(1).map(first_name);
            let to_root = "super::".repeat(depth);
            let relative = line.split(&to_root).skip(1).map(first_name);
            absolute.chain(relative).map(|name| (index + 1, name)).collect::<Vec<_>>()
        })
        .collect::<Vec<_>>()
        .into_iter()
}

fn first_name(rest: &str) -> String {
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    // A brace names several modules at once; the table wants them one by one.
    if length == 0 { rest.chars().take(1).collect() } else { rest[..length].to_owned() }
}
