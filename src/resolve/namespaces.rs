use std::collections::BTreeMap;

use ecow::EcoString;
use smallvec::SmallVec;

use super::environments::Inputs;
use super::stacks::StackInstance;
use super::teams::{Team, Teams};
use super::{Evaluator, ExternalObject, Merged, MergedView, NamespacePlan};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{Amount, NamespaceDeclaration, Quota, Reading, Shaped, Sourced, TextRule};
use crate::node::{Cause, Node, Origin, Origins};
use crate::source::Place;

/// A namespace that a stack declares or borrows on one cluster, evaluated.
pub(super) struct StackNamespace {
    pub(super) logical: EcoString,
    pub(super) place: Place,
    /// The real name; of a borrowed one that of the stack that declares it.
    pub(super) real: Option<Real>,
    /// The stack that declares it, where this one borrows it.
    pub(super) from: Option<(EcoString, Place)>,
    /// Whether it is made elsewhere.
    pub(super) is_external: bool,
    /// The declaration, evaluated.
    tree: Node,
}

impl StackNamespace {
    /// The namespace as something that stands in the cluster.
    pub(super) fn standing(&self) -> Option<ExternalObject> {
        let real = self.real.as_ref()?;
        Some(ExternalObject::of_cluster("", "Namespace", &real.name, Some(real.spot.clone())))
    }
}

/// A real name with the leaves that make it.
#[derive(Clone)]
pub(super) struct Real {
    pub(super) name: EcoString,
    pub(super) causes: SmallVec<[Cause; 2]>,
    /// Where to point: the name, or the key that is the name.
    pub(super) spot: Spot,
}

/// The namespaces of one stack on one cluster, with their table of origins.
pub(super) struct StackNamespaces {
    pub(super) namespaces: Vec<StackNamespace>,
    pub(super) origins: Origins,
    /// Whether some could not be evaluated, so that a name that is not found may be theirs.
    pub(super) poisoned: bool,
}

/// The namespaces of every stack on one cluster of one environment, by stack.
pub(super) type NamespaceTable = BTreeMap<EcoString, StackNamespaces>;

/// Evaluates the namespaces of one stack.
pub(super) fn namespaces_of(instance: &StackInstance<'_>, inputs: Inputs<'_>, sink: &mut Sink) -> StackNamespaces {
    let mut found = StackNamespaces { namespaces: Vec::new(), origins: Origins::default(), poisoned: false };
    let Some(declared) = instance.merged.member("namespaces", inputs.sources) else { return found };
    let MergedView::Map(_, entries) = declared.view(inputs.sources) else { return found };
    for (logical, entry) in entries.iter().filter(|(_, entry)| !entry.is_null(inputs.sources)) {
        let evaluator = instance.evaluator(inputs, &mut found.origins, sink);
        match evaluate_declaration(logical, entry, evaluator) {
            Ok(namespace) => found.namespaces.push(namespace),
            Err(Poison) => found.poisoned = true,
        }
    }
    found
}

fn evaluate_declaration(
    logical: &EcoString,
    entry: &Merged,
    mut evaluator: Evaluator<'_>,
) -> Result<StackNamespace, Poison> {
    let tree = evaluator.evaluate(entry, &NamespaceDeclaration::SHAPE)?;
    let spec = NamespaceDeclaration::read(&tree, &mut Reading { origins: evaluator.origins, sink: evaluator.sink })?;
    let place = entry.place();
    let from = spec
        .from
        .as_ref()
        .map(|from| (from.value.0.clone(), evaluator.origins.first_leaf(from.origin).unwrap_or(place)));
    if !TextRule::ALL[TextRule::LABEL].accepts(logical) {
        // Reported when the file was checked.
        return Err(Poison);
    }
    let real = from.is_none().then(|| match &spec.name {
        Some(name) => Real {
            name: name.value.0.clone(),
            causes: evaluator.origins.causes(name.origin).collect(),
            spot: Spot::Value(evaluator.origins.first_leaf(name.origin).unwrap_or(place)),
        },
        None => {
            Real { name: logical.clone(), causes: SmallVec::from_slice(&[Cause::Leaf(place)]), spot: Spot::Key(place) }
        }
    });
    let is_external = spec.external.as_ref().is_some_and(|external| external.value);
    Ok(StackNamespace { logical: logical.clone(), place, real, from, is_external, tree })
}

