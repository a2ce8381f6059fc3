use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use sha2::{Digest, Sha256};

use super::dependencies::Dependency;
use super::users::User;
use super::{Units, UnitsOf};
use crate::catalog::{CompiledDefinition, Instance, Surroundings, TreeTemplate, UnitTemplate, instantiate_one};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::{ImageTable, Lookup};
use crate::model::{CloudProvider, DefinitionScope, Reading, Shaped, Sourced, Target, Text, Uniqueness, matches_glob};
use crate::node::{Cause, Node, Origin, Origins, Payload};
use crate::resolve::component_plan::in_context;
use crate::resolve::context::{copy, copy_origin, copy_sourced};
use crate::resolve::stacks::StackInstance;
use crate::resolve::unit_plan::GLOBAL;
use crate::resolve::{Context, Merged, MergedView, merge_layers};
use crate::source::{Place, Value};

/// A unit where it stands, with everything that is known of it before it is applied.
#[derive(Clone)]
pub(in crate::resolve) struct Unit {
    pub(in crate::resolve) name: EcoString,
    pub(in crate::resolve) stack: Sourced<EcoString>,
    pub(in crate::resolve) team: Sourced<EcoString>,
    /// The environment that has it; another one's where it is borrowed.
    pub(in crate::resolve) environment: EcoString,
    pub(in crate::resolve) is_borrowed: bool,
    pub(in crate::resolve) definition: Arc<CompiledDefinition>,
    /// How often it exists.
    pub(super) scope: DefinitionScope,
    /// The cluster of a unit that each has.
    pub(in crate::resolve) cluster: Option<EcoString>,
    /// The region; `None` for what has none.
    pub(in crate::resolve) region: Option<Sourced<EcoString>>,
    pub(in crate::resolve) account: Option<Sourced<EcoString>>,
    pub(in crate::resolve) cloud_name: Sourced<EcoString>,
    pub(in crate::resolve) parameters: Node,
    /// The user's own inputs of the module.
    pub(in crate::resolve) inputs: Option<Node>,
    pub(in crate::resolve) share: Vec<Sourced<EcoString>>,
    /// Where it was written, in the highest layer.
    pub(in crate::resolve) place: Place,
    pub(in crate::resolve) origin: Origin,
    pub(in crate::resolve) origins: Origins,
    /// The definition's `names`, evaluated.
    pub(in crate::resolve) names: Node,
    pub(in crate::resolve) dependencies: Vec<Dependency>,
    pub(in crate::resolve) users: Vec<User>,
    /// The regions in which the environment has it, the first ring's first, each with what it is called there.
    pub(super) regions: Vec<(Sourced<EcoString>, Sourced<EcoString>)>,
    /// The namespace in which a component stands for it where there is no cloud: its logical and its real name.
    pub(super) namespace: Option<(EcoString, Sourced<EcoString>)>,
    pub(super) env: Arc<Context>,
    pub(super) cluster_context: Arc<Context>,
    pub(super) images: Arc<ImageTable>,
}

/// What is written of a unit on each cluster of its stack.
type Written<'a> = Vec<(&'a StackInstance<'a>, Merged)>;

impl<'a> UnitsOf<'a> {
    /// Whether a component in the cluster stands for each unit.
    pub(in crate::resolve) fn is_local(self) -> bool {
        self.environment.cloud_provider() == CloudProvider::Local
    }

    /// Evaluates every unit, wherever its scope puts it.
    pub(super) fn bases(self, units: &mut Units, elsewhere: &BTreeMap<EcoString, Units>, sink: &mut Sink) {
        for (name, entries) in self.entries() {
            let key = (entries[0].0.name().clone(), name.clone());
            if let Some(from) = self.borrowed_from(&entries[0].1) {
                match self.borrow(&key, from, elsewhere, sink) {
                    Some(unit) => units.all.push(unit),
                    None => drop(units.failed.insert(key)),
                }
                continue;
            }
            let Ok(definition) = self.definition(&entries[0].1, sink) else {
                units.failed.insert(key);
                continue;
            };
            for (instance, merged) in self.placed(&entries, &definition) {
                match self.base(&name, instance, merged, sink) {
                    Ok(unit) => units.all.push(unit),
                    Err(Poison) => drop(units.failed.insert(key.clone())),
                }
            }
        }
        tell_regions(&mut units.all);
        units.all.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    }

