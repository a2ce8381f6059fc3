use ecow::EcoString;

use super::dependencies::Targets;
use super::{Unit, UnitIndex, Units, UnitsOf};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::node::{Node, Origin, Origins, Payload};
use crate::resolve::context::copy;

impl UnitsOf<'_> {
    /// Evaluates the names of all units, each after those that it depends on.
    pub(super) fn name_all(self, units: &mut Units, sink: &mut Sink) {
        let order = order(units, sink);
        for index in order {
            let needed = units.all[index].dependencies.iter().flat_map(|dependency| dependency.targets.all());
            if units.is_failed(index) || needed.into_iter().any(|target| units.is_failed(target)) {
                units.fail(&[index]);
                continue;
            }
            match self.names(index, units, sink) {
                Ok(names) => units.all[index].names = names,
                Err(Poison) => units.fail(&[index]),
            }
        }
    }

    pub(super) fn names(self, index: UnitIndex, units: &mut Units, sink: &mut Sink) -> Result<Node, Poison> {
        let unit = &units.all[index];
        // Where there is no cloud, a component has the names that its workloads are told.
        if unit.is_borrowed || (self.is_local() && unit.template().is_made()) {
            return Ok(unit.names.clone());
        }
        let mut table = Origins::default();
        let dependencies = units.dependencies_in(unit, &mut table);
        let seen = unit.seen(dependencies, &unit.cluster_context, &mut table);
        let mut names = Node::map(Origin::INHERITED);
        for (name, template) in &unit.definition.names {
            if let Some(node) = seen.evaluate(template, Vec::new(), &mut table, sink)? {
                names.set(name.clone(), node);
            }
        }
        let unit = &mut units.all[index];
        Ok(copy(&names, &table, &mut unit.origins))
    }
}

impl Units {
    /// What templates of a unit read as `dependencies`, in a table of origins.
    pub(super) fn dependencies_in(&self, unit: &Unit, into: &mut Origins) -> Node {
        let mut node = Node::map(Origin::INHERITED);
        for dependency in &unit.dependencies {
            let because = into.of_causes(dependency.causes.iter().copied());
            let mut known = |index: &UnitIndex| {
                let mut known = self.all[*index].known_in(into);
                into.join_below(&mut known, because);
                known
            };
            let value = match &dependency.targets {
                Targets::One(Some(index)) => known(index),
                Targets::One(None) => Node::new(Payload::Null, because),
                Targets::EachCluster(each) => {
                    let mut clusters = Node::map(because);
                    for (cluster, index) in each {
                        clusters.set(cluster.clone(), known(index));
                    }
                    clusters
                }
            };
            node.set(dependency.name.clone(), value);
        }
        node
    }
}

/// The units, each behind those that it depends on; circles are reported and left out.
fn order(units: &mut Units, sink: &mut Sink) -> Vec<UnitIndex> {
    let mut walk =
        Walk { units, order: Vec::new(), done: vec![false; units.all.len()], path: Vec::new(), circles: Vec::new() };
    for index in 0..walk.units.all.len() {
        walk.visit(index);
    }
    let Walk { order, circles, .. } = walk;
    let mut failed = Vec::new();
    for circle in circles {
        sink.report(circle_of(&circle, units));
        failed.extend(circle);
    }
    units.fail(&failed);
    order
}

struct Walk<'a> {
    units: &'a Units,
    order: Vec<UnitIndex>,
    done: Vec<bool>,
    path: Vec<UnitIndex>,
    circles: Vec<Vec<UnitIndex>>,
}

impl Walk<'_> {
    fn visit(&mut self, index: UnitIndex) {
        if let Some(start) = self.path.iter().position(|known| *known == index) {
            self.circles.push(self.path[start..].to_vec());
            return;
        }
        if self.done[index] {
            return;
        }
        self.path.push(index);
        let units = self.units;
        let next = units.all[index].dependencies.iter().flat_map(|dependency| dependency.targets.all());
        for target in next {
            self.visit(target);
        }
        self.path.pop();
        self.done[index] = true;
        self.order.push(index);
    }
}

/// The finding for units that need one another, beginning with the first by name.
fn circle_of(circle: &[UnitIndex], units: &Units) -> Finding {
    let mut circle: Vec<&Unit> = circle.iter().map(|index| &units.all[*index]).collect();
    let first = (0..circle.len()).min_by_key(|index| circle[*index].display()).unwrap_or(0);
    circle.rotate_left(first);
    let mut names: Vec<EcoString> = circle.iter().map(|unit| unit.display()).collect();
    names.push(names[0].clone());
    let message = format!("units need one another in a circle: {}", names.join(" → "));
    let mut finding = Finding::new(Code::UNIT_CYCLE, message, Spot::Key(circle[0].place));
    for unit in &circle[1..] {
        finding = finding.with(Spot::Key(unit.place), "which needs this");
    }
    finding.help("let one of them do without the other")
}
