use super::wording::counted;
use crate::check::{Coverage, Judge, rules};

/// Says what was judged, by what, and what was not: nothing is passed over in silence.
///
/// `kubernetes` is the minor release whose schemas were asked, where it is one for all.
pub(super) fn describe(coverage: &Coverage, kubernetes: Option<u32>) -> String {
    let whose = kubernetes.map_or_else(|| "Kubernetes'".to_owned(), |minor| format!("Kubernetes 1.{minor}'s"));
    let rules = rules().filter(|rule| !matches!(rule.judge, Judge::Schema | Judge::Mechanism)).count();
    let judged = format!("{} judged by {whose} schemas", counted(coverage.checked, "object"));
    let mut parts = vec![format!("{judged} and {}", counted(rules, "rule"))];
    parts.extend(without_schema(coverage));
    let are_no_objects = if coverage.others == 1 { "is no object" } else { "are no objects" };
    let hold_none = if coverage.empty_files == 1 { "holds no object" } else { "hold no objects" };
    let counts = [
        (coverage.others, "document", format!(" {are_no_objects}")),
        (coverage.empty_files, "file", format!(" {hold_none}")),
        (coverage.unevaluated.values().sum(), "CEL rule", " of custom resources not evaluated".to_owned()),
        (coverage.tally.unfollowed, "finding", " left open, since not all of a cluster is known".to_owned()),
        (coverage.tally.allowed, "finding", " allowed".to_owned()),
        (coverage.ignored, "finding", " ignored".to_owned()),
        (coverage.tally.known, "finding", " known to the baseline".to_owned()),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    parts.extend(counts.map(|(count, noun, what)| format!("{}{what}", counted(count, noun))));
    parts.join("; ")
}

fn without_schema(coverage: &Coverage) -> Option<String> {
    let unchecked = coverage.unchecked.iter();
    let kinds: Vec<String> = unchecked.map(|((version, kind), count)| format!("{count} {kind} ({version})")).collect();
    (!kinds.is_empty()).then(|| format!("without a schema: {}", kinds.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_judged_and_what_was_not() {
        let rules = rules().filter(|rule| !matches!(rule.judge, Judge::Schema | Judge::Mechanism)).count();
        let mut coverage = Coverage { checked: 12, ..Coverage::default() };
        let judged = format!("objects judged by Kubernetes' schemas and {}", counted(rules, "rule"));
        assert_eq!(describe(&coverage, None), format!("12 {judged}"));
        coverage.leave_unchecked(&"example.com/v1".into(), &"Widget".into());
        coverage.leave_unchecked(&"example.com/v1".into(), &"Widget".into());
        (coverage.others, coverage.empty_files, coverage.ignored) = (3, 1, 2);
        (coverage.tally.allowed, coverage.tally.unfollowed) = (1, 4);
        coverage.unevaluated.insert(("example.com/v1".into(), "Gadget".into()), 3);
        coverage.unevaluated.insert(("example.com/v1".into(), "Gizmo".into()), 2);
        let judged = judged.replace("Kubernetes'", "Kubernetes 1.34's");
        assert_eq!(
            describe(&coverage, Some(34)),
            format!(
                "12 {judged}; without a schema: 2 Widget (example.com/v1); 3 documents are no objects; 1 file holds no \
                 object; 5 CEL rules of custom resources not evaluated; 4 findings left open, since not all of a cluster \
                 is known; 1 finding allowed; 2 findings ignored"
            )
        );
    }
}
