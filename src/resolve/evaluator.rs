use std::sync::Arc;

use ecow::EcoString;

use super::environments::Lineage;
use super::{Context, Merged, MergedView, merged::REMOVE};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::{Fault, ImageTable, Lookup, Scope, Template, Templates, evaluate};
use crate::model::{Shape, unset_field};
use crate::node::{Cause, Entry, Node, Origin, Origins, Payload};
use crate::source::{Place, Sources, Value};

/// Something that expressions know by a name.
#[derive(Clone, Debug)]
pub enum Root<'a> {
    /// A finished tree with origins of its own.
    Finished(&'a Context),
    /// Values that are known, and beside them layers that are evaluated when they are asked for.
    Lazy(Node, &'a Merged, Shape),
}

/// Layers that apply because of one leaf, which is a cause of whatever they say.
#[derive(Clone, Debug)]
pub(super) struct ChosenLayers {
    /// The leaf.
    pub(super) by: Place,
    /// The layers.
    pub(super) layers: Arc<[Place]>,
}

impl ChosenLayers {
    /// The leaf, for what stands in one of the layers.
    fn cause_of(&self, place: Place, sources: &Sources) -> Option<Cause> {
        let roots = self.layers.iter().filter(|layer| layer.file == place.file);
        let is_below = |root: &Place| {
            let document = sources.document(place.file);
            std::iter::successors(Some(place.node), |node| document.parent(*node)).any(|node| node == root.node)
        };
        roots.into_iter().any(is_below).then_some(Cause::Leaf(self.by))
    }
}

/// Evaluates merged layers into trees.
#[derive(Debug)]
pub struct Evaluator<'a> {
    /// Where places are looked up.
    pub sources: &'a Sources,
    /// The compiled templates.
    pub templates: &'a Templates,
    /// What expressions know, by name.
    pub roots: Vec<(&'static str, Root<'a>)>,
    /// What `image(…)` knows.
    pub images: Arc<ImageTable>,
    /// The ancestors' files, whose values come through `extends`.
    pub(super) lineage: Arc<Lineage>,
    /// The layers that apply because of a leaf: defaults of a workload's kind.
    pub(super) chosen: Option<ChosenLayers>,
    /// Takes the origins of what is evaluated.
    pub origins: &'a mut Origins,
    /// Takes the faults.
    pub sink: &'a mut Sink,
    in_progress: Vec<Place>,
}

impl<'a> Evaluator<'a> {
    /// Makes an evaluator for which no name is known yet.
    pub fn new(sources: &'a Sources, templates: &'a Templates, origins: &'a mut Origins, sink: &'a mut Sink) -> Self {
        Self {
            sources,
            templates,
            roots: Vec::new(),
            images: Arc::default(),
            lineage: Arc::default(),
            chosen: None,
            origins,
            sink,
            in_progress: Vec::new(),
        }
    }

    /// The origin of what stands at a place: the leaf, what brought its file here, and what chose its layer.
    fn leaf(&mut self, place: Place) -> Origin {
        let chosen = self.chosen.as_ref().and_then(|chosen| chosen.cause_of(place, self.sources));
        match (self.lineage.causes(place.file), chosen) {
            ([], None) => self.origins.leaf(place),
            (through, chosen) => {
                self.origins.of_causes([Cause::Leaf(place)].into_iter().chain(through.iter().copied()).chain(chosen))
            }
        }
    }

    /// Makes a name known.
    pub fn root(&mut self, name: &'static str, root: Root<'a>) {
        self.roots.retain(|(known, _)| *known != name);
        self.roots.push((name, root));
    }

    /// Evaluates layers into a tree in which every node has an origin; nulls that are no data are left out of maps.
    ///
    /// # Errors
    /// Poison when a part failed; every fault in it was reported, here or when its file was checked.
    pub fn evaluate(&mut self, merged: &Merged, shape: &Shape) -> Result<Node, Poison> {
        if self.sources.is_faulty(merged.place()) {
            return Err(Poison);
        }
        match merged.view(self.sources) {
            MergedView::Scalar(place, value) => self.scalar(place, value, &shape.for_kind(false, false)),
            MergedView::Seq(place, items) => {
                let item_shape = shape.for_kind(false, true).item();
                let items: Vec<Result<Node, Poison>> =
                    items.iter().map(|item| self.evaluate(item, &item_shape)).collect();
                let items = items.into_iter().collect::<Result<_, _>>()?;
                Ok(Node::new(Payload::Seq(items), self.leaf(place)))
            }
            MergedView::Map(place, entries) => self.map(place, &entries, &shape.for_kind(true, false)),
        }
    }

    fn map(&mut self, place: Place, entries: &[(EcoString, Merged)], shape: &Shape) -> Result<Node, Poison> {
        let is_data = shape.null_is_data();
        let mut out = Vec::with_capacity(entries.len());
        let mut poison = None;
        for (key, value) in entries {
            if (!is_data && value.is_null(self.sources)) || (is_data && key == REMOVE) {
                continue;
            }
            let member = shape.member(key).unwrap_or(Shape::Value);
            match self.evaluate(value, &member) {
                Ok(node) => out.push(Entry { key: key.clone(), value: node }),
                Err(failed) => poison = Some(failed),
            }
        }
        match poison {
            Some(poison) => Err(poison),
            None => Ok(Node::new(Payload::Map(out), self.leaf(place))),
        }
    }

