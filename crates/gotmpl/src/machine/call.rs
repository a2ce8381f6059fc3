//! Calls: arguments of the types that parameters have, and what comes back.

use super::field::zero;
use super::{At, Machine, Slot};
use crate::builtin::Builtin;
use crate::context::CallSite;
use crate::error::Fault;
use crate::function::{Function, Signature};
use crate::parse::tree::{Callee, Operand};
use crate::value::{Type, Value};

impl<'t> Machine<'_, '_, 't> {
    /// Calls what an identifier names.
    pub(super) fn call(
        &mut self,
        dot: &Slot,
        name: &str,
        callee: &'t Callee,
        at: At<'t>,
        arguments: &'t [Operand],
        last: Option<Slot>,
    ) -> Result<Slot, Fault> {
        match callee {
            Callee::Function(function) => {
                let arguments = self.arguments(dot, name, function.signature(), arguments, last)?;
                self.function(name, function, at, arguments)
            }
            Callee::Builtin(Builtin::And) => self.short_circuit(dot, name, arguments, last, false),
            Callee::Builtin(Builtin::Or) => self.short_circuit(dot, name, arguments, last, true),
            Callee::Builtin(builtin) => self.builtin(dot, name, *builtin, at, arguments, last),
        }
    }

    fn function(&mut self, name: &str, function: &Function, at: At<'t>, arguments: Vec<Value>) -> Result<Slot, Fault> {
        let called_at = self.enter_call(at);
        let result = function.call(self.context, arguments);
        self.leave_call(called_at, name, at, result)
    }

    /// Tells the context where a call is, and gives where the one around it is.
    pub(super) fn enter_call(&mut self, at: At<'t>) -> Option<CallSite> {
        let position = match at {
            At::Command(command) => command.position,
            At::Operand(operand) => operand.position(),
            _ => 0,
        };
        self.context.enter_call(&self.template.source, position)
    }

    /// Takes what a call returned.
    pub(super) fn leave_call(
        &mut self,
        called_at: Option<CallSite>,
        name: &str,
        at: At<'t>,
        result: Result<Value, Fault>,
    ) -> Result<Slot, Fault> {
        self.context.leave_call(called_at);
        let result = result.and_then(|value| self.context.claim_value(&value).map(|()| value));
        match result {
            Ok(value) => Ok(Slot::returned(value)),
            Err(fault) => {
                self.at = at;
                Err(self.because(format!("error calling {name}"), fault))
            }
        }
    }

    /// Evaluates arguments for a signature.
    pub(super) fn arguments(
        &mut self,
        dot: &Slot,
        name: &str,
        signature: &Signature,
        arguments: &'t [Operand],
        last: Option<Slot>,
    ) -> Result<Vec<Value>, Fault> {
        self.check_count(name, signature.required(), signature.is_variadic, arguments, &last)?;
        let mut values = Vec::with_capacity(arguments.len() + 1);
        for (index, argument) in arguments.iter().enumerate() {
            let wanted = signature.parameter(index).copied().unwrap_or(Type::Any);
            values.push(self.argument(dot, &wanted, argument)?);
        }
        if let Some(last) = last {
            let wanted = signature.parameter(arguments.len()).copied().unwrap_or(Type::Any);
            values.push(self.fitting(last, &wanted)?);
        }
        Ok(values)
    }

    fn check_count(
        &self,
        name: &str,
        required: usize,
        is_variadic: bool,
        arguments: &[Operand],
        last: &Option<Slot>,
    ) -> Result<(), Fault> {
        let given = arguments.len() + usize::from(last.is_some());
        match is_variadic {
            // Go leaves the piped value out of this count.
            true if given < required => Err(self
                .fault(format!("wrong number of args for {name}: want at least {required} got {}", arguments.len()))),
            false if given != required => {
                Err(self.fault(format!("wrong number of args for {name}: want {required} got {given}")))
            }
            _ => Ok(()),
        }
    }

    /// Evaluates an argument for a parameter.
    fn argument(&mut self, dot: &Slot, wanted: &Type, operand: &'t Operand) -> Result<Value, Fault> {
        match operand {
            Operand::Nil(_) => {
                self.at = At::Operand(operand);
                match may_be_nil(wanted) {
                    true => Ok(zero(wanted)),
                    false => Err(self.fault(format!("cannot assign nil to {wanted}"))),
                }
            }
            Operand::Bool(..) | Operand::Number(..) | Operand::String { .. } => self.literal(dot, wanted, operand),
            _ => {
                let slot = self.untyped(dot, operand)?;
                self.fitting(slot, wanted)
            }
        }
    }

