//! The command line.
//!
//! Takes the arguments of the process; gives its exit status. Raw flags become an `Invocation` and a command's own arguments; a
//! command translates them into calls of the stages and their results into text.
//!
//! Law: stdout is data and stderr is talk, and a reader that stops reading early is no failure. Nothing here decides what the
//! output is: what a flag changes beyond scope, place and form belongs into the project's files.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the edge: terminal, clock and folders are reached here"
)]

mod against;
mod arguments;
mod base;
mod baseline;
mod check;
mod completions;
mod coverage;
mod diff;
mod edited;
mod failure;
mod findings;
mod graph;
mod helm;
mod image;
mod init;
mod invocation;
mod list;
mod manifest_files;
mod manifests;
mod output;
mod output_files;
mod progress;
mod project;
mod promote;
mod publish;
mod render;
mod rendered;
mod rules;
mod schema;
mod secrets;
mod status;
mod surroundings;
mod table;
mod vendor;
mod wording;

use std::ffi::OsString;

use clap::Parser;
use rayon::ThreadPoolBuilder;

use arguments::{Cli, Command};
use failure::Failure;
use invocation::Invocation;
pub use status::ExitStatus;

/// Runs one command of the command line and says how it ended; everything is printed when it returns.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    match Cli::try_parse_from(arguments) {
        Ok(cli) => run_command(cli),
        Err(answer) => {
            // Help and version are answers on stdout, anything else is a mistake in the arguments. A reader who left has read enough.
            let _ = answer.print();
            if answer.use_stderr() { ExitStatus::CouldNotRun } else { ExitStatus::Clean }
        }
    }
}

fn run_command(cli: Cli) -> ExitStatus {
    let invocation = Invocation::resolve(&cli.global);
    let outcome = match cli.global.threads {
        Some(threads) => ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build()
            .map_err(|error| Failure::new("the threads could not be started").caused_by(error))
            .and_then(|pool| pool.install(|| dispatch(&invocation, cli.command))),
        None => dispatch(&invocation, cli.command),
    };
    outcome.unwrap_or_else(|failure| {
        invocation.talk(&failure.to_string());
        ExitStatus::CouldNotRun
    })
}

fn dispatch(invocation: &Invocation, command: Command) -> Result<ExitStatus, Failure> {
    match command {
        Command::Init(arguments) => init::run(invocation, &arguments),
        Command::Check(arguments) => check::run(invocation, &arguments),
        Command::Render(arguments) => render::run(invocation, &arguments),
        Command::Diff(arguments) => diff::run(invocation, &arguments),
        Command::Image(arguments) => image::run(invocation, &arguments),
        Command::Promote(arguments) => promote::run(invocation, &arguments),
        Command::List(arguments) => list::run(invocation, &arguments),
        Command::Graph(arguments) => graph::run(invocation, &arguments),
        Command::Rules(arguments) => rules::run(invocation, &arguments),
        Command::Schema(arguments) => schema::run(invocation, &arguments),
        Command::Secrets(arguments) => secrets::run(invocation, &arguments),
        Command::Helm(arguments) => helm::run(invocation, &arguments),
        Command::Publish(arguments) => publish::run(invocation, &arguments),
        Command::Vendor(arguments) => vendor::run(invocation, &arguments),
        Command::Completions(arguments) => completions::run(invocation, &arguments),
    }
}
