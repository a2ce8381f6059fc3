use ecow::EcoString;
use platgen_schema::Schemas;

use super::adopt::{Adopter, Giver, set_namespace, stated_namespace};
use super::chart::lower_chart;
use super::labels::{Pair, adopt_labels, ownership};
use super::scope::Scope;
use super::{Resource, spot};
use crate::catalog::instantiate;
use crate::diagnostics::{Code, Finding, Poison, Sink};
use crate::model::Sourced;
use crate::node::{Cause, Node, Origin, Origins};
use crate::resolve::{ClusterFacts, ComponentPlan};

/// What made the labels that every object of a definition has alike.
const RECIPE: &str = "definitions/labels";

/// Lowers one instance of a definition: the objects of its chart's release, then its templates' objects, with names and
/// namespaces checked.
pub(super) fn lower_component(
    plan: &ComponentPlan,
    cluster: &ClusterFacts,
    schemas: Option<&Schemas>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    let mut resources = match &plan.chart {
        Some(chart) => lower_chart(chart, cluster, schemas, origins, sink),
        None => Vec::new(),
    };
    let objects = plan.with_instance(origins, |instance, origins| instantiate(instance, origins, sink));
    let recipe = origins.of(Cause::Recipe(RECIPE));
    let labels = ownership(&plan.stack, &plan.team, &plan.environment_name(origins), recipe);
    let objects = objects.unwrap_or_default().into_iter();
    resources.extend(objects.filter_map(|object| adopt(object, plan, (cluster, &labels), origins, sink).ok()));
    resources
}

/// Makes a resource of a definition's object: it has a kind and a valid name, and stands where it may.
fn adopt(
    mut body: Node,
    plan: &ComponentPlan,
    (cluster, labels): (&ClusterFacts, &[Pair]),
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Resource, Poison> {
    let adopter = Adopter {
        giver: Giver::Definition(&plan.definition.name),
        entry: plan.origin,
        team: &plan.team.value,
        cluster_kinds: &plan.cluster_kinds,
        custom: &plan.custom,
        cluster,
    };
    body.origin = origins.join(&[body.origin, plan.origin]);
    let mut resource = adopter.identify(body, origins, sink)?;
    let because = match adopter.scope(&resource) {
        Scope::Cluster(because) => {
            adopter.check_cluster_scoped(&resource, origins, sink)?;
            because
        }
        scope => {
            let own = &plan.namespace;
            resource.namespace = Some(place_in_namespace(&mut resource.body, &adopter, own, origins, sink)?);
            if scope == Scope::Unknown { adopter.unlisted(origins) } else { Origin::INHERITED }
        }
    };
    adopt_labels(&mut resource.body, labels, origins, sink)?;
    resource.body.origin = origins.join(&[resource.body.origin, because]);
    Ok(resource)
}

/// Puts an object without a namespace into the component's; one with another namespace is a fault.
fn place_in_namespace(
    body: &mut Node,
    adopter: &Adopter<'_>,
    own: &Sourced<EcoString>,
    origins: &Origins,
    sink: &mut Sink,
) -> Result<EcoString, Poison> {
    let Some(origin) = stated_namespace(body).map(|node| node.origin) else {
        set_namespace(body, own);
        return Ok(own.value.clone());
    };
    let namespace = adopter.text(body, &["metadata", "namespace"], origins, sink)?;
    if namespace == own.value {
        return Ok(namespace);
    }
    let message = format!("namespace `{namespace}` is not the component's, which is `{}`", own.value);
    Err(sink.report(Finding::new(Code::UNDECLARED_NAMESPACE, message, spot::value(origins, origin))))
}
