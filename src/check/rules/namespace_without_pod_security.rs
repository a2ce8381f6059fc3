use crate::check::cluster::Cluster;
use crate::check::fact::PodSecurityMode;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// A Namespace enforces no Pod Security Standard.
    ///
    /// Whoever may create pods in it may create one that is root on its node. The label is there to say so on purpose too:
    /// `privileged` lets everything run. The namespaces that Kubernetes makes itself are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/warn: baseline}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: node-agents, labels: {pod-security.kubernetes.io/enforce: privileged}}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: kube-system}
    /// ```
    "namespace-without-pod-security" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    if cluster.pod_security.is_some() {
        return;
    }
    for fact in cluster.of_kind("", "Namespace") {
        let Some(namespace) = fact.namespace() else { continue };
        let enforces = namespace.pod_security.iter().any(|label| label.mode == PodSecurityMode::Enforce);
        if enforces || fact.name == "default" || fact.name.starts_with("kube-") {
            continue;
        }
        let message = format!("no Pod Security Standard is enforced in {}", fact.title());
        let finding = fact.finding(CODE, message, &namespace.enforce_site);
        verdicts.report(fact, finding.help("set the label `pod-security.kubernetes.io/enforce: restricted`"));
    }
}
