use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::ComponentPlan;
use super::catalog::Catalog;
use super::chart_plan::ChartPlan;
use super::charts::{Provided, provided_by, provided_externally};
use super::clusters::ClusterView;
use super::components::{ComponentsOf, components_of, known_definition};
use super::context::copy;
use super::environments::{Environment, Inputs};
use super::namespaces::{NamespaceTable, follow_borrowed, namespaces_of};
use super::stacks::{StackInstance, Stacks, instances_of};
use super::teams::Teams;
use crate::catalog::{TreeTemplate, instantiate_one};
use crate::diagnostics::{Poison, Sink};
use crate::model::{
    DnsName, ExternalNamespaces, Label, List, MetricsApi, Provides, Reading, RouteAddition, Shaped, Sourced,
};
use crate::node::{Cause, Node, Origin, Origins};

/// What one component brings to its cluster.
pub(super) struct Offer {
    /// The component, without its chart.
    pub(super) component: ComponentPlan,
    /// The environment that runs it.
    environment: EcoString,
    provides: Provides,
    origins: Origins,
    /// Why the component is there.
    causes: Vec<Cause>,
}

/// A field of a route that asks its router for something.
pub(super) struct RouteOf<'a> {
    /// The ingress class.
    pub(super) class: &'a str,
    /// The field.
    pub(super) field: &'a str,
    /// What templates read as `route`.
    pub(super) route: Node,
    /// What templates read as `workload`.
    pub(super) workload: Node,
}

/// What the charts and components of a cluster bring to it, whichever environment runs them and whatever the scope.
#[derive(Default)]
pub(super) struct Offers {
    /// The kinds that definitions of custom resources give it.
    pub(super) kinds: Vec<Provided>,
    /// What keeps definitions of charts from it.
    withheld: Vec<Cause>,
    all: Vec<Offer>,
}

/// Everything that offers are found from.
#[derive(Clone, Copy)]
pub(super) struct OffersOf<'a> {
    pub(super) environments: &'a [Environment],
    pub(super) views: &'a [Vec<ClusterView>],
    pub(super) stacks: &'a Stacks<'a>,
    pub(super) catalog: &'a Catalog,
    pub(super) teams: &'a Teams,
    pub(super) inputs: Inputs<'a>,
}

impl OffersOf<'_> {
    /// What each cluster is offered, by its name. What is wrong with a component is reported where it is planned.
    pub(super) fn find(self) -> BTreeMap<EcoString, Arc<Offers>> {
        let Self { inputs, catalog, .. } = self;
        let mut offers: BTreeMap<EcoString, Offers> = BTreeMap::new();
        for cluster in self.views.iter().flatten().filter(|cluster| cluster.is_owner) {
            let known = offers.entry(cluster.name.clone()).or_default();
            known.kinds.extend(provided_externally(cluster, inputs));
        }
        let is_idle = inputs.project.definitions.is_empty() && !inputs.charts.have_definitions();
        for (environment, clusters) in self.environments.iter().zip(self.views).filter(|_| !is_idle) {
            let found = instances_of(environment, clusters, self.stacks, inputs, &mut Sink::default());
            for instance in &found.instances {
                let known = offers.entry(instance.cluster.name.clone()).or_default();
                provided_by(instance, catalog, inputs, &mut known.kinds, &mut known.withheld);
            }
            for offer in self.of_components(&found.instances) {
                let known = offers.entry(offer.0).or_default();
                known.all.push(offer.1);
            }
        }
        for offers in offers.values_mut() {
            let kinds: Vec<Provided> = offers.all.iter().flat_map(|offer| offer.kinds(inputs)).collect();
            offers.kinds.extend(kinds);
        }
        offers.into_iter().map(|(name, offers)| (name, Arc::new(offers))).collect()
    }

    fn of_components(self, instances: &[StackInstance<'_>]) -> Vec<(EcoString, Offer)> {
        let Self { catalog, inputs, .. } = self;
        let mut tables: BTreeMap<&EcoString, NamespaceTable> = BTreeMap::new();
        let mut offers = Vec::new();
        for instance in instances {
            let entries = components_of(instance, inputs.sources).into_iter();
            let provides =
                |entry: &_| known_definition(entry, catalog, inputs).is_some_and(|one| one.provides.is_some());
            let cluster = &instance.cluster.name;
            for entry in entries.filter(provides) {
                let table = tables.entry(cluster).or_insert_with(|| namespace_table(cluster, instances, inputs));
                let (team, place) = instance.team();
                let team = self.teams.find(team, *place, inputs, &mut Sink::default());
                let Some((team, namespaces)) = team.zip(table.get(instance.name())) else { continue };
                let components = ComponentsOf { instance, namespaces, team, catalog, units: None, inputs };
                let mut origins = Origins::default();
                let Ok((component, _)) = components.base(&entry, &mut origins, &mut Sink::default()) else { continue };
                let Ok(Some(provides)) = provided(&component, &mut origins, &mut Sink::default()) else { continue };
                let causes = [Cause::Leaf(entry.place())].into_iter().chain(instance.causes.iter().copied()).collect();
                let environment = instance.environment.name.clone();
                offers.push((cluster.clone(), Offer { component, environment, provides, origins, causes }));
            }
        }
        offers
    }
}

