use ecow::EcoString;

use super::scope::{Scope, scope_in_kubernetes};
use super::{Resource, spot};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{Sourced, TextRule};
use crate::node::{Entry, Node, Origin, Origins, Payload};
use crate::resolve::{ClusterFacts, CustomKindPlan};

/// What a team lists whose stacks may create every cluster-scoped kind.
const ANY_KIND: &str = "*";

/// Who gives objects that no recipe of platgen's made.
#[derive(Clone, Copy, Debug)]
pub(super) enum Giver<'a> {
    /// A definition of this name.
    Definition(&'a str),
    /// An entry of `manifests` of this name.
    Manifests(&'a str),
    /// A chart that lies in this folder.
    Chart(&'a str),
}

/// What objects that no recipe of platgen's made are adopted by: they are given an identity, and stand where they may.
#[derive(Clone, Copy, Debug)]
pub(super) struct Adopter<'a> {
    /// Who gives the objects.
    pub(super) giver: Giver<'a>,
    /// The entry of the stack that asks for them.
    pub(super) entry: Origin,
    /// The team.
    pub(super) team: &'a str,
    /// Cluster-scoped kinds that the team may create.
    pub(super) cluster_kinds: &'a [Sourced<EcoString>],
    /// Kinds of custom resources whose definitions are known.
    pub(super) custom: &'a [CustomKindPlan],
    /// The cluster.
    pub(super) cluster: &'a ClusterFacts,
}

impl Adopter<'_> {
    /// Gives an object the identity that it says it has; its namespace is decided later.
    pub(super) fn identify(&self, body: Node, origins: &Origins, sink: &mut Sink) -> Result<Resource, Poison> {
        if !matches!(body.payload, Payload::Map(_)) {
            let message = format!("a resource is a map, found {}", body.payload.kind());
            return Err(sink.report(self.invalid(message, spot::value(origins, body.origin), origins)));
        }
        let api_version = self.text(&body, &["apiVersion"], origins, sink)?;
        let kind = self.text(&body, &["kind"], origins, sink)?;
        let name = self.text(&body, &["metadata", "name"], origins, sink)?;
        check_name(&body, &name, origins, sink)?;
        Ok(Resource { api_version, kind, namespace: None, name, body })
    }

    /// Where objects of a resource's kind live.
    ///
    /// Of a custom resource its definition says so, if it is known; else a namespace that it states, or the team's list of
    /// cluster-scoped kinds.
    pub(super) fn scope(&self, resource: &Resource) -> Scope {
        let (group, kind) = (resource.group(), resource.kind.as_str());
        if let Some(scope) = scope_in_kubernetes(group, kind) {
            return scope;
        }
        if let Some(known) = self.custom.iter().find(|known| known.group == group && known.kind == kind) {
            let origin = known.is_cluster_scoped.origin;
            return if known.is_cluster_scoped.value { Scope::Cluster(origin) } else { Scope::Namespaced(origin) };
        }
        if stated_namespace(&resource.body).is_some() {
            return Scope::Namespaced(Origin::INHERITED);
        }
        let listed = self.cluster_kinds.iter().find(|listed| listed.value == kind);
        listed.map_or(Scope::Unknown, |listed| Scope::Cluster(listed.origin))
    }

    /// What makes a custom resource one of a namespace, of which nobody says anything: that the team does not list its kind.
    pub(super) fn unlisted(&self, origins: &mut Origins) -> Origin {
        let listed: Vec<Origin> = self.cluster_kinds.iter().map(|listed| listed.origin).collect();
        origins.join(&listed)
    }

    /// The text at a path, which every object has.
    pub(super) fn text(
        &self,
        body: &Node,
        path: &[&str],
        origins: &Origins,
        sink: &mut Sink,
    ) -> Result<EcoString, Poison> {
        let shown = path.join(".");
        let (message, origin) = match body.at(path) {
            Some(Node { payload: Payload::Str(text), .. }) if !text.is_empty() => return Ok(text.clone()),
            Some(node) => match &node.payload {
                Payload::Str(_) => (format!("`{shown}` of an object is empty"), node.origin),
                other => (format!("`{shown}` of an object is a string, found {}", other.kind()), node.origin),
            },
            None => (format!("`{shown}` of an object is not set"), self.whole(body)),
        };
        let mut finding = self.invalid(message, spot::value(origins, origin), origins);
        if let Some(generated) = body.at(&["metadata", "generateName"]) {
            finding.primary.spot = spot::key(origins, generated.origin);
            finding.help = Some("only `kubectl create` makes names: write `name`".to_owned());
        }
        Err(sink.report(finding))
    }

    /// Only a cluster's owner renders objects of the cluster, and only kinds that the team may create.
    pub(super) fn check_cluster_scoped(
        &self,
        resource: &Resource,
        origins: &Origins,
        sink: &mut Sink,
    ) -> Result<(), Poison> {
        let Resource { kind, name, .. } = resource;
        if !self.cluster.is_owner {
            let message = format!("an environment that borrows the cluster may not render {kind} `{name}`");
            let help = match self.giver {
                Giver::Definition(_) => "run this component in the environment that owns the cluster".to_owned(),
                Giver::Manifests(entry) => format!(
                    "leave it to the environment that owns the cluster, and take it away here: \
                     `manifests: {{{entry}: null}}`"
                ),
                Giver::Chart(_) if kind == "CustomResourceDefinition" => {
                    "leave it to the environment that owns the cluster: write `crds: false` in the release".to_owned()
                }
                Giver::Chart(_) => {
                    "run the release in the environment that owns the cluster, or turn the object off in its values"
                        .to_owned()
                }
            };
            return Err(
                sink.report(self.about(Code::CLUSTER_SCOPED_BY_BORROWER, message, resource, origins).help(help))
            );
        }
        if self.cluster_kinds.iter().any(|known| known.value == *kind || known.value == ANY_KIND) {
            return Ok(());
        }
        let message = format!("team `{}` may not create a {kind}", self.team);
        let finding = self
            .about(Code::KIND_OUTSIDE_TEAM, message, resource, origins)
            .help(format!("the platform's owners may add it to the team's file: `kinds: {{cluster: [{kind}]}}`"));
        Err(sink.report(finding))
    }

    /// A finding about an object as a whole: what a definition yields is the doing of the entry, a manifest says it itself.
    pub(super) fn about(&self, code: Code, message: String, resource: &Resource, origins: &Origins) -> Finding {
        let (entry, body) = (spot::key(origins, self.entry), spot::value(origins, self.whole(&resource.body)));
        match self.giver {
            Giver::Definition(_) | Giver::Chart(_) => {
                Finding::new(code, message, entry).with(body, "rendered from here")
            }
            Giver::Manifests(_) => Finding::new(code, message, body).with(entry, "asked for here"),
        }
    }

    /// Where an object as a whole is decided: the word for its kind, where a person wrote it down in full.
    fn whole(&self, body: &Node) -> Origin {
        match (self.giver, body.get("kind")) {
            (Giver::Manifests(_), Some(kind)) => kind.origin,
            _ => body.origin,
        }
    }

    /// A fault of what is given: at its line, and at the entry that shows it.
    fn invalid(&self, message: String, spot: Spot, origins: &Origins) -> Finding {
        let finding = Finding::new(Code::INVALID_RESOURCE, message, spot);
        let user = origins.first_leaf(self.entry).map(Spot::Key);
        match (self.giver, user) {
            (Giver::Definition(name), Some(user)) => {
                finding.label(format!("definition `{name}` yields it")).with(user, "for this instance")
            }
            (Giver::Definition(name), None) => finding.label(format!("definition `{name}` yields it")),
            (Giver::Chart(folder), user) => {
                let finding = finding.label(format!("chart `{folder}` renders it"));
                match user {
                    Some(user) => finding.with(user, "for this release"),
                    None => finding,
                }
            }
            (Giver::Manifests(_), _) => finding,
        }
    }
}