    /// What is written of each unit on each cluster of its stack, in the order of clusters.
    fn entries(self) -> Vec<(EcoString, Written<'a>)> {
        let mut found: Vec<(EcoString, Written<'a>)> = Vec::new();
        for instance in self.instances {
            let Some(units) = instance.merged.member("units", self.inputs.sources) else { continue };
            let MergedView::Map(_, entries) = units.view(self.inputs.sources) else { continue };
            for (name, merged) in entries.into_iter().filter(|(_, entry)| !entry.is_null(self.inputs.sources)) {
                let is_same =
                    |known: &&mut (EcoString, Written<'_>)| known.0 == name && known.1[0].0.name() == instance.name();
                match found.iter_mut().find(is_same) {
                    Some((_, entries)) => entries.push((instance, merged)),
                    None => found.push((name, vec![(instance, merged)])),
                }
            }
        }
        found
    }

    /// The environment that a unit is borrowed from, as far as it is written.
    fn borrowed_from(self, merged: &Merged) -> Option<(EcoString, Place)> {
        let from = merged.member("from", self.inputs.sources)?;
        match self.inputs.sources.value(from.place()) {
            Value::Str(name) => Some((name.into(), from.place())),
            _ => None,
        }
    }

    fn borrow(
        self,
        (stack, name): &(EcoString, EcoString),
        (from, place): (EcoString, Place),
        elsewhere: &BTreeMap<EcoString, Units>,
        sink: &mut Sink,
    ) -> Option<Unit> {
        let Some(units) = elsewhere.get(&from) else {
            let known = self.inputs.project.environments.iter().map(|one| one.name().as_str());
            if !self.inputs.project.incomplete && !known.clone().any(|one| one == from) {
                let message = format!("there is no environment `{from}` that has the unit");
                sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).suggest(&from, known));
            } else if known.clone().any(|one| one == from) {
                let message = format!("environment `{from}` itself borrows, so that it lends no unit");
                let help = "name the environment that has the unit";
                sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).help(help));
            }
            return None;
        };
        let unit = units.all.iter().find(|unit| unit.stack.value == *stack && unit.name == *name && !unit.is_borrowed);
        match unit {
            Some(unit) => Some(unit.lent(place)),
            None if units.failed.contains(&(stack.clone(), name.clone())) || self.inputs.project.incomplete => None,
            None => {
                let message = format!("environment `{from}` has no unit `{name}` of stack `{stack}`");
                let help = format!("run stack `{stack}` there, or leave `from` out");
                sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).help(help));
                None
            }
        }
    }

    /// The instances of a stack that a unit is made for.
    fn placed<'e>(
        self,
        entries: &'e [(&'e StackInstance<'e>, Merged)],
        definition: &CompiledDefinition,
    ) -> Vec<(&'e StackInstance<'e>, &'e Merged)> {
        let Some(template) = &definition.unit else { return Vec::new() };
        let scope = self.scope(&entries[0].1, template);
        let mut regions: Vec<Option<&str>> = Vec::new();
        let is_placed = |(instance, _): &&'e (&'e StackInstance<'e>, Merged)| match scope {
            DefinitionScope::Cluster => true,
            DefinitionScope::Region => {
                let region = instance.cluster_region();
                let is_new = !regions.contains(&region);
                regions.push(region);
                is_new
            }
            DefinitionScope::Account | DefinitionScope::Environment => {
                let is_first = regions.is_empty();
                regions.push(None);
                is_first
            }
        };
        entries.iter().filter(is_placed).map(|(instance, merged)| (*instance, merged)).collect()
    }

    fn scope(self, merged: &Merged, template: &UnitTemplate) -> DefinitionScope {
        let written = merged.member("scope", self.inputs.sources);
        let word = written.map(|scope| self.inputs.sources.text(scope.place()));
        word.and_then(|word| DefinitionScope::of_word(&word)).unwrap_or(template.scope)
    }

    /// The definition that a unit names.
    fn definition(self, merged: &Merged, sink: &mut Sink) -> Result<Arc<CompiledDefinition>, Poison> {
        let sources = self.inputs.sources;
        let Some(kind) = merged.member("kind", sources) else {
            let finding = Finding::new(Code::MISSING_FIELD, "`kind` is not set", Spot::Key(merged.place()))
                .label("this unit needs it")
                .help("say which definition it is an instance of, such as `kind: postgres`");
            return Err(sink.report(finding));
        };
        let name = match sources.value(kind.place()) {
            Value::Str(name) if !sources.is_faulty(kind.place()) => EcoString::from(name),
            _ => return Err(Poison),
        };
        self.catalog.find(&name, Target::Unit, Spot::Value(kind.place()), self.inputs, sink)
    }

    /// Evaluates one unit, and checks its parameters.
    fn base(
        self,
        name: &EcoString,
        instance: &StackInstance<'_>,
        merged: &Merged,
        sink: &mut Sink,
    ) -> Result<Unit, Poison> {
        let Self { environment, inputs, .. } = self;
        let sources = inputs.sources;
        let definition = self.definition(merged, sink)?;
        let template = definition.unit.as_ref().ok_or(Poison)?;
        let mut origins = Origins::default();
        let mut layers = environment.defaults.units(&definition.name, sources);
        layers.push(merged.clone());
        let whole = merge_layers(layers, &crate::model::Unit::SHAPE, sources).ok_or(Poison)?;
        let tree = instance.evaluator(inputs, &mut origins, sink).evaluate(&whole, &crate::model::Unit::SHAPE)?;
        let written = crate::model::Unit::read(&tree, &mut Reading { origins: &mut origins, sink })?;
        let mut parameters = written.parameters.0.clone();
        definition.parameters.apply_defaults(&mut parameters, sources, &mut origins);
        definition.parameters.check(&parameters, &definition.name, sources, &origins, sink)?;
        let (team, team_place) = instance.team();
        let scope = written.scope.as_ref().map_or(template.scope, |scope| scope.value);
        let place = merged.place();
        let causes = [Cause::Leaf(place)].into_iter().chain(instance.causes.iter().copied());
        let origin = origins.of_causes(causes);
        let account = environment.account(&mut origins);
        let mut unit = Unit {
            name: name.clone(),
            stack: instance.stack_name(&mut origins),
            team: Sourced { value: team.clone(), origin: origins.leaf(*team_place) },
            environment: environment.name.clone(),
            is_borrowed: false,
            scope,
            cluster: (scope == DefinitionScope::Cluster).then(|| instance.cluster.name.clone()),
            region: None,
            account,
            cloud_name: Sourced { value: EcoString::new(), origin },
            parameters,
            inputs: written.inputs.map(|inputs| inputs.0),
            share: written
                .share
                .items
                .iter()
                .map(|glob| Sourced { value: glob.value.0.clone(), origin: glob.origin })
                .collect(),
            place,
            origin,
            names: Node::map(Origin::INHERITED),
            dependencies: Vec::new(),
            users: Vec::new(),
            regions: Vec::new(),
            namespace: None,
            env: environment.context.clone(),
            cluster_context: instance.cluster.context.clone(),
            images: environment.images.clone(),
            definition: definition.clone(),
            origins,
        };
        self.place_in_region(&mut unit, template, instance, sink)?;
        if template.is_made() && !self.is_local() && unit.account.is_none() {
            let message = "`account` is not set, which units need";
            let finding = Finding::new(Code::MISSING_FIELD, message, Spot::Value(environment.name_place));
            return Err(
                sink.report(finding.help("say in the environment whose account it is: `account: \"111122223333\"`"))
            );
        }
        let mut origins = std::mem::take(&mut unit.origins);
        let cloud_name = match written.cloud_name {
            Some(name) => checked_name(name, &unit, template, &mut origins, sink),
            None => Ok(self.cloud_name(&unit, template, &mut origins)),
        };
        unit.namespace = self.namespace(instance, &mut origins);
        unit.origins = origins;
        unit.cloud_name = cloud_name?;
        Ok(unit)
    }

    /// The stack's first namespace, where a component may stand for a unit; what is wrong with it is said with the namespaces.
    fn namespace(self, instance: &StackInstance<'_>, origins: &mut Origins) -> Option<(EcoString, Sourced<EcoString>)> {
        let sources = self.inputs.sources;
        let declared = instance.merged.member("namespaces", sources).filter(|_| self.is_local())?;
        let MergedView::Map(_, entries) = declared.view(sources) else { return None };
        let (logical, entry) = entries.first()?;
        let mut unheard = Sink::default();
        let real = match entry.is_map(sources).then(|| entry.member("name", sources)).flatten() {
            Some(name) => {
                let node = instance.evaluator(self.inputs, origins, &mut unheard).evaluate(&name, &Text::SHAPE).ok()?;
                Sourced { value: node.as_str()?.into(), origin: node.origin }
            }
            None => Sourced { value: logical.clone(), origin: origins.leaf(entry.place()) },
        };
        Some((logical.clone(), real))
    }

    /// Says which region a unit is in: what its definition says, else its cluster's.
    fn place_in_region(
        self,
        unit: &mut Unit,
        template: &UnitTemplate,
        instance: &StackInstance<'_>,
        sink: &mut Sink,
    ) -> Result<(), Poison> {
        let cluster = instance.cluster;
        unit.region = cluster.region(&mut unit.origins);
        if let Some(region) = &template.region {
            let mut origins = Origins::default();
            let seen = unit.seen(Node::map(Origin::INHERITED), &cluster.context, &mut origins);
            let said = seen.evaluate(region, Vec::new(), &mut origins, sink)?;
            if let Some(node) = said.filter(|node| !matches!(node.payload, Payload::Null)) {
                let node = copy(&node, &origins, &mut unit.origins);
                let said = Sourced::<Text>::read(&node, &mut Reading { origins: &mut unit.origins, sink })?;
                unit.region = (said.value.0 != GLOBAL).then_some(Sourced { value: said.value.0, origin: said.origin });
                return Ok(());
            }
        }
        if unit.region.is_none() && template.is_made() && !self.is_local() {
            let finding = Finding::new(
                Code::MISSING_FIELD,
                "`region` is not set, which units need",
                Spot::Key(cluster.declaration()),
            );
            return Err(sink.report(finding.help("a cluster's owner says where it is: `region: us-west-2`")));
        }
        Ok(())
    }

    /// `<project>-<environment>-<stack>-<unit>`, with the cluster or region where it must differ by it.
    fn cloud_name(self, unit: &Unit, template: &UnitTemplate, origins: &mut Origins) -> Sourced<EcoString> {
        let prefix = self.environment.cloud_prefix(self.inputs, origins);
        let mut parts = vec![prefix.value.as_str(), &unit.stack.value, &unit.name];
        let mut causes = vec![unit.origin, unit.stack.origin, prefix.origin];
        parts.extend(unit.cluster.as_deref());
        if let Some(region) =
            unit.region.as_ref().filter(|_| template.unique != Uniqueness::Region && unit.cluster.is_none())
        {
            parts.push(&region.value);
            causes.push(region.origin);
        }
        Sourced { value: cut(&parts.join("-"), template.name_limit), origin: origins.join(&causes) }
    }
}

