use crate::check::cluster::Cluster;
use crate::check::fact::{Fact, HostPort, Pods};
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// Two daemons ask for one port of the same nodes.
    ///
    /// A node gives each of its ports to one pod, so that one of the two waits on every node. With the node's network every port of a container
    /// is one of the node. Daemons whose node selectors exclude each other are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: DaemonSet
    /// metadata: {name: metrics, namespace: agents}
    /// spec:
    ///   selector: {matchLabels: {app: metrics}}
    ///   template:
    ///     metadata: {labels: {app: metrics}}
    ///     spec: {containers: [{name: metrics, image: "registry.example.com/metrics:1.4.0", ports: [{containerPort: 8080, hostPort: 9100}]}]}
    /// ---
    /// apiVersion: apps/v1
    /// kind: DaemonSet
    /// metadata: {name: logs, namespace: agents}
    /// spec:
    ///   selector: {matchLabels: {app: logs}}
    ///   template:
    ///     metadata: {labels: {app: logs}}
    ///     spec: {hostNetwork: true, containers: [{name: logs, image: "registry.example.com/logs:1.4.0", ports: [{containerPort: 9100}]}]}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: apps/v1
    /// kind: DaemonSet
    /// metadata: {name: metrics, namespace: agents}
    /// spec:
    ///   selector: {matchLabels: {app: metrics}}
    ///   template:
    ///     metadata: {labels: {app: metrics}}
    ///     spec: {containers: [{name: metrics, image: "registry.example.com/metrics:1.4.0", ports: [{containerPort: 8080, hostPort: 9100}]}]}
    /// ---
    /// apiVersion: apps/v1
    /// kind: DaemonSet
    /// metadata: {name: logs, namespace: agents}
    /// spec:
    ///   selector: {matchLabels: {app: logs}}
    ///   template:
    ///     metadata: {labels: {app: logs}}
    ///     spec: {hostNetwork: true, containers: [{name: logs, image: "registry.example.com/logs:1.4.0", ports: [{containerPort: 9101}]}]}
    /// ```
    "host-port-taken" Warning Judge::Cluster(judge)
}

/// One port with the daemon that takes it.
type Taken<'a> = (&'a Fact, &'a Pods, &'a HostPort);

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let daemons = cluster.of_kind("apps", "DaemonSet").filter_map(|fact| Some((fact, fact.pods()?)));
    let mut taken: Vec<Taken<'_>> = daemons
        .flat_map(|(fact, pods)| {
            let ports = pods.containers.iter().flat_map(|container| &container.host_ports);
            ports.map(move |port| (fact, pods, port))
        })
        .collect();
    // Ports of one number come together, in the order of their daemons.
    taken.sort_by_key(|(.., port)| port.number);
    for same in taken.chunk_by(|(.., one), (.., other)| one.number == other.number) {
        for (index, later) in same.iter().enumerate() {
            if let Some(first) = same[..index].iter().find(|first| are_rivals(first, later)) {
                report(first, later, verdicts);
            }
        }
    }
}

fn are_rivals((first, first_pods, one): &Taken<'_>, (second, second_pods, other): &Taken<'_>) -> bool {
    let is_one_object = first.name == second.name && first.namespace == second.namespace;
    let overlaps = one.address == other.address || [&one.address, &other.address].iter().any(|at| is_every(at));
    !is_one_object && one.protocol == other.protocol && overlaps && !exclude(first_pods, second_pods)
}

fn is_every(address: &str) -> bool {
    matches!(address, "" | "0.0.0.0" | "::")
}

/// Whether no node has the labels that both ask for.
fn exclude(first: &Pods, second: &Pods) -> bool {
    let differs =
        |(key, value): &(_, _)| second.node_selector.iter().any(|(known, other)| known == key && other != value);
    first.node_selector.iter().any(differs)
}

fn report((first, _, one): &Taken<'_>, (second, _, other): &Taken<'_>, verdicts: &mut Verdicts<'_>) {
    let message = format!("{} takes port {} of the nodes already", first.title(), one.number);
    let (spot, label) = first.other_half(&one.site);
    let finding = second.finding(CODE, message, &other.site).with(spot, label);
    verdicts.report(second, finding.help("write another port, or let the two select different nodes"));
}
