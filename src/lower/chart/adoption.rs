use ecow::EcoString;

use super::hooks::{Decision, decide};
use super::{is_definition, spot};
use crate::diagnostics::{Code, Finding, Poison, Sink, nearest};
use crate::inflate::InflatedObject;
use crate::lower::Resource;
use crate::lower::adopt::{Adopter, Giver, remove_namespace, set_namespace, stated_namespace};
use crate::lower::annotations::SYNC_OPTIONS;
use crate::lower::labels::{Pair, adopt_labels, ownership};
use crate::lower::order::order_head;
use crate::lower::scope::Scope;
use crate::node::{Cause, Node, Origin, Origins};
use crate::resolve::{ChartPlan, ClusterFacts};

/// What made the labels that every adopted object has alike.
const RECIPE: &str = "charts/labels";

/// How definitions of custom resources are applied: they may be too large for an annotation, and with one goes everything of its
/// kind.
const OF_DEFINITIONS: [&str; 3] = ["ServerSideApply=true", "Prune=false", "Delete=false"];

/// Adopts the objects of one release.
pub(super) struct Adoption<'a> {
    plan: &'a ChartPlan,
    adopter: Adopter<'a>,
    labels: [Pair; 4],
}

impl<'a> Adoption<'a> {
    pub(super) fn new(plan: &'a ChartPlan, cluster: &'a ClusterFacts, origins: &mut Origins) -> Self {
        let recipe = origins.of(Cause::Recipe(RECIPE));
        let adopter = Adopter {
            giver: Giver::Chart(&plan.chart.folder),
            entry: plan.origin,
            team: &plan.team.value,
            cluster_kinds: &plan.cluster_kinds,
            custom: &plan.custom,
            cluster,
        };
        Self { plan, adopter, labels: ownership(&plan.stack, &plan.team, &plan.environment, recipe) }
    }

    /// Adopts objects in their order; what is wrong with one is reported and leaves the others.
    pub(super) fn adopt(&self, objects: Vec<InflatedObject>, origins: &mut Origins, sink: &mut Sink) -> Vec<Resource> {
        objects.into_iter().filter_map(|object| self.one(object, origins, sink).ok().flatten()).collect()
    }

    fn one(&self, object: InflatedObject, origins: &mut Origins, sink: &mut Sink) -> Result<Option<Resource>, Poison> {
        let InflatedObject { body, role, template } = object;
        let mut resource = self.adopter.identify(body, origins, sink)?;
        if decide(self.plan, &mut resource, (role, &template), origins, sink) == Decision::Drop {
            return Ok(None);
        }
        if is_definition(&resource.body) {
            keep_definition(&mut resource.body);
        }
        let labelled = adopt_labels(&mut resource.body, &self.labels, origins, sink);
        let because = match self.adopter.scope(&resource) {
            Scope::Cluster(because) => {
                self.check_no_namespace(&resource, origins, sink)?;
                self.adopter.check_cluster_scoped(&resource, origins, sink)?;
                remove_namespace(&mut resource.body);
                because
            }
            Scope::Namespaced(because) => {
                self.place(&mut resource, origins, sink)?;
                because
            }
            Scope::Unknown => {
                self.place(&mut resource, origins, sink)?;
                self.adopter.unlisted(origins)
            }
        };
        labelled?;
        resource.body.origin = origins.join(&[resource.body.origin, because]);
        order_head(&mut resource.body);
        Ok(Some(resource))
    }

    /// Namespaces belong to stacks, with their quota and policies.
    fn check_no_namespace(&self, resource: &Resource, origins: &Origins, sink: &mut Sink) -> Result<(), Poison> {
        if resource.kind != "Namespace" || !resource.group().is_empty() {
            return Ok(());
        }
        let name = &resource.name;
        let message = format!("chart `{}` renders namespace `{name}`", self.plan.chart.folder);
        let help = if self.plan.namespaces.iter().any(|(_, real)| real == name) {
            "turn it off in the chart's values: the stack declares the namespace".to_owned()
        } else {
            format!("turn it off in the chart's values, and declare it in the stack: `namespaces: {{{name}: {{}}}}`")
        };
        let finding = self.adopter.about(Code::NAMESPACE_IN_CHART, message, resource, origins);
        Err(sink.report(finding.help(help)))
    }

    /// Puts an object into the release's namespace, unless it states another one of the stack.
    fn place(&self, resource: &mut Resource, origins: &mut Origins, sink: &mut Sink) -> Result<(), Poison> {
        if stated_namespace(&resource.body).is_none() {
            set_namespace(&mut resource.body, &self.plan.namespace);
            resource.namespace = Some(self.plan.namespace.value.clone());
            return Ok(());
        }
        let stated = self.adopter.text(&resource.body, &["metadata", "namespace"], origins, sink)?;
        self.check_stated(&stated, resource, origins, sink)?;
        resource.namespace = Some(stated);
        Ok(())
    }

    fn check_stated(
        &self,
        stated: &EcoString,
        resource: &Resource,
        origins: &Origins,
        sink: &mut Sink,
    ) -> Result<(), Poison> {
        let known = &self.plan.namespaces;
        if known.iter().any(|(_, real)| real == stated) {
            return Ok(());
        }
        if !self.plan.has_all_namespaces {
            return Err(Poison);
        }
        let (stack, Resource { kind, name, .. }) = (&self.plan.stack.value, resource);
        let message = format!("stack `{stack}` has no namespace `{stated}`, which {kind} `{name}` states");
        let origin = stated_namespace(&resource.body).map_or(resource.body.origin, |node| node.origin);
        let finding = Finding::new(Code::UNDECLARED_NAMESPACE, message, spot::key(origins, self.plan.origin));
        let finding = finding.with(spot::value(origins, origin), "stated here");
        Err(sink.report(finding.help(match nearest(stated, known.iter().map(|(_, real)| real.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "let the chart's values say another one, or declare it in the stack: `namespaces: {{{stated}: {{external: true}}}}` \
                 where it is there already"
            ),
        })))
    }
}

/// Says how Argo CD is to apply a definition, beside what its author says.
fn keep_definition(body: &mut Node) {
    let Some(metadata) = body.get_mut("metadata") else { return };
    let written = metadata.at(&["annotations", SYNC_OPTIONS]).and_then(Node::as_str).unwrap_or_default();
    let mut options: Vec<&str> = written.split(',').filter(|option| !option.is_empty()).collect();
    options.extend(OF_DEFINITIONS.into_iter().filter(|option| !written.contains(option)));
    let text = Node::text(options.join(","), Origin::INHERITED);
    set_annotation(metadata, SYNC_OPTIONS, text);
}

/// Sets an annotation, in metadata that may have none yet.
pub(super) fn set_annotation(metadata: &mut Node, key: &str, text: Node) {
    if metadata.get("annotations").is_none_or(|annotations| annotations.payload == crate::node::Payload::Null) {
        metadata.set("annotations", Node::map(Origin::INHERITED));
    }
    if let Some(annotations) = metadata.get_mut("annotations") {
        annotations.set(key, text);
    }
}
