use crate::check::fact::{POD_SECURITY, PodSecurityMode};
use crate::check::object::Object;
use crate::check::rule::{Judge, rule};
use crate::diagnostics::{Finding, nearest};

rule! {
    /// A label of a Namespace looks like one of Pod Security and is none.
    ///
    /// Kubernetes takes no notice of it, so that pods run which the label was to keep out. There are `enforce`, `warn` and `audit`,
    /// each with its `-version`.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforced: restricted}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
    /// ```
    "unknown-pod-security-label" Warning Judge::Object(judge)
}

fn judge(object: &Object<'_>, findings: &mut Vec<Finding>) {
    if !object.is("", "Namespace") {
        return;
    }
    let Some(labels) = object.root().at(&["metadata", "labels"]) else { return };
    for (key, _) in labels.entries() {
        let Some(name) = key.strip_prefix(POD_SECURITY) else { continue };
        let mode = name.strip_suffix("-version").unwrap_or(name);
        if PodSecurityMode::ALL.iter().any(|known| known.name() == mode) {
            continue;
        }
        let message = format!("`{key}` is no label of Pod Security");
        let finding = object.finding(CODE, message, object.key_site(&labels, key));
        findings.push(match nearest(mode, PodSecurityMode::ALL.map(PodSecurityMode::name)) {
            Some(near) => finding.help(format!("did you mean `{POD_SECURITY}{near}`?")),
            None => finding,
        });
    }
}
