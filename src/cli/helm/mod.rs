//! The command `helm`.
//!
//! Takes the arguments that `helm template` takes; gives what it gives: the same bytes, words and status. The chart engine is
//! `platgen_helm`, which touches nothing; here are its arguments, files, time and chance.
//!
//! Law: nothing is reached but the chart's folder, files that were named, standard input where it was named, and the folder that
//! is written to. No network, no cluster, no environment: what would need one is refused.

mod chance;
mod chart;
mod command_line;
mod files;
mod flags;
mod named_files;
mod options;

use std::ffi::OsString;

use clap::{Args, Subcommand};

use self::chance::Machine;
use self::chart::NamedChart;
use self::command_line::CommandLine;
use self::options::Options;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output;
use super::status::ExitStatus;
use crate::diagnostics::printable;

/// Do what Helm does, without Helm
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  platgen helm template shop charts/web -n shop -f values.yaml")]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    command: HelmCommand,
}

#[derive(Subcommand, Debug)]
enum HelmCommand {
    /// Render a chart as `helm template` does: the same flags, output and status
    #[command(disable_help_flag = true)]
    Template {
        /// Helm's own arguments; `--help` lists them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
        arguments: Vec<OsString>,
    },
}

/// Renders a chart.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    invocation.expect_no_project("give the chart's folder: `platgen helm template NAME CHART`")?;
    let HelmCommand::Template { arguments } = &arguments.command;
    match template(invocation, arguments)? {
        Ok(status) => Ok(status),
        Err(error) => {
            say(&format!("Error: {error}\n"));
            Ok(ExitStatus::Failed)
        }
    }
}

/// Says what Helm says on standard error, to the byte but for what a terminal would obey.
fn say(text: &str) {
    output::talk(&printable(text));
}

/// Renders a chart; the inner error is one of those that Helm has, and is told in its form.
fn template(invocation: &Invocation, arguments: &[OsString]) -> Result<Result<ExitStatus, String>, Failure> {
    let line = match CommandLine::read(arguments) {
        Ok(line) => line,
        Err(error) => return Ok(Err(error)),
    };
    if line.asks_for_help() {
        invocation.print(&flags::help())?;
        return Ok(Ok(ExitStatus::Clean));
    }
    line.remarks().iter().for_each(|remark| say(&format!("{remark}\n")));
    let options = match Options::of(&line) {
        Ok(options) => options,
        Err(error) => return Ok(Err(error)),
    };
    options.remarks.iter().for_each(|remark| say(&format!("{remark}\n")));
    let flags = &options.flags;
    let chart = NamedChart::new(&options.chart, flags.compat);
    let rendered = platgen_helm::template(flags, &|| chart.load(), &named_files::read, Some(&mut Machine));
    chart.remarks().iter().for_each(|remark| say(&format!("{remark}\n")));
    let written = match &flags.output_dir {
        Some(folder) => files::write(folder, &rendered.files),
        None => Ok(()),
    };
    invocation.print_foreign(&rendered.stdout)?;
    say(&rendered.stderr);
    Ok(written.map(|()| if rendered.status == 0 { ExitStatus::Clean } else { ExitStatus::Failed }))
}
