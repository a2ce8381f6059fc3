use std::hash::{Hash, Hasher};

use ecow::EcoString;

use super::{AppDelivery, ChartPlan, ComponentPlan, Owner, PatchPlan};
use crate::diagnostics::Spot;
use crate::model::{
    FilesLayout, MeshKind, MetricsApi, Monitoring, NamespaceDeclaration, Protocol, RouteAddition, Sourced, TaintEffect,
    Workload,
};
use crate::node::{Node, Origin, Origins};

/// Everything that lowering one app reads.
#[derive(Clone, Debug)]
pub struct AppPlan {
    /// Which app it is.
    pub id: AppId,
    /// What the app's origins point to.
    pub origins: Origins,
    /// What the app's cluster is like.
    pub cluster: ClusterFacts,
    /// Why the app exists: its environment, its stack there, and what chose its cluster.
    pub existence: Origin,
    /// How the app's resources lie in files.
    pub layout: FilesLayout,
    /// Findings that the stack allows on all of the app's resources: code and reason.
    pub allows: Vec<(EcoString, Sourced<EcoString>)>,
    /// Changes to what the app consists of, in their order: a component's own come before those of its stack.
    pub patches: Vec<PatchPlan>,
    /// What Argo CD is told of it; `None` where it applies none of the environment's apps.
    pub delivery: Option<AppDelivery>,
    /// What the app consists of.
    pub body: AppBody,
}

/// Which app it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AppId {
    /// The environment.
    pub environment: EcoString,
    /// The cluster's real name.
    pub cluster: EcoString,
    /// The app's name.
    pub app: EcoString,
    /// The stack that it comes from; `None` for apps of the platform.
    pub stack: Option<EcoString>,
    /// The team that owns it.
    pub team: EcoString,
}

/// A stack as one cluster of one environment runs it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StackOnCluster {
    /// The environment.
    pub environment: EcoString,
    /// The cluster's real name.
    pub cluster: EcoString,
    /// The stack's name.
    pub stack: EcoString,
}

impl StackOnCluster {
    /// The app of the stack's own name, as the owner of output paths.
    pub(super) fn owner(&self) -> Owner {
        Owner::App {
            environment: self.environment.clone(),
            cluster: self.cluster.clone(),
            app: self.stack.clone(),
            stack: Some(self.stack.clone()),
        }
    }
}

impl AppId {
    /// The stack that the app is a part of.
    pub fn stack_on_cluster(&self) -> Option<StackOnCluster> {
        let (environment, cluster) = (self.environment.clone(), self.cluster.clone());
        self.stack.clone().map(|stack| StackOnCluster { environment, cluster, stack })
    }

    /// The app as the owner of output paths.
    pub fn owner(&self) -> Owner {
        Owner::App {
            environment: self.environment.clone(),
            cluster: self.cluster.clone(),
            app: self.app.clone(),
            stack: self.stack.clone(),
        }
    }

    /// The name of its Application: unique over the environments that share an Argo CD.
    pub fn application(&self) -> EcoString {
        ecow::eco_format!("{}-{}-{}", self.environment, self.cluster, self.app)
    }

    /// The AppProject that it belongs to, and the ApplicationSet that makes its Application.
    pub fn project(&self) -> EcoString {
        ecow::eco_format!("{}-{}", self.environment, self.team)
    }

    /// Where its manifests lie, below the output folder.
    pub fn manifests(&self) -> EcoString {
        ecow::eco_format!("{}/manifests/{}/{}", self.environment, self.cluster, self.app)
    }

    /// `environment/cluster/app`, for people.
    pub fn display(&self) -> EcoString {
        ecow::eco_format!("{}/{}/{}", self.environment, self.cluster, self.app)
    }
}

/// What lowering must know of a cluster.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ClusterFacts {
    /// The minor version of Kubernetes: 34 for 1.34.
    pub kubernetes_minor: u8,
    /// Where the version was written.
    pub kubernetes_origin: Origin,
    /// The namespace of the ingress controller.
    pub ingress_namespace: Option<Sourced<EcoString>>,
    /// The networks of load balancers that reach pods themselves.
    pub ingress_networks: Vec<Sourced<EcoString>>,
    /// The namespace of Prometheus.
    pub monitoring_namespace: Option<Sourced<EcoString>>,
    /// The namespace of the cluster's DNS; `kube-system` where the cluster says nothing.
    pub dns_namespace: Option<Sourced<EcoString>>,
    /// The service mesh, where there is one.
    pub mesh: Option<MeshFacts>,
    /// Whether this environment owns the cluster, and so its cluster-scoped objects.
    pub is_owner: bool,
    /// Findings that are accepted about the cluster and everything on it: code and reason.
    pub allows: Vec<(EcoString, Sourced<EcoString>)>,
}

