use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Limits, NodeId, Step, Value};

/// What a node is, apart from where and how it was written.
#[derive(PartialEq, Debug)]
enum Kind<'a> {
    Null,
    Scalar(&'a str, std::mem::Discriminant<Value<'a>>),
    Seq,
    Map,
}

/// Reads the one document of a file; `None` where it holds none, or more, or is not YAML.
pub(super) fn read_document(text: &str) -> Option<Document> {
    let mut documents = platgen_yaml::read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default()).ok()?;
    let document = documents.pop()?;
    documents.is_empty().then_some(document)
}

/// Whether a document after an edit is the one before it, but for the text at the end of the keys and the maps that lead there.
pub(super) fn is_only_change(before: &Document, after: &Document, keys: &[EcoString], value: &str) -> bool {
    let path: Vec<Step> = keys.iter().cloned().map(Step::Key).collect();
    let Some(edited) = after.find(&path) else { return false };
    if after.value(edited) != Value::Str(value) || before.len() > after.len() {
        return false;
    }
    let added = after.len() - before.len();
    // What is new stands in one row: the maps that were missing, and the scalar below them.
    let first_new = edited.index() + 1 - added;
    let is_new = |node: NodeId| (first_new..=edited.index()).contains(&node.index());
    let is_in_row = (first_new..edited.index()).all(|index| path_leads_through(after, index, &path));
    let others: Vec<NodeId> = after.ids().filter(|node| !is_new(*node) && *node != edited).collect();
    let known: Vec<NodeId> = before.ids().filter(|node| added > 0 || node.index() != edited.index()).collect();
    is_in_row
        && others.len() == known.len()
        && others.into_iter().zip(known).all(|(node, known)| are_alike(after, node, before, known))
}

/// Whether the node of this number lies on the path.
fn path_leads_through(document: &Document, index: usize, path: &[Step]) -> bool {
    let node = document.ids().nth(index);
    node.is_some_and(|node| path.starts_with(&document.path(node)))
}

/// Whether two nodes hold the same, written in the same way at the same keys.
fn are_alike(after: &Document, node: NodeId, before: &Document, known: NodeId) -> bool {
    kind(after, node) == kind(before, known)
        && after.path_hash(node) == before.path_hash(known)
        && after.style(node) == before.style(known)
}

fn kind(document: &Document, node: NodeId) -> Kind<'_> {
    match document.value(node) {
        Value::Null => Kind::Null,
        Value::Seq(_) => Kind::Seq,
        Value::Map(_) => Kind::Map,
        value => Kind::Scalar(document.text(node), std::mem::discriminant(&value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(before: &str, after: &str, keys: &[&str], value: &str) -> bool {
        let keys: Vec<EcoString> = keys.iter().map(|key| (*key).into()).collect();
        let read = |text| read_document(text).expect("YAML");
        is_only_change(&read(before), &read(after), &keys, value)
    }

    #[test]
    fn one_scalar_differs_and_nothing_else() {
        assert!(compare("a: {b: x, c: w}\n", "a: {b: z, c: w}\n", &["a", "b"], "z"));
        assert!(!compare("a: {b: x, c: w}\n", "a: {b: z, c: z}\n", &["a", "b"], "z"));
        assert!(!compare("a: {b: x, c: w}\n", "a: {b: z}\n", &["a", "b"], "z"));
        assert!(!compare("a: {b: x}\n", "a: {b: 1}\n", &["a", "b"], "1"), "a number is no text");
        assert!(!compare("a: {b: x, c: w}\n", "a: {b: z, d: w}\n", &["a", "b"], "z"));
        assert!(!compare("a: {b: x, c: 1}\n", "a: {b: z, c: \"1\"}\n", &["a", "b"], "z"));
    }

    #[test]
    fn one_entry_is_new_and_nothing_else() {
        assert!(compare("a: {}\nd: 1\n", "a: {b: {c: z}}\nd: 1\n", &["a", "b", "c"], "z"));
        assert!(compare("a: {x: 1}\n", "a: {x: 1, b: {c: z}}\n", &["a", "b", "c"], "z"));
        assert!(compare("a: 1\n", "a: 1\nb: z\n", &["b"], "z"));
        assert!(!compare("a: {}\nd: 1\n", "a: {b: {c: z}}\nd: 2\n", &["a", "b", "c"], "z"));
        assert!(!compare("a: {}\n", "a: {b: {c: z, d: 1}}\n", &["a", "b", "c"], "z"));
        assert!(!compare("a: {}\n", "a: {}\n", &["a", "b"], "z"));
        assert!(!compare("a: {x: 1}\n", "a: {b: {c: z}}\n", &["a", "b", "c"], "z"));
    }
}
