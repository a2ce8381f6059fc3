//! Types and kinds of values.

use super::equality::deep_equal;
use crate::context::Context;
use crate::function::Functions;
use crate::value::{Text, Value};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("typeOf", |_: &mut Context<'_>, value: Value| value.type_name())
        .add("typeIs", |_: &mut Context<'_>, name: Text, value: Value| name == value.type_name())
        .add("typeIsLike", |_: &mut Context<'_>, name: Text, value: Value| {
            let actual = value.type_name();
            name == actual || actual.strip_prefix('*').is_some_and(|pointed| name == pointed)
        })
        .add("kindOf", |_: &mut Context<'_>, value: Value| value.kind().name())
        .add("kindIs", |_: &mut Context<'_>, name: Text, value: Value| name == value.kind().name())
        .add("deepEqual", |context: &mut Context<'_>, one: Value, other: Value| deep_equal(context, &one, &other));
}
