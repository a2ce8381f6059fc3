use super::scalars::{
    AtLeastOne, Cidr, Count, DnsName, Duration, Identity, ImageName, Label, Percentage, Period, PortName, PortNumber,
    Quantity, Reference, RoutePath, Seconds, SecretName, Text, Threshold, choice,
};
use super::{
    Alternative, AsWritten, IntOrPercent, List, Named, Open, Reading, Shape, Shaped, Sourced, TextRule, record,
};
use crate::diagnostics::Poison;
use crate::node::{Node, Payload};

record! {
    /// Something that the team runs in a cluster.
    Workload {
        /// What runs: a long-running server, a queue worker, a set with storage, a schedule, a task, or one pod per node.
        kind "kind": Sourced<WorkloadKind>,
        /// The logical namespace.
        namespace "namespace": Sourced<Label>,
        /// The image's name; registry and tag come from the environment.
        image "image": Sourced<ImageName>,
        /// Replaces the image's entry point.
        command "command": List<Sourced<AsWritten>>,
        /// Arguments of the entry point.
        args "args": List<Sourced<AsWritten>>,
        /// Ports by name.
        ports "ports": Named<Port, { TextRule::PORT_NAME }>,
        /// How many pods run, where nothing scales them.
        replicas "replicas": Option<Sourced<Count>>,
        /// What a pod requests, and where it is stopped.
        resources "resources": Option<Resources>,
        /// Bounds and targets of automatic scaling.
        scale "scale": Option<Scale>,
        /// Environment variables, kept in a ConfigMap.
        variables "variables": Open<Sourced<AsWritten>, { TextRule::VARIABLE }>,
        /// Environment variables from the secret store.
        secrets "secrets": Open<SecretSource, { TextRule::VARIABLE }>,
        /// Files that are mounted, by their path in the container.
        files "files": Open<FileContent, { TextRule::FILE_PATH }>,
        /// Folders that the container may write to, empty at its start, with their size limit.
        scratch "scratch": Open<Sourced<Quantity>, { TextRule::FILE_PATH }>,
        /// Hosts and paths that lead here.
        routes "routes": Named<Route>,
        /// Workloads that this one calls; both network policies follow from it.
        calls "calls": Named<Call>,
        /// Networks that this workload may reach, by any name.
        egress "egress": Named<EgressRule>,
        /// Units and services outside that the workload uses.
        uses "uses" later: Named<Use>,
        /// How the kubelet sees whether the container works.
        probes "probes": Option<Probes>,
        /// Where Prometheus reads metrics.
        metrics "metrics": Option<Metrics>,
        /// How many pods a node drain leaves.
        disruption "disruption": Option<Disruption>,
        /// How pods are replaced.
        rollout "rollout" later: Option<super::Value>,
        /// Who the container runs as and what it may write.
        security "security": Option<Security>,
        /// The identity of the pods.
        service_account "serviceAccount": Option<ServiceAccount>,
        /// Which nodes the pods run on.
        nodes "nodes" later: Option<super::Value>,
        /// How long a pod may take to stop.
        termination_grace_period_seconds "terminationGracePeriodSeconds": Option<Sourced<Seconds>>,
        /// How long a stopping pod still answers before it is told to stop, so that no request is lost.
        drain_seconds "drainSeconds": Option<Sourced<Seconds>>,
        /// Labels of every resource and pod.
        labels "labels": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Annotations of the pods.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// When a cron job runs, in cron's five fields.
        schedule "schedule" later: Option<Sourced<Text>>,
        /// When a job runs: once, or before or after each sync.
        when "when" later: Option<Sourced<JobTime>>,
        /// Says that this layer adds the workload.
        add "add": Option<Sourced<bool>>,
    }
    one of ["replicas", "scale"]
}

choice! {
    /// The kinds of workloads.
    WorkloadKind {
        /// A server with ports; a Deployment with a Service.
        Service "service",
        /// A Deployment without a Service.
        Worker "worker",
        /// A StatefulSet.
        Stateful "stateful",
        /// A CronJob.
        CronJob "cronjob",
        /// A Job.
        Job "job",
        /// A DaemonSet.
        Daemon "daemon",
    }
}

