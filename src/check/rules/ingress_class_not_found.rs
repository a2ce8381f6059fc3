use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// An Ingress names a class that is not there.
    ///
    /// No controller takes it up, and requests for its hosts go nowhere. Judged where some class is known: rendered as an
    /// IngressClass, or named in `external.ingressClasses` of an environment's cluster.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata: {name: nginx}
    /// spec: {controller: k8s.io/ingress-nginx}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec: {ingressClassName: ngnix, rules: [{host: shop.example.com}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: IngressClass
    /// metadata: {name: nginx}
    /// spec: {controller: k8s.io/ingress-nginx}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
    /// ```
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec: {ingressClassName: nginx, rules: [{host: shop.example.com}]}
    /// ```
    "ingress-class-not-found" Error Judge::Cluster(judge)
}

const GROUP: &str = "networking.k8s.io";
const KIND: &str = "IngressClass";

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let external = || cluster.external.objects.iter().filter(|object| object.kind == KIND);
    if cluster.of_kind(GROUP, KIND).next().is_none() && external().next().is_none() {
        return;
    }
    for (fact, ingress) in cluster.ingresses() {
        let Some((class, site)) = &ingress.class else { continue };
        if cluster.find(GROUP, KIND, None, class).is_none() && !cluster.external.has(GROUP, KIND, None, class) {
            let message = format!("there is no class `{class}`, which {} names", fact.title());
            let known = cluster.names(GROUP, KIND, None).chain(external().map(|object| object.name.as_str()));
            verdicts.report_absent(fact, fact.finding(CODE, message, site).suggest(class, known));
        }
    }
}
