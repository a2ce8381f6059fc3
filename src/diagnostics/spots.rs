use std::collections::BTreeMap;
use std::ops::Range;

use platgen_yaml::Style;

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
        let text = self.sources.text(today);
        let style = self.sources.document(today.file).style(today.node);
        let written = self.sources.file(today.file).bytes.get(start..end);
        // An ancestor may stand for a scalar that is no more; a part of the old text says nothing of it.
        let same = text == self.sources.text(place);
        let found = written.filter(|_| same).and_then(|written| part_of_scalar(written, &text, style, part));
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
/// Exact for plain and quoted scalars on one line without escapes and for each line of a literal block scalar; `None` where
/// folding or escapes moved the bytes.
fn part_of_scalar(written: &[u8], decoded: &str, style: Style, part: Range<usize>) -> Option<Range<usize>> {
    let start = part.start.min(decoded.len());
    let part = start..part.end.clamp(start, decoded.len());
    let inner = match (style, written) {
        (Style::SingleQuoted | Style::DoubleQuoted, [_, inner @ .., _]) => inner,
        (Style::Literal, _) => return part_of_literal(written, decoded, part),
        _ => written,
    };
    let before = (written.len() - inner.len()) / 2;
    (inner == decoded.as_bytes()).then_some(before + part.start..before + part.end)
}

/// A line of a literal block scalar is written as it is decoded, behind its indentation.
fn part_of_literal(written: &[u8], decoded: &str, part: Range<usize>) -> Option<Range<usize>> {
    let before = &decoded.as_bytes()[..part.start];
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let text = decoded.as_bytes()[line_start..].split(|byte| *byte == b'\n').next()?;
    let above = written.split_inclusive(|byte| *byte == b'\n').take(line).map(<[u8]>::len).sum();
    let written_line = written.get(above..)?.split(|byte| *byte == b'\n').next()?;
    let written_line = written_line.strip_suffix(b"\r").unwrap_or(written_line);
    let shift = above + written_line.strip_suffix(text)?.len();
    let within_line = |at: usize| shift + (at - line_start).min(text.len());
    Some(within_line(part.start)..within_line(part.end))
}

#[cfg(test)]
mod tests {
    use platgen_yaml::{Dialect, Limits};

    use super::*;
    use crate::source::{ContentId, File};

    fn add(sources: &mut Sources, text: &str) -> FileId {
        let document =
            platgen_yaml::read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default()).expect("the case is YAML");
        let file = File::new(
            "a.yaml".into(),
            ContentId::of(text.as_bytes()),
            text.as_bytes().into(),
            document.into_iter().next(),
        );
        sources.add(file)
    }

    fn place(sources: &Sources, file: FileId, key: &str) -> Place {
        let document = sources.document(file);
        Place::new(file, document.get(document.root(), key).expect("the case has the key"))
    }

    /// Looks up where `needle` of the decoded text under `x` stands in `text`.
    #[track_caller]
    fn finds(text: &str, needle: &str, expected: &str) {
        let mut sources = Sources::default();
        let file = add(&mut sources, text);
        let place = place(&sources, file, "x");
        let start = sources.text(place).find(needle).expect("the case holds its needle") as u32;
        let excerpt = Lookup::new(&sources).excerpt(&Spot::Within(place, start, start + needle.len() as u32), "");
        assert_eq!(&text[excerpt.start..excerpt.end], expected, "{text}");
        if needle == expected {
            assert_eq!(Some(excerpt.start), text.find(needle), "{text}");
        }
    }

    #[test]
    fn plain_and_quoted_scalars_are_exact() {
        finds("x: api.${env.domian} # y", "domian", "domian");
        finds("x: \"${env.x}\"", "env", "env");
        finds("x: '${env.x}'", "env", "env");
        finds("x: \"\\t${env.x}\"", "env", "\"\\t${env.x}\"");
        finds("x: 'it''s ${env}'", "env", "'it''s ${env}'");
    }

    #[test]
    fn literal_blocks_are_exact_by_line() {
        let text = "x: |-\n    first\n\n      a: ${env.x}  \n    last\ny: 1\n";
        for needle in ["first", "env.x", "a: ${env.x}  ", "last"] {
            finds(text, needle, needle);
        }
        finds("x: |\r\n  one\r\n  two\r\n", "two", "two");
    }

    #[test]
    fn folded_blocks_are_shown_whole() {
        finds("x: >-\n  a\n  ${b}\n", "b", "a\n  ${b}");
    }

    #[test]
    fn parts_outside_the_text_do_not_panic() {
        assert_eq!(part_of_scalar(b"ab", "ab", Style::Plain, 7..9), Some(2..2));
        assert_eq!(part_of_scalar(b"", "", Style::Literal, 0..4), Some(0..0));
        assert_eq!(part_of_scalar(b"\"", "", Style::DoubleQuoted, 0..0), None);
    }

    #[test]
    fn places_of_an_earlier_parse_are_found_in_todays() {
        let mut sources = Sources::default();
        let before = add(&mut sources, "x: 1\ny: ${a}\n");
        let (x, y) = (place(&sources, before, "x"), place(&sources, before, "y"));
        sources.begin();
        add(&mut sources, "# moved\ny: ${a}\n");
        let mut lookup = Lookup::new(&sources);
        let lines = |excerpt: Excerpt| (excerpt.line, excerpt.column, excerpt.end_column);
        assert_eq!(lines(lookup.excerpt(&Spot::Within(y, 2, 3), "")), (2, 6, 7));
        assert_eq!(lines(lookup.excerpt(&Spot::Key(y), "")), (2, 1, 2));
        // A node that is gone points at the nearest that holds it.
        assert_eq!(lines(lookup.excerpt(&Spot::Value(x), "")).0, 2);
        sources.begin();
        assert_eq!(Lookup::new(&sources).excerpt(&Spot::Value(x), "m"), Excerpt::of_file("a.yaml", "m"));
    }
}
