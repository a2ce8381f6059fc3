use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use rayon::prelude::*;

use super::allows::allows_of;
use super::argocd::{ArgoCdOf, delivery_of, platform_team_place, sync_of};
use super::calls::connect;
use super::catalog::{Catalog, CatalogMemo, compile_catalog};
use super::chart_plan::ChartPart;
use super::charts::{ReleaseEntry, ReleasesOf, custom_kinds, releases_of};
use super::clusters::{ClusterView, Owners, clusters_of, find_owners};
use super::component_chart;
use super::components::{ComponentEntry, ComponentsOf, components_of};
use super::deploy::{DeployPlan, plan_deploy};
use super::environments::{Environment, Inputs, chains, is_abstract, resolve_environment};
use super::manifests::ManifestsOf;
use super::namespaces::{NamespaceTable, StackNamespace, follow_borrowed, namespaces_of, plan_namespaces};
use super::offers::OffersOf;
use super::patches::{check_nothing_to_patch, patches_of};
use super::revisions::Revisions;
use super::stacks::{Instances, StackInstance, check_overrides, collect_stacks, instances_of};
use super::teams::{Teams, resolve_teams};
use super::units::{EnvironmentUnits, RoleRequest, Units, UnitsOf, find_units, plan_units, units_are_written};
use super::workloads::plan_workloads;
use super::{
    AppBody, AppDelivery, AppId, AppPlan, ArgoCdPlan, BorrowedUse, ExternalObject, HandMadeSecret, Scope,
    StackOnCluster, StackPlan, StandInUse, Standing,
};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::expression::Templates;
use crate::inflate::ProjectCharts;
use crate::model::FilesLayout;
use crate::node::Origins;
use crate::parse::{Parsed, Project};
use crate::source::{Place, Sources};

/// What resolving a project starts from.
#[derive(Clone, Copy)]
pub struct Plans<'a> {
    /// The documents.
    pub project: &'a Project,
    /// Where places are looked up.
    pub sources: &'a Sources,
    /// The compiled templates.
    pub templates: &'a Templates,
    /// The document of built-in defaults.
    pub built_in: &'a Parsed,
    /// Stacks of other revisions.
    pub revisions: &'a Revisions,
    /// The charts that stacks may use.
    pub charts: &'a ProjectCharts,
    /// How resources lie in files.
    pub layout: FilesLayout,
    /// The team that owns the apps `namespaces`.
    pub platform_team: &'a EcoString,
    /// Which environments and stacks to plan.
    pub scope: &'a Scope,
}

/// The plans of one physical cluster, with all environments on it.
pub struct Resolution {
    /// The apps whose plans are complete, in the order of environment and name.
    pub apps: Vec<AppPlan>,
    /// The apps that cannot be planned; why was reported.
    pub failed: Vec<AppId>,
    /// Stacks of which an override would have changed more than it could.
    pub curtailed: Vec<StackOnCluster>,
    /// Whether these are all apps of the cluster: nothing is outside the scope, and no document that might add one was unreadable.
    pub is_whole: bool,
    /// What stands in the cluster and is not rendered.
    pub standing: Standing,
    /// The Secrets that somebody makes by hand.
    pub hand_made: Vec<HandMadeSecret>,
    /// The roles that workloads need in the cloud, with their environments.
    pub roles: Vec<(EcoString, RoleRequest)>,
    /// What was found while planning the apps.
    pub sink: Sink,
}

