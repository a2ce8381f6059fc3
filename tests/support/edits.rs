//! Random edits of a project's files, as a person at an editor makes them: most leave a fault behind, some mend it.

use std::sync::Arc;

use platgen::source::{Document, Value};
use platgen::world::{MemoryWorld, World};
use platgen_yaml::{Dialect, Limits};

use super::random::Random;

/// Makes one edit and says which.
pub fn edit(world: &mut MemoryWorld, original: &MemoryWorld, random: &mut Random) -> String {
    let paths: Vec<String> = world.paths().iter().map(ToString::to_string).collect();
    let path = random.pick(&paths).clone();
    let text = String::from_utf8(world.get(&path).expect("a listed file").to_vec()).expect("UTF-8");
    let (what, text) = match random.below(20) {
        0..3 => return mend(world, original, random),
        3..5 => {
            world.clone_from(original);
            return "all is mended".to_owned();
        }
        5..10 => ("a scalar changes", with_other_scalar(&path, &text, random)),
        10 => ("a key is renamed", with_other_key(&path, &text, random)),
        11 | 12 => ("a comment moves what follows", with_line(&text, "# a remark", random)),
        13 => ("a line goes", without_line(&text, random)),
        14 => ("a line is doubled", with_doubled_line(&text, random)),
        15 => ("a line is put in", with_line(&text, "  extra: {a: 1}", random)),
        16 => ("the syntax breaks", with_line(&text, "\t]: {", random)),
        17 => {
            let other = random.pick(&paths).clone();
            let (a, b) = (bytes(world, &path), bytes(world, &other));
            world.insert(path.as_str(), b);
            world.insert(other.as_str(), a);
            return format!("{path} and {other} are swapped");
        }
        18 => {
            world.remove(&path);
            return format!("{path} is removed");
        }
        _ => {
            let folder = path.rsplit_once('/').map_or("stacks", |(folder, _)| folder);
            let copy = format!("{folder}/copy-{}.yaml", random.below(3));
            world.insert(copy.as_str(), text.into_bytes());
            return format!("{path} is copied to {copy}");
        }
    };
    world.insert(path.as_str(), text.into_bytes());
    format!("{path}: {what}")
}

/// Gives a file back what it held at first; a file that was not there goes.
fn mend(world: &mut MemoryWorld, original: &MemoryWorld, random: &mut Random) -> String {
    let broken: Vec<String> = world
        .paths()
        .iter()
        .chain(original.paths())
        .filter(|path| world.get(path) != original.get(path))
        .map(ToString::to_string)
        .collect();
    if broken.is_empty() {
        return "nothing is to be mended".to_owned();
    }
    let path = random.pick(&broken);
    match original.get(path) {
        Some(bytes) => world.insert(path.as_str(), bytes.clone()),
        None => drop(world.remove(path)),
    }
    format!("{path} is mended")
}

fn bytes(world: &MemoryWorld, path: &str) -> Arc<[u8]> {
    world.get(path).expect("a listed file").clone()
}

/// The document of a file as platgen reads it; `None` where there is none.
pub fn document(path: &str, text: &str) -> Option<Document> {
    if path.starts_with("files/") {
        return Some(Document::of_text(text));
    }
    if path.starts_with("charts/") && !path.ends_with("values.yaml") {
        return Some(Document::of_lines(text));
    }
    let is_values = path.starts_with("charts/");
    let is_stream = path.starts_with("manifests/");
    let dialect = match (is_values, is_stream) {
        (true, _) => Dialect::HELM_VALUES,
        (_, true) => Dialect::KUBECTL,
        _ => Dialect::PLATGEN,
    };
    let documents = platgen_yaml::read(text.as_bytes(), &dialect, &Limits::default()).ok()?;
    if is_stream { Some(Document::of_stream(documents)) } else { documents.into_iter().next() }
}

fn with_other_scalar(path: &str, text: &str, random: &mut Random) -> String {
    let Some(document) = document(path, text) else { return text.to_owned() };
    let is_scalar = |value: Value<'_>| !matches!(value, Value::Seq(_) | Value::Map(_));
    let scalars: Vec<_> = document.ids().filter(|node| is_scalar(document.value(*node))).collect();
    if scalars.is_empty() {
        return text.to_owned();
    }
    let node = *random.pick(&scalars);
    let other = document.text(*random.pick(&scalars)).to_owned();
    let new = match (document.value(node), random.below(4)) {
        (_, 0) => serde_json::Value::from(other).to_string(),
        (_, 1) => ["null", "${env.name}", "[1]", "{a: b}", "\"\"", "7", "${env.nothing}"][random.below(7)].to_owned(),
        (Value::Int(number), _) => (number + 1).to_string(),
        (Value::Bool(value), _) => (!value).to_string(),
        (_, 2) => serde_json::Value::from(format!("{}x", document.text(node))).to_string(),
        _ => serde_json::Value::from(document.text(node).replace(['1', '3'], "2")).to_string(),
    };
    replaced(text, document.span(node), &new)
}

fn with_other_key(path: &str, text: &str, random: &mut Random) -> String {
    let Some(document) = document(path, text) else { return text.to_owned() };
    let keys: Vec<_> = document.ids().filter_map(|node| document.key(node)).collect();
    if keys.is_empty() {
        return text.to_owned();
    }
    let span = random.pick(&keys).key_span;
    let new = if random.percent(50) { random.pick(&keys).key.to_string() } else { "other".to_owned() };
    replaced(text, span, &new)
}

/// The text with other bytes in place of a node's.
pub fn replaced(text: &str, span: platgen_yaml::Span, new: &str) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let line_end = if text[start..end].ends_with('\n') { "\n" } else { "" };
    format!("{}{new}{line_end}{}", &text[..start], &text[end..])
}

fn with_line(text: &str, line: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(random.below(lines.len() + 1), line);
    lines.join("\n") + "\n"
}

fn without_line(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if !lines.is_empty() {
        lines.remove(random.below(lines.len()));
    }
    lines.join("\n") + "\n"
}

fn with_doubled_line(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if !lines.is_empty() {
        let index = random.below(lines.len());
        lines.insert(index, lines[index]);
    }
    lines.join("\n") + "\n"
}
