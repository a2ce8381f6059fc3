//! Plans of tests, read from YAML, so that every leaf has a place of its own as in a project.

use std::sync::Arc;

use ecow::EcoString;
use k8s_openapi::serde::de::DeserializeOwned;
use serde::Serialize;

use super::{Resource, lower_namespaces, lower_workloads};
use crate::diagnostics::{Code, Finding, Level, Poison, Sink, Spot};
use crate::model::{FileContent, Protocol, Reading, Shaped, Sourced, TaintEffect, Workload};
use crate::node::{Cause, Entry, Node, Origin, Origins, Payload};
use crate::resolve::{
    ClusterFacts, MeshFacts, MonitoringPlan, NamespacePlan, NodeGroupPlan, Peer, PeerPort, RoutePlan, TaintPlan,
    WorkloadPlan,
};
use crate::source::{ContentId, Document, File, FileId, NodeId, Place, Sources, Value};

/// What everything around a workload says, where a test says nothing.
const AROUND: &str = "\
name: api
stack: documents
team: ai
environment: production
namespace: apps
image: registry.example.com/fastapi:1.8.2
cluster: {kubernetes: 34}
";

/// A file of YAML, as a tree in which every node has its place as origin.
pub(super) struct Fixture {
    pub(super) sources: Sources,
    pub(super) origins: Origins,
    pub(super) tree: Node,
}

/// What lowering made of a fixture.
pub(super) struct Lowered {
    pub(super) resources: Vec<Resource>,
    pub(super) findings: Vec<Finding>,
    pub(super) sources: Sources,
    pub(super) origins: Origins,
}

/// Lowers a service whose `spec` has these fields beside the needed ones; `around` adds to what stands around it.
pub(super) fn lower_service(around: &str, spec: &str) -> Lowered {
    lower_kind("service", around, spec)
}

/// Lowers a workload of some kind.
pub(super) fn lower_kind(kind: &str, around: &str, spec: &str) -> Lowered {
    Fixture::of_kind(kind, around, spec).lower_workload().expect("the fixture's workload reads")
}

/// Lowers one namespace.
pub(super) fn lower_namespace(text: &str) -> Lowered {
    Fixture::read(text).lower_namespace().expect("the fixture's namespace reads")
}

impl Fixture {
    /// A service that has these fields beside the needed ones.
    pub(super) fn service(around: &str, spec: &str) -> Self {
        Self::of_kind("service", around, spec)
    }

    /// A workload of some kind that has these fields beside the needed ones.
    pub(super) fn of_kind(kind: &str, around: &str, spec: &str) -> Self {
        let spec: String = spec.lines().map(|line| format!("  {line}\n")).collect();
        let fields = format!("spec:\n  kind: {kind}\n  namespace: apps\n  image: fastapi\n{spec}");
        let key = |line: &str| line.split(':').next().map(str::to_owned);
        let is_kept = |line: &&str| around.lines().all(|other| key(other) != key(line));
        let above: String = AROUND.lines().filter(is_kept).map(|line| format!("{line}\n")).collect();
        Self::read(&format!("{above}{around}\n{fields}"))
    }

    /// Reads YAML.
    pub(super) fn read(text: &str) -> Self {
        let bytes = text.as_bytes();
        let documents = platgen_yaml::read(bytes, &platgen_yaml::Dialect::PLATGEN, &platgen_yaml::Limits::default());
        let document = documents.expect("the fixture is YAML").into_iter().next();
        let mut sources = Sources::default();
        let file = sources.add(File::new("fixture.yaml".into(), ContentId::of(bytes), Arc::from(bytes), document));
        let mut origins = Origins::default();
        let document = sources.document(file);
        let tree = read_node(file, document, document.root(), &mut origins);
        Self { sources, origins, tree }
    }

    /// Lowers the workload that the tree describes.
    pub(super) fn lower_workload(&self) -> Result<Lowered, Poison> {
        let mut origins = self.origins.clone();
        let mut sink = Sink::default();
        let (plan, cluster) = self.workload_plan(&mut origins, &mut sink)?;
        let resources = lower_workloads(&[plan], &cluster, &mut origins, &mut sink);
        Ok(self.lowered(resources, origins, sink))
    }

