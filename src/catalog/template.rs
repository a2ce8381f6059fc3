use std::sync::Arc;

use ecow::EcoString;

use super::directives::{self, Loop};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::{Expression, Template, TemplateFault, Templates};
use crate::node::Payload;
use crate::source::{Document, FileId, NodeId, Place, Value};

/// A tree in which scalars and keys may hold expressions, and maps may hold directives.
#[derive(Debug)]
pub enum TreeTemplate {
    /// A scalar as it stands.
    Literal(Payload, Place),
    /// Text with expressions.
    Text(Arc<Result<Template, TemplateFault>>, Place),
    /// A list.
    Seq(Vec<TreeTemplate>, Place),
    /// A map; boxed, since most nodes are scalars.
    Map(Box<MapTemplate>),
}

/// A map with its directives.
#[derive(Debug)]
pub struct MapTemplate {
    /// Where it was written.
    pub place: Place,
    /// `$if`: drops the map when false.
    pub condition: Option<Condition>,
    /// `$for` with `$do`, or with `$key`.
    pub repeat: Option<Repeat>,
    /// `$merge`: maps below the map's own keys, lowest first.
    pub merge: Vec<TreeTemplate>,
    /// The map's own keys, in their written order.
    pub entries: Vec<(KeyTemplate, TreeTemplate)>,
}

/// A key: most are literal.
#[derive(Debug)]
pub enum KeyTemplate {
    /// A key as it stands.
    Literal(EcoString),
    /// A key with expressions, and the value's place.
    Text(Arc<Result<Template, TemplateFault>>, Place),
}

/// The expression of `$if`.
#[derive(Debug)]
pub struct Condition {
    /// What decides.
    pub expression: Expression,
    /// Where it was written.
    pub place: Place,
}

/// `$for: name in expression` with what is repeated.
#[derive(Debug)]
pub struct Repeat {
    /// The names and the expression.
    pub over: Loop,
    /// Where `$for` was written.
    pub place: Place,
    /// What each turn yields.
    pub body: RepeatBody,
}

/// What each turn of a `$for` yields.
#[derive(Debug)]
pub enum RepeatBody {
    /// `$do`: a node, spliced into the list that holds the map.
    Items(TreeTemplate),
    /// `$key` and `$value`: an entry of the map itself.
    Entries(TreeTemplate, TreeTemplate),
}

/// Compiles the subtree at `node`; every fault in it is reported.
pub(super) fn compile(
    document: &Document,
    file: FileId,
    node: NodeId,
    templates: &Templates,
    sink: &mut Sink,
) -> Result<TreeTemplate, Poison> {
    let place = Place::new(file, node);
    let literal = |payload| Ok(TreeTemplate::Literal(payload, place));
    match document.value(node) {
        Value::Null => literal(Payload::Null),
        Value::Bool(value) => literal(Payload::Bool(value)),
        Value::Int(value) => literal(Payload::Int(value)),
        Value::Float(value) => literal(Payload::Float(value)),
        Value::UInt(value) => {
            let message = format!("`{value}` does not fit the 64 bits that Kubernetes has");
            Err(sink.report(Finding::new(Code::INVALID_VALUE, message, Spot::Value(place))))
        }
        Value::Str(text) if Template::is_needed(text) => {
            let template = templates.parse(&document.text_shared(node));
            report_fault(&template, place, sink)?;
            Ok(TreeTemplate::Text(template, place))
        }
        Value::Str(_) => literal(Payload::Str(document.text_shared(node))),
        Value::Seq(items) => {
            let items: Vec<Result<TreeTemplate, Poison>> =
                items.iter().map(|item| compile(document, file, *item, templates, sink)).collect();
            Ok(TreeTemplate::Seq(items.into_iter().collect::<Result<_, _>>()?, place))
        }
        Value::Map(_) => {
            directives::compile_map(document, file, node, templates, sink).map(|map| TreeTemplate::Map(Box::new(map)))
        }
    }
}

/// Reports a template that does not parse.
pub(super) fn report_fault(
    template: &Result<Template, TemplateFault>,
    place: Place,
    sink: &mut Sink,
) -> Result<(), Poison> {
    match template {
        Ok(_) => Ok(()),
        Err(fault) => {
            let spot = Spot::Within(place, fault.start, fault.end);
            Err(sink.report(Finding::new(Code::EXPRESSION_ERROR, fault.message.clone(), spot)))
        }
    }
}
