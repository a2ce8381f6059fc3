//! Ports of pods, and the Service in front of them.

use crate::diagnostics::Poison;
use crate::model::scalars::{PortName, PortNumber, choice};
use crate::model::{Alternative, AsWritten, Open, Reading, Shape, Shaped, Sourced, TextRule, record};
use crate::node::{Node, Payload};

/// A port: its number, or a record.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Port {
    /// The container's port, and the Service's.
    Number(Sourced<PortNumber>),
    /// The two apart, or another protocol.
    Record(PortRecord),
}

impl Shaped for Port {
    const SHAPE: Shape =
        Shape::Either(&[Alternative { shape: PortNumber::SHAPE }, Alternative { shape: PortRecord::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => PortRecord::read(node, reading).map(Self::Record),
            _ => Sourced::read(node, reading).map(Self::Number),
        }
    }
}

impl Port {
    /// The port that the container listens on.
    pub fn container(&self) -> &Sourced<PortNumber> {
        match self {
            Port::Number(number) => number,
            Port::Record(record) => &record.container,
        }
    }

    /// The port of the Service.
    pub fn service(&self) -> &Sourced<PortNumber> {
        match self {
            Port::Number(number) => number,
            Port::Record(record) => record.service.as_ref().unwrap_or(&record.container),
        }
    }

    /// The protocol, where it is not TCP.
    pub fn protocol(&self) -> Option<&Sourced<Protocol>> {
        match self {
            Port::Number(_) => None,
            Port::Record(record) => record.protocol.as_ref(),
        }
    }

    /// What is spoken on the port, where somebody says it.
    pub fn app_protocol(&self) -> Option<&Sourced<AsWritten>> {
        match self {
            Port::Number(_) => None,
            Port::Record(record) => record.app_protocol.as_ref(),
        }
    }

    /// The port of the node, where it has one.
    pub fn host(&self) -> Option<&Sourced<PortNumber>> {
        match self {
            Port::Number(_) => None,
            Port::Record(record) => record.host_port.as_ref(),
        }
    }
}

record! {
    /// A port whose Service port or protocol differs.
    PortRecord {
        /// The port that the container listens on.
        container "container": Sourced<PortNumber>,
        /// The port of the Service.
        service "service": Option<Sourced<PortNumber>>,
        /// The protocol.
        protocol "protocol": Option<Sourced<Protocol>>,
        /// What is spoken on the port, such as `http`, `https` or `kubernetes.io/h2c`; meshes and gateways read it.
        app_protocol "appProtocol": Option<Sourced<AsWritten>>,
        /// The port of the node that leads here; one pod a node can have it.
        host_port "hostPort": Option<Sourced<PortNumber>>,
        /// Says that this layer adds the port.
        add "add": Option<Sourced<bool>>,
    }
}

choice! {
    /// Protocols of ports.
    Protocol {
        /// TCP.
        Tcp "TCP",
        /// UDP.
        Udp "UDP",
        /// SCTP.
        Sctp "SCTP",
    }
}

record! {
    /// The Service in front of the pods.
    ServiceSettings {
        /// Who may reach it: pods of the cluster, a port of every node, or a load balancer of the cloud.
        kind "type": Option<Sourced<ServiceType>>,
        /// Annotations of the Service.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Ports of the nodes, by the names of ports; Kubernetes chooses the others.
        node_ports "nodePorts": Open<Sourced<PortNumber>, { TextRule::PORT_NAME }>,
        /// Whether requests of one client go to one pod.
        session_affinity "sessionAffinity": Option<Sourced<SessionAffinity>>,
        /// Whether traffic from outside keeps its source address, and goes to pods of the node alone that it reached.
        external_traffic_policy "externalTrafficPolicy": Option<Sourced<TrafficPolicy>>,
        /// Whether traffic prefers pods that are near, from Kubernetes 1.31 on.
        prefer_close "preferClose": Option<Sourced<bool>>,
    }
}

choice! {
    /// Who may reach a Service.
    ServiceType {
        /// Pods of the cluster.
        ClusterIp "ClusterIP",
        /// A port of every node.
        NodePort "NodePort",
        /// A load balancer of the cloud.
        LoadBalancer "LoadBalancer",
    }
}

choice! {
    /// Whether requests of one client go to one pod.
    SessionAffinity {
        /// They go to any.
        None "None",
        /// They go to one, by the client's address.
        ClientIp "ClientIP",
    }
}

choice! {
    /// Where traffic from outside goes.
    TrafficPolicy {
        /// To any pod of the cluster.
        Cluster "Cluster",
        /// To pods of the node that it reached; its source address stays.
        Local "Local",
    }
}

/// Ports by name.
pub type Ports = crate::model::Named<Port, { TextRule::PORT_NAME }>;

/// A port's name that something refers to.
pub type PortReference = Option<Sourced<PortName>>;
