//! The recipes of what Argo CD is told: which apps there are, where they go, who may touch them, and when they are synced.
//!
//! Takes an environment's [`ArgoCdPlan`] and what was rendered of each of its apps; gives an AppProject and an ApplicationSet for each
//! team, or plain Applications, and the root that brings them into a fresh Argo CD.
//!
//! Law: a project allows what was rendered within the team's bounds and no more, and nothing is synced or deleted by itself unless
//! the environment says so. What an ApplicationSet makes of an app's parameters is the Application that would stand there without it.

mod application;
mod application_set;
mod health;
mod names;
mod project;
mod rendered;
mod root;
mod source;
mod sync_options;
mod sync_policy;

pub use names::check_names;
pub use rendered::{AppPart, RenderedApp};
pub(super) use sync_options::annotate;

use ecow::{EcoString, eco_format};

use super::annotations::SYNC_WAVE;
use super::labels::{ENVIRONMENT, MANAGED_BY, TEAM};
use super::{Fragment, Header, ObjectKind, Resource};
use crate::model::Sourced;
use crate::node::{Cause, Origin, Origins};
use crate::resolve::{ArgoCdPlan, TeamRole};

/// The API version of Argo CD's kinds.
const API_VERSION: &str = "argoproj.io/v1alpha1";

/// What keeps an object until what it stands for is gone.
const FINALIZER: &str = "resources-finalizer.argocd.argoproj.io";

/// An object of Argo CD with the file that it stands in, below the environment's folder.
pub struct ToldFile {
    /// The file.
    pub path: EcoString,
    /// The object.
    pub resource: Resource,
}

/// Lowers what an environment tells Argo CD of its apps, in the order of their paths.
pub fn lower_argocd(plan: &ArgoCdPlan, apps: &[&RenderedApp], origins: &mut Origins) -> Vec<ToldFile> {
    if apps.is_empty() {
        return Vec::new();
    }
    let mut lowering = Lowering { plan, origins };
    let mut files = root::lower(&mut lowering, apps);
    for team in teams(plan, apps) {
        let (project, set) = (project::lower(&mut lowering, &team), application_set::lower(&mut lowering, &team));
        files.push(ToldFile { path: eco_format!("argocd/project-{}.yaml", team.name), resource: project });
        if plan.has_plain_applications() {
            files.extend(team.apps.iter().map(|app| application::lower(&mut lowering, app)));
        } else {
            files.push(ToldFile { path: eco_format!("argocd/applicationset-{}.yaml", team.name), resource: set });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// A team with its apps in the environment; it has at least one.
struct TeamApps<'a> {
    name: &'a EcoString,
    apps: Vec<&'a RenderedApp>,
    groups: &'a [(TeamRole, Sourced<EcoString>)],
}

impl TeamApps<'_> {
    /// The app that tells whose the objects are, and why they are there: any of them is reason enough.
    fn first(&self) -> &RenderedApp {
        self.apps[0]
    }
}

fn teams<'a>(plan: &'a ArgoCdPlan, apps: &[&'a RenderedApp]) -> Vec<TeamApps<'a>> {
    let mut teams: Vec<TeamApps<'a>> = Vec::new();
    for app in apps {
        match teams.iter_mut().find(|team| *team.name == app.id.team) {
            Some(team) => team.apps.push(app),
            None => {
                let groups = plan.teams.iter().find(|(name, _)| *name == app.id.team);
                let groups = groups.map_or(&[][..], |(_, groups)| groups.as_slice());
                teams.push(TeamApps { name: &app.id.team, apps: vec![app], groups });
            }
        }
    }
    teams
}

/// What the recipes of one environment share.
struct Lowering<'a> {
    plan: &'a ArgoCdPlan,
    origins: &'a mut Origins,
}

impl Lowering<'_> {
    fn of(&mut self, causes: &[Cause]) -> Origin {
        self.origins.of_causes(causes.iter().copied())
    }

    /// What makes `<environment>-<team>` what it is.
    fn of_project(&mut self, app: &RenderedApp) -> Origin {
        let team = self.of(&app.team);
        self.origins.join(&[self.plan.environment.origin, team])
    }

    /// The name of the app's AppProject.
    fn project(&mut self, app: &RenderedApp) -> Fragment {
        let origin = self.of_project(app);
        Fragment::text(app.id.project(), origin)
    }

    /// The header of an Application or ApplicationSet: that it is the one or the other is the mode's doing.
    fn header_by_mode(
        &mut self,
        kind: &'static str,
        recipe: &'static str,
        name: Sourced<EcoString>,
        app: &RenderedApp,
    ) -> Header {
        let mode = self.plan.argocd.mode.as_ref().map_or(Origin::INHERITED, |mode| mode.origin);
        let header = self.header(kind, recipe, name, app);
        Header { origin: self.origins.join(&[header.origin, mode]), ..header }
    }

    /// The header of an object that is there because an app is.
    fn header(
        &mut self,
        kind: &'static str,
        recipe: &'static str,
        name: Sourced<EcoString>,
        app: &RenderedApp,
    ) -> Header {
        let recipe_origin = self.origins.of(Cause::Recipe(recipe));
        let (existence, team) = (self.of(&app.existence), self.of(&app.team));
        let labels = [
            (MANAGED_BY, "platgen".into(), recipe_origin),
            (ENVIRONMENT, self.plan.environment.value.clone(), self.plan.environment.origin),
            (TEAM, app.id.team.clone(), team),
        ];
        let namespace = self.plan.namespace();
        let reasons = [self.plan.existence, existence, team, name.origin, namespace.origin, recipe_origin];
        Header {
            kind: ObjectKind { api_version: API_VERSION, kind, recipe },
            origin: self.origins.join(&reasons),
            name,
            namespace: Some(namespace),
            labels: Fragment::texts(labels).expect("there are labels"),
            annotations: None,
        }
    }

    /// Finishes an object; its fields stay in the order in which Argo CD's documentation has them.
    fn object(header: Header, spec: Fragment, finalizers: Option<Fragment>) -> Resource {
        let mut resource = header.object([]);
        if let (Some(finalizers), Some(metadata)) = (finalizers, resource.body.get_mut("metadata")) {
            metadata.set("finalizers", finalizers.into_node());
        }
        resource.body.set("spec", spec.into_node());
        resource
    }

    /// The annotation that puts an object into a wave of the root's sync.
    fn wave(wave: &'static str) -> Option<Fragment> {
        Fragment::texts([(SYNC_WAVE, wave.into(), Origin::INHERITED)])
    }
}

/// A text that nothing but the recipe decides.
fn fixed(text: &str) -> Fragment {
    Fragment::text(text, Origin::INHERITED)
}

/// A list of texts that nothing but the recipe decides.
fn fixed_list(texts: &[&str]) -> Fragment {
    Fragment::list(texts.iter().map(|text| fixed(text))).expect("a list of the recipe's own has items")
}
