//! The spine: a world to a tree and a report.
//!
//! Takes a [`World`] and a [`Request`]; gives a [`Compilation`]. What earlier compiles made is kept in the [`Compiler`]: parsed
//! files by path and content, compiled definitions, and lowered apps by a hash of their plans.
//!
//! Law: a compile on a memo gives the same bytes, findings and origins as a cold one; the memo is an argument, never a global.

mod memo;
mod settings;
mod summary;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use ecow::EcoString;
use rayon::prelude::*;

use crate::check::{Fact, Judged, check_duplicates, check_structure};
use crate::diagnostics::{Report, Sink};
use crate::emit::{AppFiles, Group, Scope, Tree, emit_app, failed_app};
use crate::lower::{Resource, lower};
use crate::model::Kind;
use crate::node::Origins;
use crate::parse::{ParseMemo, parse, parse_one};
use crate::resolve::{AppBody, AppId, AppPlan, CatalogMemo, Fingerprint, Plans, Resolution, Revisions, resolve};
use crate::source::{Place, Sources};
use crate::world::World;

use platgen_schema::{Catalog, Schemas};

use memo::AppMemo;
pub use summary::{ClusterSummary, DefinitionSummary, EnvironmentSummary, ProjectSummary, StackSummary};

/// The lowest layer of all: what workloads have unless anybody says otherwise.
const DEFAULTS: &[u8] = include_bytes!("../../definitions/defaults.yaml");

/// Compiles worlds, remembering what it can between them.
#[derive(Debug, Default)]
pub struct Compiler {
    parse: ParseMemo,
    catalog: CatalogMemo,
    apps: AppMemo,
    kubernetes: Kubernetes,
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
    /// What the project holds, in the scope or not.
    pub project: ProjectSummary,
    /// The resources of each app, where the request keeps them.
    pub resources: Vec<Arc<LoweredApp>>,
    /// What the checks could and could not judge.
    pub coverage: Coverage,
}

/// How many objects were judged; what could not be is counted by kind, never passed over.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// Objects that were judged by the schema of their kind.
    pub checked: usize,
    /// Objects without a schema, by API version and kind.
    pub unchecked: BTreeMap<(EcoString, EcoString), usize>,
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
}

/// One app, lowered and written.
#[derive(Debug)]
pub struct LoweredApp {
    /// Which app it is.
    pub id: AppId,
    /// Its files.
    pub group: Arc<Group>,
    /// What is kept of its resources for checks across apps.
    pub facts: Vec<Fact>,
    /// What the checks could and could not judge.
    pub coverage: Coverage,
    /// What was found while lowering it.
    pub findings: Vec<crate::diagnostics::Finding>,
    /// Its resources and the table of their origins, where the request keeps them.
    pub kept: Option<(Vec<Resource>, Origins)>,
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

    /// Compiles a world.
    pub fn compile(&mut self, world: &dyn World, request: &Request) -> Compilation {
        let mut sink = Sink::default();
        let project = parse(world, &mut self.parse, &mut sink);
        let built_in = parse_one("platgen:defaults.yaml".into(), DEFAULTS.into(), &[Kind::Project], &mut self.parse);
        let revisions = Revisions::read(&project, world, &mut self.parse, &mut sink);
        let sources = &self.parse.sources;
        let settings = settings::read(&project, sources, &self.parse.templates, &mut sink);
        let plans = Plans {
            project: &project,
            sources,
            templates: &self.parse.templates,
            built_in: &built_in,
            revisions: &revisions,
            layout: settings.layout,
            platform_team: &settings.platform_team,
            scope: &request.scope,
        };
        let mut compilation = Compilation { project: summary::summarise(&project, sources), ..Compilation::default() };
        self.apps.begin();
        let mut stage = ClusterStage { request, sources, kubernetes: &mut self.kubernetes, memo: &mut self.apps };
        let mut found = Sink::default();
        resolve(plans, &mut self.catalog, &mut sink, &mut |resolution| {
            stage.compile(resolution, &mut compilation, &mut found);
        });
        sink.absorb(found);
        self.apps.end();
        compilation.tree.groups.sort_by(|a, b| a.owner.cmp(&b.owner));
        compilation
            .apps
            .sort_by(|a, b| (&a.environment, &a.cluster, &a.app).cmp(&(&b.environment, &b.cluster, &b.app)));
        compilation.report = Report::new(sink.into_findings(), sources);
        compilation
    }
}

/// What compiling the apps of a cluster reads, and the memo that it keeps.
struct ClusterStage<'a> {
    request: &'a Request,
    sources: &'a Sources,
    kubernetes: &'a mut Kubernetes,
    memo: &'a mut AppMemo,
}

