use super::{Check, Halves};
use crate::model::{IntOrPercent, Rollout, WorkloadKind};
use crate::node::Origin;

impl Check<'_> {
    /// Pods that replace others must come first or make room first.
    pub(super) fn rollout(&mut self) {
        let kind = self.spec.kind.value;
        let Some(rollout) = &self.spec.rollout else { return };
        match kind {
            WorkloadKind::Service | WorkloadKind::Worker => self.of_deployment(rollout),
            WorkloadKind::Daemon => self.of_daemon_set(rollout),
            // Others replace one pod after the other.
            _ => {}
        }
    }

    fn of_deployment(&mut self, rollout: &Rollout) {
        if let Some(recreate) = rollout.recreate.as_ref().filter(|recreate| recreate.value) {
            let others = [("maxSurge", &rollout.max_surge), ("maxUnavailable", &rollout.max_unavailable)];
            for (field, other) in others {
                let Some(other) = other else { continue };
                let halves = Halves { primary: other.origin, other: recreate.origin, says: "stops every pod first" };
                self.contradiction(format!("`{field}` and `recreate` are both set"), &halves, "remove one of the two");
            }
            return;
        }
        let kind = self.spec.kind.origin;
        match (&rollout.max_surge, &rollout.max_unavailable) {
            (Some(surge), None) if is_none(&surge.value) => {
                self.stuck(surge.origin, kind, "none may be missing unless `maxUnavailable` says so");
            }
            (Some(surge), Some(missing)) if is_none(&surge.value) && is_none(&missing.value) => {
                self.stuck(surge.origin, missing.origin, "and none may be missing");
            }
            _ => {}
        }
    }

    /// Kubernetes takes one of the two for daemons: a node has room for a second pod, or goes without any for a while.
    fn of_daemon_set(&mut self, rollout: &Rollout) {
        let kind = self.spec.kind.origin;
        match (&rollout.max_surge, &rollout.max_unavailable) {
            (None, Some(missing)) if is_none(&missing.value) => {
                self.stuck(missing.origin, kind, "none may be added unless `maxSurge` says so");
            }
            (Some(surge), Some(missing)) if is_none(&surge.value) && is_none(&missing.value) => {
                self.stuck(surge.origin, missing.origin, "and none may be missing");
            }
            (Some(surge), Some(missing)) if !is_none(&surge.value) && !is_none(&missing.value) => {
                let halves =
                    Halves { primary: missing.origin, other: surge.origin, says: "new pods come before old ones go" };
                let help = "remove one of the two";
                self.contradiction("a daemon's rollout has one of `maxSurge` and `maxUnavailable`", &halves, help);
            }
            _ => {}
        }
    }

    fn stuck(&mut self, primary: Origin, other: Origin, says: &str) {
        let halves = Halves { primary, other, says };
        let help = "write `maxSurge: 1`, or let pods be missing with `maxUnavailable: 1`";
        self.contradiction("a rollout that may neither add nor take a pod never ends", &halves, help);
    }
}

/// Whether an amount of pods is none.
pub(in crate::lower::workload) fn is_none(amount: &IntOrPercent) -> bool {
    *amount == IntOrPercent::Int(0) || share_of(amount) == Some(0)
}

/// The percent of a share; `None` for a count.
pub(super) fn share_of(amount: &IntOrPercent) -> Option<u32> {
    match amount {
        IntOrPercent::Int(_) => None,
        IntOrPercent::Percent(share) => share.strip_suffix('%')?.parse().ok(),
    }
}
