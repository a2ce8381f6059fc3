use rustc_hash::FxHashMap;

use crate::check::cluster::{Cluster, identity};
use crate::check::fact::Fact;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::{Finding, Spot};

rule! {
    /// Two objects of one cluster have one identity.
    ///
    /// Group, kind, namespace and name make an object, whatever its version. The second overwrites the first, and where two
    /// apps have it, each undoes the other for ever.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: blue}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: more-settings, namespace: shop}
    /// data: {colour: blue}
    /// ```
    "duplicate-object" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let mut seen: FxHashMap<_, &Fact> = FxHashMap::default();
    // What has no name yet gets one of its own: `name-*` is how a `generateName` is kept.
    for fact in cluster.facts().filter(|fact| !fact.name.is_empty() && !fact.name.ends_with('*')) {
        match seen.get(&identity(fact)) {
            Some(first) => verdicts.report(fact, duplicate(fact, first)),
            None => {
                seen.insert(identity(fact), fact);
            }
        }
    }
}

fn duplicate(second: &Fact, first: &Fact) -> Finding {
    let in_namespace =
        second.namespace.as_ref().map_or_else(String::new, |namespace| format!(" in namespace `{namespace}`"));
    let object = format!("{}{in_namespace}", second.title());
    if second.is_with(first) {
        let verb = if second.occurrence.is_some() { "renders" } else { "holds" };
        let finding = second.finding(CODE, format!("{} {verb} {object} twice", second.home()), &second.site);
        let finding = finding.label(String::new());
        return if first.site.spot == second.site.spot {
            finding
        } else {
            finding.with(first.site.spot.clone(), "the other one")
        };
    }
    let message = match (&first.occurrence, &second.occurrence) {
        (Some(one), Some(other)) if second.app == first.app => {
            format!("two environments render {object}: `{one}` and `{other}`")
        }
        (_, Some(_)) => format!("two apps render {object}"),
        (_, None) => format!("two files hold {object}"),
    };
    let mut finding = second.finding(CODE, message, &second.site);
    if first.occurrence != second.occurrence {
        finding.occurrences.extend(first.occurrence.clone());
    }
    finding.primary.spot = asked(second);
    if second.kind == "CustomResourceDefinition" && second.occurrence.is_some() {
        let is_of_chart = [first, second].iter().any(|fact| fact.app.ends_with("-crds"));
        finding.help = Some(match is_of_chart {
            true => {
                "let one of the two bring it; a release leaves its chart's `crds/` out with `crds: false`".to_owned()
            }
            false => "let one of the two bring it".to_owned(),
        });
    }
    let finding = finding.label(second.home());
    if asked(first) == asked(second) { finding } else { finding.with(asked(first), first.home()) }
}

/// The entry that asked for an object.
fn asked(fact: &Fact) -> Spot {
    fact.asked.map_or_else(|| fact.site.spot.clone(), Spot::Key)
}
