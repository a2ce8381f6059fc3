use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use ecow::EcoString;
use platgen_schema::{Catalog, Schemas};
use rayon::prelude::*;

use super::argocd::ToldApps;
use super::custom::{CustomObjects, CustomPlace, CustomStage, DefinitionMemo, take_custom};
use super::memo::AppMemo;
use super::patches::check_patches;
use super::support::check_support;
use super::{AppLinks, Compilation, LoweredApp, Request};
use crate::check::{
    Allow, CheckedObjects, Cluster, Extent, External, Home, Judged, Object, Site, check_cluster, check_object,
};
use crate::diagnostics::{NodePath, Sink, Spot};
use crate::emit::{AppFiles, emit_app, failed_app, output_path};
use crate::lower::{Lowered, RenderedApp, Resource, lower};
use crate::model::Sourced;
use crate::node::{Fingerprint, Origins};
use crate::parse::ProjectSchemas;
use crate::resolve::{AppBody, AppId, AppPlan, Resolution, Standing};
use crate::source::Sources;

/// What compiling the apps of a cluster reads, and the memo that it keeps.
pub(super) struct ClusterStage<'a> {
    pub(super) request: &'a Request,
    pub(super) sources: &'a Sources,
    /// The definitions of custom resources that the project keeps.
    pub(super) schemas: &'a ProjectSchemas,
    pub(super) kubernetes: &'a mut Kubernetes,
    pub(super) memo: &'a mut AppMemo,
    pub(super) told: &'a mut ToldApps,
    pub(super) definitions: &'a DefinitionMemo,
}

impl ClusterStage<'_> {
    /// Lowers, checks and writes the apps of one cluster; their plans are dropped with it.
    pub(super) fn compile(&mut self, resolution: Resolution, compilation: &mut Compilation, sink: &mut Sink) {
        let Resolution { apps, failed, curtailed, is_whole, standing, hand_made, sink: found, roles: _ } = resolution;
        sink.absorb(found);
        compilation.hand_made.extend(hand_made);
        failed.iter().for_each(|id| self.told.fail(&id.environment));
        compilation.tree.groups.extend(failed.iter().map(|id| Arc::new(failed_app(id))));
        let Some(first) = apps.first() else { return };
        let minor = first.cluster.kubernetes_minor;
        let is_patched = apps.iter().any(|app| !app.patches.is_empty());
        let has_charts = apps.iter().any(|app| matches!(app.body, AppBody::Chart(_)));
        let known =
            (!self.request.skip_checks || is_patched || has_charts).then(|| self.kubernetes.schemas(minor)).flatten();
        let schemas = known.as_ref().filter(|_| !self.request.skip_checks);
        if let Some(catalog) = self.kubernetes.catalog.as_ref().filter(|_| schemas.is_some()) {
            let found = check_support(first, catalog).map(|finding| finding.occurs_in(first.id.cluster.clone()));
            let allows = allows(&first.cluster.allows, &first.origins).collect::<Vec<_>>();
            sink.extend(found.filter(|finding| !compilation.coverage.tally.allows(&allows, finding)));
        }
        let keys: Vec<u128> = apps.par_iter().map(|app| self.fingerprint(app)).collect();
        let lowered: Vec<Arc<LoweredApp>> = apps
            .into_par_iter()
            .zip(&keys)
            .map(|(app, key)| match self.memo.find(*key, self.request.keep_resources) {
                Some(known) => known,
                None => Arc::new(self.lower(app, known.as_ref())),
            })
            .collect();
        if let Some(schemas) = schemas {
            let is_whole =
                is_whole && failed.is_empty() && lowered.iter().all(|app| app.checked.facts.len() == app.objects);
            let extent = if is_whole { Extent::Whole } else { Extent::Part };
            compilation.coverage.partly_known += usize::from(extent == Extent::Part);
            let external = external_of(standing);
            let stage = CustomStage { schemas, project: self.schemas, sources: self.sources, extent };
            let custom = stage.judge(&lowered);
            compilation.coverage.absorb(&custom.coverage);
            let cluster = Cluster::new(custom.facts(&lowered), u32::from(minor), &external, extent);
            let found = lowered.iter().flat_map(|app| app.checked.found()).chain(custom.found(&lowered));
            compilation.coverage.tally.absorb(check_cluster(&cluster, found, sink));
        }
        check_patches(&lowered, &failed, &curtailed, sink);
        for (app, key) in lowered.into_iter().zip(keys) {
            sink.extend(app.findings.iter().cloned());
            sink.conceal(app.secrets.iter().cloned());
            compilation.take(&app, self.request.keep_resources);
            self.told.take(&app, self.sources);
            if !self.request.forget_apps {
                self.memo.keep(key, app);
            }
        }
    }

    fn fingerprint(&self, app: &AppPlan) -> u128 {
        let mut hasher = Fingerprint::default();
        self.request.skip_checks.hash(&mut hasher);
        app.hash_all(self.sources, &mut hasher);
        hasher.finish_wide()
    }

    fn lower(&self, plan: AppPlan, schemas: Option<&Schemas>) -> LoweredApp {
        let mut sink = Sink::occurring_in(occurrence(&plan.id));
        let mut plan = plan;
        let mut origins = std::mem::take(&mut plan.origins);
        let Lowered { resources, by_recipe, patches } = lower(&plan, schemas, &mut origins, &mut sink);
        let rendered = RenderedApp::of(&plan, &resources, &origins);
        let files = AppFiles { id: &plan.id, layout: plan.layout, resources: &resources, rendered: &rendered };
        let group = if sink.has_errors() { failed_app(&plan.id) } else { emit_app(&files) };
        let mut app = LoweredApp {
            group: Arc::new(group),
            rendered: Some(Arc::new(rendered)),
            links: Arc::new(AppLinks::of(&plan, &resources)),
            objects: resources.len(),
            checked: CheckedObjects::default(),
            findings: Vec::new(),
            patches,
            secrets: Vec::new(),
            kept: None,
            custom: CustomObjects::default(),
            id: plan.id.clone(),
        };
        let mut open = Vec::new();
        // What follows from a fault of lowering is not judged.
        if let Some(schemas) = schemas.filter(|_| !self.request.skip_checks && !sink.has_errors()) {
            let surroundings = Surroundings { plan: &plan, origins: &origins, sources: self.sources, schemas };
            (app.checked, open) = surroundings.check(&resources, by_recipe);
        }
        app.secrets = sink.take_secrets();
        app.findings = sink.into_findings();
        let origins = Arc::new(origins);
        app.kept = self.request.keep_resources.then(|| (resources.clone(), origins.clone()));
        if !self.request.skip_checks {
            app.custom = take_custom(resources, open, &origins, self.definitions);
        }
        app
    }
}

