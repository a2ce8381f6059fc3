use crate::diagnostics::Code;
use crate::lower::fixture::{Lowered, lower_service};

/// Lowers a service with one port and these fields, and fails unless it has this one finding.
fn one_fault(spec: &str, code: Code, place: &str, message: &str) -> Lowered {
    let lowered = lower_service("", &format!("ports: {{http: 8000, admin: 9000}}\n{spec}"));
    assert_eq!(lowered.faults(), [(code, place.to_owned(), message)]);
    lowered
}

/// Fails unless the finding points at this second place and helps with these words.
fn assert_advice(lowered: &Lowered, second: &str, help: &str) {
    let finding = &lowered.findings[0];
    assert_eq!(finding.secondary.iter().map(|label| lowered.place(&label.spot)).collect::<Vec<_>>(), [second]);
    assert_eq!(finding.help.as_deref(), Some(help));
}

#[test]
fn a_service_needs_a_port() {
    let lowered = lower_service("", "metrics: {}");
    assert_eq!(lowered.faults(), [(Code::MISSING_FIELD, "spec".to_owned(), "a service needs at least one port")]);
    assert!(lowered.resources.is_empty());
}

#[test]
fn a_named_port_must_be_declared() {
    let says = "workload `api` declares no port `htp`";
    let probe = one_fault(
        "probes: {liveness: {path: /, port: htp}}",
        Code::PORT_NOT_DECLARED,
        "spec.probes.liveness.port",
        says,
    );
    assert_advice(&probe, "spec.ports", "did you mean `http`?");
    let metrics = one_fault("metrics: {port: htp}", Code::PORT_NOT_DECLARED, "spec.metrics.port", says);
    assert!(!metrics.has("ServiceMonitor"));
    // The Ingress and the NetworkPolicy both need it; it is one fault.
    let route =
        one_fault("routes: {all: {host: a.b, port: htp}}", Code::PORT_NOT_DECLARED, "spec.routes.all.port", says);
    assert!(!route.has("Ingress"));
}

#[test]
fn replicas_and_scale_exclude_one_another() {
    let spec = "replicas: 2\nscale: {min: 1, max: 2, cpu: 70}\nresources: {requests: {cpu: 1}}";
    let lowered = one_fault(spec, Code::CONTRADICTION, "spec.replicas", "`replicas` and `scale` are both set");
    assert_advice(&lowered, "spec.scale", "remove one of the two: `scale.min` is the fewest pods");
}

#[test]
fn scaling_has_bounds_in_order_and_something_to_aim_at() {
    let requests = "resources: {requests: {cpu: 1}}";
    let bounds = format!("scale: {{min: 5, max: 2, cpu: 70}}\n{requests}");
    let lowered = one_fault(&bounds, Code::CONTRADICTION, "spec.scale.min", "`min` of 5 is above `max` of 2");
    assert_advice(&lowered, "spec.scale.max", "write at most 2, or raise `max`");
    let aimless = format!("scale: {{min: 1, max: 2}}\n{requests}");
    one_fault(&aimless, Code::MISSING_FIELD, "spec.scale", "nothing says what scaling aims at");
    let memory = format!("scale: {{min: 1, max: 2, memory: 70}}\n{requests}");
    let says = "scaling aims at a share of the requested memory, and no memory is requested";
    let unrequested = one_fault(&memory, Code::CONTRADICTION, "spec.scale.memory", says);
    assert_advice(&unrequested, "spec.resources", "write `resources: {requests: {memory: 512Mi}}`");
    // Kubernetes takes a limit as the request where only that is set.
    let limit = "ports: {http: 8000}\nscale: {min: 1, max: 2, cpu: 70}\nresources: {limits: {cpu: 1}}";
    assert!(lower_service("", limit).faults().is_empty());
}

#[test]
fn requests_stay_below_limits() {
    let spec = "resources: {requests: {cpu: 1500m, memory: 1Gi}, limits: {cpu: 1, memory: 1024Mi}}";
    let says = "the request of `1500m` cpu is above the limit of `1`";
    let lowered = one_fault(spec, Code::CONTRADICTION, "spec.resources.requests.cpu", says);
    assert_advice(&lowered, "spec.resources.limits.cpu", "write at most `1`, or raise the limit");
}