/// Tells units of one name that stand in several regions of one another; they come in the order of their clusters.
fn tell_regions(all: &mut [Unit]) {
    for index in 0..all.len() {
        let mut origins = std::mem::take(&mut all[index].origins);
        let unit = &all[index];
        let is_peer = |peer: &&Unit| {
            peer.stack.value == unit.stack.value
                && peer.name == unit.name
                && !peer.is_borrowed
                && peer.cluster.is_none()
        };
        let mut regions = Vec::new();
        for peer in all.iter().filter(is_peer) {
            let Some(region) = &peer.region else { continue };
            let is_itself = std::ptr::eq(peer, unit);
            let mut moved = |text: &Sourced<EcoString>| match is_itself {
                // Its table is the one that is written to.
                true => text.clone(),
                false => copy_sourced(text, &peer.origins, &mut origins),
            };
            regions.push((moved(region), moved(&peer.cloud_name)));
        }
        all[index].regions = regions;
        all[index].origins = origins;
    }
}

/// A name that the user chose, which must fit.
fn checked_name(
    name: Sourced<Text>,
    unit: &Unit,
    template: &UnitTemplate,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Sourced<EcoString>, Poison> {
    let count = name.value.0.chars().count();
    if count <= template.name_limit {
        return Ok(Sourced { value: name.value.0, origin: origins.join(&[name.origin, unit.origin]) });
    }
    let place = origins.first_leaf(name.origin).unwrap_or(unit.place);
    let message = format!(
        "`{}` has {count} characters, a {} may have {}",
        name.value.0, unit.definition.name, template.name_limit
    );
    Err(sink.report(Finding::new(Code::NAME_TOO_LONG, message, Spot::Value(place))))
}

/// Cuts a name to a limit; what is cut off is replaced by eight digits that follow from the whole.
pub(super) fn cut(name: &str, limit: usize) -> EcoString {
    if name.len() <= limit {
        return name.into();
    }
    let digest = Sha256::digest(name.as_bytes());
    let digits: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let kept = limit.saturating_sub(digits.len() + 1);
    let kept: String = name.chars().take(kept).collect();
    ecow::eco_format!("{}-{digits}", kept.trim_end_matches('-'))
}

/// A unit as its templates see it, in one table of origins.
pub(super) struct Seen<'a> {
    pub(super) unit: &'a Unit,
    pub(super) parameters: Node,
    /// What expressions read as `unit`.
    pub(super) subject: Node,
    /// What expressions read as `dependencies`.
    dependencies: Node,
    /// The cluster that expressions read: the unit's, or that of the workload which uses it.
    cluster: Arc<Context>,
    /// What the instance is because of.
    pub(super) origin: Origin,
}

