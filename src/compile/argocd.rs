use std::collections::BTreeSet;
use std::sync::Arc;

use ecow::EcoString;

use super::custom::CustomObjects;
use super::units::SharedFiles;
use super::{Compilation, LoweredApp, Request};
use crate::check::CheckedObjects;
use crate::diagnostics::Sink;
use crate::emit::{Owner, emit_environment};
use crate::lower::{RenderedApp, UnitFile, check_names, lower_argocd};
use crate::resolve::{AppId, ArgoCdPlan};
use crate::source::Sources;

/// The app under whose name the objects of Argo CD itself are kept.
const ARGOCD: &str = "argocd";

/// The apps that Argo CD applies, gathered over all clusters: a project of Argo CD is about all of a team's.
#[derive(Default)]
pub(super) struct ToldApps {
    apps: Vec<Arc<RenderedApp>>,
    /// Environments of which an app could not be made.
    failed: BTreeSet<EcoString>,
}

impl ToldApps {
    /// Adds an app, or notes that it could not be made.
    pub(super) fn take(&mut self, app: &LoweredApp, sources: &Sources) {
        if app.group.files.is_empty() {
            self.fail(&app.id.environment);
        } else {
            let told = app.rendered.iter().filter(|app| app.is_delivered);
            // Of a remembered app the causes may be places of an earlier parse, and meet here those of today's.
            self.apps.extend(told.map(|app| app.of_today(sources).map_or_else(|| app.clone(), Arc::new)));
        }
    }

    /// Notes that an app of an environment could not be made.
    pub(super) fn fail(&mut self, environment: &EcoString) {
        self.failed.insert(environment.clone());
    }

    /// Writes what each environment tells Argo CD; nothing for one of which something is missing or out of scope, since what is not
    /// in a project is refused.
    pub(super) fn tell(
        mut self,
        plans: Vec<ArgoCdPlan>,
        mut shared: SharedFiles,
        platform_team: &EcoString,
        request: &Request,
        compilation: &mut Compilation,
        sink: &mut Sink,
    ) {
        self.apps.sort_by(|a, b| (&a.id.cluster, &a.id.app).cmp(&(&b.id.cluster, &b.id.app)));
        let all: Vec<&RenderedApp> = self.apps.iter().map(|app| &**app).collect();
        check_names(&plans, &all, sink);
        for plan in plans {
            let environment = plan.environment.value.clone();
            let is_covered = request.scope.covers(&Owner::Environment { environment: environment.clone() });
            if !is_covered || self.failed.contains(&environment) {
                continue;
            }
            let here: Vec<&RenderedApp> = all.iter().filter(|app| app.id.environment == environment).copied().collect();
            let app = tell(plan, &here, &shared.remove(&environment).unwrap_or_default(), platform_team);
            if let Some(app) = app {
                compilation.tree.groups.push(app.group.clone());
                compilation.resources.extend(request.keep_resources.then_some(app));
            }
        }
        // An environment that tells Argo CD nothing has units all the same.
        for (environment, files) in shared {
            let owner = Owner::Environment { environment };
            if request.scope.covers(&owner) && !self.failed.contains(owner.environment()) {
                compilation.tree.groups.push(Arc::new(emit_environment(owner.environment(), &[], &files)));
            }
        }
    }
}

/// The objects of one environment, kept like those of an app; none where it has no apps.
fn tell(
    plan: ArgoCdPlan,
    apps: &[&RenderedApp],
    shared: &[UnitFile],
    platform_team: &EcoString,
) -> Option<Arc<LoweredApp>> {
    let mut plan = plan;
    let mut origins = std::mem::take(&mut plan.origins);
    let told = lower_argocd(&plan, apps, &mut origins);
    if told.is_empty() && shared.is_empty() {
        return None;
    }
    let group = Arc::new(emit_environment(&plan.environment.value, &told, shared));
    let id = AppId {
        environment: plan.environment.value.clone(),
        cluster: plan.argocd.cluster.value.0.clone(),
        app: ARGOCD.into(),
        stack: None,
        team: platform_team.clone(),
    };
    let resources: Vec<_> = told.into_iter().map(|file| file.resource).collect();
    Some(Arc::new(LoweredApp {
        rendered: None,
        links: Arc::default(),
        group,
        objects: resources.len(),
        checked: CheckedObjects::default(),
        findings: Vec::new(),
        patches: Vec::new(),
        secrets: Vec::new(),
        kept: Some((resources, Arc::new(origins))),
        custom: CustomObjects::default(),
        id,
    }))
}
