//! The spine: a world to a tree and a report.
//!
//! Takes a [`World`] and a [`Request`]; gives a [`Compilation`]. What earlier compiles made is kept in the [`Compiler`]: parsed
//! files by path and content, compiled definitions, and lowered apps by a hash of their plans.
//!
//! Law: a compile on a memo gives the same bytes, findings and origins as a cold one; the memo is an argument, never a global.

mod argocd;
mod baseline;
mod cluster;
mod custom;
mod links;
mod memo;
mod patches;
mod removed;
mod settings;
mod summary;
mod support;
mod units;
mod unused;

use std::sync::Arc;

use ecow::EcoString;

use crate::catalog::{UsedComponents, add_stand_ins, built_in_definitions, used_components};
use crate::chart::{Agreement, DigestMemo, Wanted, check_vendored, not_stored};
use crate::check::{CheckedObjects, Coverage, check_allowances};
use crate::diagnostics::{Concealed, Finding, Report, Sink};
use crate::emit::{Group, Scope, Tree};
use crate::inflate::{
    ChartMemo, ChartStore, NamedChart, ProjectCharts, read_chart, read_chart_folders, read_definitions,
    read_stored_chart,
};
use crate::lock::{LOCK_FILE, Lock};
use crate::lower::{PatchReach, RenderedApp, Resource};
use crate::model::Kind;
use crate::node::Origins;
use crate::parse::{ParseMemo, Project, parse, parse_one};
use crate::resolve::{
    AppId, CatalogMemo, DeployPlan, HandMadeSecret, Plans, RevisionMemo, Revisions, StandInUse, resolve,
};
use crate::source::Sources;
use crate::world::World;

use argocd::ToldApps;
pub use baseline::BASELINE;
use cluster::{ClusterStage, Kubernetes};
use custom::{CustomObjects, DefinitionMemo};
pub use links::AppLinks;
use memo::AppMemo;
pub use removed::Earlier;
use removed::Present;
use settings::Settings;
pub use summary::{ClusterSummary, DefinitionSummary, EnvironmentSummary, ProjectSummary, StackSummary};
pub use units::{UnitSummary, UnitUser};

/// The lowest layer of all: what workloads have unless anybody says otherwise.
pub const DEFAULTS: &str = include_str!("../../definitions/defaults.yaml");

/// Compiles worlds, remembering what it can between them.
#[derive(Debug, Default)]
pub struct Compiler {
    parse: ParseMemo,
    catalog: CatalogMemo,
    apps: AppMemo,
    kubernetes: Kubernetes,
    digests: DigestMemo,
    definitions: DefinitionMemo,
    charts: ChartMemo,
}

/// What to compile.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Which part.
    pub scope: Scope,
    /// Whether the resources with their origins are kept beside the written files.
    pub keep_resources: bool,
    /// Leaves out the checks of single resources, for measuring what they cost.
    pub skip_checks: bool,
    /// Reports what the project's baseline knows, too: for writing a new one.
    pub skip_baseline: bool,
    /// Remembers no app for a next compile, so that what is kept of a cluster goes with it: for a process that compiles once.
    pub forget_apps: bool,
    /// Charts that lie outside the project, where platgen.yaml says that they do.
    pub store: Option<Arc<dyn ChartStore>>,
    /// An earlier state, none of whose Applications may disappear unless that is allowed.
    pub against: Option<Arc<Earlier>>,
}

/// The result of a compile.
#[derive(Debug, Default)]
pub struct Compilation {
    /// The output; an app that failed has a group without files.
    pub tree: Tree,
    /// What was found.
    pub report: Report,
    /// The apps that were compiled, in the order of the tree.
    pub apps: Vec<AppSummary>,
    /// What the environments in the scope have in the cloud, in the order of their folders.
    pub units: Vec<UnitSummary>,
    /// Who uses apps that stand for units, where there is no cloud.
    pub stand_ins: Vec<StandInUse>,
    /// What the project holds, in the scope or not.
    pub project: ProjectSummary,
    /// The resources of each app, where the request keeps them.
    pub resources: Vec<Arc<LoweredApp>>,
    /// What the checks could and could not judge.
    pub coverage: Coverage,
    /// The Secrets that somebody makes by hand, in the order of environment, cluster, namespace and name.
    pub hand_made: Vec<HandMadeSecret>,
    /// Where the output of each environment in the scope is committed.
    pub deploys: Vec<DeployPlan>,
    /// Environments whose Applications could not be compared with those of the earlier state, since something in them failed.
    pub not_compared: Vec<EcoString>,
}

