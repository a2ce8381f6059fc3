use ecow::EcoString;

use super::backend::NO_SERVICE;
use crate::check::object::{Cursor, Object, Site};

/// What an Ingress claims.
#[derive(Clone, Debug)]
pub struct Ingress {
    /// Its class by `ingressClassName`, where one is named.
    pub class: Option<(EcoString, Site)>,
    /// What sets it apart from other Ingresses of the same host and path: its class, and what its controller reads in annotations.
    pub lane: Vec<EcoString>,
    /// The hosts and paths that it claims; none where annotations tell requests for them apart.
    pub routes: Vec<Route>,
}

/// A host and a path.
#[derive(Clone, Debug)]
pub struct Route {
    /// The host; empty for every host.
    pub host: EcoString,
    /// The path.
    pub path: EcoString,
    /// How the path is compared, as in `Prefix`.
    pub path_type: EcoString,
    /// Where it is claimed.
    pub site: Site,
}

/// How annotations begin that tell requests for one host and path apart: by weight, header, method or condition.
const CONDITIONS: [&str; 6] = [
    "alb.ingress.kubernetes.io/conditions.",
    "haproxy.org/route-acl",
    "konghq.com/headers.",
    "konghq.com/methods",
    "nginx.ingress.kubernetes.io/canary",
    "traefik.ingress.kubernetes.io/router.priority",
];

/// Annotations that choose the way by which requests come in.
const LANES: [&str; 4] = [
    "alb.ingress.kubernetes.io/group.name",
    "kubernetes.io/ingress.class",
    "kubernetes.io/ingress.global-static-ip-name",
    "traefik.ingress.kubernetes.io/router.entrypoints",
];

/// Controllers that make a load balancer for every Ingress, or group of them.
const OWN_BALANCER: [&str; 3] = ["alb", "gce", "gce-internal"];

/// Reads an Ingress.
pub(super) fn read(object: &Object<'_>) -> Option<Ingress> {
    if !object.is("networking.k8s.io", "Ingress") {
        return None;
    }
    let spec = object.root().get("spec")?;
    let class = spec.get("ingressClassName").and_then(|at| Some((at.text()?.clone(), object.site(&at))));
    let annotations = object.root().at(&["metadata", "annotations"]);
    let is_condition = |key: &EcoString| CONDITIONS.iter().any(|prefix| key.starts_with(prefix));
    let has_conditions = annotations.as_ref().is_some_and(|at| at.entries().any(|(key, _)| is_condition(key)));
    let routes = spec.list("rules").flat_map(|rule| routes_of(object, &rule));
    Some(Ingress {
        lane: lane(object, class.as_ref().map(|(class, _)| class), annotations.as_ref()),
        class,
        routes: if has_conditions { Vec::new() } else { routes.collect() },
    })
}

fn lane(object: &Object<'_>, class: Option<&EcoString>, annotations: Option<&Cursor<'_>>) -> Vec<EcoString> {
    let annotation = |key: &str| annotations?.text_at(key).cloned();
    let by_annotation = annotation("kubernetes.io/ingress.class");
    let mut lane: Vec<EcoString> = LANES.iter().map(|key| annotation(key).unwrap_or_default()).collect();
    lane.extend(class.cloned());
    let has_group = annotation("alb.ingress.kubernetes.io/group.name").is_some();
    let is_alone = |class: &EcoString| OWN_BALANCER.contains(&class.as_str());
    let is_of_alb =
        annotations.is_some_and(|at| at.entries().any(|(key, _)| key.starts_with("alb.ingress.kubernetes.io/")));
    if !has_group && (is_of_alb || class.is_some_and(is_alone) || by_annotation.as_ref().is_some_and(is_alone)) {
        lane.extend(object.resource.namespace.clone());
        lane.push(object.resource.name.clone());
    }
    lane
}

fn routes_of(object: &Object<'_>, rule: &Cursor<'_>) -> Vec<Route> {
    let host = rule.text_at("host").cloned().unwrap_or_default();
    let paths = rule.get("http").into_iter().flat_map(|http| http.list("paths"));
    // An annotation that answers may do so for some requests only.
    let is_answered_elsewhere = |at: &Cursor<'_>| {
        let name = at.at(&["backend", "service", "port", "name"]);
        name.as_ref().and_then(Cursor::text).is_some_and(|name| name == NO_SERVICE)
    };
    let route = |at: Cursor<'_>| {
        let path = at.text_at("path").map_or("/", |path| path.as_str());
        let path_type = at.text_at("pathType").cloned().unwrap_or_else(|| "ImplementationSpecific".into());
        let path = if path_type == "Prefix" { path.trim_end_matches('/') } else { path };
        Route { host: host.clone(), path: path.into(), path_type, site: object.site(&at) }
    };
    paths.filter(|at| !is_answered_elsewhere(at)).map(route).collect()
}
