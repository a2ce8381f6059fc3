use std::sync::Arc;

use super::*;
use crate::compile::AppLinks;
use crate::lower::AppPart;
use crate::resolve::Offering;

/// An app that brings one thing and needs another, where they are named.
fn app(name: &str, part: AppPart, brings: &[&str], needs: &[&str]) -> AppSummary {
    let things = |names: &[&str]| names.iter().map(|name| Offering::Capability((*name).into())).collect();
    let links = AppLinks { part, brings: things(brings), needs: things(needs), ..AppLinks::default() };
    AppSummary {
        environment: "e".into(),
        cluster: "c".into(),
        app: name.into(),
        stack: None,
        team: "t".into(),
        objects: 0,
        files: 0,
        links: Arc::new(links),
    }
}

fn graph(apps: Vec<AppSummary>) -> Graph {
    Graph::of(&Compilation { apps, ..Compilation::default() })
}

fn stages(graph: &Graph) -> Vec<(Part, Vec<String>)> {
    let (folded, order) = graph.stages();
    let names = |stage: &Stage| stage.nodes.iter().map(|node| folded.nodes[*node].name().to_string()).collect();
    order.stages.iter().map(|stage| (stage.part, names(stage))).collect()
}

#[test]
fn what_needs_something_of_a_later_part_moves_behind_it() {
    let graph = graph(vec![
        app("vault", AppPart::Component, &["security"], &["dashboards"]),
        app("grafana", AppPart::Component, &["observability", "dashboards"], &[]),
        app("shop", AppPart::Stack, &[], &["security"]),
        app("definitions", AppPart::Definitions, &[], &[]),
    ]);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        stages(&graph),
        [
            (Part::Prerequisites, names(&["definitions"])),
            (Part::Observability, names(&["grafana"])),
            (Part::Observability, names(&["vault"])),
            (Part::Applications, names(&["shop"])),
        ]
    );
}

#[test]
fn apps_that_need_each_other_share_a_stage_and_are_named() {
    let graph = graph(vec![
        app("a", AppPart::Component, &["a"], &["b"]),
        app("b", AppPart::Component, &["b"], &["a"]),
        app("c", AppPart::Component, &[], &["a"]),
    ]);
    let (_, order) = graph.stages();
    assert_eq!(order.cycles, [[0, 1]]);
    assert_eq!(order.stages.iter().map(|stage| stage.nodes.clone()).collect::<Vec<_>>(), [vec![0, 1], vec![2]]);
    assert_eq!(graph.reduced().len(), 3, "what needs each other is drawn whole");
}

#[test]
fn an_edge_that_follows_from_others_is_not_drawn() {
    let graph = graph(vec![
        app("a", AppPart::Component, &["a"], &[]),
        app("b", AppPart::Component, &["b"], &["a"]),
        app("c", AppPart::Component, &[], &["a", "b"]),
    ]);
    assert_eq!(graph.edges.len(), 3);
    let drawn: Vec<_> = graph.reduced().iter().map(|edge| (edge.first, edge.then)).collect();
    assert_eq!(drawn, [(0, 1), (1, 2)]);
}

#[test]
fn labels_hold_anything() {
    let graph = graph(vec![app("a\"]<b>#\\", AppPart::Stack, &[], &[])]);
    assert!(graph.to_mermaid().contains("(\"a#quot;]#lt;b#gt;#35;\\\")\n"), "{}", graph.to_mermaid());
    assert!(graph.to_dot().contains("[label=\"a\\\"]<b>#\\\\\"];\n"), "{}", graph.to_dot());
}
