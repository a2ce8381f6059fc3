use ecow::EcoString;

use super::selector::{Labels, Selector, labels_at};
use crate::check::object::{Cursor, Object, Site};
use crate::check::pod_security::Violation;
use crate::model::Amount;

/// A Pod, or the template of pods of a workload.
#[derive(Clone, Debug)]
pub struct Pods {
    /// The labels of the pods.
    pub labels: Labels,
    /// Where the labels are written.
    pub labels_site: Site,
    /// What the workload selects its pods with; `None` for a Pod, a Job and a CronJob, which need none.
    pub selector: Option<(Selector, Site)>,
    /// How many pods the workload asks for, where it says so.
    pub replicas: Option<(i64, Site)>,
    /// Containers, those that run before the others included, in their order.
    pub containers: Vec<Container>,
    /// The Service that gives the pods of a StatefulSet their names.
    pub service_name: Option<(EcoString, Site)>,
    /// The labels that nodes must have for the pods.
    pub node_selector: Vec<(EcoString, EcoString)>,
    /// What the Pod Security Standards say against the pods.
    pub pod_security: Vec<Violation>,
}

/// One container.
#[derive(Clone, Debug)]
pub struct Container {
    /// Its name.
    pub name: EcoString,
    /// When it runs.
    pub role: ContainerRole,
    /// Its ports.
    pub ports: Vec<Port>,
    /// Whether it asks for CPU: by a request, or by a limit, which then is the request.
    pub requests_cpu: bool,
    /// Whether it asks for memory, likewise.
    pub requests_memory: bool,
    /// Whether its CPU is limited, by itself or with its pod.
    pub limits_cpu: bool,
    /// Whether its memory is limited, by itself or with its pod.
    pub limits_memory: bool,
    /// How much it asks for.
    pub asks: Asks,
    /// Ports of its node that it takes.
    pub host_ports: Vec<HostPort>,
    /// The container as a whole.
    pub site: Site,
}

/// How much a container asks for, each amount with where it is written; a limit is a request where none is written.
#[derive(Clone, Default, Debug)]
pub struct Asks {
    /// Amounts by what quotas call them.
    amounts: Vec<(&'static str, Amount, Site)>,
}

impl Asks {
    /// How much it asks for of what a quota counts.
    pub fn of(&self, resource: &str) -> Option<(Amount, &Site)> {
        self.amounts.iter().find(|(known, ..)| *known == resource).map(|(_, amount, site)| (*amount, site))
    }
}

/// A port of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HostPort {
    /// Its number.
    pub number: i64,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: EcoString,
    /// The address of the node; empty for all.
    pub address: EcoString,
    /// Where it is written.
    pub site: Site,
}

/// When a container runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ContainerRole {
    /// As long as the pod.
    Main,
    /// Before the others.
    Init,
    /// Before the others, and on beside them: an init container with `restartPolicy: Always`.
    Sidecar,
}

/// A port that a container declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Port {
    /// Its name, if it has one.
    pub name: Option<EcoString>,
    /// Its number.
    pub number: i64,
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: EcoString,
}

/// Where kinds keep the pods that they make: group, kind, and the path of the pod or template.
const HOMES: [(&str, &str, &[&str]); 9] = [
    ("", "Pod", &[]),
    ("", "ReplicationController", &["spec", "template"]),
    ("apps", "Deployment", &["spec", "template"]),
    ("apps", "StatefulSet", &["spec", "template"]),
    ("apps", "DaemonSet", &["spec", "template"]),
    ("apps", "ReplicaSet", &["spec", "template"]),
    ("batch", "Job", &["spec", "template"]),
    ("batch", "CronJob", &["spec", "jobTemplate", "spec", "template"]),
    ("argoproj.io", "Rollout", &["spec", "template"]),
];

/// Whether objects of a kind make pods; without a group, whether those of any group do.
pub(in crate::check) fn is_home(group: Option<&str>, kind: &str) -> bool {
    HOMES.iter().any(|(known, known_kind, _)| *known_kind == kind && group.is_none_or(|group| group == *known))
}

/// Finds the Pod or template of pods in an object: a map with `metadata` and `spec`.
pub(in crate::check) fn pod_of<'a>(object: &Object<'a>) -> Option<Cursor<'a>> {
    let (_, _, path) = HOMES.iter().find(|(group, kind, _)| object.is(group, kind))?;
    if path.is_empty() { Some(object.root()) } else { object.root().at(path) }
}

