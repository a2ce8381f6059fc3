//! References that lead nowhere: what the rules about single kinds share.

use ecow::EcoString;
use smallvec::SmallVec;

use super::cluster::Cluster;
use super::fact::{Fact, Reference};
use super::verdicts::Verdicts;
use crate::diagnostics::{Code, Finding};

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
        let mut said: SmallVec<[&EcoString; 4]> = SmallVec::new();
        for reference in &fact.references {
            if !reference.target.is(group, kind)
                || reference.optional
                || said.contains(&&reference.name)
                || is_spared(fact, reference)
                || cluster.has(reference)
            {
                continue;
            }
            said.push(&reference.name);
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
            finding.suggest(name, known.take(SUGGESTED))
        }
    }
}
