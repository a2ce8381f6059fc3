use k8s_openapi::api::networking::v1 as networking;

use super::port::PortChoice;
use super::{Fragment, Header, Lowering, ObjectKind, Resource, labels, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{Route, Sourced};
use ecow::{EcoString, eco_format};

pub(super) const KIND: ObjectKind = ObjectKind::of::<networking::Ingress>("workload/ingress");

/// The longest name of an Ingress: controllers and certificate issuers put it into labels.
const LONGEST_NAME: usize = 63;

/// Lowers the routes, one Ingress each.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Vec<Resource> {
    let routes = &lowering.plan.spec.routes;
    let ports = lowering.route_ports.clone();
    let mut resources = Vec::with_capacity(ports.len());
    for (index, ((name, route), port)) in routes.iter().zip(ports).enumerate() {
        let class = lowering.plan.ingress_classes.get(index);
        resources.extend(port.and_then(|port| Way { name, route, class, port }.lower(lowering)));
    }
    resources
}

/// A route with what the plan and the workload say of it.
struct Way<'a> {
    name: &'a EcoString,
    route: &'a Route,
    class: Option<&'a Sourced<EcoString>>,
    port: PortChoice<'a>,
}

impl Way<'_> {
    fn lower(&self, lowering: &mut Lowering<'_>) -> Option<Resource> {
        let route = self.route;
        let name = lowering.name_with(self.name, route.origin);
        if name.value.len() > LONGEST_NAME {
            self.report_long_name(lowering, &name.value);
            return None;
        }
        let spec = self.spec(lowering, &name);
        let annotations = labels::join_annotations([], &route.annotations, lowering.origins, lowering.sink)
            .map(|annotations| annotations.because(&[], route.annotations.origin));
        let header = Header { name, annotations, ..lowering.header(KIND, Some(route.origin)) };
        Some(header.object([("spec", spec)]))
    }

    fn spec(&self, lowering: &mut Lowering<'_>, name: &Sourced<EcoString>) -> Fragment {
        let typed = networking::IngressSpec {
            ingress_class_name: self.class.map(|class| class.value.to_string()),
            ..networking::IngressSpec::default()
        };
        Fragment::of(&typed)
            .because(&["ingressClassName"], self.class.map(|class| class.origin))
            .with("tls", self.tls(lowering, name))
            .with("rules", Fragment::list([self.rule(lowering)]))
    }

    fn tls(&self, lowering: &mut Lowering<'_>, name: &Sourced<EcoString>) -> Option<Fragment> {
        let tls = self.route.tls.as_ref().filter(|tls| tls.value)?;
        let typed = networking::IngressTLS {
            hosts: Some(vec![self.route.host.value.to_string()]),
            secret_name: Some(eco_format!("{}-tls", name.value).into()),
        };
        let secret_origin = lowering.origins.join(&[name.origin, tls.origin]);
        let item =
            Fragment::of(&typed).because(&["hosts"], self.route.host.origin).because(&["secretName"], secret_origin);
        Fragment::list([item]).map(|list| list.because(&[], tls.origin))
    }

    fn rule(&self, lowering: &Lowering<'_>) -> Fragment {
        let plan = lowering.plan;
        let path = self.route.path.as_ref();
        let typed = networking::IngressRule {
            host: Some(self.route.host.value.to_string()),
            http: Some(networking::HTTPIngressRuleValue {
                paths: vec![networking::HTTPIngressPath {
                    path: Some(path.map_or_else(|| "/".to_owned(), |path| path.value.to_string())),
                    path_type: "Prefix".to_owned(),
                    backend: networking::IngressBackend {
                        service: Some(networking::IngressServiceBackend {
                            name: plan.name.to_string(),
                            port: Some(networking::ServiceBackendPort {
                                name: Some(self.port.name.to_string()),
                                ..networking::ServiceBackendPort::default()
                            }),
                        }),
                        ..networking::IngressBackend::default()
                    },
                }],
            }),
        };
        let service = ["http", "paths", "0", "backend", "service"];
        Fragment::of(&typed)
            .because(&["host"], self.route.host.origin)
            .because(&["http", "paths", "0", "path"], path.map(|path| path.origin))
            .because(&[&service[..], &["name"]].concat(), plan.spec.origin)
            .because(&[&service[..], &["port", "name"]].concat(), self.port.origin)
    }

    fn report_long_name(&self, lowering: &mut Lowering<'_>, name: &str) {
        let finding = Finding::new(
            Code::NAME_TOO_LONG,
            format!(
                "the Ingress `{name}` would have a name of {} characters, at most {LONGEST_NAME} are allowed",
                name.len()
            ),
            spot::key(lowering.origins, self.route.origin),
        )
        .label("named `<workload>-<route>`")
        .help(format!("shorten the route's name by {} characters, or the workload's", name.len() - LONGEST_NAME));
        lowering.sink.report(finding);
    }
}
