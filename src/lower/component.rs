use std::sync::Arc;

use ecow::EcoString;

use super::Resource;
use crate::catalog::{Instance, Surroundings, instantiate};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::{ImageTable, Lookup};
use crate::model::TextRule;
use crate::node::{Entry, Node, Origins, Payload};
use crate::resolve::{ClusterFacts, ComponentPlan, Context};

/// Kinds of Kubernetes itself that belong to the cluster, not to a namespace: group and kind.
const CLUSTER_SCOPED: [(&str, &str); 22] = [
    ("", "Namespace"),
    ("", "Node"),
    ("", "PersistentVolume"),
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
    ("apiregistration.k8s.io", "APIService"),
    ("certificates.k8s.io", "CertificateSigningRequest"),
    ("certificates.k8s.io", "ClusterTrustBundle"),
    ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
    ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
    ("networking.k8s.io", "IngressClass"),
    ("node.k8s.io", "RuntimeClass"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "CSINode"),
    ("storage.k8s.io", "StorageClass"),
    ("storage.k8s.io", "VolumeAttachment"),
];

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
    if !matches!(body.payload, Payload::Map(_)) {
        let message = format!("a resource is a map, found {}", body.payload.kind());
        return Err(sink.report(yielded(message, spot(&body, origins), plan, origins)));
    }
    body.origin = origins.join(&[body.origin, plan.origin]);
    let api_version = text_field(&body, &["apiVersion"], plan, origins, sink)?;
    let kind = text_field(&body, &["kind"], plan, origins, sink)?;
    let name = text_field(&body, &["metadata", "name"], plan, origins, sink)?;
    check_name(&body, &name, origins, sink)?;
    let mut resource = Resource { api_version, kind, namespace: None, name, body };
    let is_cluster_scoped = CLUSTER_SCOPED.contains(&(resource.group(), resource.kind.as_str()));
    if is_cluster_scoped {
        check_cluster_scoped(&resource, plan, cluster, origins, sink)?;
    } else {
        resource.namespace = Some(place_in_namespace(&mut resource.body, plan, origins, sink)?);
    }
    Ok(resource)
}

fn text_field(
    body: &Node,
    path: &[&str],
    plan: &ComponentPlan,
    origins: &Origins,
    sink: &mut Sink,
) -> Result<EcoString, Poison> {
    match body.at(path).map(|node| &node.payload) {
        Some(Payload::Str(text)) if !text.is_empty() => Ok(text.clone()),
        Some(payload) => {
            let path_text = path.join(".");
            let message = match payload {
                Payload::Str(_) => format!("`{path_text}` of an object is empty"),
                other => format!("`{path_text}` of an object is a string, found {}", other.kind()),
            };
            let node = body.at(path).unwrap_or(body);
            Err(sink.report(yielded(message, spot(node, origins), plan, origins)))
        }
        None => {
            let message = format!("`{}` of an object is not set", path.join("."));
            Err(sink.report(yielded(message, spot(body, origins), plan, origins)))
        }
    }
}

/// A fault of what a definition yields: at its line, and at the instance that shows it.
fn yielded(message: String, spot: Spot, plan: &ComponentPlan, origins: &Origins) -> Finding {
    let finding = Finding::new(Code::INVALID_RESOURCE, message, spot)
        .label(format!("definition `{}` yields it", plan.definition.name));
    match origins.first_leaf(plan.origin) {
        Some(user) => finding.with(Spot::Key(user), "for this instance"),
        None => finding,
    }
}

fn spot(node: &Node, origins: &Origins) -> Spot {
    origins.first_leaf(node.origin).map_or_else(|| Spot::File("platgen.yaml".into()), Spot::Value)
}

fn check_name(body: &Node, name: &str, origins: &Origins, sink: &mut Sink) -> Result<(), Poison> {
    // Roles and bindings may have names such as `system:x`; everything else is a DNS name.
    let rule = &TextRule::ALL[TextRule::DNS_NAME];
    let is_path_segment = !name.contains(['/', '%']) && !matches!(name, "." | "..") && name.len() <= 253;
    let is_rbac = body.get("apiVersion").and_then(Node::as_str).is_some_and(|version| version.starts_with("rbac."));
    if rule.accepts(name) || (is_rbac && is_path_segment) {
        return Ok(());
    }
    let node = body.at(&["metadata", "name"]).unwrap_or(body);
    Err(sink.report(rule.fault(name, spot(node, origins))))
}

/// Only a cluster's owner renders objects of the cluster, and only kinds that the team may create.
fn check_cluster_scoped(
    resource: &Resource,
    plan: &ComponentPlan,
    cluster: &ClusterFacts,
    origins: &Origins,
    sink: &mut Sink,
) -> Result<(), Poison> {
    let user = origins.first_leaf(plan.origin).map_or_else(|| spot(&resource.body, origins), Spot::Key);
    if !cluster.is_owner {
        let message =
            format!("an environment that borrows the cluster may not render {} `{}`", resource.kind, resource.name);
        let finding = Finding::new(Code::CLUSTER_SCOPED_BY_BORROWER, message, user)
            .with(spot(&resource.body, origins), "rendered from here")
            .help("run this component in the environment that owns the cluster");
        return Err(sink.report(finding));
    }
    if plan.cluster_kinds.contains(&resource.kind) {
        return Ok(());
    }
    let message = format!("team `{}` may not create a {}", plan.team.value, resource.kind);
    let finding = Finding::new(Code::KIND_OUTSIDE_TEAM, message, user)
        .with(spot(&resource.body, origins), "rendered from here")
        .help(format!(
            "the platform's owners may add it to the team's file: `kinds: {{cluster: [{}]}}`",
            resource.kind
        ));
    Err(sink.report(finding))
}

/// Puts an object without a namespace into the component's; one with another namespace is a fault.
fn place_in_namespace(
    body: &mut Node,
    plan: &ComponentPlan,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<EcoString, Poison> {
    let own = &plan.namespace;
    let found = match body.at(&["metadata", "namespace"]) {
        None => None,
        Some(_) => Some(text_field(body, &["metadata", "namespace"], plan, origins, sink)?),
    };
    match found {
        None => {
            let node = Node::text(own.value.clone(), own.origin);
            insert_after_name(body, node);
            Ok(own.value.clone())
        }
        Some(namespace) if namespace == own.value => Ok(namespace),
        Some(namespace) => {
            let node = body.at(&["metadata", "namespace"]).unwrap_or(body);
            let message = format!("namespace `{namespace}` is not the component's, which is `{}`", own.value);
            Err(sink.report(Finding::new(Code::UNDECLARED_NAMESPACE, message, spot(node, origins))))
        }
    }
}

/// Adds `metadata.namespace` where Kubernetes customarily has it: after the name.
fn insert_after_name(body: &mut Node, namespace: Node) {
    let Some(Payload::Map(entries)) = body.get_mut("metadata").map(|metadata| &mut metadata.payload) else { return };
    let at = entries.iter().position(|entry| entry.key == "name").map_or(0, |index| index + 1);
    entries.insert(at, Entry { key: "namespace".into(), value: namespace });
}
