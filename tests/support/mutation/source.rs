//! A file of objects that faults are put into: where its parts are written, and what is left after an edit.

use std::ops::RangeInclusive;

use platgen::source::{Document, NodeId, Value};
use platgen_yaml::{Dialect, Limits};

/// A file with objects: a stream of them, or the resources of a definition.
pub struct Source {
    pub path: String,
    pub text: String,
    document: Document,
    roots: Vec<NodeId>,
    /// How far the objects are indented, where they are items of a list.
    indent: Option<usize>,
}

/// A part of an object.
pub struct At {
    /// The object's kind.
    pub kind: String,
    /// The keys from the object's root, `#` for each item of a list.
    pub path: Vec<String>,
    pub node: NodeId,
    pub root: NodeId,
}

/// A file with one fault in it.
#[derive(Clone)]
pub struct Mutant {
    pub path: String,
    pub text: String,
    /// The lines that a finding may point at.
    pub lines: Vec<RangeInclusive<usize>>,
    /// What was done, for a person.
    pub what: String,
}

impl Source {
    /// A file of manifests.
    pub fn of_manifests(path: &str, text: &str) -> Self {
        let read = platgen_yaml::read(text.as_bytes(), &Dialect::KUBECTL, &Limits::default()).expect("sound YAML");
        let document = Document::of_stream(read);
        let Value::Seq(roots) = document.value(document.root()) else { panic!("a stream is a list") };
        let roots = roots.to_vec();
        Self { path: path.to_owned(), text: text.to_owned(), document, roots, indent: None }
    }

