use std::collections::BTreeMap;

use ecow::EcoString;

use super::RenderedApp;
use super::root::root_name;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::node::Cause;
use crate::resolve::ArgoCdPlan;
use crate::source::Place;

/// What a name in Argo CD may have at most: Kubernetes takes names of Applications into labels.
const LONGEST: usize = 63;

/// Reports names that are too long, and names that two objects of one Argo CD would have.
pub fn check_names(plans: &[ArgoCdPlan], apps: &[&RenderedApp], sink: &mut Sink) {
    let mut taken: BTreeMap<(&str, EcoString, &'static str, EcoString), Named> = BTreeMap::new();
    for plan in plans {
        let here = apps.iter().filter(|app| app.id.environment == plan.environment.value);
        let home = spot(plan.origins.causes(plan.environment.origin), Spot::Value);
        for named in here.flat_map(|app| names_of(app, &home)).chain(root_of(plan, &home)) {
            check_length(&named, sink);
            check_not_removed(&named, plan, sink);
            let key = (plan.argocd.cluster.value.0.as_str(), plan.namespace().value, named.kind, named.name.clone());
            match taken.get(&key) {
                Some(first) if first.whose != named.whose => {
                    sink.report(taken_twice(first, &named));
                }
                Some(_) => {}
                None => {
                    taken.insert(key, named);
                }
            }
        }
    }
}

/// A name that an environment gives to an object of Argo CD.
struct Named {
    kind: &'static str,
    name: EcoString,
    /// What the object is for, in words of the project.
    whose: EcoString,
    /// What it is made of, in the first place.
    spot: Spot,
    /// The environment's name.
    home: Spot,
}

fn names_of(app: &RenderedApp, home: &Spot) -> [Named; 2] {
    let id = &app.id;
    let whose = ecow::eco_format!("team `{}` in environment `{}`", id.team, id.environment);
    [
        Named {
            kind: "Application",
            name: id.application(),
            whose: ecow::eco_format!(
                "app `{}` on cluster `{}` of environment `{}`",
                id.app,
                id.cluster,
                id.environment
            ),
            // The entry of the stack in the environment; of an app of the platform the environment's name.
            spot: spot(app.existence.iter().copied(), if id.stack.is_some() { Spot::Key } else { Spot::Value }),
            home: home.clone(),
        },
        Named {
            kind: "AppProject",
            name: id.project(),
            whose,
            spot: spot(app.team.iter().copied(), Spot::Value),
            home: home.clone(),
        },
    ]
}

fn root_of(plan: &ArgoCdPlan, home: &Spot) -> [Named; 2] {
    let environment = &plan.environment;
    let whose = ecow::eco_format!("the root of environment `{}`", environment.value);
    let (name, spot) = (root_name(&environment.value), home.clone());
    let named = |kind| Named { kind, name: name.clone(), whose: whose.clone(), spot: spot.clone(), home: home.clone() };
    [named("Application"), named("AppProject")]
}

/// The first leaf of some causes; what nobody wrote is platgen.yaml's.
fn spot(causes: impl IntoIterator<Item = Cause>, of: fn(Place) -> Spot) -> Spot {
    let leaf = causes.into_iter().find_map(Cause::leaf);
    leaf.map_or_else(|| Spot::File("platgen.yaml".into()), of)
}

/// An Application that is rendered is not removed: left behind, the entry would let it go unnoticed some day.
fn check_not_removed(named: &Named, plan: &ArgoCdPlan, sink: &mut Sink) {
    let Some(reason) = plan.argocd.removed.get(&named.name).filter(|_| named.kind == "Application") else { return };
    let message = format!("Application `{}` is said to be removed, and there it is", named.name);
    let spot = plan.origins.first_leaf(reason.origin).map_or_else(|| named.home.clone(), Spot::Key);
    let finding = Finding::new(Code::CONTRADICTION, message, spot);
    sink.report(finding.with(named.spot.clone(), "what it is made of").help("take the entry away"));
}

fn check_length(named: &Named, sink: &mut Sink) {
    let length = named.name.chars().count();
    if length > LONGEST {
        let (kind, name) = (named.kind, &named.name);
        let message = format!("the name of {kind} `{name}` has {length} characters, at most {LONGEST} are allowed");
        let help = match named.kind {
            "Application" => "it is made of the names of environment, cluster and app: give one of them a shorter one",
            _ => "it is made of the names of environment and team: give one of them a shorter one",
        };
        sink.report(Finding::new(Code::NAME_TOO_LONG, message, named.spot.clone()).help(help));
    }
}

fn taken_twice(first: &Named, second: &Named) -> Finding {
    let message = format!(
        "{} and {} share an Argo CD, in which both would have the {} `{}`",
        first.whose, second.whose, second.kind, second.name
    );
    Finding::new(Code::DUPLICATE_NAME, message, second.home.clone())
        .with(first.home.clone(), "the other one")
        .help("it is made of the names of environment, cluster and app: give one of them another form")
}
