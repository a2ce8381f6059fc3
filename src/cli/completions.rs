use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::arguments::Cli;
use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;

/// Print a script that completes platgen's commands and flags in a shell
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  platgen completions bash > ~/.local/share/bash-completion/completions/platgen
  platgen completions zsh > \"${fpath[1]}/_platgen\"
  platgen completions fish > ~/.config/fish/completions/platgen.fish")]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints the completion script of a shell.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let mut command = Cli::command();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "platgen", &mut script);
    invocation.print(&String::from_utf8_lossy(&script))?;
    Ok(ExitStatus::Clean)
}
