/// Finds the known name that a person most likely meant by `wrong`, if any is near enough.
///
/// Case and the separators `-` and `_` do not count; else the Damerau-Levenshtein distance may be a third of the length.
/// Among equals the first in the given order wins.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(wrong);
    let length = folded.chars().count();
    // Of a name of one letter nothing would be left.
    let limit = (length / 3).max(1).min(length.saturating_sub(1));
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &fold(name)), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_typos_and_refuses_far_names() {
        let known = ["replicas", "resources", "routes"];
        assert_eq!(nearest("replcias", known), Some("replicas"));
        assert_eq!(nearest("Resource", known), Some("resources"));
        assert_eq!(nearest("volumes", known), None);
        assert_eq!(nearest("min_available", ["minAvailable"]), Some("minAvailable"));
        assert_eq!(nearest("b", ["a"]), None);
        assert_eq!(nearest("A", ["a"]), Some("a"));
    }
}
