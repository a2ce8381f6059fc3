use super::Shape;
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::node::{Node, Origins, Payload};

/// A type of the input language: what its values look like, and how they are read.
pub trait Shaped: Sized {
    /// What its values look like.
    const SHAPE: Shape;
    /// Whether a complete record needs it.
    const REQUIRED: bool = true;

    /// Reads a value; what does not fit was reported when this gives poison.
    ///
    /// # Errors
    /// Poison, after a finding at the value's own leaf.
    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison>;

    /// What stands for an absent value, where there is such a thing.
    fn absent() -> Option<Self> {
        None
    }
}

/// Where readers look up origins and report faults.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The origins of the trees that are read.
    pub origins: &'a mut Origins,
    /// Takes the faults.
    pub sink: &'a mut Sink,
}

impl Reading<'_> {
    /// Where a node was written: the deciding leaf of its origin.
    pub fn spot(&self, node: &Node) -> Spot {
        self.origins.first_leaf(node.origin).map_or_else(|| Spot::File("platgen.yaml".into()), Spot::Value)
    }

    /// Reports that a value has not the type that its field has.
    pub fn wrong_type(&mut self, node: &Node, expected: &str) -> Poison {
        let spot = self.spot(node);
        self.sink.report(wrong_type(expected, node.payload.kind(), spot))
    }

    /// Reports that a value of the right type is not allowed.
    pub fn invalid(&mut self, node: &Node, message: String) -> Poison {
        let spot = self.spot(node);
        self.sink.report(Finding::new(Code::INVALID_VALUE, message, spot))
    }

    /// Makes sure that a record is a map.
    ///
    /// # Errors
    /// Poison when it is not.
    pub fn expect_map(&mut self, node: &Node, record: &str) -> Result<(), Poison> {
        match node.payload {
            Payload::Map(_) => Ok(()),
            _ => Err(self.wrong_type(node, &format!("a map ({record})"))),
        }
    }

    /// Reads one field of a record.
    ///
    /// # Errors
    /// Poison when the field does not fit, or is absent and needed.
    pub fn field<T: Shaped>(&mut self, node: &Node, record: &str, key: &str) -> Result<T, Poison> {
        match node.get(key).filter(|value| !matches!(value.payload, Payload::Null) || T::SHAPE.null_is_data()) {
            Some(value) => T::read(value, self),
            None => T::absent().ok_or_else(|| self.missing_field(node, record, key)),
        }
    }

    fn missing_field(&mut self, node: &Node, record: &str, key: &str) -> Poison {
        let spot = match self.spot(node) {
            Spot::Value(place) => Spot::Key(place),
            other => other,
        };
        let finding = Finding::new(Code::MISSING_FIELD, format!("`{key}` is not set"), spot)
            .label(format!("this {} needs it", words(record)));
        self.sink.report(finding)
    }

    /// Reads the fields of an open record that are not listed.
    ///
    /// # Errors
    /// Poison when they do not fit.
    pub fn rest<T: Shaped>(&mut self, node: &Node, record: &Shape) -> Result<T, Poison> {
        let listed = |key: &str| matches!(record, Shape::Record(record) if record.field(key).is_some());
        let entries = node.entries().iter().filter(|entry| !listed(&entry.key)).cloned().collect();
        T::read(&Node::new(Payload::Map(entries), node.origin), self)
    }
}

/// The finding for a value of the wrong type; the check of a file and the reader say the same.
pub(crate) fn wrong_type(expected: &str, found: &str, spot: Spot) -> Finding {
    Finding::new(Code::WRONG_TYPE, format!("expected {expected}, found {found}"), spot)
}

/// `PortRecord` → `port`, `NamespaceDeclaration` → `namespace declaration`.
fn words(record: &str) -> String {
    let record = record.strip_suffix("Record").or(record.strip_suffix("Spec")).unwrap_or(record);
    let mut out = String::new();
    for (index, c) in record.chars().enumerate() {
        if c.is_uppercase() && index > 0 {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}
