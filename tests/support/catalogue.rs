//! Projects that run components of the catalogue, with charts of a folder.

use std::path::Path;

use platgen::world::MemoryWorld;
use walkdir::WalkDir;

/// An environment with one cluster of its own: its name and its class.
pub struct Place<'a> {
    pub name: &'a str,
    pub class: &'a str,
}

/// A project whose platform team runs what `spec` says, a stack's, in each place.
pub fn project(spec: &str, charts: &Path, places: &[Place<'_>]) -> MemoryWorld {
    let mut world = MemoryWorld::new();
    let mut names = Vec::new();
    for entry in WalkDir::new(charts).follow_links(true).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(charts).unwrap().to_str().unwrap();
        if entry.file_type().is_file() && !path.split('/').any(|part| part.starts_with('.')) {
            world.insert(format!("charts/{path}"), std::fs::read(entry.path()).unwrap());
        }
        names.extend(path.strip_suffix("/Chart.yaml").filter(|name| !name.contains('/')).map(str::to_owned));
    }
    let named: String = names.iter().map(|name| format!("    {name}: {{path: charts/{name}}}\n")).collect();
    let head = |kind: &str, name: &str| format!("apiVersion: platgen.dev/v1\nkind: {kind}\nmetadata: {name}\nspec:\n");
    let root = format!("  platformTeam: platform\n  charts:\n{named}");
    world.insert("platgen.yaml", (head("Project", "{name: catalogue}") + &root).into_bytes());
    let team = "  namespaces: [\"*\"]\n  kinds: {cluster: [\"*\"]}\n";
    world.insert("teams/platform.yaml", (head("Team", "{name: platform}") + team).into_bytes());
    for Place { name, class } in places {
        let text = format!(
            "  class: {class}\n  domain: {name}.example.com\n  account: \"111122223333\"\n  clusters:\n    {name}-cluster:\n      \
             region: eu-west-1\n      kubernetes: \"1.34\"\n  images: {{registry: registry.example.com, pins: {{web: 1.4.2}}}}\n  \
             stacks: {{platform: {{}}}}\n"
        );
        let document = head("Environment", &format!("{{name: {name}}}")) + &text;
        world.insert(format!("environments/{name}.yaml"), document.into_bytes());
    }
    world.insert("stacks/platform.yaml", (head("Stack", "{name: platform, team: platform}") + spec).into_bytes());
    world
}
