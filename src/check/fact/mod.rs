//! What is kept of an object once it is written: enough for the rules that look at a whole cluster.
//!
//! Takes an [`Object`]; gives a [`Fact`]: who it is, what it refers to, what it selects and offers, each with its [`Site`]. Kinds
//! whose rules need more than references have a file of their own.
//!
//! Law: a fact holds no part of the object's tree, so that memory follows what rules ask and not what is rendered.

mod allow;
mod config;
mod namespace;
mod pods;
mod references;
mod selector;
mod service;
mod turn;

use ecow::EcoString;

pub use allow::{ALLOW, Allow};
pub use config::Keys;
pub use namespace::{NamespaceFact, POD_SECURITY, PodSecurityMode, minor_of};
pub use pods::Pods;
pub(super) use pods::pod_of;
pub use references::{Reference, Target};
pub use selector::{Labels, Selector, labels_at};
pub use service::Service;
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
    /// The object as a whole.
    pub site: Site,
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
            .or_else(|| namespace::read(object).map(|namespace| Body::Namespace(Box::new(namespace))));
        Self {
            api_version: resource.api_version.clone(),
            kind: resource.kind.clone(),
            namespace: resource.namespace.clone(),
            name: resource.name.clone(),
            app: object.home.app.clone(),
            occurrence: object.home.occurrence.clone(),
            output: object.home.output.clone(),
            site: object.site(&root),
            asked: object.home.asked,
            labels: labels_at(&root, &["metadata", "labels"]),
            turn: turn::read(object),
            allows: allow::read(object),
            references: references::read(object),
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
