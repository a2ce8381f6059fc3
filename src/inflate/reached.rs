use std::ops::Range;

use super::Inflated;
use super::chance::{NOW, SeededChance};
use super::documents::{Written, read_document};
use super::release::{ReleaseInput, render_with};
use super::rendering::Rendering;
use crate::node::{Node, Origin, Payload};

/// A field of an object that differs between two renderings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReachedField {
    /// The object's kind.
    pub kind: String,
    /// The object's name.
    pub name: String,
    /// The keys that lead to the field.
    pub path: String,
}

/// Finds the fields that chance and time reach: those that are otherwise with another seed, a year later.
pub fn reached_by_chance(input: ReleaseInput<'_>, inflated: &Inflated) -> Vec<ReachedField> {
    let Some(rendering) = &inflated.rendering else { return Vec::new() };
    rendering.reached.get_or_init(|| search(input, rendering)).clone()
}

fn search(input: ReleaseInput<'_>, rendering: &Rendering) -> Vec<ReachedField> {
    const LATER: i128 = NOW + 366 * 86_400 * 1_000_000_000;
    let mut other = SeededChance::new("another seed".to_owned(), LATER);
    let Ok(rendered) = render_with(input, input.values, &mut other) else { return Vec::new() };
    let documents = rendered.documents.iter().filter(|document| document.kind != "CustomResourceDefinition");
    let trees = documents.filter_map(|document| read_document(&document.text, &mut Nothing).ok());
    let mut fields = Vec::new();
    for (ours, theirs) in rendering.trees().zip(trees.flatten()) {
        let text = |path: &[&str]| ours.at(path).and_then(Node::as_str).unwrap_or_default().to_owned();
        let (kind, name) = (text(&["kind"]), text(&["metadata", "name"]));
        let mut paths = Vec::new();
        differences(ours, &theirs, &mut Vec::new(), &mut paths);
        let field = |path| ReachedField { kind: kind.clone(), name: name.clone(), path };
        fields.extend(paths.into_iter().map(field));
    }
    fields
}

/// Nobody asks what made the other rendering.
struct Nothing;

impl Written for Nothing {
    fn origin(&mut self, _: Range<usize>, _: Option<Range<usize>>) -> Origin {
        Origin::INHERITED
    }
}

fn differences(ours: &Node, theirs: &Node, path: &mut Vec<String>, found: &mut Vec<String>) {
    let mut below = |step: String, ours: &Node, theirs: &Node, found: &mut Vec<String>| {
        path.push(step);
        differences(ours, theirs, path, found);
        path.pop();
    };
    match (&ours.payload, &theirs.payload) {
        (Payload::Map(entries), Payload::Map(_)) if entries.iter().all(|entry| theirs.get(&entry.key).is_some()) => {
            for entry in entries {
                if let Some(other) = theirs.get(&entry.key) {
                    below(entry.key.to_string(), &entry.value, other, found);
                }
            }
        }
        (Payload::Seq(ours), Payload::Seq(theirs)) if ours.len() == theirs.len() => {
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                below(index.to_string(), ours, theirs, found);
            }
        }
        (ours, theirs) if ours == theirs => {}
        _ => found.push(path.join(".")),
    }
}