/// The service mesh of a cluster.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct MeshFacts {
    /// Which one it is.
    pub kind: Sourced<MeshKind>,
    /// The namespace of its control plane.
    pub namespace: Sourced<EcoString>,
}

/// What stands in a cluster and is not rendered, by whoever says so.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Standing {
    /// The objects.
    pub objects: Vec<ExternalObject>,
    /// The metrics APIs; `None` where nobody says which there are.
    pub metrics: Option<Vec<MetricsApi>>,
}

/// A Secret that somebody makes by hand, since its environment has no secret store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct HandMadeSecret {
    /// The environment.
    pub environment: EcoString,
    /// The cluster that needs it.
    pub cluster: EcoString,
    /// The real name of its namespace.
    pub namespace: EcoString,
    /// Its name.
    pub name: EcoString,
    /// The keys that it must have.
    pub keys: Vec<EcoString>,
}

/// An object that stands in a cluster and is not rendered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExternalObject {
    /// The API group; `None` where the kind says enough.
    pub group: Option<EcoString>,
    /// The kind.
    pub kind: EcoString,
    /// The namespace, in which `*` stands for any characters; `None` for objects of the cluster.
    pub namespace: Option<EcoString>,
    /// The name, in which `*` stands for any characters.
    pub name: EcoString,
    /// Where that is said.
    pub spot: Option<Spot>,
}

impl ExternalObject {
    /// An object of the cluster.
    pub(super) fn of_cluster(group: &str, kind: &str, name: &EcoString, spot: Option<Spot>) -> Self {
        Self { group: Some(group.into()), kind: kind.into(), namespace: None, name: name.clone(), spot }
    }

    /// A Secret that somebody makes by hand.
    pub(super) fn of_hand_made(secret: &HandMadeSecret) -> Self {
        Self {
            group: Some(EcoString::new()),
            kind: "Secret".into(),
            namespace: Some(secret.namespace.clone()),
            name: secret.name.clone(),
            spot: None,
        }
    }

    /// Reads `<Kind>[.<group>]/[<namespace>/]<name>`; the rule for it was checked when the file was read.
    pub(super) fn parse(text: &str, spot: Option<Spot>) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        let (kind, group) = kind.split_once('.').map_or((kind, None), |(kind, group)| (kind, Some(group.into())));
        let (namespace, name) = rest.split_once('/').map_or((None, rest), |(space, name)| (Some(space.into()), name));
        Some(Self { group, kind: kind.into(), namespace, name: name.into(), spot })
    }
}

/// What an app consists of.
#[derive(Clone, Debug)]
pub enum AppBody {
    /// The workloads and plain manifests of one stack.
    Stack(StackPlan),
    /// One instance of a component's definition.
    Component(Box<ComponentPlan>),
    /// One release of a chart, or the definitions of custom resources that come with it.
    Chart(Box<ChartPlan>),
    /// The namespaces of one environment on one cluster.
    Namespaces(Vec<NamespacePlan>),
}

impl AppBody {
    /// The entry of a stack that asked for an object made by `made`: what the user wrote of it where that is elsewhere, else `made`.
    pub fn asked(&self, made: Origin, origins: &Origins) -> Origin {
        match self {
            AppBody::Component(component) => component.origin,
            AppBody::Chart(chart) => chart.origin,
            AppBody::Stack(StackPlan { manifests: Some(manifests), .. }) => {
                let asks = |set: &&ManifestSet| {
                    let first = origins.causes(set.origin).next();
                    first.is_some_and(|first| origins.causes(made).any(|cause| cause == first))
                };
                manifests.sets.iter().find(asks).map_or(made, |set| set.origin)
            }
            AppBody::Stack(_) | AppBody::Namespaces(_) => made,
        }
    }
}

/// What one stack has on a cluster beside its components.
#[derive(Clone, Debug, Hash)]
pub struct StackPlan {
    /// The workloads.
    pub workloads: Vec<WorkloadPlan>,
    /// The plain manifests; `None` where it has none.
    pub manifests: Option<Box<ManifestsPlan>>,
}

