use std::collections::BTreeSet;

use ecow::EcoString;

use crate::model::{DnsName, List, Provides, Sourced};

/// Something of a cluster that one app brings and others need.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Offering {
    /// A definition of custom resources: `certificates.cert-manager.io`.
    Definition(EcoString),
    /// A kind of custom resource: its group and its name.
    Kind(EcoString, EcoString),
    /// What acts upon the resources of a definition.
    Controller(EcoString),
    /// An ingress class.
    IngressClass(EcoString),
    /// A ClusterIssuer.
    Issuer(EcoString),
    /// A ClusterSecretStore.
    Store(EcoString),
    /// Metrics that autoscalers read.
    Metrics,
    /// What gathers metrics.
    Monitoring,
    /// Anything else, by a name.
    Capability(EcoString),
}

impl Offering {
    /// What a component brings by itself; definitions of custom resources are an app of their own.
    pub(super) fn provided(provides: &Provides) -> BTreeSet<Self> {
        let named = |names: &List<Sourced<DnsName>>, make: fn(EcoString) -> Self| {
            names.items.iter().map(|name| make(name.value.0.clone())).collect::<Vec<_>>()
        };
        let mut offered: BTreeSet<Self> = named(&provides.crds, Self::Controller).into_iter().collect();
        offered.extend(named(&provides.ingress_classes, Self::IngressClass));
        offered.extend(named(&provides.issuers, Self::Issuer));
        offered.extend(named(&provides.stores, Self::Store));
        offered.extend(provides.capabilities.items.iter().map(|name| Self::Capability(name.value.0.clone())));
        offered.extend(provides.metrics.items.first().map(|_| Self::Metrics));
        let namespaces = provides.namespaces.as_ref();
        offered.extend(namespaces.and_then(|of| of.monitoring.as_ref()).map(|_| Self::Monitoring));
        offered
    }

    /// What a definition's `needs` names: a definition of custom resources has a group.
    pub(super) fn needed(name: &EcoString) -> Self {
        if name.contains('.') { Self::Definition(name.clone()) } else { Self::Capability(name.clone()) }
    }
}
