//! Files and storage of pods.

use crate::diagnostics::Poison;
use crate::model::scalars::{Bytes, DnsName, FilePath, Text, choice};
use crate::model::{Alternative, List, Reading, Shape, Shaped, Sourced, record};
use crate::node::{Node, Origin, Payload};

/// The content of a mounted file.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum FileContent {
    /// The text as it stands.
    Text(Sourced<Text>),
    /// The text, its expressions evaluated.
    Template(Sourced<Text>),
    /// The path of a file of the project that holds the text.
    From(Sourced<Text>),
}

impl Shaped for FileContent {
    const SHAPE: Shape =
        Shape::Either(&[Alternative { shape: Shape::LiteralText }, Alternative { shape: FileRecord::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        if !matches!(node.payload, Payload::Map(_)) {
            return Sourced::read(node, reading).map(Self::Text);
        }
        let record = FileRecord::read(node, reading)?;
        match (record.template, record.from) {
            (Some(text), None) => Ok(Self::Template(text)),
            (None, Some(path)) => Ok(Self::From(path)),
            (Some(_), Some(path)) => {
                let at = Node::text(path.value.0, path.origin);
                Err(reading.invalid(&at, "a file has `template` or `from`, not both".to_owned()))
            }
            (None, None) => {
                Err(reading.invalid(node, "a file has a text, `template: <text>` or `from: <path>`".to_owned()))
            }
        }
    }
}

impl FileContent {
    /// What made the content, or names where it stands.
    pub fn origin(&self) -> Origin {
        match self {
            FileContent::Text(text) | FileContent::Template(text) | FileContent::From(text) => text.origin,
        }
    }
}

record! {
    /// A file whose text holds expressions, or stands in a file of the project.
    FileRecord {
        /// The text; each `${…}` in it is evaluated.
        template "template": Option<Sourced<Text>>,
        /// A file below `files/`, whose text is taken as it stands.
        from "from": Option<Sourced<Text>>,
    }
    one of ["template", "from"]
}

record! {
    /// Storage that each pod of a stateful workload has for itself and keeps.
    Claim {
        /// Where it is mounted.
        path "path": Sourced<FilePath>,
        /// How much.
        size "size": Sourced<Bytes>,
        /// The StorageClass; the cluster's default where it is not set.
        storage_class_name "storageClassName": Option<Sourced<DnsName>>,
        /// How many nodes may mount it at once; `ReadWriteOnce` where it is not set.
        access_modes "accessModes": List<Sourced<AccessMode>>,
        /// Says that this layer adds the claim.
        add "add": Option<Sourced<bool>>,
    }
}

choice! {
    /// How many nodes, or pods, may mount a volume at once.
    AccessMode {
        /// One node.
        ReadWriteOnce "ReadWriteOnce",
        /// Many nodes, none of which writes.
        ReadOnlyMany "ReadOnlyMany",
        /// Many nodes.
        ReadWriteMany "ReadWriteMany",
        /// One pod.
        ReadWriteOncePod "ReadWriteOncePod",
    }
}

record! {
    /// Something that stands in the namespace or on the node and is mounted; one of `claim`, `configMap`, `secret` and `hostPath`.
    Volume {
        /// Where it is mounted.
        path "path": Sourced<FilePath>,
        /// A PersistentVolumeClaim.
        claim "claim": Option<Sourced<DnsName>>,
        /// A ConfigMap.
        config_map "configMap": Option<Sourced<DnsName>>,
        /// A Secret.
        secret "secret": Option<Sourced<DnsName>>,
        /// A folder of the node; the namespace must be `privileged`.
        host_path "hostPath": Option<Sourced<FilePath>>,
        /// A file or folder of the volume, where it is not the whole.
        sub_path "subPath": Option<Sourced<Text>>,
        /// Whether the container may only read it; ConfigMaps, Secrets and folders of the node are, unless this says `false`.
        read_only "readOnly": Option<Sourced<bool>>,
        /// Whether the pod starts without the ConfigMap or Secret.
        optional "optional": Option<Sourced<bool>>,
        /// Says that this layer adds the volume.
        add "add": Option<Sourced<bool>>,
    }
    one of ["claim", "configMap", "secret", "hostPath"]
}
