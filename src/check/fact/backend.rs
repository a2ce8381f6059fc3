use ecow::EcoString;

use super::service::TargetPort;
use crate::check::object::{Cursor, Object, Site};

/// A Service that an object sends requests to.
#[derive(Clone, Debug)]
pub struct Backend {
    /// Its namespace.
    pub namespace: Option<EcoString>,
    /// Its name.
    pub name: EcoString,
    /// Where it is named.
    pub site: Site,
    /// The port of it, where one is named.
    pub port: Option<(TargetPort, Site)>,
}

/// The port that the API server calls where nothing is said.
const HTTPS: i64 = 443;

/// The port by which an Ingress of AWS says that an annotation, and no Service, answers.
pub(super) const NO_SERVICE: &str = "use-annotation";

/// Finds the Services that an object sends requests to.
pub(super) fn read(object: &Object<'_>) -> Vec<Backend> {
    let kind = object.resource.kind.as_str();
    let Some(root) = Some(object.root()).filter(|_| is_known(kind)) else { return Vec::new() };
    let spec = root.get("spec");
    match (object.group(), kind, spec) {
        ("networking.k8s.io", "Ingress", Some(spec)) => of_ingress(object, &spec),
        ("gateway.networking.k8s.io", "HTTPRoute" | "GRPCRoute" | "TLSRoute" | "TCPRoute" | "UDPRoute", Some(spec)) => {
            let references = spec.list("rules").flat_map(|rule| rule.list("backendRefs"));
            references.filter_map(|at| of_route(object, &at)).collect()
        }
        ("argoproj.io", "Rollout", Some(spec)) => of_rollout(object, &spec),
        ("admissionregistration.k8s.io", _, _) => {
            let services = root.list("webhooks").filter_map(|at| at.at(&["clientConfig", "service"]));
            services.filter_map(|at| of_client(object, &at)).collect()
        }
        ("apiregistration.k8s.io", "APIService", Some(spec)) => {
            spec.get("service").and_then(|at| of_client(object, &at)).into_iter().collect()
        }
        ("apiextensions.k8s.io", "CustomResourceDefinition", Some(spec)) => {
            let by_webhook = spec.get("conversion").filter(|at| at.text_at("strategy").is_some_and(|s| s == "Webhook"));
            let service = by_webhook.and_then(|at| at.at(&["webhook", "clientConfig", "service"]));
            service.and_then(|at| of_client(object, &at)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether objects of a kind may send requests to Services: most kinds do not, and are let go at once.
fn is_known(kind: &str) -> bool {
    kind.ends_with("Route")
        || matches!(
            kind,
            "Ingress"
                | "Rollout"
                | "ValidatingWebhookConfiguration"
                | "MutatingWebhookConfiguration"
                | "APIService"
                | "CustomResourceDefinition"
        )
}

fn of_ingress(object: &Object<'_>, spec: &Cursor<'_>) -> Vec<Backend> {
    let paths = spec.list("rules").filter_map(|rule| rule.get("http")).flat_map(|http| http.list("paths"));
    let backends = spec.get("defaultBackend").into_iter().chain(paths.filter_map(|path| path.get("backend")));
    let backend = |at: Cursor<'_>| {
        let service = at.get("service")?;
        let port = service.get("port");
        let number = port.as_ref().and_then(|port| port.get("number"));
        let port = number.or_else(|| port?.get("name"));
        if port.as_ref().and_then(|port| port.text()).is_some_and(|name| name == NO_SERVICE) {
            return None;
        }
        named(object, &service, object.resource.namespace.clone(), port.as_ref())
    };
    backends.filter_map(backend).collect()
}

fn of_route(object: &Object<'_>, at: &Cursor<'_>) -> Option<Backend> {
    let is_service = at.text_at("group").is_none_or(|group| group.is_empty())
        && at.text_at("kind").is_none_or(|kind| kind == "Service");
    let namespace = at.text_at("namespace").cloned().or_else(|| object.resource.namespace.clone());
    is_service.then(|| named(object, at, namespace, at.get("port").as_ref())).flatten()
}

fn of_rollout(object: &Object<'_>, spec: &Cursor<'_>) -> Vec<Backend> {
    const FIELDS: [(&str, &str); 4] = [
        ("canary", "canaryService"),
        ("canary", "stableService"),
        ("blueGreen", "activeService"),
        ("blueGreen", "previewService"),
    ];
    let backend = |(strategy, field): &(&str, &str)| {
        let named = spec.at(&["strategy", strategy, field])?;
        let (namespace, name) = (object.resource.namespace.clone(), named.text()?.clone());
        Some(Backend { namespace, name, site: object.site(&named), port: None })
    };
    FIELDS.iter().filter_map(backend).collect()
}

fn of_client(object: &Object<'_>, service: &Cursor<'_>) -> Option<Backend> {
    let namespace = service.text_at("namespace").cloned();
    let mut backend = named(object, service, namespace, service.get("port").as_ref())?;
    backend.port = backend.port.or_else(|| Some((TargetPort::Number(HTTPS), object.site(service))));
    Some(backend)
}

/// The Service whose `name` stands in a map.
fn named(
    object: &Object<'_>,
    at: &Cursor<'_>,
    namespace: Option<EcoString>,
    port: Option<&Cursor<'_>>,
) -> Option<Backend> {
    let name = at.get("name")?;
    let port = port.and_then(|port| Some((TargetPort::read(port)?, object.site(port))));
    Some(Backend { namespace, name: name.text()?.clone(), site: object.site(&name), port })
}
