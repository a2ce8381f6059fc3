//! Containers within their pod.

use super::place::Place;
use super::pod::{Pod, USER_NAMESPACES};
use super::{probe, resources, volume};
use crate::fault::FaultKind;
use crate::nearest::{excerpt, nearest};
use crate::tree::{Tree, View};
use crate::walk::Walker;
use rustc_hash::FxHashSet;

/// The fields of a pod that an environment variable can show.
const SHOWN: &[&str] = &[
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];
/// The first minor release in which a variable can show all addresses of the node, if only by a feature gate.
const HOST_ADDRESSES: u32 = 28;
/// The first minor release that keeps resource claims without a feature gate.
const RESOURCE_CLAIMS: u32 = 34;
/// Amounts of a container that an environment variable can show, beside huge pages.
const AMOUNTS: &[&str] = &[
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
];

pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, container: &Place<'_, 't, N>, pod: &Pod<'t>) {
    // The definitions leave it optional for tools that fill it in; the server requires it, in templates too.
    if matches!(container.node.view(), View::Map(_))
        && container.text("image").is_none()
        && !is_wrong(container, "image")
    {
        container.fault(walker, FaultKind::MissingField, format_args!("missing field `image`")).key("image");
    }
    volume::check_uses(walker, container, &pod.volumes);
    check_ports(walker, container, pod);
    check_environment(walker, container);
    if let Some(amounts) = container.field("resources") {
        resources::check(walker, &amounts);
        check_claims(walker, &amounts, pod);
    }
    probe::check_all(walker, container, pod.grace);
    if let Some(context) = container.field("securityContext") {
        check_privileges(walker, &context, pod);
        check_profile(walker, &context);
    }
    check_resizing(walker, container, pod);
}

/// Whether a field holds something else than a text, which the walk reports.
fn is_wrong<'t, N: Tree>(container: &Place<'_, 't, N>, key: &str) -> bool {
    container.has(key) && crate::tree::text(container.node, key).is_none()
}

fn check_ports<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, container: &Place<'_, 't, N>, pod: &Pod<'t>) {
    let Some(ports) = container.field("ports") else { return };
    let several = ports.len() > 1;
    let mut names = FxHashSet::default();
    for port in ports.items() {
        if several
            && let Some(name) = port.text("name")
            && !names.insert(name)
        {
            port.fault(walker, FaultKind::DuplicateName, format_args!("two ports are named `{name}`")).key("name");
        }
        let host = port.integer("hostPort").unwrap_or(0);
        if pod.host_network && host != 0 && port.integer("containerPort") != Some(host) {
            let message = format_args!("with `hostNetwork` the `hostPort` must be the `containerPort`");
            port.fault(walker, FaultKind::Conflict, message).key("hostPort");
        }
    }
}

/// Checks that no two ports take the same port of the node.
pub(super) fn check_host_ports<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    container: &Place<'_, 't, N>,
    taken: &mut FxHashSet<(&'t str, &'t str, i64)>,
) {
    let Some(ports) = container.field("ports") else { return };
    for port in ports.items() {
        let Some(host) = port.integer("hostPort").filter(|port| *port != 0) else { continue };
        let protocol = port.text("protocol").unwrap_or("TCP");
        if !taken.insert((protocol, port.text("hostIP").unwrap_or_default(), host)) {
            let message = format_args!("two ports of the pod take the `hostPort` {host}");
            port.fault(walker, FaultKind::DuplicateName, message).key("hostPort");
        }
    }
}

fn check_environment<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, container: &Place<'_, 't, N>) {
    let Some(variables) = container.field("env") else { return };
    for variable in variables.items() {
        let Some(source) = variable.field("valueFrom") else { continue };
        if let Some(reference) = source.field("fieldRef") {
            check_field_path(walker, &reference);
        }
        if let Some(reference) = source.field("resourceFieldRef")
            && let Some(name) = reference.text("resource")
            && !AMOUNTS.contains(&name)
            && !name.starts_with("limits.hugepages-")
            && !name.starts_with("requests.hugepages-")
        {
            refuse_path(walker, &reference, "resource", name, AMOUNTS);
        }
    }
}

