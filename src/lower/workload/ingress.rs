use k8s_openapi::api::networking::v1 as networking;

use super::port::PortChoice;
use super::{Fragment, Header, Lowering, ObjectKind, Resource, labels, spot};
use crate::diagnostics::{Code, Finding};
use crate::lower::adopt::{Adopter, Giver, set_namespace};
use crate::lower::order::order_head;
use crate::model::{Route, Sourced};
use crate::node::{Cause, Node, Origin, Origins};
use crate::resolve::RoutePlan;
use ecow::{EcoString, eco_format};

pub(super) const KIND: ObjectKind = ObjectKind::of::<networking::Ingress>("workload/ingress");

/// The longest name of an Ingress: controllers and certificate issuers put it into labels.
const LONGEST_NAME: usize = 63;

/// The annotation that names the ClusterIssuer of a certificate.
const CLUSTER_ISSUER: &str = "cert-manager.io/cluster-issuer";
/// The annotations by which somebody chooses an issuer.
const ISSUERS: [&str; 2] = [CLUSTER_ISSUER, "cert-manager.io/issuer"];

/// Lowers the routes, one Ingress each, with what their router needs beside it.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Vec<Resource> {
    let routes = &lowering.plan.spec.routes;
    let ports = lowering.route_ports.clone();
    let mut resources = Vec::with_capacity(ports.len());
    for (index, ((name, route), port)) in routes.iter().zip(ports).enumerate() {
        let plan = lowering.plan.routes.get(index);
        let Some(ingress) = port.and_then(|port| Way { name, route, plan, port }.lower(lowering)) else { continue };
        resources.push(ingress);
        for (definition, addition) in plan.into_iter().flat_map(|plan| &plan.additions) {
            let objects = addition.resources.items.iter();
            let asked = (route, addition.origin);
            resources.extend(objects.filter_map(|object| adopt(definition, asked, &object.0, lowering)));
        }
    }
    resources
}

/// An object that the router needs for a route: it stands beside the Ingress, and is labelled as the workload's others are.
fn adopt(
    definition: &str,
    (route, asked): (&Route, Origin),
    object: &Node,
    lowering: &mut Lowering<'_>,
) -> Option<Resource> {
    let adopter = Adopter {
        giver: Giver::Definition(definition),
        entry: route.origin,
        team: &lowering.plan.team.value,
        cluster_kinds: &[],
        custom: &[],
        cluster: lowering.cluster,
    };
    let mut body = object.clone();
    body.origin = lowering.origins.join(&[body.origin, asked, route.origin, lowering.base]);
    let mut resource = adopter.identify(body, lowering.origins, lowering.sink).ok()?;
    set_namespace(&mut resource.body, &lowering.plan.namespace);
    resource.namespace = Some(lowering.plan.namespace.value.clone());
    let recipe = lowering.origins.of(Cause::Recipe(KIND.recipe));
    let plan = lowering.plan;
    let own = labels::ownership(&plan.stack, &plan.team, &plan.environment, recipe);
    labels::adopt_labels(&mut resource.body, &own, lowering.origins, lowering.sink).ok()?;
    order_head(&mut resource.body);
    Some(resource)
}

/// A route with what the plan and the workload say of it.
struct Way<'a> {
    name: &'a EcoString,
    route: &'a Route,
    plan: Option<&'a RoutePlan>,
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
        let own = self.annotations(lowering.origins);
        let mut made: Vec<Origin> = own.iter().map(|(.., origin)| *origin).collect();
        made.insert(0, route.annotations.origin);
        let made = lowering.origins.join(&made);
        let annotations = labels::join_annotations(own, &route.annotations, lowering.origins, lowering.sink)
            .map(|annotations| annotations.because(&[], made));
        let header = Header { name, annotations, ..lowering.header(KIND, Some(route.origin)) };
        Some(header.object([("spec", spec)]))
    }

    /// The issuer of the certificate, unless the user names another, and what the router adds; one annotation for two fields holds
    /// what both say.
    fn annotations(&self, origins: &mut Origins) -> Vec<labels::Pair> {
        let Some(plan) = self.plan else { return Vec::new() };
        let names_issuer = self.route.annotations.keys().any(|key| ISSUERS.contains(&key));
        let issuer = plan.issuer.as_ref().filter(|_| !names_issuer);
        let tls = self.route.tls.as_ref().map_or(Origin::INHERITED, |tls| tls.origin);
        let issuer = issuer.map(|issuer| {
            (
                CLUSTER_ISSUER.into(),
                issuer.value.clone(),
                origins.join(&[issuer.origin, tls, self.route.annotations.origin]),
            )
        });
        let mut pairs: Vec<labels::Pair> = issuer.into_iter().collect();
        for (key, text) in plan.additions.iter().flat_map(|(_, addition)| addition.annotations.iter()) {
            match pairs.iter_mut().find(|(known, ..)| known == key) {
                Some((_, known, origin)) => {
                    *known = eco_format!("{known},{}", text.value.0);
                    *origin = origins.join(&[*origin, text.origin]);
                }
                None => pairs.push((key.clone(), text.value.0.clone(), text.origin)),
            }
        }
        pairs
    }

    fn spec(&self, lowering: &mut Lowering<'_>, name: &Sourced<EcoString>) -> Fragment {
        let class = self.plan.map(|plan| &plan.class);
        let typed = networking::IngressSpec {
            ingress_class_name: class.map(|class| class.value.to_string()),
            ..networking::IngressSpec::default()
        };
        Fragment::of(&typed)
            .because(&["ingressClassName"], class.map(|class| class.origin))
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