    /// A file with one definition, of which the resources come last.
    pub fn of_definition(path: &str, text: &str) -> Self {
        let mut read = platgen_yaml::read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default()).expect("sound YAML");
        let document = read.remove(0);
        let resources = document.get(document.root(), "spec").and_then(|spec| document.get(spec, "resources"));
        let Value::Seq(roots) = document.value(resources.expect("resources")) else { panic!("resources are a list") };
        let roots = roots.to_vec();
        Self { path: path.to_owned(), text: text.to_owned(), document, roots, indent: Some(4) }
    }

    /// Any file of a project, as one object without a kind of Kubernetes.
    pub fn of_input(path: &str, text: &str) -> Self {
        let mut read = platgen_yaml::read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default()).expect("sound YAML");
        let document = read.remove(0);
        let roots = vec![document.root()];
        Self { path: path.to_owned(), text: text.to_owned(), document, roots, indent: None }
    }

    /// Every part of every object.
    pub fn parts(&self) -> Vec<At> {
        self.roots.iter().flat_map(|root| self.parts_of(*root)).collect()
    }

    fn parts_of(&self, root: NodeId) -> impl Iterator<Item = At> + '_ {
        let kind = self.document.get(root, "kind").map(|kind| self.document.text(kind).to_owned()).unwrap_or_default();
        let depth = self.document.path(root).len();
        let below = self.document.ids().skip(root.index()).take(self.document.end(root) - root.index());
        below.map(move |node| {
            let steps = self.document.path(node);
            let path = steps.iter().skip(depth).map(|step| match step {
                platgen_yaml::Step::Key(key) => key.to_string(),
                platgen_yaml::Step::Index(_) => "#".to_owned(),
            });
            At { kind: kind.clone(), path: path.collect(), node, root }
        })
    }

    /// The parts of objects of some kinds (of all where none are named) at a path; `*` is any key, `**` any keys.
    pub fn find(&self, kinds: &[&str], pattern: &str) -> Vec<At> {
        let pattern: Vec<&str> = pattern.split('.').collect();
        let mut parts = self.parts();
        parts.retain(|at| (kinds.is_empty() || kinds.contains(&at.kind.as_str())) && fits(&pattern, &at.path));
        parts
    }

    pub fn value(&self, at: &At) -> Value<'_> {
        self.document.value(at.node)
    }

    pub fn old(&self, at: &At) -> &str {
        self.document.text(at.node)
    }

    fn span(&self, node: NodeId) -> (usize, usize) {
        let span = self.document.span(node);
        (span.start as usize, span.end as usize)
    }

    fn line(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    fn column(&self, offset: usize) -> usize {
        offset - self.text[..offset].rfind('\n').map_or(0, |at| at + 1)
    }

    fn key_start(&self, node: NodeId) -> Option<usize> {
        self.document.key(node).map(|entry| entry.key_span.start as usize)
    }

    /// The end of the last line of a node.
    fn end(&self, node: NodeId) -> usize {
        let ids = self.document.ids().skip(node.index()).take(self.document.end(node) - node.index());
        let end = ids.map(|id| self.span(id).1).max().unwrap_or_default();
        let end = if self.text[..end].ends_with('\n') { end - 1 } else { end };
        self.text[end..].find('\n').map_or(self.text.len(), |at| end + at)
    }

    fn mutant(&self, text: String, lines: Vec<RangeInclusive<usize>>, what: String) -> Mutant {
        Mutant { path: self.path.clone(), text, lines, what }
    }

    fn title(&self, at: &At) -> String {
        format!("{} {}", at.kind, at.path.join("."))
    }

    /// Writes another text in place of a scalar; `{}` in it stands for the old one.
    pub fn set(&self, at: &At, new: &str) -> Mutant {
        let (start, end) = self.span(at.node);
        let new = new.replace("{}", self.old(at));
        let text = format!("{}{new}{}", &self.text[..start], &self.text[end..]);
        let line = self.line(start);
        self.mutant(text, vec![line..=line], format!("{} becomes `{new}`", self.title(at)))
    }

    /// Renames the key that holds a part.
    pub fn rename(&self, at: &At, new: &str) -> Option<Mutant> {
        let span = self.document.key(at.node)?.key_span;
        let (start, end) = (span.start as usize, span.end as usize);
        let text = format!("{}{new}{}", &self.text[..start], &self.text[end..]);
        let line = self.line(start);
        Some(self.mutant(text, vec![line..=line], format!("{} is spelt `{new}`", self.title(at))))
    }

    /// Takes an entry out of its map, if it has others.
    pub fn remove(&self, at: &At) -> Option<Mutant> {
        let start = self.key_start(at.node)?;
        let parent = self.document.parent(at.node)?;
        let Value::Map(entries) = self.document.value(parent) else { return None };
        if entries.len() < 2 {
            return None;
        }
        let index = entries.iter().position(|entry| entry.value == at.node)?;
        let (from, to) = match entries.get(index + 1) {
            Some(next) => (start, next.key_span.start as usize),
            None => (self.text[..start].rfind('\n')? + 1, (self.end(at.node) + 1).min(self.text.len())),
        };
        let text = format!("{}{}", &self.text[..from], &self.text[to..]);
        // What is not there is said of what lacks it, or of the whole that this belongs to.
        let lacking = [Some(parent), self.document.parent(parent)];
        let lines = lacking.iter().flatten().flat_map(|node| self.beginnings(*node)).map(|line| line..=line);
        Some(self.mutant(text, lines.collect(), format!("{} is missing", self.title(at))))
    }

    /// The lines where a collection and its key begin.
    fn beginnings(&self, node: NodeId) -> [usize; 2] {
        let first = self.line(self.span(node).0);
        [first, self.key_start(node).map_or(first, |key| self.line(key))]
    }

    /// Counts it as found in place where the finding points at any line of the map that holds a part.
    pub fn anywhere_in_map(&self, at: &At, mut mutant: Mutant) -> Mutant {
        if let Some(map) = self.document.parent(at.node) {
            mutant.lines.push(self.beginnings(map)[1]..=self.line(self.end(map)));
        }
        mutant
    }

    /// Counts it as found in place where the finding, which names both, points at another part of the object.
    pub fn or_at(&self, at: &At, other: &str, mut mutant: Mutant) -> Mutant {
        let steps: Vec<&str> = other.split('.').collect();
        let node = steps.iter().try_fold(at.root, |node, key| self.document.get(node, key));
        if let Some(node) = node {
            mutant.lines.push(self.beginnings(node)[1]..=self.line(self.end(node)));
        }
        mutant
    }

    /// The text under another key of the map that holds a part.
    pub fn beside(&self, at: &At, key: &str) -> Option<&str> {
        let map = self.document.parent(at.node)?;
        Some(self.document.text(self.document.get(map, key)?))
    }

    /// Puts lines before the first entry of a map; each after the first is indented like it.
    pub fn insert(&self, at: &At, lines: &str) -> Option<Mutant> {
        let Value::Map(entries) = self.document.value(at.node) else { return None };
        let start = entries.first()?.key_span.start as usize;
        let indent = format!("\n{}", " ".repeat(self.column(start)));
        let added = lines.replace('\n', &indent);
        let text = format!("{}{added}{indent}{}", &self.text[..start], &self.text[start..]);
        let line = self.line(start);
        let count = lines.matches('\n').count();
        Some(self.mutant(text, vec![line..=line + count], format!("{} gets `{lines}`", self.title(at))))
    }

    /// Writes an entry of a map twice.
    pub fn double_entry(&self, at: &At) -> Option<Mutant> {
        let start = self.key_start(at.node)?;
        let end = self.end(at.node);
        let entry = self.text[start..end].to_owned();
        let indent = " ".repeat(self.column(start));
        let text = format!("{}\n{indent}{entry}{}", &self.text[..end], &self.text[end..]);
        let lines = self.line(start)..=self.line(end) + 1 + entry.matches('\n').count();
        Some(self.mutant(text, vec![lines], format!("{} stands twice", self.title(at))))
    }

    /// Whether the line of an entry holds nothing else.
    pub fn is_alone_on_its_line(&self, at: &At) -> bool {
        let Some(start) = self.key_start(at.node) else { return false };
        let line = &self.text[self.text[..start].rfind('\n').map_or(0, |at| at + 1)..self.end(at.node)];
        !line.contains(['{', '[', '-'])
    }

    /// Writes an item of a list twice; of the copy one text is replaced by another.
    pub fn double_item(&self, at: &At, from: &str, to: &str) -> Mutant {
        let start = self.span(at.node).0;
        let end = self.end(at.node);
        let item = &self.text[start..end];
        let indent = " ".repeat(self.column(start).saturating_sub(2));
        let copy = if from.is_empty() { item.to_owned() } else { item.replace(from, to) };
        let text = format!("{}\n{indent}- {copy}{}", &self.text[..end], &self.text[end..]);
        let lines = self.line(start)..=self.line(end) + 1 + item.matches('\n').count();
        self.mutant(text, vec![lines], format!("{} stands twice", self.title(at)))
    }

    /// Adds an object at the end of the file.
    pub fn add_object(&self, object: &str) -> Mutant {
        let first = self.text.matches('\n').count() + 1;
        let mut text = self.text.clone();
        match self.indent {
            None => {
                text.push_str("---\n");
                text.push_str(object);
            }
            Some(indent) => {
                for (index, line) in object.lines().enumerate() {
                    let start = if index == 0 { "- " } else { "  " };
                    text.push_str(&format!("{}{start}{line}\n", " ".repeat(indent)));
                }
            }
        }
        let last = text.matches('\n').count();
        let name = object.lines().take(2).collect::<Vec<_>>().join(" ");
        self.mutant(text, vec![first..=last], format!("`{name}` is added"))
    }

    /// Adds a copy of an object at the end of the file.
    pub fn double_object(&self, at: &At) -> Mutant {
        let start = self.span(at.root).0;
        let indent = format!("\n{}", " ".repeat(self.column(start)));
        let object = self.text[start..self.end(at.root)].replace(&indent, "\n") + "\n";
        let mut mutant = self.add_object(&object);
        mutant.lines.push(self.line(start)..=self.line(self.end(at.root)));
        mutant
    }
}

fn fits(pattern: &[&str], path: &[String]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            fits(rest, path) || path.split_first().is_some_and(|(_, below)| fits(pattern, below))
        }
        (Some((first, rest)), Some((key, below))) => (*first == "*" || first == key) && fits(rest, below),
        _ => false,
    }
}
