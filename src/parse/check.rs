use platgen_yaml::Entry;

use super::elsewhere;
use crate::diagnostics::{Code, Finding, Level, Spot, nearest};
use crate::expression::{Template, Templates};
use crate::model::{RecordShape, Shape, TextRule, integer_bounds_fault, unknown_word, wrong_type};
use crate::source::{Document, FileId, NodeId, Place, Value};

/// Checks the nodes of one document against shapes.
pub(super) struct Check<'a> {
    pub(super) file: FileId,
    pub(super) document: &'a Document,
    templates: &'a Templates,
    findings: Vec<Finding>,
    /// Values that are of no use because of the key that holds them, or because of what is not in them.
    useless: Vec<NodeId>,
}

impl<'a> Check<'a> {
    pub(super) fn new(file: FileId, document: &'a Document, templates: &'a Templates) -> Self {
        Self { file, document, templates, findings: Vec::new(), useless: Vec::new() }
    }

    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Gives up the findings, and the values that have a fault: what is made of them later is poison.
    pub(super) fn finish(self) -> (Vec<Finding>, Vec<NodeId>) {
        let mut faulty = self.useless;
        faulty.extend(self.findings.iter().filter(|finding| finding.level == Level::Error).filter_map(|finding| {
            match &finding.primary.spot {
                Spot::Value(place) | Spot::Within(place, ..) => Some(place.node),
                Spot::Key(_) | Spot::Bytes(..) | Spot::File(_) => None,
            }
        }));
        (self.findings, faulty)
    }

    pub(super) fn spot(&self, node: NodeId) -> Spot {
        Spot::Value(Place::new(self.file, node))
    }

    pub(super) fn key_of(&self, node: NodeId) -> Spot {
        Spot::Key(Place::new(self.file, node))
    }

    pub(super) fn kind_of(&self, node: NodeId) -> &'static str {
        match self.document.value(node) {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) | Value::UInt(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Str(_) => "a string",
            Value::Seq(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// Reports a field that its record does not have.
    ///
    /// Where it is a misspelling of one that is not set, that one was meant, so that the record is not judged without it.
    pub(super) fn unknown_field<'k>(
        &mut self,
        entry: &Entry,
        record: &str,
        known: impl Iterator<Item = &'k str>,
        siblings: &[Entry],
    ) {
        let known: Vec<&str> = known.collect();
        let is_set = |key: &str| siblings.iter().any(|sibling| sibling.key == key);
        if nearest(&entry.key, known.iter().copied()).is_some_and(|meant| !is_set(meant)) {
            self.useless.push(entry.value);
        }
        let spot = self.key_of(entry.value);
        let finding = Finding::new(Code::UNKNOWN_FIELD, format!("there is no field `{}` here", entry.key), spot);
        self.report(match elsewhere::meant(record, &entry.key) {
            Some(help) => finding.help(help),
            None => suggest_field(finding, &entry.key, &known),
        });
    }

    /// Checks a name that must stand as it is: no expression.
    pub(super) fn name(&mut self, node: NodeId, rule: &TextRule) -> Option<()> {
        match self.document.value(node) {
            Value::Str(text) if rule.accepts(text) => Some(()),
            Value::Str(text) => {
                self.report(rule.fault(text, self.spot(node)));
                None
            }
            _ => {
                self.expected(node, rule.says);
                None
            }
        }
    }

    /// Checks a value; `complete` where no other layer adds to it.
    pub(super) fn value(&mut self, node: NodeId, shape: &Shape, complete: bool) {
        match shape {
            Shape::Record(record) => self.record(node, record, complete),
            Shape::Named(rule, shape) | Shape::Open(rule, shape) => self.map(node, rule, shape, complete),
            Shape::Layer(shape) => self.value(node, shape, false),
            Shape::List(shape) => match self.document.value(node) {
                Value::Seq(items) => items.iter().for_each(|item| self.value(*item, shape, true)),
                _ => self.expected(node, "a list"),
            },
            Shape::Either(_) => self.either(node, shape, complete),
            Shape::Value | Shape::Data => self.templates_in(node),
            Shape::Literal => {}
            _ => self.scalar(node, shape),
        }
    }

    fn expected(&mut self, node: NodeId, what: &str) {
        let mut finding = wrong_type(what, self.kind_of(node), self.spot(node));
        let is_scalar =
            matches!(self.document.value(node), Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_));
        if is_scalar && self.would_quoting_help(what) {
            finding = finding.help(format!("quote it: \"{}\"", self.document.text(node)));
        }
        if let Value::Str(text) = self.document.value(node) {
            let fits = (what.starts_with("a whole number") && text.parse::<i64>().is_ok())
                || (what.starts_with("`true`") && matches!(text, "true" | "false"));
            if fits {
                finding = finding.help(format!("write it without quotes: {text}"));
            }
        }
        self.report(finding);
    }

