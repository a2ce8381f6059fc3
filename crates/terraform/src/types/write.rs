//! Writes types back as expressions, on one line.

use std::fmt;

use super::{Attribute, Type};
use crate::hcl::{spell_key, write_inline};

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("any"),
            Type::String => f.write_str("string"),
            Type::Number => f.write_str("number"),
            Type::Bool => f.write_str("bool"),
            Type::List(item) => write!(f, "list({item})"),
            Type::Set(item) => write!(f, "set({item})"),
            Type::Map(item) => write!(f, "map({item})"),
            Type::Tuple(items) => {
                f.write_str("tuple([")?;
                separated(f, items)?;
                f.write_str("])")
            }
            Type::Object(attributes) if attributes.is_empty() => f.write_str("object({})"),
            Type::Object(attributes) => {
                f.write_str("object({ ")?;
                separated(f, attributes)?;
                f.write_str(" })")
            }
        }
    }
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = ", spell_key(&self.name))?;
        match (&self.default, self.optional) {
            (Some(default), _) => {
                let mut written = String::new();
                write_inline(default, &mut written);
                write!(f, "optional({}, {written})", self.ty)
            }
            (None, true) => write!(f, "optional({})", self.ty),
            (None, false) => write!(f, "{}", self.ty),
        }
    }
}

fn separated<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    for (place, item) in items.iter().enumerate() {
        f.write_str(if place > 0 { ", " } else { "" })?;
        write!(f, "{item}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_as_they_were_read() {
        for text in [
            "any",
            "map(any)",
            "set(number)",
            "tuple([string, list(bool)])",
            "object({})",
            "object({ a = optional(string, \"x\"), \"b c\" = optional(map(object({ d = number })), {}), e = optional(bool) })",
            "object({ a = optional(object({ b = optional(number, -1) }), { b = 2 }), c = optional(list(string), [\"$${x}\"]) })",
        ] {
            let ty: Type = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(ty.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_type_is_a_fault_at_its_place() {
        for (text, place) in [
            ("strng", "1:1: `strng` is no type"),
            ("list(list)", "1:6: `list` is no type"),
            ("optional(string)", "1:1: `optional` belongs to an attribute of an object"),
            ("object({ a = set(string, 1) })", "1:14: `set` takes one argument"),
            ("map(1 + 1)", "1:5: this is no type"),
        ] {
            assert_eq!(text.parse::<Type>().expect_err(text).to_string(), place);
        }
        assert_eq!("list".parse::<Type>().expect("as of old"), Type::List(Box::new(Type::Any)));
    }
}