/// Resolves a project and hands over its clusters one by one, in the order of their names; gives what is known of
/// the environments in the scope beside that.
pub fn resolve(
    plans: Plans<'_>,
    memo: &mut CatalogMemo,
    sink: &mut Sink,
    on_cluster: &mut dyn FnMut(Resolution),
) -> Told {
    let Plans { project, sources, templates, built_in, revisions, charts, .. } = plans;
    let inputs = Inputs { project, sources, templates, built_in, revisions, charts };
    let teams = resolve_teams(inputs, sink);
    let catalog = compile_catalog(inputs, memo, sink);
    let stacks = collect_stacks(inputs, sink);
    check_overrides(inputs, sink);
    let is_concrete = |environment: &Parsed| !is_abstract(environment, inputs.sources);
    let names: Vec<EcoString> = inputs
        .project
        .environments
        .iter()
        .filter(|environment| is_concrete(environment))
        .map(|environment| environment.name().clone())
        .collect();
    let environments: Vec<Environment> = chains(inputs, sink)
        .into_iter()
        .filter(|chain| chain.last().is_some_and(|last| is_concrete(last)))
        .filter_map(|chain| resolve_environment(chain, inputs, sink).ok())
        .collect();
    let is_complete = environments.len() == names.len() && !plans.project.incomplete;
    let owners: Owners<'_> = find_owners(&environments, sink);
    let mut views: Vec<Vec<ClusterView>> = environments
        .iter()
        .map(|environment| clusters_of(environment, &owners, &names, is_complete, inputs.sources, sink))
        .collect();
    let finder = OffersOf {
        environments: &environments,
        views: &views,
        stacks: &stacks,
        catalog: &catalog,
        teams: &teams,
        inputs,
    };
    let offers = finder.find();
    for cluster in views.iter_mut().flatten() {
        cluster.offers = offers.get(&cluster.name).cloned().unwrap_or_default();
    }
    let mut by_cluster: BTreeMap<&EcoString, Vec<OnCluster<'_>>> = BTreeMap::new();
    let mut in_part: BTreeSet<&EcoString> = BTreeSet::new();
    let has_units = units_are_written(inputs);
    let mut running: Vec<Instances<'_>> = Vec::with_capacity(environments.len());
    for (environment, clusters) in environments.iter().zip(&views) {
        let is_covered = plans.scope.covers_environment(&environment.name);
        let mut unheard = Sink::default();
        let heard = if is_covered { &mut *sink } else { &mut unheard };
        let mut found = match is_covered || has_units {
            true => instances_of(environment, clusters, &stacks, inputs, heard),
            false => Instances { instances: Vec::new(), is_complete: false },
        };
        found.is_complete &= !plans.project.incomplete;
        running.push(found);
    }
    let finders: Vec<UnitsOf<'_>> = environments
        .iter()
        .zip(&views)
        .zip(&running)
        .map(|((environment, clusters), Instances { instances, is_complete })| UnitsOf {
            environment,
            clusters,
            instances,
            catalog: &catalog,
            inputs,
            is_complete: *is_complete,
        })
        .collect();
    let mut units = find_units(&finders, plans.scope, sink);
    for (found, Instances { instances, is_complete }) in finders.iter().zip(&running) {
        let UnitsOf { environment, clusters, .. } = *found;
        if !plans.scope.covers_environment(&environment.name) {
            in_part.extend(clusters.iter().map(|cluster| &cluster.name));
            continue;
        }
        for cluster in clusters {
            let here = instances.iter().filter(|instance| instance.cluster.name == cluster.name);
            by_cluster.entry(&cluster.name).or_default().push(OnCluster {
                environment,
                cluster,
                instances: here.collect(),
                is_complete: *is_complete,
            });
        }
    }
    let mut roles: BTreeMap<EcoString, Vec<RoleRequest>> = BTreeMap::new();
    for (name, environments) in by_cluster {
        let stage = Stage { plans, inputs, teams: &teams, catalog: &catalog, units: &units };
        let mut resolution = stage.plan_cluster(&environments);
        resolution.is_whole &= is_complete && plans.scope.stacks.is_empty() && !in_part.contains(name);
        for (environment, request) in std::mem::take(&mut resolution.roles) {
            roles.entry(environment).or_default().push(request);
        }
        on_cluster(resolution);
    }
    let mut told = Told::default();
    let covered =
        environments.iter().zip(&views).filter(|(environment, _)| plans.scope.covers_environment(&environment.name));
    for (environment, clusters) in covered {
        let argocd = ArgoCdOf { environment, clusters, owners: &owners, teams: &teams, inputs, is_complete };
        told.argocd.extend(argocd.plan(sink));
        told.deploys.extend(plan_deploy(environment, inputs, sink));
    }
    for finder in finders.iter().filter(|finder| plans.scope.covers_environment(&finder.environment.name)) {
        let requests = roles.remove(&finder.environment.name).unwrap_or_default();
        told.units.extend(plan_units(*finder, &mut units, requests, sink));
        let known = units.get(&finder.environment.name);
        told.borrowed.extend(known.into_iter().flat_map(|known| known.borrowed_uses(&finder.environment.name)));
        let local = known.filter(|_| finder.is_local());
        told.stand_ins.extend(local.into_iter().flat_map(|known| known.stand_in_uses(&finder.environment.name)));
    }
    told
}

