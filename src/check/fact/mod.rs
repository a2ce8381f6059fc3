//! What is kept of an object once it is written: enough for the rules that look at a whole cluster.
//!
//! Takes an [`Object`]; gives a [`Fact`]: who it is, what it refers to, what it selects and offers, each with its [`Site`]. Kinds
//! whose rules need more than references have a file of their own.
//!
//! Law: a fact holds no part of the object's tree, so that memory follows what rules ask and not what is rendered.

mod allow;
mod autoscaler;
mod backend;
mod budget;
mod config;
mod definition;
mod ingress;
mod issuers;
mod limit_range;
mod monitor;
mod namespace;
mod network_policy;
mod pods;
mod products;
mod quota;
mod references;
mod selector;
mod service;
mod turn;

use ecow::EcoString;
use platgen_schema::Scope;

pub use allow::{ALLOW, Allow};
pub use autoscaler::{Autoscaler, Metric, MetricSource, ScaleTarget, Scaler};
pub use backend::Backend;
pub use budget::{Amount, Budget};
pub use config::Keys;
pub use definition::DefinitionFact;
pub use ingress::{Ingress, Route};
pub use limit_range::LimitRange;
pub use monitor::{Monitor, MonitorScope, Scraped};
pub use namespace::{NamespaceFact, POD_SECURITY, PodSecurityMode, minor_of};
pub use network_policy::{NetworkPolicy, Peer};
pub use pods::{Container, ContainerRole, HostPort, Pods, Port};
pub(super) use pods::{is_home, pod_of};
pub use products::Product;
pub use quota::{Hard, Quota};
pub use references::{Reference, Target};
pub use selector::{Labels, Operator, Requirement, Selector, labels_at};
pub use service::{Service, ServicePort, TargetPort};
pub use turn::Turn;

use super::object::{Object, Site};
use super::pod_security::Violation;
use crate::source::Place;

/// What is kept of one object.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Group and version, as in `apiVersion`.
    pub api_version: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// The namespace; `None` for objects of the cluster.
    pub namespace: Option<EcoString>,
    /// The name.
    pub name: EcoString,
    /// The app that renders it; the file where it was read from a manifest.
    pub app: EcoString,
    /// The environment and cluster where it is; `None` where it was read from a manifest.
    pub occurrence: Option<EcoString>,
    /// The file of the output that holds it; `None` where it was read from a manifest.
    pub output: Option<EcoString>,
    /// Whether its kind lives in namespaces; `None` for a kind of which no schema is known.
    pub scope: Option<Scope>,
    /// The object as a whole.
    pub site: Site,
    /// Where its namespace is written, if it is.
    pub namespace_site: Option<Site>,
    /// The entry of a stack that asked for it, if one did: the instance where the object stands in a definition.
    pub asked: Option<Place>,
    /// Its labels.
    pub labels: Labels,
    /// When its app applies it.
    pub turn: Turn,
    /// The findings that are allowed on it.
    pub allows: Vec<Allow>,
    /// Other objects that it needs.
    pub references: Vec<Reference>,
    /// Other objects that come to be because it is there.
    pub products: Vec<Product>,
    /// The Services that it sends requests to.
    pub backends: Vec<Backend>,
    /// What its kind is about.
    pub body: Body,
}

/// What is kept of the kinds that rules ask about.
#[derive(Clone, Debug)]
pub enum Body {
    /// A kind of which its identity and references say enough.
    Other,
    /// A Pod, or a template of pods.
    Pods(Box<Pods>),
    /// A Service.
    Service(Box<Service>),
    /// A ConfigMap or a Secret.
    Config(Box<Keys>),
    /// A Namespace.
    Namespace(Box<NamespaceFact>),
    /// A CustomResourceDefinition.
    Definition(Box<DefinitionFact>),
    /// A HorizontalPodAutoscaler, a ScaledObject or a VerticalPodAutoscaler.
    Autoscaler(Box<Autoscaler>),
    /// A LimitRange.
    LimitRange(LimitRange),
    /// A ResourceQuota.
    Quota(Box<Quota>),
    /// A PodDisruptionBudget.
    Budget(Box<Budget>),
    /// A NetworkPolicy.
    NetworkPolicy(Box<NetworkPolicy>),
    /// An Ingress.
    Ingress(Box<Ingress>),
    /// A ServiceMonitor or a PodMonitor.
    Monitor(Box<Monitor>),
}

impl Fact {
    /// Keeps what rules ask about an object.
    pub(super) fn of(object: &Object<'_>, pod_security: Vec<Violation>) -> Self {
        let root = object.root();
        let resource = object.resource;
        let body = pods::read(object, pod_security)
            .map(|pods| Body::Pods(Box::new(pods)))
            .or_else(|| service::read(object).map(|service| Body::Service(Box::new(service))))
            .or_else(|| config::read(object).map(|keys| Body::Config(Box::new(keys))))
            .or_else(|| namespace::read(object).map(|namespace| Body::Namespace(Box::new(namespace))))
            .or_else(|| definition::read(object).map(|definition| Body::Definition(Box::new(definition))))
            .or_else(|| read_traffic(object));
        Self {
            api_version: resource.api_version.clone(),
            kind: resource.kind.clone(),
            namespace: resource.namespace.clone(),
            name: resource.name.clone(),
            app: object.home.app.clone(),
            occurrence: object.home.occurrence.clone(),
            output: object.home.output.clone(),
            scope: object.schemas.kind(&resource.api_version, &resource.kind).map(|kind| kind.scope),
            site: object.site(&root),
            namespace_site: root.at(&["metadata", "namespace"]).map(|at| object.site(&at)),
            asked: object.home.asked,
            labels: labels_at(&root, &["metadata", "labels"]),
            turn: turn::read(object),
            allows: allow::read(object),
            references: references::read(object),
            products: products::read(object),
            backends: backend::read(object),
            body: body.unwrap_or(Body::Other),
        }
    }

    /// The API group; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// Whether the object is of this group and kind, in whatever version.
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.kind == kind && self.group() == group
    }

    /// Whether the same app applies another object.
    pub fn is_with(&self, other: &Fact) -> bool {
        self.app == other.app && self.occurrence == other.occurrence
    }

    /// What the object belongs to, for a label.
    pub fn home(&self) -> String {
        match self.occurrence {
            Some(_) => format!("app `{}`", self.app),
            None => format!("file `{}`", self.app),
        }
    }

    /// The object for a sentence: ``Deployment `api` ``.
    pub fn title(&self) -> String {
        format!("{} `{}`", self.kind, self.name)
    }
}

/// Reads the kinds that are about traffic and scaling.
fn read_traffic(object: &Object<'_>) -> Option<Body> {
    autoscaler::read(object)
        .map(|autoscaler| Body::Autoscaler(Box::new(autoscaler)))
        .or_else(|| limit_range::read(object).map(Body::LimitRange))
        .or_else(|| quota::read(object).map(|quota| Body::Quota(Box::new(quota))))
        .or_else(|| budget::read(object).map(|budget| Body::Budget(Box::new(budget))))
        .or_else(|| network_policy::read(object).map(|policy| Body::NetworkPolicy(Box::new(policy))))
        .or_else(|| ingress::read(object).map(|ingress| Body::Ingress(Box::new(ingress))))
        .or_else(|| monitor::read(object).map(|monitor| Body::Monitor(Box::new(monitor))))
}