impl ClusterStage<'_> {
    /// Lowers, checks and writes the apps of one cluster; their plans are dropped with it.
    fn compile(&mut self, resolution: Resolution, compilation: &mut Compilation, sink: &mut Sink) {
        let Resolution { apps, failed, sink: found } = resolution;
        sink.absorb(found);
        let Some(first) = apps.first() else {
            compilation.tree.groups.extend(failed.iter().map(|id| Arc::new(failed_app(id))));
            return;
        };
        let cluster = first.id.cluster.clone();
        let schemas =
            (!self.request.skip_checks).then(|| self.kubernetes.schemas(first.cluster.kubernetes_minor)).flatten();
        let keys: Vec<u128> = apps.par_iter().map(|app| self.fingerprint(app)).collect();
        let lowered: Vec<Arc<LoweredApp>> = apps
            .into_par_iter()
            .zip(&keys)
            .map(|(app, key)| match self.memo.find(*key, self.request.keep_resources) {
                Some(known) => known,
                None => Arc::new(self.lower(app, schemas.as_ref())),
            })
            .collect();
        let facts = lowered.iter().flat_map(|app| app.facts.iter().map(move |fact| (&app.id.app, fact)));
        check_duplicates(facts, &cluster, sink);
        for (app, key) in lowered.into_iter().zip(keys) {
            sink.extend(app.findings.iter().cloned());
            compilation.take(&app, self.request.keep_resources);
            self.memo.keep(key, app);
        }
        compilation.tree.groups.extend(failed.iter().map(|id| Arc::new(failed_app(id))));
    }

    fn fingerprint(&self, app: &AppPlan) -> u128 {
        let mut hasher = Fingerprint::default();
        self.request.skip_checks.hash(&mut hasher);
        app.hash_all(self.sources, &mut hasher);
        hasher.finish_wide()
    }

    fn lower(&self, plan: AppPlan, schemas: Option<&Schemas>) -> LoweredApp {
        let mut sink = Sink::occurring_in(ecow::eco_format!("{}/{}", plan.id.environment, plan.id.cluster));
        let mut plan = plan;
        let mut origins = std::mem::take(&mut plan.origins);
        let resources = lower(&plan, &mut origins, &mut sink);
        let instance = match &plan.body {
            AppBody::Component(component) => origins.first_leaf(component.origin),
            AppBody::Workloads(_) | AppBody::Namespaces(_) => None,
        };
        let facts = resources.iter().map(|resource| fact_of(resource, instance, &origins)).collect();
        // What follows from a fault of lowering is not judged.
        let coverage = if sink.has_errors() || self.request.skip_checks {
            Coverage::default()
        } else {
            self.check(&resources, schemas, &origins, &mut sink)
        };
        let files = AppFiles { id: &plan.id, layout: plan.layout, resources: &resources };
        let group = if sink.has_errors() { failed_app(&plan.id) } else { emit_app(&files) };
        LoweredApp {
            group: Arc::new(group),
            facts,
            coverage,
            findings: sink.into_findings(),
            kept: self.request.keep_resources.then_some((resources, origins)),
            id: plan.id,
        }
    }

    fn check(&self, resources: &[Resource], schemas: Option<&Schemas>, origins: &Origins, sink: &mut Sink) -> Coverage {
        let mut coverage = Coverage::default();
        for resource in resources {
            let judged = schemas.map(|schemas| check_structure(resource, schemas, origins, self.sources, sink));
            if judged == Some(Judged::Yes) {
                coverage.checked += 1;
            } else {
                let kind = (resource.api_version.clone(), resource.kind.clone());
                *coverage.unchecked.entry(kind).or_default() += 1;
            }
        }
        coverage
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
            objects: app.facts.len(),
            files: app.group.files.len(),
        });
        self.coverage.checked += app.coverage.checked;
        for (kind, count) in &app.coverage.unchecked {
            *self.coverage.unchecked.entry(kind.clone()).or_default() += count;
        }
        if keep {
            self.resources.push(app.clone());
        }
    }
}

/// Kubernetes' schemas by minor version: unpacked and read when a cluster first needs them, then kept.
#[derive(Debug, Default)]
struct Kubernetes {
    catalog: Option<Catalog>,
    versions: BTreeMap<u32, Schemas>,
}

impl Kubernetes {
    fn schemas(&mut self, minor: u8) -> Option<Schemas> {
        let minor = u32::from(minor);
        if !self.versions.contains_key(&minor) {
            let catalog = self.catalog.get_or_insert_with(Catalog::embedded);
            self.versions.insert(minor, catalog.kubernetes(minor).ok()?);
        }
        self.versions.get(&minor).cloned()
    }
}

fn fact_of(resource: &Resource, instance: Option<Place>, origins: &Origins) -> Fact {
    let place = origins.first_leaf(resource.body.origin);
    Fact {
        group: resource.group().into(),
        kind: resource.kind.clone(),
        namespace: resource.namespace.clone(),
        name: resource.name.clone(),
        place,
        asked: instance.or(place),
    }
}
