use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use ecow::EcoString;
use rustc_hash::FxHashSet;

use super::text::Text;
use super::{Diagnostic, Excerpt};
use crate::secret::{Veil, cover, in_unread, sightings};
use crate::source::{Place, Sources, Value};

/// The longest text that is compared with another character by character.
const COMPARED: usize = 4096;
/// The most characters in a row that a secret may have in common with the text it was made of by chance.
const BY_CHANCE: usize = 3;

/// The most secrets of one node that are each looked for in it; of more, the node is covered as a whole.
const EACH: usize = 64;

/// A secret that a finding is about: it is masked wherever the report would show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Concealed {
    /// The secret, without what is public of it.
    pub text: EcoString,
    /// The leaves of the input that it was made of.
    pub places: Vec<Place>,
}

impl fmt::Debug for Concealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Concealed({} bytes)", self.text.len())
    }
}

/// Covers secrets in what a report shows.
pub(super) struct Mask<'a> {
    sources: &'a Sources,
    secrets: Vec<Concealed>,
    veil: Veil,
    /// What may be a secret in files that could not be read in full: covered in what is said of them alone, for much of it is
    /// none.
    unread: BTreeMap<String, Veil>,
}

impl<'a> Mask<'a> {
    /// Knows some secrets, and the shapes of others.
    ///
    /// `unread` are the paths of files that could not be read in full.
    pub(super) fn new(mut secrets: Vec<Concealed>, unread: BTreeSet<String>, sources: &'a Sources) -> Self {
        secrets.sort();
        secrets.dedup();
        let mut veil = Veil::default();
        secrets.iter().for_each(|secret| veil.add(&secret.text));
        let unread = unread.into_iter().map(|path| (path, Veil::default())).collect();
        Self { sources, secrets, veil, unread }
    }

    /// Covers the secrets in the files that findings point into.
    pub(super) fn cover_texts(&mut self, texts: &mut BTreeMap<String, Text>) {
        let mut by_path = self.learn_unread(texts);
        for (today, secrets) in self.by_place() {
            let path = self.sources.file(today.file).path.as_str();
            if texts.contains_key(path) {
                by_path.entry(path.to_owned()).or_default().extend(self.at_place(today, &secrets));
            }
        }
        for (path, text) in texts {
            let mut ranges = by_path.remove(path).unwrap_or_default();
            ranges.extend(self.veil.ranges(text.bytes()));
            if let Ok(text) = std::str::from_utf8(text.bytes()) {
                ranges.extend(shapes(text));
            }
            if !ranges.is_empty() {
                text.cover(ranges);
            }
        }
    }

    /// Finds what may be a secret in files that could not be read, of which no object was judged; what is said may quote it.
    fn learn_unread(&mut self, texts: &BTreeMap<String, Text>) -> BTreeMap<String, Vec<Range<usize>>> {
        let mut by_path = BTreeMap::new();
        for (path, veil) in &mut self.unread {
            let Some(text) = texts.get(path) else { continue };
            // It need not be UTF-8: what is no ASCII is read as a letter, so that every byte keeps its place.
            let letters = text.bytes().iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { 'x' });
            let ranges = in_unread(&letters.collect::<String>());
            for range in &ranges {
                let value = String::from_utf8_lossy(text.slice(range.clone()));
                veil.add(value.trim().trim_matches(['"', '\'']));
            }
            by_path.insert(path.clone(), ranges);
        }
        by_path
    }

    /// Covers the secrets in everything that is said.
    pub(super) fn cover_words(&self, diagnostics: &mut [Diagnostic]) {
        for Diagnostic { message, primary, secondary, help, .. } in diagnostics {
            let unread = self.unread.get(&primary.path);
            let labels = std::iter::once(primary).chain(secondary).map(|Excerpt { message, .. }| message);
            labels.chain([message]).chain(help).for_each(|text| self.cover_text(text, unread));
        }
    }

    fn cover_text(&self, text: &mut String, unread: Option<&Veil>) {
        let mut ranges = self.veil.ranges(text.as_bytes());
        ranges.extend(unread.into_iter().flat_map(|veil| veil.ranges(text.as_bytes())));
        ranges.extend(shapes(text));
        if !ranges.is_empty() {
            let mut bytes = std::mem::take(text).into_bytes();
            cover(&mut bytes, ranges);
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
    }

    /// The secrets of each node that is there today.
    fn by_place(&self) -> BTreeMap<Place, Vec<&str>> {
        let mut before: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
        for Concealed { text, places } in &self.secrets {
            places.iter().for_each(|place| before.entry(*place).or_default().push(text));
        }
        let mut today: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
        for (place, secrets) in before {
            if let Some(place) = self.sources.current(place) {
                today.entry(place).or_default().extend(secrets);
            }
        }
        today
    }

    fn at_place(&self, place: Place, secrets: &[&str]) -> Vec<Range<usize>> {
        if secrets.len() > EACH {
            let span = self.sources.span(place);
            return std::iter::once(span.start as usize..span.end as usize).collect();
        }
        secrets.iter().flat_map(|secret| self.one_at_place(place, secret)).collect()
    }

    /// The bytes of a secret in a scalar that it was made of; the whole scalar where it is written in another way.
    fn one_at_place(&self, place: Place, secret: &str) -> Vec<Range<usize>> {
        let span = self.sources.span(place);
        let (start, end) = (span.start as usize, span.end as usize);
        let Some(written) = self.sources.file(place.file).bytes.get(start..end) else { return Vec::new() };
        if let Some(lines) = lines_of(written, secret) {
            return lines.into_iter().map(|line| start + line.start..start + line.end).collect();
        }
        if matches!(self.sources.value(place), Value::Seq(_) | Value::Map(_)) {
            return Vec::new();
        }
        let text = self.sources.text(place);
        let is_part = text.contains(secret) || secret.contains(text.as_str()) || has_in_common(&text, secret);
        if is_part { std::iter::once(start..end).collect() } else { Vec::new() }
    }
}

/// The bytes of secrets that are known by their shapes, without what is public of them.
fn shapes(text: &str) -> impl Iterator<Item = Range<usize>> {
    sightings(text).into_iter().map(|seen| seen.range.start + seen.public..seen.range.end)
}

/// Finds each line of a secret, one after the other.
fn lines_of(written: &[u8], secret: &str) -> Option<Vec<Range<usize>>> {
    let mut from = 0;
    let lines = secret.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let rest = written.get(from..)?;
            let at = from + rest.windows(line.len()).position(|window| window == line.as_bytes())?;
            from = at + line.len();
            Some(at..from)
        })
        .collect()
}

/// Whether two texts share more characters in a row than chance explains; where they are long, that is assumed.
fn has_in_common(text: &str, secret: &str) -> bool {
    if text.len() > COMPARED || secret.len() > COMPARED {
        return true;
    }
    let pieces: FxHashSet<&[u8]> = secret.as_bytes().windows(BY_CHANCE + 1).collect();
    text.as_bytes().windows(BY_CHANCE + 1).any(|piece| pieces.contains(piece))
}