/// Follows `from` of every borrowed namespace to the stack that declares it; `is_complete` where no stack failed.
pub(super) fn follow_borrowed(table: &mut NamespaceTable, is_complete: bool, sink: &mut Sink) {
    let declared: BTreeMap<(EcoString, EcoString), Real> = table
        .iter()
        .flat_map(|(stack, found)| found.namespaces.iter().map(move |namespace| (stack, namespace)))
        .filter_map(|(stack, namespace)| Some(((stack.clone(), namespace.logical.clone()), namespace.real.clone()?)))
        .collect();
    let stacks: Vec<(EcoString, bool)> = table.iter().map(|(name, found)| (name.clone(), found.poisoned)).collect();
    for found in table.values_mut() {
        for namespace in &mut found.namespaces {
            let Some((stack, place)) = &namespace.from else { continue };
            namespace.real = declared.get(&(stack.clone(), namespace.logical.clone())).cloned();
            if let Some(real) = &mut namespace.real {
                real.causes.push(Cause::Leaf(*place));
                continue;
            }
            match stacks.iter().find(|(name, _)| name == stack) {
                Some((_, true)) => {}
                Some((_, false)) => {
                    let message = format!("stack `{stack}` declares no namespace `{}`", namespace.logical);
                    let known = declared.keys().filter(|(owner, _)| owner == stack).map(|(_, name)| name.as_str());
                    let finding = Finding::new(Code::UNDECLARED_NAMESPACE, message, Spot::Value(*place));
                    sink.report(finding.suggest(&namespace.logical, known));
                }
                None if !is_complete => {}
                None => {
                    let message = format!("no stack `{stack}` runs on this cluster");
                    let names = stacks.iter().map(|(name, _)| name.as_str());
                    let finding = Finding::new(Code::UNDECLARED_NAMESPACE, message, Spot::Value(*place));
                    sink.report(finding.suggest(stack, names));
                }
            }
        }
    }
}

impl StackNamespaces {
    /// Logical and real name of each namespace, and whether these are all: none failed.
    pub(super) fn known(&self) -> (Vec<(EcoString, EcoString)>, bool) {
        let real =
            |namespace: &StackNamespace| Some((namespace.logical.clone(), namespace.real.as_ref()?.name.clone()));
        let known: Vec<(EcoString, EcoString)> = self.namespaces.iter().filter_map(real).collect();
        let is_all = !self.poisoned && known.len() == self.namespaces.len();
        (known, is_all)
    }

