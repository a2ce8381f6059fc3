use std::sync::Arc;

use ecow::EcoString;

use super::template::{Condition, KeyTemplate, MapTemplate, Repeat, RepeatBody, TreeTemplate};
use super::{CompiledDefinition, directives::Loop};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::{
    Expression, Fault, ImageTable, Lookup, Scope, Template, evaluate, evaluate_expression, is_true,
};
use crate::model::unset_field;
use crate::node::{Entry, Node, Origin, Origins, Payload};
use crate::source::Place;

/// Nodes that one instance may yield: a hostile loop ends here.
const NODE_LIMIT: usize = 1_000_000;
/// How deep names may need one another.
const DEPTH_LIMIT: usize = 64;

/// What the templates of one instance may read beside its own parameters.
pub trait Surroundings {
    /// Follows a path whose first name is not `params`, the subject's, `names` or a loop's.
    fn lookup(&mut self, path: &[EcoString], origins: &mut Origins) -> Lookup;
    /// The names that it knows.
    fn known(&self) -> Vec<String>;
    /// What `image(…)` knows.
    fn images(&self) -> Arc<ImageTable>;
}

/// One instance of a definition.
pub struct Instance<'a> {
    /// The definition.
    pub definition: &'a CompiledDefinition,
    /// What expressions read as `params`.
    pub parameters: &'a Node,
    /// What the instance is to expressions: `component` or `unit`.
    pub subject: (&'static str, Node),
    /// Further names with their values, such as `route`.
    pub further: Vec<(EcoString, Node)>,
    /// Everything else.
    pub surroundings: &'a mut dyn Surroundings,
    /// The instance's own origin, a cause of everything that it yields.
    pub origin: Origin,
}

/// Evaluates the resources of an instance, in their written order.
///
/// # Errors
/// Poison when an expression failed; every fault was reported.
pub fn instantiate(instance: Instance<'_>, origins: &mut Origins, sink: &mut Sink) -> Result<Vec<Node>, Poison> {
    let mut machine = Machine::new(instance, origins, sink);
    let definition = machine.instance.definition;
    let mut out = Vec::new();
    let mut poison = None;
    for template in &definition.resources {
        if let Err(failed) = machine.item(template, &mut out) {
            poison = Some(failed);
        }
    }
    match poison {
        Some(poison) => Err(poison),
        None => Ok(out),
    }
}

