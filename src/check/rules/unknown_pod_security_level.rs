use crate::check::fact::{POD_SECURITY, PodSecurityMode, minor_of};
use crate::check::object::{Cursor, Object};
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// A label of Pod Security has a value that is no level or no version.
    ///
    /// The API server refuses the Namespace. A level is `privileged`, `baseline` or `restricted`; a version is `latest`, or `v1.`
    /// with the minor version of a Kubernetes release.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restrictive}}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    ///   labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: "1.34"}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: shop
    ///   labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.34}
    /// ```
    "unknown-pod-security-level" Error Judge::Object(judge)
}

const LEVELS: [&str; 3] = ["privileged", "baseline", "restricted"];

fn judge(object: &Object<'_>, findings: &mut Vec<Finding>) {
    if !object.is("", "Namespace") {
        return;
    }
    let Some(labels) = object.root().at(&["metadata", "labels"]) else { return };
    for (key, at) in labels.entries() {
        let Some(name) = key.strip_prefix(POD_SECURITY) else { continue };
        let is_mode = |name: &str| PodSecurityMode::ALL.iter().any(|mode| mode.name() == name);
        match name.strip_suffix("-version") {
            Some(mode) if is_mode(mode) => findings.extend(version(object, &at)),
            None if is_mode(name) => findings.extend(level(object, &at)),
            _ => {}
        }
    }
}

fn level(object: &Object<'_>, at: &Cursor<'_>) -> Option<Finding> {
    let written = at.text().filter(|text| !LEVELS.contains(&text.as_str()))?;
    let message = format!("`{written}` is no level of the Pod Security Standards");
    Some(object.finding(CODE, message, object.site(at)).suggest(written, LEVELS))
}

fn version(object: &Object<'_>, at: &Cursor<'_>) -> Option<Finding> {
    let written = at.text().filter(|text| minor_of(text).is_none())?;
    let message = format!("`{written}` is no version of the Pod Security Standards");
    Some(object.finding(CODE, message, object.site(at)).help(meant(written)))
}

/// The version that was likely meant: a release as others write it.
fn meant(written: &str) -> String {
    let release = written.trim_start_matches('v').splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    let likely = format!("v{release}");
    if minor_of(&likely).is_some() {
        format!("write `{likely}`")
    } else {
        "write `latest`, or a version such as `v1.34`".to_owned()
    }
}
