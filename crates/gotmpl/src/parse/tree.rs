//! The trees that templates are parsed into.

use super::number::Number;
use crate::builtin::Builtin;
use crate::function::Function;
use crate::value::Text;
use std::fmt;
use std::sync::Arc;

/// Bytes from the start of the text.
pub(crate) type Position = u32;

/// A variable's number in its text: equal names have equal numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct VariableId(pub(crate) u32);

impl VariableId {
    /// `$`.
    pub(crate) const ROOT: Self = Self(0);
}

/// A parsed text, which the templates that it defines point to.
pub(crate) struct Source {
    /// The name under which it was parsed.
    pub(crate) name: Arc<str>,
    /// Where lines begin.
    line_starts: Vec<u32>,
}

impl Source {
    pub(crate) fn new(name: &str, text: &[u8]) -> Self {
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let line_starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        Self { name: name.into(), line_starts }
    }

    /// Tells the line, from 1, and the bytes before the position on it.
    pub(crate) fn line_column(&self, position: Position) -> (u32, u32) {
        let line = self.line_starts.partition_point(|start| *start <= position);
        let start = line.checked_sub(1).and_then(|index| self.line_starts.get(index)).copied().unwrap_or_default();
        (line as u32, position - start)
    }
}

/// A template: a text as a whole, or a `define` or `block` in it.
pub(crate) struct Template {
    pub(crate) name: Arc<str>,
    pub(crate) source: Arc<Source>,
    pub(crate) body: Block,
}

/// What stands between two actions of a control structure.
#[derive(Default)]
pub(crate) struct Block(pub(crate) Vec<Node>);

impl Block {
    /// Tells whether there is nothing but white space: such a body never replaces another one.
    pub(crate) fn is_blank(&self) -> bool {
        self.0.iter().all(|node| match node {
            Node::Text(_, text) => String::from_utf8_lossy(text).trim().is_empty(),
            _ => false,
        })
    }
}

/// A text or an action.
pub(crate) enum Node {
    Text(Position, Text),
    Action(Position, Pipeline),
    If(Branch),
    With(Branch),
    Range(Branch),
    Template { position: Position, name: Arc<str>, pipeline: Option<Pipeline> },
    Break(Position),
    Continue(Position),
}

/// `if`, `with` or `range`.
pub(crate) struct Branch {
    pub(crate) position: Position,
    pub(crate) pipeline: Pipeline,
    pub(crate) body: Block,
    pub(crate) otherwise: Option<Block>,
}

/// Commands, each given the value of the one before.
pub(crate) struct Pipeline {
    pub(crate) position: Position,
    pub(crate) is_assignment: bool,
    pub(crate) declared: Vec<(Arc<str>, VariableId)>,
    pub(crate) commands: Vec<Command>,
}

/// Operands: an operand alone, or a function or method with its arguments.
pub(crate) struct Command {
    pub(crate) position: Position,
    pub(crate) operands: Vec<Operand>,
}

/// What an identifier calls.
#[derive(Clone)]
pub(crate) enum Callee {
    Function(Function),
    Builtin(Builtin),
}

/// A word of a command.
pub(crate) enum Operand {
    Dot(Position),
    Nil(Position),
    Bool(Position, bool),
    Number(Position, Box<Number>),
    String { position: Position, literal: Text, value: Text },
    Field { position: Position, names: Vec<Text> },
    Variable { position: Position, name: Arc<str>, id: VariableId, fields: Vec<Text> },
    Chain { position: Position, base: Box<Operand>, fields: Vec<Text> },
    Function { position: Position, name: Arc<str>, callee: Callee },
    Pipeline(Box<Pipeline>),
}

impl Node {
    pub(crate) fn position(&self) -> Position {
        match self {
            Node::Text(position, _)
            | Node::Action(position, _)
            | Node::Break(position)
            | Node::Continue(position)
            | Node::Template { position, .. } => *position,
            Node::If(branch) | Node::With(branch) | Node::Range(branch) => branch.position,
        }
    }
}

impl Operand {
    pub(crate) fn position(&self) -> Position {
        match self {
            Operand::Dot(position)
            | Operand::Nil(position)
            | Operand::Bool(position, _)
            | Operand::Number(position, _)
            | Operand::String { position, .. }
            | Operand::Field { position, .. }
            | Operand::Variable { position, .. }
            | Operand::Chain { position, .. }
            | Operand::Function { position, .. } => *position,
            Operand::Pipeline(pipeline) => pipeline.position,
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dotted =
            |f: &mut fmt::Formatter<'_>, names: &[Text]| names.iter().try_for_each(|name| write!(f, ".{name}"));
        match self {
            Operand::Dot(_) => f.write_str("."),
            Operand::Nil(_) => f.write_str("nil"),
            Operand::Bool(_, value) => write!(f, "{value}"),
            Operand::Number(_, number) => write!(f, "{}", number.literal),
            Operand::String { literal, .. } => write!(f, "{literal}"),
            Operand::Field { names, .. } => dotted(f, names),
            Operand::Variable { name, fields, .. } => {
                f.write_str(name)?;
                dotted(f, fields)
            }
            Operand::Chain { base, fields, .. } => {
                match &**base {
                    Operand::Pipeline(pipeline) => write!(f, "({pipeline})")?,
                    base => write!(f, "{base}")?,
                }
                dotted(f, fields)
            }
            Operand::Function { name, .. } => f.write_str(name),
            Operand::Pipeline(pipeline) => write!(f, "{pipeline}"),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, operand) in self.operands.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            match operand {
                Operand::Pipeline(pipeline) => write!(f, "({pipeline})")?,
                operand => write!(f, "{operand}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, _)) in self.declared.iter().enumerate() {
            write!(f, "{}{name}", if index > 0 { ", " } else { "" })?;
        }
        if !self.declared.is_empty() {
            f.write_str(if self.is_assignment { " = " } else { " := " })?;
        }
        for (index, command) in self.commands.iter().enumerate() {
            write!(f, "{}{command}", if index > 0 { " | " } else { "" })?;
        }
        Ok(())
    }
}

/// Shows a node as faults name it: control structures without their bodies, texts by their first line.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Text(_, text) => f.write_str(text.to_str_lossy().trim().lines().next().unwrap_or_default()),
            Node::Action(_, pipeline) => write!(f, "{{{{{pipeline}}}}}"),
            Node::If(branch) => write!(f, "{{{{if {}}}}}", branch.pipeline),
            Node::With(branch) => write!(f, "{{{{with {}}}}}", branch.pipeline),
            Node::Range(branch) => write!(f, "{{{{range {}}}}}", branch.pipeline),
            Node::Template { name, pipeline, .. } => {
                write!(f, "{{{{template {}", super::token::quoted(name.as_bytes()))?;
                if let Some(pipeline) = pipeline {
                    write!(f, " {pipeline}")?;
                }
                f.write_str("}}")
            }
            Node::Break(_) => f.write_str("{{break}}"),
            Node::Continue(_) => f.write_str("{{continue}}"),
        }
    }
}