choice! {
    /// When a job runs.
    JobTime {
        /// Once, when it first appears.
        Once "once",
        /// Before everything else of each sync.
        Before "before",
        /// After everything else of each sync.
        After "after",
    }
}

record! {
    /// Amounts of compute.
    Amounts {
        /// CPU, such as `250m` or `"1"`.
        cpu "cpu": Option<Sourced<Quantity>>,
        /// Memory, such as `512Mi`.
        memory "memory": Option<Sourced<Quantity>>,
        /// Local storage, such as `1Gi`.
        ephemeral_storage "ephemeral-storage": Option<Sourced<Quantity>>,
    }
}

record! {
    /// What a pod requests, and where it is stopped.
    Resources {
        /// What the scheduler reserves.
        requests "requests": Option<Amounts>,
        /// What the pod may not exceed.
        limits "limits": Option<Amounts>,
    }
}

record! {
    /// Bounds and targets of a HorizontalPodAutoscaler.
    Scale {
        /// The fewest pods.
        min "min": Sourced<AtLeastOne>,
        /// The most pods.
        max "max": Sourced<AtLeastOne>,
        /// The CPU use, in percent of the request, that scaling aims at.
        cpu "cpu": Option<Sourced<Percentage>>,
        /// The memory use, in percent of the request, that scaling aims at.
        memory "memory": Option<Sourced<Percentage>>,
        /// Further metrics.
        metrics "metrics" later: Named<ScaleMetric>,
    }
}

record! {
    /// A metric that scaling aims at.
    ScaleMetric {
        /// The metric's query or name.
        query "query": Sourced<Text>,
        /// The value per pod that scaling aims at.
        target "target": Sourced<Count>,
        /// Says that this layer adds the metric.
        add "add": Option<Sourced<bool>>,
    }
}

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