    /// Reads the plan of the workload that the tree describes.
    pub(super) fn workload_plan(
        &self,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(WorkloadPlan, ClusterFacts), Poison> {
        let tree = &self.tree;
        let spec: Workload = Shaped::read(tree.get("spec").ok_or(Poison)?, &mut Reading { origins, sink })?;
        let alert_conditions = conditions(&spec, origins);
        let monitoring = monitoring(tree, &mut Reading { origins, sink })?;
        let plan = WorkloadPlan {
            name: needed(tree, "name").value,
            stack: needed(tree, "stack"),
            team: needed(tree, "team"),
            environment: needed(tree, "environment"),
            namespace: needed(tree, "namespace"),
            image: needed(tree, "image"),
            init_images: items(tree, "initImages").iter().map(sourced).collect(),
            sidecar_images: items(tree, "sidecarImages").iter().map(sourced).collect(),
            node_group: tree.get("nodeGroup").map(node_group),
            pull_secret: text(tree, "pullSecret"),
            file_texts: spec.files.iter().map(|(_, content)| file_text(content)).collect(),
            spec,
            routes: items(tree, "ingressClasses").iter().enumerate().map(|class| route(tree, class)).collect(),
            pods: text(tree, "pods").unwrap_or_else(|| needed(tree, "name")),
            alert_conditions,
            monitoring,
            secret_store: text(tree, "secretStore"),
            callers: items(tree, "callers").iter().map(peer).collect(),
            calls: items(tree, "calls").iter().map(peer).collect(),
        };
        Ok((plan, self.cluster()?))
    }

    /// Lowers the namespace that the tree describes.
    pub(super) fn lower_namespace(&self) -> Result<Lowered, Poison> {
        let tree = &self.tree;
        let mut origins = self.origins.clone();
        let mut sink = Sink::default();
        let mut reading = Reading { origins: &mut origins, sink: &mut sink };
        let spec = Shaped::read(tree.get("spec").ok_or(Poison)?, &mut reading)?;
        let entries = |key| tree.get(key).map_or(&[][..], Node::entries);
        let roles = ["view", "edit", "admin"].into_iter();
        let plan = NamespacePlan {
            name: needed(tree, "name"),
            stack: needed(tree, "stack"),
            team: needed(tree, "team"),
            environment: needed(tree, "environment"),
            spec,
            quota: entries("quota").iter().map(|entry| (entry.key.clone(), sourced(&entry.value))).collect(),
            existence: Origin::INHERITED,
            groups: roles.filter_map(|role| Some((role, sourced(tree.at(&["groups", role])?)))).collect(),
        };
        let resources = lower_namespaces(&[plan], &self.cluster()?, &mut origins, &mut sink);
        Ok(self.lowered(resources, origins, sink))
    }

    fn lowered(&self, resources: Vec<Resource>, origins: Origins, sink: Sink) -> Lowered {
        Lowered { resources, findings: sink.into_findings(), sources: self.sources.clone(), origins }
    }

    fn cluster(&self) -> Result<ClusterFacts, Poison> {
        let (origins, sink) = (&mut self.origins.clone(), &mut Sink::default());
        let cluster = self.tree.get("cluster").expect("a fixture has a cluster");
        let version = cluster.get("kubernetes").expect("a cluster has a version");
        let mesh = cluster.get("mesh").map(|mesh| {
            let kind = Shaped::read(mesh.get("kind").ok_or(Poison)?, &mut Reading { origins, sink })?;
            Ok(MeshFacts { kind, namespace: needed(mesh, "namespace") })
        });
        Ok(ClusterFacts {
            kubernetes_minor: u8::try_from(int(version)).expect("a minor version is small"),
            kubernetes_origin: version.origin,
            ingress_namespace: text(cluster, "ingress"),
            ingress_networks: items(cluster, "ingressNetworks")
                .iter()
                .map(|node| Sourced { value: node.as_str().expect("a network is a text").into(), origin: node.origin })
                .collect(),
            monitoring_namespace: text(cluster, "monitoring"),
            dns_namespace: text(cluster, "dns"),
            mesh: mesh.transpose()?,
            is_owner: true,
            allows: Vec::new(),
        })
    }
}

fn read_node(file: FileId, document: &Document, node: NodeId, origins: &mut Origins) -> Node {
    let payload = match document.value(node) {
        Value::Null => Payload::Null,
        Value::Bool(value) => Payload::Bool(value),
        Value::Int(value) => Payload::Int(value),
        Value::Str(text) => Payload::Str(text.into()),
        Value::Seq(items) => Payload::Seq(items.iter().map(|item| read_node(file, document, *item, origins)).collect()),
        Value::Map(entries) => {
            let read = |entry: &platgen_yaml::Entry| Entry {
                key: entry.key.clone(),
                value: read_node(file, document, entry.value, origins),
            };
            Payload::Map(entries.iter().map(read).collect())
        }
        Value::Float(value) => Payload::Float(value),
        Value::UInt(_) => panic!("no fixture has such numbers"),
    };
    Node::new(payload, origins.leaf(Place::new(file, node)))
}

fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map_or(&[], Node::items)
}

