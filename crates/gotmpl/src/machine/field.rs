//! Fields: `.a.b`, `$x.a`, `(pipeline).a`.

use super::walk::underlying;
use super::{At, Machine, Slot};
use crate::error::Fault;
use crate::parse::tree::Operand;
use crate::value::{List, Map, Object, Text, Type, Value};
use std::rc::Rc;

impl<'t> Machine<'_, '_, 't> {
    /// Evaluates an operand that ends in fields, with the arguments of its command for the last of them.
    pub(super) fn path(
        &mut self,
        dot: &Slot,
        operand: &'t Operand,
        arguments: &'t [Operand],
        last: Option<Slot>,
    ) -> Result<Slot, Fault> {
        self.at = At::Operand(operand);
        let (receiver, names) = match operand {
            Operand::Field { names, .. } => (dot.clone(), names),
            Operand::Variable { name, id, fields, .. } => {
                let value = self.variable(name, *id)?;
                if fields.is_empty() {
                    self.check_takes_nothing(operand, arguments, &last)?;
                    return Ok(value);
                }
                (value, fields)
            }
            Operand::Chain { base, fields, .. } => {
                if matches!(**base, Operand::Nil(_)) {
                    return Err(self.fault(format!("indirection through explicit nil in {operand}")));
                }
                (self.untyped(dot, base)?, fields)
            }
            _ => return Err(self.fault(format!("{operand} has no fields"))),
        };
        let Some((name, through)) = names.split_last() else { return Ok(receiver) };
        let receiver =
            through.iter().try_fold(receiver, |receiver, name| self.field(dot, name, operand, &[], None, receiver))?;
        let holder = match &receiver.value {
            Value::Map(map) if self.context.records.wants_reads() => Some(map.clone()),
            _ => None,
        };
        if let Some(holder) = &holder {
            self.context.records.read(holder, name);
        }
        let found = self.field(dot, name, operand, arguments, last, receiver)?;
        if let Some(holder) = &holder {
            self.context.records.read_whole(holder, &found.value);
        }
        Ok(found)
    }

    fn field(
        &mut self,
        dot: &Slot,
        name: &Text,
        operand: &'t Operand,
        arguments: &'t [Operand],
        last: Option<Slot>,
        receiver: Slot,
    ) -> Result<Slot, Fault> {
        if receiver.is_invalid() {
            return Ok(Slot::INVALID);
        }
        let has_arguments = !arguments.is_empty() || last.is_some();
        match &receiver.value {
            Value::Nil => Err(self.fault(format!("nil pointer evaluating {}.{name}", receiver.type_name()))),
            Value::Map(map) if has_arguments => {
                let _ = map;
                Err(self.fault(format!("{name} is not a method but has arguments")))
            }
            Value::Map(map) => Ok(element(map, name)),
            Value::Object(object) => {
                let known = name.as_str().unwrap_or_default();
                if let Some(signature) = object.method(known) {
                    let arguments = self.arguments(dot, known, &signature, arguments, last)?;
                    return self.method(object, known, operand, arguments);
                }
                self.object_field(object, name, has_arguments, &receiver)
            }
            _ => Err(self.no_field(name, &receiver)),
        }
    }

    fn no_field(&self, name: &Text, receiver: &Slot) -> Fault {
        self.fault(format!("can't evaluate field {name} in type {}", receiver.type_name()))
    }

    fn object_field(
        &self,
        object: &Rc<dyn Object>,
        name: &Text,
        has_arguments: bool,
        receiver: &Slot,
    ) -> Result<Slot, Fault> {
        if let Value::Map(map) = underlying(receiver.value.clone()) {
            return match has_arguments {
                true => Err(self.fault(format!("{name} is not a method but has arguments"))),
                false => Ok(element(&map, name)),
            };
        }
        match name.as_str().and_then(|name| object.field(name)) {
            Some(_) if has_arguments => {
                Err(self.fault(format!("{name} has arguments but cannot be invoked as function")))
            }
            Some(value) => Ok(Slot::returned(value)),
            None => Err(self.no_field(name, receiver)),
        }
    }

    fn method(
        &mut self,
        object: &Rc<dyn Object>,
        name: &str,
        operand: &'t Operand,
        arguments: Vec<Value>,
    ) -> Result<Slot, Fault> {
        let called_at = self.enter_call(At::Operand(operand));
        let result = object.call(self.context, name, arguments);
        self.leave_call(called_at, name, At::Operand(operand), result)
    }
}

/// Reads an entry; where there is none, the zero value of the map's type.
pub(crate) fn element(map: &Map, key: &[u8]) -> Slot {
    let value = map.get(key);
    match &map.map_type().element {
        Type::Any => Slot::boxed(value.unwrap_or_default()),
        element => Slot::plain(value.unwrap_or_else(|| zero(element))),
    }
}

/// Gives the zero value of a type.
pub(crate) fn zero(of: &Type) -> Value {
    match of {
        Type::Any | Type::Object(_) => Value::Nil,
        Type::Bool => Value::Bool(false),
        Type::Int => Value::Int(0),
        Type::Int64 => Value::Int64(0),
        Type::Uint8 => Value::Uint8(0),
        Type::Uint64 => Value::Uint64(0),
        Type::Float64 => Value::Float64(0.0),
        Type::String => Value::String(Text::default()),
        Type::List(list) if list.item == Type::Uint8 => Value::Bytes(Text::default()),
        Type::List(list) => Value::List(List::nil(list)),
        Type::Map(map) => Value::Map(Map::nil(map)),
    }
}
