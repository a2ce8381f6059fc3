use super::scalars::{
    Account, BucketName, Cidr, DnsName, ImageName, KubernetesVersion, Label, ObjectName, Pin, Region, Text, choice,
};
use super::{
    ArgoCd, AsWritten, ChartRelease, Component, Defaults, List, Manifests, Monitoring, Named, NamespaceDeclaration,
    Open, Patch, Shaped, Sourced, StackSync, Sync, TextRule, Unit, Value, Workload, record,
};
use crate::diagnostics::nearest;

record! {
    /// Where stacks run: account, clusters, domain, images, and which stacks run with which overrides.
    EnvironmentSpec {
        /// The environment whose fields this one starts from.
        extends "extends": Option<Sourced<Label>>,
        /// Whether the environment is only extended and never rendered.
        is_abstract "abstract": Option<Sourced<bool>>,
        /// How much depends on the environment: what comes with platgen sizes its components by it. `production` where it is not set.
        class "class": Option<Sourced<EnvironmentClass>>,
        /// A short name for cloud resources, where it is not the environment's name.
        short "short": Option<Sourced<Label>>,
        /// The cloud account.
        account "account": Option<Sourced<Account>>,
        /// How units are made in the cloud.
        cloud "cloud": Option<Cloud>,
        /// The domain below which hosts lie.
        domain "domain": Option<Sourced<DnsName>>,
        /// Clusters by their real names; each is owned by one environment and borrowed by others.
        clusters "clusters": Open<Cluster, { TextRule::DNS_NAME }>,
        /// Where the values of workloads' `secrets` come from.
        secrets "secrets": Option<Sourced<SecretsFrom>>,
        /// Registry and tags of images.
        images "images": Option<Images>,
        /// What watches the workloads; without it there are neither alerts nor dashboards.
        monitoring "monitoring": Option<Monitoring>,
        /// What workloads have unless a stack says otherwise.
        defaults "defaults": Option<Defaults>,
        /// Values that expressions may read as `env.values`.
        values "values": Option<Value>,
        /// Which stacks run here, and what is different for them.
        stacks "stacks": Open<StackEntry, { TextRule::LABEL }>,
        /// Where Argo CD runs and how it is told; without it nothing is written for Argo CD.
        argocd "argocd": Option<ArgoCd>,
        /// When changes are applied.
        sync "sync": Option<Sync>,
        /// Providers that users sign in with.
        auth "auth": Option<Auth>,
    }
}

record! {
    /// How units are made in the cloud.
    Cloud {
        /// What makes them; `aws` where it is not set.
        provider "provider": Option<Sourced<CloudProvider>>,
        /// How pods get the roles of the cloud.
        identity "identity": Option<Sourced<PodIdentity>>,
        /// The region of units that have none, such as roles; that of the environment's first cluster where it is not set.
        region "region": Option<Sourced<Region>>,
        /// Where Terraform keeps its state.
        state "state": Option<CloudState>,
        /// Tags of everything.
        tags "tags": Open<Sourced<AsWritten>, { TextRule::ANY_KEY }>,
        /// For which commands Terragrunt may take made-up outputs of units that are not applied yet.
        mocks "mocks": Option<Sourced<MockedCommands>>,
        /// Versions of Terragrunt that may apply the units; `>= 1.1.4` where it is not set, the first that passes on every text as it is.
        terragrunt "terragrunt": Option<Sourced<Text>>,
        /// Versions of Terraform that may apply the units; `>= 1.11.0` where it is not set.
        terraform "terraform": Option<Sourced<Text>>,
    }
}

choice! {
    /// What makes units.
    CloudProvider {
        /// AWS, by Terragrunt.
        Aws "aws",
        /// Nothing: a component in the cluster stands for each unit. For clusters on a developer's machine.
        Local "local",
    }
}

choice! {
    /// How pods get the roles of the cloud.
    PodIdentity {
        /// By EKS Pod Identity: nothing of it is in a manifest.
        PodIdentity "pod-identity",
        /// By an annotation of the ServiceAccount, and the cluster's OIDC provider.
        Irsa "irsa",
    }
}