/// What stands in a cluster, as rules ask about it.
fn external_of(standing: Standing) -> External {
    External {
        objects: standing.objects,
        metrics: standing.metrics.map(|metrics| metrics.iter().map(|api| api.word().into()).collect()),
    }
}

fn occurrence(id: &AppId) -> EcoString {
    ecow::eco_format!("{}/{}", id.environment, id.cluster)
}

/// What is allowed on everything of a stack or a cluster, from code and reason.
fn allows<'a>(
    written: &'a [(EcoString, Sourced<EcoString>)],
    origins: &'a Origins,
) -> impl Iterator<Item = Allow> + 'a {
    written.iter().map(|(code, reason)| {
        let place = origins.first_leaf(reason.origin);
        let spot = place.map_or_else(|| Spot::File("platgen.yaml".into()), Spot::Key);
        Allow {
            code: code.clone(),
            reason: reason.value.clone(),
            site: Site { spot, path: NodePath::default() },
            is_entry: true,
        }
    })
}

/// What the objects of one app are looked up in.
struct Surroundings<'a> {
    plan: &'a AppPlan,
    origins: &'a Origins,
    sources: &'a Sources,
    schemas: &'a Schemas,
}

impl Surroundings<'_> {
    /// Judges the objects of an app one by one, and keeps what the rules of the cluster ask about.
    ///
    /// Custom resources are left open: their definitions may be another app's.
    fn check(&self, resources: &[Resource], by_recipe: usize) -> (CheckedObjects, Vec<CustomPlace>) {
        let Self { plan, origins, sources, schemas } = self;
        let occurrence = occurrence(&plan.id);
        let mut all = CheckedObjects::default();
        let mut open = Vec::new();
        for (index, resource) in resources.iter().enumerate() {
            let home = Home {
                app: plan.id.app.clone(),
                occurrence: Some(occurrence.clone()),
                output: Some(output_path(&plan.id, plan.layout, resource)),
                asked: origins.first_leaf(plan.body.asked(resource.body.origin, origins)),
            };
            let mut checked = check_object(&Object { resource, origins, sources, schemas, home: &home });
            checked.fact.allows.extend(allows(&plan.allows, origins).chain(allows(&plan.cluster.allows, origins)));
            match checked.judged {
                Judged::Yes => all.add(checked),
                Judged::NoSchema => {
                    all.add_open(checked);
                    open.push(CustomPlace { index, home, is_written: index >= by_recipe });
                }
            }
        }
        (all, open)
    }
}

/// Kubernetes' schemas by minor version: unpacked and read when a cluster first needs them, then kept.
#[derive(Debug, Default)]
pub(super) struct Kubernetes {
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
