use ecow::EcoString;

use super::fields_of_kinds::is_served;
use super::port::{of_pod, protocol_word};
use crate::diagnostics::{Code, Finding, Sink};
use crate::lower::amounts::Bounds;
use crate::lower::spot;
use crate::model::{Amounts, IntOrPercent, Port, Probe, ProbeSetting, Scale, Variable, Workload, WorkloadKind};
use crate::node::{Origin, Origins};
use crate::resolve::WorkloadPlan;

/// How long Kubernetes lets a pod stop where nothing says so, in seconds.
const DEFAULT_GRACE: i32 = 30;

/// Reports every two fields of a workload that contradict each other.
pub(super) fn check(plan: &WorkloadPlan, origins: &Origins, sink: &mut Sink) {
    let mut check = Check { spec: &plan.spec, origins, sink };
    check.scaling();
    check.resources();
    check.disruption();
    check.probes();
    check.stopping();
    check.ports();
    check.variables();
    check.rollout();
    check.names_of_containers();
}

struct Check<'a> {
    spec: &'a Workload,
    origins: &'a Origins,
    sink: &'a mut Sink,
}

/// Two halves of a contradiction: the one at fault, and the other with what to say of it.
struct Halves<'a> {
    primary: Origin,
    other: Origin,
    says: &'a str,
}

