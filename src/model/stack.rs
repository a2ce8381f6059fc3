use super::scalars::{ChartReference, Glob, Label, ReleaseName, Text, choice};
use super::{
    Alternative, Data, List, Named, Open, Patch, Quota, Reading, Shape, Shaped, Sourced, TextRule, Value, Workload,
    record,
};
use crate::diagnostics::Poison;
use crate::node::{Node, Payload};

record! {
    /// Workloads, components and units that belong to one team.
    StackSpec {
        /// The namespaces that the stack declares or borrows, by logical name.
        namespaces "namespaces": Named<NamespaceDeclaration>,
        /// What the team runs.
        workloads "workloads": Named<Workload>,
        /// Platform add-ons, each an instance of a definition.
        components "components": Named<Component>,
        /// Cloud infrastructure, each an instance of a definition.
        units "units": Named<Unit>,
        /// Releases of Helm charts, by name.
        charts "charts": Named<ChartRelease>,
        /// Plain Kubernetes YAML: files or folders below `manifests/`.
        manifests "manifests": Named<Manifests>,
        /// Changes to the stack's own resources, in their order.
        patches "patches": Named<Patch>,
        /// Findings that are accepted on everything that the stack renders: the rule's code, and why.
        allow "allow": Open<Sourced<Text>, { TextRule::LABEL }>,
    }
}

record! {
    /// A namespace of the stack, by its logical name.
    NamespaceDeclaration {
        /// The real name, where it is not the logical one.
        name "name": Option<Sourced<Label>>,
        /// The Pod Security Standard that is enforced.
        pod_security "podSecurity": Option<Sourced<PodSecurity>>,
        /// The stack that declares the namespace, where this one only uses it.
        from "from": Option<Sourced<Label>>,
        /// Whether the namespace is made elsewhere, with its quota, limits and policies, and only used here.
        external "external": Option<Sourced<bool>>,
        /// Whether the pods get a proxy of the cluster's service mesh.
        mesh "mesh": Option<Sourced<bool>>,
        /// This namespace's part of the team's quota.
        quota "quota": Option<Quota>,
        /// Requests and limits of containers that state none.
        limits "limits": Option<NamespaceLimits>,
        /// Labels of the Namespace.
        labels "labels": Open<Sourced<super::AsWritten>, { TextRule::LABEL_KEY }>,
        /// Annotations of the Namespace.
        annotations "annotations": Open<Sourced<super::AsWritten>, { TextRule::LABEL_KEY }>,
        /// Says that this layer adds the namespace.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// Requests and limits of containers that state none.
    NamespaceLimits {
        /// Requests of a container that states none.
        default_requests "defaultRequests": Option<super::workload::Amounts>,
        /// Limits of a container that states none.
        default_limits "defaultLimits": Option<super::workload::Amounts>,
        /// The most that a container may ask for.
        max "max": Option<super::workload::Amounts>,
    }
}

choice! {
    /// The Pod Security Standards.
    PodSecurity {
        /// No restrictions.
        Privileged "privileged",
        /// Prevents known privilege escalations.
        Baseline "baseline",
        /// Follows current hardening practice.
        Restricted "restricted",
    }
}

record! {
    /// An instance of a component's definition; what is not listed here is a parameter of the definition.
    Component {
        /// The definition, where it is not the key.
        kind "kind": Option<Sourced<Label>>,
        /// The logical namespace, where it is not the definition's default.
        namespace "namespace": Option<Sourced<Label>>,
        /// Says that this layer adds the component.
        add "add": Option<Sourced<bool>>,
        /// What the component may reach.
        uses "uses" later: Named<super::workload::Use>,
        /// Changes to the component's own resources, in their order; those of the stack come after them.
        patches "patches": Named<Patch>,
        /// Who inflates the chart.
        delivery "delivery" later: Option<Sourced<Delivery>>,
        ..rest parameters: Value
    }
}

choice! {
    /// Who inflates a chart.
    Delivery {
        /// platgen, at compile time.
        Rendered "rendered",
        /// Argo CD, at sync time.
        ArgoCd "argocd",
    }
}

record! {
    /// An instance of a unit's definition; what is not listed here is a parameter of the definition.
    Unit {
        /// The definition, or `external` for a service outside.
        kind "kind": Sourced<Label>,
        /// Says that this layer adds the unit.
        add "add": Option<Sourced<bool>>,
        /// The stacks that may use the unit, beside its own; `*` stands for any characters.
        share "share": List<Sourced<Glob>>,
        /// How often the unit exists, where that is not as its definition says.
        scope "scope": Option<Sourced<super::DefinitionScope>>,
        /// The environment that has the unit, where this one only uses it: of units that an account has once.
        from "from": Option<Sourced<Label>>,
        /// What the unit is called in the cloud, where that is not `<project>-<environment>-<stack>-<unit>`: for what is there already.
        cloud_name "cloudName": Option<Sourced<Text>>,
        /// Inputs of the module beside those that the definition sets, or in their place; null is data.
        inputs "inputs": Option<Data>,
        ..rest parameters: Value
    }
}

record! {
    /// A release of a Helm chart.
    ChartRelease {
        /// The chart: its name in platgen.yaml, or its folder in the project.
        chart "chart": Sourced<ChartReference>,
        /// The logical namespace; where the stack has only one, that one unless this says otherwise.
        namespace "namespace": Option<Sourced<Label>>,
        /// The release's name, where it is not the key.
        release "release": Option<Sourced<ReleaseName>>,
        /// Values of the chart; null is data, `$remove: [key]` removes.
        values "values": Option<Data>,
        /// Whether the definitions of custom resources in the chart's `crds/` are rendered; `false` where somebody else brings them.
        crds "crds": Option<Sourced<bool>>,
        /// What becomes of the chart's hooks: of all, or by the name of the hook's object.
        hooks "hooks": Option<Hooks>,
        /// What becomes of what differs between two renderings: random passwords, keys, times.
        random "random": Option<Sourced<Randomness>>,
        /// Changes to the release's own resources, in their order; those of the stack come after them.
        patches "patches": Named<Patch>,
        /// Who inflates the chart.
        delivery "delivery" later: Option<Sourced<Delivery>>,
        /// Says that this layer adds the release.
        add "add": Option<Sourced<bool>>,
    }
}

/// What becomes of the hooks of a chart.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Hooks {
    /// The same of all.
    All(Sourced<HookPolicy>),
    /// By the name of the hook's object.
    Named(Open<Sourced<HookPolicy>, { TextRule::DNS_NAME }>),
}

