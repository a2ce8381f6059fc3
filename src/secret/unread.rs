use std::ops::Range;

use super::says_secret;

/// Keys that end what stands below `data` and `stringData` of a Secret.
const KEYS: [&str; 8] = ["apiVersion", "kind", "metadata", "type", "immutable", "items", "data", "stringData"];

/// Finds what may be a secret in the text of a file that could not be read as YAML: too much rather than too little.
///
/// In a document with `kind: Secret` that is every value below `data` and `stringData`; anywhere, what follows a key that says secret.
pub fn in_unread(text: &str) -> Vec<Range<usize>> {
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some(Line { text: line.trim_end(), start })
    });
    let lines: Vec<Line<'_>> = lines.filter(|line| !line.text.is_empty()).collect();
    let documents = lines.split(|line| line.text.starts_with("---"));
    documents
        .flat_map(|document| match document.iter().any(Line::is_kind_secret) {
            true => values_of_secret(document).chain(named(document)).collect::<Vec<_>>(),
            false => named(document).collect(),
        })
        .collect()
}

/// A line without the white space at its end.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Line<'a> {
    /// How deep its first key stands, behind the dashes of lists.
    fn depth(&self) -> usize {
        self.text.len() - self.text.trim_start_matches([' ', '\t', '-']).len()
    }

    /// Its first key, and where what follows the colon begins.
    fn key(&self) -> Option<(&'a str, usize)> {
        let colon = self.text.find(':')?;
        let key = self.text.get(self.depth()..colon)?.trim().trim_matches(['"', '\'']);
        let is_name = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte));
        (is_name && !key.is_empty()).then_some((key, colon + 1))
    }

    fn from(&self, at: usize) -> Range<usize> {
        self.start + at..self.start + self.text.len()
    }

    fn is_kind_secret(&self) -> bool {
        let is_read = |c: &char| !c.is_whitespace() && !"\"'".contains(*c);
        let plain: String = self.text.chars().filter(is_read).collect();
        plain.split("kind:Secret").skip(1).any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    }

    /// Where what follows the first key that says secret begins, in whatever style the line is written.
    fn behind_secret_name(&self) -> Option<usize> {
        let says = |(colon, _): &(usize, &str)| {
            self.text.get(..*colon).is_some_and(|before| says_secret(before.trim_end().trim_end_matches(['"', '\''])))
        };
        self.text.match_indices([':', '=']).find(says).map(|(colon, _)| colon + 1)
    }
}

/// Finds what stands below `data` and `stringData`; where that is no block, everything to the end.
fn values_of_secret<'a>(lines: &'a [Line<'a>]) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut state = Below::Nothing;
    lines.iter().filter_map(move |line| {
        let key = line.key();
        if let Below::Block { depth, .. } = state
            && line.depth() <= depth
            && key.is_some_and(|(key, _)| KEYS.contains(&key))
        {
            state = Below::Nothing;
        }
        match state {
            Below::Nothing => {
                let at = behind_data(line.text)?;
                let is_block = key.is_some_and(|(_, value)| value == at) && line.text.len() == at;
                state = if is_block { Below::Block { depth: line.depth(), keys: None } } else { Below::Flow };
                Some(line.from(at))
            }
            Below::Block { depth, keys } => {
                let keys = keys.unwrap_or(line.depth());
                state = Below::Block { depth, keys: Some(keys) };
                let value = key.filter(|_| line.depth() == keys).map_or(0, |(_, value)| value);
                Some(line.from(value))
            }
            Below::Flow => Some(line.from(0)),
        }
    })
}

/// What of a Secret a line belongs to.
#[derive(Clone, Copy)]
enum Below {
    Nothing,
    Block { depth: usize, keys: Option<usize> },
    Flow,
}

fn behind_data(text: &str) -> Option<usize> {
    text.match_indices(':').map(|(colon, _)| colon).find_map(|colon| {
        let before = text.get(..colon)?.trim_end().trim_end_matches(['"', '\'']);
        let before = before.strip_suffix("stringData").or_else(|| before.strip_suffix("data"))?;
        (!before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')).then_some(colon + 1)
    })
}

/// Finds what follows a key that says secret, and the lines below it; also the `value` next to such a `name`.
fn named<'a>(lines: &'a [Line<'a>]) -> impl Iterator<Item = Range<usize>> + 'a {
    let (mut below, mut is_named) = (None, false);
    lines.iter().filter_map(move |line| {
        if below.is_some_and(|depth| line.depth() > depth) {
            return Some(line.from(0));
        }
        let value = line.key().filter(|(key, _)| *key == "value" && is_named).map(|(_, at)| at);
        let behind = line.behind_secret_name().or(value);
        below = behind.map(|_| line.depth());
        is_named = line.key().is_some_and(|(key, at)| key == "name" && line.text.get(at..).is_some_and(says_quoted));
        behind.map(|at| line.from(at))
    })
}

fn says_quoted(name: &str) -> bool {
    says_secret(name.trim_matches(['"', '\'', ' ']))
}
