use super::cluster::Cluster;
use super::object::Object;
use super::pod_security::{Pod, Violations};
use super::verdicts::Verdicts;
use crate::diagnostics::{Code, Finding};

/// One rule: a code with its page, and who says it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The code of its findings.
    pub code: Code,
    /// What judges.
    pub judge: Judge,
}

/// What judges, and what it looks at.
#[derive(Clone, Copy, Debug)]
pub enum Judge {
    /// The walk over the schema of the object's kind, or the check of what the cluster serves.
    Schema,
    /// The search for secrets in every text of an object.
    Secret,
    /// One object by itself.
    Object(fn(&Object<'_>, &mut Vec<Finding>)),
    /// One pod, or a template of pods, by the Pod Security Standards.
    Pod(fn(&Pod<'_>, &mut Violations<'_>)),
    /// All objects of a cluster together.
    Cluster(fn(&Cluster<'_>, &mut Verdicts<'_>)),
    /// The mechanism of rules itself, such as what allows a finding.
    Mechanism,
}

/// Declares the code and the rule of a file; the doc comment is the rule's page for users.
///
/// ```text
/// rule! {
///     /// A Service selects no pods.
///     ///
///     /// Requests to it fail, since it has no endpoints.
///     ///
///     /// # Wrong
///     /// ```yaml
///     /// …manifests in which it is found…
///     /// ```
///     /// # Right
///     /// ```yaml
///     /// …manifests in which it is not…
///     /// ```
///     "service-selects-nothing" Error Judge::Cluster(judge)
/// }
/// ```
macro_rules! rule {
    ($(#[doc = $page:literal])+ $name:literal $level:ident $judge:expr) => {
        $(#[doc = $page])+
        pub(in crate::check) const RULE: $crate::check::rule::Rule = $crate::check::rule::Rule { code: CODE, judge: $judge };

        pub(in crate::check) const CODE: $crate::diagnostics::Code =
            $crate::diagnostics::Code::new(&$crate::diagnostics::CodeEntry {
                name: $name,
                level: $crate::diagnostics::Level::$level,
                adjustable: true,
                page: &[$($page),+],
            });
    };
}

pub(in crate::check) use rule;
