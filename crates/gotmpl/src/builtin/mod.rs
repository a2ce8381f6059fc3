//! Go's own functions, which are there without being added.

mod compare;
mod escape;
mod item;

use crate::context::Context;
use crate::error::Fault;
use crate::format;
use crate::machine::Slot;
use crate::value::{Text, Value};

/// A function of Go's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Builtin {
    And,
    Call,
    Eq,
    Ge,
    Gt,
    Html,
    Index,
    Js,
    Le,
    Len,
    Lt,
    Ne,
    Not,
    Or,
    Print,
    Printf,
    Println,
    Slice,
    UrlQuery,
}

impl Builtin {
    pub(crate) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "and" => Builtin::And,
            "call" => Builtin::Call,
            "eq" => Builtin::Eq,
            "ge" => Builtin::Ge,
            "gt" => Builtin::Gt,
            "html" => Builtin::Html,
            "index" => Builtin::Index,
            "js" => Builtin::Js,
            "le" => Builtin::Le,
            "len" => Builtin::Len,
            "lt" => Builtin::Lt,
            "ne" => Builtin::Ne,
            "not" => Builtin::Not,
            "or" => Builtin::Or,
            "print" => Builtin::Print,
            "printf" => Builtin::Printf,
            "println" => Builtin::Println,
            "slice" => Builtin::Slice,
            "urlquery" => Builtin::UrlQuery,
            _ => return None,
        })
    }

    /// Tells how many arguments have to be given, and whether more may be.
    pub(crate) fn arity(self) -> (usize, bool) {
        match self {
            Builtin::And | Builtin::Or | Builtin::Call | Builtin::Eq | Builtin::Index => (1, true),
            Builtin::Slice | Builtin::Printf => (1, true),
            Builtin::Html | Builtin::Js | Builtin::Print | Builtin::Println | Builtin::UrlQuery => (0, true),
            Builtin::Ge | Builtin::Gt | Builtin::Le | Builtin::Lt | Builtin::Ne => (2, false),
            Builtin::Len | Builtin::Not => (1, false),
        }
    }

    /// Calls the function with as many arguments as it takes; `callee` is how the first one is written.
    pub(crate) fn call(self, context: &mut Context<'_>, arguments: Vec<Slot>, callee: &str) -> Result<Slot, Fault> {
        let Some((first, rest)) = arguments.split_first() else {
            return self.with_values(context, Vec::new()).map(Slot::plain);
        };
        let bool = |value: bool| Slot::plain(Value::Bool(value));
        match self {
            Builtin::Eq => compare::eq(context, first, rest).map(bool),
            Builtin::Ne => compare::eq(context, first, rest).map(|equal| bool(!equal)),
            Builtin::Lt => compare::lt(first, rest).map(bool),
            Builtin::Le => compare::le(context, first, rest).map(bool),
            Builtin::Gt => compare::le(context, first, rest).map(|at_most| bool(!at_most)),
            Builtin::Ge => compare::lt(first, rest).map(|less| bool(!less)),
            Builtin::Not => Ok(bool(!first.value.is_true())),
            Builtin::Index => item::index(context, first, rest),
            Builtin::Slice => item::slice(first, rest),
            Builtin::Len => item::len(first).map(|length| Slot::plain(Value::Int(length))),
            Builtin::Call => Err(match first.value.is_nil() {
                true => Fault::new("call of nil"),
                false => Fault::new(format!("non-function {callee} of type {}", first.value.type_name())),
            }),
            _ => {
                let values = arguments.into_iter().map(|slot| slot.value).collect();
                self.with_values(context, values).map(Slot::plain)
            }
        }
    }

    fn with_values(self, context: &mut Context<'_>, values: Vec<Value>) -> Result<Value, Fault> {
        let text = match (self, values.as_slice()) {
            (Builtin::Print, values) => format::print(context, values)?,
            (Builtin::Println, values) => format::println(context, values)?,
            (Builtin::Printf, [Value::String(format), values @ ..]) => format::printf(context, format, values)?,
            (Builtin::Html, values) => escape::html(&evaluated(context, values)?),
            (Builtin::Js, values) => escape::js(&evaluated(context, values)?),
            (Builtin::UrlQuery, values) => escape::url_query(&evaluated(context, values)?),
            _ => return Ok(Value::Nil),
        };
        Ok(Value::String(text))
    }
}

/// Prints the arguments of an escaping function, where nil is no value.
fn evaluated(context: &mut Context<'_>, values: &[Value]) -> Result<Text, Fault> {
    let no_value = |value: &Value| if value.is_nil() { Value::from("<no value>") } else { value.clone() };
    match values {
        [Value::String(text)] => Ok(text.clone()),
        values => format::print(context, &values.iter().map(no_value).collect::<Vec<_>>()),
    }
}