/// One app of the output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AppSummary {
    /// Its environment.
    pub environment: EcoString,
    /// Its cluster.
    pub cluster: EcoString,
    /// Its name.
    pub app: EcoString,
    /// Its stack; `None` for apps of the platform.
    pub stack: Option<EcoString>,
    /// Its team.
    pub team: EcoString,
    /// How many objects it has.
    pub objects: usize,
    /// How many files it has, without its index.
    pub files: usize,
    /// What it has to do with others on its cluster.
    pub links: Arc<AppLinks>,
}

/// One app, lowered and written.
#[derive(Debug)]
pub struct LoweredApp {
    /// Which app it is.
    pub id: AppId,
    /// Its files.
    pub group: Arc<Group>,
    /// What Argo CD must know of it; `None` of what Argo CD itself is told.
    pub rendered: Option<Arc<RenderedApp>>,
    /// What it has to do with others on its cluster.
    pub links: Arc<AppLinks>,
    /// How many resources it has.
    pub objects: usize,
    /// Its resources, judged one by one; none where it was not judged.
    pub checked: CheckedObjects,
    /// What was found while lowering it.
    pub findings: Vec<Finding>,
    /// How far the targets of its patches led.
    pub patches: Vec<PatchReach>,
    /// Secrets of objects that were not judged.
    pub secrets: Vec<Concealed>,
    /// Its resources and the table of their origins, where the request keeps them.
    pub kept: Option<(Vec<Resource>, Arc<Origins>)>,
    /// Its custom resources, which are judged with the cluster, and its definitions of such.
    custom: CustomObjects,
}

impl Compiler {
    /// Starts with an empty memo.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where places of the last compile are looked up.
    pub fn sources(&self) -> &Sources {
        &self.parse.sources
    }

    /// The definitions that a project may use, sorted by name: its own, and those that come with platgen.
    pub fn definitions(&mut self, project: &ProjectSummary) -> Vec<DefinitionSummary> {
        summary::definitions(project, &mut self.parse)
    }

    /// Compiles a world.
    pub fn compile(&mut self, world: &dyn World, request: &Request) -> Compilation {
        let mut sink = Sink::default();
        let mut project = parse(world, &mut self.parse, &mut sink);
        let built_in =
            parse_one("platgen:defaults.yaml".into(), DEFAULTS.as_bytes().into(), &[Kind::Project], &mut self.parse);
        let settings = settings::read(&project, &self.parse.sources, &self.parse.templates, &mut sink);
        self.charts.begin();
        let memo = RevisionMemo { parse: &mut self.parse, charts: &mut self.charts, compat: settings.compat };
        let revisions = Revisions::read(&project, world, memo, &mut sink);
        let summary = summary::summarise(&project, &self.parse.sources);
        let mut used = used_components(project.documents_of_stacks().chain(revisions.stacks()), &self.parse.sources);
        let mut wanted: Vec<EcoString> = used.keys().cloned().collect();
        // What stands for a unit where there is no cloud is named by the unit's definition alone.
        while !wanted.is_empty() {
            let is_wanted = |name: &str| wanted.iter().any(|wanted| wanted == name);
            let found = built_in_definitions(&project.definitions, is_wanted, &mut self.parse);
            sink.extend(found.iter().flat_map(|document| document.findings.iter().cloned()));
            project.definitions.extend(found);
            let known = used.clone();
            add_stand_ins(&mut used, &project.definitions, &self.parse.sources);
            wanted = used.keys().filter(|name| !known.contains_key(*name)).cloned().collect();
        }
        let charts = self.read_charts(&project, &used, world, (&settings, request.store.as_deref()), &mut sink);
        let sources = &self.parse.sources;
        sink.extend(unused::unused_manifests(&project, sources));
        let plans = Plans {
            project: &project,
            sources,
            templates: &self.parse.templates,
            built_in: &built_in,
            revisions: &revisions,
            charts: &charts,
            layout: settings.layout,
            platform_team: &settings.platform_team,
            scope: &request.scope,
        };
        let mut compilation = Compilation { project: summary, ..Compilation::default() };
        self.apps.begin();
        let mut told = ToldApps::default();
        self.definitions.begin();
        let mut stage = ClusterStage {
            request,
            sources,
            schemas: &project.schemas,
            kubernetes: &mut self.kubernetes,
            memo: &mut self.apps,
            definitions: &self.definitions,
            told: &mut told,
        };
        let mut found = Sink::default();
        let known = resolve(plans, &mut self.catalog, &mut sink, &mut |resolution| {
            stage.compile(resolution, &mut compilation, &mut found);
        });
        sink.absorb(found);
        let modules = units::read_modules(&known.units, world, &mut self.parse.sources, &mut sink);
        let sources = &self.parse.sources;
        let present = Present::new(&project, sources, &known.argocd);
        compilation.units = units::summarise_units(&known.units, &known.borrowed);
        compilation.stand_ins = known.stand_ins;
        let mut shared = units::SharedFiles::new();
        if let Some(modules) = modules {
            shared = units::write_units(known.units, &modules, sources, request, &mut compilation, &mut sink);
        }
        told.tell(known.argocd, shared, &settings.platform_team, request, &mut compilation, &mut sink);
        present.compare(request, &mut compilation, &mut sink);
        self.apps.end();
        self.definitions.end();
        sink.extend(project.schemas.findings(&mut self.parse.sources));
        let sources = &self.parse.sources;
        compilation.deploys = known.deploys;
        compilation.hand_made.sort();
        compilation.tree.groups.sort_by(|a, b| a.owner.cmp(&b.owner));
        compilation
            .apps
            .sort_by(|a, b| (&a.environment, &a.cluster, &a.app).cmp(&(&b.environment, &b.cluster, &b.app)));
        // What rules found hides nothing; a fault of the input may.
        let is_whole =
            !sink.has_faulty_input() && request.scope == Scope::default() && compilation.coverage.partly_known == 0;
        if is_whole {
            compilation.coverage.tally.relocate(sources);
            sink.extend(check_allowances(&compilation.coverage.tally, &settings.levels));
        }
        let secrets = sink.take_secrets();
        let (findings, ignored) = settings.levels.apply(sink.into_findings());
        compilation.coverage.ignored = ignored;
        let report = Report::hiding(secrets, findings, sources);
        compilation.report = report;
        if !request.skip_baseline {
            baseline::leave_out(&mut compilation, world, is_whole);
        }
        compilation
    }
}

