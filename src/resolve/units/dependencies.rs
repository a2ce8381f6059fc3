use ecow::EcoString;

use super::base::Seen;
use super::users::not_shared;
use super::{Unit, UnitIndex, Units, UnitsOf};
use crate::catalog::TreeTemplate;
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{DependencyReference, Reading, Shaped};
use crate::node::{Cause, Node, Origin, Origins};

/// A unit that another one reads outputs of.
#[derive(Clone)]
pub(in crate::resolve) struct Dependency {
    /// What the definition's templates call it.
    pub(in crate::resolve) name: EcoString,
    /// The unit, or one for each cluster.
    pub(in crate::resolve) targets: Targets,
    /// What chose it.
    pub(in crate::resolve) causes: Vec<Cause>,
}

/// Which units a dependency comes to.
#[derive(Clone)]
pub(in crate::resolve) enum Targets {
    /// One, or none where the unit does without.
    One(Option<UnitIndex>),
    /// One for each cluster that the unit's users run on.
    EachCluster(Vec<(EcoString, UnitIndex)>),
}

impl Targets {
    /// The units.
    pub(in crate::resolve) fn all(&self) -> Vec<UnitIndex> {
        match self {
            Targets::One(one) => one.iter().copied().collect(),
            Targets::EachCluster(each) => each.iter().map(|(_, index)| *index).collect(),
        }
    }
}

impl UnitsOf<'_> {
    /// Finds what each unit reads outputs of.
    pub(super) fn connect_dependencies(self, units: &mut Units, sink: &mut Sink) {
        let mut failed = Vec::new();
        for index in 0..units.all.len() {
            let unit = &units.all[index];
            if unit.is_borrowed || self.is_local() {
                continue;
            }
            match self.dependencies_of(index, units, sink) {
                Ok(found) => units.all[index].dependencies = found,
                Err(Poison) => failed.push(index),
            }
        }
        units.fail(&failed);
    }

    /// Finds what one unit reads outputs of.
    pub(super) fn dependencies_of(
        self,
        index: UnitIndex,
        units: &Units,
        sink: &mut Sink,
    ) -> Result<Vec<Dependency>, Poison> {
        let unit = &units.all[index];
        let templates = &unit.template().dependencies;
        let mut origins = Origins::default();
        let mut seen = unit.seen(Node::map(Origin::INHERITED), &unit.cluster_context, &mut origins);
        unit.tell_users(&mut seen.subject, &mut origins);
        let mut find = |(name, template): &(EcoString, TreeTemplate)| {
            self.dependency(&seen, (name, template), units, &mut origins, sink)
        };
        let found: Vec<Result<Dependency, Poison>> = templates.iter().map(&mut find).collect();
        found.into_iter().collect()
    }

    fn dependency(
        self,
        seen: &Seen<'_>,
        (name, template): (&EcoString, &TreeTemplate),
        units: &Units,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Dependency, Poison> {
        let unit = seen.unit;
        let Some(node) = seen.evaluate(template, Vec::new(), origins, sink)? else {
            return Ok(Dependency { name: name.clone(), targets: Targets::One(None), causes: Vec::new() });
        };
        let asked = DependencyReference::read(&node, &mut Reading { origins, sink })?;
        let search = Search { unit, name, asked: &asked, origins, units, is_complete: self.is_complete };
        let targets = if asked.each_cluster.as_ref().is_some_and(|each| each.value) {
            let mut clusters: Vec<EcoString> = unit.users.iter().map(|user| user.cluster.clone()).collect();
            clusters.sort();
            clusters.dedup();
            let found = clusters.into_iter().map(|cluster| {
                let view = self.clusters.iter().find(|view| view.name == cluster);
                let region = view.and_then(|view| view.declared.region.as_ref()).map(|region| region.value.0.clone());
                Ok((cluster.clone(), search.one(Some(&cluster), region.as_deref(), sink)?))
            });
            let found: Vec<Result<(EcoString, Option<UnitIndex>), Poison>> = found.collect();
            let found: Vec<(EcoString, Option<UnitIndex>)> = found.into_iter().collect::<Result<_, _>>()?;
            Targets::EachCluster(found.into_iter().filter_map(|(name, index)| Some((name, index?))).collect())
        } else {
            let region = unit.region.as_ref().map(|region| region.value.as_str());
            Targets::One(search.one(unit.cluster.as_deref(), region, sink)?)
        };
        let causes = origins.causes(asked.origin);
        let more =
            asked.unit.iter().map(|unit| unit.origin).flat_map(|origin| origins.causes(origin).collect::<Vec<_>>());
        Ok(Dependency { name: name.clone(), targets, causes: causes.chain(more).collect() })
    }
}

/// The search for one dependency of a unit.
struct Search<'a> {
    unit: &'a Unit,
    /// What the unit's definition calls it.
    name: &'a EcoString,
    asked: &'a DependencyReference,
    origins: &'a Origins,
    units: &'a Units,
    is_complete: bool,
}

