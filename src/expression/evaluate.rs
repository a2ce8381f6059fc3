use std::sync::Arc;

use ecow::EcoString;
use minijinja::ErrorKind;

use super::compile::{Expression, ExpressionKind};
use super::convert::{from_machine, to_machine};
use super::images::Recorder;
use super::{ImageTable, Part, Template};
use crate::diagnostics::Poison;
use crate::node::{Node, Origin, Origins, Payload};

/// What a path leads to.
pub enum Lookup {
    /// A value; its origins are in the scope's table.
    Found(Node),
    /// Nothing: how many names of the path were found, and which names are known after them.
    Missing {
        /// How many names of the path lead somewhere.
        found: usize,
        /// The names that could follow.
        known: Vec<String>,
    },
    /// A value that failed; its finding was reported.
    Poisoned,
}

impl Lookup {
    /// Follows a path of names down a tree, `found` names of the whole path having led to the tree.
    pub fn follow(tree: &Node, path: &[EcoString], found: usize) -> Self {
        let mut node = tree;
        for (depth, name) in path.iter().enumerate() {
            match node.get(name) {
                Some(next) => node = next,
                None => {
                    let known = node.entries().iter().map(|entry| entry.key.to_string()).collect();
                    return Self::Missing { found: found + depth, known };
                }
            }
        }
        Self::Found(node.clone())
    }
}

/// What expressions may read.
pub trait Scope {
    /// Follows a path of names.
    fn lookup(&mut self, path: &[EcoString]) -> Lookup;
    /// The table that the results' origins go to.
    fn origins(&mut self) -> &mut Origins;
    /// The images that `image(…)` knows.
    fn images(&self) -> Arc<ImageTable>;
    /// What to write where `root.name` leads nowhere only because nobody has set it; `None` where there is no such name.
    fn unset(&self, root: &str, name: &str) -> Option<String>;
}

/// Why an expression has no value: what to say at which bytes of the template's text, or nothing to say any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A fault of this expression.
    Here {
        /// One phrase.
        message: String,
        /// The bytes of the text at fault.
        start: u32,
        /// One past the last of them.
        end: u32,
        /// What to type.
        help: Option<String>,
    },
    /// A value that it reads failed before.
    Poisoned(Poison),
}

/// Evaluates a template. `own` is the origin of the text itself; the result's origin adds every leaf that was read.
///
/// A text that is one expression keeps the value's type; else the values become text.
///
/// # Errors
/// The first expression that has no value.
pub fn evaluate(template: &Template, own: Origin, scope: &mut dyn Scope) -> Result<Node, Fault> {
    if let Some((expression, start)) = template.single() {
        return evaluate_expression(expression, start, own, scope);
    }
    let mut text = EcoString::new();
    let mut origins = smallvec::SmallVec::<[Origin; 8]>::from_slice(&[own]);
    for part in &template.parts {
        match part {
            Part::Text(part) => text.push_str(part),
            Part::Expression(expression, start) => {
                let value = evaluate_expression(expression, *start, Origin::INHERITED, scope)?;
                origins.push(value.origin);
                push_text(&value, expression, *start, &mut text)?;
            }
        }
    }
    let origin = scope.origins().join(&origins);
    Ok(Node::new(Payload::Str(text), origin))
}

/// Evaluates one expression that begins at byte `start` of its text.
///
/// # Errors
/// When it has no value.
pub fn evaluate_expression(
    expression: &Expression,
    start: u32,
    own: Origin,
    scope: &mut dyn Scope,
) -> Result<Node, Fault> {
    match &expression.kind {
        ExpressionKind::Path(path) => match scope.lookup(path) {
            Lookup::Found(mut node) => {
                if !own.is_inherited() {
                    let made = node.origin;
                    scope.origins().join_below(&mut node, own);
                    node.origin = scope.origins().join(&[own, made]);
                }
                Ok(node)
            }
            Lookup::Missing { found, known } => {
                let unset = unset_help(path, found, scope);
                Err(with_unset(missing(path, found, &known, expression, start), unset))
            }
            Lookup::Poisoned => Err(Fault::Poisoned(Poison)),
        },
        ExpressionKind::General { .. } => evaluate_general(expression, start, own, scope),
    }
}

