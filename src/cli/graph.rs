use clap::{Args, ValueEnum};

use super::arguments::ScopeArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::{progress, project, surroundings};
use crate::compile::{Compiler, Request};
use crate::graph::{Graph, Shown};
use crate::world::FolderWorld;

/// Show what needs what: units, apps and workloads, and the order in which they come to be
#[derive(Args, Debug)]
#[command(after_help = "\
What lies in the scope is shown with everything that it needs. Pictures leave out edges that follow from others; JSON has every one, and
the stages in which units and apps come to be. `shell` writes commands that apply them in that order.

Examples:
  platgen graph --environment production > production.mmd
  platgen graph --units --format dot | dot -Tsvg > units.svg
  platgen graph --stack shop --format json
  platgen graph --environment production --format shell > apply.sh")]
pub(super) struct Arguments {
    #[command(flatten)]
    scope: ScopeArguments,
    /// The form of the graph
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    format: Format,
    /// Only units; with --apps units and apps, without workloads
    #[arg(long)]
    units: bool,
    /// Only apps, without their workloads
    #[arg(long)]
    apps: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    Mermaid,
    Dot,
    Json,
    Shell,
}

/// Compiles the project and prints its graph.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let root = invocation.project()?;
    let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    // What is needed may lie outside the scope: all is compiled.
    let request = Request { forget_apps: true, store: surroundings::charts(), ..Request::default() };
    let compilation = progress::during(invocation, "compiling", || Compiler::new().compile(&world, &request));
    let scope = arguments.scope.scope();
    project::expect_known(&scope, &[&compilation.project])?;
    let graph = Graph::of(&compilation).within(&scope).showing(arguments.shown());
    let text = match arguments.format {
        Format::Mermaid => graph.to_mermaid(),
        Format::Dot => graph.to_dot(),
        Format::Json => graph.to_json(),
        Format::Shell => graph.to_shell(),
    };
    invocation.print_foreign(&text)?;
    tell_cycles(invocation, &graph);
    if compilation.report.has_errors() {
        invocation.talk("the graph may be incomplete: `platgen check` shows the errors");
    }
    Ok(ExitStatus::findings_if(compilation.report.has_errors()))
}

/// Apps that need each other are no fault, since a sync is tried again; somebody who looks for an order wants to know.
fn tell_cycles(invocation: &Invocation, graph: &Graph) {
    let (folded, order) = graph.stages();
    for cycle in order.cycles {
        let names: Vec<&str> = cycle.iter().map(|node| folded.nodes[*node].id.as_str()).collect();
        invocation.talk(&format!("these need each other, and share a stage: {}", names.join(", ")));
    }
}

impl Arguments {
    fn shown(&self) -> Shown {
        match (self.units, self.apps) {
            (false, false) => Shown::All,
            (true, false) => Shown::Units,
            (false, true) => Shown::Apps,
            (true, true) => Shown::UnitsAndApps,
        }
    }
}