/// Reads the pods that an object makes.
pub(super) fn read(object: &Object<'_>, pod_security: Vec<Violation>) -> Option<Pods> {
    let pod = pod_of(object)?;
    let root = object.root();
    let labels_at_pod = pod.at(&["metadata", "labels"]);
    let selects = matches!(object.group(), "apps" | "argoproj.io") || object.is("", "ReplicationController");
    let selector = root.at(&["spec", "selector"]).filter(|_| selects).map(|at| {
        let by_labels = object.is("", "ReplicationController");
        let selector = if by_labels { Selector::of_labels(&at) } else { Selector::of_label_selector(&at) };
        (selector, object.site(&at))
    });
    let spec = pod.get("spec");
    let init = pod.at(&["spec"]).into_iter().flat_map(|spec| spec.list("initContainers"));
    let main = pod.at(&["spec"]).into_iter().flat_map(|spec| spec.list("containers"));
    let init = init.filter_map(|at| {
        let goes_on = at.text_at("restartPolicy").is_some_and(|policy| policy == "Always");
        let role = if goes_on { ContainerRole::Sidecar } else { ContainerRole::Init };
        container(object, spec.as_ref(), &at, role)
    });
    let main = main.filter_map(|at| container(object, spec.as_ref(), &at, ContainerRole::Main));
    Some(Pods {
        labels: labels_at(&pod, &["metadata", "labels"]),
        labels_site: labels_at_pod.map_or_else(|| object.site(&pod), |at| object.site(&at)),
        selector,
        replicas: root.at(&["spec", "replicas"]).and_then(|at| Some((at.int()?, object.site(&at)))),
        containers: init.chain(main).collect(),
        service_name: root.at(&["spec", "serviceName"]).and_then(|at| Some((at.text()?.clone(), object.site(&at)))),
        node_selector: spec
            .iter()
            .flat_map(|spec| spec.get("nodeSelector"))
            .flat_map(|at| at.entries())
            .filter_map(|(key, at)| Some((key.clone(), at.text()?.clone())))
            .collect(),
        pod_security,
    })
}

fn container(object: &Object<'_>, pod: Option<&Cursor<'_>>, at: &Cursor<'_>, role: ContainerRole) -> Option<Container> {
    // What a pod states for all its containers together counts for each of them.
    let states = |field: &str, resource: &str| {
        let stated = |holder: &Cursor<'_>| holder.at(&["resources", field, resource]).is_some();
        stated(at) || pod.is_some_and(stated)
    };
    let asks = |resource: &str| states("requests", resource) || states("limits", resource);
    let port = |at: Cursor<'_>| {
        let protocol = at.text_at("protocol").cloned().unwrap_or_else(|| "TCP".into());
        Some(Port { name: at.text_at("name").cloned(), number: at.get("containerPort")?.int()?, protocol })
    };
    Some(Container {
        name: at.text_at("name")?.clone(),
        role,
        ports: at.list("ports").filter_map(port).collect(),
        requests_cpu: asks("cpu"),
        requests_memory: asks("memory"),
        limits_cpu: states("limits", "cpu"),
        limits_memory: states("limits", "memory"),
        asks: asks_of(object, at),
        host_ports: host_ports(object, pod, at),
        site: object.site(at),
    })
}

/// What quotas count of a container: the name, and the fields in which it may be written.
const COUNTED: [(&str, &str, &[&str]); 4] = [
    ("requests.cpu", "cpu", &["requests", "limits"]),
    ("requests.memory", "memory", &["requests", "limits"]),
    ("limits.cpu", "cpu", &["limits"]),
    ("limits.memory", "memory", &["limits"]),
];

fn asks_of(object: &Object<'_>, container: &Cursor<'_>) -> Asks {
    let Some(resources) = container.get("resources") else { return Asks::default() };
    let amounts = COUNTED.iter().filter_map(|(counted, resource, fields)| {
        let at = fields.iter().find_map(|field| resources.at(&[*field, *resource]))?;
        let text = at.text().cloned().or_else(|| at.int().map(|number| ecow::eco_format!("{number}")))?;
        Some((*counted, Amount::parse(&text)?, object.site(&at)))
    });
    Asks { amounts: amounts.collect() }
}

/// The ports of its node that a container takes; with the node's network every port is one.
fn host_ports(object: &Object<'_>, pod: Option<&Cursor<'_>>, container: &Cursor<'_>) -> Vec<HostPort> {
    let on_host = pod.and_then(|pod| pod.get("hostNetwork")).and_then(|at| at.bool()) == Some(true);
    let taken = |port: Cursor<'_>| {
        let at = port.get("hostPort").or_else(|| port.get("containerPort").filter(|_| on_host))?;
        Some(HostPort {
            number: at.int()?,
            protocol: port.text_at("protocol").cloned().unwrap_or_else(|| "TCP".into()),
            address: port.text_at("hostIP").cloned().unwrap_or_default(),
            site: object.site(&at),
        })
    };
    container.list("ports").filter_map(taken).collect()
}