choice! {
    /// For which commands made-up outputs are taken.
    MockedCommands {
        /// For `init` and `validate`.
        Validate "validate",
        /// For `plan`, too: the first plan of a new environment shows everything, with made-up values in it.
        Plan "plan",
    }
}

record! {
    /// Where Terraform keeps its state.
    CloudState {
        /// The bucket; `<project>-<environment>-terraform-state` where it is not set.
        bucket "bucket": Option<Sourced<BucketName>>,
        /// The bucket's region; that of units without one where it is not set.
        region "region": Option<Sourced<Region>>,
        /// The key that encrypts it: an ARN or an alias.
        kms_key "kmsKey": Option<Sourced<Text>>,
    }
}

choice! {
    /// How much depends on an environment.
    EnvironmentClass {
        /// Little: one of everything, small.
        Development "development",
        /// As in production, but smaller.
        Staging "staging",
        /// Everything: what may fail exists more than once.
        Production "production",
    }
}

choice! {
    /// Where the values of secrets come from.
    SecretsFrom {
        /// From the secret store of each cluster.
        Store "store",
        /// From Secrets that are made by hand: `platgen secrets` writes them down without their values. For clusters without a store,
        /// such as one on a developer's machine.
        Hand "hand",
    }
}

record! {
    /// A cluster: owned, with region and Kubernetes version, or borrowed with `from`.
    Cluster {
        /// The environment that owns the cluster, where this one borrows it.
        from "from": Option<Sourced<Label>>,
        /// The cloud region.
        region "region": Option<Sourced<Label>>,
        /// The ring, for `on` of stacks.
        ring "ring": Option<Sourced<Label>>,
        /// The Kubernetes version.
        kubernetes "kubernetes": Option<Sourced<KubernetesVersion>>,
        /// The cluster's node groups, for `nodes.group` of workloads.
        node_groups "nodeGroups": Open<super::NodeGroup, { TextRule::LABEL }>,
        /// What stands in the cluster and is not rendered here.
        external "external": Option<External>,
        /// What is different for stacks on this cluster.
        stacks "stacks": Open<StackEntry, { TextRule::LABEL }>,
        /// Findings that are accepted about the cluster and everything on it: the rule's code, and why.
        allow "allow": Open<Sourced<Text>, { TextRule::LABEL }>,
    }
}

record! {
    /// What stands in a cluster and is not rendered here.
    External {
        /// Classes of ingress controllers.
        ingress_classes "ingressClasses": List<Sourced<DnsName>>,
        /// ClusterSecretStores of the External Secrets operator.
        stores "stores": List<Sourced<DnsName>>,
        /// Metrics that autoscalers may read: `resource`, `custom`, `external`.
        metrics "metrics": List<Sourced<MetricsApi>>,
        /// Custom resource definitions, as `<plural>.<group>`.
        crds "crds": List<Sourced<DnsName>>,
        /// Any other objects, such as `Secret/apps/registry` or `StorageClass/gp3`.
        objects "objects": List<Sourced<ObjectName>>,
        /// ClusterIssuers of cert-manager.
        issuers "issuers": List<Sourced<DnsName>>,
        /// What components of the catalogue need, by the names that they give it.
        capabilities "capabilities": List<Sourced<Text>>,
        /// Namespaces by what runs in them.
        namespaces "namespaces": Option<ExternalNamespaces>,
        /// Networks by what sends from them.
        networks "networks": Option<ExternalNetworks>,
        /// The service mesh.
        mesh "mesh": Option<Mesh>,
    }
}

record! {
    /// A service mesh: what its proxies need is open to the pods of the cluster.
    Mesh {
        /// Which one it is.
        kind "kind": Sourced<MeshKind>,
        /// The namespace of its control plane.
        namespace "namespace": Sourced<Label>,
    }
}

choice! {
    /// Service meshes.
    MeshKind {
        /// Istio.
        Istio "istio",
        /// Linkerd.
        Linkerd "linkerd",
    }
}

