//! The tree that reading gives: places, texts, paths.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use platgen_yaml::dialect::{Ambiguous, Documents};
use platgen_yaml::{Dialect, Document, Limits, NodeId, Span, Step, Style, Value, hash_path, read};

const TEXT: &str = "\
# a comment
name: web   # another
list:
  - 'it''s'
  - {a: \"\\u00e9\", b: }
empty:
text: |
  one
  two


nested:
  version: 1.10
";

fn document(text: &str, dialect: Dialect) -> Document {
    read(text.as_bytes(), &dialect, &Limits::default()).unwrap().remove(0)
}

fn at(document: &Document, path: &str) -> NodeId {
    let step = |part: &str| part.parse().map_or_else(|_| Step::Key(part.into()), Step::Index);
    let path: Vec<Step> = path.split('/').filter(|part| !part.is_empty()).map(step).collect();
    document.find(&path).unwrap_or_else(|| panic!("{path:?} is there"))
}

#[test]
fn spans_cover_what_is_written() {
    let document = document(TEXT, Dialect::PLATGEN);
    for (path, written) in [
        ("name", "web"),
        ("list", "- 'it''s'\n  - {a: \"\\u00e9\", b: }"),
        ("list/0", "'it''s'"),
        ("list/1", "{a: \"\\u00e9\", b: }"),
        ("list/1/a", "\"\\u00e9\""),
        ("list/1/b", ""),
        ("empty", ""),
        ("text", "one\n  two"),
        ("nested", "version: 1.10"),
        ("nested/version", "1.10"),
    ] {
        assert_eq!(&TEXT[document.span(at(&document, path)).range()], written, "{path}");
    }
    let whole = &TEXT[document.span(document.root()).range()];
    assert!(whole.starts_with("name") && whole.ends_with("1.10"));
    let key = document.key(at(&document, "list/1/b")).unwrap();
    assert_eq!(&TEXT[key.key_span.range()], "b");
    let empty = document.span(at(&document, "empty")).start as usize;
    assert!(TEXT[..empty].ends_with("empty:"));
}

#[test]
fn texts_styles_and_values() {
    let document = document(TEXT, Dialect::PLATGEN);
    for (path, text, style) in [
        ("name", "web", Style::Plain),
        ("list/0", "it's", Style::SingleQuoted),
        ("list/1/a", "é", Style::DoubleQuoted),
        ("list/1/b", "", Style::Plain),
        ("list/1", "", Style::Flow),
        ("list", "", Style::Block),
        ("text", "one\ntwo\n", Style::Literal),
        ("nested/version", "1.10", Style::Plain),
    ] {
        let node = at(&document, path);
        assert_eq!((document.text(node), document.style(node)), (text, style), "{path}");
        assert_eq!(document.text_shared(node), text);
    }
    assert_eq!(document.value(at(&document, "nested/version")), Value::Float(1.1));
    assert_eq!(document.value(at(&document, "empty")), Value::Null);
    assert_eq!(document.get(document.root(), "nope"), None);
    assert_eq!(document.get(at(&document, "name"), "nope"), None);
}

#[test]
fn nodes_stand_in_pre_order() {
    for (text, dialect) in
        [(TEXT, Dialect::PLATGEN), ("a: &a {x: [1]}\nb: {<<: *a, y: *a}\na: *a\n", Dialect::HELM_VALUES)]
    {
        let document = document(text, dialect);
        for node in document.ids() {
            let children: Vec<NodeId> = document.ids().filter(|child| document.parent(*child) == Some(node)).collect();
            let listed = match document.value(node) {
                Value::Seq(items) => items.to_vec(),
                Value::Map(entries) => entries.iter().map(|entry| entry.value).collect(),
                _ => Vec::new(),
            };
            assert_eq!(children, listed);
            let last = children.last().map_or(node.index() + 1, |child| document.end(*child));
            assert_eq!(document.end(node), last);
            let path = document.path(node);
            assert_eq!((document.find(&path), document.path_hash(node)), (Some(node), hash_path(&path)));
        }
    }
}

#[test]
fn path_hashes_are_the_same_everywhere() {
    let hash = |path: &[Step]| hash_path(path);
    let key = |text: &str| Step::Key(text.into());
    assert_eq!(hash(&[]), 0xcbf2_9ce4_8422_2325);
    assert_eq!(hash(&[key("metadata"), key("labels"), key("app.kubernetes.io/name")]), PATH_HASH);
    let few = [
        hash(&[key("a")]),
        hash(&[key("b")]),
        hash(&[key("a"), key("b")]),
        hash(&[key("b"), key("a")]),
        hash(&[Step::Index(0)]),
        hash(&[Step::Index(1)]),
        hash(&[key("")]),
        hash(&[key("\0")]),
        hash(&[key("0")]),
        hash(&[key("ab")]),
    ];
    let different: std::collections::BTreeSet<u64> = few.into_iter().collect();
    assert_eq!(different.len(), few.len());
}

/// Recorded once; it must never change within a release line, as consumers store it.
const PATH_HASH: u64 = 14_992_996_702_634_539_282;

#[test]
fn aliases_are_copies() {
    let text = "a: &x {k: [1, two]}\nb: [*x, *x]\n&y c: *y\n*y : d\n";
    let mut dialect = Dialect::PLATGEN;
    dialect.duplicates = platgen_yaml::dialect::Duplicates::LastWins;
    let document = document(text, dialect);
    let (original, copy) = (at(&document, "a/k/1"), at(&document, "b/1/k/1"));
    assert_ne!(original, copy);
    assert_eq!((document.text(copy), document.span(copy)), ("two", document.span(original)));
    assert_eq!(document.text(at(&document, "c")), "d");
}

#[test]
fn ambiguous_scalars_may_be_taken_as_text() {
    let dialect = Dialect { ambiguous: Ambiguous::Text, ..Dialect::PLATGEN };
    let document = document("a: yes\nb: \"yes\"\nc: 1\non: 0755\n", dialect);
    let seen: Vec<(Value<'_>, bool)> = ["a", "b", "c", "on"]
        .map(|path| at(&document, path))
        .map(|node| (document.value(node), document.ambiguous(node)))
        .into();
    let expected =
        [(Value::Str("yes"), true), (Value::Str("yes"), false), (Value::Int(1), false), (Value::Str("0755"), true)];
    assert_eq!(seen, expected);
}

#[test]
fn documents_without_nodes_do_not_count() {
    let count = |text: &str| read(text.as_bytes(), &Dialect::KUBECTL, &Limits::default()).unwrap().len();
    for (text, documents) in [
        ("", 0),
        ("# c\n", 0),
        ("---\n", 0),
        ("---\n# c\n---\na: 1\n---\n", 1),
        ("a\n---\nb\n...\n---\n~\n", 3),
        ("---\n\"\"", 1),
    ] {
        assert_eq!(count(text), documents, "{text:?}");
    }
    let trailing = Dialect { documents: Documents::One, ..Dialect::KUBECTL };
    assert_eq!(read(b"---\n---\na: 1\n---\n", &trailing, &Limits::default()).unwrap().len(), 1);
}

#[test]
fn documents_cross_threads() {
    fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Document>();
}

#[test]
fn a_stream_is_one_tree_with_the_same_nodes() {
    let text = "a: [1, {b: 2}]\n---\n- x\n- {c: {d: v}}\n---\nz\n";
    let documents =
        read(text.as_bytes(), &Dialect { documents: Documents::Many, ..Dialect::PLATGEN }, &Limits::default());
    let documents = documents.unwrap();
    let stream = Document::of_stream(documents.clone());
    assert_eq!(stream.len(), 1 + documents.iter().map(Document::len).sum::<usize>());
    for (index, document) in documents.iter().enumerate() {
        for node in document.ids() {
            let path: Vec<Step> = [Step::Index(index as u32)].into_iter().chain(document.path(node)).collect();
            let same = stream.find(&path).expect("the path leads there");
            assert_eq!((stream.text(same), stream.span(same)), (document.text(node), document.span(node)));
            assert_eq!(stream.path(same), path);
            assert_eq!(stream.path_hash(same), hash_path(&path));
            assert_eq!(stream.end(same) - same.index(), document.end(node) - node.index());
            assert_eq!(stream.key(same).map(|entry| &entry.key), document.key(node).map(|entry| &entry.key));
        }
    }
    assert_eq!(
        {
            let none = Document::of_stream(Vec::new());
            none.len()
        },
        1
    );
}

#[test]
fn any_text_is_a_document_of_one_scalar() {
    for text in ["", "a: 1\n- ]", "---\nä\r\n"] {
        let document = Document::of_text(text);
        let root = document.root();
        assert_eq!((document.value(root), document.text(root)), (Value::Str(text), text));
        assert_eq!(document.span(root), Span::new(0, text.len() as u32));
        assert_eq!((document.len(), document.end(root), document.parent(root)), (1, 1, None));
        assert_eq!((document.find(&[]), document.path_hash(root)), (Some(root), hash_path(&[])));
    }
}

#[test]
fn a_text_is_a_list_of_its_lines() {
    let text = "{{ a }}\r\n\nlast: é\n";
    let document = Document::of_lines(text);
    let Value::Seq(lines) = document.value(document.root()) else { panic!("a list") };
    assert_eq!(lines.iter().map(|line| document.text(*line)).collect::<Vec<_>>(), ["{{ a }}", "", "last: é"]);
    for (index, line) in lines.iter().enumerate() {
        let span = document.span(*line);
        assert_eq!(&text[span.start as usize..span.end as usize], document.text(*line));
        let path = document.path(*line);
        assert_eq!(path, [Step::Index(index as u32)]);
        assert_eq!((document.find(&path), document.path_hash(*line)), (Some(*line), hash_path(&path)));
    }
    let empty = Document::of_lines("");
    assert_eq!(empty.value(empty.root()), Value::Seq(&[]));
}
