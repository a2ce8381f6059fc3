use super::scalars::{DnsName, Label, Text, choice};
use super::{List, Literal, Open, Sourced, TextRule, record};

record! {
    /// A catalogue entry: parameters, and what becomes of them.
    DefinitionSpec {
        /// What the definition yields.
        target "target": Sourced<Target>,
        /// How often a unit exists.
        scope "scope" later: Option<Sourced<Scope>>,
        /// What it is, in one sentence.
        summary "summary": Option<Sourced<Text>>,
        /// The JSON Schema (draft 2020-12) of its parameters; defaults in it apply.
        parameters "parameters": Option<Literal>,
        /// Capabilities that must stand in the cluster.
        needs "needs" later: List<Sourced<Text>>,
        /// What the component brings to its cluster.
        provides "provides" later: Option<Provides>,
        /// The logical namespace, where an instance states none.
        namespace "namespace": Option<Sourced<Label>>,
        /// Values that the templates read as `names`, evaluated on demand.
        names "names": Open<Literal, { TextRule::VARIABLE }>,
        /// A Helm chart with its values.
        chart "chart" later: Option<Literal>,
        /// Kubernetes objects, as tree templates.
        resources "resources": List<Literal>,
        /// A Terragrunt unit, as tree templates.
        terragrunt "terragrunt" later: Option<Literal>,
        /// What a workload that uses the unit receives, as tree templates.
        uses "uses" later: Option<Literal>,
        /// An instance that is rendered and checked as a test.
        example "example": Option<Literal>,
    }
}

choice! {
    /// What a definition yields.
    Target {
        /// Kubernetes objects.
        Component "component",
        /// A Terragrunt unit.
        Unit "unit",
    }
}

choice! {
    /// How often a unit exists.
    Scope {
        /// Once per account.
        Account "account",
        /// Once per environment.
        Environment "environment",
        /// Once per region in which the stack runs.
        Region "region",
        /// Once per cluster.
        Cluster "cluster",
    }
}

record! {
    /// What a component brings to its cluster.
    Provides {
        /// Custom resource definitions, as `<plural>.<group>`.
        crds "crds": List<Sourced<DnsName>>,
        /// Capabilities by name.
        capabilities "capabilities": List<Sourced<Text>>,
    }
}
