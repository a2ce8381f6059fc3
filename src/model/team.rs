use super::scalars::{Bytes, Glob, Label, Quantity, Text};
use super::{List, Open, Sourced, TextRule, record};

record! {
    /// The bounds of what a team's stacks may do; the platform's owners write it.
    TeamSpec {
        /// Groups of the identity provider that are bound to ClusterRoles in the team's namespaces.
        groups "groups": Option<Groups>,
        /// Globs over the real names of the namespaces that the team's stacks may declare.
        namespaces "namespaces": List<Sourced<Glob>>,
        /// Kinds that the team's stacks may create.
        kinds "kinds": Option<TeamKinds>,
        /// Secrets beside the team's own.
        secrets "secrets": Option<TeamSecrets>,
        /// Where alerts of the team's workloads go.
        alerts "alerts": Option<Alerts>,
        /// What all namespaces of the team in one environment and cluster may use together.
        quota "quota": Option<Quota>,
    }
}

record! {
    /// Groups of the identity provider, by what they may do in the team's namespaces.
    Groups {
        /// Bound to ClusterRole `view`.
        viewers "viewers": Option<Sourced<Text>>,
        /// Bound to ClusterRole `edit`.
        developers "developers": Option<Sourced<Text>>,
        /// Bound to ClusterRole `admin`.
        admins "admins": Option<Sourced<Text>>,
    }
}

record! {
    /// Kinds that a team's stacks may create.
    TeamKinds {
        /// Cluster-scoped kinds, such as `ClusterRole`; `"*"` for all, for the team of the platform itself.
        cluster "cluster": List<Sourced<Text>>,
    }
}

record! {
    /// Secrets that a team may read beside its own.
    TeamSecrets {
        /// Names below the environment's shared prefix.
        shared "shared": List<Sourced<Text>>,
    }
}

record! {
    /// Where alerts go.
    Alerts {
        /// The receiver's name.
        receiver "receiver": Sourced<Label>,
    }
}

record! {
    /// Amounts that a namespace, or a team's namespaces together, may request.
    Quota {
        /// Sum of CPU requests.
        cpu "cpu": Option<Sourced<Quantity>>,
        /// Sum of memory requests.
        memory "memory": Option<Sourced<Bytes>>,
        /// Further quota resources by Kubernetes' names, such as `pods` or `requests.storage`.
        other "other": Open<Sourced<Quantity>, { TextRule::ANY_KEY }>,
    }
}
