use std::collections::BTreeMap;
use std::fmt::Write;

use super::ids::SafeIds;
use super::{Because, Graph, GraphEdge, GraphNode, NodeIndex, What};

/// A frame around nodes: an environment, a region or cluster, a stack, or an app with its workloads.
#[derive(Default)]
struct Frame {
    label: String,
    /// The app that the frame stands for.
    app: Option<NodeIndex>,
    nodes: Vec<NodeIndex>,
    frames: BTreeMap<String, Frame>,
}

/// A graph as it is drawn: in frames, without the edges that follow from others.
struct Drawing<'a> {
    graph: &'a Graph,
    root: Frame,
    edges: Vec<GraphEdge>,
    /// The first workload of each app that is a frame.
    workloads: Vec<Option<NodeIndex>>,
    ids: Vec<String>,
}

impl Graph {
    /// The graph as a Mermaid flowchart.
    pub fn to_mermaid(&self) -> String {
        let drawing = Drawing::of(self);
        let mut text = "flowchart LR\n".to_owned();
        drawing.mermaid_frame(&drawing.root, &mut SafeIds::default(), 1, &mut text);
        for GraphEdge { first, then, because } in &drawing.edges {
            let _ = writeln!(text, "  {} -->|{}| {}", drawing.ids[*first], because.word(), drawing.ids[*then]);
        }
        text
    }

    /// The graph for Graphviz.
    pub fn to_dot(&self) -> String {
        let drawing = Drawing::of(self);
        let mut text = "digraph platgen {\n  compound=true;\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
        drawing.dot_frame(&drawing.root, &mut SafeIds::default(), 1, &mut text);
        for edge in &drawing.edges {
            drawing.dot_edge(edge, &mut text);
        }
        text.push_str("}\n");
        text
    }
}

impl<'a> Drawing<'a> {
    fn of(graph: &'a Graph) -> Self {
        let apps = graph.apps();
        let mut workloads = vec![None; graph.nodes.len()];
        let mut root = Frame::default();
        for (index, app) in apps.iter().enumerate() {
            if let Some(app) = app {
                workloads[*app].get_or_insert(index);
            }
        }
        for (index, node) in graph.nodes.iter().enumerate() {
            let frame = frames(node).into_iter().fold(&mut root, |frame, (key, label)| frame.below(key, label));
            match (apps[index], workloads[index]) {
                (Some(app), _) => frame.app(app, graph).nodes.push(index),
                (None, Some(_)) => drop(frame.app(index, graph)),
                (None, None) => frame.nodes.push(index),
            }
        }
        let mut ids = SafeIds::default();
        let ids = graph.nodes.iter().map(|node| ids.make(&node.id)).collect();
        let edges = graph.reduced().into_iter().filter(|edge| edge.because != Because::Workload).collect();
        Self { graph, root, edges, workloads, ids }
    }

    fn mermaid_frame(&self, frame: &Frame, ids: &mut SafeIds, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        for node in &frame.nodes {
            let (open, close) = shape(&self.graph.nodes[*node]);
            let label = mermaid_label(&label(&self.graph.nodes[*node]).join("\n"));
            let _ = writeln!(text, "{indent}{}{open}\"{label}\"{close}", self.ids[*node]);
        }
        for (key, below) in &frame.frames {
            let own = ids.make(&format!("in_{key}"));
            let id = below.app.map_or(own.as_str(), |app| &self.ids[app]);
            let _ = writeln!(text, "{indent}subgraph {id}[\"{}\"]", mermaid_label(&below.label));
            self.mermaid_frame(below, ids, depth + 1, text);
            let _ = writeln!(text, "{indent}end");
        }
    }

    fn dot_frame(&self, frame: &Frame, ids: &mut SafeIds, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        for node in &frame.nodes {
            let label = dot_label(&label(&self.graph.nodes[*node]).join("\n"));
            let _ = writeln!(text, "{indent}{} [label=\"{label}\"];", self.ids[*node]);
        }
        for (key, below) in &frame.frames {
            let own = ids.make(&format!("in_{key}"));
            let id = below.app.map_or(own.as_str(), |app| &self.ids[app]);
            let _ =
                writeln!(text, "{indent}subgraph cluster_{id} {{\n{indent}  label=\"{}\";", dot_label(&below.label));
            self.dot_frame(below, ids, depth + 1, text);
            let _ = writeln!(text, "{indent}}}");
        }
    }

    /// An edge of a frame goes from or to a node in it, and is cut at the frame.
    fn dot_edge(&self, edge: &GraphEdge, text: &mut String) {
        let anchor = |node: NodeIndex| &self.ids[self.workloads[node].unwrap_or(node)];
        let cut = |word: &str, node: NodeIndex| match self.workloads[node] {
            Some(_) => format!(", {word}=cluster_{}", self.ids[node]),
            None => String::new(),
        };
        let (tail, head) = (cut("ltail", edge.first), cut("lhead", edge.then));
        let (first, then) = (anchor(edge.first), anchor(edge.then));
        let _ = writeln!(text, "  {first} -> {then} [label=\"{}\"{tail}{head}];", edge.because.word());
    }
}

impl Frame {
    fn below(&mut self, key: String, label: String) -> &mut Self {
        self.frames.entry(key).or_insert_with(|| Self { label, ..Self::default() })
    }

    fn app(&mut self, app: NodeIndex, graph: &Graph) -> &mut Self {
        let node = &graph.nodes[app];
        let frame = self.below(node.id.to_string(), format!("app {}", node.name()));
        frame.app = Some(app);
        frame
    }
}

/// The frames around a node, from the outermost: a key and a label for each.
fn frames(node: &GraphNode) -> Vec<(String, String)> {
    let environment = node.environment();
    let (key, label) = match &node.what {
        What::Unit(unit) => match (&unit.id.cluster, &unit.id.region) {
            (Some(cluster), _) => (format!("cluster/{cluster}"), format!("cluster {cluster}")),
            (None, Some(region)) => (format!("region/{region}"), region.to_string()),
            (None, None) => ("global".to_owned(), "global".to_owned()),
        },
        What::App(app) => (format!("cluster/{}", app.cluster), format!("cluster {}", app.cluster)),
        What::Workload(one) => (format!("cluster/{}", one.cluster), format!("cluster {}", one.cluster)),
    };
    let place = format!("{environment}/{key}");
    let stack = node.stack().map(|stack| (format!("{place}/{stack}"), format!("stack {stack}")));
    let outer = [(environment.to_string(), format!("environment {environment}")), (place, label)];
    outer.into_iter().chain(stack).collect()
}

/// The lines of a node's label.
fn label(node: &GraphNode) -> Vec<&str> {
    match &node.what {
        What::Unit(unit) => vec![node.name(), &unit.kind],
        What::App(app) => std::iter::once(node.name().as_str()).chain(app.links.definition.as_deref()).collect(),
        What::Workload(_) => vec![node.name()],
    }
}

fn shape(node: &GraphNode) -> (&'static str, &'static str) {
    match node.what {
        What::Unit(_) => ("[", "]"),
        What::App(_) => ("(", ")"),
        What::Workload(_) => ("([", "])"),
    }
}

fn mermaid_label(text: &str) -> String {
    text.replace('#', "#35;").replace('"', "#quot;").replace('<', "#lt;").replace('>', "#gt;").replace('\n', "<br/>")
}

fn dot_label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