impl Unit {
    fn sort_key(&self) -> (&str, &str, Option<&str>, Option<&str>) {
        let region = self.region.as_ref().map(|region| region.value.as_str());
        (&self.stack.value, &self.name, region, self.cluster.as_deref())
    }

    /// The template that makes it.
    pub(in crate::resolve) fn template(&self) -> &UnitTemplate {
        self.definition.unit.as_ref().expect("a unit's definition yields units")
    }

    /// `stack/unit`, for people.
    pub(in crate::resolve) fn display(&self) -> EcoString {
        ecow::eco_format!("{}/{}", self.stack.value, self.name)
    }

    /// The unit as another environment that borrows it has it.
    fn lent(&self, place: Place) -> Unit {
        Unit {
            is_borrowed: true,
            inputs: None,
            place,
            dependencies: Vec::new(),
            users: Vec::new(),
            namespace: None,
            ..self.clone()
        }
    }

    /// Whether what runs on a cluster finds this unit: it is the cluster's own, its region's, or the environment's only one.
    pub(super) fn serves(&self, cluster: &str, region: Option<&str>) -> bool {
        match (&self.cluster, &self.region) {
            (Some(own), _) => own == cluster,
            (None, Some(own)) => self.is_single() || region == Some(own.value.as_str()),
            (None, None) => true,
        }
    }

