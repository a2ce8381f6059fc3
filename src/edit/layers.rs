use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;

use super::Refusal;
use crate::model::Kind;
use crate::parse::{Parsed, Project};
use crate::source::{NodeId, Place, Sources, Value};

/// What the files of a project say of images and revisions, environment by environment.
#[derive(Clone, Copy)]
pub struct Layers<'a> {
    project: &'a Project,
    sources: &'a Sources,
}

/// A value that holds in an environment, and the file that says it: the environment's own, or an ancestor's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The text as written.
    pub value: EcoString,
    place: Place,
}

/// What one file says at some keys.
enum Look {
    Nothing,
    /// A null on the way, which takes away what ancestors say.
    Removed,
    There(NodeId),
}

/// Where a value of an environment belongs: a file and the keys in it.
pub(super) struct Target {
    pub(super) path: EcoString,
    pub(super) keys: Vec<EcoString>,
}

fn keys(keys: &[&str]) -> Vec<EcoString> {
    keys.iter().map(|key| (*key).into()).collect()
}

impl<'a> Layers<'a> {
    /// Looks into the documents of a project.
    pub fn new(project: &'a Project, sources: &'a Sources) -> Self {
        Self { project, sources }
    }

    /// The environments' names, those that are only extended among them.
    pub fn environments(&self) -> impl Iterator<Item = &'a EcoString> {
        self.project.environments.iter().filter(|document| document.kind.is_some()).map(|document| document.name())
    }

    /// The environments that an edit of these may change: themselves and what extends them, where they are rendered.
    pub fn affected(&self, edited: &BTreeSet<&EcoString>) -> Vec<EcoString> {
        let rendered = self.environments().filter(|name| {
            let chain = self.chain(name);
            chain.iter().any(|document| edited.contains(document.name()))
                && !chain.first().is_some_and(|document| self.is_abstract(document))
        });
        rendered.cloned().collect()
    }

    fn is_abstract(&self, document: &Parsed) -> bool {
        let is_true = |node| matches!(self.sources.document(document.file).value(node), Value::Bool(true));
        matches!(self.look(document, &["abstract"]), Look::There(node) if is_true(node))
    }

    /// An environment and its ancestors, the nearest first; a circle ends where it closes.
    fn chain(&self, name: &str) -> Vec<&'a Arc<Parsed>> {
        let find = |name: &str| self.project.environments.iter().find(|document| document.name() == name);
        let mut chain: Vec<&'a Arc<Parsed>> = Vec::new();
        let mut next = find(name);
        while let Some(document) = next.filter(|document| !chain.iter().any(|known| Arc::ptr_eq(known, document))) {
            chain.push(document);
            next = match self.look(document, &["extends"]) {
                Look::There(node) => find(self.sources.document(document.file).text(node)),
                _ => None,
            };
        }
        chain
    }

    fn look(&self, document: &Parsed, keys: &[&str]) -> Look {
        let Some(spec) = document.spec else { return Look::Nothing };
        let tree = self.sources.document(document.file);
        let mut at = spec.node;
        for key in keys {
            match tree.get(at, key) {
                Some(next) if matches!(tree.value(next), Value::Null) => return Look::Removed,
                Some(next) => at = next,
                None => return Look::Nothing,
            }
        }
        Look::There(at)
    }

    fn found(&self, document: &Parsed, node: NodeId) -> Found {
        let place = Place::new(document.file, node);
        Found { value: self.sources.text(place), place }
    }

    /// The pin of an image that holds in an environment.
    pub fn pin(&self, environment: &str, image: &str) -> Option<Found> {
        for document in self.chain(environment) {
            match self.look(document, &["images", "pins", image]) {
                Look::There(node) => return Some(self.found(document, node)),
                Look::Removed => return None,
                Look::Nothing => {}
            }
        }
        None
    }

    /// The revision that an environment reads a stack from; none where it reads today's files.
    pub fn revision(&self, environment: &str, stack: &str) -> Option<Found> {
        for document in self.chain(environment) {
            let inline = self.look(document, &["stacks", stack, "revision"]);
            let in_file = self.override_of(document.name(), stack).map(|file| (file, self.look(file, &["revision"])));
            match (inline, in_file) {
                (Look::There(node), _) => return Some(self.found(document, node)),
                (_, Some((file, Look::There(node)))) => return Some(self.found(file, node)),
                (Look::Removed, _) | (_, Some((_, Look::Removed))) => return None,
                _ => {}
            }
        }
        None
    }

    fn override_of(&self, environment: &str, stack: &str) -> Option<&'a Arc<Parsed>> {
        let is_it = |file: &&Arc<Parsed>| file.names[0].0 == environment && file.names[1].0 == stack;
        self.project.overrides.iter().filter(|file| file.kind == Some(Kind::Override)).find(is_it)
    }

    fn document_of(&self, environment: &str) -> Option<&'a Arc<Parsed>> {
        self.project.environments.iter().find(|document| document.name() == environment)
    }

    fn path_of(&self, document: &Parsed) -> EcoString {
        self.sources.file(document.file).path.clone()
    }

    /// Where an environment's own pin of an image belongs.
    pub(super) fn pin_target(&self, environment: &str, image: &str) -> Option<Target> {
        let path = self.path_of(self.document_of(environment)?);
        Some(Target { path, keys: keys(&["spec", "images", "pins", image]) })
    }

    /// Where an environment's own revision of a stack belongs: its Override file, unless the environment's file says one already.
    pub(super) fn revision_target(&self, environment: &str, stack: &str) -> Option<Target> {
        let document = self.document_of(environment)?;
        let is_inline = matches!(self.look(document, &["stacks", stack, "revision"]), Look::There(_));
        Some(match self.override_of(environment, stack).filter(|_| !is_inline) {
            Some(file) => Target { path: self.path_of(file), keys: keys(&["spec", "revision"]) },
            None => Target { path: self.path_of(document), keys: keys(&["spec", "stacks", stack, "revision"]) },
        })
    }

    /// The environments whose own file pins an image.
    pub(super) fn owners_of_pin(&self, image: &str) -> Vec<&'a EcoString> {
        let pins = |document: &&Arc<Parsed>| {
            document.kind.is_some() && matches!(self.look(document, &["images", "pins", image]), Look::There(_))
        };
        self.project.environments.iter().filter(pins).map(|document| document.name()).collect()
    }

    /// The images that an environment pins, sorted.
    pub(super) fn pinned(&self, environment: &str) -> BTreeSet<&'a str> {
        self.chain(environment).into_iter().flat_map(|document| self.keys_at(document, &["images", "pins"])).collect()
    }

    /// Every image that the project speaks of: pinned, with a source of its own, or run by a workload.
    pub(super) fn known_images(&self) -> BTreeSet<&'a str> {
        let Project { environments, overrides, stacks, .. } = self.project;
        let named = environments.iter().flat_map(|document| {
            [&["images", "pins"], &["images", "sources"]].into_iter().flat_map(|keys| self.keys_at(document, keys))
        });
        let run = environments.iter().chain(overrides).chain(stacks).flat_map(|document| self.images_run(document));
        named.chain(run).collect()
    }

    fn keys_at(&self, document: &Parsed, keys: &[&str]) -> Vec<&'a str> {
        let tree = self.sources.document(document.file);
        match self.look(document, keys) {
            Look::There(node) => match tree.value(node) {
                Value::Map(entries) => entries.iter().map(|entry| entry.key.as_str()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn images_run(&self, document: &Parsed) -> Vec<&'a str> {
        let Some(tree) = &self.sources.file(document.file).document else { return Vec::new() };
        let images = tree.ids().filter(|node| tree.key(*node).is_some_and(|entry| entry.key == "image"));
        let texts = images.filter_map(|node| match tree.value(node) {
            Value::Str(text) if !text.contains("${") => Some(text),
            _ => None,
        });
        texts.collect()
    }

    /// Points a refusal at a value.
    pub(super) fn point(&self, refusal: Refusal, found: &Found) -> Refusal {
        let file = self.sources.file(found.place.file);
        let text = String::from_utf8_lossy(&file.bytes);
        refusal.at(&file.path, &text, self.sources.span(found.place).start as usize)
    }
}