/// Evaluates one template of an instance's definition; `None` where its condition drops it.
///
/// # Errors
/// Poison when an expression failed; every fault was reported.
pub fn instantiate_one(
    instance: Instance<'_>,
    template: &TreeTemplate,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Option<Node>, Poison> {
    Machine::new(instance, origins, sink).value(template)
}

struct Machine<'a, 'b> {
    instance: Instance<'a>,
    origins: &'b mut Origins,
    sink: &'b mut Sink,
    /// The instance's further names, then those of loops, innermost last.
    locals: Vec<(EcoString, Node)>,
    /// `names` that were evaluated.
    names: Vec<Option<Result<Node, Poison>>>,
    in_progress: Vec<usize>,
    /// What decided which items the list has that is being made: conditions and loops, those that yielded nothing included.
    decided: Vec<Origin>,
    /// The origins of the definition's lines, by node: most nodes are literals.
    leaves: Vec<Origin>,
    left: usize,
}

impl<'a, 'b> Machine<'a, 'b> {
    fn new(mut instance: Instance<'a>, origins: &'b mut Origins, sink: &'b mut Sink) -> Self {
        let definition = instance.definition;
        Self {
            names: vec![None; definition.names.len()],
            leaves: vec![Origin::INHERITED; definition.node_count()],
            locals: std::mem::take(&mut instance.further),
            instance,
            origins,
            sink,
            in_progress: Vec::new(),
            decided: Vec::new(),
            left: NODE_LIMIT,
        }
    }
}

impl Machine<'_, '_> {
    /// The origin of a line of the definition.
    fn leaf(&mut self, place: Place) -> Origin {
        let definition = self.instance.definition;
        match definition.node_index(place) {
            Some(index) if !self.leaves[index].is_inherited() => self.leaves[index],
            Some(index) => {
                let origin = self.origins.leaf(place);
                self.leaves[index] = origin;
                origin
            }
            None => self.origins.leaf(place),
        }
    }

    fn spend(&mut self, place: Place) -> Result<(), Poison> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                let message =
                    format!("an instance of `{}` yields more than {NODE_LIMIT} nodes", self.instance.definition.name);
                Err(self.sink.report(Finding::new(Code::INVALID_DEFINITION, message, Spot::Value(place))))
            }
        }
    }

    /// Evaluates what stands in a list: nothing, one node, or what a `$for` yields.
    fn item(&mut self, template: &TreeTemplate, out: &mut Vec<Node>) -> Result<(), Poison> {
        if let TreeTemplate::Map(map) = template {
            let (holds, because) = self.decide(map.condition.as_ref())?;
            self.decided.push(because);
            if !holds {
                return Ok(());
            }
            if let Some(Repeat { over, place, body: RepeatBody::Items(body) }) = &map.repeat {
                return self.repeat(over, *place, |machine, because_turn| {
                    let from = out.len();
                    machine.item(body, out)?;
                    for node in &mut out[from..] {
                        node.origin = machine.origins.join(&[node.origin, because_turn, because]);
                    }
                    Ok(())
                });
            }
            let mut node = self.map(map)?;
            node.origin = self.origins.join(&[node.origin, because]);
            out.push(node);
            return Ok(());
        }
        out.push(self.tree(template)?);
        Ok(())
    }

    /// Evaluates a template that stands for one value; `None` where its condition drops it.
    fn value(&mut self, template: &TreeTemplate) -> Result<Option<Node>, Poison> {
        if let TreeTemplate::Map(map) = template {
            return match self.holds(map.condition.as_ref())? {
                Some(because) => {
                    let mut node = self.map(map)?;
                    node.origin = self.origins.join(&[node.origin, because]);
                    Ok(Some(node))
                }
                None => Ok(None),
            };
        }
        self.tree(template).map(Some)
    }

    fn tree(&mut self, template: &TreeTemplate) -> Result<Node, Poison> {
        match template {
            TreeTemplate::Literal(payload, place) => {
                self.spend(*place)?;
                Ok(Node::new(payload.clone(), self.leaf(*place)))
            }
            TreeTemplate::Text(template, place) => {
                self.spend(*place)?;
                let Ok(template) = template.as_ref() else { return Err(Poison) };
                self.text(template, *place)
            }
            TreeTemplate::Seq(items, place) => {
                self.spend(*place)?;
                let outer = std::mem::take(&mut self.decided);
                let mut out = Vec::with_capacity(items.len());
                let mut poison = None;
                for item in items {
                    if let Err(failed) = self.item(item, &mut out) {
                        poison = Some(failed);
                    }
                }
                // Which items there are decides where each stands.
                let mut made = std::mem::replace(&mut self.decided, outer);
                made.insert(0, self.leaf(*place));
                match poison {
                    Some(poison) => Err(poison),
                    None => Ok(Node::new(Payload::Seq(out), self.origins.join(&made))),
                }
            }
            TreeTemplate::Map(map) => self.map(map),
        }
    }

    fn text(&mut self, template: &Template, place: Place) -> Result<Node, Poison> {
        let own = self.leaf(place);
        // The value that is read decides; the line of the definition comes after it.
        let mut node = evaluate(template, Origin::INHERITED, self).map_err(|fault| self.report(fault, place))?;
        if node.origin.is_inherited() {
            node.origin = own;
        }
        self.origins.join_below(&mut node, own);
        Ok(node)
    }

    fn report(&mut self, fault: Fault, place: Place) -> Poison {
        match fault {
            Fault::Poisoned(poison) => poison,
            Fault::Here { message, start, end, help } => {
                let mut finding = Finding::new(Code::EXPRESSION_ERROR, message, Spot::Within(place, start, end));
                finding.help = help;
                self.report_finding(finding)
            }
        }
    }

    /// Reports a fault of the definition that only some instances show, with the instance that shows it.
    fn report_finding(&mut self, finding: Finding) -> Poison {
        let finding = match self.origins.first_leaf(self.instance.origin) {
            Some(user) => finding.with(Spot::Key(user), "in this instance"),
            None => finding,
        };
        self.sink.report(finding)
    }

    /// Whether a condition holds; then what made it hold.
    fn holds(&mut self, condition: Option<&Condition>) -> Result<Option<Origin>, Poison> {
        let (holds, because) = self.decide(condition)?;
        Ok(holds.then_some(because))
    }

    /// Whether a condition holds, and what decided it.
    fn decide(&mut self, condition: Option<&Condition>) -> Result<(bool, Origin), Poison> {
        let Some(Condition { expression, place }) = condition else { return Ok((true, Origin::INHERITED)) };
        let value = self.expression(expression, 0, *place)?;
        let own = self.leaf(*place);
        Ok((is_true(&value), self.origins.join(&[value.origin, own])))
    }

    fn expression(&mut self, expression: &Expression, start: u32, place: Place) -> Result<Node, Poison> {
        evaluate_expression(expression, start, Origin::INHERITED, self).map_err(|fault| self.report(fault, place))
    }

    fn map(&mut self, map: &MapTemplate) -> Result<Node, Poison> {
        self.spend(map.place)?;
        let mut node = Node::new(Payload::Map(Vec::with_capacity(map.entries.len())), self.leaf(map.place));
        for template in &map.merge {
            if let Some(mut layer) = self.value(template)? {
                if matches!(template, TreeTemplate::Map(map) if map.condition.is_some()) {
                    // What holds the layer holds each of its parts, wherever they are merged to.
                    let because = layer.origin;
                    self.origins.join_below(&mut layer, because);
                }
                let Payload::Map(_) = layer.payload else {
                    let message = format!("`$merge` takes maps, found {}", layer.payload.kind());
                    let spot = Spot::Value(map.place);
                    return Err(self.sink.report(Finding::new(Code::INVALID_DEFINITION, message, spot)));
                };
                node.origin = self.origins.join(&[node.origin, layer.origin]);
                deep_merge(&mut node, layer);
            }
        }
        if let Some(Repeat { over, place, body: RepeatBody::Entries(key, value) }) = &map.repeat {
            let mut because = node.origin;
            self.repeat(over, *place, |machine, because_turn| {
                let key_node = machine.tree(key)?;
                let Some(name) = key_node.as_str().map(EcoString::from) else {
                    let message = format!("a key is a string, found {}", key_node.payload.kind());
                    let finding = Finding::new(Code::INVALID_DEFINITION, message, Spot::Value(*place));
                    return Err(machine.sink.report(finding));
                };
                because = machine.origins.join(&[because, because_turn]);
                if let Some(mut value) = machine.value(value)? {
                    value.origin = machine.origins.join(&[value.origin, key_node.origin, because_turn]);
                    node.set(name, value);
                }
                Ok(())
            })?;
            node.origin = because;
        }
        self.entries(map, &mut node)?;
        Ok(node)
    }

    fn entries(&mut self, map: &MapTemplate, node: &mut Node) -> Result<(), Poison> {
        let is_fresh = map.merge.is_empty() && map.repeat.is_none();
        let is_computed = map.entries.iter().any(|(key, _)| matches!(key, KeyTemplate::Text(..)));
        let mut own: Vec<(EcoString, Place)> = Vec::new();
        let mut poison = None;
        for (key, template) in &map.entries {
            let (key, because) = match key {
                KeyTemplate::Literal(key) => (key.clone(), Origin::INHERITED),
                KeyTemplate::Text(template, place) => match self.key(template, *place) {
                    Ok(found) => found,
                    Err(failed) => {
                        poison = Some(failed);
                        continue;
                    }
                },
            };
            match self.value(template) {
                Ok(Some(mut value)) => {
                    if is_computed && let Err(failed) = self.check_key(&key, place_of(template), &mut own) {
                        poison = Some(failed);
                        continue;
                    }
                    if !because.is_inherited() {
                        value.origin = self.origins.join(&[value.origin, because]);
                    }
                    put(node, key, value, is_fresh);
                }
                Ok(None) => {}
                Err(failed) => poison = Some(failed),
            }
        }
        match poison {
            Some(poison) => Err(poison),
            None => Ok(()),
        }
    }

    /// Keys with expressions may come out alike: a map has each of its own keys once.
    fn check_key(&mut self, key: &EcoString, place: Place, own: &mut Vec<(EcoString, Place)>) -> Result<(), Poison> {
        let Some((_, first)) = own.iter().find(|(known, _)| known == key) else {
            own.push((key.clone(), place));
            return Ok(());
        };
        let message = format!("two keys of one map are `{key}`");
        let finding = Finding::new(Code::DUPLICATE_KEY, message, Spot::Key(place))
            .with(Spot::Key(*first), "the other one")
            .help("give one of the two another key");
        Err(self.report_finding(finding))
    }

    fn key(
        &mut self,
        template: &Result<Template, crate::expression::TemplateFault>,
        place: Place,
    ) -> Result<(EcoString, Origin), Poison> {
        let Ok(template) = template else { return Err(Poison) };
        let node = evaluate(template, Origin::INHERITED, self).map_err(|fault| self.report(fault, place))?;
        match node.as_str() {
            Some(key) => Ok((key.into(), node.origin)),
            None => {
                let message = format!("a key is a string, found {}", node.payload.kind());
                Err(self.sink.report(Finding::new(Code::INVALID_DEFINITION, message, Spot::Key(place))))
            }
        }
    }

    /// Runs a body for each item of a list, or each entry of a map; hands it what made the turn.
    fn repeat(
        &mut self,
        over: &Loop,
        place: Place,
        mut body: impl FnMut(&mut Self, Origin) -> Result<(), Poison>,
    ) -> Result<(), Poison> {
        let collection = self.expression(&over.expression, over.start, place)?;
        let turns: Vec<(Node, Option<Node>, Origin)> = match (&collection.payload, over.names.len()) {
            (Payload::Seq(items), 1) => items.iter().map(|item| (item.clone(), None, item.origin)).collect(),
            (Payload::Map(entries), names) => entries
                .iter()
                .map(|entry| {
                    let key = Node::text(entry.key.clone(), entry.value.origin);
                    let value = (names == 2).then(|| entry.value.clone());
                    (key, value, entry.value.origin)
                })
                .collect(),
            (Payload::Null, _) => Vec::new(),
            (other, names) => {
                let wanted = if names == 2 { "a map" } else { "a list or a map" };
                let message = format!("`$for` runs over {wanted}, found {}", other.kind());
                return Err(self.sink.report(Finding::new(Code::EXPRESSION_ERROR, message, Spot::Value(place))));
            }
        };
        let depth = self.locals.len();
        let own = self.leaf(place);
        let whole = self.origins.join(&[own, collection.origin]);
        self.decided.push(whole);
        for (mut first, mut second, origin) in turns {
            // Another collection would have other items, so that whatever is read of one has the loop as a cause.
            for read in std::iter::once(&mut first).chain(&mut second) {
                self.origins.join_below(read, whole);
            }
            self.locals.push((over.names[0].clone(), first));
            if let (Some(second), Some(name)) = (second, over.names.get(1)) {
                self.locals.push((name.clone(), second));
            }
            let because = self.origins.join(&[origin, collection.origin, own]);
            let result = body(self, because);
            self.locals.truncate(depth);
            result?;
        }
        Ok(())
    }

    /// Evaluates one of `names`, once.
    fn name(&mut self, name: &str) -> Option<Result<Node, Poison>> {
        let definition = self.instance.definition;
        let index = definition.names.iter().position(|(known, _)| known == name)?;
        if let Some(known) = &self.names[index] {
            return Some(known.clone());
        }
        let template = &definition.names[index].1;
        let spot = Spot::Value(place_of(template));
        if self.in_progress.contains(&index) {
            let circle: Vec<&str> = self
                .in_progress
                .iter()
                .skip_while(|known| **known != index)
                .chain([&index])
                .map(|index| definition.names[*index].0.as_str())
                .collect();
            let message = format!("names need one another in a circle: {}", circle.join(" → "));
            return Some(Err(self.sink.report(Finding::new(Code::EXPRESSION_CYCLE, message, spot))));
        }
        if self.in_progress.len() > DEPTH_LIMIT {
            let message = format!("names need one another more than {DEPTH_LIMIT} deep");
            return Some(Err(self.sink.report(Finding::new(Code::INVALID_DEFINITION, message, spot))));
        }
        self.in_progress.push(index);
        // A name reads no loop's names: it is the same wherever it is read.
        let locals = std::mem::take(&mut self.locals);
        let result =
            self.value(template).map(|node| node.unwrap_or_else(|| Node::new(Payload::Null, self.instance.origin)));
        self.locals = locals;
        self.in_progress.pop();
        self.names[index] = Some(result.clone());
        Some(result)
    }
}

