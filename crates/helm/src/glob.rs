//! `Files.Glob`: patterns with `**`, alternatives and classes, `/` between names.

/// A pattern that was understood.
#[derive(Clone, Debug)]
pub(crate) struct Glob(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Text(char),
    /// `?`: any character but `/`.
    One,
    /// `*`: any number of characters but `/`.
    Within,
    /// `**`: any number of characters.
    Across,
    /// `[abc]`, `[a-c]`, `[!a]`.
    Class {
        is_negated: bool,
        ranges: Vec<(char, char)>,
    },
    /// `{a,b*}`.
    Either(Vec<Vec<Part>>),
}

/// Levels of braces inside braces.
const DEEPEST: usize = 8;

impl Glob {
    /// Reads a pattern; nothing where it does not parse.
    pub(crate) fn parse(pattern: &str) -> Option<Self> {
        let characters: Vec<char> = pattern.chars().collect();
        let mut at = 0;
        let parts = sequence(&characters, &mut at, 0)?;
        (at == characters.len()).then_some(Self(parts))
    }

    /// Tells whether a whole path matches.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let path: Vec<char> = path.chars().collect();
        let mut ends = vec![false; path.len() + 1];
        ends[0] = true;
        advance(&self.0, &path, ends)[path.len()]
    }
}

fn sequence(pattern: &[char], at: &mut usize, level: usize) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    while let Some(&character) = pattern.get(*at) {
        if level > 0 && matches!(character, ',' | '}') {
            break;
        }
        *at += 1;
        parts.push(match character {
            '?' => Part::One,
            '*' if pattern.get(*at) == Some(&'*') => {
                while pattern.get(*at) == Some(&'*') {
                    *at += 1;
                }
                Part::Across
            }
            '*' => Part::Within,
            '[' => class(pattern, at)?,
            '{' => either(pattern, at, level + 1)?,
            '\\' => {
                let escaped = *pattern.get(*at)?;
                *at += 1;
                Part::Text(escaped)
            }
            other => Part::Text(other),
        });
    }
    Some(parts)
}

fn either(pattern: &[char], at: &mut usize, level: usize) -> Option<Part> {
    if level > DEEPEST {
        return None;
    }
    let mut choices = Vec::new();
    loop {
        choices.push(sequence(pattern, at, level)?);
        let end = *pattern.get(*at)?;
        *at += 1;
        if end == '}' {
            return Some(Part::Either(choices));
        }
    }
}

fn class(pattern: &[char], at: &mut usize) -> Option<Part> {
    let is_negated = pattern.get(*at) == Some(&'!');
    *at += usize::from(is_negated);
    let mut ranges = Vec::new();
    loop {
        let mut low = *pattern.get(*at)?;
        *at += 1;
        if low == ']' {
            return (!ranges.is_empty()).then_some(Part::Class { is_negated, ranges });
        }
        if low == '\\' {
            low = *pattern.get(*at)?;
            *at += 1;
        }
        let is_range = pattern.get(*at) == Some(&'-') && pattern.get(*at + 1).is_some_and(|&c| c != ']');
        let high = if is_range { pattern[*at + 1] } else { low };
        *at += 2 * usize::from(is_range);
        if high < low {
            return None;
        }
        ranges.push((low, high));
    }
}

/// Takes the places that the pattern before can reach, and gives those after all parts: time linear in parts times path.
fn advance(parts: &[Part], path: &[char], mut places: Vec<bool>) -> Vec<bool> {
    for part in parts {
        let mut after = vec![false; path.len() + 1];
        match part {
            Part::Within | Part::Across => {
                let crosses = matches!(part, Part::Across);
                let mut is_open = false;
                for place in 0..=path.len() {
                    is_open |= places[place];
                    after[place] = is_open;
                    is_open &= crosses || path.get(place) != Some(&'/');
                }
            }
            Part::Either(choices) => {
                for choice in choices {
                    let ends = advance(choice, path, places.clone());
                    after.iter_mut().zip(ends).for_each(|(after, end)| *after |= end);
                }
            }
            _ => {
                for (place, character) in path.iter().enumerate() {
                    after[place + 1] = places[place] && part.takes(*character);
                }
            }
        }
        places = after;
    }
    places
}

impl Part {
    fn takes(&self, character: char) -> bool {
        match self {
            Self::Text(wanted) => *wanted == character,
            Self::One => character != '/',
            Self::Class { is_negated, ranges } => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&character)) != *is_negated
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn paths() {
        for (pattern, path, answer) in [
            ("files/**", "files/a/b.txt", true),
            ("**.txt", "files/sub/c.txt", true),
            ("files/*.{txt,conf}", "files/b.conf", true),
            ("files/*.{txt,conf}", "files/sub/c.txt", false),
            ("files/?.txt", "files/ab.txt", false),
            ("files/[ab]*", "files/b.conf", true),
            ("files/[!ab]*", "files/b.conf", false),
            ("*", "a/b", false),
            ("{a,{b,c}}/x", "c/x", true),
        ] {
            assert_eq!(Glob::parse(pattern).expect("it parses").matches(path), answer, "{pattern} {path}");
        }
        assert!(Glob::parse("{a").is_none());
        assert!(Glob::parse("[").is_none());
    }
}
