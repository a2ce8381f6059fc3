use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::base::Seen;
use super::dependencies::Targets;
use super::{Unit, UnitIndex, Units};
use crate::catalog::{ModuleTemplate, OUTPUT};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::is_true;
use crate::node::{Entry, Node, Origin, Origins, Payload};
use crate::resolve::context::copy;
use crate::resolve::environments::Inputs;
use crate::resolve::instance_faults::{Faulty, report_faults};
use crate::resolve::unit_plan::{BorrowedUse, CloudPlan, GLOBAL, ModulePlan, UnitDependency, UnitId, UnitPlan};
use crate::source::Place;

/// What makes the units of one environment, once all of their users are known.
#[derive(Clone, Copy)]
pub(in crate::resolve) struct BodiesOf<'a> {
    pub(in crate::resolve) units: &'a Units,
    pub(in crate::resolve) elsewhere: &'a BTreeMap<EcoString, Units>,
    pub(in crate::resolve) inputs: Inputs<'a>,
    pub(in crate::resolve) cloud: &'a Arc<CloudPlan>,
}

/// A part of what a unit gives: the unit, its module, and the output with what is below it.
struct Output<'a> {
    unit: &'a Unit,
    /// The companion; empty for the unit's own module.
    module: EcoString,
    /// What the dependency is called in the unit that reads it.
    block: EcoString,
    path: &'a str,
}

impl<'a> BodiesOf<'a> {
    /// The Terragrunt units, each once, in the order of their folders; what failed was reported and is left out.
    pub(in crate::resolve) fn plan(self, sink: &mut Sink) -> (Vec<UnitPlan>, bool) {
        let mut plans = Vec::new();
        let mut is_whole = self.units.failed.is_empty();
        let mut found = Sink::occurring_in(self.cloud.environment.clone());
        for index in 0..self.units.all.len() {
            let unit = &self.units.all[index];
            if unit.is_borrowed || self.units.is_failed(index) {
                continue;
            }
            let mut origins = Origins::default();
            let dependencies = self.units.dependencies_in(unit, &mut origins);
            let mut seen = unit.seen(dependencies, &unit.cluster_context, &mut origins);
            unit.tell_users(&mut seen.subject, &mut origins);
            if self.faults(unit, &seen, &mut origins, &mut found).is_err() {
                is_whole = false;
                continue;
            }
            for module in &unit.template().modules {
                match self.module(unit, module, &seen, origins.clone(), &mut found) {
                    Ok(Some(plan)) => plans.push(plan),
                    Ok(None) => {}
                    Err(Poison) => is_whole = false,
                }
            }
        }
        sink.absorb(found);
        plans.sort_by(|a, b| a.id.folder.cmp(&b.id.folder));
        (plans, is_whole)
    }

    /// Reports what the definition itself finds wrong with the unit.
    fn faults(self, unit: &'a Unit, seen: &Seen<'_>, origins: &mut Origins, sink: &mut Sink) -> Result<(), Poison> {
        let Some(template) = &unit.definition.faults else { return Ok(()) };
        let Some(found) = seen.evaluate(template, Vec::new(), origins, sink)? else { return Ok(()) };
        let definition = unit.definition.name_place.file;
        let faulty = Faulty { found: &found, parameters: &seen.parameters, place: unit.place, definition };
        report_faults(&faulty, origins, sink)
    }

    /// The unit that one module makes, `origins` being a table in which it is seen; `None` where its condition drops it.
    fn module(
        self,
        unit: &'a Unit,
        module: &ModuleTemplate,
        seen: &Seen<'_>,
        mut origins: Origins,
        sink: &mut Sink,
    ) -> Result<Option<UnitPlan>, Poison> {
        if let Some(condition) = &module.condition {
            let node = seen.evaluate(condition, Vec::new(), &mut origins, sink)?;
            if !node.as_ref().is_some_and(is_true) {
                return Ok(None);
            }
        }
        let evaluated = match &module.inputs {
            Some(inputs) => seen.evaluate(inputs, Vec::new(), &mut origins, sink)?,
            None => None,
        };
        let mut inputs = evaluated.unwrap_or_else(|| Node::map(seen.origin));
        if let Some(own) = unit.inputs.as_ref().filter(|_| module.name.is_empty()) {
            put_over(&mut inputs, copy(own, &unit.origins, &mut origins));
        }
        let mut needed: Vec<UnitDependency> = Vec::new();
        let mut read = ReadOutputs { of: self, unit, origins: &origins, needed: &mut needed, sink };
        read.below(&mut inputs)?;
        needed.sort_by(|a, b| a.block.cmp(&b.block));
        let source = ModulePlan::read(module.source, self.inputs.sources).ok_or(Poison)?;
        Ok(Some(UnitPlan {
            id: id_of(unit, &module.name),
            kind: unit.definition.name.clone(),
            team: unit.team.value.clone(),
            cloud_name: unit.cloud_name.value.clone(),
            module: source,
            inputs,
            dependencies: needed,
            place: unit.place,
            definition: unit.definition.name_place,
            origin: seen.origin,
            users: unit
                .users
                .iter()
                .map(|user| (user.cluster.clone(), user.stack.clone(), user.workload.clone()))
                .collect(),
            cloud: self.cloud.clone(),
            origins,
        }))
    }

