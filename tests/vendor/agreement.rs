//! What a project says of what was vendored, while it compiles.

use platgen::compile::{Compiler, Request};
use platgen::diagnostics::Colour;
use platgen::world::FolderWorld;

use crate::charts::Published;
use crate::project::Project;
use crate::server::Server;

fn compiled(project: &Project) -> String {
    let world = FolderWorld::open(&project.root(), &["out"]).unwrap();
    Compiler::new().compile(&world, &Request::default()).report.to_terminal(Colour::Off)
}

#[test]
fn rendering_needs_what_is_named_and_never_asks_for_it() {
    let server = Server::start(|asked| Published::of(&[("kong", "1.0.0")]).repository(asked));
    let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
    assert!(compiled(&project).contains("error[not-vendored]: chart `kong` was not vendored yet"));
    assert!(server.paths().is_empty());
    project.vendors();
    assert_eq!(compiled(&project), "");
    project.write("charts/kong/values.yaml", "x: 1\n");
    assert!(compiled(&project).contains("error[vendored-files-changed]"));
}

#[test]
fn one_compiler_sees_every_change_of_vendored_files() {
    let server = Server::start(|asked| Published::of(&[("kong", "1.0.0")]).repository(asked));
    let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
    project.vendors();
    let mut compiler = Compiler::new();
    let mut is_clean = || {
        let world = FolderWorld::open(&project.root(), &["out"]).unwrap();
        !compiler.compile(&world, &Request::default()).report.has_errors()
    };
    assert!(is_clean() && is_clean());
    let values = String::from_utf8(project.files("charts/kong").files["values.yaml"].to_vec()).unwrap();
    project.write("charts/kong/values.yaml", "x: 1\n");
    assert!(!is_clean());
    project.write("charts/kong/values.yaml", &values);
    assert!(is_clean());
    project.write("charts/kong/more.yaml", "");
    assert!(!is_clean());
}

#[test]
fn two_runs_do_not_mix() {
    let slow = std::sync::Arc::new(std::sync::Barrier::new(2));
    let held = slow.clone();
    let server = Server::start(move |asked| {
        if asked.path == "/index.yaml" {
            held.wait();
            held.wait();
        }
        Published::of(&[("kong", "1.0.0")]).repository(asked)
    });
    let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
    std::thread::scope(|scope| {
        let first = scope.spawn(|| project.vendors());
        slow.wait();
        let second = platgen::vendor::vendor(
            &project.root(),
            &["out"],
            &platgen::vendor::Request::default(),
            &project.surroundings,
        );
        slow.wait();
        assert!(second.unwrap_err().to_string().starts_with("another run"));
        assert_eq!(first.join().unwrap(), ["kong: nothing to 1.0.0"]);
    });
}
