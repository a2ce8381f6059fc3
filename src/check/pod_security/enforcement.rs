use super::{Standard, Violation};
use crate::check::cluster::{Cluster, Extent};
use crate::check::fact::{Fact, PodSecurityMode};
use crate::check::object::Site;
use crate::check::select::space;
use crate::check::verdicts::Verdicts;
use crate::diagnostics::{Finding, Level};
use crate::resolve::NAMESPACES_APP;

/// Reports what the namespaces of pods do not let run: as it is where they enforce that, as a warning where they only warn of it.
///
/// A template of pods is taken for its pods. Where the Namespace is not known nothing is enforced, unless the cluster has a
/// standard for such namespaces; where an app that is not looked at may have the Namespace, its pods are counted.
pub(in crate::check) fn enforce(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for (fact, pods) in cluster.all_pods().filter(|(_, pods)| !pods.pod_security.is_empty()) {
        let namespace = space(fact.namespace.as_deref());
        if may_be_elsewhere(cluster, namespace) {
            verdicts.leave_unjudged();
            continue;
        }
        let demands = demands(cluster, namespace);
        for violation in &pods.pod_security {
            // The mode that comes first is the hardest, and one finding is enough.
            if let Some(demand) = demands.iter().flatten().find(|demand| demand.forbids(violation)) {
                verdicts.report(fact, demand.finding(fact, violation));
            }
        }
    }
}

/// Whether an app that is not looked at may have a Namespace, with labels that nobody knows.
fn may_be_elsewhere(cluster: &Cluster<'_>, namespace: &str) -> bool {
    cluster.extent == Extent::Part
        && cluster.namespace(namespace).is_none()
        && !cluster.external.has("", "Namespace", None, namespace)
}

/// What a namespace asks of its pods in one mode.
struct Demand<'a> {
    mode: PodSecurityMode,
    standard: Standard,
    minor: u32,
    /// The Namespace whose label asks it; `None` where that is the cluster's own standard.
    asked: Option<(&'a Fact, &'a Site)>,
}

/// What a namespace asks of its pods, in the order of modes.
fn demands<'a>(cluster: &Cluster<'a>, namespace: &str) -> [Option<Demand<'a>>; 3] {
    let known = cluster.namespace(namespace);
    PodSecurityMode::ALL.map(|mode| {
        let label = known.and_then(|(fact, namespace)| {
            let label = namespace.pod_security.iter().find(|label| label.mode == mode)?;
            Some((fact, label))
        });
        let Some((fact, label)) = label else {
            let standard = cluster.pod_security.filter(|_| mode == PodSecurityMode::Enforce)?;
            return Some(Demand { mode, standard, minor: cluster.minor, asked: None });
        };
        // A cluster takes what is newer than itself for its own version.
        let minor = label.minor.map_or(cluster.minor, |minor| minor.min(cluster.minor));
        Some(Demand { mode, standard: label.standard?, minor, asked: Some((fact, &label.site)) })
    })
}

impl Demand<'_> {
    fn forbids(&self, violation: &Violation) -> bool {
        violation.forbidden.by(self.standard, self.minor)
    }

    fn finding(&self, fact: &Fact, violation: &Violation) -> Finding {
        let Violation { code, message, help, site, .. } = violation;
        let mut finding = fact.finding(*code, message.clone(), site).help(help.clone());
        if self.mode != PodSecurityMode::Enforce {
            finding.level = finding.level.max(Level::Warning);
        }
        let Some((namespace, site)) = self.asked else { return finding };
        if namespace.app == NAMESPACES_APP {
            // Its standard is what a stack declares.
            let standard = self.standard_that_lets(violation);
            finding.help = Some(format!("{help}, or declare the namespace with `podSecurity: {standard}`"));
        }
        finding.with(site.spot.clone(), self.sentence(namespace))
    }

    /// The hardest standard that lets the pod run.
    fn standard_that_lets(&self, violation: &Violation) -> &'static str {
        match violation.forbidden.by(Standard::Baseline, self.minor) {
            true => "privileged",
            false => Standard::Baseline.name(),
        }
    }

    /// Says what the Namespace asks.
    fn sentence(&self, namespace: &Fact) -> String {
        let verb = match self.mode {
            PodSecurityMode::Enforce => "enforces",
            PodSecurityMode::Warn => "warns by",
            PodSecurityMode::Audit => "audits by",
        };
        format!("{verb} `{}` of 1.{} in {}", self.standard.name(), self.minor, namespace.title())
    }
}
