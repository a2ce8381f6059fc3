//! Who reaches a workload, and what it reaches.

use super::ports::PortReference;
use crate::model::scalars::{Cidr, DnsName, Label, PortNumber, Reference, RoutePath};
use crate::model::{AsWritten, List, Open, Sourced, TextRule, record};

record! {
    /// A host and path that lead to the workload.
    Route {
        /// The host.
        host "host": Sourced<DnsName>,
        /// The path; everything below it is included.
        path "path": Option<Sourced<RoutePath>>,
        /// The port's name; the first port where it is not set.
        port "port": PortReference,
        /// The ingress class; the cluster's first where it is not set.
        class "class": Option<Sourced<DnsName>>,
        /// Whether the host is served with TLS from a certificate in Secret `<workload>-<route>-tls`.
        tls "tls": Option<Sourced<bool>>,
        /// Annotations of the Ingress.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// How many requests are let through.
        rate_limit "rateLimit" later: Option<crate::model::Value>,
        /// The provider that users sign in with.
        auth "auth" later: Option<Sourced<Label>>,
        /// Says that this layer adds the route.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// A workload that this one calls.
    Call {
        /// The workload, as `<name>` or `<stack>/<name>`, where it is not the key.
        workload "workload": Option<Sourced<Reference>>,
        /// The port's name; every port where it is not set.
        port "port": PortReference,
        /// Says that this layer adds the call.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// A network that the workload may reach: one of the two.
    EgressRule {
        /// The network.
        cidr "cidr": Option<Sourced<Cidr>>,
        /// Whether it is the internet: every address that is no private or link-local one.
        internet "internet": Option<Sourced<bool>>,
        /// TCP ports; every port where there are none.
        ports "ports": List<Sourced<PortNumber>>,
        /// Says that this layer adds the rule.
        add "add": Option<Sourced<bool>>,
    }
    one of ["cidr", "internet"]
}

record! {
    /// A unit or service outside that the workload uses.
    Use {
        /// The unit, as `<name>` or `<stack>/<name>`, where it is not the key.
        from "from": Option<Sourced<Reference>>,
        /// What the workload may do with it.
        access "access": Option<Sourced<Label>>,
        /// Says that this layer adds the use.
        add "add": Option<Sourced<bool>>,
    }
}