impl Compiler {
    /// Reads the charts of a world, and compares them with platgen.yaml and the lock.
    fn read_charts(
        &mut self,
        project: &Project,
        used: &UsedComponents,
        world: &dyn World,
        (settings, store): (&Settings, Option<&dyn ChartStore>),
        sink: &mut Sink,
    ) -> ProjectCharts {
        let Settings { compat, compat_place, .. } = *settings;
        let sources = &mut self.parse.sources;
        let folders = read_chart_folders(world, None, compat, &mut self.charts, sources);
        let definitions = read_definitions(world, sources);
        let mut charts = ProjectCharts { folders, definitions, compat, compat_place, ..ProjectCharts::default() };
        let spec = project.root.as_ref().and_then(|root| root.spec);
        let read = |spec| Wanted::read(spec, sources, &self.parse.templates, sink);
        let mut wanted = spec.map(read).unwrap_or_default();
        wanted.add_definitions(&project.definitions, used, sources, &self.parse.templates, sink);
        let refused = check_vendored(&wanted, world, Agreement::Wanted, &self.digests, sink);
        let lock = world.read(LOCK_FILE).ok().and_then(|(bytes, _)| Lock::read(&bytes).ok()).unwrap_or_default();
        for chart in &wanted.charts {
            let folder = chart.folder();
            let memo = &mut self.charts;
            let tree = lock.charts.get(&chart.name).and_then(|locked| locked.tree);
            let found = match tree.filter(|_| !wanted.is_kept_in_project() && chart.path().is_none()) {
                _ if refused.contains(&chart.name) => Err(None),
                Some(tree) => match store.and_then(|store| store.tree(tree)) {
                    Some(tree) => Ok(read_stored_chart(&tree, &folder, compat, memo, sources)),
                    None => Err(Some(Box::new(not_stored(chart)))),
                },
                None => match charts.folders.get(&folder) {
                    Some(known) => Ok(known.clone()),
                    None => read_chart(world, &folder, None, compat, memo, sources).ok_or(None),
                },
            };
            let named = NamedChart { place: chart.place, path: chart.path(), chart: found };
            charts.named.insert(chart.name.clone(), named);
        }
        charts
    }
}

impl Compilation {
    /// Adds one app to the result.
    fn take(&mut self, app: &Arc<LoweredApp>, keep: bool) {
        self.tree.groups.push(app.group.clone());
        self.apps.push(AppSummary {
            environment: app.id.environment.clone(),
            cluster: app.id.cluster.clone(),
            app: app.id.app.clone(),
            stack: app.id.stack.clone(),
            team: app.id.team.clone(),
            objects: app.objects,
            files: app.group.files.len(),
            links: app.links.clone(),
        });
        self.coverage.absorb(&app.checked.coverage);
        if keep {
            self.resources.push(app.clone());
        }
    }
}
