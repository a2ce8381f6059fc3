use std::sync::Arc;

use ecow::EcoString;

use super::adopt::{Adopter, Giver, set_namespace, stated_namespace};
use super::scope::Scope;
use super::{Resource, spot};
use crate::catalog::{Instance, Surroundings, instantiate};
use crate::diagnostics::{Code, Finding, Poison, Sink};
use crate::expression::{ImageTable, Lookup};
use crate::model::Sourced;
use crate::node::{Node, Origin, Origins};
use crate::resolve::{ClusterFacts, ComponentPlan, Context};

/// Lowers one instance of a definition: its templates' objects, with names and namespaces checked.
pub fn lower_component(
    plan: &ComponentPlan,
    cluster: &ClusterFacts,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    let mut surroundings = PlanSurroundings { plan, stack: stack_of(plan) };
    let instance = Instance {
        definition: &plan.definition,
        parameters: &plan.parameters,
        component: component_of(plan, origins),
        surroundings: &mut surroundings,
        origin: plan.origin,
    };
    let Ok(objects) = instantiate(instance, origins, sink) else { return Vec::new() };
    objects.into_iter().filter_map(|object| adopt(object, plan, cluster, origins, sink).ok()).collect()
}

/// What expressions read as `component`.
fn component_of(plan: &ComponentPlan, origins: &mut Origins) -> Node {
    let mut component = Node::map(plan.origin);
    let name = origins.join(&[plan.origin]);
    component.set("name", Node::text(plan.name.clone(), name));
    component.set("namespace", Node::text(plan.namespace.value.clone(), plan.namespace.origin));
    component
}

/// What expressions read as `stack`.
fn stack_of(plan: &ComponentPlan) -> Node {
    let mut stack = Node::map(plan.stack.origin);
    stack.set("name", Node::text(plan.stack.value.clone(), plan.stack.origin));
    stack.set("team", Node::text(plan.team.value.clone(), plan.team.origin));
    stack
}

struct PlanSurroundings<'a> {
    plan: &'a ComponentPlan,
    stack: Node,
}

impl Surroundings for PlanSurroundings<'_> {
    fn lookup(&mut self, path: &[EcoString], origins: &mut Origins) -> Lookup {
        match path[0].as_str() {
            "env" => in_context(&self.plan.environment, &path[1..], origins),
            "cluster" => in_context(&self.plan.cluster, &path[1..], origins),
            "stack" => Lookup::follow(&self.stack, &path[1..], 1),
            _ => Lookup::Missing { found: 0, known: Vec::new() },
        }
    }

    fn known(&self) -> Vec<String> {
        ["env", "cluster", "stack"].map(str::to_owned).to_vec()
    }

    fn images(&self) -> Arc<ImageTable> {
        self.plan.images.clone()
    }
}

fn in_context(context: &Context, path: &[EcoString], origins: &mut Origins) -> Lookup {
    match Lookup::follow(&context.tree, path, 1) {
        Lookup::Found(node) => Lookup::Found(context.export(&node, origins)),
        missing => missing,
    }
}

/// Makes a resource of a definition's object: it has a kind and a valid name, and stands where it may.
fn adopt(
    mut body: Node,
    plan: &ComponentPlan,
    cluster: &ClusterFacts,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Resource, Poison> {
    let adopter = Adopter {
        giver: Giver::Definition(&plan.definition.name),
        entry: plan.origin,
        team: &plan.team.value,
        cluster_kinds: &plan.cluster_kinds,
        custom: &[],
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
