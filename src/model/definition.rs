use super::environment::ExternalNamespaces;
use super::scalars::{
    AtLeastOne, DnsName, FolderPath, Label, ModuleName, PortNumber, Reference, SecretName, Text, choice,
};
use super::{AsWritten, ChartSource, Hooks, List, Literal, MetricsApi, Open, Randomness, Sourced, TextRule, record};

record! {
    /// A catalogue entry: parameters, and what becomes of them.
    DefinitionSpec {
        /// What the definition yields.
        target "target": Sourced<Target>,
        /// How often a unit exists; once for each region where it is not set.
        scope "scope": Option<Sourced<Scope>>,
        /// The region of a unit that is not in the region of its cluster: `global` for one that has none. A tree template that yields a text.
        region "region": Option<Literal>,
        /// What a unit may be called in the cloud.
        cloud_name "cloudName": Option<CloudNames>,
        /// The units that a unit reads outputs of, by the names that its templates have for them. Each is a tree template that yields
        /// a reference: the unit's `kind`, and as `unit` which one it is, where there may be several.
        dependencies "dependencies": Open<Literal, { TextRule::VARIABLE }>,
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
        /// The Terraform module that makes the unit.
        terragrunt "terragrunt": Option<Terragrunt>,
        /// Further modules, each a Terragrunt unit beside the first: `<unit>-<name>`.
        companions "companions": Open<Terragrunt, { TextRule::LABEL }>,
        /// What a workload that uses the unit receives.
        uses "uses": Option<DefinitionUses>,
        /// What stands for the unit in an environment without a cloud.
        local "local": Option<LocalUnit>,
        /// What is wrong with an instance that its parameters' schema cannot say: a tree template that yields a list of maps, each with
        /// what it `says` and the parameter that it is `about`.
        faults "faults": Option<Literal>,
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
    /// What units may be called in the cloud: `<project>-<environment>-<stack>-<unit>`, cut where that is too long.
    CloudNames {
        /// How many characters a name may have; 63 where it is not set.
        max "max": Option<Sourced<AtLeastOne>>,
        /// Within what a name is unique; a name that is so beyond its region has the region at its end.
        unique "unique": Option<Sourced<Uniqueness>>,
    }
}

choice! {
    /// Within what a name in the cloud is unique.
    Uniqueness {
        /// Within its region of its account.
        Region "region",
        /// Within its account.
        Account "account",
        /// In the whole cloud.
        World "world",
    }
}

record! {
    /// A Terraform module with its inputs.
    Terragrunt {
        /// Whether it is there; yes where it is not set. A tree template.
        condition "if": Option<Literal>,
        /// Where the module comes from.
        source "source": ModuleSource,
        /// Its inputs: a tree template, in which `{$output: <dependency>.<output>}` stands for what another unit gives.
        inputs "inputs": Option<Literal>,
    }
}

record! {
    /// Where a Terraform module comes from.
    ModuleSource {
        /// A module of the Terraform registry, such as `terraform-aws-modules/sqs/aws`.
        module "module": Option<Sourced<ModuleName>>,
        /// A folder below `modules/` of the project, whose files are copied into the output.
        path "path": Option<Sourced<FolderPath>>,
        /// The folder inside the module that is meant, such as `modules/karpenter`.
        submodule "submodule": Option<Sourced<FolderPath>>,
        /// The module's version, exactly.
        version "version": Option<Sourced<Text>>,
    }
    one of ["module", "path"]
}

record! {
    /// What a workload that uses the unit receives. The templates read `use` (`name`, `access`, `workload`, `stack`, `namespace`).
    DefinitionUses {
        /// The resources that what is granted applies to: a tree template that yields a text or a list of texts.
        arn "arn": Option<Literal>,
        /// What a workload may ask to do, by name: `read-write` is `read` and `write` together where both are here.
        access "access": Open<AccessLevel, { TextRule::LABEL }>,
        /// What a workload may do that asks for nothing in particular.
        default "default": Option<Sourced<Label>>,
        /// Variables with what is known before anything is applied: a tree template that yields a map.
        variables "variables": Option<Literal>,
        /// Variables from the secret store, each with the `key` of the store and the `property` in it: a tree template that yields a map.
        secrets "secrets": Option<Literal>,
        /// What the network policy opens, in the words of a workload's `egress`: a tree template that yields a list.
        egress "egress": Option<Literal>,
    }
}

record! {
    /// What a workload may do with a unit.
    AccessLevel {
        /// Actions on what `arn` says, or maps of `actions` and `resources`: a tree template that yields a list.
        iam "iam": Option<Literal>,
    }
}

record! {
    /// What stands for a unit in an environment without a cloud.
    LocalUnit {
        /// The component that does what the unit does, in the cluster.
        component "component": Option<Sourced<Label>>,
        /// Its parameters: a tree template, in which `unit.namespace` is where it runs.
        parameters "parameters": Option<Literal>,
        /// The TCP ports that are opened to it for the workloads that use it.
        ports "ports": List<Sourced<PortNumber>>,
        /// What a workload that uses it receives.
        uses "uses": Option<DefinitionUses>,
    }
}

record! {
    /// What is wrong with an instance, evaluated.
    InstanceFault {
        /// The parameter that it is about, or one below it, with dots.
        about "about": Sourced<Text>,
        /// What is wrong with it.
        says "says": Sourced<Text>,
    }
}

record! {
    /// A unit that another one reads outputs of, evaluated.
    DependencyReference {
        /// Its kind.
        kind "kind": Option<Sourced<Label>>,
        /// The unit, as `<name>` or `<stack>/<name>`; the only one of its kind where it is not set.
        unit "unit": Option<Sourced<Reference>>,
        /// Whether it is one for each cluster that the unit's users run on.
        each_cluster "eachCluster": Option<Sourced<bool>>,
        /// Whether the unit does without it where there is none.
        optional "optional": Option<Sourced<bool>>,
    }
}

record! {
    /// A secret of the store, evaluated: its whole `key`, or a name as workloads have it.
    StoredSecret {
        /// Its whole key.
        key "key": Option<Sourced<Text>>,
        /// Its name in the team's part of the store, or with `shared:` in the part that teams share.
        from "from": Option<Sourced<SecretName>>,
        /// The property in it, where it is a JSON object.
        property "property": Option<Sourced<Text>>,
    }
    one of ["key", "from"]
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