    /// The real name of a logical namespace, in another table of origins; an unknown one is reported.
    pub(super) fn real(
        &self,
        logical: &str,
        asked: Origin,
        spot: Spot,
        stack: &str,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Sourced<EcoString>, Poison> {
        match self.namespaces.iter().find(|namespace| namespace.logical == logical) {
            Some(namespace) => {
                let real = namespace.real.as_ref().ok_or(Poison)?;
                let made = origins.of_causes(real.causes.iter().copied());
                Ok(Sourced { value: real.name.clone(), origin: origins.join(&[asked, made]) })
            }
            None if self.poisoned => Err(Poison),
            None => {
                let message = format!("stack `{stack}` declares no namespace `{logical}`");
                let known: Vec<&str> = self.namespaces.iter().map(|namespace| namespace.logical.as_str()).collect();
                let mut finding =
                    Finding::new(Code::UNDECLARED_NAMESPACE, message, spot).suggest(logical, known.iter().copied());
                if finding.help.is_none() {
                    finding.help = Some(format!("declare it in the stack: `namespaces: {{{logical}: {{}}}}`"));
                }
                Err(sink.report(finding))
            }
        }
    }
}

/// The namespaces that one environment owns on one cluster, ready to be lowered; bounds of teams are checked.
pub(super) fn plan_namespaces(
    instances: &[&StackInstance<'_>],
    table: &NamespaceTable,
    teams: &Teams,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<NamespacePlan> {
    let mut plans = Vec::new();
    for instance in instances {
        let (team_name, team_place) = instance.team();
        let Some(found) = table.get(instance.name()) else { continue };
        let Some(team) = teams.find(team_name, *team_place, inputs, sink) else { continue };
        for namespace in &found.namespaces {
            let (Some(real), None) = (&namespace.real, &namespace.from) else { continue };
            if !team.allows_namespace(&real.name) {
                sink.report(outside_team(team_name, &real.name, real.spot.clone(), *team_place));
                continue;
            }
            if namespace.is_external {
                continue;
            }
            plans.extend(plan_namespace(instance, namespace, real, found, team, origins, sink));
        }
    }
    plans.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    divide_quotas(&mut plans, teams, inputs, origins, sink);
    plans
}

fn outside_team(team: &str, namespace: &str, spot: Spot, team_place: Place) -> Finding {
    Finding::new(Code::NAMESPACE_OUTSIDE_TEAM, format!("team `{team}` may not have a namespace `{namespace}`"), spot)
        .with(Spot::Value(team_place), "the stack belongs to this team")
        .help(format!("the platform's owners may add `{namespace}` to `namespaces` of the team's file"))
}

fn plan_namespace(
    instance: &StackInstance<'_>,
    namespace: &StackNamespace,
    real: &Real,
    found: &StackNamespaces,
    team: &Team,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Option<NamespacePlan> {
    // Read once more, so that the declaration's origins are in this app's table.
    let tree = super::context::copy(&namespace.tree, &found.origins, origins);
    let spec = NamespaceDeclaration::read(&tree, &mut Reading { origins, sink }).ok()?;
    let (team_name, team_place) = instance.team();
    let made = origins.of_causes(real.causes.iter().copied());
    let declared = origins.leaf(namespace.place);
    let whose = origins.leaf(*team_place);
    let groups = team.spec.groups.as_ref().map_or_else(Vec::new, |groups| {
        [("view", &groups.viewers), ("edit", &groups.developers), ("admin", &groups.admins)]
            .into_iter()
            .filter_map(|(role, group)| {
                let group = group.as_ref()?;
                let origin = team.context.export_origin(group.origin, origins);
                let origin = origins.join(&[origin, whose]);
                Some((role, Sourced { value: group.value.0.clone(), origin }))
            })
            .collect()
    });
    Some(NamespacePlan {
        name: Sourced { value: real.name.clone(), origin: origins.join(&[made, declared]) },
        stack: instance.stack_name(origins),
        team: Sourced { value: team_name.clone(), origin: whose },
        environment: Sourced {
            value: instance.environment.name.clone(),
            origin: origins.leaf(instance.environment.name_place),
        },
        existence: existence(instance, &spec, origins),
        spec,
        quota: Vec::new(),
        groups,
    })
}

/// Why the namespaces of a stack are made here.
fn existence(instance: &StackInstance<'_>, spec: &NamespaceDeclaration, origins: &mut Origins) -> Origin {
    let instance = origins.of_causes(instance.causes.iter().copied());
    let external = spec.external.as_ref().map_or(Origin::INHERITED, |external| external.origin);
    origins.join(&[instance, external])
}

/// Gives every namespace its part of its team's quota: its own where it states one, else an equal part of what is left.
fn divide_quotas(
    plans: &mut [NamespacePlan],
    teams: &Teams,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) {
    let mut names: Vec<Sourced<EcoString>> = Vec::new();
    for plan in plans.iter() {
        if !names.iter().any(|known| known.value == plan.team.value) {
            names.push(plan.team.clone());
        }
    }
    for name in names {
        let place = origins.first_leaf(name.origin).expect("a team's origin is where its name was written");
        let Some(team) = teams.find(&name.value, place, inputs, sink) else { continue };
        let total = team.spec.quota.as_ref().map(|quota| {
            amounts(quota)
                .into_iter()
                .map(|(key, amount)| {
                    let origin = team.context.export_origin(amount.origin, origins);
                    (key, Sourced { value: amount.value, origin })
                })
                .collect::<Vec<_>>()
        });
        let mut own: Vec<&mut NamespacePlan> = plans.iter_mut().filter(|plan| plan.team.value == name.value).collect();
        for plan in &mut own {
            plan.quota = plan.spec.quota.as_ref().map(amounts).unwrap_or_default();
        }
        for (resource, amount) in total.into_iter().flatten() {
            divide(&resource, &amount, &mut own, &name.value, origins, sink);
        }
    }
}

fn divide(
    resource: &EcoString,
    total: &Sourced<EcoString>,
    namespaces: &mut [&mut NamespacePlan],
    team: &str,
    origins: &mut Origins,
    sink: &mut Sink,
) {
    let Some(whole) = Amount::parse(&total.value) else { return };
    let mut taken = Amount::default();
    let mut causes = vec![total.origin];
    let mut without = Vec::new();
    for (index, plan) in namespaces.iter().enumerate() {
        match plan.quota.iter().find(|(key, _)| key == resource) {
            Some((_, own)) => {
                taken = taken.plus(Amount::parse(&own.value).unwrap_or_default());
                causes.push(own.origin);
            }
            None => without.push(index),
        }
    }
    if taken > whole {
        let spot = |origin: Origin| origins.first_leaf(origin).map(Spot::Value);
        let message =
            format!("namespaces of team `{team}` ask for {taken} of `{resource}`, its quota is {}", total.value);
        if let Some(primary) = causes.get(1).and_then(|origin| spot(*origin)) {
            let mut finding = Finding::new(Code::QUOTA_EXCEEDED, message, primary);
            finding.secondary = causes[2..]
                .iter()
                .filter_map(|origin| spot(*origin))
                .map(|spot| crate::diagnostics::Label { spot, message: "and this".to_owned() })
                .collect();
            if let Some(quota) = spot(total.origin) {
                finding = finding.with(quota, "the team's quota");
            }
            sink.report(finding);
        }
        return;
    }
    if without.is_empty() {
        return;
    }
    let part = whole.minus(taken).divided(without.len());
    if part == Amount::default() && whole > part {
        report_nothing_left(resource, total, namespaces[without[0]], team, origins, sink);
        return;
    }
    let is_alone = causes.len() == 1 && without.len() == 1;
    let value = if is_alone { total.value.clone() } else { ecow::eco_format!("{part}") };
    // How many namespaces share decides too, so each one's declaration and team are causes.
    causes.extend(without.iter().map(|index| namespaces[*index].name.origin));
    causes.extend(namespaces.iter().map(|plan| plan.team.origin));
    let origin = origins.join(&causes);
    for index in without {
        namespaces[index].quota.push((resource.clone(), Sourced { value: value.clone(), origin }));
    }
}

/// A namespace that would get none of what its team has could run nothing.
fn report_nothing_left(
    resource: &EcoString,
    total: &Sourced<EcoString>,
    namespace: &NamespacePlan,
    team: &str,
    origins: &Origins,
    sink: &mut Sink,
) {
    let Some(place) = origins.first_leaf(namespace.name.origin) else { return };
    let name = &namespace.name.value;
    let message = format!("nothing of `{resource}` is left for namespace `{name}` in the quota of team `{team}`");
    let mut finding = Finding::new(Code::QUOTA_EXCEEDED, message, Spot::Key(place));
    if let Some(quota) = origins.first_leaf(total.origin) {
        finding = finding.with(Spot::Value(quota), "other namespaces take all of this");
    }
    sink.report(finding.help("let the other namespaces ask for less, or raise the quota of the team"));
}

/// The amounts of a quota by Kubernetes' resource names.
fn amounts(quota: &Quota) -> Vec<(EcoString, Sourced<EcoString>)> {
    let cpu = quota.cpu.as_ref().map(|amount| ("requests.cpu", &amount.value.0, amount.origin));
    let memory = quota.memory.as_ref().map(|amount| ("requests.memory", &amount.value.0, amount.origin));
    let mut amounts: Vec<(EcoString, Sourced<EcoString>)> = [cpu, memory]
        .into_iter()
        .flatten()
        .map(|(key, amount, origin)| (key.into(), Sourced { value: amount.clone(), origin }))
        .collect();
    amounts.extend(
        quota
            .other
            .iter()
            .map(|(key, amount)| (key.clone(), Sourced { value: amount.value.0.clone(), origin: amount.origin })),
    );
    amounts
}
