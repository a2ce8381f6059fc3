use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{
    check, completions, diff, graph, helm, image, init, list, promote, publish, render, rules, schema, secrets, vendor,
};
use crate::emit::Scope;

/// Compiles typed descriptions of a platform into rendered Kubernetes manifests
#[derive(Parser, Debug)]
#[command(
    name = "platgen",
    version,
    arg_required_else_help = true,
    after_help = "\
Exit status: 0 clean; 1 error findings, stale output, or differences with --exit-code; 2 could not run.

A new project:
  platgen init shop && cd shop
  platgen render"
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: GlobalArguments,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Args, Debug)]
pub(super) struct GlobalArguments {
    /// The project's folder [default: the nearest upwards that holds platgen.yaml]
    #[arg(short = 'C', long, global = true, value_name = "DIR", help_heading = "Global options")]
    pub(super) project: Option<PathBuf>,
    /// How many threads work [default: one for each core]
    #[arg(long, global = true, value_name = "N", help_heading = "Global options")]
    pub(super) threads: Option<NonZeroUsize>,
    /// Whether text for people is coloured; NO_COLOR turns `auto` off
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = false,
        help_heading = "Global options"
    )]
    pub(super) color: ColourChoice,
    /// Say nothing but findings and failures
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum ColourChoice {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    Init(init::Arguments),
    Check(check::Arguments),
    Render(render::Arguments),
    Diff(diff::Arguments),
    Publish(publish::Arguments),
    Image(image::Arguments),
    Promote(promote::Arguments),
    List(list::Arguments),
    Graph(graph::Arguments),
    Rules(rules::Arguments),
    Schema(schema::Arguments),
    Secrets(secrets::Arguments),
    Helm(helm::Arguments),
    Vendor(vendor::Arguments),
    Completions(completions::Arguments),
}

/// Which part of the project a command looks at.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ScopeArguments {
    /// Only these environments; may be repeated
    #[arg(long = "environment", short, value_name = "NAME")]
    environments: Vec<String>,
    /// Only these stacks; may be repeated
    #[arg(long = "stack", short, value_name = "NAME")]
    stacks: Vec<String>,
}

impl ScopeArguments {
    pub(super) fn scope(&self) -> Scope {
        let names = |names: &[String]| {
            let mut names: Vec<_> = names.iter().map(|name| name.as_str().into()).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        Scope { environments: names(&self.environments), stacks: names(&self.stacks) }
    }
}

/// The form of findings: for people with the lines they speak of or a line each, and for programs.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, ValueEnum)]
pub(super) enum ReportFormat {
    #[default]
    Human,
    Short,
    Json,
    Sarif,
    Junit,
    Github,
}

/// The form of lists and differences: text for people, or JSON.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, ValueEnum)]
pub(super) enum DataFormat {
    #[default]
    Human,
    Json,
}

/// Which findings count as errors though their level is lower.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Deny {
    Warnings,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn arguments_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_is_and_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(example.contains(&format!("platgen {}", command.get_name())), "{}", command.get_name());
        }
    }

    #[test]
    fn scopes_are_sorted_and_without_repeats() {
        let cli =
            Cli::try_parse_from(["platgen", "check", "-e", "b", "-e", "a", "--environment", "b", "-q", "-C", "x"]);
        let cli = cli.expect("the arguments are right");
        let Command::Check(arguments) = cli.command else { panic!("another command") };
        assert_eq!(arguments.scope.scope().environments, ["a", "b"]);
        assert!(cli.global.quiet && cli.global.project.is_some());
    }

    #[test]
    fn refuses_what_it_does_not_offer() {
        for wrong in [&["render", "--watch"][..], &["check", "--deny", "infos"], &["check", "--threads", "0"]] {
            let arguments = std::iter::once("platgen").chain(wrong.iter().copied());
            assert!(Cli::try_parse_from(arguments).is_err(), "{wrong:?}");
        }
    }
}
