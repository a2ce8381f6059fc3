//! Units: what an environment has in the cloud, who uses it, and what that comes to.
//!
//! Every unit of an environment is known before any workload is planned: its parameters, its name in the cloud, and the names that
//! follow from them. What a workload receives of a unit is evaluated where the workload is planned; what makes the unit, once all
//! of its users are known.

mod base;
mod body;
mod dependencies;
mod local;
mod names;
mod receive;
mod roles;
mod users;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ecow::EcoString;

use super::catalog::Catalog;
use super::clusters::ClusterView;
use super::environments::{Environment, Inputs};
use super::stacks::StackInstance;
use super::unit_plan::{CloudPlan, UnitPlan};
use super::{Merged, MergedView, Scope};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::{AsWritten, MockedCommands, Sourced, Text, Uniqueness};
use crate::node::{Node, Origins};
use crate::source::Place;

pub(super) use base::Unit;
pub(super) use body::BodiesOf;
pub(super) use receive::Receiving;
pub use roles::RoleRequest;

/// What one environment has in the cloud.
#[derive(Debug)]
pub struct EnvironmentUnits {
    /// What it says of the cloud.
    pub cloud: Arc<CloudPlan>,
    /// The units, in the order of their folders.
    pub units: Vec<UnitPlan>,
    /// Whether these are all: none failed.
    pub is_whole: bool,
}

/// Whether anything of the project is a unit: most questions about units need no answer where nothing is.
pub(super) fn units_are_written(inputs: Inputs<'_>) -> bool {
    let sources = inputs.sources;
    let project = inputs.project;
    let documents = project.stacks.iter().chain(inputs.revisions.stacks()).chain(&project.overrides);
    let has_units = |spec: Place| Merged::Source(spec).member("units", sources).is_some();
    let in_environment = |spec: Place| {
        let stacks = Merged::Source(spec).member("stacks", sources);
        let Some(MergedView::Map(_, entries)) = stacks.as_ref().map(|stacks| stacks.view(sources)) else {
            return false;
        };
        entries.iter().any(|(_, entry)| entry.is_map(sources) && entry.member("units", sources).is_some())
    };
    documents.filter_map(|document| document.spec).any(has_units)
        || project.environments.iter().filter_map(|document| document.spec).any(in_environment)
}

/// The units of every environment; those of one that is out of the scope are known and not reported on.
pub(super) fn find_units(finders: &[UnitsOf<'_>], scope: &Scope, sink: &mut Sink) -> BTreeMap<EcoString, Units> {
    let mut found = BTreeMap::new();
    // An environment that borrows comes after those that lend, which themselves borrow nothing.
    let (borrowing, lending): (Vec<&UnitsOf<'_>>, Vec<&UnitsOf<'_>>) = finders.iter().partition(|one| one.borrows());
    for finder in lending.into_iter().chain(borrowing) {
        let mut unheard = Sink::default();
        let is_covered = scope.covers_environment(&finder.environment.name);
        let units = finder.find(&found, if is_covered { sink } else { &mut unheard });
        found.insert(finder.environment.name.clone(), units);
    }
    check_cloud_names(&found, scope, sink);
    found
}

/// What makes two things of the cloud the same.
type CloudIdentity<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>);

/// Two units of one kind have different names, wherever their names meet.
fn check_cloud_names(all: &BTreeMap<EcoString, Units>, scope: &Scope, sink: &mut Sink) {
    let mut seen: BTreeMap<CloudIdentity<'_>, &Unit> = BTreeMap::new();
    for (environment, units) in all {
        let own = units.all.iter().filter(|unit| !unit.is_borrowed && !unit.cloud_name.value.is_empty());
        for unit in own.filter(|unit| unit.template().is_made()) {
            let unique = unit.template().unique;
            let account = unit.account.as_ref().filter(|_| unique != Uniqueness::World);
            let region = unit.region.as_ref().filter(|_| unique == Uniqueness::Region);
            let identity = (
                unit.definition.name.as_str(),
                unit.cloud_name.value.as_str(),
                account.map(|account| account.value.as_str()),
                region.map(|region| region.value.as_str()),
            );
            match seen.get(&identity) {
                Some(first) if scope.covers_environment(environment) => {
                    sink.report(called_alike(first, unit));
                }
                Some(_) => {}
                None => drop(seen.insert(identity, unit)),
            }
        }
    }
}

