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
    let near = names.filter(|name| name.len() <= LONGEST).filter_map(|name| {
        let distance = strsim::damerau_levenshtein(&folded, &name.to_ascii_lowercase());
        (distance <= allowed).then_some((distance, name))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_typos_and_case_and_nothing_far() {
        let names = ["min_size", "max_size", "desired_size"];
        assert_eq!(nearest("min_sise", names.into_iter()), Some("min_size"));
        assert_eq!(nearest("DESIRED_SIZE", names.into_iter()), Some("desired_size"));
        assert_eq!(nearest("ami", names.into_iter()), None);
    }
}
