use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::{Compilation, Request};
use crate::diagnostics::Sink;
use crate::emit::{Owner, emit_units};
use crate::lower::{UnitFile, check_unit, lower_roots, lower_unit};
use crate::resolve::{BorrowedUse, EnvironmentUnits, ModuleSourcePlan, UnitId, UnitPlan};
use crate::source::{Place, Sources};
use crate::terraform::ProjectModules;
use crate::world::World;

/// What the units of each environment share, by the environment's name.
pub(super) type SharedFiles = BTreeMap<EcoString, Vec<UnitFile>>;

/// Writes the units of every environment, a group for each stack; gives what they share.
pub(super) fn write_units(
    environments: Vec<EnvironmentUnits>,
    modules: &ProjectModules,
    sources: &Sources,
    request: &Request,
    compilation: &mut Compilation,
    sink: &mut Sink,
) -> SharedFiles {
    let mut shared = SharedFiles::new();
    for EnvironmentUnits { cloud, units, is_whole } in environments {
        let environment = cloud.environment.clone();
        let mut by_stack: BTreeMap<EcoString, Vec<UnitFile>> = BTreeMap::new();
        let mut found = Sink::occurring_in(environment.clone());
        for plan in &units {
            check_unit(plan, &modules.known, &mut found);
            by_stack.entry(plan.id.stack.clone()).or_default().push(lower_unit(plan, &modules.known, sources));
        }
        for (stack, files) in by_stack {
            let owner = Owner::Units { environment: environment.clone(), stack: stack.clone() };
            if request.scope.covers(&owner) {
                compilation.tree.groups.push(Arc::new(emit_units(&environment, &stack, &files)));
            }
        }
        sink.absorb(found);
        if is_whole {
            let mut files = lower_roots(&cloud, &units);
            files.extend(module_files(&units, modules));
            shared.insert(environment, files);
        }
    }
    shared
}

/// Reads the modules that units are made of; none where there are no units.
pub(super) fn read_modules(
    environments: &[EnvironmentUnits],
    world: &dyn World,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<ProjectModules> {
    (!environments.is_empty()).then(|| ProjectModules::read(world, &folders(environments), sources, sink))
}

/// The modules in folders that units name, each with the first place that does.
fn folders(environments: &[EnvironmentUnits]) -> BTreeMap<EcoString, Place> {
    let mut folders = BTreeMap::new();
    for plan in environments.iter().flat_map(|environment| &environment.units) {
        if let ModuleSourcePlan::Folder(name) = &plan.module.source {
            folders.entry(name.clone()).or_insert(plan.module.place);
        }
    }
    folders
}

/// The files of the modules in folders that an environment's units are made of, beside the units.
fn module_files(units: &[UnitPlan], modules: &ProjectModules) -> Vec<UnitFile> {
    let names: std::collections::BTreeSet<&EcoString> = units
        .iter()
        .filter_map(|plan| match &plan.module.source {
            ModuleSourcePlan::Folder(name) => Some(name),
            ModuleSourcePlan::Registry { .. } => None,
        })
        .collect();
    let files = names.into_iter().filter_map(|name| Some((name, modules.folders.get(name)?)));
    let files = files.flat_map(|(name, files)| files.iter().map(move |file| (name, file)));
    files
        .map(|(name, (path, bytes))| UnitFile {
            path: ecow::eco_format!("terragrunt/modules/{name}/{path}"),
            bytes: bytes.clone(),
        })
        .collect()
}

/// One Terragrunt unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitSummary {
    /// Which one it is.
    pub id: UnitId,
    /// Its definition.
    pub kind: EcoString,
    /// The team that owns it.
    pub team: EcoString,
    /// What it is called in the cloud.
    pub cloud_name: EcoString,
    /// The module that makes it, with its version.
    pub module: EcoString,
    /// The units whose outputs it reads, in their order.
    pub dependencies: Vec<UnitId>,
    /// The workloads that use it, in their order.
    pub users: Vec<UnitUser>,
}

/// A workload that uses a unit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct UnitUser {
    /// Its environment.
    pub environment: EcoString,
    /// Its cluster.
    pub cluster: EcoString,
    /// Its stack.
    pub stack: EcoString,
    /// Its name.
    pub workload: EcoString,
}

/// What is kept of the units of each environment.
pub(super) fn summarise_units(environments: &[EnvironmentUnits], borrowed: &[BorrowedUse]) -> Vec<UnitSummary> {
    let mut elsewhere: BTreeMap<&UnitId, Vec<UnitUser>> = BTreeMap::new();
    for used in borrowed {
        elsewhere.entry(&used.unit).or_default().push(user(&used.environment, &used.user));
    }
    let plans = environments.iter().flat_map(|environment| &environment.units);
    let mut units: Vec<UnitSummary> = plans
        .map(|plan| {
            let own = plan.users.iter().map(|one| user(&plan.id.environment, one));
            let mut users: Vec<UnitUser> = own.chain(elsewhere.remove(&plan.id).unwrap_or_default()).collect();
            let mut dependencies: Vec<UnitId> = plan.dependencies.iter().map(|one| one.target.clone()).collect();
            users.sort();
            users.dedup();
            dependencies.sort();
            dependencies.dedup();
            UnitSummary {
                id: plan.id.clone(),
                kind: plan.kind.clone(),
                team: plan.team.clone(),
                cloud_name: plan.cloud_name.clone(),
                module: plan.module.display().into(),
                dependencies,
                users,
            }
        })
        .collect();
    units.sort_by(|a, b| (&a.id.environment, &a.id.folder).cmp(&(&b.id.environment, &b.id.folder)));
    units
}

fn user(environment: &EcoString, (cluster, stack, workload): &(EcoString, EcoString, EcoString)) -> UnitUser {
    UnitUser {
        environment: environment.clone(),
        cluster: cluster.clone(),
        stack: stack.clone(),
        workload: workload.clone(),
    }
}
