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
    /// The entry of a stack that asked for it, if any: an instance where `place` is a line of its definition.
    pub asked: Option<Place>,
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
    let spot = |place: Option<Place>, spot: fn(Place) -> Spot| place.map_or(Spot::File("platgen.yaml".into()), spot);
    let in_namespace =
        fact.namespace.as_ref().map_or_else(String::new, |namespace| format!(" in namespace `{namespace}`"));
    let object = format!("{} `{}`{in_namespace}", fact.kind, fact.name);
    let finding = if app == first_app {
        let message = format!("app `{app}` renders {object} twice");
        let finding = Finding::new(Code::DuplicateObject, message, spot(fact.place, Spot::Value));
        if first.place == fact.place { finding } else { finding.with(spot(first.place, Spot::Value), "the other one") }
    } else {
        let message = format!("two apps render {object}");
        let finding = Finding::new(Code::DuplicateObject, message, spot(fact.asked, Spot::Key));
        let finding = finding.label(format!("app `{app}`"));
        if first.asked == fact.asked {
            finding
        } else {
            finding.with(spot(first.asked, Spot::Key), format!("app `{first_app}`"))
        }
    };
    finding.occurs_in(cluster)
}
