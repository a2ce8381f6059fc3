use super::{Check, Halves};
use crate::diagnostics::{Code, Finding};
use crate::lower::amounts::Bounds;
use crate::lower::spot;
use crate::lower::workload::fields_of_kinds::is_counted;
use crate::model::{Amounts, Resources, Scale, VerticalMode};
use crate::node::Origin;

impl Check<'_> {
    pub(super) fn scaling(&mut self) {
        if !is_counted(self.spec) {
            return;
        }
        self.vertical();
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

    pub(super) fn resources(&mut self) {
        let spec = self.spec;
        let beside = spec.init.iter().chain(spec.sidecars.iter()).map(|(_, container)| container.resources.as_ref());
        for Resources { requests, limits, .. } in [spec.resources.as_ref()].into_iter().chain(beside).flatten() {
            let (low, high) = (("the request", requests.as_ref()), ("the limit", limits.as_ref()));
            Bounds { low, high }.check(self.origins, self.sink);
        }
        if let Some(scale) = &spec.vertical_scale {
            let (low, high) = (("the least", scale.min.as_ref()), ("the most", scale.max.as_ref()));
            Bounds { low, high }.check(self.origins, self.sink);
        }
    }

    /// Two autoscalers that follow the same use work against each other.
    fn vertical(&mut self) {
        let (Some(vertical), Some(scale)) = (&self.spec.vertical_scale, &self.spec.scale) else { return };
        let mode = vertical.mode.as_ref().filter(|mode| mode.value != VerticalMode::Recommend);
        let follows = [scale.cpu.as_ref(), scale.memory.as_ref()].into_iter().flatten().next();
        let (Some(mode), Some(follows)) = (mode, follows) else { return };
        let halves = Halves { primary: mode.origin, other: follows.origin, says: "the number of pods follows it, too" };
        let message = "both the size and the number of the pods would follow their use";
        let help = "write `mode: recommend`, or let `scale` follow other `metrics`";
        self.contradiction(message, &halves, help);
    }
}
