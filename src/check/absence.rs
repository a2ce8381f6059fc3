//! References that lead nowhere: what the rules about single kinds share.

use rustc_hash::FxHashSet;

use super::cluster::{Cluster, Extent};
use super::fact::{Fact, Reference};
use super::verdicts::Verdicts;
use crate::diagnostics::{Code, Finding, nearest};

/// How many names are compared with one that is missing.
const SUGGESTED: usize = 256;

/// Reports every reference to objects of a group and kind that are not there, once for each object that refers to one.
///
/// References for which `is_spared` holds are left alone.
pub(super) fn report_missing(
    cluster: &Cluster<'_>,
    verdicts: &mut Verdicts<'_>,
    code: Code,
    (group, kind): (&str, &str),
    is_spared: impl Fn(&Fact, &Reference) -> bool,
) {
    for fact in cluster.facts() {
        let mut said: FxHashSet<(Option<&str>, &str)> = FxHashSet::default();
        for reference in &fact.references {
            let wanted = (reference.namespace.as_deref(), reference.name.as_str());
            if !reference.target.is(group, kind)
                || reference.optional
                || said.contains(&wanted)
                || is_spared(fact, reference)
                || cluster.has(reference)
            {
                continue;
            }
            said.insert(wanted);
            verdicts.report_absent(fact, missing(cluster, fact, reference, code));
        }
    }
}

fn missing(cluster: &Cluster<'_>, fact: &Fact, reference: &Reference, code: Code) -> Finding {
    let Reference { target, namespace, name, site, .. } = reference;
    let place =
        namespace.as_ref().map_or_else(|| "the cluster".to_owned(), |namespace| format!("namespace `{namespace}`"));
    let message = format!("{} needs {} `{name}`, which is not in {place}", fact.title(), target.kind);
    let finding = fact.finding(code, message, site);
    match cluster.named(&target.group, &target.kind, name) {
        Some(other) if other.namespace.is_some() => {
            let (spot, label) = other.other_half(&other.site);
            finding.with(spot, label).help("the one of this name is in another namespace")
        }
        _ => {
            let known = cluster.names(&target.group, &target.kind, namespace.as_deref());
            let object = match namespace {
                Some(namespace) => format!("{}/{namespace}/{name}", target.kind),
                None => format!("{}/{name}", target.kind),
            };
            with_known(finding, cluster, name, known, &object)
        }
    }
}

/// Suggests the nearest of the known names; where there is none, says how a project states that the object stands in the cluster.
pub(super) fn with_known<'a>(
    finding: Finding,
    cluster: &Cluster<'_>,
    wrong: &str,
    known: impl Iterator<Item = &'a str>,
    object: &str,
) -> Finding {
    let known: Vec<&str> = known.take(SUGGESTED).collect();
    if cluster.extent == Extent::Given || nearest(wrong, known.iter().copied()).is_some() {
        return finding.suggest(wrong, known);
    }
    finding.help(format!(
        "if it stands in the cluster, say so in the cluster's own entry: `external: {{objects: [{object}]}}`"
    ))
}
