use serde_json::{Value, json};

use super::{Graph, GraphNode, What};
use crate::lower::AppPart;

impl Graph {
    /// The whole graph for programs, with every edge and the order of units and apps.
    pub fn to_json(&self) -> String {
        let id = |index: usize| self.nodes[index].id.as_str();
        let edge = |edge: &super::GraphEdge| json!({"first": id(edge.first), "then": id(edge.then), "because": edge.because.word()});
        let (folded, order) = self.stages();
        let ids = |nodes: &[usize]| nodes.iter().map(|node| folded.nodes[*node].id.as_str()).collect::<Vec<_>>();
        let stages = order.stages.iter().map(|stage| json!({"part": stage.part.word(), "nodes": ids(&stage.nodes)}));
        let apps = self.apps();
        let nodes = self.nodes.iter().zip(&apps).map(|(node, app)| node.to_json(app.map(id)));
        let whole = json!({
            "nodes": nodes.collect::<Vec<_>>(),
            "edges": self.edges.iter().map(edge).collect::<Vec<_>>(),
            "stages": stages.collect::<Vec<_>>(),
            "cycles": order.cycles.iter().map(|cycle| ids(cycle)).collect::<Vec<_>>(),
        });
        format!("{whole:#}\n")
    }
}

impl GraphNode {
    /// What is known of a node; `app` is the one that has a workload.
    fn to_json(&self, app: Option<&str>) -> Value {
        match &self.what {
            What::Unit(unit) => json!({
                "id": self.id.as_str(),
                "type": "unit",
                "environment": unit.id.environment.as_str(),
                "stack": unit.id.stack.as_str(),
                "name": unit.id.name.as_str(),
                "kind": unit.kind.as_str(),
                "team": unit.team.as_str(),
                "region": unit.id.region.as_deref(),
                "cluster": unit.id.cluster.as_deref(),
                "cloudName": unit.cloud_name.as_str(),
                "module": unit.module.as_str(),
                "path": unit.id.path().as_str(),
            }),
            What::App(app) => json!({
                "id": self.id.as_str(),
                "type": "app",
                "environment": app.environment.as_str(),
                "stack": app.stack.as_deref(),
                "name": app.app.as_str(),
                "kind": match (app.links.part, &app.links.definition) {
                    (_, Some(definition)) => definition.as_str(),
                    (AppPart::Namespaces, None) => "namespaces",
                    (AppPart::Definitions, None) => "definitions",
                    (AppPart::Component, None) => "chart",
                    (AppPart::Stack, None) => "stack",
                },
                "team": app.team.as_str(),
                "cluster": app.cluster.as_str(),
                "path": format!("{}/manifests/{}/{}", app.environment, app.cluster, app.app),
            }),
            What::Workload(workload) => json!({
                "id": self.id.as_str(),
                "type": "workload",
                "environment": workload.environment.as_str(),
                "stack": workload.stack.as_str(),
                "name": workload.workload.as_str(),
                "cluster": workload.cluster.as_str(),
                "app": app,
            }),
        }
    }
}
