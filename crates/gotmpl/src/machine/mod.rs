//! Executes templates.
//!
//! Takes a template and a value for its dot, appends to an output. The machine walks the tree; where a fault comes up, its place
//! is the node that was looked at last, which is how Go tells places.
//!
//! The law: what Go's `text/template` writes or refuses, with the option `missingkey=zero`, this writes or refuses alike.

mod call;
mod evaluate;
mod field;
mod slot;
mod variable;
mod walk;

pub(crate) use field::element;
pub(crate) use slot::Slot;
pub(crate) use walk::underlying;

use crate::context::Context;
use crate::error::{Execution, Fault, Place};
use crate::parse::tree::{Command, Node, Operand, Pipeline, Template, VariableId};
use variable::Variable;

/// The execution of one template.
pub(crate) struct Machine<'m, 'run, 't> {
    pub(crate) context: &'m mut Context<'run>,
    template: &'t Template,
    out: &'m mut Vec<u8>,
    variables: Vec<Variable>,
    at: At<'t>,
}

/// The node that was looked at last.
#[derive(Clone, Copy)]
enum At<'t> {
    Start,
    Node(&'t Node),
    Pipeline(&'t Pipeline),
    Command(&'t Command),
    Operand(&'t Operand),
}

impl<'m, 'run, 't> Machine<'m, 'run, 't> {
    /// Executes a template with a dot, which is also its `$`.
    ///
    /// # Errors
    ///
    /// The first fault; what was written before it stays in the output.
    pub(crate) fn execute(
        context: &'m mut Context<'run>,
        template: &'t Template,
        dot: Slot,
        out: &'m mut Vec<u8>,
    ) -> Result<(), Fault> {
        let variables = vec![Variable::new(VariableId::ROOT, dot.clone())];
        let mut machine = Machine { context, template, out, variables, at: At::Start };
        machine.block(&dot, &template.body).map(|_| ())
    }

    /// Says what is wrong at the node that was looked at last.
    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::at(self.place(), message, None)
    }

    /// Puts the place around what came up there.
    fn because(&self, message: impl Into<String>, cause: Fault) -> Fault {
        Fault::at(self.place(), message, Some(cause))
    }

    /// Spends steps here.
    fn spend(&mut self, steps: u64) -> Result<(), Fault> {
        match self.context.spend(steps) {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.because("limit", fault)),
        }
    }

    fn place(&self) -> Place {
        let (position, node) = match self.at {
            At::Start => (0, String::new()),
            At::Node(node) => (node.position(), node.to_string()),
            At::Pipeline(pipeline) => (pipeline.position, pipeline.to_string()),
            At::Command(command) => (command.position, command.to_string()),
            At::Operand(operand) => (operand.position(), operand.to_string()),
        };
        let source = &self.template.source;
        let (line, column) = source.line_column(position);
        let execution = Execution { column, template: self.template.name.to_string(), node };
        Place { file: source.name.to_string(), line, execution: Some(execution) }
    }
}