fn check_field_path<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, reference: &Place<'_, 't, N>) {
    let Some(path) = reference.text("fieldPath") else { return };
    // What stands in brackets has a grammar of its own.
    let subscripted = ["metadata.annotations['", "metadata.labels['"].iter().any(|start| path.starts_with(start));
    let early = path == "status.hostIPs" && walker.schemas.minor() < HOST_ADDRESSES;
    // The server still reads this old name of `spec.nodeName`.
    let renamed = path == "spec.host";
    let shown = renamed || subscripted && path.ends_with("']") || SHOWN.contains(&path) && !early;
    if !shown {
        refuse_path(walker, reference, "fieldPath", path, SHOWN);
    }
}

fn refuse_path<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    place: &Place<'_, 't, N>,
    key: &'static str,
    given: &str,
    known: &[&'static str],
) {
    let message = format_args!("an environment variable cannot show `{}`", excerpt(given));
    let Some(value) = place.field(key) else { return };
    let told = value.fault(walker, FaultKind::BadFormat, message);
    if let Some(near) = nearest(given, known.iter().copied()) {
        told.help(format_args!("did you mean `{near}`?"));
    }
}

fn check_claims<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, amounts: &Place<'_, 't, N>, pod: &Pod<'t>) {
    let Some(claims) = amounts.field("claims").filter(|_| walker.schemas.minor() >= RESOURCE_CLAIMS) else { return };
    for claim in claims.items() {
        if let Some(name) = claim.text("name").filter(|name| !pod.claims.contains(name)) {
            let message = format_args!("the pod has no resource claim `{name}`");
            claim.fault(walker, FaultKind::DanglingName, message).key("name");
        }
    }
}

/// Checks that a profile of the node is named if it is used, and only then.
pub(super) fn check_profile<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, context: &Place<'_, 't, N>) {
    let Some(profile) = context.field("seccompProfile") else { return };
    match (profile.text("type"), profile.has("localhostProfile")) {
        (Some("Localhost"), false) => profile.missing(walker, "localhostProfile", "`type: Localhost` uses it"),
        (Some("RuntimeDefault" | "Unconfined"), true) => {
            let message = format_args!("`localhostProfile` needs `type: Localhost`");
            profile.fault(walker, FaultKind::Conflict, message).key("localhostProfile");
        }
        _ => {}
    }
}

fn check_privileges<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, context: &Place<'_, 't, N>, pod: &Pod<'t>) {
    if context.text("procMount") == Some("Unmasked") && !pod.shares_users && walker.schemas.minor() >= USER_NAMESPACES {
        let message = format_args!("`procMount: Unmasked` needs `hostUsers: false`");
        context.fault(walker, FaultKind::Conflict, message).key("procMount");
    }
    if context.flag("allowPrivilegeEscalation") != Some(false) {
        return;
    }
    if context.flag("privileged") == Some(true) {
        let message = format_args!("`privileged` and `allowPrivilegeEscalation: false` exclude each other");
        context.fault(walker, FaultKind::Conflict, message).key("allowPrivilegeEscalation");
    }
    let Some(capabilities) = context.field("capabilities") else { return };
    let Some(added) = capabilities.field("add") else { return };
    if added.items().any(|name| super::place::as_text(name.node) == Some("CAP_SYS_ADMIN")) {
        let message = format_args!("`CAP_SYS_ADMIN` and `allowPrivilegeEscalation: false` exclude each other");
        context.fault(walker, FaultKind::Conflict, message).key("allowPrivilegeEscalation");
    }
}

/// Checks that a pod that never restarts is not restarted to change its resources.
fn check_resizing<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, container: &Place<'_, 't, N>, pod: &Pod<'t>) {
    /// The first minor release that keeps the field without a feature gate.
    const RESIZING: u32 = 33;
    let Some(policies) = container.field("resizePolicy") else { return };
    for policy in policies.items() {
        if pod.never_restarts
            && walker.schemas.minor() >= RESIZING
            && policy.text("restartPolicy") == Some("RestartContainer")
        {
            let message = format_args!("a pod that never restarts cannot restart to resize");
            policy
                .fault(walker, FaultKind::Conflict, message)
                .key("restartPolicy")
                .help(format_args!("use `NotRequired`"));
        }
    }
}
