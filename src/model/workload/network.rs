//! Who reaches a workload, and what it reaches.

use super::ports::PortReference;
use crate::model::scalars::{Cidr, DnsName, Label, PortNumber, Reference, Requests, RoutePath, choice};
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
        /// Whether the host is served with TLS from a certificate in Secret `<workload>-<route>-tls`; the cluster's first issuer makes
        /// it, where it has one.
        tls "tls": Option<Sourced<bool>>,
        /// Annotations of the Ingress.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// How many requests are let through, where the cluster's router can limit them.
        rate_limit "rateLimit": Option<RateLimit>,
        /// The provider of the environment that users sign in with, where the cluster's router can ask it.
        auth "auth": Option<Sourced<Label>>,
        /// Says that this layer adds the route.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// How many requests a route lets through.
    RateLimit {
        /// The number.
        requests "requests": Sourced<Requests>,
        /// The time that they are counted in.
        per "per": Sourced<RateWindow>,
        /// Whose requests are counted together; those of an address where it is not set.
        by "by": Option<Sourced<RateKey>>,
    }
}

choice! {
    /// The time that requests are counted in.
    RateWindow {
        /// A second.
        Second "second",
        /// A minute.
        Minute "minute",
        /// An hour.
        Hour "hour",
    }
}

choice! {
    /// Whose requests are counted together.
    RateKey {
        /// Those of an address.
        Ip "ip",
        /// Those of a user who signed in.
        Consumer "consumer",
        /// All of the route.
        Route "route",
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
