//! Law: a node's origin covers every leaf of the input whose change would change the node.
//!
//! Every scalar of every file of a project is changed in turn, keeping its type, and the project compiled again. Whatever node
//! changed, appeared or disappeared must have, before or after, an origin (its own, else its nearest ancestor's) with the leaf
//! among its causes, by file and key path; where it is absent, that of the node that would hold it. A change that adds an error counts
//! for nothing.

#![allow(clippy::disallowed_methods, reason = "the test reads the projects that it changes")]

#[path = "support/edits.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod edits;
#[path = "support/platforms.rs"]
mod platforms;
#[path = "support/projects.rs"]
mod projects;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use platgen::compile::{Compilation, Compiler, LoweredApp, Request};
use platgen::model::{Kind, Shape};
use platgen::node::{Cause, Node, Origin, Origins, Payload};
use platgen::source::{Document, NodeId, Value};
use platgen::world::{MemoryWorld, World};
use projects::Project;
use rayon::prelude::*;

/// How many changes of one leaf are tried to the end.
const VALID_TRIALS: usize = 3;
/// How many changes of one leaf are tried at all: most of what is no error is found among the first.
const TRIALS: usize = 24;

/// Leaves whose change moves nodes that do not name them, each with the reason: project, file, key path.
const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[];

#[test]
fn whatever_moves_has_an_origin_that_covers_the_leaf() {
    let words = words();
    let projects = platforms::small_projects();
    let tried: Vec<Vec<String>> = projects.par_iter().map(|project| try_project(project, &words)).collect();
    let failures: Vec<String> = tried.into_iter().flatten().collect();
    assert!(
        failures.is_empty(),
        "{} leaves move nodes that do not name them:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn try_project(project: &Project, words: &[Vec<&'static str>]) -> Vec<String> {
    let mut failures = Vec::new();
    let mut trial = Trial::new(&project.world);
    let mut counts = Counts::default();
    for leaf in leaves(&project.world) {
        let outcome = trial.leaf(&leaf, words);
        counts.add(&outcome);
        let is_excepted = EXCEPTIONS.iter().any(|(name, path, key, _)| {
            (*name, *path, *key) == (project.name.as_str(), leaf.path.as_str(), leaf.key_path.as_str())
        });
        assert!(!is_excepted || !outcome.uncovered.is_empty(), "the exception for {} is not needed", leaf.key_path);
        if !is_excepted && !outcome.uncovered.is_empty() {
            failures.push(outcome.describe(&project.name, &leaf));
        }
    }
    println!("{}: {counts:?}", project.name);
    let is_telling = counts.moved > 2 * counts.still && counts.moved * 5 > counts.leaves * 2;
    assert!(is_telling, "{}: most leaves with a valid change move something: {counts:?}", project.name);
    failures
}

#[derive(Default, Debug)]
struct Counts {
    leaves: usize,
    moved: usize,
    still: usize,
    without_valid_trial: usize,
}

impl Counts {
    fn add(&mut self, outcome: &Outcome) {
        self.leaves += 1;
        match outcome {
            Outcome { valid: 0, .. } => self.without_valid_trial += 1,
            Outcome { moved: 0, .. } => self.still += 1,
            _ => self.moved += 1,
        }
    }
}

/// One scalar of the input.
struct Leaf {
    path: String,
    key_path: String,
    node: NodeId,
    document: Document,
}

fn leaves(world: &MemoryWorld) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    // Of what a chart says its files as a whole are the cause; lines and defaults are named beside it.
    for path in world.paths().iter().filter(|path| !path.starts_with("charts/")) {
        let document = document(world, path);
        let mut seen = BTreeSet::new();
        for node in document.ids() {
            let is_leaf = !matches!(document.value(node), Value::Seq(_) | Value::Map(_) | Value::Null);
            // An alias stands for the same text: it is the same leaf.
            let is_leaf = is_leaf && seen.insert(document.span(node));
            let steps = document.path(node);
            let is_header =
                matches!(&steps[..], [platgen_yaml::Step::Key(key)] if key == "apiVersion" || key == "kind");
            if is_leaf && !is_header {
                let key_path = key_path(&steps);
                leaves.push(Leaf { path: path.to_string(), key_path, node, document: document.clone() });
            }
        }
    }
    leaves
}