fn called_alike(first: &Unit, second: &Unit) -> Finding {
    let message = format!("two units of kind `{}` are called `{}`", second.definition.name, second.cloud_name.value);
    let finding = Finding::new(Code::DUPLICATE_CLOUD_NAME, message, Spot::Key(second.place));
    let finding = match first.place == second.place {
        true => finding,
        false => finding.with(Spot::Key(first.place), "the other one"),
    };
    let help = if first.environment == second.environment {
        "give one of them a `cloudName`".to_owned()
    } else {
        format!(
            "environments `{}` and `{}` share an account: give one of them another `short`, or the unit a `cloudName` with `${{env.short}}` in it",
            first.environment, second.environment
        )
    };
    finding.help(help).occurs_in(second.environment.clone())
}

/// What makes the units of one environment; `None` where it has none.
pub(super) fn plan_units(
    finder: UnitsOf<'_>,
    units: &mut BTreeMap<EcoString, Units>,
    roles: Vec<RoleRequest>,
    sink: &mut Sink,
) -> Option<EnvironmentUnits> {
    let name = &finder.environment.name;
    if finder.is_local() {
        return None;
    }
    let mut own = units.remove(name)?;
    finder.add_roles(&mut own, roles, sink);
    if own.all.iter().all(|unit| unit.is_borrowed) && own.failed.is_empty() {
        units.insert(name.clone(), own);
        return None;
    }
    let cloud = Arc::new(finder.cloud(&own));
    let bodies = BodiesOf { units: &own, elsewhere: units, inputs: finder.inputs, cloud: &cloud };
    let (plans, is_whole) = bodies.plan(sink);
    let is_whole = is_whole && finder.is_complete;
    units.insert(name.clone(), own);
    Some(EnvironmentUnits { cloud, units: plans, is_whole })
}

/// The position of a unit among those of its environment.
pub(super) type UnitIndex = usize;

/// Where a stack runs: its own name and its cluster's.
pub(super) type RunsOn = (EcoString, EcoString);

/// The units of one environment, with who uses them.
#[derive(Default)]
pub(super) struct Units {
    pub(super) all: Vec<Unit>,
    /// Uses by stack, cluster, workload and the use's name; none where it leads nowhere, which was reported.
    edges: BTreeMap<(RunsOn, EcoString), BTreeMap<EcoString, users::Edge>>,
    /// What expressions of a stack on a cluster read as `units`.
    contexts: BTreeMap<RunsOn, Arc<super::Context>>,
    /// Stacks and names of units that failed: what refers to them is poison.
    failed: BTreeSet<(EcoString, EcoString)>,
}

/// Everything that the units of an environment are found from.
#[derive(Clone, Copy)]
pub(super) struct UnitsOf<'a> {
    pub(super) environment: &'a Environment,
    pub(super) clusters: &'a [ClusterView],
    pub(super) instances: &'a [StackInstance<'a>],
    pub(super) catalog: &'a Catalog,
    pub(super) inputs: Inputs<'a>,
    /// Whether a stack that is not among the instances does not run here.
    pub(super) is_complete: bool,
}