/// What is known of the environments in the scope beside their apps.
#[derive(Debug, Default)]
pub struct Told {
    /// What each tells Argo CD.
    pub argocd: Vec<ArgoCdPlan>,
    /// Where the output of each is committed.
    pub deploys: Vec<DeployPlan>,
    /// What each has in the cloud.
    pub units: Vec<EnvironmentUnits>,
    /// Who uses units of another environment.
    pub borrowed: Vec<BorrowedUse>,
    /// Who uses what stands for units where there is no cloud.
    pub stand_ins: Vec<StandInUse>,
}

/// One environment on one cluster.
struct OnCluster<'a> {
    environment: &'a Environment,
    cluster: &'a ClusterView,
    instances: Vec<&'a StackInstance<'a>>,
    /// Whether a stack that is not among the instances does not run here; else it may have failed.
    is_complete: bool,
}

#[derive(Clone, Copy)]
struct Stage<'a> {
    plans: Plans<'a>,
    inputs: Inputs<'a>,
    teams: &'a Teams,
    catalog: &'a Catalog,
    units: &'a BTreeMap<EcoString, Units>,
}

/// One app, if it could be planned, with the roles that its workloads need.
struct PlannedApp {
    id: AppId,
    plan: Option<AppPlan>,
    roles: Vec<RoleRequest>,
    sink: Sink,
}

/// What one app is made from.
enum Job<'a> {
    Stack(&'a StackInstance<'a>),
    Component(&'a StackInstance<'a>, ComponentEntry, ChartPart),
    Release(&'a StackInstance<'a>, ReleaseEntry, ChartPart),
}

