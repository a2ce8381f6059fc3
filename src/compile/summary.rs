use std::sync::Arc;

use ecow::EcoString;

use crate::catalog::{built_in_definitions, is_built_in, schema_json};
use crate::model::{Held, Kind, NAMED_SECTIONS, ProjectNames};
use crate::parse::{ParseMemo, Parsed, Project};
use crate::resolve::{Merged, MergedView};
use crate::source::{Sources, Value};

/// What a project holds, whatever the scope, each sorted by name.
#[derive(Clone, Debug, Default)]
pub struct ProjectSummary {
    /// Environments.
    pub environments: Vec<EnvironmentSummary>,
    /// Stacks.
    pub stacks: Vec<StackSummary>,
    /// Clusters, once each, as their owners declare them.
    pub clusters: Vec<ClusterSummary>,
    /// The project's own definitions. What is in them, and which others there are, few ask.
    pub(crate) own: Vec<Arc<Parsed>>,
    /// Whether some document could not be read, so that a name that is not here may be that document's.
    pub incomplete: bool,
}

impl ProjectSummary {
    /// What the project's files add to the schemas of the language, with the definitions that it may use.
    pub fn names(&self, definitions: &[DefinitionSummary]) -> ProjectNames {
        let of_target = |target: &str| {
            let of = definitions.iter().filter(|definition| definition.target == target);
            of.map(|one| (one.name.clone(), one.parameters.clone())).collect()
        };
        ProjectNames {
            components: of_target("component"),
            units: of_target("unit"),
            stacks: self.stacks.iter().map(|stack| (stack.name.clone(), stack.held.clone())).collect(),
        }
    }
}

/// One environment.
#[derive(Clone, Debug)]
pub struct EnvironmentSummary {
    /// Its name.
    pub name: EcoString,
    /// Whether it is only extended.
    pub is_abstract: bool,
    /// What it extends.
    pub extends: Option<EcoString>,
}

/// One stack.
#[derive(Clone, Debug)]
pub struct StackSummary {
    /// Its name.
    pub name: EcoString,
    /// Its team.
    pub team: EcoString,
    /// Its file.
    pub path: EcoString,
    /// The names of what it holds, by section.
    pub held: Held,
}

/// One cluster.
#[derive(Clone, Debug)]
pub struct ClusterSummary {
    /// Its real name.
    pub name: EcoString,
    /// The environment that owns it.
    pub environment: EcoString,
    /// Its region.
    pub region: Option<EcoString>,
    /// Its Kubernetes version.
    pub kubernetes: Option<EcoString>,
}

/// One definition.
#[derive(Clone, Debug)]
pub struct DefinitionSummary {
    /// Its name.
    pub name: EcoString,
    /// `component` or `unit`.
    pub target: EcoString,
    /// What it is, in a line.
    pub summary: EcoString,
    /// The JSON Schema of its parameters, as written.
    pub parameters: serde_json::Value,
    /// Whether it comes with platgen.
    pub built_in: bool,
}

/// Lists what the documents of a project declare, as written.
pub(super) fn summarise(project: &Project, sources: &Sources) -> ProjectSummary {
    let mut summary = ProjectSummary {
        environments: project.environments.iter().map(|document| environment(document, sources)).collect(),
        stacks: project.stacks.iter().map(|document| stack(document, sources)).collect(),
        clusters: project.environments.iter().flat_map(|document| clusters(document, sources)).collect(),
        own: project.definitions.clone(),
        incomplete: project.incomplete,
    };
    debug_assert!(project.root.as_ref().is_none_or(|root| root.kind == Some(Kind::Project)), "the root is a project");
    summary.environments.sort_by(|a, b| a.name.cmp(&b.name));
    summary.stacks.sort_by(|a, b| a.name.cmp(&b.name));
    summary.clusters.sort_by(|a, b| (&a.name, &a.environment).cmp(&(&b.name, &b.environment)));
    summary
}

/// Lists a project's own definitions and those that come with platgen, by name.
pub(super) fn definitions(project: &ProjectSummary, memo: &mut ParseMemo) -> Vec<DefinitionSummary> {
    let built_in = built_in_definitions(&project.own, |_| true, memo);
    let all = project.own.iter().chain(&built_in);
    let mut definitions: Vec<DefinitionSummary> = all.map(|document| definition(document, &memo.sources)).collect();
    definitions.sort_by(|a, b| a.name.cmp(&b.name));
    definitions
}

fn field(document: &Parsed, key: &str, sources: &Sources) -> Option<Merged> {
    Merged::Source(document.spec?).member(key, sources)
}

fn text(merged: Option<Merged>, sources: &Sources) -> Option<EcoString> {
    merged.map(|merged| sources.text(merged.place()))
}

fn environment(document: &Parsed, sources: &Sources) -> EnvironmentSummary {
    EnvironmentSummary {
        name: document.name().clone(),
        is_abstract: field(document, "abstract", sources)
            .is_some_and(|value| matches!(sources.value(value.place()), Value::Bool(true))),
        extends: text(field(document, "extends", sources), sources),
    }
}

fn stack(document: &Parsed, sources: &Sources) -> StackSummary {
    StackSummary {
        name: document.name().clone(),
        team: document.names[1].0.clone(),
        path: sources.file(document.file).path.clone(),
        held: NAMED_SECTIONS
            .iter()
            .map(|section| {
                (*section, field(document, section, sources).map_or_else(Vec::new, |held| held.keys(sources)))
            })
            .collect(),
    }
}

fn clusters(document: &Parsed, sources: &Sources) -> Vec<ClusterSummary> {
    let Some(clusters) = field(document, "clusters", sources) else { return Vec::new() };
    let MergedView::Map(_, entries) = clusters.view(sources) else { return Vec::new() };
    entries
        .into_iter()
        .filter(|(_, cluster)| !cluster.is_null(sources) && cluster.member("from", sources).is_none())
        .map(|(name, cluster)| ClusterSummary {
            name,
            environment: document.name().clone(),
            region: text(cluster.member("region", sources), sources),
            kubernetes: text(cluster.member("kubernetes", sources), sources),
        })
        .collect()
}

fn definition(document: &Parsed, sources: &Sources) -> DefinitionSummary {
    DefinitionSummary {
        name: document.name().clone(),
        target: text(field(document, "target", sources), sources).unwrap_or_default(),
        summary: text(field(document, "summary", sources), sources).unwrap_or_default(),
        parameters: field(document, "parameters", sources)
            .map(|schema| schema_json(sources, schema.place()))
            .unwrap_or_default(),
        built_in: is_built_in(&sources.file(document.file).path),
    }
}
