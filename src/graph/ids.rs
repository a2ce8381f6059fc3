use std::collections::BTreeSet;

/// Gives out names that Mermaid and DOT take without quotes, each once.
#[derive(Default)]
pub(super) struct SafeIds {
    taken: BTreeSet<String>,
}

impl SafeIds {
    /// A name that reads like `text`: what is neither letter nor digit becomes `_`.
    pub(super) fn make(&mut self, text: &str) -> String {
        let safe: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let mut id = safe.clone();
        let mut number = 2;
        while !self.taken.insert(id.clone()) {
            id = format!("{safe}_{number}");
            number += 1;
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::SafeIds;

    #[test]
    fn what_reads_alike_is_told_apart() {
        let mut ids = SafeIds::default();
        let made = ["a-b/c", "a/b-c", "a-b/c", "end\"]"].map(|text| ids.make(text));
        assert_eq!(made, ["a_b_c", "a_b_c_2", "a_b_c_3", "end__"]);
    }
}
