//! File patterns: those of Go's `filepath.Match` and those of `Files.Glob`.

/// Go's `filepath.Match`: `*` and `?` stop at `/`, `[a-z]` and `[^a]` are classes, `\` escapes.
///
/// # Errors
///
/// [`BadPattern`] where Go has `syntax error in pattern`.
pub(crate) fn match_path(pattern: &str, name: &str) -> Result<bool, BadPattern> {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    check(&pattern)?;
    Ok(matches(&pattern, &name))
}

/// A pattern that does not parse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct BadPattern;

fn check(pattern: &[char]) -> Result<(), BadPattern> {
    let mut at = 0;
    while let Some(&character) = pattern.get(at) {
        at = match character {
            '\\' if at + 1 == pattern.len() => return Err(BadPattern),
            '\\' => at + 2,
            '[' => class(pattern, at).ok_or(BadPattern)?.end,
            _ => at + 1,
        };
    }
    Ok(())
}

/// `[…]`: the ranges and where it ends.
struct Class {
    is_negated: bool,
    ranges: Vec<(char, char)>,
    end: usize,
}

fn class(pattern: &[char], start: usize) -> Option<Class> {
    let mut at = start + 1;
    let is_negated = pattern.get(at) == Some(&'^');
    at += usize::from(is_negated);
    let mut ranges = Vec::new();
    while pattern.get(at) != Some(&']') || ranges.is_empty() {
        let low = class_character(pattern, &mut at)?;
        let high = if pattern.get(at) == Some(&'-') {
            at += 1;
            class_character(pattern, &mut at)?
        } else {
            low
        };
        ranges.push((low, high));
    }
    Some(Class { is_negated, ranges, end: at + 1 })
}

fn class_character(pattern: &[char], at: &mut usize) -> Option<char> {
    let mut character = *pattern.get(*at)?;
    if matches!(character, '-' | ']') {
        return None;
    }
    if character == '\\' {
        *at += 1;
        character = *pattern.get(*at)?;
    }
    *at += 1;
    Some(character)
}

/// Matches with one step back to the last `*`, so in time linear in pattern times name.
fn matches(pattern: &[char], name: &[char]) -> bool {
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if pattern.get(at) == Some(&'*') {
            star = Some((at + 1, seen));
            at += 1;
            continue;
        }
        if at == pattern.len() && seen == name.len() {
            return true;
        }
        let step = name.get(seen).and_then(|&character| one(pattern, at, character));
        if let Some(next) = step {
            (at, seen) = (next, seen + 1);
            continue;
        }
        match star {
            Some((after, from)) if from < name.len() && name[from] != '/' => {
                star = Some((after, from + 1));
                (at, seen) = (after, from + 1);
            }
            _ => return false,
        }
    }
}

/// Matches one character against the pattern at a place, and gives the place after.
fn one(pattern: &[char], at: usize, character: char) -> Option<usize> {
    match *pattern.get(at)? {
        '?' => (character != '/').then_some(at + 1),
        '[' => {
            let class = class(pattern, at)?;
            let is_in = class.ranges.iter().any(|(low, high)| (*low..=*high).contains(&character));
            (is_in != class.is_negated).then_some(class.end)
        }
        '\\' => (*pattern.get(at + 1)? == character).then_some(at + 2),
        wanted => (wanted == character).then_some(at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{BadPattern, match_path};

    #[test]
    fn as_go_matches() {
        for (pattern, name, answer) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "a/b.txt", false),
            ("a/*.txt", "a/b.txt", true),
            ("?.txt", "/.txt", false),
            ("[a-c]?", "bz", true),
            ("[^a]", "a", false),
            ("\\*", "*", true),
            ("*b*d", "abcbd", true),
            ("", "", true),
            ("*", "", true),
            ("a*", "b", false),
        ] {
            assert_eq!(match_path(pattern, name), Ok(answer), "{pattern} {name}");
        }
        for bad in ["[", "[]a]", "[a", "\\", "[-a]", "[a-]"] {
            assert_eq!(match_path(bad, "x"), Err(BadPattern), "{bad}");
        }
    }
}