impl Check<'_> {
    fn contradiction(&mut self, message: impl Into<String>, halves: &Halves<'_>, help: impl Into<String>) {
        let finding = Finding::new(Code::CONTRADICTION, message, spot::value(self.origins, halves.primary))
            .with(spot::value(self.origins, halves.other), halves.says)
            .help(help);
        self.sink.report(finding);
    }

    fn scaling(&mut self) {
        let Some(scale) = &self.spec.scale else { return };
        if let Some(replicas) = &self.spec.replicas {
            let halves = Halves { primary: replicas.origin, other: scale.origin, says: "decides how many pods run" };
            self.contradiction(
                "`replicas` and `scale` are both set",
                &halves,
                "remove one of the two: `scale.min` is the fewest pods",
            );
        }
        let (min, max) = (scale.min.value.0, scale.max.value.0);
        if min > max {
            let halves = Halves { primary: scale.min.origin, other: scale.max.origin, says: "the most pods" };
            self.contradiction(
                format!("`min` of {min} is above `max` of {max}"),
                &halves,
                format!("write at most {max}, or raise `max`"),
            );
        }
        self.scaling_targets(scale);
    }

    fn scaling_targets(&mut self, scale: &Scale) {
        if scale.cpu.is_none() && scale.memory.is_none() && scale.metrics.is_empty() {
            let finding = Finding::new(
                Code::MISSING_FIELD,
                "nothing says what scaling aims at",
                spot::key(self.origins, scale.origin),
            )
            .help("write `cpu: 70`, `memory: 80` or both: percent of what the pods request");
            self.sink.report(finding);
        }
        let targets = [
            ("cpu", &scale.cpu, self.is_requested(|amounts| amounts.cpu.is_some())),
            ("memory", &scale.memory, self.is_requested(|amounts| amounts.memory.is_some())),
        ];
        for (name, target, is_requested) in targets {
            if let Some(target) = target.as_ref().filter(|_| !is_requested) {
                self.report_unrequested(name, target.origin);
            }
        }
    }

    /// Whether pods request a resource; Kubernetes takes the limit where only that is set.
    fn is_requested(&self, is_set: impl Fn(&Amounts) -> bool) -> bool {
        self.spec
            .resources
            .as_ref()
            .is_some_and(|resources| [&resources.requests, &resources.limits].into_iter().flatten().any(is_set))
    }

    fn report_unrequested(&mut self, name: &str, target: Origin) {
        let message = format!("scaling aims at a share of the requested {name}, and no {name} is requested");
        let mut finding = Finding::new(Code::CONTRADICTION, message, spot::value(self.origins, target));
        if let Some(resources) = &self.spec.resources {
            finding = finding.with(spot::key(self.origins, resources.origin), "the resources");
        }
        let example = if name == "cpu" { "250m" } else { "512Mi" };
        self.sink.report(finding.help(format!("write `resources: {{requests: {{{name}: {example}}}}}`")));
    }

    fn resources(&mut self) {
        let Some(resources) = &self.spec.resources else { return };
        let low = ("the request", resources.requests.as_ref());
        Bounds { low, high: ("the limit", resources.limits.as_ref()) }.check(self.origins, self.sink);
    }

    fn disruption(&mut self) {
        let Some(disruption) = &self.spec.disruption else { return };
        if let Some(max) = &disruption.max_unavailable
            && (max.value == IntOrPercent::Int(0) || share_of(&max.value) == Some(0))
        {
            self.endless_drain(
                "a drain that may take no pod never ends",
                max.origin,
                "write `maxUnavailable: 1` or more",
            );
        }
        let Some(min) = &disruption.min_available else { return };
        if share_of(&min.value).is_some_and(|share| share >= 100) {
            self.endless_drain("a drain that must leave every pod never ends", min.origin, "write less than `100%`");
        }
        if let Some(max) = &disruption.max_unavailable {
            let halves = Halves { primary: min.origin, other: max.origin, says: "a budget has one of the two" };
            let help = "remove one of the two; `maxUnavailable: null` removes what a layer below says";
            self.contradiction("`minAvailable` and `maxUnavailable` are both set", &halves, help);
        }
        let (fewest, origin) = self.fewest_pods();
        // Without any pod there is none to keep.
        if let IntOrPercent::Int(kept) = min.value
            && fewest > 0
            && kept >= fewest
        {
            let halves = Halves { primary: min.origin, other: origin, says: "the fewest pods" };
            let message = format!("a drain that must leave {kept} of {fewest} pods never ends");
            self.contradiction(message, &halves, "write `maxUnavailable: 1` in its place, or run more pods");
        }
    }

    fn endless_drain(&mut self, message: &str, primary: Origin, help: &str) {
        // Without any pod there is none to keep.
        if self.fewest_pods().0 == 0 {
            return;
        }
        let finding = Finding::new(Code::CONTRADICTION, message, spot::value(self.origins, primary));
        self.sink.report(finding.help(help));
    }

    /// The fewest pods that run, and what says so; one where nothing does.
    fn fewest_pods(&self) -> (i32, Origin) {
        let spec = self.spec;
        match (&spec.scale, &spec.replicas) {
            (Some(scale), _) => (scale.min.value.0, scale.min.origin),
            (None, Some(replicas)) => (replicas.value.0, replicas.origin),
            (None, None) => (1, spec.origin),
        }
    }

    fn probes(&mut self) {
        let Some(probes) = &self.spec.probes else { return };
        for setting in [&probes.startup, &probes.liveness, &probes.readiness].into_iter().flatten() {
            if let ProbeSetting::Probe(probe) = setting {
                self.probe(probe);
            }
        }
    }

    fn probe(&mut self, probe: &Probe) {
        let ways = [
            ("grpc", probe.grpc.as_ref().filter(|grpc| grpc.value).map(|grpc| grpc.origin)),
            ("command", (!probe.command.items.is_empty()).then_some(probe.command.origin)),
            ("tcp", probe.tcp.as_ref().filter(|tcp| tcp.value).map(|tcp| tcp.origin)),
            ("path", probe.path.as_ref().map(|path| path.origin)),
        ];
        let mut set = ways.into_iter().filter_map(|(name, origin)| Some((name, origin?)));
        if let (Some((one, primary)), Some((two, other))) = (set.next(), set.next()) {
            let halves = Halves { primary, other, says: "a probe has one of `path`, `tcp`, `grpc` and `command`" };
            let help = format!("remove one of the two; `{two}: null` removes what a layer below says");
            self.contradiction(format!("the probe has both `{one}` and `{two}`"), &halves, help);
        }
    }

    fn stopping(&mut self) {
        let Some(drain) = self.spec.drain_seconds.as_ref().filter(|drain| drain.value.0 > 0) else { return };
        let grace = self.spec.termination_grace_period_seconds.as_ref();
        let seconds = grace.map_or(DEFAULT_GRACE, |grace| grace.value.0);
        if drain.value.0 >= seconds {
            let other = grace.map_or(self.spec.origin, |grace| grace.origin);
            let halves = Halves { primary: drain.origin, other, says: "the pod is killed after these" };
            let message = format!("a drain of {} seconds leaves none of the {seconds} for stopping", drain.value.0);
            let help = format!(
                "write `terminationGracePeriodSeconds: {}` or more",
                drain.value.0.saturating_add(DEFAULT_GRACE)
            );
            self.contradiction(message, &halves, help);
        }
    }

    fn ports(&mut self) {
        let spec = self.spec;
        let ports: Vec<(&EcoString, &Port)> = of_pod(spec).collect();
        for (index, (name, port)) in ports.iter().enumerate() {
            if let Some((_, first)) = ports[..index].iter().find(|(other, _)| other == name) {
                let halves = Halves {
                    primary: port.container().origin,
                    other: first.container().origin,
                    says: "the other port",
                };
                let help = "give one of the two another name";
                self.contradiction(format!("two ports of the pods are called `{name}`"), &halves, help);
                continue;
            }
            let key = |port: &Port| (port.service().value, protocol_word(port));
            let Some((twin, first)) = ports[..index].iter().find(|(_, other)| key(other) == key(port)) else {
                continue;
            };
            let halves =
                Halves { primary: port.service().origin, other: first.service().origin, says: "the other port" };
            let number = port.service().value.0;
            let message = if is_served(spec) {
                format!("ports `{twin}` and `{name}` are both {number} of the Service")
            } else {
                format!("ports `{twin}` and `{name}` are both {number}")
            };
            self.contradiction(
                message,
                &halves,
                format!(
                    "write `{name}: {{container: {}, service: …}}` with a number of its own",
                    port.container().value.0
                ),
            );
        }
    }

    fn variables(&mut self) {
        for (name, source) in self.spec.secrets.iter() {
            let Some(variable) = self.spec.variables.get(name) else { continue };
            let primary = match variable {
                Variable::Text(text) => text.origin,
                Variable::Record(record) => record.origin,
            };
            let halves = Halves { primary, other: source.name().origin, says: "the secret" };
            self.contradiction(format!("`{name}` is both a variable and a secret"), &halves, "remove one of the two");
        }
    }

    /// Pods that replace others must come first or make room first.
    fn rollout(&mut self) {
        let Some(rollout) = &self.spec.rollout else { return };
        if let Some(recreate) = rollout.recreate.as_ref().filter(|recreate| recreate.value) {
            let others = [("maxSurge", &rollout.max_surge), ("maxUnavailable", &rollout.max_unavailable)];
            for (field, other) in others {
                let Some(other) = other else { continue };
                let halves = Halves { primary: other.origin, other: recreate.origin, says: "stops every pod first" };
                self.contradiction(format!("`{field}` and `recreate` are both set"), &halves, "remove one of the two");
            }
            return;
        }
        let is_none = |amount: &IntOrPercent| *amount == IntOrPercent::Int(0) || share_of(amount) == Some(0);
        let stuck =
            match (&rollout.max_surge, &rollout.max_unavailable) {
                (Some(surge), None) if self.spec.kind.value != WorkloadKind::Daemon => is_none(&surge.value)
                    .then_some((surge.origin, self.spec.kind.origin, "none may be missing unless this says so")),
                (Some(surge), Some(missing)) if is_none(&surge.value) && is_none(&missing.value) => {
                    Some((surge.origin, missing.origin, "and none may be missing"))
                }
                _ => None,
            };
        if let Some((primary, other, says)) = stuck {
            let halves = Halves { primary, other, says };
            let help = "write `maxSurge: 1`, or let pods be missing with `maxUnavailable: 1`";
            self.contradiction("a rollout that may neither add nor take a pod never ends", &halves, help);
        }
    }

    /// Containers of one pod have names of their own.
    fn names_of_containers(&mut self) {
        let spec = self.spec;
        let beside = spec.sidecars.iter();
        for (name, container) in beside {
            let Some(first) = spec.init.get(name) else { continue };
            let halves = Halves { primary: container.origin, other: first.origin, says: "the other container" };
            let help = "give one of the two another name";
            self.contradiction(format!("two containers of the pods are called `{name}`"), &halves, help);
        }
    }
}

/// The percent of a share; `None` for a count.
fn share_of(amount: &IntOrPercent) -> Option<u32> {
    match amount {
        IntOrPercent::Int(_) => None,
        IntOrPercent::Percent(share) => share.strip_suffix('%')?.parse().ok(),
    }
}