    /// Reads a literal as the type that a parameter has.
    fn literal(&mut self, dot: &Slot, wanted: &Type, operand: &'t Operand) -> Result<Value, Fault> {
        self.at = At::Operand(operand);
        let number = match operand {
            Operand::Number(_, number) => Some(number),
            _ => None,
        };
        let (value, expected) = match wanted {
            Type::Any => return self.untyped(dot, operand).map(|slot| slot.value),
            Type::Bool => match operand {
                Operand::Bool(_, value) => (Some(Value::Bool(*value)), "bool"),
                _ => (None, "bool"),
            },
            Type::String => match operand {
                Operand::String { value, .. } => (Some(Value::String(value.clone())), "string"),
                _ => (None, "string"),
            },
            Type::Int => (number.and_then(|number| number.int).map(Value::Int), "integer"),
            Type::Int64 => (number.and_then(|number| number.int).map(Value::Int64), "integer"),
            Type::Uint8 => {
                (number.and_then(|number| number.uint).map(|uint| Value::Uint8(uint as u8)), "unsigned integer")
            }
            Type::Uint64 => (number.and_then(|number| number.uint).map(Value::Uint64), "unsigned integer"),
            Type::Float64 => (number.and_then(|number| number.float).map(Value::Float64), "float"),
            Type::List(_) | Type::Map(_) | Type::Object(_) => {
                return Err(self.fault(format!("can't handle {operand} for arg of type {wanted}")));
            }
        };
        value.ok_or_else(|| self.fault(format!("expected {expected}; found {operand}")))
    }

    /// Takes a value for a parameter, or says why it does not fit.
    fn fitting(&self, slot: Slot, wanted: &Type) -> Result<Value, Fault> {
        if slot.is_invalid() {
            return match may_be_nil(wanted) {
                true => Ok(zero(wanted)),
                false => Err(self.fault(format!("invalid value; expected {wanted}"))),
            };
        }
        if slot.value.is_assignable_to(wanted) {
            // A named map arrives as the type that was asked for; in an `interface {}` it keeps its own.
            return Ok(match (slot.value, wanted) {
                (Value::Map(map), Type::Map(wanted)) => Value::Map(map.converted(wanted)),
                (value, _) => value,
            });
        }
        let got = if slot.value.is_nil() { "interface {}" } else { slot.value.type_name() };
        Err(self.fault(format!("wrong type for value; expected {wanted}; got {got}")))
    }

    /// Evaluates `and` and `or`, whose later arguments are not looked at once the answer is known.
    fn short_circuit(
        &mut self,
        dot: &Slot,
        name: &str,
        arguments: &'t [Operand],
        last: Option<Slot>,
        stops_at: bool,
    ) -> Result<Slot, Fault> {
        self.check_count(name, 1, true, arguments, &last)?;
        let mut value = Slot::INVALID;
        for argument in arguments {
            value = self.untyped(dot, argument)?;
            if value.value.is_true() == stops_at {
                return Ok(value);
            }
        }
        Ok(last.unwrap_or(value))
    }

    fn builtin(
        &mut self,
        dot: &Slot,
        name: &str,
        builtin: Builtin,
        at: At<'t>,
        arguments: &'t [Operand],
        last: Option<Slot>,
    ) -> Result<Slot, Fault> {
        let (required, is_variadic) = builtin.arity();
        self.check_count(name, required, is_variadic, arguments, &last)?;
        let mut slots = Vec::with_capacity(arguments.len() + 1);
        for (index, argument) in arguments.iter().enumerate() {
            slots.push(match (builtin, index) {
                (Builtin::Printf, 0) => Slot::plain(self.argument(dot, &Type::String, argument)?),
                _ => self.untyped(dot, argument)?,
            });
        }
        match last {
            Some(last) if builtin == Builtin::Printf && arguments.is_empty() => {
                slots.push(Slot::plain(self.fitting(last, &Type::String)?));
            }
            Some(last) => slots.push(last),
            None => {}
        }
        let callee = arguments.first().map_or_else(String::new, ToString::to_string);
        let result = match builtin.call(self.context, slots, &callee) {
            Ok(slot) => self.context.claim_value(&slot.value).map(|()| slot),
            Err(fault) => Err(fault),
        };
        result.map_err(|fault| {
            self.at = at;
            self.because(format!("error calling {name}"), fault)
        })
    }
}

fn may_be_nil(wanted: &Type) -> bool {
    match wanted {
        Type::Any | Type::List(_) | Type::Map(_) => true,
        Type::Object(name) => name.starts_with('*'),
        _ => false,
    }
}