fn evaluate_general(expression: &Expression, start: u32, own: Origin, scope: &mut dyn Scope) -> Result<Node, Fault> {
    let ExpressionKind::General { compiled, reads, calls_image } = &expression.kind else {
        return Err(Fault::Poisoned(Poison));
    };
    let mut context = Node::map(Origin::INHERITED);
    let mut origins = vec![own];
    let mut unset = None;
    for path in reads {
        match scope.lookup(path) {
            Lookup::Found(node) => {
                collect_origins(&node, &mut origins);
                insert(&mut context, path, node);
            }
            Lookup::Missing { found, known } => {
                // The machine reports it if it is used: `x | default(…)` and `x is defined` are fine without a value.
                insert_found(&mut context, path, found, known.is_empty(), scope, &mut origins);
                let help = unset_help(path, found, scope);
                unset.get_or_insert_with(|| with_unset(missing(path, found, &known, expression, start), help));
            }
            Lookup::Poisoned => return Err(Fault::Poisoned(Poison)),
        }
    }
    let recorder = calls_image.then(|| Recorder::new(scope.images()));
    let mut pairs: Vec<(minijinja::Value, minijinja::Value)> = context
        .entries()
        .iter()
        .map(|entry| (minijinja::Value::from(entry.key.as_str()), to_machine(&entry.value)))
        .collect();
    if let Some(recorder) = &recorder {
        pairs.push((minijinja::Value::from("image"), recorder.function()));
    }
    let result = compiled.eval(minijinja::Value::from_pairs(pairs));
    if let Some(recorder) = &recorder {
        if let Some(fault) = recorder.unpinned() {
            let here = at_expression(fault.message, None, expression, start);
            return Err(with_help(here, Some(fault.help)));
        }
        let images = scope.origins().of_causes(recorder.causes());
        origins.push(images);
    }
    let origin = scope.origins().join(&origins);
    let value = result.map_err(|error| match (error.kind(), unset) {
        (ErrorKind::UndefinedError, Some(fault)) => fault,
        _ => at_expression(describe(&error), error.range(), expression, start),
    })?;
    from_machine(&value, origin).map_err(|message| at_expression(message, None, expression, start))
}

/// Puts what there is of a path that leads nowhere: its maps, or the scalar or list that it ends in (`x.upper()`).
fn insert_found(
    context: &mut Node,
    path: &[EcoString],
    found: usize,
    ends_in_value: bool,
    scope: &mut dyn Scope,
    origins: &mut Vec<Origin>,
) {
    if found == 0 {
        return;
    }
    let path = &path[..found];
    match if ends_in_value && found > 1 { scope.lookup(path) } else { Lookup::Poisoned } {
        Lookup::Found(node) => {
            collect_origins(&node, origins);
            insert(context, path, node);
        }
        _ => insert_maps(context, path),
    }
}

/// Whether a condition's value counts as true, as minijinja counts.
pub fn is_true(node: &Node) -> bool {
    match &node.payload {
        Payload::Null => false,
        Payload::Bool(value) => *value,
        Payload::Int(value) => *value != 0,
        Payload::Float(value) => *value != 0.0,
        Payload::Str(text) => !text.is_empty(),
        Payload::Seq(items) => !items.is_empty(),
        Payload::Map(entries) => !entries.is_empty(),
    }
}

/// What minijinja says of an error, as one phrase.
pub(super) fn describe(error: &minijinja::Error) -> String {
    let phrase = match error.detail() {
        Some(detail) if error.kind() == ErrorKind::SyntaxError => detail.to_owned(),
        Some(detail) => match error.kind() {
            ErrorKind::InvalidOperation => detail.to_owned(),
            ErrorKind::UnknownFilter => unknown("filter", detail),
            ErrorKind::UnknownTest => unknown("test", detail),
            ErrorKind::UnknownFunction => unknown("function", detail),
            ErrorKind::UnknownMethod => match detail.split_once(" has no method named ") {
                Some((value, method)) => format!("a {value} has no method `{method}`"),
                None => detail.to_owned(),
            },
            kind => format!("{kind}: {detail}"),
        },
        None => error.kind().to_string(),
    };
    phrase.trim_end_matches('.').to_owned()
}

