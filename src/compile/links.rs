use std::collections::BTreeSet;

use ecow::EcoString;

use crate::lower::{AppPart, Resource};
use crate::node::{Node, Payload};
use crate::resolve::{AppBody, AppPlan, Offering};

/// Kinds whose objects come to Secrets, with the definition whose controller makes these: pods wait for them.
const SECRET_MAKERS: [(&str, &str, &str); 2] = [
    ("cert-manager.io", "Certificate", "certificates.cert-manager.io"),
    ("external-secrets.io", "ExternalSecret", "externalsecrets.external-secrets.io"),
];
/// Annotations of an Ingress that name a ClusterIssuer, and the older one that names its class.
const ISSUER: &str = "cert-manager.io/cluster-issuer";
const CLASS: &str = "kubernetes.io/ingress.class";

/// What an app has to do with others on its cluster.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct AppLinks {
    /// What part of the platform it is.
    pub part: AppPart,
    /// Its definition, where it is a component.
    pub definition: Option<EcoString>,
    /// Its workloads, by name.
    pub workloads: Vec<EcoString>,
    /// Whether Argo CD applies it.
    pub is_delivered: bool,
    /// What makes its pods and can be waited for: `deployment/kong` and its namespace.
    pub rollouts: Vec<(EcoString, EcoString)>,
    /// What it brings.
    pub brings: BTreeSet<Offering>,
    /// What its objects refer to, or its definition asks for.
    pub needs: BTreeSet<Offering>,
}

impl AppLinks {
    /// Looks at an app and its objects.
    pub(super) fn of(plan: &AppPlan, resources: &[Resource]) -> Self {
        let mut links = Self {
            part: AppPart::of(&plan.body),
            definition: None,
            workloads: Vec::new(),
            is_delivered: plan.delivery.is_some(),
            rollouts: Vec::new(),
            brings: BTreeSet::new(),
            needs: BTreeSet::new(),
        };
        match &plan.body {
            AppBody::Component(component) => {
                links.definition = Some(component.definition.name.clone());
                links.brings.clone_from(&component.brings);
                links.needs.clone_from(&component.needs);
            }
            AppBody::Stack(stack) => {
                links.workloads = stack.workloads.iter().map(|workload| workload.name.clone()).collect();
                links.workloads.sort();
            }
            AppBody::Chart(_) | AppBody::Namespaces(_) => {}
        }
        resources.iter().for_each(|resource| links.add(resource));
        links
    }

    fn add(&mut self, resource: &Resource) {
        let (group, kind, name) = (resource.group(), resource.kind.as_str(), &resource.name);
        match (group, kind) {
            ("apiextensions.k8s.io", "CustomResourceDefinition") => self.define(resource),
            ("networking.k8s.io", "IngressClass") => drop(self.brings.insert(Offering::IngressClass(name.clone()))),
            ("networking.k8s.io", "Ingress") => self.follow_ingress(&resource.body),
            ("cert-manager.io", "ClusterIssuer") => drop(self.brings.insert(Offering::Issuer(name.clone()))),
            ("external-secrets.io", "ClusterSecretStore") => drop(self.brings.insert(Offering::Store(name.clone()))),
            ("apps", "Deployment" | "StatefulSet" | "DaemonSet") => {
                let namespace = resource.namespace.clone().unwrap_or_default();
                self.rollouts.push((ecow::eco_format!("{}/{name}", kind.to_ascii_lowercase()), namespace));
            }
            _ => {}
        }
        if group.contains('.') {
            self.needs.insert(Offering::Kind(group.into(), kind.into()));
        }
        let makers = SECRET_MAKERS.iter().filter(|maker| (maker.0, maker.1) == (group, kind));
        self.needs.extend(makers.map(|maker| Offering::Controller(maker.2.into())));
        let store = text(&resource.body, &["spec", "secretStoreRef", "name"]);
        let kind_of_store = text(&resource.body, &["spec", "secretStoreRef", "kind"]);
        if kind == "ExternalSecret" && kind_of_store.is_some_and(|kind| kind == "ClusterSecretStore") {
            self.needs.extend(store.map(Offering::Store));
        }
    }

    fn define(&mut self, resource: &Resource) {
        self.brings.insert(Offering::Definition(resource.name.clone()));
        let kind = text(&resource.body, &["spec", "names", "kind"]);
        let group = text(&resource.body, &["spec", "group"]);
        self.brings.extend(group.zip(kind).map(|(group, kind)| Offering::Kind(group, kind)));
    }

    fn follow_ingress(&mut self, body: &Node) {
        let class =
            text(body, &["spec", "ingressClassName"]).or_else(|| text(body, &["metadata", "annotations", CLASS]));
        self.needs.extend(class.map(Offering::IngressClass));
        self.needs.extend(text(body, &["metadata", "annotations", ISSUER]).map(Offering::Issuer));
    }
}

fn text(body: &Node, path: &[&str]) -> Option<EcoString> {
    match &body.at(path)?.payload {
        Payload::Str(text) => Some(text.clone()),
        _ => None,
    }
}