choice! {
    /// What becomes of a chart's hook.
    HookPolicy {
        /// It runs in the first sync, and again only where what it does has changed.
        Once "once",
        /// It runs in every sync.
        Every "every",
        /// It is left out.
        Drop "drop",
    }
}

choice! {
    /// What becomes of what a chart makes by chance.
    Randomness {
        /// It is an error.
        Refuse "refuse",
        /// It is made from the release's name and the place in the template, so that it is the same every time: no secret.
        Seeded "seeded",
    }
}

impl Shaped for Hooks {
    const SHAPE: Shape = Shape::Either(&[
        Alternative { shape: HookPolicy::SHAPE },
        Alternative { shape: <Open<Sourced<HookPolicy>, { TextRule::DNS_NAME }> as Shaped>::SHAPE },
    ]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => Shaped::read(node, reading).map(Self::Named),
            _ => Sourced::read(node, reading).map(Self::All),
        }
    }
}

/// Plain Kubernetes YAML.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Manifests {
    /// A file or folder, taken as it stands.
    Path(Sourced<Text>),
    /// A file or folder with settings.
    Record(ManifestsEntry),
}

record! {
    /// Plain Kubernetes YAML with settings.
    ManifestsEntry {
        /// A file or folder below `manifests/`.
        path "path": Sourced<Text>,
        /// Whether expressions in its values are evaluated; else `${` is text.
        template "template": Option<Sourced<bool>>,
        /// The logical namespace of objects that state none.
        namespace "namespace": Option<Sourced<Label>>,
        /// Says that this layer adds the manifests.
        add "add": Option<Sourced<bool>>,
    }
}

impl Shaped for Manifests {
    const SHAPE: Shape =
        Shape::Either(&[Alternative { shape: Text::SHAPE }, Alternative { shape: ManifestsEntry::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => ManifestsEntry::read(node, reading).map(Self::Record),
            _ => Sourced::read(node, reading).map(Self::Path),
        }
    }
}