fn int(node: &Node) -> i64 {
    match node.payload {
        Payload::Int(value) => value,
        _ => panic!("a number was expected"),
    }
}

/// What a cluster makes of a route of a class; where the tree has an issuer, that one makes certificates, and where it has
/// routers, they run in these namespaces.
fn route(tree: &Node, (index, class): (usize, &Node)) -> RoutePlan {
    let router = items(tree, "routers").get(index).map(sourced);
    RoutePlan { class: sourced(class), router, issuer: text(tree, "issuer"), additions: Vec::new() }
}

fn sourced(node: &Node) -> Sourced<EcoString> {
    Sourced { value: node.as_str().expect("a text was expected").into(), origin: node.origin }
}

fn file_text(content: &FileContent) -> Sourced<EcoString> {
    match content {
        FileContent::Text(text) | FileContent::Template(text) => {
            Sourced { value: text.value.0.clone(), origin: text.origin }
        }
        FileContent::From(path) => panic!("a fixture has no files of a project: {path:?}"),
    }
}

fn text(node: &Node, key: &str) -> Option<Sourced<EcoString>> {
    node.get(key).map(sourced)
}

fn needed(node: &Node, key: &str) -> Sourced<EcoString> {
    text(node, key).unwrap_or_else(|| panic!("a fixture has `{key}`"))
}

fn node_group(node: &Node) -> NodeGroupPlan {
    let entries = |key| node.get(key).map_or(&[][..], Node::entries);
    let taint = |entry: &Entry| TaintPlan {
        key: entry.key.clone(),
        value: text(&entry.value, "value"),
        effect: Sourced {
            value: TaintEffect::NoSchedule,
            origin: entry.value.get("effect").expect("a taint has an effect").origin,
        },
    };
    NodeGroupPlan {
        labels: entries("labels").iter().map(|entry| (entry.key.clone(), sourced(&entry.value))).collect(),
        taints: entries("taints").iter().map(taint).collect(),
    }
}

/// What resolving says of conditions that all hold.
fn conditions(spec: &Workload, origins: &mut Origins) -> Vec<Origin> {
    let mut so_far = Origin::INHERITED;
    let mut all: Vec<Origin> = Vec::new();
    for (_, alert) in spec.alerts.iter() {
        let enabled = alert.enabled.as_ref().map_or(Origin::INHERITED, |enabled| enabled.origin);
        so_far = origins.join(&[so_far, enabled]);
        all.push(so_far);
    }
    all.push(so_far);
    all
}

fn monitoring(tree: &Node, reading: &mut Reading<'_>) -> Result<Option<MonitoringPlan>, Poison> {
    let Some(spec) = tree.get("monitoring") else { return Ok(None) };
    let cluster = needed(tree.get("cluster").expect("a fixture has a cluster"), "name");
    Ok(Some(MonitoringPlan { spec: Shaped::read(spec, reading)?, cluster, receiver: text(tree, "receiver") }))
}

fn peer(node: &Node) -> Peer {
    let port = |port: &Node| PeerPort {
        number: i32::try_from(int(port)).expect("a port is small"),
        protocol: Protocol::Tcp,
        origin: port.origin,
    };
    Peer {
        name: needed(node, "name").value,
        namespace: needed(node, "namespace"),
        ports: items(node, "ports").iter().map(port).collect(),
        origin: needed(node, "name").origin,
    }
}