/// A secret of the store: its name, or a record.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum SecretSource {
    /// The secret's name; its whole value.
    Name(Sourced<SecretName>),
    /// The secret and one property of it.
    Record(SecretRecord),
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
    /// The secret's name in the store.
    pub fn name(&self) -> &Sourced<SecretName> {
        match self {
            SecretSource::Name(name) => name,
            SecretSource::Record(record) => &record.from,
        }
    }

    /// The property of the secret, where it is not the whole.
    pub fn property(&self) -> Option<&Sourced<Text>> {
        match self {
            SecretSource::Name(_) => None,
            SecretSource::Record(record) => record.property.as_ref(),
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

/// The content of a mounted file.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum FileContent {
    /// The text as it stands.
    Text(Sourced<Text>),
    /// Text with settings.
    Record(FileRecord),
}

impl Shaped for FileContent {
    const SHAPE: Shape =
        Shape::Either(&[Alternative { shape: Shape::LiteralText }, Alternative { shape: FileRecord::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => FileRecord::read(node, reading).map(Self::Record),
            _ => Sourced::read(node, reading).map(Self::Text),
        }
    }
}

impl FileContent {
    /// The file's text.
    pub fn text(&self) -> &Sourced<Text> {
        match self {
            FileContent::Text(text) => text,
            FileContent::Record(record) => &record.template,
        }
    }
}

record! {
    /// A file whose text holds expressions.
    FileRecord {
        /// The text; each `${…}` in it is evaluated.
        template "template": Sourced<Text>,
    }
}

record! {
    /// A host and path that lead to the workload.
    Route {
        /// The host.
        host "host": Sourced<DnsName>,
        /// The path; everything below it is included.
        path "path": Option<Sourced<RoutePath>>,
        /// The port's name; the first port where it is not set.
        port "port": Option<Sourced<PortName>>,
        /// The ingress class; the cluster's first where it is not set.
        class "class": Option<Sourced<DnsName>>,
        /// Whether the host is served with TLS from a certificate in Secret `<workload>-<route>-tls`.
        tls "tls": Option<Sourced<bool>>,
        /// Annotations of the Ingress.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// How many requests are let through.
        rate_limit "rateLimit" later: Option<super::Value>,
        /// The provider that users sign in with.
        auth "auth" later: Option<Sourced<Label>>,
        /// Says that this layer adds the route.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// A workload that this one calls.
    Call {
        /// The workload, as `<name>` or `<stack>/<name>`, where it is not the key.
        workload "workload": Option<Sourced<Reference>>,
        /// The port's name; every port where it is not set.
        port "port": Option<Sourced<PortName>>,
        /// Says that this layer adds the call.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// A network that the workload may reach.
    EgressRule {
        /// The network.
        cidr "cidr": Sourced<Cidr>,
        /// TCP ports; every port where there are none.
        ports "ports": List<Sourced<PortNumber>>,
        /// Says that this layer adds the rule.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// A unit or service outside that the workload uses.
    Use {
        /// The unit, as `<name>` or `<stack>/<name>`, where it is not the key.
        from "from": Option<Sourced<Reference>>,
        /// What the workload may do with it.
        access "access": Option<Sourced<Label>>,
        /// Says that this layer adds the use.
        add "add": Option<Sourced<bool>>,
    }
}

record! {
    /// How the kubelet sees whether the container works.
    Probes {
        /// A container that fails it is restarted.
        liveness "liveness": Option<ProbeSetting>,
        /// A pod that fails it gets no traffic.
        readiness "readiness": Option<ProbeSetting>,
        /// Until it succeeds, the other two wait.
        startup "startup": Option<ProbeSetting>,
    }
}

/// A probe, or `false` for none.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum ProbeSetting {
    /// `false`: no probe. `true`: the probe of the layers below.
    Switch(Sourced<bool>),
    /// The probe.
    Probe(Box<Probe>),
}

impl Shaped for ProbeSetting {
    const SHAPE: Shape = Shape::Either(&[Alternative { shape: bool::SHAPE }, Alternative { shape: Probe::SHAPE }]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match node.payload {
            Payload::Map(_) => Probe::read(node, reading).map(|probe| Self::Probe(Box::new(probe))),
            _ => Sourced::read(node, reading).map(Self::Switch),
        }
    }
}

record! {
    /// A probe by HTTP; with `tcp: true` by opening the port; with `command` by running it.
    Probe {
        /// The path that must answer.
        path "path": Option<Sourced<RoutePath>>,
        /// The port's name; the first port where it is not set.
        port "port": Option<Sourced<PortName>>,
        /// Whether opening the port is enough.
        tcp "tcp": Option<Sourced<bool>>,
        /// A command that must succeed.
        command "command": List<Sourced<AsWritten>>,
        /// Seconds before the first probe.
        initial_delay_seconds "initialDelaySeconds": Option<Sourced<Seconds>>,
        /// Seconds between probes.
        period_seconds "periodSeconds": Option<Sourced<Period>>,
        /// Seconds after which a probe counts as failed.
        timeout_seconds "timeoutSeconds": Option<Sourced<Period>>,
        /// How many failures in a row count.
        failure_threshold "failureThreshold": Option<Sourced<Threshold>>,
    }
    one of ["path", "tcp", "command"]
}

record! {
    /// Where Prometheus reads metrics.
    Metrics {
        /// The port's name; the first port where it is not set.
        port "port": Option<Sourced<PortName>>,
        /// The path.
        path "path": Option<Sourced<RoutePath>>,
        /// How often.
        interval "interval": Option<Sourced<Duration>>,
    }
}

record! {
    /// How many pods a node drain leaves; one of the two.
    Disruption {
        /// At least so many pods stay.
        min_available "minAvailable": Option<Sourced<IntOrPercent>>,
        /// At most so many pods go.
        max_unavailable "maxUnavailable": Option<Sourced<IntOrPercent>>,
    }
    one of ["minAvailable", "maxUnavailable"]
}

record! {
    /// Who the container runs as and what it may write.
    Security {
        /// The numeric user; the image's own where it is not set.
        user "user": Option<Sourced<Identity>>,
        /// The numeric group of the user and of volumes.
        group "group": Option<Sourced<Identity>>,
        /// Whether the container may write to its own image's files.
        writable_root "writableRoot": Option<Sourced<bool>>,
    }
}

record! {
    /// The identity of the pods.
    ServiceAccount {
        /// Annotations of the ServiceAccount.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Whether the pods get a token for the API server.
        token "token": Option<Sourced<bool>>,
    }
}
