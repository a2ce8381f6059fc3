use ecow::EcoString;

use super::RoutePlan;
use super::offers::RouteOf;
use super::stacks::StackInstance;
use super::workloads::{key_of, spot_of};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{RateKey, Route, RouteAddition, Sourced, Workload};
use crate::node::{Node, Origin, Origins};
use crate::source::Place;

const INGRESS_HELP: &str = "run a component that brings one, such as `ingress-nginx`, or say in the cluster's own entry which stands there: \
     `external: {ingressClasses: [nginx]}`";

/// What the routes of one workload are planned from.
#[derive(Clone, Copy)]
pub(super) struct RoutesOf<'a> {
    pub(super) instance: &'a StackInstance<'a>,
    /// The workload, layers merged and evaluated.
    pub(super) tree: &'a Node,
    pub(super) name: &'a EcoString,
    /// Where it is known.
    pub(super) namespace: Option<&'a Sourced<EcoString>>,
    /// Where the workload stands.
    pub(super) place: Place,
}

impl RoutesOf<'_> {
    /// Finds for each route what the cluster makes of it.
    ///
    /// # Errors
    /// Poison where one of them leads nowhere; every fault was reported.
    pub(super) fn plan(
        self,
        spec: &Workload,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Vec<RoutePlan>, Poison> {
        let routes = spec.routes.iter().map(|(name, route)| self.route(name, route, origins, sink));
        let routes: Vec<Result<RoutePlan, Poison>> = routes.collect();
        routes.into_iter().collect()
    }

    fn route(
        self,
        name: &EcoString,
        route: &Route,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<RoutePlan, Poison> {
        let class = self.class(route, origins, sink)?;
        let cluster = self.instance.cluster;
        self.check_domain(route, origins, sink);
        let is_tls = route.tls.as_ref().is_some_and(|tls| tls.value);
        let issuer = if is_tls { cluster.issuer(origins) } else { None };
        let fields = [
            ("rateLimit", route.rate_limit.as_ref().map(|limit| limit.origin)),
            ("auth", route.auth.as_ref().map(|auth| auth.origin)),
        ];
        let asked = fields.into_iter().filter_map(|(field, origin)| Some((field, origin?)));
        let mut additions: Vec<Result<(EcoString, RouteAddition), Poison>> =
            asked.map(|field| self.addition(name, route, field, &class, origins, sink)).collect();
        let certified = issuer.as_ref().map(|issuer| self.certified(name, route, &class, issuer, origins, sink));
        additions.extend(certified.and_then(Result::transpose));
        let router = cluster.offers.router_namespace(&class, origins);
        Ok(RoutePlan { class, router, issuer, additions: additions.into_iter().collect::<Result<_, _>>()? })
    }

    /// What the component that provides the issuer adds for the certificate.
    fn certified(
        self,
        name: &EcoString,
        route: &Route,
        class: &Sourced<EcoString>,
        issuer: &Sourced<EcoString>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Option<(EcoString, RouteAddition)>, Poison> {
        let node = self.as_written(name, route);
        let of = RouteOf { class: &class.value, field: "tls", route: node, workload: self.workload(origins) };
        let added = self.instance.cluster.offers.certificate_addition(&issuer.value, of, origins, sink)?;
        let asked = route.tls.as_ref().map_or(Origin::INHERITED, |tls| tls.origin);
        Ok(added.map(|(definition, mut addition)| {
            addition.origin = origins.join(&[asked, issuer.origin, addition.origin]);
            (definition, addition)
        }))
    }

    /// The route's own class, which must stand in the cluster, else the cluster's first.
    fn class(self, route: &Route, origins: &mut Origins, sink: &mut Sink) -> Result<Sourced<EcoString>, Poison> {
        let cluster = self.instance.cluster;
        match &route.class {
            Some(class) => {
                let known = cluster.ingress_classes();
                if known.contains(&class.value.0) {
                    return Ok(Sourced { value: class.value.0.clone(), origin: class.origin });
                }
                let message = format!("no ingress class `{}` stands in the cluster", class.value.0);
                let spot = spot_of(class.origin, cluster.place, origins);
                let finding = Finding::new(Code::UNKNOWN_NAME, message, spot);
                let mut finding = finding.suggest(&class.value.0, known.iter().map(EcoString::as_str));
                finding.help.get_or_insert_with(|| INGRESS_HELP.to_owned());
                Err(sink.report(finding))
            }
            None => cluster.ingress_class(origins).ok_or_else(|| {
                let message = "no ingress class stands in the cluster for this route";
                let spot = key_of(route.origin, cluster.place, origins);
                sink.report(Finding::new(Code::UNKNOWN_NAME, message, spot).help(INGRESS_HELP))
            }),
        }
    }

    /// What the router adds for a field of the route.
    fn addition(
        self,
        name: &EcoString,
        route: &Route,
        (field, asked): (&str, Origin),
        class: &Sourced<EcoString>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(EcoString, RouteAddition), Poison> {
        let offers = &self.instance.cluster.offers;
        if !offers.can_route(&class.value, field) {
            return Err(sink.report(self.lacking(field, asked, class, origins)));
        }
        let route = self.node(name, route, origins, sink)?;
        let of = RouteOf { class: &class.value, field, route, workload: self.workload(origins) };
        let (definition, mut addition) = offers.route_addition(of, origins, sink)?;
        addition.origin = origins.join(&[asked, addition.origin]);
        Ok((definition, addition))
    }

    fn lacking(self, field: &str, asked: Origin, class: &Sourced<EcoString>, origins: &Origins) -> Finding {
        let message = format!("routes of ingress class `{}` cannot have `{field}`", class.value);
        let spot = key_of(asked, self.place, origins);
        let finding = Finding::new(Code::ROUTE_FEATURE_MISSING, message, spot);
        match self.instance.cluster.offers.router(&class.value) {
            Some((component, definition)) => finding.help(format!(
                "component `{component}` runs that router, and its definition `{definition}` does not say how: `routes: {{{field}: …}}`"
            )),
            None => finding.help(
                "that router stands in the cluster (`external`), and nobody says how it does this: run it as a component, or write \
                 its own annotations in the route's `annotations`",
            ),
        }
    }

    /// What templates read as `route`, but the provider that `auth` names.
    fn as_written(self, name: &EcoString, route: &Route) -> Node {
        let mut node = self.tree.at(&["routes", name]).cloned().unwrap_or_else(|| Node::map(route.origin));
        node.set("name", Node::text(name.clone(), route.origin));
        if let Some(limit) = node.get_mut("rateLimit").filter(|limit| limit.get("by").is_none()) {
            limit.set("by", Node::text(RateKey::Ip.word(), Origin::INHERITED));
        }
        node
    }

    /// What templates read as `route`.
    fn node(self, name: &EcoString, route: &Route, origins: &mut Origins, sink: &mut Sink) -> Result<Node, Poison> {
        let mut node = self.as_written(name, route);
        if let Some(auth) = &route.auth {
            node.set("auth", self.provider(auth, origins, sink)?);
        }
        Ok(node)
    }

    /// The provider that users sign in with: its name and issuer.
    fn provider(
        self,
        auth: &Sourced<crate::model::Label>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Node, Poison> {
        let environment = self.instance.environment;
        let providers = environment.spec.auth.iter().flat_map(|auth| auth.providers.iter());
        let Some((name, provider)) = providers.clone().find(|(name, _)| *name == auth.value.0) else {
            let message = format!("the environment has no provider `{}`", auth.value.0);
            let finding = Finding::new(Code::UNKNOWN_NAME, message, spot_of(auth.origin, self.place, origins));
            let mut finding = finding.suggest(&auth.value.0, providers.map(|(name, _)| name.as_str()));
            finding.help.get_or_insert_with(|| {
                format!(
                    "say it in the environment: `auth: {{providers: {{{}: {{issuer: https://id.example.com}}}}}}`",
                    auth.value.0
                )
            });
            return Err(sink.report(finding));
        };
        let mut node = Node::map(auth.origin);
        node.set("name", Node::text(name.clone(), auth.origin));
        let made = environment.context.export_origin(provider.issuer.origin, origins);
        node.set("issuer", Node::text(provider.issuer.value.0.clone(), origins.join(&[auth.origin, made])));
        Ok(node)
    }

    /// What templates read as `workload`.
    fn workload(self, origins: &mut Origins) -> Node {
        let made = origins.leaf(self.place);
        let mut node = Node::map(made);
        node.set("name", Node::text(self.name.clone(), made));
        if let Some(namespace) = self.namespace {
            node.set("namespace", Node::text(namespace.value.clone(), namespace.origin));
        }
        node
    }

    /// A host for which nobody makes a record is reached by nobody.
    fn check_domain(self, route: &Route, origins: &Origins, sink: &mut Sink) {
        let host = &route.host.value.0;
        let mut domains = self.instance.cluster.offers.domains().peekable();
        let is_below = |domain: &EcoString| {
            host == domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
        };
        if domains.peek().is_none() {
            return;
        }
        let known: Vec<EcoString> = domains.collect();
        if known.iter().any(is_below) {
            return;
        }
        let message = format!("no component makes a DNS record for `{host}`");
        let spot: Spot = spot_of(route.host.origin, self.place, origins);
        let finding = Finding::new(Code::HOST_WITHOUT_RECORD, message, spot);
        sink.report(
            finding
                .help("let the component that makes records make them in this domain, too, or make this one by hand"),
        );
    }
}