record! {
    /// The namespaces in which parts of the platform run.
    ExternalNamespaces {
        /// The ingress controller.
        ingress "ingress": Option<Sourced<Label>>,
        /// Prometheus.
        monitoring "monitoring": Option<Sourced<Label>>,
        /// The cluster's DNS.
        dns "dns": Option<Sourced<Label>>,
    }
}

record! {
    /// The networks from which parts of the platform that are no pods reach the cluster's pods.
    ExternalNetworks {
        /// Load balancers that reach pods themselves, such as an Application Load Balancer with targets by address.
        ingress "ingress": List<Sourced<Cidr>>,
    }
}

choice! {
    /// The metrics APIs of Kubernetes.
    MetricsApi {
        /// CPU and memory, from metrics-server.
        Resource "resource",
        /// Metrics of objects.
        Custom "custom",
        /// Metrics from outside the cluster.
        External "external",
    }
}

record! {
    /// Registry and tags of images.
    Images {
        /// The registry and prefix before every image's name.
        registry "registry": Option<Sourced<Text>>,
        /// Tag, digest or tag@digest, by image.
        pins "pins": Open<Sourced<Pin>, { TextRule::IMAGE }>,
        /// The Secret in each namespace that holds the registry's credentials.
        pull_secret "pullSecret": Option<Sourced<DnsName>>,
        /// Full image names without tag, by image, where one does not come from the registry.
        sources "sources": Open<Sourced<ImageName>, { TextRule::IMAGE }>,
    }
}

record! {
    /// A stack that runs here: where, at which revision, and what is different.
    StackEntry {
        /// The git tag or commit that the stack is read from.
        revision "revision": Option<Sourced<Text>>,
        /// Rings or clusters that the stack runs on; every cluster of the environment where it is not set.
        on "on": Option<List<Sourced<DnsName>>>,
        /// When changes to the stack are applied, where that is not as in the environment.
        sync "sync": Option<StackSync>,
        /// As in the stack.
        namespaces "namespaces": Named<NamespaceDeclaration>,
        /// As in the stack.
        workloads "workloads": Named<Workload>,
        /// As in the stack.
        components "components": Named<Component>,
        /// As in the stack.
        units "units": Named<Unit>,
        /// As in the stack.
        charts "charts": Named<ChartRelease>,
        /// As in the stack.
        manifests "manifests": Named<Manifests>,
        /// As in the stack.
        patches "patches": Named<Patch>,
        /// As in the stack.
        allow "allow": Open<Sourced<Text>, { TextRule::LABEL }>,
    }
}

/// The `spec` of an Override: what stands under `stacks.<stack>` of its environment.
pub type OverrideSpec = StackEntry;

record! {
    /// Providers that users sign in with.
    Auth {
        /// Providers by name.
        providers "providers": Named<AuthProvider>,
    }
}

record! {
    /// An OIDC provider.
    AuthProvider {
        /// Its issuer URL.
        issuer "issuer": Sourced<Text>,
        /// Says that this layer adds the provider.
        add "add": Option<Sourced<bool>>,
    }
}

/// What components read of a cluster beside its entry, with the field of `external` that says it.
const STANDING: [(&str, &str); 3] = [("ingressClass", "ingressClasses"), ("issuer", "issuers"), ("store", "stores")];

/// What to write where an expression reads a field of the environment or cluster that nobody has set, or one that is nearly so
/// called; `None` where there is no such field.
pub fn unset_field(root: &str, name: &str) -> Option<String> {
    let (shape, whose) = match root {
        "env" => (EnvironmentSpec::SHAPE, "the environment"),
        "cluster" => (Cluster::SHAPE, "the cluster's own entry"),
        _ => return None,
    };
    let standing = STANDING.iter().find(|(known, _)| root == "cluster" && *known == name);
    if let Some((_, list)) = standing {
        return Some(format!(
            "run a component that brings one, or say in the cluster's own entry which stands there: `external: {{{list}: […]}}`"
        ));
    }
    let record = shape.record()?;
    if record.field(name).is_none() {
        return nearest(name, record.keys()).map(|near| format!("did you mean `{near}`?"));
    }
    Some(format!("write `{name}: …` in {whose}, or say what else it may be: `${{{root}.{name} | default(\"…\")}}`"))
}
