//! Keys as strings, and the faults of single scalars.

use crate::dialect::{Dialect, Keys};
use crate::fault::{Fault, FaultKind, excerpt};
use crate::scalar::{Scalar, go, key};
use crate::{Span, quoting, syntax};
use ecow::EcoString;

/// Turns a typed key into the string that the dialect makes of it.
pub(crate) fn name(dialect: &Dialect, scalar: Scalar, text: &EcoString, span: Span) -> Result<EcoString, Fault> {
    if scalar == Scalar::Null {
        let message = if text.is_empty() {
            "a key is missing before `:`".to_owned()
        } else {
            format!("the key `{text}` is null")
        };
        let fault = Fault::new(FaultKind::NullKey, span, message);
        return Err(if text.is_empty() { fault } else { fault.help(format!("quote it: \"{text}\"")) });
    }
    match dialect.keys {
        Keys::AsWritten => Ok(text.clone()),
        Keys::GoYaml => key::name(scalar, text).ok_or_else(|| {
            let message = format!("the key `{}` is too large for a number", excerpt(text));
            Fault::new(FaultKind::UnusableKey, span, message).help(format!("quote it: \"{text}\""))
        }),
    }
}

/// Words the fault of a collection that stands where a key should; `{{` is nearly always a forgotten template.
pub(crate) fn collection(text: &str, is_map: bool, span: Span) -> Fault {
    let before = text.get(..span.start as usize).unwrap_or_default();
    if is_map && before.ends_with('{') {
        return syntax::template(Span::new(span.start - 1, span.start + 1));
    }
    let found = if is_map { "a map" } else { "a list" };
    Fault::new(FaultKind::UnusableKey, span, format!("{found} cannot be a key")).help("write a text as the key")
}

/// Words the fault of a plain value that readers type differently.
pub(crate) fn ambiguous(text: &str, span: Span) -> Fault {
    let meant = match go::resolve(text) {
        Scalar::Bool(value) => Some(value.to_string()),
        Scalar::Int(value) => Some(value.to_string()),
        Scalar::UInt(value) => Some(value.to_string()),
        Scalar::Float(value) if value.is_finite() && value.fract() == 0.0 && value.abs() < 1e15 => {
            Some(format!("{value:.0}"))
        }
        Scalar::Float(value) if value.is_finite() => {
            let mut number = Vec::new();
            quoting::write_float(value, &mut number);
            String::from_utf8(number).ok()
        }
        _ => None,
    };
    let text = excerpt(text);
    let help = match meant {
        Some(meant) => format!("write `{meant}`, or quote it: \"{text}\""),
        None => format!("quote it: \"{text}\""),
    };
    Fault::new(FaultKind::AmbiguousScalar, span, format!("`{text}` is read differently by YAML parsers")).help(help)
}

/// Words the fault of an infinity or a not-a-number.
pub(crate) fn not_finite(text: &str, span: Span) -> Fault {
    Fault::new(FaultKind::NotFinite, span, format!("`{text}` is a number that JSON cannot hold"))
        .help(format!("quote it: \"{text}\""))
}