    /// Whether there is one of it, whatever regions the environment has.
    pub(super) fn is_single(&self) -> bool {
        self.is_borrowed || matches!(self.scope, DefinitionScope::Account | DefinitionScope::Environment)
    }

    /// Whether another stack may use it.
    pub(super) fn is_shared_with(&self, stack: &str) -> bool {
        self.stack.value == stack || self.share.iter().any(|glob| matches_glob(&glob.value, stack))
    }

    /// The unit as its templates see it, in a table of origins.
    pub(super) fn seen(&self, dependencies: Node, cluster: &Arc<Context>, into: &mut Origins) -> Seen<'_> {
        Seen {
            unit: self,
            parameters: copy(&self.parameters, &self.origins, into),
            subject: copy(&self.described(), &self.origins, into),
            dependencies,
            cluster: cluster.clone(),
            origin: copy_origin(self.origin, &self.origins, into),
        }
    }

    /// What others know of it before it is applied, in another table of origins.
    pub(super) fn known_in(&self, into: &mut Origins) -> Node {
        copy(&self.known(), &self.origins, into)
    }

    /// What others know of it before it is applied.
    fn known(&self) -> Node {
        let mut known = self.described();
        known.set("params", self.parameters.clone());
        known.set("names", self.names.clone());
        known
    }

    /// Its names, as far as every template reads them.
    fn described(&self) -> Node {
        let mut node = Node::map(self.origin);
        let texts = [("name", &self.name, self.origin), ("kind", &self.definition.name, self.origin)];
        for (key, text, origin) in texts {
            node.set(key, Node::text(text.clone(), origin));
        }
        let sourced = [("stack", Some(&self.stack)), ("team", Some(&self.team)), ("region", self.region.as_ref())];
        let sourced = sourced.into_iter().chain([("account", self.account.as_ref())]);
        for (key, text) in sourced {
            if let Some(text) = text {
                node.set(key, Node::text(text.value.clone(), text.origin));
            }
        }
        if !self.cloud_name.value.is_empty() {
            node.set("cloudName", Node::text(self.cloud_name.value.clone(), self.cloud_name.origin));
        }
        if !self.regions.is_empty() {
            let region = |(region, name): &(Sourced<EcoString>, Sourced<EcoString>)| {
                let mut node = Node::map(region.origin);
                node.set("region", Node::text(region.value.clone(), region.origin));
                node.set("cloudName", Node::text(name.value.clone(), name.origin));
                node
            };
            node.set("regions", Node::new(Payload::Seq(self.regions.iter().map(region).collect()), self.origin));
        }
        if let Some((_, namespace)) = &self.namespace {
            node.set("namespace", Node::text(namespace.value.clone(), namespace.origin));
        }
        if let Some(cluster) = &self.cluster {
            node.set("cluster", Node::text(cluster.clone(), self.origin));
        }
        node
    }
}