    fn scalar(&mut self, place: Place, value: Value<'_>, shape: &Shape) -> Result<Node, Poison> {
        let origin = self.leaf(place);
        let is_literal = matches!(shape, Shape::Literal | Shape::LiteralText);
        let payload = match value {
            Value::Str(text) if !is_literal && Template::is_needed(text) => return self.template(place),
            Value::Str(_) => Payload::Str(self.sources.text(place)),
            Value::Null => Payload::Null,
            _ if matches!(shape, Shape::AsWritten) => Payload::Str(self.sources.text(place)),
            Value::Bool(value) => Payload::Bool(value),
            Value::Int(value) => Payload::Int(value),
            Value::Float(value) => Payload::Float(value),
            Value::UInt(value) => {
                let message = format!("`{value}` does not fit the 64 bits that Kubernetes has");
                return Err(self.sink.report(Finding::new(Code::INVALID_VALUE, message, Spot::Value(place))));
            }
            Value::Seq(_) | Value::Map(_) => return Err(Poison),
        };
        Ok(Node::new(payload, origin))
    }

    /// Evaluates the expressions of a text.
    pub(super) fn template(&mut self, place: Place) -> Result<Node, Poison> {
        if let Some(start) = self.in_progress.iter().position(|known| *known == place) {
            return Err(self.cycle(start));
        }
        let template = self.templates.parse(&self.sources.text(place));
        let template = match template.as_ref() {
            Ok(template) => template,
            // Reported when the file was checked.
            Err(_) => return Err(Poison),
        };
        self.in_progress.push(place);
        let own = self.leaf(place);
        let result = evaluate(template, own, self);
        self.in_progress.pop();
        result.map_err(|fault| match fault {
            Fault::Poisoned(poison) => poison,
            Fault::Here { message, start, end, help } => {
                let mut finding = Finding::new(Code::EXPRESSION_ERROR, message, Spot::Within(place, start, end));
                finding.help = help;
                self.sink.report(finding)
            }
        })
    }

    /// Reports a circle of expressions, beginning with the place that stands first, whichever was asked for.
    fn cycle(&mut self, start: usize) -> Poison {
        let mut circle: Vec<Place> = self.in_progress[start..].to_vec();
        let key = |place: &Place| (self.sources.file(place.file).path.clone(), place.node);
        let first = (0..circle.len()).min_by_key(|index| key(&circle[*index])).unwrap_or(0);
        circle.rotate_left(first);
        let mut path: Vec<String> = circle.iter().map(|place| self.sources.key_path(*place)).collect();
        path.push(path[0].clone());
        let mut finding = Finding::new(
            Code::EXPRESSION_CYCLE,
            format!("expressions need one another in a circle: {}", path.join(" → ")),
            Spot::Value(circle[0]),
        );
        for place in &circle[1..] {
            finding = finding.with(Spot::Value(*place), "which needs this");
        }
        self.sink.report(finding)
    }

    fn lookup_merged(&mut self, merged: &Merged, shape: Shape, path: &[EcoString], found: usize) -> Lookup {
        let Some(name) = path.first() else {
            return match self.evaluate(merged, &shape) {
                Ok(node) => Lookup::Found(node),
                Err(_) => Lookup::Poisoned,
            };
        };
        if !merged.is_map(self.sources) {
            return match self.evaluate(merged, &shape) {
                Ok(node) => Lookup::follow(&node, path, found),
                Err(_) => Lookup::Poisoned,
            };
        }
        match merged.member(name, self.sources) {
            Some(member) => {
                let member_shape = shape.for_kind(true, false).member(name).unwrap_or(Shape::Value);
                self.lookup_merged(&member, member_shape, &path[1..], found + 1)
            }
            None => {
                let known = merged.keys(self.sources).iter().map(EcoString::to_string).collect();
                Lookup::Missing { found, known }
            }
        }
    }
}

impl Scope for Evaluator<'_> {
    fn lookup(&mut self, path: &[EcoString]) -> Lookup {
        let Some((_, root)) = self.roots.iter().find(|(name, _)| *name == path[0].as_str()) else {
            return Lookup::Missing {
                found: 0,
                known: self.roots.iter().map(|(name, _)| (*name).to_owned()).collect(),
            };
        };
        match root.clone() {
            Root::Finished(context) => match Lookup::follow(&context.tree, &path[1..], 1) {
                Lookup::Found(node) => Lookup::Found(context.export(&node, self.origins)),
                missing => missing,
            },
            Root::Lazy(known, merged, shape) => match path.get(1).and_then(|name| known.get(name)) {
                Some(node) => Lookup::follow(node, &path[2..], 2),
                None => match self.lookup_merged(merged, shape, &path[1..], 1) {
                    Lookup::Missing { found: 1, known: mut names } => {
                        names.extend(known.entries().iter().map(|entry| entry.key.to_string()));
                        Lookup::Missing { found: 1, known: names }
                    }
                    found => found,
                },
            },
        }
    }

    fn origins(&mut self) -> &mut Origins {
        self.origins
    }

    fn images(&self) -> Arc<ImageTable> {
        self.images.clone()
    }

    fn unset(&self, root: &str, name: &str) -> Option<String> {
        unset_field(root, name)
    }
}