/// The plain manifests of one stack, with what their objects are adopted into.
#[derive(Clone, Debug, Hash)]
pub struct ManifestsPlan {
    /// What each entry of the stack names, in their order.
    pub sets: Vec<ManifestSet>,
    /// The stack.
    pub stack: Sourced<EcoString>,
    /// The team.
    pub team: Sourced<EcoString>,
    /// The environment's name.
    pub environment: Sourced<EcoString>,
    /// The namespaces that the stack declares or borrows: logical and real name.
    pub namespaces: Vec<(EcoString, EcoString)>,
    /// Whether these are all of them: none failed.
    pub has_all_namespaces: bool,
    /// Cluster-scoped kinds that the team may create.
    pub cluster_kinds: Vec<Sourced<EcoString>>,
    /// Kinds of custom resources among the objects whose definitions are known.
    pub custom: Vec<CustomKindPlan>,
}

/// What one entry of `manifests` names.
#[derive(Clone, Debug)]
pub struct ManifestSet {
    /// The entry's name.
    pub name: EcoString,
    /// The file or folder.
    pub path: EcoString,
    /// The objects, in the order of files and documents, expressions evaluated.
    pub objects: Vec<Node>,
    /// The real name of the namespace of objects that state none.
    pub namespace: Option<Sourced<EcoString>>,
    /// The entry as a whole, and its path.
    pub origin: Origin,
}

impl Hash for ManifestSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
        self.path.hash(state);
        self.objects.len().hash(state);
        self.objects.iter().for_each(|object| object.hash_with_origins(state));
        self.namespace.hash(state);
        self.origin.hash(state);
    }
}

/// A kind of custom resource whose definition is known.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct CustomKindPlan {
    /// The API group.
    pub group: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// Whether its objects belong to the cluster.
    pub is_cluster_scoped: Sourced<bool>,
}

/// A workload with everything that other files say of it.
#[derive(Clone, PartialEq, Debug, Hash)]
pub struct WorkloadPlan {
    /// Its name.
    pub name: EcoString,
    /// The stack, for the label `app.kubernetes.io/part-of`.
    pub stack: Sourced<EcoString>,
    /// The team, for labels and the secret store's prefix.
    pub team: Sourced<EcoString>,
    /// The environment's name, for labels and the secret store's prefix.
    pub environment: Sourced<EcoString>,
    /// The real name of its namespace.
    pub namespace: Sourced<EcoString>,
    /// The image with registry and tag.
    pub image: Sourced<EcoString>,
    /// The images of the containers that run before the workload's own, in the order of `spec.init`.
    pub init_images: Vec<Sourced<EcoString>>,
    /// The images of the containers that run beside it, in the order of `spec.sidecars`.
    pub sidecar_images: Vec<Sourced<EcoString>>,
    /// The node group that the workload names.
    pub node_group: Option<NodeGroupPlan>,
    /// The Secret with the registry's credentials.
    pub pull_secret: Option<Sourced<EcoString>>,
    /// What users wrote, layers merged.
    pub spec: Workload,
    /// The text of each file, in the order of `spec.files`.
    pub file_texts: Vec<Sourced<EcoString>>,
    /// What the cluster makes of each route, in the order of `spec.routes`.
    pub routes: Vec<RoutePlan>,
    /// A regular expression that the names of its pods match.
    pub pods: Sourced<EcoString>,
    /// For each of its alerts what decided that it and those before it are there, and at the end what decided it for all.
    pub alert_conditions: Vec<Origin>,
    /// What watches it.
    pub monitoring: Option<MonitoringPlan>,
    /// The ClusterSecretStore of its secrets; set wherever it has secrets.
    pub secret_store: Option<Sourced<EcoString>>,
    /// The workloads that call it, sorted by namespace and name.
    pub callers: Vec<Peer>,
    /// The workloads that it calls, sorted by namespace and name.
    pub calls: Vec<Peer>,
}

/// What watches a workload.
#[derive(Clone, PartialEq, Debug, Hash)]
pub struct MonitoringPlan {
    /// What the environment says of it.
    pub spec: Monitoring,
    /// The cluster's real name, for the labels of alerts.
    pub cluster: Sourced<EcoString>,
    /// Who of the team gets its alerts.
    pub receiver: Option<Sourced<EcoString>>,
}