impl Stage<'_> {
    fn plan_cluster(self, environments: &[OnCluster<'_>]) -> Resolution {
        let mut resolution = Resolution {
            apps: Vec::new(),
            failed: Vec::new(),
            curtailed: Vec::new(),
            is_whole: true,
            standing: Standing::default(),
            hand_made: Vec::new(),
            roles: Vec::new(),
            sink: Sink::default(),
        };
        let mut tables: Vec<NamespaceTable> =
            environments.iter().map(|on_cluster| self.namespace_table(on_cluster, &mut resolution.sink)).collect();
        check_shared_names(environments, &mut tables, &mut resolution.sink);
        for (on_cluster, table) in environments.iter().zip(&tables) {
            self.plan_environment(on_cluster, table, &mut resolution);
            // Every environment on a cluster sees its owner's entry.
            resolution.standing = on_cluster.cluster.standing();
        }
        let namespaces = tables.iter().flat_map(|table| table.values()).flat_map(|found| &found.namespaces);
        let external = namespaces.filter(|namespace| namespace.is_external);
        resolution.standing.objects.extend(external.filter_map(StackNamespace::standing));
        resolution.hand_made = resolution.apps.iter().flat_map(AppPlan::hand_made_secrets).collect();
        resolution.standing.objects.extend(resolution.hand_made.iter().map(ExternalObject::of_hand_made));
        resolution
    }

    fn namespace_table(self, on_cluster: &OnCluster<'_>, sink: &mut Sink) -> NamespaceTable {
        let mut table: NamespaceTable = on_cluster
            .instances
            .iter()
            .map(|instance| {
                let mut findings = Sink::occurring_in(instance.occurrence());
                let found = namespaces_of(instance, self.inputs, &mut findings);
                sink.absorb(findings);
                (instance.name().clone(), found)
            })
            .collect();
        let mut findings = Sink::occurring_in(self.occurrence(on_cluster));
        follow_borrowed(&mut table, on_cluster.is_complete, &mut findings);
        sink.absorb(findings);
        table
    }

    fn occurrence(self, on_cluster: &OnCluster<'_>) -> EcoString {
        ecow::eco_format!("{}/{}", on_cluster.environment.name, on_cluster.cluster.name)
    }

    fn plan_environment(self, on_cluster: &OnCluster<'_>, table: &NamespaceTable, out: &mut Resolution) {
        let jobs = self.jobs(on_cluster);
        check_app_names(&jobs, self.plans.platform_team, self.inputs.sources, &mut out.sink);
        let planned: Vec<PlannedApp> = jobs.par_iter().map(|job| self.plan(job, on_cluster, table)).collect();
        let mut apps = Vec::with_capacity(planned.len() + 1);
        let mut failed = Vec::new();
        for PlannedApp { id, plan, roles, sink } in planned {
            out.sink.absorb(sink);
            out.roles.extend(roles.into_iter().map(|role| (on_cluster.environment.name.clone(), role)));
            match plan {
                Some(plan) => apps.push(plan),
                None => failed.push(id),
            }
        }
        self.check_patches(on_cluster, &jobs, out);
        let is_complete = on_cluster.is_complete && failed.is_empty();
        out.is_whole &= is_complete;
        let mut sink = Sink::occurring_in(self.occurrence(on_cluster));
        connect(&mut apps, is_complete, &mut sink);
        apps.extend(self.plan_namespaces_app(on_cluster, table, &mut sink));
        out.sink.absorb(sink);
        apps.retain(|app| self.plans.scope.covers(&app.id.owner()));
        failed.retain(|id| self.plans.scope.covers(&id.owner()));
        out.failed.extend(failed);
        apps.sort_by(|a, b| a.id.app.cmp(&b.id.app));
        out.apps.extend(apps);
    }

    /// Notes the stacks of which something may be missing, and reports patches of those that have no app.
    fn check_patches(self, on_cluster: &OnCluster<'_>, jobs: &[Job<'_>], out: &mut Resolution) {
        for instance in &on_cluster.instances {
            let stack = StackOnCluster {
                environment: on_cluster.environment.name.clone(),
                cluster: on_cluster.cluster.name.clone(),
                stack: instance.name().clone(),
            };
            let is_in_scope = self.plans.scope.covers(&stack.owner());
            if instance.is_curtailed {
                out.curtailed.push(stack);
            } else if is_in_scope && jobs.iter().all(|job| job.instance().name() != instance.name()) {
                let mut sink = Sink::occurring_in(instance.occurrence());
                check_nothing_to_patch(instance, self.inputs, &mut sink);
                out.sink.absorb(sink);
            }
        }
    }

    fn jobs<'b>(self, on_cluster: &'b OnCluster<'b>) -> Vec<Job<'b>> {
        let mut jobs = Vec::new();
        for instance in &on_cluster.instances {
            let has = |section| instance.merged.member(section, self.inputs.sources).is_some();
            if has("workloads") || has("manifests") {
                jobs.push(Job::Stack(instance));
            }
            for component in components_of(instance, self.inputs.sources) {
                if component_chart::has_definitions(instance, &component, self.catalog, self.inputs) {
                    jobs.push(Job::Component(instance, component.clone(), ChartPart::Definitions));
                }
                jobs.push(Job::Component(instance, component, ChartPart::Release));
            }
            let units = self.units.get(&instance.environment.name);
            for stands in units.iter().flat_map(|units| units.standing_in(instance)) {
                jobs.push(Job::Component(instance, stands, ChartPart::Release));
            }
            for release in releases_of(instance, self.inputs.sources) {
                if (ReleasesOf { instance, inputs: self.inputs }).has_definitions(&release) {
                    jobs.push(Job::Release(instance, release.clone(), ChartPart::Definitions));
                }
                jobs.push(Job::Release(instance, release, ChartPart::Release));
            }
        }
        jobs
    }

    fn plan(self, job: &Job<'_>, on_cluster: &OnCluster<'_>, table: &NamespaceTable) -> PlannedApp {
        let instance = job.instance();
        let id = job.id(self.plans.platform_team);
        let mut sink = Sink::occurring_in(instance.occurrence());
        let mut origins = Origins::default();
        let mut roles = Vec::new();
        let (team, place) = instance.team();
        let body = self.teams.find(team, *place, self.inputs, &mut sink).zip(table.get(instance.name())).and_then(
            |(team, namespaces)| match job {
                Job::Stack(instance) => {
                    let nothing = Units::default();
                    let units = self.units.get(&instance.environment.name).unwrap_or(&nothing);
                    let (origins, sink) = (&mut origins, &mut sink);
                    let workloads = plan_workloads(instance, namespaces, team, units, self.inputs, origins, sink);
                    let workloads = workloads.map(|planned| {
                        roles = planned.roles;
                        planned.workloads
                    });
                    let manifests = ManifestsOf { instance, namespaces, team, inputs: self.inputs };
                    let manifests = manifests.plan(origins, sink);
                    let both = workloads.ok().zip(manifests.ok()).filter(|_| !sink.has_errors());
                    both.map(|(workloads, manifests)| (AppBody::Stack(StackPlan { workloads, manifests }), Vec::new()))
                }
                Job::Component(instance, entry, part) => {
                    let Self { catalog, inputs, .. } = self;
                    let units = self.units.get(&instance.environment.name);
                    let components = ComponentsOf { instance, namespaces, team, catalog, units, inputs };
                    match part {
                        ChartPart::Release => components
                            .plan(entry, &mut origins, &mut sink)
                            .ok()
                            .map(|(component, patches)| (AppBody::Component(Box::new(component)), patches)),
                        ChartPart::Definitions => components
                            .plan_definitions(entry, &mut origins)
                            .ok()
                            .map(|definitions| (AppBody::Chart(Box::new(definitions)), Vec::new())),
                    }
                }
                Job::Release(instance, entry, part) => {
                    let releases = ReleasesOf { instance, inputs: self.inputs };
                    let planned = releases.plan(entry, *part, (namespaces, team), &mut origins, &mut sink);
                    planned.ok().map(|(mut plan, patches)| {
                        let kinds = &instance.cluster.offers.kinds;
                        instance.cluster.offers.tell(&mut plan, &mut origins);
                        plan.custom = custom_kinds(kinds, self.inputs, &mut origins);
                        (AppBody::Chart(Box::new(plan)), patches)
                    })
                }
            },
        );
        let allows = allows_of(instance, self.inputs, &mut origins, &mut sink);
        let patches = patches_of(instance, self.inputs, &mut origins, &mut sink);
        // What is wrong with the rest of a faulty file may only be the fault's doing: it is not lowered, and not judged.
        let sync = sync_of(instance, self.inputs, &mut origins, &mut sink);
        let whole = body.zip(allows.ok()).zip(patches.ok()).zip(sync.ok()).filter(|_| !instance.is_faulty);
        let plan = whole.map(|((((body, own), allows), patches), sync)| AppPlan {
            id: id.clone(),
            cluster: on_cluster.cluster.facts(&mut origins),
            existence: origins.of_causes(instance.causes.iter().copied()),
            delivery: delivery_of(on_cluster.environment, on_cluster.cluster, self.team_place(job), &mut origins)
                .map(|delivery| AppDelivery { sync, ..delivery }),
            origins,
            layout: self.plans.layout,
            allows,
            patches: [own, patches].concat(),
            body,
        });
        PlannedApp { id, plan, roles, sink }
    }

    /// Where it is written whose an app is.
    fn team_place(self, job: &Job<'_>) -> Option<Place> {
        if job.is_platforms() { platform_team_place(self.inputs) } else { Some(job.instance().team().1) }
    }

    /// The app `namespaces`: absent where the environment owns none on this cluster.
    fn plan_namespaces_app(
        self,
        on_cluster: &OnCluster<'_>,
        table: &NamespaceTable,
        sink: &mut Sink,
    ) -> Option<AppPlan> {
        let mut origins = Origins::default();
        let namespaces = plan_namespaces(&on_cluster.instances, table, self.teams, self.inputs, &mut origins, sink);
        (!namespaces.is_empty()).then(|| AppPlan {
            id: AppId {
                environment: on_cluster.environment.name.clone(),
                cluster: on_cluster.cluster.name.clone(),
                app: NAMESPACES_APP.into(),
                stack: None,
                team: self.plans.platform_team.clone(),
            },
            cluster: on_cluster.cluster.facts(&mut origins),
            existence: origins.of_causes(on_cluster.environment.causes.iter().copied()),
            delivery: delivery_of(
                on_cluster.environment,
                on_cluster.cluster,
                platform_team_place(self.inputs),
                &mut origins,
            ),
            origins,
            layout: self.plans.layout,
            allows: Vec::new(),
            patches: Vec::new(),
            body: AppBody::Namespaces(namespaces),
        })
    }
}