fn document(world: &MemoryWorld, path: &str) -> Document {
    let bytes = world.get(path).expect("a listed file");
    edits::document(path, std::str::from_utf8(bytes).expect("UTF-8")).expect("the project's files are YAML")
}

fn key_path(steps: &[platgen_yaml::Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            platgen_yaml::Step::Key(key) if out.is_empty() => out.push_str(key),
            platgen_yaml::Step::Key(key) => out.push_str(&format!(".{key}")),
            platgen_yaml::Step::Index(index) => out.push_str(&format!("[{index}]")),
        }
    }
    out
}

/// Every closed set of words that the language has.
fn words() -> Vec<Vec<&'static str>> {
    let mut found = Vec::new();
    Kind::ALL.iter().for_each(|kind| collect_words(&kind.spec(), &mut found));
    found
}

fn collect_words(shape: &Shape, out: &mut Vec<Vec<&'static str>>) {
    match shape {
        Shape::Record(record) => {
            record.fields.iter().for_each(|field| collect_words(&field.shape, out));
            record.rest.iter().for_each(|shape| collect_words(shape, out));
        }
        Shape::Named(_, shape) | Shape::Open(_, shape) | Shape::Layer(shape) | Shape::List(shape) => {
            collect_words(shape, out);
        }
        Shape::Either(alternatives) => {
            alternatives.iter().for_each(|alternative| collect_words(&alternative.shape, out));
        }
        Shape::Choice(choice) => {
            let words: Vec<&str> = choice.names().collect();
            if !out.contains(&words) {
                out.push(words);
            }
        }
        _ => {}
    }
}

/// Other values for a scalar, of its own type, as YAML; the most telling first.
fn candidates(leaf: &Leaf, words: &[Vec<&'static str>], names: &BTreeSet<String>) -> Vec<String> {
    let text = leaf.document.text(leaf.node);
    let mut texts: Vec<String> = match leaf.document.value(leaf.node) {
        Value::Int(value) => return vec![(value + 1).to_string(), (value - 1).to_string()],
        Value::Bool(value) => return vec![(!value).to_string()],
        Value::Str(_) => Vec::new(),
        _ => return Vec::new(),
    };
    if leaf.key_path.ends_with(".$if") {
        texts.push(format!("not ({text})"));
    }
    if let Some((name, _)) = text.split_once(" in ").filter(|_| leaf.key_path.ends_with(".$for")) {
        texts.push(format!("{name} in [7, 8]"));
        texts.push(format!("{name} in {{}}"));
        texts.push(format!("{name} in []"));
    }
    if text.starts_with("${") {
        let scalars = leaf.document.ids().map(|node| leaf.document.text(node));
        texts.extend(scalars.filter(|other| other.starts_with("${") && *other != text).map(str::to_owned));
    }
    for set in words.iter().filter(|set| set.contains(&text)) {
        texts.extend(set.iter().filter(|word| **word != text).map(ToString::to_string));
    }
    for (at, digit) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect::<Vec<_>>().into_iter().rev() {
        for other in if digit == '9' { ["8", "7"] } else { ["9", "3"] } {
            texts.push(format!("{}{other}{}", &text[..at], &text[at + 1..]));
        }
    }
    texts.extend([
        format!("{text}x"),
        format!("x{text}"),
        format!("{text}-x"),
        format!("{text} "),
        format!("{text}.x"),
    ]);
    if names.contains(text) {
        texts.extend(names.iter().filter(|name| *name != text).cloned());
    }
    texts.into_iter().map(|text| serde_json::Value::from(text).to_string()).collect()
}

/// What stands in a project as a name: keys, and scalars that could be one.
fn names(world: &MemoryWorld) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let is_name = |text: &str| {
        (1..=20).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte))
    };
    for path in world.paths().iter().filter(|path| !path.starts_with("catalog/")) {
        let document = document(world, path);
        for node in document.ids() {
            names.extend(document.key(node).map(|entry| entry.key.to_string()).filter(|key| is_name(key)));
            if matches!(document.value(node), Value::Str(text) if is_name(text)) {
                names.insert(document.text(node).to_owned());
            }
        }
    }
    names
}

