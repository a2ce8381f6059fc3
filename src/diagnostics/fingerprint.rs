use std::collections::BTreeMap;
use std::fmt::Write;

use platgen_yaml::{Document, NodeId, Step, Value};
use sha2::{Digest, Sha256};

use super::{Diagnostic, Finding, PathStep, Spot};
use crate::source::{Place, Sources};

/// What of a finding stays when other things are edited: its code, where it was written by keys and names, and the part of the
/// object. Lines, messages and environments do not count.
pub(super) fn identity_of(finding: &Finding, sources: &Sources) -> String {
    let mut identity = String::from(finding.code.name());
    let mut add = |part: &str| {
        identity.push('\n');
        identity.push_str(part);
    };
    match &finding.primary.spot {
        Spot::File(path) => add(path),
        Spot::Bytes(file, _) => add(&sources.file(*file).path),
        Spot::Value(place) | Spot::Key(place) | Spot::Within(place, ..) => {
            add(&sources.file(place.file).path);
            add(&names_to(*place, sources));
        }
    }
    if let Some(subject) = &finding.subject {
        add(&subject.kind);
        let keys = subject.path.0.iter().filter_map(|step| match step {
            PathStep::Key(key) => Some(key.as_str()),
            PathStep::Index(_) => None,
        });
        add(&keys.collect::<Vec<_>>().join("."));
        // A manifest's object is one; what a project renders has other names in other environments.
        if subject.output.is_none() {
            add(subject.namespace.as_deref().unwrap_or_default());
            add(&subject.name);
        }
    }
    identity
}

/// Gives every finding the hash of its identity; of several with one identity each has its number too.
pub(super) fn number(diagnostics: &mut [Diagnostic]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let count = seen.entry(diagnostic.identity_text.clone()).or_default();
        let digest = Sha256::digest(format!("{}\n{count}", diagnostic.identity_text).as_bytes());
        *count += 1;
        diagnostic.fingerprint = digest[..8].iter().fold(String::with_capacity(16), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
            hex
        });
    }
}

/// The keys that lead to a place; an item of a list goes by its name where it has one.
fn names_to(place: Place, sources: &Sources) -> String {
    let document = sources.document(place.file);
    let mut at = document.root();
    // A stream of documents is a list; which of them is meant follows from the object.
    let is_stream = matches!(document.value(at), Value::Seq(_));
    let mut names = Vec::new();
    for (depth, step) in document.path(place.node).iter().enumerate() {
        let Some(next) = document.child(at, step) else { break };
        at = next;
        match step {
            Step::Key(key) => names.push(key.to_string()),
            Step::Index(_) if depth == 0 && is_stream => {}
            Step::Index(index) => names.push(name_of_item(document, at).unwrap_or_else(|| index.to_string())),
        }
    }
    names.join(".")
}

fn name_of_item(document: &Document, item: NodeId) -> Option<String> {
    let name = document.get(item, "name")?;
    matches!(document.value(name), Value::Str(_)).then(|| format!("[{}]", document.text(name)))
}
