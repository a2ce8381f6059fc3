use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::environments::Environment;
use super::offers::Offers;
use super::{
    ClusterFacts, Context, ExternalObject, Merged, MergedEntry, MergedMap, MergedView, MeshFacts, NodeGroupPlan,
    Standing, TaintPlan,
};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::{Cluster, DnsName, ExternalNamespaces, KubernetesVersion, Label, List, MetricsApi, Sourced};
use crate::node::{Cause, Node, Origin, Origins};
use crate::source::{Place, Sources};

/// A cluster as one environment sees it.
pub(super) struct ClusterView {
    /// The real name.
    pub(super) name: EcoString,
    /// Where the environment names it.
    pub(super) place: Place,
    /// The environment's own entry: overrides for stacks lie in it.
    pub(super) entry: Merged,
    /// The owner's entry, read; its origins are those of the owner's context.
    pub(super) declared: Cluster,
    /// The context in which `declared`'s origins are.
    pub(super) owner: Arc<Context>,
    /// The ring: the environment's own word, else the owner's.
    pub(super) ring: Option<EcoString>,
    /// What made the ring.
    pub(super) ring_causes: Vec<Cause>,
    pub(super) is_owner: bool,
    /// What expressions read as `cluster`.
    pub(super) context: Arc<Context>,
    /// What charts and components bring to it.
    pub(super) offers: Arc<Offers>,
}

/// The merged `spec` of an environment, its clusters without their `stacks`.
pub(super) fn without_stacks(merged: Merged, clusters: &Merged, sources: &Sources) -> Merged {
    let MergedView::Map(place, entries) = clusters.view(sources) else { return merged };
    let clusters = Merged::Map(Arc::new(MergedMap {
        place,
        entries: entries
            .into_iter()
            .map(|(key, cluster)| MergedEntry { key, value: cluster.without(&["stacks"], sources) })
            .collect(),
    }));
    let MergedView::Map(place, entries) = merged.view(sources) else { return merged };
    Merged::Map(Arc::new(MergedMap {
        place,
        entries: entries
            .into_iter()
            .map(|(key, value)| {
                let value = if key == "clusters" { clusters.clone() } else { value };
                MergedEntry { key, value }
            })
            .collect(),
    }))
}

/// Every cluster's owner, by the cluster's name.
pub(super) struct Owners<'a> {
    owners: BTreeMap<EcoString, &'a Environment>,
}

impl Owners<'_> {
    /// The names of all clusters of the project.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.owners.keys().map(EcoString::as_str)
    }
}

/// Finds who owns each cluster; reports clusters that two environments declare.
pub(super) fn find_owners<'a>(environments: &'a [Environment], sink: &mut Sink) -> Owners<'a> {
    let mut owners: BTreeMap<EcoString, &Environment> = BTreeMap::new();
    for environment in environments {
        for (name, cluster) in environment.spec.clusters.iter().filter(|(_, cluster)| cluster.from.is_none()) {
            match owners.get(name) {
                Some(first) => {
                    sink.report(declared_twice(name, cluster, first, environment));
                }
                None => {
                    owners.insert(name.clone(), environment);
                }
            }
        }
    }
    Owners { owners }
}

fn declared_twice(name: &str, cluster: &Cluster, first: &Environment, second: &Environment) -> Finding {
    let spot = |environment: &Environment, origin: Origin| {
        let place = environment.context.origins.first_leaf(origin).unwrap_or(environment.name_place);
        Spot::Key(place)
    };
    let other = first.spec.clusters.get(name).map_or(Origin::INHERITED, |cluster| cluster.origin);
    Finding::new(
        Code::DUPLICATE_NAME,
        format!("cluster `{name}` is declared by environments `{}` and `{}`", first.name, second.name),
        spot(second, cluster.origin),
    )
    .with(spot(first, other), "declared here too")
    .help(format!("let one own it and the other borrow it: `{name}: {{from: {}}}`", first.name))
}

