//! Charts of definitions, which are fetched where a component uses them.

use crate::charts::{Published, chart};
use crate::project::Project;
use crate::server::Server;

fn definition(name: &str, server: &Server, version: &str) -> String {
    format!(
        "apiVersion: platgen.dev/v1\nkind: Definition\nmetadata: {{name: {name}}}\nspec:\n  target: component\n  namespace: edge\n  \
         chart: {{source: {{repository: \"{}\", chart: kong, version: \"{version}\"}}}}\n",
        server.url()
    )
}

fn stack(components: &str) -> String {
    format!(
        "apiVersion: platgen.dev/v1\nkind: Stack\nmetadata: {{name: edge, team: platform}}\nspec:\n  namespaces: {{edge: {{}}}}\n  \
         components: {components}\n"
    )
}

fn environment(stacks: &str) -> String {
    format!(
        "apiVersion: platgen.dev/v1\nkind: Environment\nmetadata: {{name: production}}\nspec:\n  \
         clusters: {{eks: {{kubernetes: \"1.34\"}}}}\n  stacks: {stacks}\n"
    )
}

#[test]
fn the_chart_of_a_definition_is_fetched_where_a_component_uses_it() {
    let published = Published::of(&[("kong", "3.4.0"), ("kong", "3.4.1"), ("kong", "4.0.0")]);
    let server = Server::start(move |asked| published.repository(asked));
    let project = Project::new("  {}\n");
    project.write("catalog/gateway.yaml", &definition("gateway", &server, "~3.4.0"));
    project.write("catalog/unused.yaml", &definition("unused", &server, "~4.0"));
    assert_eq!(project.vendors(), Vec::<String>::new(), "no component uses a definition");
    project.write("stacks/edge.yaml", &stack("{front: {kind: gateway}}"));
    assert!(project.check().contains("chart `gateway` was not vendored yet"), "{}", project.check());
    assert_eq!(project.vendors(), ["gateway: nothing to 3.4.1"]);
    assert_eq!(project.files("charts/gateway"), chart("kong", "3.4.1", &[]));
    assert_eq!(project.check(), "");
    // A newer definition asks for another version, and says so until it is fetched.
    project.write("catalog/gateway.yaml", &definition("gateway", &server, "~4.0"));
    assert!(project.check().contains("platgen.lock holds chart `gateway` for `~3.4.0`, not for `~4.0`"));
    assert_eq!(project.vendors(), ["gateway: 3.4.1 to 4.0.0"]);
    // One that platgen.yaml names as the definition is named is taken instead.
    project.set(&format!("  charts: {{gateway: {{repository: \"{}\", chart: kong, version: 3.4.0}}}}\n", server.url()));
    assert_eq!(project.vendors(), ["gateway: 4.0.0 to 3.4.0"]);
}

#[test]
fn a_component_that_an_environment_adds_counts_too_and_what_nothing_uses_goes() {
    let published = Published::of(&[("kong", "3.4.0")]);
    let server = Server::start(move |asked| published.repository(asked));
    let project = Project::new("  {}\n");
    project.write("catalog/gateway.yaml", &definition("gateway", &server, "3.4.0"));
    project.write("stacks/edge.yaml", &stack("{}"));
    project.write("environments/production.yaml", &environment("{edge: {components: {gateway: {add: true}}}}"));
    assert_eq!(project.vendors(), ["gateway: nothing to 3.4.0"]);
    // A document that cannot be read may be the one that uses a chart: nothing goes.
    let whole = environment("{edge: {components: {gateway: {add: true}}}}");
    project.write("environments/production.yaml", &whole.replace("spec:", "spec: ["));
    assert_eq!(project.vendors(), Vec::<String>::new());
    assert!(project.exists("charts/gateway") && project.lock().charts.contains_key("gateway"));
    project.write("environments/production.yaml", &environment("{edge: {}}"));
    assert_eq!(project.vendors(), ["gateway: 3.4.0 to nothing"]);
    assert!(!project.exists("charts/gateway"));
}
