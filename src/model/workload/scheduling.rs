//! Which nodes pods run on.

use crate::model::scalars::{Label, Seconds, choice};
use crate::model::{AsWritten, Open, Sourced, TextRule, Value, record};

record! {
    /// Which nodes the pods run on.
    Nodes {
        /// A node group of the cluster: its labels select the nodes, its taints are tolerated.
        group "group": Option<Sourced<Label>>,
        /// Labels that the nodes must have.
        selector "selector": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Taints that are tolerated, by their keys.
        tolerations "tolerations": Open<Toleration, { TextRule::LABEL_KEY }>,
        /// Affinities as Kubernetes has them: `nodeAffinity`, `podAffinity`, `podAntiAffinity`.
        affinity "affinity": Option<Value>,
    }
}

record! {
    /// A taint that is tolerated.
    Toleration {
        /// The taint's value; any where it is not set.
        value "value": Option<Sourced<AsWritten>>,
        /// The taint's effect; every one where it is not set.
        effect "effect": Option<Sourced<TaintEffect>>,
        /// How long a pod stays on a node that is tainted with `NoExecute`; for ever where it is not set.
        toleration_seconds "tolerationSeconds": Option<Sourced<Seconds>>,
    }
}

choice! {
    /// What a taint does.
    TaintEffect {
        /// Keeps new pods away.
        NoSchedule "NoSchedule",
        /// Keeps new pods away where there is room elsewhere.
        PreferNoSchedule "PreferNoSchedule",
        /// Keeps new pods away and drives those out that run.
        NoExecute "NoExecute",
    }
}

record! {
    /// How the pods are spread.
    Spread {
        /// Over zones.
        zones "zones": Option<Sourced<Spreading>>,
        /// Over nodes.
        nodes "nodes": Option<Sourced<Spreading>>,
    }
}

choice! {
    /// How strictly pods are spread.
    Spreading {
        /// As far as there is room.
        Preferred "preferred",
        /// A pod that cannot be spread waits.
        Required "required",
        /// Not at all.
        Ignored "ignored",
    }
}

record! {
    /// Nodes of a cluster that are made alike.
    NodeGroup {
        /// Labels of the nodes; `platgen.dev/node-group` with the group's name where there are none.
        labels "labels": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Taints of the nodes, by their keys.
        taints "taints": Open<Taint, { TextRule::LABEL_KEY }>,
    }
}

record! {
    /// A taint of nodes: pods that do not tolerate it stay away.
    Taint {
        /// Its value.
        value "value": Option<Sourced<AsWritten>>,
        /// What it does.
        effect "effect": Sourced<TaintEffect>,
    }
}