/// The node at a path, of which list positions are decimal.
pub(super) fn walk<'a>(node: &'a Node, path: &str) -> Option<&'a Node> {
    path.split('/').filter(|step| !step.is_empty()).try_fold(node, |node, step| {
        let step = step.replace('~', "/");
        match &node.payload {
            Payload::Seq(items) => items.get(step.parse::<usize>().ok()?),
            _ => node.get(&step),
        }
    })
}

impl Lowered {
    /// The one object of a kind.
    pub(super) fn object(&self, kind: &str) -> &Node {
        let mut found = self.resources.iter().filter(|resource| resource.kind == kind);
        let resource = found.next().unwrap_or_else(|| panic!("there is no {kind}"));
        assert!(found.next().is_none(), "there are several of {kind}");
        &resource.body
    }

    /// The object of a kind and name.
    pub(super) fn named(&self, kind: &str, name: &str) -> &Node {
        let found = self.resources.iter().find(|resource| resource.kind == kind && resource.name == name);
        &found.unwrap_or_else(|| panic!("there is no {kind} `{name}`")).body
    }

    /// Whether there is an object of a kind.
    pub(super) fn has(&self, kind: &str) -> bool {
        self.resources.iter().any(|resource| resource.kind == kind)
    }

    /// A part of the one object of a kind, as JSON; null where it has none. `~` stands for `/` in a key.
    pub(super) fn json(&self, kind: &str, path: &str) -> serde_json::Value {
        walk(self.object(kind), path).map_or(serde_json::Value::Null, Node::to_json)
    }

    /// What made a part of the one object of a kind: key paths of leaves and names of recipes, the nearest marks counting.
    pub(super) fn causes(&self, kind: &str, path: &str) -> Vec<String> {
        let mut node = self.object(kind);
        let mut origin = node.origin;
        for step in path.split('/') {
            node = walk(node, step).unwrap_or_else(|| panic!("{kind} has no {path}"));
            if !node.origin.is_inherited() {
                origin = node.origin;
            }
        }
        self.words(origin)
    }

    fn words(&self, origin: Origin) -> Vec<String> {
        let word = |cause: Cause| match cause {
            Cause::Leaf(place) => self.sources.key_path(place),
            Cause::Recipe(name) => name.to_owned(),
        };
        self.origins.causes(origin).map(word).collect()
    }

    /// Each finding's code, where it points, and what it says.
    pub(super) fn faults(&self) -> Vec<(Code, String, &str)> {
        let fault = |finding: &'_ Finding| (finding.code, self.place(&finding.primary.spot));
        self.findings
            .iter()
            .map(|finding| {
                let (code, place) = fault(finding);
                (code, place, finding.message.as_str())
            })
            .collect()
    }

    /// The key path that a spot points at.
    pub(super) fn place(&self, spot: &Spot) -> String {
        match spot {
            Spot::Value(place) | Spot::Key(place) | Spot::Within(place, ..) => self.sources.key_path(*place),
            Spot::Bytes(..) | Spot::File(_) => String::new(),
        }
    }

    /// Fails where there is an error.
    pub(super) fn clean(self) -> Self {
        assert!(self.findings.iter().all(|finding| finding.level != Level::Error), "{:?}", self.faults());
        self
    }

    /// Fails where an object of a kind has anything that its Kubernetes type does not.
    pub(super) fn assert_round_trip<K: DeserializeOwned + Serialize + k8s_openapi::Resource>(&self) {
        let of_kind = |resource: &&Resource| resource.kind == K::KIND && resource.api_version == K::API_VERSION;
        let mut count = 0;
        for resource in self.resources.iter().filter(of_kind) {
            let written = resource.body.to_json();
            let typed: K = serde_json::from_value(written.clone()).expect("the object has its kind's fields");
            assert_eq!(serde_json::to_value(&typed).expect("JSON"), written, "{}", resource.name);
            count += 1;
        }
        assert!(count > 0, "there is no {}", K::KIND);
    }
}
