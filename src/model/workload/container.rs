//! What a container runs with: variables, secrets, hooks and rights; and the containers beside the workload's own.

use super::ports::{PortReference, Ports};
use super::probes::Probes;
use super::scaling::Resources;
use crate::diagnostics::Poison;
use crate::model::scalars::{
    Bytes, DnsName, Identity, ImageName, Period, Quantity, RoutePath, SecretName, Text, choice,
};
use crate::model::{
    Alternative, AsWritten, List, Open, Reading, Shape, Shaped, Sourced, StoredSecret, TextRule, record,
};
use crate::node::{Node, Payload};

record! {
    /// A container that runs beside the workload's own, or before it.
    ExtraContainer {
        /// The image's name; registry and tag come from the environment.
        image "image": Sourced<ImageName>,
        /// Replaces the image's entry point.
        command "command": List<Sourced<AsWritten>>,
        /// Arguments of the entry point.
        args "args": List<Sourced<AsWritten>>,
        /// Ports by name, of a sidecar; they stand beside the workload's own.
        ports "ports": Ports,
        /// What the container requests, and where it is stopped.
        resources "resources": Option<Resources>,
        /// Environment variables.
        variables "variables": Open<Variable, { TextRule::VARIABLE }>,
        /// Which of the workload's `secrets` the container gets too, by variable.
        secrets "secrets": List<Sourced<Text>>,
        /// What of the workload's files and folders the container sees: by path in this container, the name of a claim or volume, or
        /// the path of a file or scratch folder of the workload.
        mounts "mounts": Open<Sourced<Text>, { TextRule::FILE_PATH }>,
        /// Folders of its own that the container may write to, empty at its start, with their size limit.
        scratch "scratch": Open<Sourced<Bytes>, { TextRule::FILE_PATH }>,
        /// How the kubelet sees whether a sidecar works.
        probes "probes": Option<Probes>,
        /// What a sidecar does at its start and before it stops.
        lifecycle "lifecycle": Option<Lifecycle>,
        /// Who the container runs as and what it may write.
        security "security": Option<Security>,
        /// Says that this layer adds the container.
        add "add": Option<Sourced<bool>>,
    }
}

/// An environment variable: its text, or a reference.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Variable {
    /// The text.
    Text(Sourced<AsWritten>),
    /// Where the text comes from.
    Record(VariableRecord),
}

impl Shaped for Variable {
    const SHAPE: Shape =
        Shape::Either(&[Alternative { shape: AsWritten::SHAPE }, Alternative { shape: VariableRecord::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => VariableRecord::read(node, reading).map(Self::Record),
            _ => Sourced::read(node, reading).map(Self::Text),
        }
    }
}

record! {
    /// Where an environment variable's text comes from; one of `field`, `resource`, `configMap` and `secret`.
    VariableRecord {
        /// A field of the pod, such as `metadata.name` or `status.podIP`.
        field "field": Option<Sourced<Text>>,
        /// A request or limit of the container, such as `limits.memory`.
        resource "resource": Option<Sourced<Text>>,
        /// The unit that a request or limit is counted in, such as `1Mi`.
        divisor "divisor": Option<Sourced<Quantity>>,
        /// A ConfigMap that stands in the namespace, with `key`.
        config_map "configMap": Option<Sourced<DnsName>>,
        /// A Secret that stands in the namespace, with `key`.
        secret "secret": Option<Sourced<DnsName>>,
        /// The key of the ConfigMap or Secret.
        key "key": Option<Sourced<Text>>,
        /// Whether the container starts without it.
        optional "optional": Option<Sourced<bool>>,
    }
    one of ["field", "resource", "configMap", "secret"]
}

/// A secret of the store: its name, or a record.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum SecretSource {
    /// The secret's name; its whole value.
    Name(Sourced<SecretName>),
    /// The secret and one property of it.
    Record(SecretRecord),
    /// The secret's whole key in the store, and one property of it: what units give, and nobody writes.
    Stored(SecretRecord),
}