/// What came of the changes of one leaf.
#[derive(Default)]
struct Outcome {
    /// Changes that added no error.
    valid: usize,
    /// Changes of those that moved something.
    moved: usize,
    /// Nodes that moved and do not name the leaf, with what they name, and the leaf's other value.
    uncovered: Vec<(String, String)>,
}

impl Outcome {
    fn describe(&self, project: &str, leaf: &Leaf) -> String {
        let shown: Vec<String> =
            self.uncovered.iter().take(4).map(|(node, at)| format!("    {node}\n      {at}")).collect();
        let text = leaf.document.text(leaf.node);
        let head = format!("{project}: {} {} = {text:?} ({} nodes)", leaf.path, leaf.key_path, self.uncovered.len());
        format!("{head}\n{}", shown.join("\n"))
    }
}

struct Trial {
    world: MemoryWorld,
    names: BTreeSet<String>,
    compiler: Compiler,
    before: Compilation,
    objects: Objects,
}

impl Trial {
    fn new(world: &MemoryWorld) -> Self {
        let mut compiler = Compiler::new();
        let before = compile(&mut compiler, world);
        assert!(!before.report.has_errors(), "a project compiles: {:#?}", before.report.diagnostics);
        let objects = objects(&before);
        Self { world: world.clone(), names: names(world), compiler, before, objects }
    }

    fn leaf(&mut self, leaf: &Leaf, words: &[Vec<&'static str>]) -> Outcome {
        let original = self.world.get(&leaf.path).expect("a listed file").clone();
        let text = String::from_utf8(original.to_vec()).expect("UTF-8");
        let mut outcome = Outcome::default();
        for candidate in candidates(leaf, words, &self.names).into_iter().take(TRIALS) {
            let changed = edits::replaced(&text, leaf.document.span(leaf.node), &candidate);
            self.world.insert(leaf.path.as_str(), changed.into_bytes());
            let after = compile(&mut self.compiler, &self.world);
            if after.report.has_errors() {
                continue;
            }
            outcome.valid += 1;
            if after.tree != self.before.tree {
                let moved = self.compare(leaf, &candidate, &objects(&after), &mut outcome.uncovered);
                outcome.moved += usize::from(moved);
            }
            if outcome.valid == VALID_TRIALS || !outcome.uncovered.is_empty() {
                break;
            }
        }
        self.world.insert(leaf.path.as_str(), original);
        outcome
    }

    /// Compares every object; whether anything moved.
    fn compare(&self, leaf: &Leaf, candidate: &str, after: &Objects, uncovered: &mut Vec<(String, String)>) -> bool {
        let mut comparison = Comparison { leaf, compiler: &self.compiler, moved: false, uncovered: Vec::new() };
        let identities: BTreeSet<&Vec<String>> = self.objects.keys().chain(after.keys()).collect();
        for identity in identities {
            let (before, after) = (self.objects.get(identity), after.get(identity));
            let path = identity.join("/");
            match (before.map(Side::of), after.map(Side::of)) {
                (Some(before), Some(after)) => comparison.compare(&path, before, after),
                (before, after) => comparison.moved(&path, before, after, &[]),
            }
        }
        uncovered.extend(comparison.uncovered.into_iter().map(|(node, at)| (format!("{node} with {candidate}"), at)));
        comparison.moved
    }
}

fn compile(compiler: &mut Compiler, world: &MemoryWorld) -> Compilation {
    compiler.compile(world, &Request { keep_resources: true, ..Request::default() })
}

/// One object of one app.
struct Object {
    app: Arc<LoweredApp>,
    index: usize,
}

impl Object {
    fn body(&self) -> &Node {
        &self.app.kept.as_ref().expect("resources are kept").0[self.index].body
    }