#[test]
fn a_budget_does_not_contradict_itself_or_block_drains() {
    let both = "replicas: 3\ndisruption: {minAvailable: 1, maxUnavailable: 1}";
    let place = "spec.disruption.minAvailable";
    let lowered = one_fault(both, Code::CONTRADICTION, place, "`minAvailable` and `maxUnavailable` are both set");
    assert_advice(
        &lowered,
        "spec.disruption.maxUnavailable",
        "remove one of the two; `maxUnavailable: null` removes what a layer below says",
    );
    let blocked = "replicas: 2\ndisruption: {minAvailable: 2}";
    let lowered = one_fault(blocked, Code::CONTRADICTION, place, "a drain that must leave 2 of 2 pods never ends");
    assert_advice(&lowered, "spec.replicas", "write `maxUnavailable: 1` in its place, or run more pods");
    let single = "disruption: {minAvailable: 1}";
    one_fault(single, Code::CONTRADICTION, place, "a drain that must leave 1 of 1 pods never ends");
    let parked = "ports: {http: 8000}\nreplicas: 0\ndisruption: {minAvailable: 1}";
    assert!(lower_service("", parked).faults().is_empty());
}

#[test]
fn a_probe_asks_in_exactly_one_way() {
    let both = "probes: {readiness: {path: /, tcp: true}}";
    let place = "spec.probes.readiness.tcp";
    let lowered = one_fault(both, Code::CONTRADICTION, place, "the probe has both `tcp` and `path`");
    assert_advice(
        &lowered,
        "spec.probes.readiness.path",
        "remove one of the two; `path: null` removes what a layer below says",
    );
    let none = "probes: {startup: {failureThreshold: 3}}";
    one_fault(
        none,
        Code::MISSING_FIELD,
        "spec.probes.startup",
        "a probe needs `path`, `tcp: true`, `grpc: true` or `command`",
    );
    one_fault(
        "probes: {startup: true}",
        Code::MISSING_FIELD,
        "spec.probes.startup",
        "`true` does not say how to probe",
    );
}

#[test]
fn a_pod_has_time_to_stop_after_its_drain() {
    let spec = "drainSeconds: 20\nterminationGracePeriodSeconds: 20";
    let says = "a drain of 20 seconds leaves none of the 20 for stopping";
    let lowered = one_fault(spec, Code::CONTRADICTION, "spec.drainSeconds", says);
    assert_advice(&lowered, "spec.terminationGracePeriodSeconds", "write `terminationGracePeriodSeconds: 50` or more");
    let says = "a drain of 40 seconds leaves none of the 30 for stopping";
    one_fault("drainSeconds: 40", Code::CONTRADICTION, "spec.drainSeconds", says);
}

#[test]
fn labels_are_valid_and_leave_platgens_own_alone() {
    let own = "labels: {app.kubernetes.io/name: other}";
    let says = "the label `app.kubernetes.io/name` would overwrite one that platgen sets itself";
    let lowered = one_fault(own, Code::INVALID_VALUE, "spec.labels.app.kubernetes.io/name", says);
    assert_eq!(lowered.json("Deployment", "metadata/labels/app.kubernetes.io~name"), "api");
    one_fault("labels: {tier: '-x'}", Code::INVALID_VALUE, "spec.labels.tier", "`-x` is not the value of a label");
    let hash = "variables: {A: b}\nannotations: {platgen.dev/variables-hash: mine}";
    let says = "the annotation `platgen.dev/variables-hash` would overwrite one that platgen sets itself";
    one_fault(hash, Code::INVALID_VALUE, "spec.annotations.platgen.dev/variables-hash", says);
}

#[test]
fn the_name_of_an_ingress_is_not_too_long() {
    let route = "r".repeat(60);
    let spec = format!("routes: {{{route}: {{host: a.example.com}}}}");
    let says = format!("the Ingress `api-{route}` would have a name of 64 characters, at most 63 are allowed");
    let lowered = one_fault(&spec, Code::NAME_TOO_LONG, &format!("spec.routes.{route}"), &says);
    assert!(!lowered.has("Ingress"));
}

#[test]
fn two_things_do_not_stand_in_one_place() {
    let lowered = lower_service("", "ports: {http: 8000, web: {container: 9000, service: 8000}}");
    let says = "ports `http` and `web` are both 8000 of the Service";
    assert_eq!(lowered.faults(), [(Code::CONTRADICTION, "spec.ports.web.service".to_owned(), says)]);
    let variable = "variables: {TOKEN: a}\nsecrets: {TOKEN: token}";
    one_fault(variable, Code::CONTRADICTION, "spec.variables.TOKEN", "`TOKEN` is both a variable and a secret");
    let mount = "files: {/etc/app: text}\nscratch: {/etc/app: 1Mi}";
    one_fault(mount, Code::CONTRADICTION, "spec.files./etc/app", "`/etc/app` is both a file and a scratch folder");
}
