//! Pipelines, commands and operands.

use super::{At, Machine, Slot, Variable};
use crate::error::Fault;
use crate::parse::tree::{Command, Operand, Pipeline};
use crate::value::Value;

impl<'t> Machine<'_, '_, 't> {
    /// Evaluates a pipeline and sets the variables that it declares.
    pub(super) fn pipeline(&mut self, dot: &Slot, pipeline: &'t Pipeline) -> Result<Slot, Fault> {
        self.at = At::Pipeline(pipeline);
        if let Err(fault) = self.context.check_stack() {
            return Err(self.because("limit", fault));
        }
        let reads = self.context.records.read_count();
        let mut value = None;
        for command in &pipeline.commands {
            self.spend(1)?;
            value = Some(self.command(dot, command, value)?.unboxed());
        }
        let value = value.unwrap_or(Slot::INVALID);
        for (name, id) in &pipeline.declared {
            match pipeline.is_assignment {
                true => self.assign(name, *id, value.clone())?,
                false => self.variables.push(Variable::new(*id, value.clone())),
            }
            if let Some(first) = reads {
                self.set_causes(*id, first);
            }
        }
        Ok(value)
    }

    /// Evaluates a command; `last` is the value of the one before.
    fn command(&mut self, dot: &Slot, command: &'t Command, last: Option<Slot>) -> Result<Slot, Fault> {
        let Some((first, arguments)) = command.operands.split_first() else { return Ok(Slot::INVALID) };
        match first {
            Operand::Field { .. } | Operand::Chain { .. } | Operand::Variable { .. } => {
                self.path(dot, first, arguments, last)
            }
            Operand::Function { name, callee, .. } => {
                self.at = At::Operand(first);
                self.call(dot, name, callee, At::Command(command), arguments, last)
            }
            Operand::Pipeline(pipeline) => {
                self.check_takes_nothing(first, arguments, &last)?;
                self.pipeline(dot, pipeline)
            }
            Operand::Nil(_) => {
                self.at = At::Operand(first);
                self.check_takes_nothing(first, arguments, &last)?;
                Err(self.fault("nil is not a command"))
            }
            Operand::Dot(_) | Operand::Bool(..) | Operand::Number(..) | Operand::String { .. } => {
                self.at = At::Operand(first);
                self.check_takes_nothing(first, arguments, &last)?;
                self.untyped(dot, first)
            }
        }
    }

    pub(super) fn check_takes_nothing(
        &self,
        first: &Operand,
        arguments: &[Operand],
        last: &Option<Slot>,
    ) -> Result<(), Fault> {
        match arguments.is_empty() && last.is_none() {
            true => Ok(()),
            false => Err(self.fault(format!("can't give argument to non-function {first}"))),
        }
    }

    /// Evaluates an operand where any type is welcome.
    pub(super) fn untyped(&mut self, dot: &Slot, operand: &'t Operand) -> Result<Slot, Fault> {
        self.at = At::Operand(operand);
        Ok(match operand {
            Operand::Dot(_) => dot.clone(),
            Operand::Nil(_) => Slot::INVALID,
            Operand::Bool(_, value) => Slot::plain(Value::Bool(*value)),
            Operand::Number(_, number) => Slot::plain(match (number.complex, number.float, number.int) {
                (Some((real, imaginary)), ..) => Value::Complex128(real, imaginary),
                (None, Some(float), _) if number.is_written_as_float => Value::Float64(float),
                (None, _, Some(int)) => Value::Int(int),
                _ => return Err(self.fault(format!("{} overflows int", number.literal))),
            }),
            Operand::String { value, .. } => Slot::plain(Value::String(value.clone())),
            Operand::Field { .. } | Operand::Variable { .. } | Operand::Chain { .. } => {
                self.path(dot, operand, &[], None)?
            }
            Operand::Function { name, callee, .. } => self.call(dot, name, callee, At::Operand(operand), &[], None)?,
            Operand::Pipeline(pipeline) => self.pipeline(dot, pipeline)?,
        })
    }
}