/// Where a template was written.
pub(super) fn place_of(template: &TreeTemplate) -> Place {
    match template {
        TreeTemplate::Literal(_, place) | TreeTemplate::Text(_, place) | TreeTemplate::Seq(_, place) => *place,
        TreeTemplate::Map(map) => map.place,
    }
}

fn put(node: &mut Node, key: EcoString, value: Node, is_fresh: bool) {
    if is_fresh && let Payload::Map(entries) = &mut node.payload {
        entries.push(Entry { key, value });
        return;
    }
    match node.get_mut(&key) {
        Some(below) if matches!((&below.payload, &value.payload), (Payload::Map(_), Payload::Map(_))) => {
            deep_merge(below, value);
        }
        Some(below) => *below = value,
        None => node.set(key, value),
    }
}

/// Puts a map over another: maps merge, everything else replaces.
fn deep_merge(low: &mut Node, high: Node) {
    let Payload::Map(entries) = high.payload else { return };
    for Entry { key, value } in entries {
        put(low, key, value, false);
    }
}

impl Scope for Machine<'_, '_> {
    fn lookup(&mut self, path: &[EcoString]) -> Lookup {
        if let Some((_, node)) = self.locals.iter().rev().find(|(name, _)| *name == path[0]) {
            return Lookup::follow(node, &path[1..], 1);
        }
        match path[0].as_str() {
            "params" => Lookup::follow(self.instance.parameters, &path[1..], 1),
            name if name == self.instance.subject.0 => Lookup::follow(&self.instance.subject.1, &path[1..], 1),
            "names" => match path.get(1) {
                None => Lookup::Missing { found: 1, known: Vec::new() },
                Some(name) => match self.name(name) {
                    Some(Ok(node)) => Lookup::follow(&node, &path[2..], 2),
                    Some(Err(_)) => Lookup::Poisoned,
                    None => {
                        let known = self.instance.definition.names.iter().map(|(name, _)| name.to_string()).collect();
                        Lookup::Missing { found: 1, known }
                    }
                },
            },
            _ => match self.instance.surroundings.lookup(path, self.origins) {
                Lookup::Missing { found: 0, .. } => {
                    let mut known = self.instance.surroundings.known();
                    known.extend(["params", self.instance.subject.0, "names"].map(str::to_owned));
                    known.extend(self.locals.iter().map(|(name, _)| name.to_string()));
                    Lookup::Missing { found: 0, known }
                }
                found => found,
            },
        }
    }

    fn origins(&mut self) -> &mut Origins {
        self.origins
    }

    fn images(&self) -> Arc<ImageTable> {
        self.instance.surroundings.images()
    }

    fn unset(&self, root: &str, name: &str) -> Option<String> {
        unset_field(root, name)
    }
}