impl Search<'_> {
    /// The unit that is meant, near a cluster and region.
    fn one(&self, cluster: Option<&str>, region: Option<&str>, sink: &mut Sink) -> Result<Option<UnitIndex>, Poison> {
        let found: Vec<UnitIndex> =
            (0..self.units.all.len()).filter(|index| self.is_meant(&self.units.all[*index], cluster, region)).collect();
        let own: Vec<UnitIndex> =
            found.iter().copied().filter(|index| self.units.all[*index].stack.value == self.unit.stack.value).collect();
        match (own.as_slice(), found.as_slice()) {
            ([one], _) | ([], [one]) => self.shared(*one, sink).map(Some),
            ([], []) => self.none(cluster, region, sink),
            ([], several) | (several, _) => Err(sink.report(self.several(several))),
        }
    }

    fn is_meant(&self, candidate: &Unit, cluster: Option<&str>, region: Option<&str>) -> bool {
        let is_kind = self.asked.kind.as_ref().is_none_or(|kind| candidate.definition.name == kind.value.0);
        let is_near = match (&candidate.cluster, &candidate.region) {
            (Some(own), _) => cluster == Some(own),
            (None, Some(own)) => candidate.is_single() || region == Some(own.value.as_str()) || region.is_none(),
            (None, None) => true,
        };
        let is_named = match &self.asked.unit {
            Some(reference) => match reference.value.0.split_once('/') {
                Some((stack, name)) => candidate.stack.value == stack && candidate.name == name,
                None => candidate.name == reference.value.0 && candidate.stack.value == self.unit.stack.value,
            },
            None => candidate.is_shared_with(&self.unit.stack.value),
        };
        let is_itself = std::ptr::eq(candidate, self.unit);
        is_kind && is_near && is_named && !is_itself
    }

    fn shared(&self, index: UnitIndex, sink: &mut Sink) -> Result<UnitIndex, Poison> {
        let found = &self.units.all[index];
        if found.is_shared_with(&self.unit.stack.value) {
            return Ok(index);
        }
        Err(sink.report(not_shared(found, &self.unit.stack.value, self.spot())))
    }

    /// Where the user asked: the reference, where it is the user's, else the unit.
    fn spot(&self) -> Spot {
        let definition = self.unit.definition.name_place.file;
        let leaf = self.asked.unit.as_ref().and_then(|unit| self.origins.first_leaf(unit.origin));
        match leaf.filter(|leaf| leaf.file != definition) {
            Some(leaf) => Spot::Value(leaf),
            None => Spot::Key(self.unit.place),
        }
    }

    /// The unit in words.
    fn wanted(&self) -> String {
        match (&self.asked.unit, &self.asked.kind) {
            (Some(unit), Some(kind)) => format!("unit `{}` of kind `{}`", unit.value.0, kind.value.0),
            (Some(unit), None) => format!("unit `{}`", unit.value.0),
            (None, Some(kind)) => format!("a unit of kind `{}`", kind.value.0),
            (None, None) => "another unit".to_owned(),
        }
    }

    fn none(&self, cluster: Option<&str>, region: Option<&str>, sink: &mut Sink) -> Result<Option<UnitIndex>, Poison> {
        if self.asked.optional.as_ref().is_some_and(|optional| optional.value) {
            return Ok(None);
        }
        let is_failed = |(stack, name): &(EcoString, EcoString)| match &self.asked.unit {
            Some(unit) => unit.value.0 == *name || unit.value.0 == ecow::eco_format!("{stack}/{name}"),
            None => true,
        };
        if !self.is_complete || self.units.failed.iter().any(is_failed) {
            return Err(Poison);
        }
        let place = match (cluster, region) {
            (Some(cluster), _) => format!(" for cluster `{cluster}`"),
            (None, Some(region)) => format!(" in {region}"),
            (None, None) => String::new(),
        };
        let message = format!("unit `{}` needs {}, and there is none{place}", self.unit.name, self.wanted());
        let finding = Finding::new(Code::MISSING_UNIT, message, self.spot());
        let kind = self.asked.kind.as_ref().map(|kind| kind.value.0.as_str());
        // One that is there and kept from this stack is the more likely reason.
        let hidden = self.units.all.iter().find(|known| Some(known.definition.name.as_str()) == kind);
        let finding = match hidden.filter(|known| !known.is_shared_with(&self.unit.stack.value)) {
            Some(known) => finding
                .with(Spot::Key(known.place), "this one is not shared with the stack")
                .help(format!("its owner may write there: `share: [{}]`", self.unit.stack.value)),
            None => finding.help(format!(
                "run a stack that has one and shares it: `units: {{{0}: {{kind: {0}, share: [\"*\"]}}}}`",
                kind.unwrap_or("network")
            )),
        };
        Err(sink.report(finding))
    }

    fn several(&self, found: &[UnitIndex]) -> Finding {
        let names: Vec<String> = found.iter().map(|index| format!("`{}`", self.units.all[*index].display())).collect();
        let message =
            format!("unit `{}` needs {}, and there are several: {}", self.unit.name, self.wanted(), names.join(", "));
        let first = self.units.all[found[0]].display();
        Finding::new(Code::MISSING_UNIT, message, self.spot()).help(format!("say which one: `{}: {first}`", self.name))
    }
}

impl Units {
    /// Notes that units failed: whatever depends on them is poison, too, once it is named.
    pub(super) fn fail(&mut self, failed: &[UnitIndex]) {
        if failed.is_empty() {
            return;
        }
        for index in failed {
            let unit = &self.all[*index];
            self.failed.insert((unit.stack.value.clone(), unit.name.clone()));
        }
    }

    /// Whether a unit, or one that it depends on, failed.
    pub(super) fn is_failed(&self, index: UnitIndex) -> bool {
        let unit = &self.all[index];
        self.failed.contains(&(unit.stack.value.clone(), unit.name.clone()))
    }
}
