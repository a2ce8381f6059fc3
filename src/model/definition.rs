use super::environment::ExternalNamespaces;
use super::scalars::{DnsName, Label, Text, choice};
use super::{AsWritten, ChartSource, Hooks, List, Literal, MetricsApi, Open, Randomness, Sourced, TextRule, record};

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
        /// What must stand in the cluster, or be brought by another component: definitions of custom resources as
        /// `<plural>.<group>`, or names of capabilities. A tree template that yields a list of texts.
        needs "needs": Option<Literal>,
        /// What the component brings to its cluster, in the words of a cluster's `external`: `crds` beside those in the `crds/` of its
        /// chart, `ingressClasses`, `stores`, `issuers`, `metrics`, `namespaces` of `ingress`, `monitoring` or `dns`, as `domains` those
        /// in which it makes records of routes' hosts, and as `capabilities` whatever else other components may need. A tree template
        /// that yields a map of these.
        provides "provides": Option<Literal>,
        /// How routes of the ingress classes that the component provides come to what they ask for.
        routes "routes": Option<RouteFeatures>,
        /// The logical namespace, where an instance states none.
        namespace "namespace": Option<Sourced<Label>>,
        /// Real names of further namespaces that its objects may state: those that every cluster has, such as `kube-system`.
        namespaces "namespaces": List<Sourced<Label>>,
        /// Values that the templates read as `names`, evaluated on demand.
        names "names": Open<Literal, { TextRule::VARIABLE }>,
        /// A Helm chart with its values.
        chart "chart": Option<DefinitionChart>,
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

record! {
    /// A Helm chart, rendered for each instance of a definition.
    DefinitionChart {
        /// Where the chart comes from, unless platgen.yaml names a chart as the definition is named; then that one is taken.
        source "source": Option<ChartSource>,
        /// The chart's values, as a tree template.
        values "values": Option<Literal>,
        /// Whether the definitions of custom resources in the chart's `crds/` are rendered.
        crds "crds": Option<Sourced<bool>>,
        /// What becomes of the chart's hooks: of all, or by the name of the hook's object.
        hooks "hooks": Option<Hooks>,
        /// What becomes of what differs between two renderings: random passwords, keys, times.
        random "random": Option<Sourced<Randomness>>,
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
    /// How routes come to what they ask for: for each field of a route a tree template that yields `annotations` of its Ingress and
    /// further `resources` in the workload's namespace, and reads `route`, `workload` and the instance's parameters. A field that is not
    /// here is one that routes of the component cannot have.
    RouteFeatures {
        /// For `rateLimit`.
        rate_limit "rateLimit": Option<Literal>,
        /// For `auth`; `route.auth` is the provider with its `name` and `issuer`.
        auth "auth": Option<Literal>,
        /// For `tls`, where the component provides the issuer of the certificate, whichever router the route has. Routes may have `tls`
        /// without it.
        tls "tls": Option<Literal>,
    }
}

record! {
    /// What a field of a route comes to, evaluated.
    RouteAddition {
        /// Annotations of the Ingress; two of one key are joined with a comma.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Objects in the workload's namespace.
        resources "resources": List<Literal>,
    }
}

record! {
    /// What a component brings to its cluster, evaluated.
    Provides {
        /// Custom resource definitions beside those in the `crds/` of its chart, as `<plural>.<group>`.
        crds "crds": List<Sourced<DnsName>>,
        /// Classes of ingress controllers.
        ingress_classes "ingressClasses": List<Sourced<DnsName>>,
        /// ClusterSecretStores of the External Secrets operator.
        stores "stores": List<Sourced<DnsName>>,
        /// Metrics that autoscalers may read.
        metrics "metrics": List<Sourced<MetricsApi>>,
        /// ClusterIssuers of cert-manager.
        issuers "issuers": List<Sourced<DnsName>>,
        /// Domains in which it makes records of routes' hosts.
        domains "domains": List<Sourced<DnsName>>,
        /// Namespaces by what runs in them.
        namespaces "namespaces": Option<ExternalNamespaces>,
        /// Anything else that other components may need, by a name.
        capabilities "capabilities": List<Sourced<Text>>,
    }
}