/// What a cluster makes of a route.
#[derive(Clone, PartialEq, Debug, Hash)]
pub struct RoutePlan {
    /// The ingress class.
    pub class: Sourced<EcoString>,
    /// The namespace of the component that serves the class, where one does.
    pub router: Option<Sourced<EcoString>>,
    /// The ClusterIssuer that makes its certificate.
    pub issuer: Option<Sourced<EcoString>>,
    /// What the router adds for the fields that need it.
    pub additions: Vec<(EcoString, RouteAddition)>,
}

/// What a cluster says of a node group.
#[derive(Clone, PartialEq, Debug, Hash)]
pub struct NodeGroupPlan {
    /// Labels that its nodes have.
    pub labels: Vec<(EcoString, Sourced<EcoString>)>,
    /// Taints that its nodes have.
    pub taints: Vec<TaintPlan>,
}

/// A taint of a node group.
#[derive(Clone, PartialEq, Debug, Hash)]
pub struct TaintPlan {
    /// Its key.
    pub key: EcoString,
    /// Its value.
    pub value: Option<Sourced<EcoString>>,
    /// What it does.
    pub effect: Sourced<TaintEffect>,
}

/// The other end of a call.
#[derive(Clone, PartialEq, Debug, Hash)]
pub struct Peer {
    /// Its name.
    pub name: EcoString,
    /// The real name of its namespace.
    pub namespace: Sourced<EcoString>,
    /// The ports of the one that is called: number and protocol, in the order of its declaration.
    pub ports: Vec<PeerPort>,
    /// The call.
    pub origin: Origin,
}

/// A container's port, seen from the other end of a call.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct PeerPort {
    /// The container's port.
    pub number: i32,
    /// Its protocol.
    pub protocol: Protocol,
    /// Where the callee declares it.
    pub origin: Origin,
}

/// A namespace with everything that its team says of it.
#[derive(Clone, PartialEq, Debug, Hash)]
pub struct NamespacePlan {
    /// The real name.
    pub name: Sourced<EcoString>,
    /// The stack that declares it.
    pub stack: Sourced<EcoString>,
    /// The team.
    pub team: Sourced<EcoString>,
    /// The environment's name.
    pub environment: Sourced<EcoString>,
    /// What users wrote, layers merged.
    pub spec: NamespaceDeclaration,
    /// Amounts of the ResourceQuota by Kubernetes' resource names, in their order of presentation; empty for none.
    pub quota: Vec<(EcoString, Sourced<EcoString>)>,
    /// Groups and the ClusterRole that they are bound to.
    pub groups: Vec<(&'static str, Sourced<EcoString>)>,
    /// Why the stack's namespaces exist here, as the stack's own apps do.
    pub existence: Origin,
}

/// The suffix of the Secret that holds a workload's `secrets`, whoever makes it.
pub const SECRETS: &str = "secrets";

impl AppPlan {
    /// The Secrets that its workloads need and no store gives them.
    pub(super) fn hand_made_secrets(&self) -> impl Iterator<Item = HandMadeSecret> + '_ {
        let workloads = match &self.body {
            AppBody::Stack(stack) => stack.workloads.as_slice(),
            AppBody::Component(_) | AppBody::Chart(_) | AppBody::Namespaces(_) => &[],
        };
        let lacking = workloads.iter().filter(|plan| plan.secret_store.is_none() && !plan.spec.secrets.is_empty());
        lacking.map(|plan| HandMadeSecret {
            environment: self.id.environment.clone(),
            cluster: self.id.cluster.clone(),
            namespace: plan.namespace.value.clone(),
            name: ecow::eco_format!("{}-{SECRETS}", plan.name),
            keys: plan.spec.secrets.keys().map(EcoString::from).collect(),
        })
    }

    /// Feeds everything that lowering reads to a hasher. Origins count by file and key path, never by line.
    pub fn hash_all<H: Hasher>(&self, sources: &crate::source::Sources, state: &mut H) {
        self.id.hash(state);
        self.cluster.hash(state);
        self.existence.hash(state);
        self.layout.hash(state);
        self.delivery.hash(state);
        self.allows.hash(state);
        self.patches.hash(state);
        super::hash_origins(&self.origins, sources, state);
        match &self.body {
            AppBody::Stack(stack) => {
                0_u8.hash(state);
                stack.hash(state);
            }
            AppBody::Component(component) => {
                1_u8.hash(state);
                component.hash_all(state);
            }
            AppBody::Chart(chart) => {
                3_u8.hash(state);
                chart.hash_all(state);
            }
            AppBody::Namespaces(namespaces) => {
                2_u8.hash(state);
                namespaces.hash(state);
            }
        }
    }
}
