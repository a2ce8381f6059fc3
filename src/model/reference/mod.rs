//! The reference of the input language, for people.
//!
//! Takes the shapes of the language and the built-in defaults; gives Markdown pages: one for each kind of document, one for
//! workloads, one for the forms of values. What opens a page and the example documents are written by hand, in `pages/`;
//! everything else follows from the declarations of the records.
//!
//! Law: every field of every record stands on exactly one page, and every link leads to a heading that is there.

mod atlas;
mod defaults;
mod examples;
mod section;
mod words;

use std::fmt::Write;

use super::TextRule;
use atlas::{Atlas, Page};
use defaults::Defaults;
use examples::Examples;
use section::Section;

/// The page that says how values are written and lists the rules of texts.
const VALUES: &str = "values.md";

/// Every page of the reference: file name and text. `defaults` is the text of the built-in defaults.
pub fn reference_pages(defaults: &str) -> Vec<(String, String)> {
    let atlas = Atlas::new();
    let (known, examples) = (Defaults::read(defaults), Examples::new());
    let mut pages = vec![("README.md".to_owned(), index(&atlas)), (VALUES.to_owned(), values())];
    pages.extend(atlas.pages.iter().map(|page| (page.file(), page_text(page, &atlas, &known, &examples))));
    pages
}

fn index(atlas: &Atlas) -> String {
    let mut text = include_str!("pages/README.md").to_owned();
    for page in &atlas.pages {
        writeln!(text, "| [{}]({}) | {} |", page.title(), page.file(), one_line(page.root.doc)).expect(WRITES);
    }
    text
}

fn values() -> String {
    let mut text = include_str!("pages/values.md").to_owned();
    for rule in TextRule::ALL.iter().filter(|rule| words::is_rule(rule)) {
        write!(text, "\n### {}\n\n{}", rule.name, sentence(rule.says)).expect(WRITES);
        text.push_str(&if rule.says.contains('`') && rule.says.contains(rule.example) {
            "\n".to_owned()
        } else {
            format!(" For example `{}`.\n", rule.example)
        });
    }
    text
}

fn page_text(page: &Page, atlas: &Atlas, defaults: &Defaults, examples: &Examples) -> String {
    let mut text = format!("# {}\n\n{}", page.title(), page.opening());
    if let Some(kind) = page.kind {
        write!(text, "\n```yaml\n{}```\n", Examples::of_page(kind)).expect(WRITES);
    }
    let others: Vec<String> = page
        .records
        .iter()
        .skip(1)
        .map(|record| format!("[{}](#{})", record.name, record.name.to_lowercase()))
        .collect();
    if !others.is_empty() {
        writeln!(text, "\nRecords of this page: {}.", others.join(", ")).expect(WRITES);
    }
    for record in &page.records {
        text.push_str(&Section { record, page, atlas, defaults, examples }.text());
    }
    if page.kind.is_none() {
        text.push_str(&defaults.text());
    }
    text
}

fn one_line(doc: &str) -> String {
    doc.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// A phrase, which may begin with a link, as a sentence.
fn sentence(phrase: &str) -> String {
    let (link, phrase) = phrase.strip_prefix('[').map_or(("", phrase), |rest| ("[", rest));
    let mut letters = phrase.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{link}{first}{}.", letters.as_str())
}

/// Why writing to a string is expected to succeed.
const WRITES: &str = "writing to a string cannot fail";

#[cfg(test)]
mod tests;
