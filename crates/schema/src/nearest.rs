//! The known name that a person most likely meant.

/// Longest text that is compared; longer ones are no typos of a name.
const LONGEST: usize = 80;

/// Finds the name nearest to `given`: same but for case, or at most a third of its letters away. Of two equally near the first wins.
pub(crate) fn nearest<'n>(given: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if given.len() > LONGEST {
        return None;
    }
    let folded = given.to_ascii_lowercase();
    let letters = given.chars().count();
    let allowed = (letters / 3).clamp(1, 4).min(letters.saturating_sub(1));
    let mut best: Option<(usize, &str)> = None;
    for name in names.filter(|name| name.len() <= LONGEST) {
        let distance = match name.eq_ignore_ascii_case(given) {
            true => 0,
            false => strsim::damerau_levenshtein(&folded, &name.to_ascii_lowercase()),
        };
        if distance <= allowed && best.is_none_or(|(shortest, _)| distance < shortest) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Words a list of names for a message: `a`, `b` or `c`.
pub(crate) fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// Shortens a text to one that a message can hold.
pub(crate) fn excerpt(text: &str) -> String {
    const SHOWN: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_typos_and_case_and_nothing_far() {
        assert_eq!(nearest("contAIN3rz", ["containers"].into_iter()), Some("containers"));
        let names = ["resources", "image", "imagePullPolicy"];
        assert_eq!(nearest("resorces", names.into_iter()), Some("resources"));
        assert_eq!(nearest("imagepullpolicy", names.into_iter()), Some("imagePullPolicy"));
        assert_eq!(nearest("foo", names.into_iter()), None);
    }

    #[test]
    fn words_lists() {
        assert_eq!(one_of(["a", "b", "c"].into_iter()), "`a`, `b` or `c`");
    }
}