/// The app that holds an environment's namespaces on a cluster.
pub const NAMESPACES_APP: &str = "namespaces";

impl<'a> Job<'a> {
    fn instance(&self) -> &'a StackInstance<'a> {
        match self {
            Job::Stack(instance) | Job::Component(instance, ..) | Job::Release(instance, ..) => instance,
        }
    }

    /// Whether the app is the platform's team's, whoever asked for it.
    fn is_platforms(&self) -> bool {
        matches!(self, Job::Release(_, _, ChartPart::Definitions) | Job::Component(_, _, ChartPart::Definitions))
    }

    fn id(&self, platform_team: &EcoString) -> AppId {
        let instance = self.instance();
        AppId {
            environment: instance.environment.name.clone(),
            cluster: instance.cluster.name.clone(),
            app: match self {
                Job::Stack(_) => instance.name().clone(),
                Job::Component(_, ComponentEntry { name, .. }, part)
                | Job::Release(_, ReleaseEntry { name, .. }, part) => match part {
                    ChartPart::Release => ecow::eco_format!("{}-{name}", instance.name()),
                    ChartPart::Definitions => ecow::eco_format!("{name}-crds"),
                },
            },
            stack: Some(instance.name().clone()),
            team: if self.is_platforms() { platform_team.clone() } else { instance.team().0.clone() },
        }
    }

