use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use serde_json::Value;

use super::{Compilation, Request};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::emit::{Owner, Scope, Tree};
use crate::expand::{Application, ExpansionFault, expand};
use crate::model::matches_glob;
use crate::parse::Project;
use crate::resolve::{ArgoCdPlan, Merged};
use crate::source::Sources;

/// The Applications of an earlier state of a project, to see which of them a later one has no more.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// By their names: Argo CD has one of each.
    applications: BTreeMap<String, EarlierApplication>,
    /// Names that may be missing, `*` for anything.
    allowed: Vec<String>,
}

#[derive(Clone, Debug)]
struct EarlierApplication {
    application: Application,
    /// How many objects it consists of.
    objects: usize,
}

impl Earlier {
    /// Evaluates what a compiled state tells Argo CD; `allowed` may be missing later.
    ///
    /// # Errors
    /// The first ApplicationSet or parameter file that Argo CD would refuse.
    pub fn of(compilation: &Compilation, allowed: &[String]) -> Result<Self, ExpansionFault> {
        let label = |application: &Application, label: &str| {
            application.text(&["metadata", "labels", &format!("platgen.dev/{label}")]).to_owned()
        };
        let objects = |application: &Application| {
            let (environment, cluster, app) =
                (label(application, "environment"), label(application, "cluster"), label(application, "app"));
            let is_it = |known: &&super::AppSummary| {
                known.environment == environment && known.cluster == cluster && known.app == app
            };
            compilation.apps.iter().find(is_it).map_or(0, |app| app.objects)
        };
        let applications = expand(&compilation.tree)?.into_iter().map(|application| {
            let name = application.text(&["metadata", "name"]).to_owned();
            (name, EarlierApplication { objects: objects(&application), application })
        });
        Ok(Self { applications: applications.collect(), allowed: allowed.to_vec() })
    }

    fn is_allowed(&self, name: &str) -> bool {
        self.allowed.iter().any(|pattern| matches_glob(pattern, name))
    }
}

impl EarlierApplication {
    fn environment(&self) -> &str {
        self.application.from.split('/').next().unwrap_or_default()
    }

    /// Whether Argo CD deletes what it consists of together with it.
    fn takes_objects_along(&self) -> bool {
        let finalizers = self.application.body.pointer("/metadata/finalizers").and_then(Value::as_array);
        finalizers.into_iter().flatten().filter_map(Value::as_str).any(|one| one.starts_with("resources-finalizer."))
    }

    /// What becomes of it, and of what it consists of.
    fn consequence(&self) -> String {
        let objects = match self.objects {
            1 => "its object".to_owned(),
            count => format!("its {count} objects"),
        };
        let cluster = self.application.text(&["metadata", "labels", "platgen.dev/cluster"]);
        if self.takes_objects_along() {
            format!("Argo CD would delete it and {objects} on cluster `{cluster}`")
        } else {
            format!(
                "nothing is deleted by itself: it and {objects} would stay on cluster `{cluster}`, and nobody renders them"
            )
        }
    }
}

/// What is known of the project when its Applications are compared.
pub(super) struct Present<'a> {
    project: &'a Project,
    sources: &'a Sources,
    /// Names that environments themselves let go.
    allowed: BTreeSet<EcoString>,
    /// The environments that may tell Argo CD something.
    telling: BTreeSet<EcoString>,
}

impl<'a> Present<'a> {
    pub(super) fn new(project: &'a Project, sources: &'a Sources, plans: &[ArgoCdPlan]) -> Self {
        let allowed = plans.iter().flat_map(|plan| plan.argocd.removed.iter().map(|(name, _)| name.clone()));
        let telling = plans.iter().map(|plan| plan.environment.value.clone());
        Self { project, sources, allowed: allowed.collect(), telling: telling.collect() }
    }

    /// Reports the Applications of an earlier state that this one has no more; notes the environments of which that cannot be told.
    pub(super) fn compare(&self, request: &Request, compilation: &mut Compilation, sink: &mut Sink) {
        let Some(earlier) = &request.against else { return };
        let applications = expand(&compilation.tree).expect("what Argo CD is told here is what its evaluation takes");
        let now: BTreeMap<&str, &Application> =
            applications.iter().map(|application| (application.text(&["metadata", "name"]), application)).collect();
        let told = told(&compilation.tree);
        // What failed is not gone.
        let may_have_failed = sink.has_errors() || self.project.incomplete;
        let is_known = |environment: &str| told.contains(environment) || !may_have_failed;
        let mut unknown = BTreeSet::new();
        let in_scope = |before: &EarlierApplication| covers(&request.scope, before.environment());
        for (name, before) in earlier.applications.iter().filter(|(_, before)| in_scope(before)) {
            let Some(finding) = self.judge(name, before, now.get(name.as_str()).copied()) else { continue };
            if !is_known(before.environment()) {
                unknown.insert(before.environment().into());
            } else if !earlier.is_allowed(name) && !self.allowed.contains(name.as_str()) {
                sink.report(finding);
            }
        }
        compilation.not_compared = unknown.into_iter().collect();
    }

    /// What is to be said of an Application that was there before, and of the one of its name that is there now.
    fn judge(&self, name: &str, before: &EarlierApplication, now: Option<&Application>) -> Option<Finding> {
        match now {
            None => Some(self.disappears(name, before)),
            Some(now) if before.application.parameters.is_some() && now.parameters.is_none() => {
                Some(self.is_made_anew(name, before))
            }
            Some(_) => None,
        }
    }

    fn disappears(&self, name: &str, before: &EarlierApplication) -> Finding {
        let environment = before.environment();
        let message = format!("Application `{name}` would disappear");
        let finding = Finding::new(Code::APPLICATION_DISAPPEARS, message, self.spot(environment));
        let finding = finding.label(before.consequence());
        if self.telling.contains(environment) {
            finding.help(format!(
                "if that is meant, write below `argocd` of this environment: `removed: {{{name}: \"why\"}}`"
            ))
        } else {
            finding.help(format!(
                "if that is meant, take the stacks out of the environment first, with `argocd: {{removed: {{{name}: \"why\"}}}}`, and the environment later; or say `--allow-removal {name}`"
            ))
        }
    }

    /// An ApplicationSet takes its Applications along, also one that is to stand there by itself.
    fn is_made_anew(&self, name: &str, before: &EarlierApplication) -> Finding {
        let message = format!("Application `{name}` would go with its ApplicationSet, and be made anew");
        let finding = Finding::new(Code::APPLICATION_DISAPPEARS, message, self.spot(before.environment()));
        finding.label(before.consequence()).help(format!(
            "let it outlive the set, `kubectl delete applicationset --cascade=orphan`, then say `--allow-removal {name}`"
        ))
    }

    /// The environment's entry of its stacks, else its name.
    fn spot(&self, environment: &str) -> Spot {
        let Some(document) = self.project.environments.iter().find(|document| document.name() == environment) else {
            return Spot::File("platgen.yaml".into());
        };
        let stacks = document.spec.and_then(|spec| Merged::Source(spec).member("stacks", self.sources));
        stacks.map_or(Spot::Value(document.name_place()), |stacks| Spot::Key(stacks.place()))
    }
}

fn covers(scope: &Scope, environment: &str) -> bool {
    scope.covers(&Owner::Environment { environment: environment.into() })
}

/// The environments that tell Argo CD something.
fn told(tree: &Tree) -> BTreeSet<&str> {
    let told = tree.groups.iter().filter_map(|group| match &group.owner {
        Owner::Environment { environment } if !group.files.is_empty() => Some(environment.as_str()),
        _ => None,
    });
    told.collect()
}