/// Looks at every cluster of an environment; what cannot be resolved is reported and left out.
pub(super) fn clusters_of(
    environment: &Environment,
    owners: &Owners<'_>,
    known: &[EcoString],
    is_complete: bool,
    sources: &Sources,
    sink: &mut Sink,
) -> Vec<ClusterView> {
    let mut views = Vec::new();
    for (name, cluster) in environment.spec.clusters.iter() {
        let place = environment.context.origins.first_leaf(cluster.origin).unwrap_or(environment.name_place);
        let Some(owner) = owner_of(name, cluster, environment, owners, known, is_complete, sink) else { continue };
        let Some(declared) = owner.spec.clusters.get(name) else { continue };
        let Some(entry) = entry_of(environment, name, sources) else { continue };
        if declared.kubernetes.is_none() {
            let place = owner.context.origins.first_leaf(declared.origin).unwrap_or(owner.name_place);
            sink.report(
                Finding::new(Code::MISSING_FIELD, "`kubernetes` is not set", Spot::Key(place))
                    .label("a cluster's owner says its version")
                    .help("write `kubernetes: \"1.34\"`"),
            );
            continue;
        }
        let rings = [(cluster, environment), (declared, owner)];
        let ring = rings.into_iter().find_map(|(said, by)| Some((said.ring.as_ref()?, by)));
        views.push(ClusterView {
            name: name.clone(),
            place,
            entry,
            declared: declared.clone(),
            owner: owner.context.clone(),
            ring: ring.map(|(ring, _)| ring.value.0.clone()),
            ring_causes: ring.map_or_else(Vec::new, |(ring, by)| by.context.origins.causes(ring.origin).collect()),
            is_owner: cluster.from.is_none(),
            context: Arc::new(cluster_context(name, place, cluster, owner, environment, sources)),
            // Found when the stacks on all clusters are known.
            offers: Arc::default(),
        });
    }
    views
}

#[allow(clippy::too_many_arguments, reason = "one look-up with everything that its messages name")]
fn owner_of<'a>(
    name: &EcoString,
    cluster: &Cluster,
    environment: &Environment,
    owners: &Owners<'a>,
    known: &[EcoString],
    is_complete: bool,
    sink: &mut Sink,
) -> Option<&'a Environment> {
    let owner = owners.owners.get(name).copied();
    let Some(from) = &cluster.from else {
        return owner.filter(|owner| owner.name == environment.name);
    };
    if let Some(owner) = owner.filter(|owner| owner.name == from.value.0) {
        return Some(owner);
    }
    let place = environment.context.origins.first_leaf(from.origin).unwrap_or(environment.name_place);
    let lender = from.value.0.as_str();
    if !known.iter().any(|name| name == lender) {
        if is_complete {
            let message = format!("there is no environment `{lender}` to borrow from");
            let names = known.iter().map(EcoString::as_str);
            sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).suggest(lender, names));
        }
    } else if let Some(owner) = owner {
        let message = format!("cluster `{name}` belongs to environment `{}`, not `{lender}`", owner.name);
        let finding = Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place));
        sink.report(finding.help(format!("write `from: {}`", owner.name)));
    } else if is_complete {
        let message = format!("environment `{lender}` has no cluster `{name}`");
        let names = owners.owners.iter().filter(|(_, owner)| owner.name == lender).map(|(name, _)| name.as_str());
        sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).suggest(name, names));
    }
    None
}

/// The environment's own entry with its `stacks`, chain merged.
fn entry_of(environment: &Environment, name: &str, sources: &Sources) -> Option<Merged> {
    let layers = environment
        .chain
        .iter()
        .filter_map(|document| Merged::Source(document.spec?).member("clusters", sources)?.member(name, sources));
    super::merge_layers(layers, &<Cluster as crate::model::Shaped>::SHAPE, sources)
}

/// `cluster`: the owner's entry, what the borrower says of it, and its name.
fn cluster_context(
    name: &EcoString,
    place: Place,
    cluster: &Cluster,
    owner: &Environment,
    environment: &Environment,
    sources: &Sources,
) -> Context {
    let mut origins = Origins::default();
    let find = |environment: &Environment, origins: &mut Origins| {
        environment
            .context
            .tree
            .at(&["clusters", name])
            .map(|node| environment.context.export(node, origins))
            .unwrap_or_else(|| Node::map(Origin::INHERITED))
    };
    let mut tree = find(owner, &mut origins);
    if cluster.from.is_some() {
        for entry in find(environment, &mut origins).entries().iter().filter(|entry| entry.key != "from") {
            tree.set(entry.key.clone(), entry.value.clone());
        }
    }
    let origin = origins.leaf(place);
    tree.set("name", Node::text(name.clone(), origin));
    Context::new(tree, origins, sources)
}

impl ClusterView {
    /// What lowering must know of the cluster, with origins in an app's own table.
    pub(super) fn facts(&self, origins: &mut Origins) -> ClusterFacts {
        let version = self.declared.kubernetes.as_ref();
        ClusterFacts {
            kubernetes_minor: self.kubernetes_minor(),
            kubernetes_origin: version
                .map_or(Origin::INHERITED, |version| self.owner.export_origin(version.origin, origins)),
            ingress_namespace: self.external_namespace(|namespaces| namespaces.ingress.as_ref(), origins),
            ingress_networks: self.ingress_networks(origins),
            monitoring_namespace: self.external_namespace(|namespaces| namespaces.monitoring.as_ref(), origins),
            dns_namespace: self.external_namespace(|namespaces| namespaces.dns.as_ref(), origins),
            mesh: self.mesh(origins),
            is_owner: self.is_owner,
            allows: self.allows(origins),
        }
    }

