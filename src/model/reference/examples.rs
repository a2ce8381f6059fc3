use std::collections::BTreeMap;

use platgen_yaml::{Dialect, Document, Entry, Limits, NodeId, Step, Value, line_column, read};

use super::super::{Kind, RecordShape, Shape};

/// The example of each kind of document, in the order in which they are looked through; `None` is the page of workloads.
///
/// Together they are a project, which a test compiles.
const FILES: [(Option<Kind>, &str); 8] = [
    (None, include_str!("pages/workload.yaml")),
    (None, include_str!("pages/kinds.yaml")),
    (Some(Kind::Stack), include_str!("pages/stack.yaml")),
    (Some(Kind::Project), include_str!("pages/project.yaml")),
    (Some(Kind::Team), include_str!("pages/team.yaml")),
    (Some(Kind::Environment), include_str!("pages/environment.yaml")),
    (Some(Kind::Override), include_str!("pages/override.yaml")),
    (Some(Kind::Definition), include_str!("pages/definition.yaml")),
];

/// What users write for each record, cut out of whole documents.
pub(super) struct Examples {
    by_record: BTreeMap<&'static str, String>,
}

impl Examples {
    /// Cuts the first appearance of every record out of the example documents.
    pub(super) fn new() -> Self {
        let mut examples = Self { by_record: BTreeMap::new() };
        for (kind, text) in FILES {
            let documents = read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default()).expect("examples are YAML");
            let [document] = documents.as_slice() else { panic!("an example is one document") };
            let shape = kind.unwrap_or(Kind::Stack).spec();
            let spec = document.find(&[Step::Key("spec".into())]).expect("an example has a spec");
            let record = shape.record().expect("a spec is a record");
            Cut { text, document }.fields(spec, record, &mut examples);
        }
        examples
    }

    /// The document that a page is about.
    pub(super) fn of_page(kind: Kind) -> &'static str {
        let file = FILES.iter().find(|(known, _)| *known == Some(kind));
        file.expect("every kind of document has an example").1
    }

    /// The field that leads to a record, as it may be written.
    pub(super) fn of_record(&self, record: &RecordShape) -> Option<&str> {
        self.by_record.get(record.name).map(String::as_str)
    }
}

struct Cut<'a> {
    text: &'a str,
    document: &'a Document,
}

impl Cut<'_> {
    fn fields(&self, node: NodeId, record: &'static RecordShape, examples: &mut Examples) {
        let Value::Map(entries) = self.document.value(node) else { return };
        for entry in entries {
            if let Some(field) = record.field(&entry.key) {
                self.value(entry.value, &field.shape, entry, examples);
            }
        }
    }

    /// Looks for records in the value of a field; a record in a map or list is shown with the whole field.
    fn value(&self, node: NodeId, shape: &Shape, field: &Entry, examples: &mut Examples) {
        match (self.document.value(node), shape.record()) {
            (Value::Map(_), Some(record)) => {
                examples.by_record.entry(record.name).or_insert_with(|| self.lines(field));
                self.fields(node, record, examples);
            }
            (Value::Map(entries), None) => entries.iter().for_each(|entry| {
                if let Some(shape) = shape.member(&entry.key) {
                    self.value(entry.value, &shape, field, examples);
                }
            }),
            (Value::Seq(items), _) => items.iter().for_each(|item| self.value(*item, &shape.item(), field, examples)),
            _ => {}
        }
    }

    /// A field as it is written, from the first column on.
    fn lines(&self, field: &Entry) -> String {
        let start = field.key_span.range().start;
        let end = self.document.span(field.value).range().end;
        let indent = line_column(self.text, start).1 - 1;
        let lines = self.text[start..end].trim_end().lines().enumerate();
        let lines = lines.map(|(index, line)| if index == 0 { line } else { line.get(indent..).unwrap_or_default() });
        lines.map(|line| format!("{line}\n")).collect()
    }
}
