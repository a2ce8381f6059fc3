use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use ecow::EcoString;

use super::{Graph, GraphNode, Stages, What};
use crate::compile::AppSummary;
use crate::resolve::Offering;

/// The definition whose controller is Argo CD.
const APPLICATIONS: &str = "applications.argoproj.io";

/// Who applies apps at some moment of a recipe.
#[derive(Default)]
struct Hands {
    /// Environments whose roots were applied: Argo CD does the rest.
    handed_over: BTreeSet<EcoString>,
}

impl Graph {
    /// Shell commands that bring up what is in the graph, stage by stage, from the folder of the project.
    ///
    /// Until an environment's Argo CD runs, its apps are applied with kubectl; then it is given its root, and waited for.
    pub fn to_shell(&self) -> String {
        let (graph, Stages { stages, .. }) = self.stages();
        let mut text = "set -eu\n".to_owned();
        let mut hands = Hands::default();
        let mut last = None;
        let mut step = 0;
        for stage in stages {
            step = if last == Some(stage.part) { step + 1 } else { 1 };
            last = Some(stage.part);
            let _ = writeln!(text, "\n# {} {step}", stage.part.word());
            let nodes: Vec<&GraphNode> = stage.nodes.iter().map(|node| &graph.nodes[*node]).collect();
            write_units(&nodes, &mut text);
            hands.write_apps(&nodes, &mut text);
        }
        text
    }
}

/// One run of Terragrunt for each environment: it sees the files alone that a filter names.
fn write_units(nodes: &[&GraphNode], text: &mut String) {
    let mut folders: BTreeMap<&EcoString, Vec<&EcoString>> = BTreeMap::new();
    for node in nodes {
        if let What::Unit(unit) = &node.what {
            folders.entry(&unit.id.environment).or_default().push(&unit.id.folder);
        }
    }
    for (environment, folders) in folders {
        let _ = write!(text, "terragrunt run --all --non-interactive --working-dir out/{environment}/terragrunt");
        for folder in folders {
            let _ = write!(text, " \\\n  --filter './{folder}'");
        }
        text.push_str(" -- apply\n");
    }
}

impl Hands {
    /// What brings Argo CD comes first in its stage, so that Argo CD applies the rest of it.
    fn write_apps(&mut self, nodes: &[&GraphNode], text: &mut String) {
        let apps = nodes.iter().filter_map(|node| match &node.what {
            What::App(app) => Some(app),
            What::Unit(_) | What::Workload(_) => None,
        });
        let (first, rest): (Vec<&AppSummary>, Vec<&AppSummary>) = apps.partition(|app| brings_argocd(app));
        for app in first.into_iter().chain(rest) {
            if app.links.is_delivered && self.handed_over.contains(&app.environment) {
                let name = ecow::eco_format!("{}-{}-{}", app.environment, app.cluster, app.app);
                let _ = writeln!(text, "argocd app sync {name} && argocd app wait {name} --health");
            } else {
                write_app(app, text);
            }
            if brings_argocd(app) && app.links.is_delivered && self.handed_over.insert(app.environment.clone()) {
                let (cluster, environment) = (&app.cluster, &app.environment);
                let _ = writeln!(text, "# From here on Argo CD applies the apps of {environment}.");
                let _ =
                    writeln!(text, "kubectl --context {cluster} apply --server-side -f out/{environment}/bootstrap/");
            }
        }
    }
}

fn brings_argocd(app: &AppSummary) -> bool {
    app.links.brings.contains(&Offering::Controller(APPLICATIONS.into()))
}

/// Applies an app with kubectl, and waits for its pods.
fn write_app(app: &AppSummary, text: &mut String) {
    let AppSummary { environment, cluster, app: name, links, .. } = app;
    let folder = format!("out/{environment}/manifests/{cluster}/{name}");
    let _ = writeln!(text, "kubectl --context {cluster} apply --server-side --recursive -f {folder}");
    for (rollout, namespace) in &links.rollouts {
        let _ = writeln!(text, "kubectl --context {cluster} --namespace {namespace} rollout status {rollout}");
    }
}
