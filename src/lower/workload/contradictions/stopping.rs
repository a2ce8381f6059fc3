use super::{Check, Halves};

/// How long Kubernetes lets a pod stop where nothing says so, in seconds.
const DEFAULT_GRACE: i32 = 30;

impl Check<'_> {
    pub(super) fn stopping(&mut self) {
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
}