    /// Whether text was expected, so that quotes would make a number or boolean fit.
    fn would_quoting_help(&self, what: &str) -> bool {
        TextRule::ALL.iter().any(|rule| rule.says == what)
    }

    fn record(&mut self, node: NodeId, record: &'static RecordShape, complete: bool) {
        let Value::Map(entries) = self.document.value(node) else {
            return self.expected(node, "a map");
        };
        for entry in entries {
            match (record.field(&entry.key), record.rest) {
                (Some(field), _) => {
                    self.lowered(entry, field.lowered);
                    self.member(entry, &field.shape, complete && field.required, complete);
                }
                (None, Some(rest)) => self.member(entry, rest, false, complete),
                (None, None) => self.unknown_field(entry, record.name, record.keys(), entries),
            }
        }
        for field in record.fields.iter().filter(|field| complete && field.required) {
            if !entries.iter().any(|entry| entry.key == field.key) {
                let spot = self.key_of(node);
                self.report(Finding::new(Code::MISSING_FIELD, format!("`{}` is not set", field.key), spot));
                self.useless.push(node);
            }
        }
    }

    /// What is written and no stage of this release uses is said, never passed over.
    fn lowered(&mut self, entry: &Entry, lowered: bool) {
        if !lowered && !matches!(self.document.value(entry.value), Value::Null) {
            let spot = self.key_of(entry.value);
            let message = format!("`{}` is read and checked, and not rendered by this release", entry.key);
            self.report(Finding::new(Code::NOT_LOWERED, message, spot));
        }
    }

    fn map(&mut self, node: NodeId, rule: &TextRule, shape: &Shape, complete: bool) {
        let Value::Map(entries) = self.document.value(node) else {
            return self.expected(node, "a map");
        };
        for entry in entries {
            if !rule.accepts(&entry.key) {
                let spot = self.key_of(entry.value);
                self.report(rule.fault(&entry.key, spot));
                self.useless.push(entry.value);
            }
            self.member(entry, shape, false, complete);
        }
    }

    fn member(&mut self, entry: &Entry, shape: &Shape, required: bool, complete: bool) {
        let is_null = matches!(self.document.value(entry.value), Value::Null);
        if !is_null || required || shape.null_is_data() {
            self.value(entry.value, shape, complete);
        }
    }

    fn either(&mut self, node: NodeId, shape: &Shape, complete: bool) {
        let Shape::Either(alternatives) = shape else { return };
        let before = self.findings.len();
        let value = self.document.value(node);
        let chosen = shape.for_kind(matches!(value, Value::Map(_)), matches!(value, Value::Seq(_)));
        if !matches!(chosen, Shape::Either(_)) && !is_scalar(&chosen) {
            return self.value(node, &chosen, complete);
        }
        let mut first: Option<Vec<Finding>> = None;
        for alternative in alternatives.iter().filter(|alternative| is_scalar(&alternative.shape)) {
            self.value(node, &alternative.shape, complete);
            let findings = self.findings.split_off(before);
            if findings.is_empty() {
                return;
            }
            // The alternative of the value's own type says best what is wrong.
            if first.is_none() || findings.iter().all(|finding| finding.code != Code::WRONG_TYPE) {
                first = Some(findings);
            }
        }
        match first {
            Some(findings) if findings.iter().any(|finding| finding.code != Code::WRONG_TYPE) => {
                self.findings.extend(findings);
            }
            _ => {
                let names: Vec<String> = alternatives.iter().map(|alternative| describe(&alternative.shape)).collect();
                self.expected(node, &names.join(" or "));
            }
        }
    }