impl Seen<'_> {
    /// Evaluates one of the definition's templates; `None` where its condition drops it.
    pub(super) fn evaluate(
        &self,
        template: &TreeTemplate,
        further: Vec<(EcoString, Node)>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Option<Node>, Poison> {
        let mut stack = Node::map(Origin::INHERITED);
        for (key, from) in [("name", "stack"), ("team", "team")] {
            if let Some(node) = self.subject.get(from) {
                stack.set(key, node.clone());
            }
        }
        let mut surroundings = UnitSurroundings { seen: self, stack };
        let instance = Instance {
            definition: &self.unit.definition,
            parameters: &self.parameters,
            subject: ("unit", self.subject.clone()),
            further,
            surroundings: &mut surroundings,
            origin: self.origin,
        };
        instantiate_one(instance, template, origins, sink)
    }
}

struct UnitSurroundings<'a> {
    seen: &'a Seen<'a>,
    stack: Node,
}

impl Surroundings for UnitSurroundings<'_> {
    fn lookup(&mut self, path: &[EcoString], origins: &mut Origins) -> Lookup {
        match path[0].as_str() {
            "env" => in_context(&self.seen.unit.env, &path[1..], origins),
            "cluster" => in_context(&self.seen.cluster, &path[1..], origins),
            "stack" => Lookup::follow(&self.stack, &path[1..], 1),
            "dependencies" => Lookup::follow(&self.seen.dependencies, &path[1..], 1),
            _ => Lookup::Missing { found: 0, known: Vec::new() },
        }
    }

    fn known(&self) -> Vec<String> {
        ["env", "cluster", "stack", "dependencies"].map(str::to_owned).to_vec()
    }

    fn images(&self) -> Arc<ImageTable> {
        self.seen.unit.images.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_name_that_is_too_long_keeps_its_beginning_and_differs_by_its_end() {
        assert_eq!(cut("acme-production-documents-uploads", 63), "acme-production-documents-uploads");
        let [a, b] = ["a", "b"].map(|end| cut(&format!("acme-production-documents-database-{end}"), 30));
        assert_eq!(a.len(), 30);
        assert!(a.starts_with("acme-production-docum") && a != b, "{a} {b}");
    }
}
