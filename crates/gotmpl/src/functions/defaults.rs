//! Choosing among values.

use super::items::is_empty;
use crate::context::Context;
use crate::function::{Functions, Rest};
use crate::value::Value;

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("default", |_: &mut Context<'_>, default: Value, given: Rest<Value>| match given.0.into_iter().next() {
            Some(given) if !is_empty(&given) => given,
            _ => default,
        })
        .add("empty", |_: &mut Context<'_>, value: Value| is_empty(&value))
        .add("coalesce", |_: &mut Context<'_>, values: Rest<Value>| {
            values.0.into_iter().find(|value| !is_empty(value)).unwrap_or_default()
        })
        .add("all", |_: &mut Context<'_>, values: Rest<Value>| !values.0.iter().any(is_empty))
        .add("any", |_: &mut Context<'_>, values: Rest<Value>| !values.0.iter().all(is_empty))
        .add("ternary", |_: &mut Context<'_>, yes: Value, no: Value, condition: bool| if condition { yes } else { no });
}
