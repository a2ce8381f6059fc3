use std::collections::BTreeMap;

use super::super::{Kind, RecordShape, Shape, Shaped, Workload};

/// Which record stands on which page, and which fields lead to it.
pub(super) struct Atlas {
    pub(super) pages: Vec<Page>,
    /// By a record's name: the records and fields whose values are such records.
    uses: BTreeMap<&'static str, Vec<(&'static RecordShape, &'static str)>>,
}

/// One page: a kind of document, or workloads.
pub(super) struct Page {
    /// The kind of document; `None` for the page of workloads.
    pub(super) kind: Option<Kind>,
    /// The record that the page is about, which comes first.
    pub(super) root: &'static RecordShape,
    /// The records of the page, in the order in which a reader meets them.
    pub(super) records: Vec<&'static RecordShape>,
}

impl Page {
    fn new(kind: Option<Kind>, shape: Shape) -> Self {
        let root = shape.record().expect("a page is about a record");
        Self { kind, root, records: vec![root] }
    }

    pub(super) fn title(&self) -> &'static str {
        self.kind.map_or("Workload", Kind::name)
    }

    pub(super) fn file(&self) -> String {
        format!("{}.md", self.title().to_lowercase())
    }

    /// What stands above the records of the page.
    pub(super) fn opening(&self) -> &'static str {
        match self.kind {
            None => include_str!("pages/workload.md"),
            Some(Kind::Project) => include_str!("pages/project.md"),
            Some(Kind::Team) => include_str!("pages/team.md"),
            Some(Kind::Stack) => include_str!("pages/stack.md"),
            Some(Kind::Environment) => include_str!("pages/environment.md"),
            Some(Kind::Override) => include_str!("pages/override.md"),
            Some(Kind::Definition) => include_str!("pages/definition.md"),
        }
    }

    /// The heading of one of its records.
    pub(super) fn heading(&self, record: &'static RecordShape) -> &'static str {
        match self.kind {
            _ if !self.is_about(record) => record.name,
            Some(_) => "spec",
            None => "Fields",
        }
    }

    /// Whether a record is the one that the page is about.
    pub(super) fn is_about(&self, record: &RecordShape) -> bool {
        record.name == self.root.name
    }
}

impl Atlas {
    /// Gives every record to the first page from which it is reached: workloads first, then the documents in their order.
    pub(super) fn new() -> Self {
        let documents = Kind::ALL.into_iter().map(|kind| Page::new(Some(kind), kind.spec()));
        let pages = [Page::new(None, Workload::SHAPE)].into_iter().chain(documents).collect();
        let mut atlas = Self { pages, uses: BTreeMap::new() };
        for page in &atlas.pages {
            atlas.uses.insert(page.root.name, Vec::new());
        }
        for page in 0..atlas.pages.len() {
            atlas.visit(page, atlas.pages[page].root);
        }
        atlas
    }

    fn visit(&mut self, page: usize, record: &'static RecordShape) {
        for field in record.fields {
            for used in records_of(&field.shape) {
                let uses = self.uses.get_mut(used.name);
                let is_new = uses.is_none();
                self.uses.entry(used.name).or_default().push((record, field.key));
                if is_new {
                    self.pages[page].records.push(used);
                    self.visit(page, used);
                }
            }
        }
    }

    /// The records and fields whose values are such records.
    pub(super) fn uses(&self, record: &RecordShape) -> &[(&'static RecordShape, &'static str)] {
        self.uses.get(record.name).map_or(&[], Vec::as_slice)
    }

    /// A link to a record from one of the pages.
    pub(super) fn link(&self, record: &'static RecordShape, from: &Page) -> String {
        let on = self.pages.iter().find(|page| page.records.iter().any(|known| known.name == record.name));
        let on = on.expect("every record that a field leads to has a page");
        let heading = on.heading(record);
        let file = if std::ptr::eq(on, from) { String::new() } else { on.file() };
        let label = if on.is_about(record) { on.title() } else { heading };
        format!("[{label}]({file}#{})", heading.to_lowercase())
    }
}

/// The records that a field's value is, or holds without a record between.
fn records_of(shape: &Shape) -> Vec<&'static RecordShape> {
    match shape {
        Shape::Record(record) => vec![record],
        Shape::Named(_, inner) | Shape::Open(_, inner) | Shape::Layer(inner) | Shape::List(inner) => records_of(inner),
        Shape::Either(alternatives) => alternatives.iter().flat_map(|one| records_of(&one.shape)).collect(),
        _ => Vec::new(),
    }
}
