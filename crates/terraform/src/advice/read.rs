//! Reads the files of advice, which are ours: what is wrong in them is our fault.

use hcl_edit::structure::{Block, Body};

use super::{Advice, Fate, MustSet, Rename, major};
use crate::hcl::{Value, parse, read_value};
use crate::types::read_type;

/// Reads what a file says of the versions of one major.
pub(super) fn read_advice(text: &str, version: u64) -> Advice {
    let body = parse(text).unwrap_or_else(|error| panic!("advice is HCL: {error}"));
    let mut advice = Advice::default();
    for block in body.blocks() {
        let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
        let since = labels.first().and_then(|label| major(label)).unwrap_or_default();
        match block.ident.as_str() {
            "reads" if since == version => advice.reads.extend(block.body.attributes().map(|attribute| {
                let ty = read_type(&attribute.value);
                let ty = ty.unwrap_or_else(|misread| panic!("advice has types: {}", misread.locate(text)));
                (attribute.key.as_str().into(), ty)
            })),
            "reads" => {}
            "renamed" if since <= version => advice.renames.extend(renames(block, &labels, Fate::Renamed)),
            "gone" if since <= version => advice.renames.extend(renames(block, &labels, Fate::Gone)),
            "renamed" | "gone" => {}
            "must_set" => advice.must_set.push(must_set(block, &labels)),
            other => panic!("advice has no `{other}`"),
        }
    }
    advice
}

/// Reads which sources became which.
pub(super) fn read_moved(text: &str) -> Vec<(String, String)> {
    let body = crate::hcl::read(text).unwrap_or_else(|error| panic!("advice is HCL: {error}"));
    let Some(Value::Object(entries)) = body.get("moved") else { panic!("the file says what moved") };
    let pairs = entries.iter().map(|entry| match &entry.value {
        Value::Text(new) => (entry.key.clone(), new.clone()),
        other => panic!("`{}` moved to a text, not {other:?}", entry.key),
    });
    pairs.collect()
}

fn renames<'b>(
    block: &'b Block,
    labels: &'b [&'b str],
    fate: impl Fn(Box<str>) -> Fate + 'b,
) -> impl Iterator<Item = Rename> + 'b {
    let within = labels.get(1).map_or_else(Vec::new, |path| split(path));
    texts(&block.body).map(move |(old, text)| Rename {
        within: within.clone(),
        old: old.into(),
        since: labels.first().copied().unwrap_or_default().into(),
        fate: fate(text.into()),
    })
}

fn must_set(block: &Block, labels: &[&str]) -> MustSet {
    let value = block.body.get_attribute("value");
    let value = value.map(|value| read_value(&value.value).unwrap_or_else(|_| panic!("a value is a constant")));
    let reason = texts(&block.body).find(|(name, _)| name == "reason").map(|(_, reason)| reason);
    MustSet {
        path: split(labels.first().copied().unwrap_or_default()),
        value,
        reason: reason.unwrap_or_else(|| panic!("`{labels:?}` has a reason")).into(),
    }
}

fn texts(body: &Body) -> impl Iterator<Item = (String, String)> {
    let text = |attribute: &hcl_edit::structure::Attribute| {
        Some((attribute.key.as_str().to_owned(), attribute.value.as_str()?.to_owned()))
    };
    body.attributes().filter_map(text)
}

fn split(path: &str) -> Vec<Box<str>> {
    path.split('.').map(Into::into).collect()
}
