use std::collections::BTreeMap;

use platgen_yaml::{Dialect, Document, Entry, Limits, NodeId, Step, Value, read};

use super::super::{FieldShape, RecordShape, Shape, Shaped, Workload, WorkloadKind};

/// The built-in defaults of workloads, by the fields that they set.
pub(super) struct Defaults {
    /// By record and field, in the order of the file.
    set: BTreeMap<(&'static str, &'static str), Vec<Default>>,
    /// The file below each kind of workload, with its comments.
    texts: Vec<(WorkloadKind, String)>,
}

/// One field of one default.
struct Default {
    kind: WorkloadKind,
    /// The fields above it, from the workload on.
    above: Vec<&'static str>,
    value: String,
}

impl Defaults {
    /// Reads the built-in defaults.
    pub(super) fn read(text: &str) -> Self {
        let documents = read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default()).expect("the defaults are YAML");
        let mut defaults = Self { set: BTreeMap::new(), texts: Vec::new() };
        let root = Workload::SHAPE.record().expect("a workload is a record");
        for kind in WorkloadKind::ALL {
            let path: Vec<Step> =
                ["spec", "defaults", "workloads", kind.word()].map(|key| Step::Key(key.into())).into();
            let Some(workload) = documents[0].find(&path) else { continue };
            let walk = Walk { text, document: &documents[0], kind };
            walk.visit(workload, root, &mut Vec::new(), &mut defaults);
            defaults.texts.push((kind, walk.lines_of(workload)));
        }
        defaults
    }

    /// What a field is unless a layer says otherwise, in words.
    pub(super) fn of(&self, record: &RecordShape, field: &FieldShape) -> Option<String> {
        let set = self.set.get(&(record.name, field.key))?;
        let mut groups: Vec<(&Default, Vec<String>)> = Vec::new();
        for one in set {
            match groups.iter_mut().find(|(known, _)| known.value == one.value && known.above == one.above) {
                Some((_, kinds)) => kinds.push(format!("`{}`", one.kind.word())),
                None => groups.push((one, vec![format!("`{}`", one.kind.word())])),
            }
        }
        let said: Vec<String> = groups
            .iter()
            .map(|(one, kinds)| {
                let at = if one.above.is_empty() { String::new() } else { format!(" at `{}`", one.above.join(".")) };
                format!("`{}`{at} for {}", one.value, kinds.join(", "))
            })
            .collect();
        Some(format!("[Default](workload.md#built-in-defaults): {}.", said.join("; ")))
    }

    /// The section that shows the defaults with their reasons.
    pub(super) fn text(&self) -> String {
        let mut text =
            "\n## Built-in defaults\n\nWhat a workload of each kind has unless a layer above says otherwise, and why.\n"
                .to_owned();
        for (kind, lines) in &self.texts {
            text.push_str(&format!("\n### {}\n\n```yaml\n{lines}```\n", kind.word()));
        }
        text
    }
}

fn names_of(things: &[Entry]) -> String {
    let names: Vec<&str> = things.iter().map(|thing| thing.key.as_str()).collect();
    names.join("`, `")
}

/// A walk through the defaults of one kind.
struct Walk<'a> {
    text: &'a str,
    document: &'a Document,
    kind: WorkloadKind,
}

impl Walk<'_> {
    /// Notes what a map of the defaults sets, each leaf under the record and field that it belongs to.
    fn visit(
        &self,
        node: NodeId,
        record: &'static RecordShape,
        above: &mut Vec<&'static str>,
        defaults: &mut Defaults,
    ) {
        let Value::Map(entries) = self.document.value(node) else { return };
        for entry in entries {
            let Some(field) = record.field(&entry.key) else { continue };
            match (field.shape.record(), self.document.value(entry.value)) {
                (Some(inner), Value::Map(_)) => {
                    above.push(field.key);
                    self.visit(entry.value, inner, above, defaults);
                    above.pop();
                }
                _ => {
                    // Of named things their names say enough here; each is shown whole with its reasons.
                    let value = match (field.shape, self.document.value(entry.value)) {
                        (Shape::Named(..), Value::Map(things)) => names_of(things),
                        _ => self.flow(entry.value),
                    };
                    let one = Default { kind: self.kind, above: above.clone(), value };
                    defaults.set.entry((record.name, field.key)).or_default().push(one);
                }
            }
        }
    }

    /// A value on one line, its scalars as they are written.
    fn flow(&self, node: NodeId) -> String {
        match self.document.value(node) {
            Value::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|entry| format!("{}: {}", entry.key, self.flow(entry.value))).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Value::Seq(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow(*item)).collect();
                format!("[{}]", items.join(", "))
            }
            _ => self.text[self.document.span(node).range()].to_owned(),
        }
    }

    /// The lines below a key, comments included, from the first column on.
    fn lines_of(&self, node: NodeId) -> String {
        let key = self.document.key(node).expect("the defaults of a kind stand under its word");
        let start = key.key_span.range().end;
        let end = self.document.span(node).range().end;
        let start = self.text[start..].find('\n').map_or(end, |line| start + line + 1);
        let end = self.text[end..].find('\n').map_or(self.text.len(), |line| end + line);
        let lines: Vec<&str> = self.text[start.min(end)..end].trim_end().lines().collect();
        let indent =
            lines.iter().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
        let indent = indent.min().unwrap_or(0);
        lines.iter().map(|line| format!("{}\n", line.get(indent..).unwrap_or_default())).collect()
    }
}
