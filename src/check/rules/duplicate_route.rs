use ecow::EcoString;
use rustc_hash::FxHashMap;

use crate::check::cluster::{Cluster, identity};
use crate::check::fact::{Fact, Route};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// One host and path is claimed twice by Ingresses of one class.
    ///
    /// The controller follows one of them, often the older one, and the other gets no requests without anybody being told.
    /// Ingresses whose annotations tell requests apart, as for a canary, are left alone, and those that have load balancers of
    /// their own.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///     - host: shop.example.com
    ///       http: {paths: [{path: /api/, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: office}
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///     - host: shop.example.com
    ///       http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
    /// ```
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec:
    ///   rules:
    ///     - host: shop.example.com
    ///       http:
    ///         paths:
    ///           - {path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}
    ///           - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop, namespace: shop}
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///     - host: shop.example.com
    ///       http:
    ///         paths:
    ///           - {path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}
    ///           - {path: /api, pathType: Exact, backend: {service: {name: docs, port: {number: 80}}}}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata:
    ///   name: shop-canary
    ///   namespace: shop
    ///   annotations: {nginx.ingress.kubernetes.io/canary: "true", nginx.ingress.kubernetes.io/canary-weight: "10"}
    /// spec:
    ///   ingressClassName: nginx
    ///   rules:
    ///     - host: shop.example.com
    ///       http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: api-next, port: {number: 80}}}}]}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: shop-internal, namespace: shop}
    /// spec:
    ///   ingressClassName: nginx-internal
    ///   rules:
    ///     - host: shop.example.com
    ///       http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
    /// ```
    /// ```yaml
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: inside, namespace: shop, annotations: {alb.ingress.kubernetes.io/scheme: internal}}
    /// spec:
    ///   ingressClassName: alb
    ///   rules:
    ///     - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: outside, namespace: shop, annotations: {alb.ingress.kubernetes.io/scheme: internet-facing}}
    /// spec:
    ///   ingressClassName: alb
    ///   rules:
    ///     - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
    /// ---
    /// apiVersion: networking.k8s.io/v1
    /// kind: Ingress
    /// metadata: {name: redirected, namespace: shop, annotations: {alb.ingress.kubernetes.io/actions.to-https: "{}"}}
    /// spec:
    ///   ingressClassName: alb
    ///   rules:
    ///     - http:
    ///         paths:
    ///           - {path: /, pathType: Prefix, backend: {service: {name: to-https, port: {name: use-annotation}}}}
    ///           - {path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}
    /// ```
    "duplicate-route" Error Judge::Cluster(judge)
}

type Claim<'a> = (&'a [EcoString], &'a str, &'a str, &'a str);

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut claimed: FxHashMap<Claim<'_>, (&Fact, &Route)> = FxHashMap::default();
    for (fact, ingress) in cluster.ingresses() {
        for route in &ingress.routes {
            let claim: Claim<'_> = (&ingress.lane, &route.host, &route.path, &route.path_type);
            let (first, first_route) = *claimed.entry(claim).or_insert((fact, route));
            // An Ingress that is written twice is a fault of another kind.
            let is_copy = !std::ptr::eq(first, fact) && identity(first) == identity(fact);
            if !std::ptr::eq(first_route, route) && !is_copy {
                verdicts.report(fact, fault(fact, route, first, first_route));
            }
        }
    }
}

fn fault(fact: &Fact, route: &Route, first: &Fact, first_route: &Route) -> Finding {
    let path = if route.path.is_empty() { "/" } else { &route.path };
    let who = if std::ptr::eq(first, fact) {
        format!("twice by {}", fact.title())
    } else if first.name == fact.name {
        format!("by {} of namespaces `{}` and `{}`", fact.title(), space(first), space(fact))
    } else {
        format!("by both {} and {}", first.title(), fact.title())
    };
    let (spot, label) = first.other_half(&first_route.site);
    fact.finding(CODE, format!("`{}{path}` is claimed {who}", route.host), &route.site).with(spot, label)
}

fn space(fact: &Fact) -> &str {
    fact.namespace.as_deref().unwrap_or("default")
}
