//! Pods and their templates.

use super::place::Place;
use super::{affinity, container, volume};
use crate::fault::FaultKind;
use crate::tree::Tree;
use crate::walk::Walker;
use rustc_hash::FxHashSet;

/// The first minor release that keeps `hostUsers` without a feature gate.
pub(super) const USER_NAMESPACES: u32 = 33;
/// Why a template has a `spec`, which its type does not require.
pub(super) const NEEDED: &str = "a pod has containers";
/// Seconds that a pod has to end by default.
const GRACE: i64 = 30;
/// The first minor release in which containers beside initial ones may have a `restartPolicy`.
const RESTART_RULES: u32 = 35;

/// What containers need to know of their pod.
pub(super) struct Pod<'t> {
    pub(super) volumes: volume::Volumes<'t>,
    pub(super) claims: FxHashSet<&'t str>,
    pub(super) grace: i64,
    pub(super) host_network: bool,
    pub(super) shares_users: bool,
    pub(super) never_restarts: bool,
}

pub(super) fn check_pod<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return };
    check_spec(walker, &spec, None);
}

pub(super) fn check_pod_template<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(template) = root.field("template") else { return };
    let Some(spec) = template.field("spec") else { return template.missing(walker, "spec", NEEDED) };
    check_spec(walker, &spec, None);
}

/// Checks a pod's specification; `claims` are templates of claims that will be volumes.
pub(super) fn check_spec<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    spec: &Place<'_, 't, N>,
    claims: Option<&Place<'_, 't, N>>,
) {
    let volumes = spec.field("volumes");
    let pod = Pod {
        volumes: volume::read(volumes.as_ref(), claims),
        claims: names_in(spec, "resourceClaims"),
        grace: spec.integer("terminationGracePeriodSeconds").unwrap_or(GRACE),
        host_network: spec.flag("hostNetwork") == Some(true),
        shares_users: spec.flag("hostUsers") == Some(false),
        never_restarts: spec.text("restartPolicy") == Some("Never"),
    };
    if let Some(volumes) = &volumes {
        volume::check(walker, volumes);
    }
    check_containers(walker, spec, &pod);
    if let Some(tolerations) = spec.field("tolerations") {
        tolerations.items().for_each(|toleration| check_toleration(walker, &toleration));
    }
    if let Some(constraints) = spec.field("topologySpreadConstraints") {
        constraints.items().for_each(|constraint| check_spread(walker, &constraint));
    }
    if spec.has_some("ephemeralContainers") {
        let message = format_args!("ephemeral containers are added to a pod that runs, not given before");
        spec.fault(walker, FaultKind::Conflict, message).key("ephemeralContainers");
    }
    if let Some(affinity) = spec.field("affinity") {
        affinity::check(walker, &affinity);
    }
    if let Some(context) = spec.field("securityContext") {
        container::check_profile(walker, &context);
    }
    check_host(walker, spec);
    check_dns(walker, spec);
}

fn names_in<'t, N: Tree>(spec: &Place<'_, 't, N>, list: &'t str) -> FxHashSet<&'t str> {
    spec.field(list).map(|list| list.items().filter_map(|item| item.text("name")).collect()).unwrap_or_default()
}

fn check_containers<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>, pod: &Pod<'t>) {
    let mut ports = FxHashSet::default();
    let containers = spec.field("containers");
    for container in containers.iter().flat_map(|containers| containers.items()) {
        container::check(walker, &container, pod);
        container::check_host_ports(walker, &container, &mut ports);
        if walker.schemas.minor() < RESTART_RULES && container.has("restartPolicy") {
            let message = format_args!("only initial containers may have a `restartPolicy` before 1.{RESTART_RULES}");
            container.fault(walker, FaultKind::Conflict, message).key("restartPolicy");
        }
    }
    let Some(initial) = spec.field("initContainers") else { return };
    let names = names_in(spec, "containers");
    for container in initial.items() {
        container::check(walker, &container, pod);
        // They run one after the other, so that their ports do not meet.
        container::check_host_ports(walker, &container, &mut FxHashSet::default());
        check_initial(walker, &container, &names);
    }
}

/// Checks what an initial container may not share or have.
fn check_initial<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    container: &Place<'_, 't, N>,
    names: &FxHashSet<&'t str>,
) {
    if let Some(name) = container.text("name").filter(|name| names.contains(name)) {
        container
            .fault(
                walker,
                FaultKind::DuplicateName,
                format_args!("a container and an initial one are both named `{name}`"),
            )
            .key("name");
    }
    if container.text("restartPolicy") == Some("Always") {
        return;
    }
    for key in ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] {
        if container.has(key) {
            container
                .fault(walker, FaultKind::Conflict, format_args!("an initial container that ends has no `{key}`"))
                .key(key)
                .help(format_args!("remove it, or let the container run on with `restartPolicy: Always`"));
        }
    }
}

fn check_toleration<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, toleration: &Place<'_, 't, N>) {
    let operator = toleration.text("operator");
    if toleration.text("key").is_none() && operator != Some("Exists") {
        let message = format_args!("a toleration without `key` needs the operator `Exists`");
        toleration.fault(walker, FaultKind::Conflict, message);
    }
    if operator == Some("Exists") && toleration.text("value").is_some() {
        toleration.fault(walker, FaultKind::Conflict, format_args!("`Exists` takes no `value`")).key("value");
    }
    if toleration.has("tolerationSeconds") && toleration.text("effect") != Some("NoExecute") {
        let message = format_args!("`tolerationSeconds` needs the effect `NoExecute`");
        toleration.fault(walker, FaultKind::Conflict, message).key("tolerationSeconds");
    }
}

fn check_spread<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, constraint: &Place<'_, 't, N>) {
    if constraint.has("minDomains") && constraint.text("whenUnsatisfiable") == Some("ScheduleAnyway") {
        let message = format_args!("`minDomains` needs `whenUnsatisfiable: DoNotSchedule`");
        constraint.fault(walker, FaultKind::Conflict, message).key("minDomains");
    }
    if let Some(selector) = constraint.field("labelSelector") {
        super::selector::check_requirements(walker, &selector);
    }
}

/// Checks that what a pod shares with its node does not exclude each other.
fn check_host<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    for key in ["hostPID", "hostIPC"] {
        let given = spec.flag(key) == Some(true);
        if given && spec.flag("hostUsers") == Some(false) && walker.schemas.minor() >= USER_NAMESPACES {
            spec.fault(walker, FaultKind::Conflict, format_args!("`{key}` and `hostUsers: false` exclude each other"))
                .key(key);
        }
        if given && key == "hostPID" && spec.flag("shareProcessNamespace") == Some(true) {
            let message = format_args!("`shareProcessNamespace` and `hostPID` exclude each other");
            spec.fault(walker, FaultKind::Conflict, message).key("shareProcessNamespace");
        }
    }
}

fn check_dns<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    if spec.text("dnsPolicy") != Some("None") {
        return;
    }
    match spec.field("dnsConfig") {
        None => spec.missing(walker, "dnsConfig", "`dnsPolicy: None` leaves the pod no name servers"),
        Some(config) if !config.has_some("nameservers") => {
            config.missing(walker, "nameservers", "`dnsPolicy: None` leaves the pod no others");
        }
        Some(_) => {}
    }
}
