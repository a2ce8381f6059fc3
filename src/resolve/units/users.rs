use std::collections::BTreeMap;

use ecow::EcoString;

use super::{Unit, UnitIndex, Units, UnitsOf, runs_on};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::{Named, Reading, Shaped, Use, Workload};
use crate::node::{Cause, Origins};
use crate::resolve::stacks::StackInstance;
use crate::resolve::{Merged, MergedView, Root};

/// A workload's use of a unit.
#[derive(Clone)]
pub(in crate::resolve) struct Edge {
    pub(in crate::resolve) unit: UnitIndex,
    /// What it may do with it, and what said so.
    pub(in crate::resolve) access: Option<EcoString>,
    pub(in crate::resolve) causes: Vec<Cause>,
}

/// Who uses a unit.
#[derive(Clone)]
pub(in crate::resolve) struct User {
    pub(in crate::resolve) stack: EcoString,
    pub(in crate::resolve) workload: EcoString,
    pub(in crate::resolve) cluster: EcoString,
    pub(in crate::resolve) access: Option<EcoString>,
    pub(in crate::resolve) causes: Vec<Cause>,
}

impl UnitsOf<'_> {
    /// Follows every `uses` of every workload, and tells both ends of it.
    pub(super) fn connect_users(self, units: &mut Units, sink: &mut Sink) {
        for instance in self.instances {
            let Some(workloads) = instance.merged.member("workloads", self.inputs.sources) else { continue };
            let MergedView::Map(_, entries) = workloads.view(self.inputs.sources) else { continue };
            for (name, entry) in entries.iter().filter(|(_, entry)| !entry.is_null(self.inputs.sources)) {
                let Some((uses, origins)) = self.uses_of(instance, entry) else { continue };
                let mut edges = BTreeMap::new();
                for (use_name, one) in uses.iter() {
                    if let Some(edge) = self.edge(instance, use_name, one, &origins, units, sink) {
                        units.all[edge.unit].users.push(User {
                            stack: instance.name().clone(),
                            workload: name.clone(),
                            cluster: instance.cluster.name.clone(),
                            access: edge.access.clone(),
                            causes: edge.causes.clone(),
                        });
                        edges.insert(use_name.clone(), edge);
                    }
                }
                units.edges.insert((runs_on(instance), name.clone()), edges);
            }
        }
    }

    /// The `uses` of a workload; what is wrong with them is said where the workload is planned.
    fn uses_of(self, instance: &StackInstance<'_>, entry: &Merged) -> Option<(Named<Use>, Origins)> {
        let (merged, _) = instance.environment.defaults.below(entry, self.inputs.sources);
        let uses = merged.member("uses", self.inputs.sources)?;
        let mut origins = Origins::default();
        let mut unheard = Sink::default();
        let mut evaluator = instance.evaluator(self.inputs, &mut origins, &mut unheard);
        evaluator.root(
            "workload",
            Root::Lazy(crate::node::Node::map(crate::node::Origin::INHERITED), &merged, Workload::SHAPE),
        );
        let tree = evaluator.evaluate(&uses, &<Named<Use> as Shaped>::SHAPE).ok()?;
        let uses = Named::<Use>::read(&tree, &mut Reading { origins: &mut origins, sink: &mut unheard }).ok()?;
        Some((uses, origins))
    }

    fn edge(
        self,
        instance: &StackInstance<'_>,
        name: &EcoString,
        one: &Use,
        origins: &Origins,
        units: &Units,
        sink: &mut Sink,
    ) -> Option<Edge> {
        let target = one.from.as_ref().map_or(name.as_str(), |from| from.value.0.as_str());
        let (stack, unit) = match target.split_once('/') {
            Some((stack, unit)) => (EcoString::from(stack), EcoString::from(unit)),
            None => (instance.name().clone(), EcoString::from(target)),
        };
        let asked = one.from.as_ref().map_or(one.origin, |from| from.origin);
        let place = origins.first_leaf(asked)?;
        let spot = if one.from.is_some() { Spot::Value(place) } else { Spot::Key(place) };
        let found = units.find(&stack, &unit, instance);
        let Some(index) = found else {
            if units.failed.contains(&(stack.clone(), unit.clone())) || !self.is_complete {
                return None;
            }
            sink.report(self.unknown(&stack, &unit, target, instance, units, spot));
            return None;
        };
        let unit = &units.all[index];
        if !unit.is_shared_with(instance.name()) {
            sink.report(not_shared(unit, instance.name(), spot));
            return None;
        }
        let access = self.access(unit, one, origins, spot, sink).ok()?;
        let mut causes = origins.causes(one.origin).collect::<Vec<_>>();
        let more = [one.from.as_ref().map(|from| from.origin), one.access.as_ref().map(|access| access.origin)];
        causes.extend(more.iter().flatten().flat_map(|origin| origins.causes(*origin)));
        Some(Edge { unit: index, access, causes })
    }

    /// What a use may do: what it asks for, else the definition's default; `None` where there is only one thing to do.
    fn access(
        self,
        unit: &Unit,
        one: &Use,
        origins: &Origins,
        spot: Spot,
        sink: &mut Sink,
    ) -> Result<Option<EcoString>, crate::diagnostics::Poison> {
        let kind = &unit.definition.name;
        let template = unit.template();
        let uses = if self.is_local() { template.local.as_ref().and_then(|local| local.uses.as_ref()) } else { None };
        // The words are the same wherever the stack runs.
        let Some(declared) = template.uses.as_ref().or(uses) else {
            let message = format!("nothing uses a unit of kind `{kind}`: it gives a workload nothing");
            let finding = Finding::new(Code::UNUSABLE_UNIT, message, spot);
            return Err(sink.report(finding.help("its definition has no `uses`")));
        };
        let Some(access) = &one.access else { return Ok(declared.default.as_ref().map(|(word, _)| word.clone())) };
        let word = &access.value.0;
        if declared.access(word).is_some() {
            return Ok(Some(word.clone()));
        }
        let known = declared.known();
        let place = origins.first_leaf(access.origin);
        let spot = place.map_or(spot, Spot::Value);
        let message = format!("a unit of kind `{kind}` has no access `{word}`");
        let mut finding = Finding::new(Code::UNKNOWN_NAME, message, spot).suggest(word, known.iter().copied());
        finding.help.get_or_insert_with(|| match known.as_slice() {
            [] => "there is one thing to do with it: leave `access` out".to_owned(),
            known => format!("it has {}", known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")),
        });
        Err(sink.report(finding))
    }

    fn unknown(
        self,
        stack: &EcoString,
        unit: &EcoString,
        written: &str,
        instance: &StackInstance<'_>,
        units: &Units,
        spot: Spot,
    ) -> Finding {
        let message = if *stack == *instance.name() {
            format!("stack `{stack}` has no unit `{unit}` here")
        } else {
            format!("no stack `{stack}` of environment `{}` has a unit `{unit}` here", self.environment.name)
        };
        let visible = units.all.iter().filter(|known| known.is_shared_with(instance.name()));
        let known: Vec<EcoString> = visible
            .map(|known| match known.stack.value == *instance.name() {
                true => known.name.clone(),
                false => known.display(),
            })
            .collect();
        let finding = Finding::new(Code::UNKNOWN_NAME, message, spot);
        let mut finding = finding.suggest(written, known.iter().map(EcoString::as_str));
        finding.help.get_or_insert_with(|| {
            format!(
                "declare it in the stack: `units: {{{unit}: {{kind: …}}}}`, or say whose it is: `from: <stack>/{unit}`"
            )
        });
        finding
    }
}

/// The finding for a unit that belongs to another stack, which does not share it.
pub(super) fn not_shared(unit: &Unit, stack: &str, spot: Spot) -> Finding {
    let message = format!("stack `{}` does not share unit `{}` with stack `{stack}`", unit.stack.value, unit.name);
    Finding::new(Code::UNIT_NOT_SHARED, message, spot)
        .with(Spot::Key(unit.place), "the unit")
        .help(format!("its owner may write there: `share: [{stack}]`"))
}

impl Units {
    /// The unit of a stack that serves an instance.
    pub(super) fn find(&self, stack: &str, unit: &str, instance: &StackInstance<'_>) -> Option<UnitIndex> {
        let region = instance.cluster_region();
        let serves = |known: &Unit| {
            known.stack.value == stack && known.name == unit && known.serves(&instance.cluster.name, region)
        };
        self.all.iter().position(serves)
    }
}
