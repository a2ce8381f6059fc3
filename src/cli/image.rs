use clap::{Args, Subcommand};

use super::edited::{self, Editing};
use super::failure::Failure;
use super::invocation::Invocation;
use super::project;
use super::status::ExitStatus;
use crate::edit::{ImagePin, set_images};

/// Change which images run
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  platgen image set api=1.4.0 --environment staging")]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    Set(SetArguments),
}

/// Pin images in the environments' files, and change nothing else in these
///
/// An environment that inherits the pin gets one of its own, so that the others stay as they are. The project is compiled with the
/// change first: nothing is written where that makes an error. A tag does not take a digest's place.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  platgen image set api=1.4.0 --environment staging
  platgen image set api=1.4.0@sha256:… worker=2.0.1 -e staging -e production --dry-run
  platgen image set api=1.4.0          where one environment alone pins it")]
struct SetArguments {
    /// The image, and its tag, digest or tag@digest
    #[arg(required = true, value_name = "NAME=TAG")]
    pins: Vec<ImagePin>,
    /// The environments, also such as are only extended [default: the one whose file pins the image, if it is one alone]
    #[arg(long = "environment", short, value_name = "NAME")]
    environments: Vec<String>,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs the action that was asked for.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let Action::Set(set) = &arguments.action;
    let mut editing = Editing::begin(invocation)?;
    let environments: Vec<_> = set.environments.iter().map(|name| name.as_str().into()).collect();
    if !editing.is_incomplete() {
        let known: Vec<_> = editing.layers().environments().map(|name| name.as_str()).collect();
        for wanted in &set.environments {
            if !known.contains(&wanted.as_str()) {
                return Err(project::unknown("environment", wanted, known.into_iter()));
            }
        }
    }
    match set_images(&editing.layers(), &set.pins, &environments) {
        Ok(edits) if edits.is_empty() => {
            invocation.remark("nothing to do: these pins hold already");
            Ok(ExitStatus::Clean)
        }
        Ok(edits) => {
            let edited = edits.iter().map(|edit| &edit.environment).collect();
            editing.scope(editing.layers().affected(&edited));
            editing.carry_out(&edits, set.dry_run)
        }
        Err(refusals) => Err(edited::refuse(invocation, &refusals)),
    }
}
