/// Whether a name matches a glob in which `*` stands for any characters; linear in both for each `*`.
pub(crate) fn matches_glob(glob: &str, name: &str) -> bool {
    let mut parts = glob.split('*');
    let Some(mut rest) = parts.next().and_then(|prefix| name.strip_prefix(prefix)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches_glob;

    #[test]
    fn a_star_stands_for_any_characters() {
        assert!(matches_glob("apps", "apps"));
        assert!(!matches_glob("apps", "apps-2"));
        assert!(matches_glob("batch-*", "batch-eu"));
        assert!(matches_glob("*-eu", "batch-eu"));
        assert!(matches_glob("a*b*c", "a-b-b-c"));
        assert!(!matches_glob("a*bc*c", "abc"));
        assert!(matches_glob("*", "anything"));
    }
}
