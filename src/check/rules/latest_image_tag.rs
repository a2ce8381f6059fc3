use crate::check::fact::pod_of;
use crate::check::object::Object;
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// An image has the tag `latest`, or neither tag nor digest.
    ///
    /// What runs depends on when its node pulled it: pods of one workload differ, and there is no way back to what ran before. `auto`, which
    /// Istio replaces, is left alone, and so are placeholders.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com:5000/api"}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "api:latest"}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com:5000/api:1.4.0"}]}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///     - name: api
    ///       image: "api@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    /// ```
    "latest-image-tag" Warning Judge::Object(judge)
}

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    let Some(spec) = pod_of(object).and_then(|pod| pod.get("spec")) else { return };
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for container in spec.list(list) {
            let Some(image) = container.get("image") else { continue };
            let Some(problem) = image.text().and_then(|image| problem_of(image)) else { continue };
            let message = format!("image `{}` {problem}", image.text().map_or("", |image| image));
            let finding = object.finding(CODE, message, object.site(&image));
            found.push(finding.help("name the version that is meant"));
        }
    }
}

fn problem_of(image: &str) -> Option<&'static str> {
    if image.is_empty() || image == "auto" || image.contains(['@', '$', '{']) {
        return None;
    }
    let (_, name) = image.rsplit_once('/').unwrap_or(("", image));
    match name.split_once(':') {
        Some((_, "latest")) => Some("is whatever was built last"),
        None | Some((_, "")) => Some("has neither tag nor digest"),
        Some(_) => None,
    }
}