/// `filter shout is unknown` → ``there is no filter `shout` ``.
fn unknown(thing: &str, detail: &str) -> String {
    let name = detail.strip_suffix(" is unknown").unwrap_or(detail);
    let name = name.strip_prefix(thing).map_or(name, str::trim_start);
    format!("there is no {thing} `{name}`")
}

fn at_expression(message: String, range: Option<std::ops::Range<usize>>, expression: &Expression, start: u32) -> Fault {
    let length = expression.source().len();
    let range = range.filter(|range| range.end <= length && !range.is_empty()).unwrap_or(0..length);
    let offset = |index: usize| start + u32::try_from(index).unwrap_or(0);
    Fault::Here { message, start: offset(range.start), end: offset(range.end), help: None }
}

fn missing(path: &[EcoString], found: usize, known: &[String], expression: &Expression, start: u32) -> Fault {
    // The first name that leads nowhere is the fault; what follows it was not looked up.
    let written = path[..path.len().min(found + 1)].join(".");
    let name = path.get(found).map_or("", EcoString::as_str);
    let message = if found == 0 {
        format!("`{name}` is not a name that expressions know here")
    } else {
        format!("`{written}` is not set")
    };
    let help = match crate::diagnostics::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if !known.is_empty() && known.len() <= 12 => {
            let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            Some(format!("known here: {}", list.join(", ")))
        }
        None => None,
    };
    let range = expression.source().find(&written).map(|at| at..at + written.len());
    with_help(at_expression(message, range, expression, start), help)
}

/// What to write where the second name of a path is known and not set.
fn unset_help(path: &[EcoString], found: usize, scope: &dyn Scope) -> Option<String> {
    let [root, name, ..] = path else { return None };
    if found == 1 { scope.unset(root, name) } else { None }
}

fn with_unset(fault: Fault, help: Option<String>) -> Fault {
    match help {
        Some(help) => with_help(fault, Some(help)),
        None => fault,
    }
}

fn with_help(fault: Fault, help: Option<String>) -> Fault {
    match fault {
        Fault::Here { message, start, end, .. } => Fault::Here { message, start, end, help },
        poisoned @ Fault::Poisoned(_) => poisoned,
    }
}

fn push_text(value: &Node, expression: &Expression, start: u32, out: &mut EcoString) -> Result<(), Fault> {
    use std::fmt::Write as _;
    match &value.payload {
        Payload::Str(text) => out.push_str(text),
        Payload::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Payload::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Payload::Float(value) => {
            let _ = write!(out, "{value}");
        }
        Payload::Null | Payload::Seq(_) | Payload::Map(_) => {
            let message = format!("{} cannot stand inside text", value.payload.kind());
            return Err(at_expression(message, None, expression, start));
        }
    }
    Ok(())
}

fn collect_origins(node: &Node, out: &mut Vec<Origin>) {
    if !node.origin.is_inherited() && !out.contains(&node.origin) {
        out.push(node.origin);
    }
    node.items().iter().for_each(|item| collect_origins(item, out));
    node.entries().iter().for_each(|entry| collect_origins(&entry.value, out));
}

fn insert(context: &mut Node, path: &[EcoString], value: Node) {
    if let [name] = path {
        context.set(name.clone(), value);
        return;
    }
    insert_maps(context, &path[..1]);
    if let Some(inner) = context.get_mut(&path[0]) {
        insert(inner, &path[1..], value);
    }
}

fn insert_maps(context: &mut Node, path: &[EcoString]) {
    let Some(name) = path.first() else { return };
    if context.get(name).is_none() {
        context.set(name.clone(), Node::map(Origin::INHERITED));
    }
    if let Some(inner) = context.get_mut(name) {
        insert_maps(inner, &path[1..]);
    }
}
