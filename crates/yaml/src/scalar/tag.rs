//! Explicit tags.

use super::{Scalar, agreed, go};
use crate::Span;
use crate::dialect::{Dialect, Scalars, Tags};
use crate::fault::{Fault, FaultKind, excerpt};
use ecow::EcoString;
use granit_parser::Tag;

const UNKNOWN_HELP: &str = "known are `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map` and `!!seq`";

/// Types a scalar that has a tag, written at `span`; a decoded `!!binary` replaces its text.
pub(crate) fn resolve(dialect: &Dialect, tag: &Tag, text: &mut EcoString, span: Span) -> Result<Scalar, Fault> {
    let name = tag.suffix_in_namespace("tag:yaml.org,2002:");
    match (dialect.tags, name.as_deref()) {
        (_, Some("str")) => Ok(Scalar::Str),
        (_, Some(name @ ("int" | "float" | "bool" | "null"))) => convert(dialect, name, text, span),
        (Tags::GoYaml, Some("binary")) => decode_binary(text, span),
        (Tags::GoYaml, _) => Ok(Scalar::Str),
        (Tags::Core, Some(name @ ("map" | "seq"))) => {
            Err(Fault::new(FaultKind::TagMismatch, span, format!("`!!{name}` stands before a scalar")))
        }
        (Tags::Core, _) => Err(unknown(tag, span)),
    }
}

/// Tells whether a tag makes the key `<<` a merge key, quoted or not.
pub(crate) fn is_merge(tag: &Tag) -> bool {
    tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() == Some("merge")
}

/// Checks the tag of a collection.
pub(crate) fn check_collection(dialect: &Dialect, tag: &Tag, is_map: bool, span: Span) -> Result<(), Fault> {
    let (own, found) = if is_map { ("map", "a map") } else { ("seq", "a list") };
    let name = tag.suffix_in_namespace("tag:yaml.org,2002:");
    match (dialect.tags, name.as_deref()) {
        (Tags::GoYaml, _) => Ok(()),
        (Tags::Core, Some(name)) if name == own => Ok(()),
        (Tags::Core, Some(name)) if tag.is_yaml_core_schema() => {
            Err(Fault::new(FaultKind::TagMismatch, span, format!("`!!{name}` stands before {found}")))
        }
        (Tags::Core, _) => Err(unknown(tag, span)),
    }
}

fn unknown(tag: &Tag, span: Span) -> Fault {
    Fault::new(FaultKind::UnknownTag, span, format!("unknown tag `{}`", excerpt(&tag.original()))).help(UNKNOWN_HELP)
}

fn convert(dialect: &Dialect, name: &str, text: &str, span: Span) -> Result<Scalar, Fault> {
    let scalar = match dialect.scalars {
        Scalars::Agreed => agreed::resolve(text).0,
        Scalars::GoYaml => go::resolve(text),
    };
    match (name, scalar) {
        ("int", Scalar::Int(_) | Scalar::UInt(_))
        | ("float", Scalar::Float(_))
        | ("bool", Scalar::Bool(_))
        | ("null", Scalar::Null) => Ok(scalar),
        #[expect(clippy::cast_precision_loss, reason = "the tag asks for a float")]
        ("float", Scalar::Int(value)) => Ok(Scalar::Float(value as f64)),
        #[expect(clippy::cast_precision_loss, reason = "the tag asks for a float")]
        ("float", Scalar::UInt(value)) => Ok(Scalar::Float(value as f64)),
        _ => Err(Fault::new(FaultKind::TagMismatch, span, format!("`{}` is not what `!!{name}` says", excerpt(text)))),
    }
}

/// Decodes base 64, line breaks in between allowed. Bytes that are no text become U+FFFD, as in Go's JSON.
fn decode_binary(text: &mut EcoString, span: Span) -> Result<Scalar, Fault> {
    let invalid = || Fault::new(FaultKind::TagMismatch, span, "`!!binary` stands before something other than base64");
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let symbols: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    for group in symbols.chunks(4) {
        let padding = group.iter().rev().take_while(|&&symbol| symbol == b'=').count();
        let is_last = group.as_ptr_range().end == symbols.as_ptr_range().end;
        if group.len() != 4 || padding > 2 || (padding > 0 && !is_last) {
            return Err(invalid());
        }
        let mut bits = 0u32;
        for &symbol in &group[..4 - padding] {
            bits = bits << 6 | u32::from(base64_digit(symbol).ok_or_else(invalid)?);
        }
        bits <<= 6 * padding;
        bytes.extend_from_slice(&bits.to_be_bytes()[1..4 - padding]);
    }
    *text = String::from_utf8_lossy(&bytes).as_ref().into();
    Ok(Scalar::Str)
}

const fn base64_digit(symbol: u8) -> Option<u8> {
    match symbol {
        b'A'..=b'Z' => Some(symbol - b'A'),
        b'a'..=b'z' => Some(symbol - b'a' + 26),
        b'0'..=b'9' => Some(symbol - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
