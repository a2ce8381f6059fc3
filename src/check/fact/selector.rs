use ecow::EcoString;

use crate::check::object::Cursor;

/// Labels with their values, in their written order.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Labels(pub Vec<(EcoString, EcoString)>);

/// A selector of labels; an empty one selects everything.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Selector(pub Vec<Requirement>);

/// One condition of a selector.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Requirement {
    /// The label.
    pub key: EcoString,
    /// How its value is compared.
    pub operator: Operator,
    /// What with.
    pub values: Vec<EcoString>,
}

/// How a selector compares the value of a label (`metav1.LabelSelectorOperator`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// The label has one of the values.
    In,
    /// The label has none of the values, or is not there.
    NotIn,
    /// The label is there.
    Exists,
    /// The label is not there.
    DoesNotExist,
}

impl Labels {
    /// The value of a label.
    pub fn get(&self, key: &str) -> Option<&EcoString> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }
}

impl Selector {
    /// Whether the selector selects what has these labels.
    pub fn matches(&self, labels: &Labels) -> bool {
        self.0.iter().all(|requirement| requirement.matches(labels.get(&requirement.key)))
    }

    /// Whether it selects everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The conditions that these labels do not fulfil: the likely misspelling, where nothing is selected.
    pub fn failing<'s>(&'s self, nearest: &Labels) -> impl Iterator<Item = &'s Requirement> {
        self.0.iter().filter(|requirement| !requirement.matches(nearest.get(&requirement.key)))
    }

    /// Reads a map of labels, each of which must be there with its value.
    pub fn of_labels(at: &Cursor<'_>) -> Self {
        Self(at.entries().filter_map(|(key, value)| Some(Requirement::equals(key, value.text()?))).collect())
    }

    /// Reads a `metav1.LabelSelector`.
    pub fn of_label_selector(at: &Cursor<'_>) -> Self {
        let labels = at.get("matchLabels").map(|labels| Self::of_labels(&labels)).unwrap_or_default().0;
        let expressions = at.list("matchExpressions").filter_map(|expression| Requirement::read(&expression));
        Self(labels.into_iter().chain(expressions).collect())
    }
}

impl Requirement {
    fn equals(key: &EcoString, value: &EcoString) -> Self {
        Self { key: key.clone(), operator: Operator::In, values: vec![value.clone()] }
    }

    fn read(at: &Cursor<'_>) -> Option<Self> {
        let operator = match at.text_at("operator")?.as_str() {
            "In" => Operator::In,
            "NotIn" => Operator::NotIn,
            "Exists" => Operator::Exists,
            "DoesNotExist" => Operator::DoesNotExist,
            _ => return None,
        };
        let values = at.list("values").filter_map(|value| value.text().cloned()).collect();
        Some(Self { key: at.text_at("key")?.clone(), operator, values })
    }

    fn matches(&self, value: Option<&EcoString>) -> bool {
        match self.operator {
            Operator::In => value.is_some_and(|value| self.values.contains(value)),
            Operator::NotIn => value.is_none_or(|value| !self.values.contains(value)),
            Operator::Exists => value.is_some(),
            Operator::DoesNotExist => value.is_none(),
        }
    }
}

/// Reads the labels at a path of keys; none where nothing is there.
pub fn labels_at(at: &Cursor<'_>, path: &[&str]) -> Labels {
    let Some(map) = at.at(path) else { return Labels::default() };
    Labels(map.entries().filter_map(|(key, value)| Some((key.clone(), value.text()?.clone()))).collect())
}
