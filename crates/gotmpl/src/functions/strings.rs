//! Texts.

use super::cast::to_text;
use super::items::{claim_map, items, out_of_bounds};
use crate::context::Context;
use crate::error::Fault;
use crate::format;
use crate::function::{Functions, Int, Rest};
use crate::value::{Map, MapType, Text, Value};
use crate::words::wrap::{LongWord, longest, wrap};
use crate::words::{abbreviate, case, joined, split, trim};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("hello", |_: &mut Context<'_>| "Hello!")
        .add("trim", |_: &mut Context<'_>, text: Text| Text::from(trim::spaces(&text)))
        .add("trimall", trim_all)
        .add("trimAll", trim_all)
        .add("trimSuffix", |_: &mut Context<'_>, end: Text, text: Text| {
            text.strip_suffix(&end[..]).map(Text::from).unwrap_or(text)
        })
        .add("trimPrefix", |_: &mut Context<'_>, start: Text, text: Text| {
            text.strip_prefix(&start[..]).map(Text::from).unwrap_or(text)
        })
        .add("upper", |_: &mut Context<'_>, text: Text| case::upper(&text))
        .add("lower", |_: &mut Context<'_>, text: Text| case::lower(&text))
        .add("title", |_: &mut Context<'_>, text: Text| case::title(&text))
        .add("untitle", |_: &mut Context<'_>, text: Text| case::untitle(&text))
        .add("swapcase", |_: &mut Context<'_>, text: Text| case::swapped(&text))
        .add("initials", |_: &mut Context<'_>, text: Text| case::initials(&text))
        .add("nospace", |_: &mut Context<'_>, text: Text| case::without_spaces(&text))
        .add("snakecase", |_: &mut Context<'_>, text: Text| joined::connected(&text, '_'))
        .add("kebabcase", |_: &mut Context<'_>, text: Text| joined::connected(&text, '-'))
        .add("camelcase", |_: &mut Context<'_>, text: Text| joined::pascal(&text))
        .add("abbrev", |_: &mut Context<'_>, width: Int, text: Text| abbreviate::abbreviate(&text, width.0))
        .add("abbrevboth", |_: &mut Context<'_>, left: Int, right: Int, text: Text| {
            abbreviate::abbreviate_both(&text, left.0, right.0)
        })
        .add("trunc", trunc)
        .add("substr", substr)
        .add("repeat", |context: &mut Context<'_>, count: Int, text: Text| repeated(context, &text, count.0))
        .add("indent", indent)
        .add("nindent", nindent)
        .add("wrap", |context: &mut Context<'_>, width: Int, text: Text| {
            wrapped(context, width, b"\n", &text, LongWord::Kept)
        })
        .add("wrapWith", |context: &mut Context<'_>, width: Int, new_line: Text, text: Text| {
            wrapped(context, width, &new_line, &text, LongWord::Cut)
        })
        .add("contains", |_: &mut Context<'_>, part: Text, text: Text| split::find(&text, &part).is_some())
        .add("hasPrefix", |_: &mut Context<'_>, start: Text, text: Text| text.starts_with(&start))
        .add("hasSuffix", |_: &mut Context<'_>, end: Text, text: Text| text.ends_with(&end))
        .add("replace", replace)
        .add("plural", |_: &mut Context<'_>, one: Text, many: Text, count: Int| if count.0 == 1 { one } else { many })
        .add("quote", quote)
        .add("squote", squote)
        .add("cat", cat)
        .add("toString", |context: &mut Context<'_>, value: Value| to_text(context, &value))
        .add("toStrings", |context: &mut Context<'_>, value: Value| texts(context, &value).map(Value::strings))
        .add("join", join)
        .add("sortAlpha", sort_alpha)
        .add("split", |context: &mut Context<'_>, separator: Text, text: Text| {
            numbered(context, &text, &separator, None)
        })
        .add("splitn", |context: &mut Context<'_>, separator: Text, limit: Int, text: Text| {
            numbered(context, &text, &separator, usize::try_from(limit.0).ok())
        })
        .add("splitList", |context: &mut Context<'_>, separator: Text, text: Text| {
            parts(context, &text, &separator, None).map(Value::strings)
        });
}

fn trim_all(_: &mut Context<'_>, set: Text, text: Text) -> Text {
    trim::set(&text, &set).into()
}

/// Keeps so many bytes of the start, or of the end where the number is negative.
fn trunc(_: &mut Context<'_>, length: Int, text: Text) -> Text {
    let kept = usize::try_from(length.0.unsigned_abs()).unwrap_or(usize::MAX);
    match text.len().checked_sub(kept) {
        None => text,
        Some(left_out) if length.0 < 0 && left_out > 0 => text[left_out..].into(),
        Some(_) if length.0 >= 0 => text[..kept].into(),
        Some(_) => text,
    }
}

/// Cuts out bytes; a negative start is the start, a negative end or one beyond the text is the end.
fn substr(_: &mut Context<'_>, start: Int, end: Int, text: Text) -> Result<Text, Fault> {
    let length = text.len() as i64;
    let (start, end) = match (start.0, end.0) {
        (start, end) if start < 0 => (0, end),
        (start, end) if end < 0 || end > length => (start, length),
        bounds => bounds,
    };
    match out_of_bounds(start, end, text.len()) {
        Some(fault) => Err(fault),
        None => Ok(text[start as usize..end as usize].into()),
    }
}

/// Repeats a text.
fn repeated(context: &mut Context<'_>, text: &[u8], count: i64) -> Result<Vec<u8>, Fault> {
    let count = usize::try_from(count).map_err(|_| Fault::new("strings: negative Repeat count"))?;
    if text.is_empty() {
        return Ok(Vec::new());
    }
    context.claim(text.len().saturating_mul(count))?;
    Ok(text.repeat(count))
}

fn indent(context: &mut Context<'_>, spaces: Int, text: Text) -> Result<Vec<u8>, Fault> {
    indented(context, spaces, &text, b"")
}

fn nindent(context: &mut Context<'_>, spaces: Int, text: Text) -> Result<Vec<u8>, Fault> {
    indented(context, spaces, &text, b"\n")
}

/// Writes spaces at the start of every line, empty ones and the last included.
fn indented(context: &mut Context<'_>, spaces: Int, text: &[u8], before: &[u8]) -> Result<Vec<u8>, Fault> {
    let spaces = repeated(context, b" ", spaces.0)?;
    let lines = text.iter().filter(|byte| **byte == b'\n').count() + 1;
    let length = spaces.len().saturating_mul(lines).saturating_add(text.len() + before.len());
    context.claim(length)?;
    let mut indented = Vec::with_capacity(length);
    indented.extend_from_slice(before);
    for (index, line) in text.split(|byte| *byte == b'\n').enumerate() {
        if index > 0 {
            indented.push(b'\n');
        }
        indented.extend_from_slice(&spaces);
        indented.extend_from_slice(line);
    }
    Ok(indented)
}

fn wrapped(
    context: &mut Context<'_>,
    width: Int,
    new_line: &[u8],
    text: &[u8],
    long_word: LongWord,
) -> Result<Vec<u8>, Fault> {
    let width = usize::try_from(width.0).unwrap_or(0);
    context.claim(longest(text, width, new_line, long_word))?;
    Ok(wrap(text, width, new_line, long_word))
}

/// Replaces every occurrence; where the old text is empty, the new one goes before every character and to the end.
fn replace(context: &mut Context<'_>, old: Text, new: Text, text: Text) -> Result<Text, Fault> {
    if old == new {
        return Ok(text);
    }
    let parts = split::split(&text, &old, None);
    let length = parts.len().saturating_add(1).saturating_mul(new.len()).saturating_add(text.len());
    context.claim(length)?;
    context.spend(parts.len() as u64)?;
    if !old.is_empty() {
        return Ok(parts.join(&new[..]).into());
    }
    let mut replaced = Vec::with_capacity(length);
    for part in parts {
        replaced.extend_from_slice(&new);
        replaced.extend_from_slice(part);
    }
    replaced.extend_from_slice(&new);
    Ok(replaced.into())
}

/// Writes every value that is not nil between double quotes, with Go's escapes.
fn quote(context: &mut Context<'_>, values: Rest<Value>) -> Result<Vec<u8>, Fault> {
    spaced(context, values.0, |context, value| {
        let text = to_text(context, &value)?;
        format::printf(context, b"%q", &[Value::String(text)])
    })
}

/// Writes every value that is not nil between single quotes, as it is.
fn squote(context: &mut Context<'_>, values: Rest<Value>) -> Result<Vec<u8>, Fault> {
    spaced(context, values.0, |context, value| format::printf(context, b"'%v'", &[value]))
}

fn cat(context: &mut Context<'_>, values: Rest<Value>) -> Result<Vec<u8>, Fault> {
    spaced(context, values.0, |context, value| format::print(context, &[value]))
}

/// Writes the values that are not nil, with a space between each two.
fn spaced(
    context: &mut Context<'_>,
    values: Vec<Value>,
    write: impl Fn(&mut Context<'_>, Value) -> Result<Text, Fault>,
) -> Result<Vec<u8>, Fault> {
    let mut written = Vec::new();
    for (index, value) in values.into_iter().filter(|value| !value.is_nil()).enumerate() {
        if index > 0 {
            written.push(b' ');
        }
        written.extend_from_slice(&write(context, value)?);
        context.claim(written.len())?;
    }
    Ok(written)
}

/// Gives the items of a list that are not nil as texts; for another value its own text, for nil none.
fn texts(context: &mut Context<'_>, value: &Value) -> Result<Vec<Text>, Fault> {
    let Some(items) = items(value) else {
        return if value.is_nil() { Ok(Vec::new()) } else { Ok(vec![to_text(context, value)?]) };
    };
    context.claim(items.len().saturating_mul(24))?;
    context.spend(items.len() as u64)?;
    let present = items.iter().filter(|item| !item.is_nil());
    present.map(|item| to_text(context, item)).collect()
}

fn join(context: &mut Context<'_>, separator: Text, value: Value) -> Result<Vec<u8>, Fault> {
    let texts = texts(context, &value)?;
    let length: usize = texts.iter().map(|text| text.len()).sum();
    context.claim(length.saturating_add(separator.len().saturating_mul(texts.len())))?;
    Ok(texts.join(&separator[..]))
}

fn sort_alpha(context: &mut Context<'_>, value: Value) -> Result<Value, Fault> {
    if items(&value).is_none() {
        return Ok(Value::strings([to_text(context, &value)?]));
    }
    let mut texts = texts(context, &value)?;
    texts.sort();
    Ok(Value::strings(texts))
}

/// Splits a text and pays for the parts.
fn parts<'text>(
    context: &mut Context<'_>,
    text: &'text [u8],
    separator: &[u8],
    limit: Option<usize>,
) -> Result<Vec<&'text [u8]>, Fault> {
    let parts = split::split(text, separator, limit);
    context.spend(parts.len() as u64)?;
    context.claim(parts.len().saturating_mul(48).saturating_add(text.len()))?;
    Ok(parts)
}

/// Splits a text into a map with the keys `_0`, `_1` and so on.
fn numbered(context: &mut Context<'_>, text: &[u8], separator: &[u8], limit: Option<usize>) -> Result<Map, Fault> {
    let parts = parts(context, text, separator, limit)?;
    claim_map(context, parts.len())?;
    let entries = parts.into_iter().enumerate().map(|(index, part)| (format!("_{index}").into(), Value::string(part)));
    Ok(Map::with_entries(MapType::STRINGS, entries.collect()))
}