    /// Where the app's name comes from.
    fn place(&self) -> Place {
        match self {
            Job::Stack(instance) => instance.document.name_place(),
            Job::Component(_, entry, _) => entry.place(),
            Job::Release(_, entry, _) => entry.place(),
        }
    }
}

/// Two apps of one name on a cluster are a fault; so is one that has the platform's own name.
fn check_app_names(jobs: &[Job<'_>], platform_team: &EcoString, sources: &Sources, sink: &mut Sink) {
    let mut seen: BTreeMap<EcoString, Place> = BTreeMap::new();
    for job in jobs {
        let app = job.id(platform_team).app;
        if app == NAMESPACES_APP {
            let message = format!("an app cannot be called `{app}`: that one holds the namespaces");
            sink.report(Finding::new(Code::DUPLICATE_NAME, message, Spot::Value(job.place())));
        } else if let Some(first) = seen.insert(app.clone(), job.place()) {
            let spot = |place: Place| match sources.document(place.file).parent(place.node) {
                Some(_) => Spot::Key(place),
                None => Spot::Value(place),
            };
            let message = format!("two apps on one cluster are called `{app}`");
            sink.report(
                Finding::new(Code::DUPLICATE_NAME, message, spot(job.place()))
                    .with(spot(first), "the other one")
                    .help("give one of the two another name"),
            );
        }
    }
}

/// Who declares a namespace, and where.
#[derive(Clone)]
struct Declarer {
    environment: EcoString,
    stack: EcoString,
    logical: EcoString,
    spot: Spot,
}

/// One Namespace belongs to one stack of one environment; what stands in a second one's is poison.
fn check_shared_names(environments: &[OnCluster<'_>], tables: &mut [NamespaceTable], sink: &mut Sink) {
    let mut seen: BTreeMap<EcoString, Declarer> = BTreeMap::new();
    for (on_cluster, table) in environments.iter().zip(tables) {
        for (stack, found) in table {
            let own = |namespace: &&mut StackNamespace| namespace.from.is_none() && !namespace.is_external;
            for namespace in found.namespaces.iter_mut().filter(own) {
                let Some(real) = &namespace.real else { continue };
                let here = Declarer {
                    environment: on_cluster.environment.name.clone(),
                    stack: stack.clone(),
                    logical: namespace.logical.clone(),
                    spot: real.spot.clone(),
                };
                if let Some(first) = seen.get(&real.name) {
                    let cluster = &on_cluster.cluster.name;
                    sink.report(declared_twice(&real.name, cluster, first, &here));
                    namespace.real = None;
                } else {
                    seen.insert(real.name.clone(), here);
                }
            }
        }
    }
}

fn declared_twice(name: &EcoString, cluster: &EcoString, first: &Declarer, second: &Declarer) -> Finding {
    let is_one_environment = first.environment == second.environment;
    let (message, help) = if is_one_environment && first.stack == second.stack {
        (format!("stack `{}` declares namespace `{name}` twice", first.stack), "remove one of the two".to_owned())
    } else if is_one_environment {
        (
            format!("namespace `{name}` is declared by stacks `{}` and `{}`", first.stack, second.stack),
            format!("let one of them borrow it: `{}: {{from: {}}}`", first.logical, first.stack),
        )
    } else {
        (
            format!(
                "namespace `{name}` of cluster `{cluster}` is declared by environments `{}` and `{}`",
                first.environment, second.environment
            ),
            format!("give each its own name, such as `name: \"{name}-${{env.name}}\"`"),
        )
    };
    let mut finding = Finding::new(Code::DUPLICATE_NAME, message, second.spot.clone());
    if first.spot != second.spot {
        finding = finding.with(first.spot.clone(), "declared here too");
    }
    if is_one_environment {
        finding = finding.occurs_in(ecow::eco_format!("{}/{cluster}", second.environment));
    }
    finding.help(help)
}
