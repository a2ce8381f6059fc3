use clap::Args;

use super::arguments::ScopeArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::wording::counted;
use super::{progress, project, surroundings};
use crate::compile::{Compiler, Request};
use crate::emit::write_yaml;
use crate::node::{Node, Origin};
use crate::resolve::HandMadeSecret;
use crate::world::FolderWorld;

/// Write down the Secrets that are made by hand, without their values
#[derive(Args, Debug)]
#[command(after_help = "\
In an environment with `secrets: hand` no secret store fills the Secrets of its workloads. This prints them with every key that is
needed; fill in the values, keep the file out of Git, and apply it.

Example:
  platgen secrets --environment local > secrets.yaml")]
pub(super) struct Arguments {
    #[command(flatten)]
    scope: ScopeArguments,
}

/// What stands in the place of a value.
const PLACEHOLDER: &str = "REPLACE-ME";

/// Compiles the project and prints a Secret for each that somebody must make.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let root = invocation.project()?;
    let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    let request = Request {
        scope: arguments.scope.scope(),
        forget_apps: true,
        store: surroundings::charts(),
        ..Request::default()
    };
    let compilation = progress::during(invocation, "compiling", || Compiler::new().compile(&world, &request));
    project::expect_known(&request.scope, &[&compilation.project])?;
    let mut documents = Vec::new();
    for secret in &compilation.hand_made {
        let comment = format!("---\n# {}, cluster {}\n", secret.environment, secret.cluster);
        documents.extend_from_slice(comment.as_bytes());
        write_yaml(&object(secret), &mut documents);
    }
    invocation.print(&String::from_utf8_lossy(&documents))?;
    if compilation.hand_made.is_empty() {
        invocation.remark("no Secret is made by hand: each comes from its cluster's secret store");
    } else {
        let count = counted(compilation.hand_made.len(), "Secret");
        invocation.remark(&format!("{count}: replace every {PLACEHOLDER}, and keep the file out of Git"));
    }
    if compilation.report.has_errors() {
        invocation.talk("the list may be incomplete: `platgen check` shows the errors");
    }
    Ok(ExitStatus::findings_if(compilation.report.has_errors()))
}

fn object(secret: &HandMadeSecret) -> Node {
    let text = |text: &str| Node::text(text, Origin::INHERITED);
    let mut metadata = Node::map(Origin::INHERITED);
    metadata.set("name", text(&secret.name));
    metadata.set("namespace", text(&secret.namespace));
    let mut data = Node::map(Origin::INHERITED);
    for key in &secret.keys {
        data.set(key.clone(), text(PLACEHOLDER));
    }
    let mut object = Node::map(Origin::INHERITED);
    object.set("apiVersion", text("v1"));
    object.set("kind", text("Secret"));
    object.set("metadata", metadata);
    object.set("type", text("Opaque"));
    object.set("stringData", data);
    object
}