impl Shaped for SecretSource {
    const SHAPE: Shape =
        Shape::Either(&[Alternative { shape: SecretName::SHAPE }, Alternative { shape: SecretRecord::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => SecretRecord::read(node, reading).map(Self::Record),
            _ => Sourced::read(node, reading).map(Self::Name),
        }
    }
}

impl SecretSource {
    /// What a unit says of a secret; `None` where it says neither a key nor a name.
    pub fn of_stored(secret: StoredSecret) -> Option<Self> {
        let StoredSecret { key, from, property, origin } = secret;
        match (key, from) {
            (Some(key), _) => {
                let from = Sourced { value: SecretName(key.value.0), origin: key.origin };
                Some(Self::Stored(SecretRecord { from, property, origin }))
            }
            (None, Some(from)) => Some(Self::Record(SecretRecord { from, property, origin })),
            (None, None) => None,
        }
    }

    /// The secret's name in the store.
    pub fn name(&self) -> &Sourced<SecretName> {
        match self {
            SecretSource::Name(name) => name,
            SecretSource::Record(record) | SecretSource::Stored(record) => &record.from,
        }
    }

    /// The property of the secret, where it is not the whole.
    pub fn property(&self) -> Option<&Sourced<Text>> {
        match self {
            SecretSource::Name(_) => None,
            SecretSource::Record(record) | SecretSource::Stored(record) => record.property.as_ref(),
        }
    }
}

record! {
    /// A secret of the store and one property of it.
    SecretRecord {
        /// The secret's name below the team's prefix; `shared:NAME` below the shared one.
        from "from": Sourced<SecretName>,
        /// The property, where the secret is a map.
        property "property": Option<Sourced<Text>>,
    }
}

record! {
    /// What a container does at its start and before it stops.
    Lifecycle {
        /// Runs when the container has started; it counts as started when this is done.
        post_start "postStart": Option<Handler>,
        /// Runs before the container is told to stop; it takes the place of `drainSeconds`.
        pre_stop "preStop": Option<Handler>,
    }
}

record! {
    /// A command, a request, or a pause.
    Handler {
        /// The command.
        command "command": List<Sourced<AsWritten>>,
        /// The path that is asked.
        path "path": Option<Sourced<RoutePath>>,
        /// The port that is asked; the first port where it is not set.
        port "port": PortReference,
        /// Seconds to wait, from Kubernetes 1.30 on.
        sleep "sleep": Option<Sourced<Period>>,
    }
    one of ["command", "path", "sleep"]
}

record! {
    /// Who the container runs as and what it may do.
    Security {
        /// The numeric user; the image's own where it is not set.
        user "user": Option<Sourced<Identity>>,
        /// The numeric group of the user and of volumes.
        group "group": Option<Sourced<Identity>>,
        /// Whether the container may write to its own image's files.
        writable_root "writableRoot": Option<Sourced<bool>>,
        /// Whether the container may run as root; the namespace must be `baseline` or `privileged`.
        root "root": Option<Sourced<bool>>,
        /// Whether the container may do whatever the node may; the namespace must be `privileged`.
        privileged "privileged": Option<Sourced<bool>>,
        /// Capabilities of Linux that the container gets, such as `NET_BIND_SERVICE`; all others are dropped.
        capabilities "capabilities": List<Sourced<Text>>,
    }
}

record! {
    /// What a pod shares with its node.
    HostAccess {
        /// The network.
        network "network": Option<Sourced<bool>>,
        /// The processes.
        processes "processes": Option<Sourced<bool>>,
    }
}

choice! {
    /// When images are pulled.
    PullPolicy {
        /// Whenever a container starts.
        Always "Always",
        /// Where the node has it not.
        IfNotPresent "IfNotPresent",
        /// Never: the node has it.
        Never "Never",
    }
}
