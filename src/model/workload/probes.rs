//! How the kubelet sees whether a container works.

use super::ports::PortReference;
use crate::diagnostics::Poison;
use crate::model::scalars::{Period, RoutePath, Seconds, Text, Threshold, choice};
use crate::model::{Alternative, AsWritten, List, Open, Reading, Shape, Shaped, Sourced, TextRule, record};
use crate::node::{Node, Payload};

record! {
    /// How the kubelet sees whether the container works.
    Probes {
        /// A container that fails it is restarted.
        liveness "liveness": Option<ProbeSetting>,
        /// A pod that fails it gets no traffic.
        readiness "readiness": Option<ProbeSetting>,
        /// Until it succeeds, the other two wait.
        startup "startup": Option<ProbeSetting>,
    }
}

/// A probe, or `false` for none.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum ProbeSetting {
    /// `false`: no probe. `true`: the probe of the layers below.
    Switch(Sourced<bool>),
    /// The probe.
    Probe(Box<Probe>),
}

impl ProbeSetting {
    /// The probe, where it is not switched off.
    pub fn probe(&self) -> Option<&Probe> {
        match self {
            Self::Switch(_) => None,
            Self::Probe(probe) => Some(probe),
        }
    }
}

impl Shaped for ProbeSetting {
    const SHAPE: Shape = Shape::Either(&[Alternative { shape: bool::SHAPE }, Alternative { shape: Probe::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => Probe::read(node, reading).map(|probe| Self::Probe(Box::new(probe))),
            _ => Sourced::read(node, reading).map(Self::Switch),
        }
    }
}

record! {
    /// A probe by HTTP; with `tcp: true` by opening the port, with `grpc: true` by gRPC's health service, with `command` by running
    /// it.
    Probe {
        /// The path that must answer.
        path "path": Option<Sourced<RoutePath>>,
        /// The port's name; the first port where it is not set.
        port "port": PortReference,
        /// The scheme of an HTTP probe; a certificate is not verified.
        scheme "scheme": Option<Sourced<Scheme>>,
        /// Headers of an HTTP probe.
        headers "headers": Open<Sourced<AsWritten>, { TextRule::HEADER }>,
        /// Whether opening the port is enough.
        tcp "tcp": Option<Sourced<bool>>,
        /// Whether gRPC's health service is asked.
        grpc "grpc": Option<Sourced<bool>>,
        /// The service that gRPC's health service is asked for; the whole server where it is not set.
        service "service": Option<Sourced<Text>>,
        /// A command that must succeed.
        command "command": List<Sourced<AsWritten>>,
        /// Seconds before the first probe.
        initial_delay_seconds "initialDelaySeconds": Option<Sourced<Seconds>>,
        /// Seconds between probes.
        period_seconds "periodSeconds": Option<Sourced<Period>>,
        /// Seconds after which a probe counts as failed.
        timeout_seconds "timeoutSeconds": Option<Sourced<Period>>,
        /// How many successes in a row count, for readiness.
        success_threshold "successThreshold": Option<Sourced<Threshold>>,
        /// How many failures in a row count.
        failure_threshold "failureThreshold": Option<Sourced<Threshold>>,
        /// How long a container that failed may take to stop, where it is not the pod's time.
        termination_grace_period_seconds "terminationGracePeriodSeconds": Option<Sourced<Period>>,
    }
    one of ["path", "tcp", "grpc", "command"]
}

choice! {
    /// Schemes of HTTP.
    Scheme {
        /// Plain.
        Http "HTTP",
        /// With TLS.
        Https "HTTPS",
    }
}
