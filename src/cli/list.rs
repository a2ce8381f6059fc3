use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use super::arguments::DataFormat;
use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::table::Table;
use super::{progress, project, surroundings};
use crate::compile::{Compilation, Compiler, DefinitionSummary, Request, UnitUser};
use crate::expand::{Application, expand};
use crate::world::FolderWorld;

/// List what the project holds
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  platgen list
  platgen list apps --format json")]
pub(super) struct Arguments {
    /// What to list [default: everything]
    what: Option<What>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum What {
    Environments,
    Stacks,
    Apps,
    Units,
    Clusters,
    Definitions,
}

/// Compiles the project and prints tables of what it holds.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let root = invocation.project()?;
    let world = FolderWorld::open(&root, &[project::OUTPUT]).map_err(Failure::of)?;
    let request = Request { store: surroundings::charts(), ..Request::default() };
    let mut compiler = Compiler::new();
    let compilation = progress::during(invocation, "compiling", || compiler.compile(&world, &request));
    let applications = expand(&compilation.tree).map_err(Failure::of)?;
    let definitions = compiler.definitions(&compilation.project);
    let listed = Listed { compilation: &compilation, applications: &applications, definitions: &definitions };
    invocation.print_foreign(&write(listed, arguments))?;
    if compilation.report.has_errors() {
        invocation.talk("the list may be incomplete: `platgen check` shows the errors");
    }
    Ok(ExitStatus::findings_if(compilation.report.has_errors()))
}

/// What tables are made of.
#[derive(Clone, Copy)]
struct Listed<'a> {
    compilation: &'a Compilation,
    applications: &'a [Application],
    definitions: &'a [DefinitionSummary],
}

fn write(listed: Listed<'_>, arguments: &Arguments) -> String {
    let tables = What::value_variants().iter().map(|what| tabulate(listed, *what));
    match (arguments.what, arguments.format) {
        (Some(what), DataFormat::Human) => tabulate(listed, what).to_text(),
        (Some(what), DataFormat::Json) => format!("{:#}\n", tabulate(listed, what).to_json()),
        (None, DataFormat::Human) => {
            let filled = tables.filter(|table| !table.rows.is_empty());
            filled.map(|table| format!("{}:\n{}", table.name, table.to_text())).collect::<Vec<_>>().join("\n")
        }
        (None, DataFormat::Json) => {
            let all: Map<String, Value> = tables.map(|table| (table.name.to_owned(), table.to_json())).collect();
            format!("{:#}\n", Value::Object(all))
        }
    }
}

fn tabulate(listed: Listed<'_>, what: What) -> Table {
    let Listed { compilation, applications, definitions } = listed;
    let project = &compilation.project;
    match what {
        What::Environments => {
            let apps = |name: &str| compilation.apps.iter().filter(|app| app.environment == name).count();
            let rows = project.environments.iter().map(|environment| {
                vec![
                    json!(environment.name.as_str()),
                    json!(environment.extends.as_deref()),
                    json!(environment.is_abstract),
                    json!(apps(&environment.name)),
                ]
            });
            table("environments", &["name", "extends", "abstract", "apps"], rows)
        }
        What::Stacks => {
            let rows = project.stacks.iter().map(|stack| texts([&stack.name, &stack.team, &stack.path]));
            table("stacks", &["name", "team", "path"], rows)
        }
        What::Apps => tabulate_apps(compilation, applications),
        What::Units => tabulate_units(compilation),
        What::Clusters => {
            let rows = project.clusters.iter().map(|cluster| {
                let mut row = texts([&cluster.name, &cluster.environment]);
                row.extend([json!(cluster.region.as_deref()), json!(cluster.kubernetes.as_deref())]);
                row
            });
            table("clusters", &["name", "environment", "region", "kubernetes"], rows)
        }
        What::Definitions => {
            let rows = definitions.iter().map(|definition| {
                let mut row = texts([&definition.name, &definition.target]);
                row.extend([json!(definition.built_in), json!(definition.summary.as_str())]);
                row
            });
            table("definitions", &["name", "target", "builtIn", "summary"], rows)
        }
    }
}

fn tabulate_units(compilation: &Compilation) -> Table {
    let rows = compilation.units.iter().map(|unit| {
        let id = &unit.id;
        let mut row = texts([&id.environment, &id.stack, &id.name, &unit.kind]);
        row.extend([json!(id.region.as_deref()), json!(id.cluster.as_deref())]);
        row.extend(texts([&id.folder, &unit.cloud_name]));
        let user = |user: &UnitUser| match user.environment == id.environment {
            true => format!("{}/{}/{}", user.cluster, user.stack, user.workload),
            false => format!("{}/{}/{}/{}", user.environment, user.cluster, user.stack, user.workload),
        };
        row.push(unit.users.iter().map(user).collect());
        row
    });
    let columns = &["environment", "stack", "unit", "kind", "region", "cluster", "folder", "cloudName", "users"];
    table("units", columns, rows)
}

/// The apps; where any environment tells Argo CD of its own, with the Application that it makes of each and where that goes.
fn tabulate_apps(compilation: &Compilation, applications: &[Application]) -> Table {
    let rows = compilation.apps.iter().map(|app| {
        let mut row = texts([&app.environment, &app.cluster, &app.app]);
        row.extend([json!(app.stack.as_deref()), json!(app.team.as_str())]);
        row.extend([json!(app.objects), json!(app.files)]);
        if !applications.is_empty() {
            let manifests = format!("{}/manifests/{}/{}", app.environment, app.cluster, app.app);
            let is_its_own = |one: &&Application| one.source()["path"] == manifests.as_str();
            let own = applications.iter().find(is_its_own);
            let text = |path: &[&str]| json!(own.map(|application| application.text(path)));
            row.extend([
                text(&["metadata", "name"]),
                text(&["spec", "project"]),
                text(&["spec", "destination", "name"]),
            ]);
        }
        row
    });
    let columns: &'static [&'static str] = &[
        "environment",
        "cluster",
        "app",
        "stack",
        "team",
        "objects",
        "files",
        "application",
        "project",
        "destination",
    ];
    table("apps", if applications.is_empty() { &columns[..7] } else { columns }, rows)
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<Value> {
    cells.into_iter().map(Value::from).collect()
}

fn table(name: &'static str, columns: &'static [&'static str], rows: impl Iterator<Item = Vec<Value>>) -> Table {
    Table { name, columns, rows: rows.collect() }
}