    fn origins(&self) -> &Origins {
        &self.app.kept.as_ref().expect("resources are kept").1
    }
}

/// Objects by app, group, kind, namespace and name.
type Objects = BTreeMap<Vec<String>, Object>;

fn objects(compilation: &Compilation) -> Objects {
    let mut objects = Objects::new();
    for app in &compilation.resources {
        let (resources, _) = app.kept.as_ref().expect("resources are kept");
        for (index, resource) in resources.iter().enumerate() {
            let namespace = resource.namespace.clone().unwrap_or_default();
            let identity = [&app.id.display(), &resource.group().into(), &resource.kind, &namespace, &resource.name];
            objects.insert(identity.map(ToString::to_string).to_vec(), Object { app: app.clone(), index });
        }
    }
    objects
}

/// A node of one of the two worlds with the origin that counts for it.
#[derive(Clone, Copy)]
struct Side<'a> {
    node: &'a Node,
    origin: Origin,
    origins: &'a Origins,
}

impl<'a> Side<'a> {
    fn of(object: &'a Object) -> Self {
        let node = object.body();
        Self { node, origin: node.origin, origins: object.origins() }
    }

    fn child(self, node: &'a Node) -> Self {
        let origin = if node.origin.is_inherited() { self.origin } else { node.origin };
        Self { node, origin, ..self }
    }

    fn field(self, key: &str) -> Option<Self> {
        self.node.get(key).map(|node| self.child(node))
    }

    fn item(self, key: &str, value: &str) -> Option<Self> {
        self.node.items().iter().find(|item| key_text(key, item) == value).map(|node| self.child(node))
    }
}

struct Comparison<'a> {
    leaf: &'a Leaf,
    compiler: &'a Compiler,
    moved: bool,
    uncovered: Vec<(String, String)>,
}

/// The keys, some of them two together, by which items of lists are told apart: the first that all items of a list have.
const ITEM_KEYS: [&str; 8] =
    ["containerPort", "port", "mountPath", "ip", "topologyKey", "name", "name namespace", "group kind"];

