//! What a value can become of which only the type is known.

use crate::types::Type;

/// Tells whether some value of one type converts to another.
pub(super) fn may_become(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Any, _) | (_, Type::Any) => true,
        (Type::String | Type::Number | Type::Bool, Type::String) | (Type::String, Type::Number | Type::Bool) => true,
        (Type::Number, Type::Number) | (Type::Bool, Type::Bool) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to)) => may_become(from, to),
        (Type::Tuple(items), Type::List(to) | Type::Set(to)) => items.iter().all(|from| may_become(from, to)),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len() && from.iter().zip(to).all(|(from, to)| may_become(from, to))
        }
        (Type::Map(from), Type::Map(to)) => may_become(from, to),
        (Type::Object(attributes), Type::Map(to)) => attributes.iter().all(|from| may_become(&from.ty, to)),
        (Type::Map(from), Type::Object(attributes)) => attributes.iter().all(|to| may_become(from, &to.ty)),
        (Type::Object(_), Type::Object(attributes)) => attributes.iter().all(|to| match from.attribute(&to.name) {
            Some(from) => may_become(&from.ty, &to.ty),
            None => to.optional,
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_become_what_inputs_want() {
        let may = |from: &str, to: &str| may_become(&from.parse().unwrap(), &to.parse().unwrap());
        for (from, to) in [
            ("string", "number"),
            ("list(string)", "set(string)"),
            ("tuple([string, number])", "list(string)"),
            ("object({ a = string })", "map(string)"),
            ("object({ a = string, b = bool })", "object({ a = string, c = optional(string) })"),
            ("map(string)", "object({ a = string })"),
            ("any", "list(string)"),
        ] {
            assert!(may(from, to), "{from} to {to}");
        }
        for (from, to) in [
            ("string", "list(string)"),
            ("bool", "number"),
            ("list(string)", "tuple([string])"),
            ("map(list(string))", "map(string)"),
            ("object({ a = string })", "object({ b = string })"),
            ("set(string)", "map(string)"),
        ] {
            assert!(!may(from, to), "{from} to {to}");
        }
    }
}