/// The namespace that an object states; an empty one is none, as for the API server.
pub(super) fn stated_namespace(body: &Node) -> Option<&Node> {
    let is_none = |node: &&Node| matches!(&node.payload, Payload::Null) || node.as_str() == Some("");
    body.at(&["metadata", "namespace"]).filter(|node| !is_none(node))
}

/// Takes `metadata.namespace` away: one that an object of the cluster states is none, as for the API server.
pub(super) fn remove_namespace(body: &mut Node) {
    if let Some(Payload::Map(entries)) = body.get_mut("metadata").map(|metadata| &mut metadata.payload) {
        entries.retain(|entry| entry.key != "namespace");
    }
}

/// Sets `metadata.namespace` where Kubernetes customarily has it: after the name.
pub(super) fn set_namespace(body: &mut Node, namespace: &Sourced<EcoString>) {
    remove_namespace(body);
    let Some(Payload::Map(entries)) = body.get_mut("metadata").map(|metadata| &mut metadata.payload) else { return };
    let at = entries.iter().position(|entry| entry.key == "name").map_or(0, |index| index + 1);
    let value = Node::text(namespace.value.clone(), namespace.origin);
    entries.insert(at, Entry { key: "namespace".into(), value });
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
    Err(sink.report(rule.fault(name, spot::value(origins, node.origin))))
}
