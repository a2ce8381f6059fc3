use crate::check::code_named;
use crate::check::levels::Levels;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Tally;
use crate::diagnostics::Finding;

rule! {
    /// Something is allowed that is not found.
    ///
    /// What was allowed was mended, or the rule is misspelt: an allowance that stays behind hides the next fault of its kind.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: settings
    ///   namespace: shop
    ///   annotations: {platgen.dev/allow: duplicate-object both tools write the same content}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// ```
    "unused-allow" Warning Judge::Mechanism
}

/// Reports every allowance that was never used, over all clusters; one of a code that is off says nothing.
pub(in crate::check) fn judge(tally: &Tally, levels: &Levels) -> Vec<Finding> {
    let is_known = |name: &str| code_named(name).is_some_and(|code| code.entry().adjustable);
    let unused =
        tally.unused().filter(|allow| is_known(&allow.code) && !allow.reason.is_empty() && !levels.is_off(&allow.code));
    let finding = |allow: &crate::check::Allow| {
        let message = format!("nothing is found that `{}` would allow", allow.code);
        Finding::new(CODE, message, allow.site.spot.clone()).help("remove it")
    };
    unused.map(finding).collect()
}
