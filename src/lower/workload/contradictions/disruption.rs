use super::rollout::share_of;
use super::{Check, Halves};
use crate::diagnostics::{Code, Finding};
use crate::lower::spot;
use crate::lower::workload::fields_of_kinds::is_counted;
use crate::model::IntOrPercent;
use crate::node::Origin;

impl Check<'_> {
    pub(super) fn disruption(&mut self) {
        let Some(disruption) = self.spec.disruption.as_ref().filter(|_| is_counted(self.spec)) else { return };
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
        // Kubernetes rounds a share up.
        let kept = match share_of(&min.value) {
            Some(share) => (i64::from(share) * i64::from(fewest) + 99) / 100,
            None => match min.value {
                IntOrPercent::Int(kept) => i64::from(kept),
                IntOrPercent::Percent(_) => return,
            },
        };
        if fewest > 0 && kept >= i64::from(fewest) && share_of(&min.value).is_none_or(|share| share < 100) {
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
}
