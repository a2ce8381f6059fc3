use std::collections::BTreeMap;

use ecow::EcoString;

use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::source::Place;

/// What is kept of a resource once it is written: enough to see whether two are one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// API group; empty for the core group.
    pub group: EcoString,
    /// The kind.
    pub kind: EcoString,
    /// The namespace; `None` for objects of the cluster.
    pub namespace: Option<EcoString>,
    /// The name.
    pub name: EcoString,
    /// The leaf that decided that the resource exists, if any.
    pub place: Option<Place>,
}

/// Group, kind, namespace and name: what makes an object one object.
type Identity<'a> = (&'a EcoString, &'a EcoString, &'a Option<EcoString>, &'a EcoString);

/// Reports objects that two apps, or one app twice, render on one cluster.
pub fn check_duplicates<'a>(facts: impl Iterator<Item = (&'a EcoString, &'a Fact)>, cluster: &str, sink: &mut Sink) {
    let mut seen: BTreeMap<Identity<'_>, (&EcoString, &Fact)> = BTreeMap::new();
    for (app, fact) in facts {
        let identity = (&fact.group, &fact.kind, &fact.namespace, &fact.name);
        match seen.get(&identity) {
            Some((first_app, first)) => {
                sink.report(duplicate(app, fact, first_app, first, cluster));
            }
            None => {
                seen.insert(identity, (app, fact));
            }
        }
    }
}

fn duplicate(app: &EcoString, fact: &Fact, first_app: &EcoString, first: &Fact, cluster: &str) -> Finding {
    let spot = |place: Option<Place>| place.map_or(Spot::File("platgen.yaml".into()), Spot::Key);
    let in_namespace =
        fact.namespace.as_ref().map_or_else(String::new, |namespace| format!(" in namespace `{namespace}`"));
    let message = format!("{} `{}`{in_namespace} of cluster `{cluster}` is rendered twice", fact.kind, fact.name);
    let mut finding = Finding::new(Code::DuplicateObject, message, spot(fact.place)).label(format!("by app `{app}`"));
    if first.place != fact.place {
        finding = finding.with(spot(first.place), format!("and by app `{first_app}`"));
    }
    finding
}