    /// Its region, in another table of origins.
    pub(super) fn region(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        self.declared.region.as_ref().map(|region| self.sourced(&region.value.0, region.origin, origins))
    }

    /// The minor version of Kubernetes: 34 for 1.34.
    pub(super) fn kubernetes_minor(&self) -> u8 {
        self.declared.kubernetes.as_ref().map_or(0, |version| minor(&version.value))
    }

    /// Where the cluster's owner declares it.
    pub(super) fn declaration(&self) -> Place {
        self.owner.origins.first_leaf(self.declared.origin).unwrap_or(self.place)
    }

    fn mesh(&self, origins: &mut Origins) -> Option<MeshFacts> {
        let mesh = self.declared.external.as_ref()?.mesh.as_ref()?;
        let origin = self.owner.export_origin(mesh.kind.origin, origins);
        Some(MeshFacts {
            kind: Sourced { value: mesh.kind.value, origin },
            namespace: self.sourced(&mesh.namespace.value.0, mesh.namespace.origin, origins),
        })
    }

    /// The definitions of custom resources that stand in the cluster and are not rendered, each with what says so.
    pub(super) fn external_definitions(&self) -> Vec<(EcoString, Vec<Cause>)> {
        let names = self.declared.external.iter().flat_map(|external| &external.crds.items);
        names.map(|name| (name.value.0.clone(), self.owner.origins.causes(name.origin).collect())).collect()
    }

    /// The metrics APIs of the cluster: those that stand there, and those of components. `None` where nobody says any.
    fn metrics(&self) -> Option<Vec<MetricsApi>> {
        let external = self.declared.external.iter().flat_map(|external| &external.metrics.items);
        let mut metrics: Vec<MetricsApi> = external.map(|metrics| metrics.value).collect();
        let external = self.declared.external.as_ref();
        let is_said = external.is_some_and(|external| !external.metrics.origin.is_inherited());
        let before = metrics.len();
        metrics.extend(self.offers.metrics());
        (is_said || metrics.len() > before).then_some(metrics)
    }

    /// Whether something stands in the cluster, or is brought to it, that a component needs by this name.
    pub(super) fn has(&self, need: &str) -> bool {
        let external = self.declared.external.as_ref();
        external.is_some_and(|external| {
            external.crds.items.iter().any(|name| name.value.0 == need)
                || external.capabilities.items.iter().any(|name| name.value.0 == need)
        }) || self.offers.names().any(|name| name == need)
    }

    /// What stands in the cluster and is not rendered.
    pub(super) fn standing(&self) -> Standing {
        let Some(external) = &self.declared.external else {
            return Standing { objects: Vec::new(), metrics: self.metrics() };
        };
        let spot = |origin: Origin| self.owner.origins.first_leaf(origin).map(Spot::Value);
        let named = |names: &List<Sourced<DnsName>>, group: &'static str, kind: &'static str| -> Vec<ExternalObject> {
            let object =
                |name: &Sourced<DnsName>| ExternalObject::of_cluster(group, kind, &name.value.0, spot(name.origin));
            names.items.iter().map(object).collect()
        };
        let mut objects = named(&external.ingress_classes, "networking.k8s.io", "IngressClass");
        objects.extend(named(&external.issuers, "cert-manager.io", "ClusterIssuer"));
        objects.extend(named(&external.stores, "external-secrets.io", "ClusterSecretStore"));
        objects.extend(named(&external.crds, "apiextensions.k8s.io", "CustomResourceDefinition"));
        // Where a part of the platform runs is a namespace that may well be rendered: nothing is said of who makes it.
        let namespaces = external.namespaces.iter();
        let namespaces = namespaces.flat_map(|of| [&of.ingress, &of.monitoring, &of.dns]).flatten();
        let mesh = external.mesh.iter().map(|mesh| &mesh.namespace);
        let namespaces = namespaces.chain(mesh);
        objects.extend(namespaces.map(|name| ExternalObject::of_cluster("", "Namespace", &name.value.0, None)));
        let others = external.objects.items.iter();
        objects.extend(others.filter_map(|object| ExternalObject::parse(&object.value.0, spot(object.origin))));
        Standing { objects, metrics: self.metrics() }
    }

