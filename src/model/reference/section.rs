use std::fmt::Write;

use super::super::{FieldShape, RecordShape};
use super::atlas::{Atlas, Page};
use super::defaults::Defaults;
use super::examples::Examples;
use super::{WRITES, one_line, sentence, words};

/// One record on its page.
pub(super) struct Section<'a> {
    pub(super) record: &'static RecordShape,
    pub(super) page: &'a Page,
    pub(super) atlas: &'a Atlas,
    pub(super) defaults: &'a Defaults,
    pub(super) examples: &'a Examples,
}

impl Section<'_> {
    pub(super) fn text(&self) -> String {
        let mut text = format!("\n## {}\n\n{}\n", self.page.heading(self.record), one_line(self.record.doc));
        if let Some(places) = self.places() {
            writeln!(text, "\n{places}").expect(WRITES);
        }
        if let Some(example) = self.examples.of_record(self.record) {
            write!(text, "\n```yaml\n{example}```\n").expect(WRITES);
        }
        for group in self.record.exclusive {
            let keys: Vec<String> = group.iter().map(|key| format!("`{key}`")).collect();
            let [first @ .., last] = keys.as_slice() else { continue };
            let others = if keys.len() == 2 { "the other" } else { "the others" };
            let first = first.join(", ");
            writeln!(
                text,
                "\nAt most one of {first} and {last}: a layer that sets one takes {others} from the layers below."
            )
            .expect(WRITES);
        }
        text.push('\n');
        self.record.fields.iter().for_each(|field| self.write_field(field, &mut text));
        if let Some(rest) = self.record.rest {
            writeln!(text, "- **any other key**: {}", sentence(&self.form(rest))).expect(WRITES);
        }
        text
    }

    /// Where a record stands: the fields of each record that lead to it.
    fn places(&self) -> Option<String> {
        let mut places: Vec<(String, Vec<String>)> = Vec::new();
        for (record, key) in self.atlas.uses(self.record) {
            let link = self.atlas.link(record, self.page);
            match places.iter_mut().find(|(known, _)| *known == link) {
                Some((_, keys)) => keys.push(format!("`{key}`")),
                None => places.push((link, vec![format!("`{key}`")])),
            }
        }
        let said: Vec<String> =
            places.iter().map(|(record, keys)| format!("{} of {record}", keys.join(", "))).collect();
        (!said.is_empty()).then(|| format!("Stands at {}.", said.join("; ")))
    }

    fn form(&self, shape: &super::super::Shape) -> String {
        words::form(shape, &|record| self.atlas.link(record, self.page))
    }

    fn write_field(&self, field: &FieldShape, text: &mut String) {
        let required = if field.required { " (required)" } else { "" };
        writeln!(text, "- **`{}`**{required}: {}", field.key, one_line(field.doc)).expect(WRITES);
        let mut notes: Vec<String> = words::layering(&field.shape).map(str::to_owned).into_iter().collect();
        notes.extend(self.defaults.of(self.record, field));
        if !field.lowered {
            notes.push("*This release reads and checks it, and does not render it yet.*".to_owned());
        }
        let choices = words::choices(&field.shape);
        // The words of a choice follow the sentence that speaks of them.
        let at = if choices.is_empty() { 0 } else { notes.len() };
        notes.insert(at, sentence(&self.form(&field.shape)));
        notes.iter().for_each(|note| writeln!(text, "  {note}").expect(WRITES));
        for (word, doc) in choices.iter().flat_map(|choice| choice.words) {
            writeln!(text, "  - `{word}`: {}", one_line(doc)).expect(WRITES);
        }
    }
}
