use ecow::{EcoString, eco_format};

use crate::model::WorkloadKind;

/// What Kubernetes puts behind the names of pods, from an alphabet that spells no words.
const SUFFIX: &str = "[b-df-hj-np-tv-xz24-9]{5}";
/// The hash of a Deployment's template, in the same alphabet.
const TEMPLATE: &str = "[b-df-hj-np-tv-xz24-9]{1,10}";
/// How much Kubernetes keeps of the name before the suffix.
const LONGEST_BEFORE_SUFFIX: usize = 58;

/// A regular expression that the names of a workload's pods match as a whole, and those of its neighbours do not.
pub(super) fn pod_names(name: &str, kind: WorkloadKind) -> EcoString {
    // What stands between the name and the suffix, and how long that gets.
    let (between, longest) = match kind {
        WorkloadKind::Stateful => return eco_format!("{name}-[0-9]+"),
        WorkloadKind::Service | WorkloadKind::Worker => (eco_format!("-{TEMPLATE}"), 12),
        WorkloadKind::CronJob => ("-[0-9]+".into(), 10),
        // One that runs once has a hash in its name.
        WorkloadKind::Job => ("(-[0-9a-f]{8})?".into(), 10),
        WorkloadKind::Daemon => (EcoString::new(), 1),
    };
    if name.len() + longest > LONGEST_BEFORE_SUFFIX {
        let kept = name.get(..LONGEST_BEFORE_SUFFIX).unwrap_or(name);
        return eco_format!("{kept}.+");
    }
    eco_format!("{name}{between}-{SUFFIX}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_pods_match_as_kubernetes_makes_them() {
        let of = |name: &str, kind| pod_names(name, kind).to_string();
        let service = "api-[b-df-hj-np-tv-xz24-9]{1,10}-[b-df-hj-np-tv-xz24-9]{5}";
        assert_eq!(of("api", WorkloadKind::Service), service);
        assert_eq!(of("api", WorkloadKind::Worker), service);
        assert_eq!(of("db", WorkloadKind::Stateful), "db-[0-9]+");
        assert_eq!(of("agent", WorkloadKind::Daemon), "agent-[b-df-hj-np-tv-xz24-9]{5}");
        assert_eq!(of("backup", WorkloadKind::CronJob), "backup-[0-9]+-[b-df-hj-np-tv-xz24-9]{5}");
        assert_eq!(of("migrate", WorkloadKind::Job), "migrate(-[0-9a-f]{8})?-[b-df-hj-np-tv-xz24-9]{5}");
    }

    #[test]
    fn a_long_name_is_cut_off_as_kubernetes_does() {
        let long = "a".repeat(63);
        assert_eq!(pod_names(&long, WorkloadKind::Service), format!("{}.+", "a".repeat(58)));
        assert_eq!(pod_names(&"a".repeat(47), WorkloadKind::Service), format!("{}.+", "a".repeat(47)));
        assert!(pod_names(&"a".repeat(46), WorkloadKind::Service).ends_with("{5}"));
    }
}
