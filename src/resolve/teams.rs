use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::environments::{Inputs, duplicate_name};
use super::{Context, Evaluator, Merged, TeamGroups, TeamRole};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::{Reading, Shaped, Sourced, TeamSpec, matches_glob};
use crate::node::{Node, Origins};
use crate::parse::Parsed;
use crate::source::Place;

/// A team with the table that its origins are in.
pub(super) struct Team {
    pub(super) spec: TeamSpec,
    /// Where its name was written.
    pub(super) place: Place,
    pub(super) context: Arc<Context>,
}

/// Every team by its name; `None` where its file has a fault.
#[derive(Default)]
pub(super) struct Teams {
    teams: BTreeMap<EcoString, Option<Team>>,
}

/// Reads every team.
pub(super) fn resolve_teams(inputs: Inputs<'_>, sink: &mut Sink) -> Teams {
    let mut teams: BTreeMap<EcoString, Option<Team>> = BTreeMap::new();
    let mut first: BTreeMap<EcoString, &Arc<Parsed>> = BTreeMap::new();
    for document in &inputs.project.teams {
        if let Some(known) = first.get(document.name()) {
            sink.report(duplicate_name("team", known, document));
            continue;
        }
        first.insert(document.name().clone(), document);
        teams.insert(document.name().clone(), resolve_team(document, inputs, sink));
    }
    Teams { teams }
}

fn resolve_team(document: &Parsed, inputs: Inputs<'_>, sink: &mut Sink) -> Option<Team> {
    let mut origins = Origins::default();
    let tree = match document.spec {
        Some(spec) => Evaluator::new(inputs.sources, inputs.templates, &mut origins, sink)
            .evaluate(&Merged::Source(spec), &TeamSpec::SHAPE)
            .ok()?,
        None => Node::map(origins.leaf(document.name_place())),
    };
    let spec = TeamSpec::read(&tree, &mut Reading { origins: &mut origins, sink }).ok()?;
    Some(Team { spec, place: document.name_place(), context: Arc::new(Context::new(tree, origins, inputs.sources)) })
}

impl Teams {
    /// The groups of every team without a fault, in another table of origins.
    pub(super) fn groups(&self, origins: &mut Origins) -> Vec<(EcoString, TeamGroups)> {
        let sound = self.teams.iter().filter_map(|(name, team)| Some((name, team.as_ref()?)));
        sound.map(|(name, team)| (name.clone(), team.groups(origins))).collect()
    }

    /// Finds a stack's team; an unknown one is reported, one with a fault is not.
    pub(super) fn find(&self, name: &EcoString, place: Place, inputs: Inputs<'_>, sink: &mut Sink) -> Option<&Team> {
        match self.teams.get(name) {
            Some(team) => team.as_ref(),
            None => {
                if !inputs.project.incomplete {
                    let message = format!("there is no team `{name}`");
                    let names = self.teams.keys().map(EcoString::as_str);
                    let finding = Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).suggest(name, names);
                    sink.report(finding);
                }
                None
            }
        }
    }
}

impl Team {
    /// The team's groups of the identity provider, in another table of origins.
    fn groups(&self, origins: &mut Origins) -> TeamGroups {
        let Some(groups) = &self.spec.groups else { return Vec::new() };
        let all = [
            (TeamRole::Viewers, &groups.viewers),
            (TeamRole::Developers, &groups.developers),
            (TeamRole::Admins, &groups.admins),
        ];
        let set = all.into_iter().filter_map(|(role, group)| Some((role, group.as_ref()?)));
        set.map(|(role, group)| {
            let origin = self.context.export_origin(group.origin, origins);
            (role, Sourced { value: group.value.0.clone(), origin })
        })
        .collect()
    }

    /// The cluster-scoped kinds that the team's stacks may create, in another table of origins.
    pub(super) fn cluster_kinds(&self, origins: &mut Origins) -> Vec<Sourced<EcoString>> {
        let kinds = self.spec.kinds.iter().flat_map(|kinds| &kinds.cluster.items);
        kinds
            .map(|kind| Sourced {
                value: kind.value.0.clone(),
                origin: self.context.export_origin(kind.origin, origins),
            })
            .collect()
    }

    /// Whether the team's bounds allow a namespace.
    pub(super) fn allows_namespace(&self, name: &str) -> bool {
        self.spec.namespaces.items.iter().any(|glob| matches_glob(&glob.value.0, name))
    }
}