impl UnitsOf<'_> {
    /// Finds the environment's units; `elsewhere` are those of other environments, which an account has once.
    pub(super) fn find(self, elsewhere: &BTreeMap<EcoString, Units>, sink: &mut Sink) -> Units {
        let mut units = Units::default();
        let mut found = Sink::occurring_in(self.environment.name.clone());
        self.bases(&mut units, elsewhere, &mut found);
        self.connect_users(&mut units, &mut found);
        self.connect_dependencies(&mut units, &mut found);
        self.name_all(&mut units, &mut found);
        self.contexts(&mut units);
        sink.absorb(found);
        units
    }

    /// Whether a unit of the environment is another environment's, as far as that is written.
    fn borrows(&self) -> bool {
        let sources = self.inputs.sources;
        self.instances.iter().any(|instance| {
            let units = instance.merged.member("units", sources);
            let Some(MergedView::Map(_, entries)) = units.as_ref().map(|units| units.view(sources)) else {
                return false;
            };
            entries.iter().any(|(_, entry)| entry.is_map(sources) && entry.member("from", sources).is_some())
        })
    }

    /// What the environment says of the cloud, with what it leaves unsaid.
    fn cloud(self, units: &Units) -> CloudPlan {
        let environment = self.environment;
        let said = environment.spec.cloud.as_ref();
        let state = said.and_then(|cloud| cloud.state.as_ref());
        let project = self.inputs.project.root.as_ref().map_or("project", |root| root.name());
        let first = self.instances.iter().find_map(|instance| instance.cluster_region());
        let region = said.and_then(|cloud| cloud.region.as_ref()).map(|region| region.value.0.clone());
        let region = region.or(first.map(EcoString::from)).unwrap_or_default();
        let tag = |(key, value): &(EcoString, Sourced<AsWritten>)| (key.clone(), value.value.0.clone());
        let text = |text: Option<&Sourced<Text>>, default: &str| {
            text.map_or_else(|| default.into(), |text| text.value.0.clone())
        };
        CloudPlan {
            environment: environment.name.clone(),
            account: units
                .all
                .iter()
                .find_map(|unit| unit.account.as_ref())
                .map_or_else(EcoString::new, |one| one.value.clone()),
            bucket: state.and_then(|state| state.bucket.as_ref()).map_or_else(
                || base::cut(&format!("{project}-{}-terraform-state", environment.name), 63),
                |bucket| bucket.value.0.clone(),
            ),
            state_region: state
                .and_then(|state| state.region.as_ref())
                .map_or_else(|| region.clone(), |region| region.value.0.clone()),
            region,
            state_key: state.and_then(|state| state.kms_key.as_ref()).map(|key| key.value.0.clone()),
            mocks: said.and_then(|cloud| cloud.mocks.as_ref()).map_or(MockedCommands::Validate, |mocks| mocks.value),
            terragrunt: text(said.and_then(|cloud| cloud.terragrunt.as_ref()), ">= 1.1.4"),
            terraform: text(said.and_then(|cloud| cloud.terraform.as_ref()), ">= 1.11.0"),
            tags: said.map(|cloud| cloud.tags.iter().map(tag).collect()).unwrap_or_default(),
        }
    }

    /// Makes what expressions of each stack read as `units`: those of its own, where it runs.
    fn contexts(self, units: &mut Units) {
        for instance in self.instances {
            let mut origins = Origins::default();
            let mut tree = Node::map(crate::node::Origin::INHERITED);
            let here = units.all.iter().filter(|unit| unit.stack.value == *instance.name());
            for unit in here.filter(|unit| unit.serves(&instance.cluster.name, instance.cluster_region())) {
                tree.set(unit.name.clone(), unit.known_in(&mut origins));
            }
            let context = super::Context::new(tree, origins, self.inputs.sources);
            units.contexts.insert(runs_on(instance), Arc::new(context));
        }
    }
}

impl Units {
    /// What expressions of a stack on a cluster read as `units`.
    pub(super) fn context(&self, instance: &StackInstance<'_>) -> Option<&Arc<super::Context>> {
        self.contexts.get(&runs_on(instance))
    }

    /// The uses of one workload.
    fn edges_of(
        &self,
        instance: &StackInstance<'_>,
        workload: &EcoString,
    ) -> Option<&BTreeMap<EcoString, users::Edge>> {
        self.edges.get(&(runs_on(instance), workload.clone()))
    }
}

pub(super) fn runs_on(instance: &StackInstance<'_>) -> RunsOn {
    (instance.name().clone(), instance.cluster.name.clone())
}
