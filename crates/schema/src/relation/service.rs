//! Services.

use super::place::{Place, as_text};
use crate::fault::FaultKind;
use crate::grammar::{Grammar, check as check_text};
use crate::tree::Tree;
use crate::walk::Walker;
use rustc_hash::FxHashSet;

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    let kind = spec.text("type").unwrap_or("ClusterIP");
    let headless = is_headless(&spec);
    if kind != "ExternalName" && !headless && !spec.has_some("ports") {
        spec.missing(walker, "ports", "only a headless service goes without");
    }
    if headless && matches!(kind, "LoadBalancer" | "NodePort") {
        spec.fault(walker, FaultKind::Conflict, format_args!("a `{kind}` service needs an address of its own"))
            .key("clusterIP")
            .help(format_args!("remove `clusterIP: None`, or use `type: ClusterIP`"));
    }
    if kind == "ExternalName" {
        check_external(walker, &spec);
    } else {
        check_addresses(walker, &spec);
    }
    check_ports(walker, &spec, kind);
    check_balancer(walker, &spec, kind);
    check_affinity(walker, &spec);
}

fn is_headless<'t, N: Tree>(spec: &Place<'_, 't, N>) -> bool {
    let first = spec.field("clusterIPs").and_then(|addresses| addresses.items().next().and_then(|at| as_text(at.node)));
    first.or(spec.text("clusterIP")) == Some("None")
}

fn check_external<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    match spec.text("externalName").map(|name| name.strip_suffix('.').unwrap_or(name)) {
        None | Some("") => spec.missing(walker, "externalName", "an `ExternalName` service points to it"),
        Some(name) => {
            if let Err(phrase) = check_text(Grammar::DnsSubdomain, name) {
                let message = format_args!("`externalName` must be {phrase}");
                spec.fault(walker, FaultKind::BadFormat, message).key("externalName");
            }
        }
    }
    for key in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
        if spec.text(key).is_some() || spec.has_some(key) {
            let message = format_args!("an `ExternalName` service has no `{key}`");
            spec.fault(walker, FaultKind::Conflict, message).key(key);
        }
    }
}

/// Checks that the one address and the list of addresses agree.
fn check_addresses<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    if let Some(addresses) = spec.field("clusterIPs")
        && let Some(first) = addresses.items().next()
        && spec.text("clusterIP").is_some()
        && as_text(first.node) != spec.text("clusterIP")
    {
        first.fault(walker, FaultKind::Conflict, format_args!("the first of `clusterIPs` must be `clusterIP`"));
    }
    let Some(families) = spec.field("ipFamilies") else { return };
    let mut seen = FxHashSet::default();
    for family in families.items() {
        if let Some(name) = as_text(family.node)
            && !seen.insert(name)
        {
            family.fault(walker, FaultKind::DuplicateItem, format_args!("`{name}` is given twice in `ipFamilies`"));
        }
    }
}

fn check_ports<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>, kind: &str) {
    let Some(ports) = spec.field("ports") else { return };
    let several = ports.len() > 1;
    let (mut names, mut nodes) = (FxHashSet::default(), FxHashSet::default());
    for port in ports.items() {
        match port.text("name") {
            None if several => port.missing(walker, "name", "ports need one each where there are several"),
            Some(name) if several && !names.insert(name) => {
                let message = format_args!("two ports are named `{name}`");
                port.fault(walker, FaultKind::DuplicateName, message).key("name");
            }
            _ => {}
        }
        let Some(node) = port.integer("nodePort").filter(|port| *port != 0) else { continue };
        if kind == "ClusterIP" {
            port.fault(walker, FaultKind::Conflict, format_args!("a `ClusterIP` service has no `nodePort`"))
                .key("nodePort")
                .help(format_args!("remove it, or use `type: NodePort`"));
        }
        if !nodes.insert((port.text("protocol").unwrap_or("TCP"), node)) {
            let message = format_args!("two ports take the `nodePort` {node}");
            port.fault(walker, FaultKind::DuplicateName, message).key("nodePort");
        }
    }
}

/// Checks the fields that only services reached from outside have.
fn check_balancer<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>, kind: &str) {
    if kind != "LoadBalancer" {
        for key in ["loadBalancerClass", "allocateLoadBalancerNodePorts", "loadBalancerSourceRanges"] {
            let given = spec.has(key) && (key != "loadBalancerSourceRanges" || spec.has_some(key));
            if given {
                let message = format_args!("`{key}` needs `type: LoadBalancer`");
                spec.fault(walker, FaultKind::Conflict, message).key(key);
            }
        }
    }
    let policy = spec.text("externalTrafficPolicy");
    let external = matches!(kind, "LoadBalancer" | "NodePort") || kind == "ClusterIP" && spec.has_some("externalIPs");
    if policy.is_some() && !external {
        let message =
            format_args!("`externalTrafficPolicy` says nothing to a service that is not reached from outside");
        spec.fault(walker, FaultKind::Conflict, message).key("externalTrafficPolicy");
    }
    let checked = spec.integer("healthCheckNodePort").is_some_and(|port| port != 0);
    if checked && (kind != "LoadBalancer" || policy != Some("Local")) {
        let message =
            format_args!("`healthCheckNodePort` needs `type: LoadBalancer` and `externalTrafficPolicy: Local`");
        spec.fault(walker, FaultKind::Conflict, message).key("healthCheckNodePort");
    }
}

/// Checks how long clients stick to a pod: more than no time, and at most a day.
fn check_affinity<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    const DAY: i64 = 86_400;
    if spec.text("sessionAffinity") != Some("ClientIP") {
        return;
    }
    if let Some(config) = spec.field("sessionAffinityConfig")
        && let Some(client) = config.field("clientIP")
        && let Some(seconds) = client.integer("timeoutSeconds").filter(|seconds| !(1..=DAY).contains(seconds))
    {
        let message = format_args!("`timeoutSeconds` must be from 1 to {DAY}, not {seconds}");
        client.fault(walker, FaultKind::OutOfBounds, message).key("timeoutSeconds");
    }
}