    /// What `<dependency>[@<cluster>][/<companion>].<output>` of a unit names; `unit@<region>` is itself in another region.
    fn output<'t>(self, unit: &'a Unit, text: &'t str) -> Result<Output<'t>, String>
    where
        'a: 't,
    {
        let Some((head, path)) = text.split_once('.') else {
            return Err(format!("`{text}` names no output: `<dependency>.<output>`"));
        };
        let (head, module) = head.split_once('/').unwrap_or((head, ""));
        let (name, cluster) = match head.split_once('@') {
            Some((name, cluster)) => (name, Some(cluster)),
            None => (head, None),
        };
        let target = self.target(unit, name, cluster)?;
        let has_module = target.template().modules.iter().any(|known| known.name == module);
        if !has_module {
            return Err(format!("definition `{}` has no companion `{module}`", target.definition.name));
        }
        let parts = [Some(name), cluster, (!module.is_empty()).then_some(module)];
        let block = parts.into_iter().flatten().collect::<Vec<_>>().join("_").replace(['-', '.'], "_");
        Ok(Output { unit: target, module: module.into(), block: block.into(), path })
    }

    fn target(self, unit: &'a Unit, name: &str, cluster: Option<&str>) -> Result<&'a Unit, String> {
        if name == "unit" {
            let Some(region) = cluster else { return Ok(unit) };
            let is_there = |peer: &&Unit| {
                peer.stack.value == unit.stack.value
                    && peer.name == unit.name
                    && peer.region.as_ref().is_some_and(|known| known.value == region)
            };
            let found = self.units.all.iter().find(is_there);
            return found.ok_or_else(|| format!("the unit does not stand in `{region}`"));
        }
        let at = |index: &UnitIndex| &self.units.all[*index];
        let dependency = unit.dependencies.iter().find(|dependency| dependency.name == name);
        match (dependency.map(|dependency| &dependency.targets), cluster) {
            (Some(Targets::One(Some(index))), _) => Ok(self.home(at(index))),
            (Some(Targets::One(None)), _) => Err(format!("there is no unit for the dependency `{name}`")),
            (Some(Targets::EachCluster(each)), Some(cluster)) => each
                .iter()
                .find(|(known, _)| known == cluster)
                .map(|(_, index)| at(index))
                .ok_or_else(|| format!("the dependency `{name}` has no unit for cluster `{cluster}`")),
            (Some(Targets::EachCluster(_)), None) => {
                Err(format!("of the dependency `{name}` there is one for each cluster: `{name}@<cluster>`"))
            }
            (None, _) => {
                let region = unit.region.as_ref().map(|region| region.value.as_str());
                let is_meant = |known: &&Unit| {
                    known.stack.value == unit.stack.value
                        && known.name == name
                        && known.serves(unit.cluster.as_deref().unwrap_or_default(), region)
                };
                let found = self.units.all.iter().find(is_meant);
                found.ok_or_else(|| format!("there is neither a dependency nor a unit of the stack called `{name}`"))
            }
        }
    }

    /// A borrowed unit in the environment that has it.
    fn home(self, unit: &'a Unit) -> &'a Unit {
        if !unit.is_borrowed {
            return unit;
        }
        let home = self.elsewhere.get(&unit.environment);
        let same = |known: &&Unit| known.stack.value == unit.stack.value && known.name == unit.name;
        home.and_then(|units| units.all.iter().find(same)).unwrap_or(unit)
    }
}

impl Units {
    /// Who of an environment uses units of another one, of whose modules there may be fewer than their definitions have.
    pub(in crate::resolve) fn borrowed_uses(&self, environment: &EcoString) -> Vec<BorrowedUse> {
        let borrowed = self.all.iter().filter(|unit| unit.is_borrowed);
        let uses = borrowed.flat_map(|unit| unit.users.iter().map(move |user| (unit, user)));
        let of_modules = uses.flat_map(|(unit, user)| {
            unit.template().modules.iter().map(move |module| BorrowedUse {
                unit: id_of(unit, &module.name),
                environment: environment.clone(),
                user: (user.cluster.clone(), user.stack.clone(), user.workload.clone()),
            })
        });
        of_modules.collect()
    }
}

/// Where a unit's module lies.
fn id_of(unit: &Unit, module: &EcoString) -> UnitId {
    let name = if module.is_empty() { unit.name.clone() } else { ecow::eco_format!("{}-{module}", unit.name) };
    let region = unit.region.as_ref().map_or(GLOBAL, |region| region.value.as_str());
    let stack = &unit.stack.value;
    let folder = match &unit.cluster {
        Some(cluster) => ecow::eco_format!("{region}/{cluster}/{stack}/{name}"),
        None => ecow::eco_format!("{region}/{stack}/{name}"),
    };
    UnitId {
        environment: unit.environment.clone(),
        stack: stack.clone(),
        name,
        unit: unit.name.clone(),
        region: unit.region.as_ref().map(|region| region.value.clone()),
        cluster: unit.cluster.clone(),
        folder,
    }
}

/// Puts the user's inputs over those of the definition: maps merge, everything else replaces, null is data.
fn put_over(low: &mut Node, high: Node) {
    let Payload::Map(entries) = high.payload else { return };
    for Entry { key, value } in entries {
        match low.get_mut(&key) {
            Some(below) if is_plain_map(below) && is_plain_map(&value) => put_over(below, value),
            Some(below) => *below = value,
            None => low.set(key, value),
        }
    }
}

fn is_plain_map(node: &Node) -> bool {
    matches!(node.payload, Payload::Map(_)) && node.get(OUTPUT).is_none()
}

/// Follows what stands for outputs of other units.
struct ReadOutputs<'a, 'b> {
    of: BodiesOf<'a>,
    unit: &'a Unit,
    origins: &'b Origins,
    needed: &'b mut Vec<UnitDependency>,
    sink: &'b mut Sink,
}

impl ReadOutputs<'_, '_> {
    /// Writes the name of the dependency in the place of what the definition calls it.
    fn below(&mut self, node: &mut Node) -> Result<(), Poison> {
        if let Some(named) = node.get(OUTPUT) {
            let text = named.as_str().map(EcoString::from).unwrap_or_default();
            let origin = node.origin;
            let written = self.output(&text, named.origin)?;
            node.set(OUTPUT, Node::text(written, origin));
            return Ok(());
        }
        match &mut node.payload {
            Payload::Seq(items) => self.all(items.iter_mut()),
            Payload::Map(entries) => self.all(entries.iter_mut().map(|entry| &mut entry.value)),
            _ => Ok(()),
        }
    }

    /// Follows all of them, also behind one that leads nowhere.
    fn all<'n>(&mut self, nodes: impl Iterator<Item = &'n mut Node>) -> Result<(), Poison> {
        let mut result = Ok(());
        for node in nodes {
            if let Err(failed) = self.below(node) {
                result = Err(failed);
            }
        }
        result
    }

    fn output(&mut self, text: &str, origin: Origin) -> Result<EcoString, Poison> {
        let Output { unit, module, block, path } = match self.of.output(self.unit, text) {
            Ok(output) => output,
            Err(message) => {
                let spot = self.origins.first_leaf(origin).map_or(Spot::Key(self.unit.place), Spot::Value);
                let finding =
                    Finding::new(Code::UNKNOWN_OUTPUT, message, spot).with(Spot::Key(self.unit.place), "in this unit");
                return Err(self.sink.report(finding));
            }
        };
        let id = id_of(unit, &module);
        let template = unit.template().modules.iter().find(|known| known.name == module).ok_or(Poison)?;
        let source: Place = template.source;
        let known = match self.needed.iter_mut().find(|known| known.block == block) {
            Some(known) => known,
            None => {
                let module = ModulePlan::read(source, self.of.inputs.sources).ok_or(Poison)?;
                self.needed.push(UnitDependency { block: block.clone(), target: id, module, outputs: Vec::new() });
                self.needed.last_mut().ok_or(Poison)?
            }
        };
        if !known.outputs.iter().any(|(known, _)| known == path) {
            known.outputs.push((path.into(), origin));
        }
        Ok(ecow::eco_format!("{block}.{path}"))
    }
}

impl Unit {
    /// Says in `unit` who uses it: `users`, and the `clusters` that they run on.
    pub(super) fn tell_users(&self, subject: &mut Node, origins: &mut Origins) {
        let mut users = Vec::new();
        let mut clusters: Vec<(EcoString, Vec<Origin>)> = Vec::new();
        for user in &self.users {
            let origin = origins.of_causes(user.causes.iter().copied());
            let mut node = Node::map(origin);
            let texts = [("stack", &user.stack), ("workload", &user.workload), ("cluster", &user.cluster)];
            for (key, text) in texts.into_iter().chain(user.access.iter().map(|access| ("access", access))) {
                node.set(key, Node::text(text.clone(), origin));
            }
            users.push(node);
            match clusters.iter_mut().find(|(known, _)| *known == user.cluster) {
                Some((_, causes)) => causes.push(origin),
                None => clusters.push((user.cluster.clone(), vec![origin])),
            }
        }
        clusters.sort_by(|a, b| a.0.cmp(&b.0));
        let all: Vec<Origin> = clusters.iter().flat_map(|(_, causes)| causes.iter().copied()).collect();
        let whole = origins.join(&all);
        let clusters = clusters.into_iter().map(|(name, causes)| Node::text(name, origins.join(&causes))).collect();
        subject.set("users", Node::new(Payload::Seq(users), whole));
        subject.set("clusters", Node::new(Payload::Seq(clusters), whole));
    }
}
