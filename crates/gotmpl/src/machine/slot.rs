//! Values as the machine meets them.

use crate::value::Value;

/// A value and whether Go would see it in an `interface {}`.
///
/// What is read from a map or a list of anything is in one; what a pipeline, a variable or a parameter has passed on is not. The
/// difference shows where the value is nil: in an interface it is a nil that has no fields; out of one it is no value at all,
/// all of whose fields are again no value.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) value: Value,
    pub(crate) is_boxed: bool,
}

impl Slot {
    /// No value.
    pub(crate) const INVALID: Self = Self { value: Value::Nil, is_boxed: false };

    /// A value of its own type.
    pub(crate) fn plain(value: Value) -> Self {
        Self { value, is_boxed: false }
    }

    /// A value in an `interface {}`.
    pub(crate) fn boxed(value: Value) -> Self {
        Self { value, is_boxed: true }
    }

    /// What a function returned: nil comes in an interface, for no other type of result can be one.
    pub(crate) fn returned(value: Value) -> Self {
        Self { is_boxed: value.is_nil(), value }
    }

    /// Takes the value out of its interface.
    pub(crate) fn unboxed(self) -> Self {
        Self::plain(self.value)
    }

    /// Tells whether there is no value at all.
    pub(crate) fn is_invalid(&self) -> bool {
        self.value.is_nil() && !self.is_boxed
    }

    /// Names the type that Go would tell here.
    pub(crate) fn type_name(&self) -> &'static str {
        match self.is_boxed {
            true => "interface {}",
            false => self.value.type_name(),
        }
    }
}