/// The namespaces of all stacks on one of an environment's clusters.
fn namespace_table(cluster: &EcoString, instances: &[StackInstance<'_>], inputs: Inputs<'_>) -> NamespaceTable {
    let here = instances.iter().filter(|instance| instance.cluster.name == *cluster);
    let found = |instance: &StackInstance<'_>| namespaces_of(instance, inputs, &mut Sink::default());
    let mut table: NamespaceTable = here.map(|instance| (instance.name().clone(), found(instance))).collect();
    follow_borrowed(&mut table, false, &mut Sink::default());
    table
}

/// Evaluates what a component's definition says that it provides; `None` where it says nothing.
///
/// # Errors
/// Poison when an expression of it failed; every fault was reported.
pub(super) fn provided(
    component: &ComponentPlan,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Option<Provides>, Poison> {
    let Some(template) = &component.definition.provides else { return Ok(None) };
    let tree =
        component.with_instance(origins, |instance, origins| instantiate_one(instance, template, origins, sink))?;
    tree.map(|tree| Provides::read(&tree, &mut Reading { origins, sink })).transpose()
}

impl Offer {
    /// A text with everything that made it, in another table of origins.
    fn sourced(&self, text: &EcoString, origin: Origin, origins: &mut Origins) -> Sourced<EcoString> {
        let made = self.origins.causes(origin).chain(self.causes.iter().copied());
        Sourced { value: text.clone(), origin: origins.of_causes(made) }
    }

    /// The component with its origins in another table.
    fn component_in(&self, origins: &mut Origins) -> ComponentPlan {
        let known = &self.component;
        ComponentPlan {
            parameters: copy(&known.parameters, &self.origins, origins),
            namespace: self.sourced(&known.namespace.value, known.namespace.origin, origins),
            team: self.sourced(&known.team.value, known.team.origin, origins),
            stack: self.sourced(&known.stack.value, known.stack.origin, origins),
            origin: origins.of_causes(self.causes.iter().copied()),
            cluster_kinds: Vec::new(),
            ..known.clone()
        }
    }

    fn route_template(&self, field: &str) -> Option<&TreeTemplate> {
        self.component.definition.routes.iter().find(|(known, _)| known == field).map(|(_, template)| template)
    }

    fn route_addition(
        &self,
        template: &TreeTemplate,
        of: RouteOf<'_>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(EcoString, RouteAddition), Poison> {
        let component = self.component_in(origins);
        let added = component.with_instance(origins, |mut instance, origins| {
            instance.further = vec![("route".into(), of.route), ("workload".into(), of.workload)];
            instantiate_one(instance, template, origins, sink)
        });
        let tree = added?.unwrap_or_else(|| Node::map(component.origin));
        let addition = RouteAddition::read(&tree, &mut Reading { origins, sink })?;
        Ok((component.definition.name.clone(), addition))
    }

    fn kinds(&self, inputs: Inputs<'_>) -> Vec<Provided> {
        let names = self.provides.crds.items.iter();
        let of_name = |name: &Sourced<DnsName>| {
            let place = self.origins.first_leaf(name.origin)?;
            let causes: Vec<Cause> = self.origins.causes(name.origin).chain(self.causes.iter().copied()).collect();
            let kinds = inputs.charts.kinds_of(&name.value.0, place).into_iter();
            Some(kinds.map(move |defined| Provided { defined, causes: causes.clone() }).collect::<Vec<_>>())
        };
        names.filter_map(of_name).flatten().collect()
    }
}

impl Offers {
    /// Tells a release what its cluster has.
    pub(super) fn tell(&self, plan: &mut ChartPlan, origins: &mut Origins) {
        plan.provided = self.kinds.iter().map(|kind| kind.plan(origins)).collect();
        let withheld = origins.of_causes(self.withheld.iter().copied());
        plan.because = origins.join(&[plan.because, withheld]);
    }

    /// The first ingress class that a component brings.
    pub(super) fn ingress_class(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        self.first(|provides| &provides.ingress_classes, origins)
    }

    /// Every ingress class that a component brings.
    pub(super) fn ingress_classes(&self) -> impl Iterator<Item = EcoString> {
        let classes = self.all.iter().flat_map(|offer| &offer.provides.ingress_classes.items);
        classes.map(|class| class.value.0.clone())
    }

    /// The first secret store that a component brings.
    pub(super) fn secret_store(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        self.first(|provides| &provides.stores, origins)
    }

    /// The first ClusterIssuer that a component brings.
    pub(super) fn issuer(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        self.first(|provides| &provides.issuers, origins)
    }

    /// The domains in which components make records of hosts.
    pub(super) fn domains(&self) -> impl Iterator<Item = EcoString> {
        self.all.iter().flat_map(|offer| offer.provides.domains.items.iter().map(|domain| domain.value.0.clone()))
    }

    /// The component that serves an ingress class, and its definition.
    pub(super) fn router(&self, class: &str) -> Option<(&EcoString, &EcoString)> {
        self.serving(class).map(|offer| (&offer.component.name, &offer.component.definition.name))
    }

    /// The namespace of the component that serves an ingress class, where it says so.
    pub(super) fn router_namespace(
        &self,
        class: &Sourced<EcoString>,
        origins: &mut Origins,
    ) -> Option<Sourced<EcoString>> {
        let offer = self.serving(&class.value)?;
        let namespace = offer.provides.namespaces.as_ref()?.ingress.as_ref()?;
        let Sourced { value, origin } = offer.sourced(&namespace.value.0, namespace.origin, origins);
        Some(Sourced { value, origin: origins.join(&[origin, class.origin]) })
    }

    fn serving(&self, class: &str) -> Option<&Offer> {
        let serves = |offer: &&Offer| offer.provides.ingress_classes.items.iter().any(|known| known.value.0 == class);
        self.all.iter().find(serves)
    }

    fn feature(&self, class: &str, field: &str) -> Option<(&Offer, &TreeTemplate)> {
        let offer = self.serving(class)?;
        Some((offer, offer.route_template(field)?))
    }

    /// The component that provides an issuer, where a route with a certificate of it comes to something.
    fn issuing(&self, issuer: &str) -> Option<(&Offer, &TreeTemplate)> {
        let issues = |offer: &&Offer| offer.provides.issuers.items.iter().any(|known| known.value.0 == issuer);
        let offer = self.all.iter().find(issues)?;
        Some((offer, offer.route_template("tls")?))
    }

    /// Whether the component that serves a class knows what a field of a route comes to.
    pub(super) fn can_route(&self, class: &str, field: &str) -> bool {
        self.feature(class, field).is_some()
    }

    /// What the component that serves a class makes of a field of a route.
    ///
    /// # Errors
    /// Poison where no component does, or what it makes is faulty, which was reported.
    pub(super) fn route_addition(
        &self,
        of: RouteOf<'_>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(EcoString, RouteAddition), Poison> {
        let (offer, template) = self.feature(of.class, of.field).ok_or(Poison)?;
        offer.route_addition(template, of, origins, sink)
    }

    /// What the component that provides the issuer of a route's certificate makes of the route, if anything.
    ///
    /// # Errors
    /// Poison where what it makes is faulty, which was reported.
    pub(super) fn certificate_addition(
        &self,
        issuer: &str,
        of: RouteOf<'_>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Option<(EcoString, RouteAddition)>, Poison> {
        let found = self.issuing(issuer);
        found.map(|(offer, template)| offer.route_addition(template, of, origins, sink)).transpose()
    }

    /// The metrics APIs that components serve.
    pub(super) fn metrics(&self) -> impl Iterator<Item = MetricsApi> {
        self.all.iter().flat_map(|offer| offer.provides.metrics.items.iter().map(|metrics| metrics.value))
    }

    /// The namespace of a part of the platform that a component is.
    pub(super) fn namespace(
        &self,
        choose: impl Fn(&ExternalNamespaces) -> Option<&Sourced<Label>>,
        origins: &mut Origins,
    ) -> Option<Sourced<EcoString>> {
        self.all.iter().find_map(|offer| {
            let namespace = choose(offer.provides.namespaces.as_ref()?)?;
            Some(offer.sourced(&namespace.value.0, namespace.origin, origins))
        })
    }

    /// Whether a component brings definitions of custom resources beside those in the `crds/` of its chart.
    pub(super) fn brings_definitions(&self, instance: &StackInstance<'_>, name: &str) -> bool {
        let is_of = |offer: &&Offer| {
            let stack = &offer.component.stack.value;
            offer.environment == instance.environment.name && stack == instance.name() && offer.component.name == name
        };
        self.all.iter().filter(is_of).any(|offer| !offer.provides.crds.items.is_empty())
    }

    /// The capabilities and definitions of custom resources that components bring, by their names.
    pub(super) fn names(&self) -> impl Iterator<Item = &EcoString> {
        let kinds = self.kinds.iter().map(|provided| &provided.defined.name);
        let named = self.all.iter().map(|offer| &offer.provides);
        let crds = named.clone().flat_map(|provides| provides.crds.items.iter().map(|name| &name.value.0));
        let capabilities = named.flat_map(|provides| provides.capabilities.items.iter().map(|name| &name.value.0));
        kinds.chain(crds).chain(capabilities)
    }

    fn first(
        &self,
        choose: impl Fn(&Provides) -> &List<Sourced<DnsName>>,
        origins: &mut Origins,
    ) -> Option<Sourced<EcoString>> {
        self.all.iter().find_map(|offer| {
            let first = choose(&offer.provides).items.first()?;
            Some(offer.sourced(&first.value.0, first.origin, origins))
        })
    }
}