    fn external_namespace(
        &self,
        choose: impl Fn(&ExternalNamespaces) -> Option<&Sourced<Label>>,
        origins: &mut Origins,
    ) -> Option<Sourced<EcoString>> {
        let external = self.declared.external.as_ref().and_then(|external| external.namespaces.as_ref());
        match external.and_then(&choose) {
            Some(namespace) => Some(self.sourced(&namespace.value.0, namespace.origin, origins)),
            None => self.offers.namespace(choose, origins),
        }
    }

    fn ingress_networks(&self, origins: &mut Origins) -> Vec<Sourced<EcoString>> {
        let networks = self.declared.external.iter().filter_map(|external| external.networks.as_ref());
        let networks = networks.flat_map(|networks| &networks.ingress.items);
        networks.map(|network| self.sourced(&network.value, network.origin, origins)).collect()
    }

    fn allows(&self, origins: &mut Origins) -> Vec<(EcoString, Sourced<EcoString>)> {
        let allows = self.declared.allow.entries.iter();
        allows.map(|(code, reason)| (code.clone(), self.sourced(&reason.value.0, reason.origin, origins))).collect()
    }

    fn sourced(&self, text: &EcoString, origin: Origin, origins: &mut Origins) -> Sourced<EcoString> {
        Sourced { value: text.clone(), origin: self.owner.export_origin(origin, origins) }
    }

    /// The first ingress class of the cluster: of those that stand there, else of those that components bring.
    pub(super) fn ingress_class(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        let standing = self.declared.external.as_ref().and_then(|external| external.ingress_classes.items.first());
        match standing {
            Some(class) => Some(self.sourced(&class.value.0, class.origin, origins)),
            None => self.offers.ingress_class(origins),
        }
    }

    /// Every ingress class of the cluster.
    pub(super) fn ingress_classes(&self) -> Vec<EcoString> {
        let standing = self.declared.external.iter().flat_map(|external| &external.ingress_classes.items);
        standing.map(|class| class.value.0.clone()).chain(self.offers.ingress_classes()).collect()
    }

    /// The first ClusterIssuer of the cluster: of those that stand there, else of those that components bring.
    pub(super) fn issuer(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        let standing = self.declared.external.as_ref().and_then(|external| external.issuers.items.first());
        match standing {
            Some(issuer) => Some(self.sourced(&issuer.value.0, issuer.origin, origins)),
            None => self.offers.issuer(origins),
        }
    }

    /// What components may read of the cluster beside its entry.
    pub(super) fn standing_names(&self, origins: &mut Origins) -> Node {
        let mut names = Node::map(Origin::INHERITED);
        let first = [
            ("ingressClass", self.ingress_class(origins)),
            ("issuer", self.issuer(origins)),
            ("store", self.secret_store(origins)),
        ];
        for (key, found) in first {
            if let Some(Sourced { value, origin }) = found {
                names.set(key, Node::text(value, origin));
            }
        }
        names
    }

    /// The first secret store of the cluster: of those that stand there, else of those that components bring.
    pub(super) fn secret_store(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        let standing = self.declared.external.as_ref().and_then(|external| external.stores.items.first());
        match standing {
            Some(store) => Some(self.sourced(&store.value.0, store.origin, origins)),
            None => self.offers.secret_store(origins),
        }
    }

    /// A node group of the cluster: the labels and taints of its nodes. A group that states no label is known by its name.
    pub(super) fn node_group(&self, name: &str, asked: Origin, origins: &mut Origins) -> Option<NodeGroupPlan> {
        let group = self.declared.node_groups.get(name)?;
        let mut labels: Vec<(EcoString, Sourced<EcoString>)> = Vec::new();
        for (key, label) in group.labels.iter() {
            labels.push((key.clone(), self.sourced(&label.value.0, label.origin, origins)));
        }
        if labels.is_empty() {
            let made = self.owner.export_origin(group.origin, origins);
            let origin = origins.join(&[asked, made]);
            labels.push((NODE_GROUP.into(), Sourced { value: name.into(), origin }));
        }
        let taints = group.taints.iter().map(|(key, taint)| TaintPlan {
            key: key.clone(),
            value: taint.value.as_ref().map(|value| self.sourced(&value.value.0, value.origin, origins)),
            effect: Sourced {
                value: taint.effect.value,
                origin: self.owner.export_origin(taint.effect.origin, origins),
            },
        });
        Some(NodeGroupPlan { taints: taints.collect(), labels })
    }

    /// Whether `on` of a stack names this cluster or its ring.
    pub(super) fn is_named(&self, word: &str) -> bool {
        self.name == word || self.ring.as_deref() == Some(word)
    }
}

/// The label that nodes of a group have which states none.
const NODE_GROUP: &str = "platgen.dev/node-group";

/// 34 for `1.34`; the rule for versions was checked when the file was read.
fn minor(version: &KubernetesVersion) -> u8 {
    version.0.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(0)
}
