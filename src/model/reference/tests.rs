use std::collections::BTreeSet;

use super::super::{Kind, Shaped, Workload};
use super::*;

const DEFAULTS: &str = include_str!("../../../definitions/defaults.yaml");

/// Every page with the anchors of its headings, as a code forge makes them.
fn anchors(pages: &[(String, String)]) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for (file, text) in pages {
        anchors.insert(file.clone());
        // A comment of an example looks like a heading, and is none.
        let mut is_fenced = false;
        let lines = text.lines().filter(|line| {
            is_fenced ^= line.starts_with("```");
            !is_fenced && line.starts_with('#')
        });
        for heading in lines.map(|line| line.trim_start_matches(['#', ' '])) {
            let anchor = format!("{file}#{}", heading.to_lowercase().replace(' ', "-"));
            assert!(anchors.insert(anchor.clone()), "{anchor} is there twice");
        }
    }
    anchors
}

fn links(file: &str, text: &str) -> Vec<String> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| match link.strip_prefix('#') {
            Some(anchor) => format!("{file}#{anchor}"),
            None => link.to_owned(),
        })
        .collect()
}

#[test]
fn every_link_leads_to_a_heading() {
    let pages = reference_pages(DEFAULTS);
    let anchors = anchors(&pages);
    let links: Vec<String> = pages.iter().flat_map(|(file, text)| links(file, text)).collect();
    assert!(links.len() > 200, "{}", links.len());
    let lost: BTreeSet<&String> = links.iter().filter(|link| !anchors.contains(*link)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn every_record_of_the_schemas_stands_on_one_page() {
    let pages = reference_pages(DEFAULTS);
    let headings: Vec<&str> =
        pages.iter().flat_map(|(_, text)| text.lines()).filter_map(|line| line.strip_prefix("## ")).collect();
    let roots: Vec<&str> = Kind::ALL
        .iter()
        .map(|kind| kind.spec())
        .chain([Workload::SHAPE])
        .filter_map(|shape| shape.record())
        .map(|record| record.name)
        .collect();
    let mut names = BTreeSet::new();
    for kind in Kind::ALL {
        let schema = super::super::schema::document_schema(kind);
        let definitions = schema["$defs"].as_object().expect("a schema has definitions");
        names.extend(definitions.keys().map(|name| name.trim_end_matches(".complete").to_owned()));
    }
    for name in names.iter().filter(|name| !roots.contains(&name.as_str())) {
        assert_eq!(headings.iter().filter(|heading| *heading == name).count(), 1, "{name}");
    }
}

#[test]
fn a_field_is_read_in_one_place() {
    let pages = reference_pages(DEFAULTS);
    let (_, workload) = pages.iter().find(|(file, _)| file == "workload.md").expect("a page of workloads");
    let scale = workload.split("\n## ").find(|section| section.starts_with("Scale\n")).expect("a section");
    assert!(
        scale.starts_with(
            "Scale\n\nBounds and targets of a HorizontalPodAutoscaler.\n\nStands at `scale` of [Workload](#fields).\n\n\
         ```yaml\nscale: {min: 3, max: 20, cpu: 70, memory: 80}\n```\n\n\
         - **`min`** (required): The fewest pods.\n  A whole number from 1 to 10000.\n"
        ),
        "{scale}"
    );
}

#[test]
fn defaults_are_said_where_they_apply() {
    let text = "spec: {defaults: {workloads: {service: {probes: {liveness: {path: /live}}, args: [a, \"1\"]}, \
                worker: {args: [a, \"1\"]}, job: {labels: {a: b}, alerts: {slow: {query: up}, gone: {query: down}}}}}}\n";
    let pages = reference_pages(text);
    let (_, workload) = pages.iter().find(|(file, _)| file == "workload.md").expect("a page of workloads");
    for said in [
        "[Default](workload.md#built-in-defaults): `/live` at `probes.liveness` for `service`.",
        "[Default](workload.md#built-in-defaults): `[a, \"1\"]` for `service`, `worker`.",
        "[Default](workload.md#built-in-defaults): `{a: b}` for `job`.",
        "[Default](workload.md#built-in-defaults): `slow`, `gone` for `job`.",
    ] {
        assert!(workload.contains(said), "{said}");
    }
}