impl Comparison<'_> {
    fn compare(&mut self, path: &str, a: Side<'_>, b: Side<'_>) {
        match (&a.node.payload, &b.node.payload) {
            (Payload::Map(_), Payload::Map(_)) => self.maps(path, a, b),
            (Payload::Seq(_), Payload::Seq(_)) => self.lists(path, a, b),
            (x, y) if x == y => {}
            _ => self.moved(path, Some(a), Some(b), &[]),
        }
    }

    /// Compares two nodes of which one may be absent from what holds the other.
    fn below(&mut self, path: &str, holders: [Side<'_>; 2], before: Option<Side<'_>>, after: Option<Side<'_>>) {
        match (before, after) {
            (Some(before), Some(after)) => self.compare(path, before, after),
            (None, after) => self.moved(path, None, after, &holders[..1]),
            (before, None) => self.moved(path, before, None, &holders[1..]),
        }
    }

    fn maps(&mut self, path: &str, a: Side<'_>, b: Side<'_>) {
        let keys = |side: Side<'_>, other: Side<'_>| -> Vec<String> {
            let known = side.node.entries().iter().filter(|entry| other.node.get(&entry.key).is_some());
            known.map(|entry| entry.key.to_string()).collect()
        };
        if keys(a, b) != keys(b, a) {
            self.moved(path, Some(a), Some(b), &[]);
        }
        let all: BTreeSet<&str> =
            a.node.entries().iter().chain(b.node.entries()).map(|entry| entry.key.as_str()).collect();
        for key in all {
            self.below(&format!("{path} .{key}"), [a, b], a.field(key), b.field(key));
        }
    }

    /// Compares items by their key where they have one. Else items that both lists begin or end with are the same, and those between
    /// are compared one by one.
    fn lists(&mut self, path: &str, a: Side<'_>, b: Side<'_>) {
        let (x, y) = (a.node.items(), b.node.items());
        if let Some(key) = ITEM_KEYS.into_iter().find(|key| is_told_apart_by(key, x) && is_told_apart_by(key, y)) {
            return self.keyed(path, a, b, key);
        }
        let start = x.iter().zip(y).take_while(|(x, y)| x == y).count();
        let (x, y) = (&x[start..], &y[start..]);
        let end = x.iter().rev().zip(y.iter().rev()).take_while(|(x, y)| x == y).count();
        let (x, y) = (&x[..x.len() - end], &y[..y.len() - end]);
        for index in 0..x.len().max(y.len()) {
            let path = format!("{path} [{}]", start + index);
            let sides = (x.get(index).map(|node| a.child(node)), y.get(index).map(|node| b.child(node)));
            self.below(&path, [a, b], sides.0, sides.1);
        }
    }

    fn keyed(&mut self, path: &str, a: Side<'_>, b: Side<'_>, key: &str) {
        let values = |side: Side<'_>, other: Side<'_>| -> Vec<String> {
            let values = side.node.items().iter().map(|item| key_text(key, item));
            values.filter(|value| other.node.items().iter().any(|item| key_text(key, item) == *value)).collect()
        };
        if values(a, b) != values(b, a) {
            self.moved(path, Some(a), Some(b), &[]);
        }
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for value in a.node.items().iter().map(|item| key_text(key, item)) {
            match (a.item(key, &value), b.item(key, &value)) {
                (Some(before), Some(after)) => self.compare(&format!("{path} [{key}={value}]"), before, after),
                (before, _) => gone.extend(before),
            }
        }
        for value in b.node.items().iter().map(|item| key_text(key, item)) {
            come.extend(b.item(key, &value).filter(|_| a.item(key, &value).is_none()));
        }
        // An item with another key is the same item where no other one came or went.
        for index in 0..gone.len().max(come.len()) {
            self.below(&format!("{path} [{index}]"), [a, b], gone.get(index).copied(), come.get(index).copied());
        }
    }

    fn moved(&mut self, path: &str, before: Option<Side<'_>>, after: Option<Side<'_>>, holder: &[Side<'_>]) {
        self.moved = true;
        let sides = [before, after];
        if !sides.iter().flatten().chain(holder).any(|side| self.covers(*side)) {
            let shown = sides.map(|side| side.map_or_else(|| "absent".to_owned(), |side| self.show(side)));
            self.uncovered.push((path.to_owned(), shown.join("\n      → ")));
        }
    }

    fn covers(&self, side: Side<'_>) -> bool {
        let sources = self.compiler.sources();
        side.origins.causes(side.origin).any(|cause| match cause {
            Cause::Leaf(place) => sources.file(place.file).path == self.leaf.path && self.is_leaf(place.node),
            Cause::Recipe(_) => false,
        })
    }

    /// Whether a node of the leaf's file is the leaf: by its path, or as an alias of it. Another value may have moved what follows
    /// it in the text, so that paths are looked up in the file as it was.
    fn is_leaf(&self, node: NodeId) -> bool {
        let document = &self.leaf.document;
        document.ids().any(|known| known == node) && document.span(node) == document.span(self.leaf.node)
    }

    fn show(&self, side: Side<'_>) -> String {
        let sources = self.compiler.sources();
        let causes = side.origins.causes(side.origin).map(|cause| match cause {
            Cause::Leaf(place) => format!("{} {}", sources.file(place.file).path, sources.key_path(place)),
            Cause::Recipe(name) => format!("recipe {name}"),
        });
        causes.collect::<Vec<_>>().join(", ")
    }
}

fn key_text(key: &str, item: &Node) -> String {
    let texts = key.split(' ').filter_map(|key| item.get(key)).map(|value| value.to_json().to_string());
    texts.collect::<Vec<_>>().join(" ")
}

/// Whether all items of a list have this key, each with another value.
fn is_told_apart_by(key: &str, items: &[Node]) -> bool {
    let values: BTreeSet<String> = items.iter().map(|item| key_text(key, item)).collect();
    values.len() == items.len() && !values.contains("")
}
