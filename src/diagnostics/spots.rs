use std::collections::BTreeMap;
use std::ops::Range;

use super::text::Text;
use super::{Excerpt, Spot};
use crate::source::{FileId, Place, Sources};

/// Looks spots up in today's files and remembers the text of each file that it met.
pub(super) struct Lookup<'a> {
    sources: &'a Sources,
    texts: BTreeMap<String, Text>,
}

impl<'a> Lookup<'a> {
    /// Starts with no file.
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, texts: BTreeMap::new() }
    }

    /// Gives up the texts.
    pub(super) fn into_texts(self) -> BTreeMap<String, Text> {
        self.texts
    }

    /// Finds where a spot stands today; the file as a whole where it stands no more.
    pub(super) fn excerpt(&mut self, spot: &Spot, message: &str) -> Excerpt {
        match spot {
            Spot::File(path) => Excerpt::of_file(path.as_str(), message),
            Spot::Bytes(file, span) => self.range(*file, span.start as usize..span.end as usize, message),
            Spot::Value(place) => self.node(*place, message, |sources, place| sources.span(place)),
            Spot::Key(place) => self.node(*place, message, |sources, place| sources.key_span(place)),
            Spot::Within(place, start, end) => self.within(*place, *start as usize..*end as usize, message),
        }
    }

    fn node(&mut self, place: Place, message: &str, span: impl Fn(&Sources, Place) -> crate::source::Span) -> Excerpt {
        let Some(today) = self.sources.current(place) else { return self.gone(place.file, message) };
        let span = span(self.sources, today);
        self.range(today.file, span.start as usize..span.end as usize, message)
    }

    fn within(&mut self, place: Place, part: Range<usize>, message: &str) -> Excerpt {
        let Some(today) = self.sources.current(place) else { return self.gone(place.file, message) };
        let span = self.sources.span(today);
        let (start, end) = (span.start as usize, span.end as usize);
        // An ancestor stands for a scalar that is no more; a part of the old text says nothing of it.
        let same_node = today == place || self.sources.text(today) == self.sources.text(place);
        let written = self.sources.file(today.file).bytes.get(start..end);
        let found =
            written.filter(|_| same_node).and_then(|written| part_of_scalar(written, &self.sources.text(today), part));
        let range = found.map_or(start..end, |found| start + found.start..start + found.end);
        self.range(today.file, range, message)
    }

    /// Points into a file if this content of it is today's.
    fn range(&mut self, file: FileId, range: Range<usize>, message: &str) -> Excerpt {
        let content = self.sources.file(file);
        if self.sources.at_path(&content.path) != Some(file) {
            return self.gone(file, message);
        }
        if !self.texts.contains_key(content.path.as_str()) {
            self.texts.insert(content.path.to_string(), Text::new(content.bytes.clone()));
        }
        Excerpt::new(&content.path, &self.texts[content.path.as_str()], range, message)
    }

    fn gone(&self, file: FileId, message: &str) -> Excerpt {
        Excerpt::of_file(self.sources.file(file).path.as_str(), message)
    }
}

/// Finds the bytes of a scalar as written that hold the bytes `part` of its decoded text.
///
/// Exact for plain and quoted scalars on one line without escapes and for lines of literal block scalars; `None` where folding
/// or escapes moved the bytes.
fn part_of_scalar(written: &[u8], decoded: &str, part: Range<usize>) -> Option<Range<usize>> {
    let part = part.start.min(decoded.len())..part.end.clamp(part.start.min(decoded.len()), decoded.len());
    if written == decoded.as_bytes() {
        return Some(part);
    }
    match written {
        [quote @ (b'"' | b'\''), inner @ .., last] if quote == last && inner == decoded.as_bytes() => {
            Some(part.start + 1..part.end + 1)
        }
        [b'|', ..] => part_of_literal(written, decoded, part),
        _ => None,
    }
}

/// A line of a literal block scalar is written as it is decoded, behind its indentation and below the header.
fn part_of_literal(written: &[u8], decoded: &str, part: Range<usize>) -> Option<Range<usize>> {
    let line = decoded.as_bytes()[..part.start].iter().filter(|byte| **byte == b'\n').count();
    let line_start = decoded[..part.start].rfind('\n').map_or(0, |at| at + 1);
    let text = decoded[line_start..].lines().next()?;
    let mut offset = 0;
    let mut lines = written.split_inclusive(|byte| *byte == b'\n').map(|line| {
        let start = offset;
        offset += line.len();
        (start, line.trim_ascii_end())
    });
    // The header's line comes first.
    let (start, written_line) = lines.nth(line + 1)?;
    let indentation = written_line.len().checked_sub(text.trim_ascii_end().len())?;
    written_line.ends_with(text.trim_ascii_end().as_bytes()).then(|| {
        let text_start = start + indentation;
        let from = text_start + (part.start - line_start).min(written_line.len() - indentation);
        let to = text_start + (part.end - line_start).min(written_line.len() - indentation);
        from..to
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(written: &str, decoded: &str, needle: &str, expected: Option<usize>) {
        let at = decoded.find(needle).expect("the case holds its needle");
        let found = part_of_scalar(written.as_bytes(), decoded, at..at + needle.len());
        assert_eq!(found, expected.map(|start| start..start + needle.len()), "{written}");
    }

    #[test]
    fn plain_and_quoted_scalars_are_exact() {
        finds("api.${env.domian}", "api.${env.domian}", "domian", Some(10));
        finds("\"${env.x}\"", "${env.x}", "env", Some(3));
        finds("'${env.x}'", "${env.x}", "env", Some(3));
        finds("\"\\t${env.x}\"", "\t${env.x}", "env", None);
        finds("'it''s ${x}'", "it's ${x}", "x", None);
    }

    #[test]
    fn literal_blocks_are_exact_by_line() {
        let written = "|-\n      first\n\n      a: ${env.x}  \n";
        finds(written, "first\n\na: ${env.x}  ", "env.x", Some(27));
        finds(written, "first\n\na: ${env.x}  ", "first", Some(9));
        finds(">-\n  a\n  ${b}\n", "a ${b}", "b", None);
    }

    #[test]
    fn parts_outside_the_text_do_not_panic() {
        assert_eq!(part_of_scalar(b"ab", "ab", 7..9), Some(2..2));
        assert_eq!(part_of_scalar(b"|\n", "", 0..4), None);
        assert_eq!(part_of_scalar(b"\"", "", 0..0), None);
    }
}
