//! Values with fields and methods of their own: Go's structs, pointers to them and named types with methods.

use super::{Kind, Text, Value};
use crate::context::Context;
use crate::error::Fault;
use crate::function::Signature;
use std::any::Any;

/// A value of a type that the engine does not know: a struct, a pointer, or a named type with methods.
///
/// Templates reach what [`field`](Object::field) and [`method`](Object::method) name and nothing else.
pub trait Object: Any {
    /// Gives the type's name as Go's `%T` prints it, such as `*semver.Version`.
    fn type_name(&self) -> &'static str;

    /// Tells the kind: a struct unless said otherwise.
    fn kind(&self) -> Kind {
        Kind::Struct
    }

    /// Gives the value of an exported field of a struct, or of the struct behind a pointer.
    fn field(&self, _name: &str) -> Option<Value> {
        None
    }

    /// Tells what a method takes, or nothing where there is none of that name. A method is found before a field.
    fn method(&self, _name: &str) -> Option<Signature> {
        None
    }

    /// Calls a method that [`method`](Object::method) told of, with arguments of the types it named.
    ///
    /// # Errors
    ///
    /// What the method fails with.
    fn call(&self, _context: &mut Context<'_>, name: &str, _arguments: Vec<Value>) -> Result<Value, Fault> {
        Err(Fault::new(format!("{name} is not a method of {}", self.type_name())))
    }

    /// Gives what `String()` or `Error()` returns, for types that have such a method and print by it.
    fn string(&self) -> Option<Text> {
        None
    }

    /// Like [`string`](Object::string), for a struct whose `String()` belongs to its pointer: Go prints by it only where the
    /// struct has an address, which is where a field is printed straight away and not passed to a function.
    fn string_at_address(&self) -> Option<Text> {
        self.string()
    }

    /// Gives the fields in order, as Go prints a struct: `{a b}`, `&{a b}` for a pointer, `{Name:a}` for `%+v`.
    fn fields(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    /// Gives the value that stands for this one in JSON, for types that say so themselves: Go's `MarshalJSON`.
    fn json(&self) -> Option<Value> {
        None
    }

    /// Gives the value without the type's name, for named lists, maps, numbers and strings. It is ranged over, measured, indexed,
    /// compared and printed in the object's place.
    fn underlying(&self) -> Option<Value> {
        None
    }

    /// Tells whether `==` holds with a value of the same type.
    fn equals(&self, other: &dyn Object) -> bool {
        std::ptr::addr_eq(std::ptr::from_ref(self).cast::<()>(), std::ptr::from_ref(other).cast::<()>())
    }
}

impl dyn Object {
    /// Gives the object as the Rust type that it is, if it is that.
    pub fn downcast_ref<T: Object>(&self) -> Option<&T> {
        let any: &dyn Any = self;
        any.downcast_ref()
    }
}