    fn scalar(&mut self, node: NodeId, shape: &Shape) {
        let value = self.document.value(node);
        if let Value::Str(text) = value
            && Template::is_needed(text)
            && !matches!(shape, Shape::LiteralText)
        {
            return self.template(node);
        }
        match (shape, value) {
            (Shape::Text(rule), Value::Str(text)) => {
                if !rule.accepts(text) {
                    self.report(rule.fault(text, self.spot(node)));
                }
            }
            (Shape::LiteralText, Value::Str(_))
            | (Shape::AsWritten, Value::Str(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) | Value::Bool(_))
            | (Shape::Bool, Value::Bool(_)) => {}
            (Shape::Int(min, max), Value::Int(number)) => self.bounds(node, number, *min, *max),
            (Shape::Int(min, max), Value::Float(number)) if number.fract() == 0.0 && number.abs() < 9e15 => {
                self.bounds(node, number as i64, *min, *max);
            }
            (Shape::Int(min, max), Value::UInt(_)) => self.bounds(node, i64::MAX, *min, *max),
            (Shape::Choice(choice), Value::Str(text)) => {
                if !choice.names().any(|word| word == text) {
                    self.report(unknown_word(text, choice.names(), self.spot(node)));
                }
            }
            _ => self.expected(node, &describe(shape)),
        }
    }

    fn bounds(&mut self, node: NodeId, value: i64, min: i64, max: i64) {
        if !(min..=max).contains(&value) {
            self.report(integer_bounds_fault(self.document.text(node), min, max, self.spot(node)));
        }
    }

    /// Compiles the expressions of one text.
    fn template(&mut self, node: NodeId) {
        if let Err(fault) = self.templates.parse(&self.document.text_shared(node)).as_ref() {
            let spot = Spot::Within(Place::new(self.file, node), fault.start, fault.end);
            self.report(Finding::new(Code::EXPRESSION_ERROR, fault.message.clone(), spot));
        }
    }

    fn templates_in(&mut self, node: NodeId) {
        match self.document.value(node) {
            Value::Str(text) if Template::is_needed(text) => self.template(node),
            Value::Seq(items) => items.iter().for_each(|item| self.templates_in(*item)),
            Value::Map(entries) => entries.iter().for_each(|entry| self.templates_in(entry.value)),
            _ => {}
        }
    }
}

/// The most fields that are all listed.
const LISTED: usize = 16;

/// Suggests the nearest field; where there is none, the first of them and where the others are found.
fn suggest_field(finding: Finding, wrong: &str, known: &[&str]) -> Finding {
    let mut finding = finding.suggest(wrong, known.iter().copied());
    if finding.help.is_none() {
        let is_long = known.len() > LISTED;
        let shown = &known[..if is_long { LISTED - 4 } else { known.len() }];
        let names: Vec<String> = shown.iter().map(|name| format!("`{name}`")).collect();
        let rest = known.len() - shown.len();
        let rest = if is_long {
            format!(" and {rest} more, which `platgen schema --reference workload` describes")
        } else {
            String::new()
        };
        finding.help = Some(format!("known here: {}{rest}", names.join(", ")));
    }
    finding
}

fn is_scalar(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Record(_)
            | Shape::Named(..)
            | Shape::Open(..)
            | Shape::Layer(_)
            | Shape::List(_)
            | Shape::Value
            | Shape::Data
            | Shape::Literal
    )
}

/// What a shape accepts, completing "expected …".
fn describe(shape: &Shape) -> String {
    match shape {
        Shape::Record(_) | Shape::Named(..) | Shape::Open(..) | Shape::Layer(_) => "a map".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Text(rule) => rule.says.to_owned(),
        Shape::LiteralText => "text".to_owned(),
        Shape::AsWritten => "a string, number or boolean".to_owned(),
        Shape::Int(..) => "a whole number".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Choice(choice) => {
            let words: Vec<String> = choice.names().map(|word| format!("`{word}`")).collect();
            format!("one of {}", words.join(", "))
        }
        Shape::Either(alternatives) => {
            let names: Vec<String> = alternatives.iter().map(|alternative| describe(&alternative.shape)).collect();
            names.join(" or ")
        }
        Shape::Value | Shape::Data | Shape::Literal => "anything".to_owned(),
    }
}
