//! Rust types that functions may return.

use super::{Int, Int64};
use crate::error::Fault;
use crate::value::{List, Map, Text, Value};

/// What a function may return: a value, something that is one, or a result of those.
pub trait Outcome {
    /// Gives the value, or the fault.
    ///
    /// # Errors
    ///
    /// The fault that the function returned.
    fn into_result(self) -> Result<Value, Fault>;
}

impl<T: Outcome> Outcome for Result<T, Fault> {
    fn into_result(self) -> Result<Value, Fault> {
        self.and_then(Outcome::into_result)
    }
}

impl Outcome for Value {
    fn into_result(self) -> Result<Value, Fault> {
        Ok(self)
    }
}

/// Makes outcomes of types that a value can be made of.
macro_rules! outcomes {
    ($($rust:ty => $make:expr),* $(,)?) => {$(
        impl Outcome for $rust {
            fn into_result(self) -> Result<Value, Fault> {
                Ok($make(self))
            }
        }
    )*};
}

outcomes! {
    bool => Value::Bool,
    f64 => Value::Float64,
    Int => |value: Int| Value::Int(value.0),
    Int64 => |value: Int64| Value::Int64(value.0),
    Text => Value::String,
    &str => Value::string,
    String => Value::string,
    Vec<u8> => Value::string,
    List => Value::List,
    Map => Value::Map,
}
