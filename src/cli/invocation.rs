use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::arguments::{ColourChoice, GlobalArguments};
use super::failure::Failure;
use super::{output, project};
use crate::diagnostics::{Colour, printable};

/// What holds for the whole run: the global flags joined with what the environment and the terminal say.
#[derive(Debug)]
pub(super) struct Invocation {
    project: Option<PathBuf>,
    quiet: bool,
    stdout: Stream,
    stderr: Stream,
}

/// One of the two streams.
#[derive(Clone, Copy, Debug)]
struct Stream {
    is_terminal: bool,
    colour: Colour,
}

impl Stream {
    fn resolve(is_terminal: bool, choice: ColourChoice) -> Self {
        let wanted = match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => is_terminal && environment_allows_colour(),
        };
        Self { is_terminal, colour: if wanted { Colour::Ansi } else { Colour::Off } }
    }
}

/// `NO_COLOR` counts where it is not empty (no-color.org).
fn environment_allows_colour() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

impl Invocation {
    /// Joins the global flags with the environment.
    pub(super) fn resolve(arguments: &GlobalArguments) -> Self {
        Self {
            project: arguments.project.clone(),
            quiet: arguments.quiet,
            stdout: Stream::resolve(io::stdout().is_terminal(), arguments.color),
            stderr: Stream::resolve(io::stderr().is_terminal(), arguments.color),
        }
    }

    /// Finds the project's folder.
    ///
    /// # Errors
    /// Fails where the folder named, or every folder upwards, has no platgen.yaml.
    pub(super) fn project(&self) -> Result<PathBuf, Failure> {
        project::find(self.project.as_deref())
    }

    /// Refuses --project where a command takes its folder as an argument.
    ///
    /// # Errors
    /// Fails where the flag is given.
    pub(super) fn expect_no_project(&self, instead: &str) -> Result<(), Failure> {
        match self.project {
            Some(_) => Err(Failure::new("this command works on no project").help(instead)),
            None => Ok(()),
        }
    }

    /// Prints data as it is.
    ///
    /// # Errors
    /// As [`output::print`].
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        output::print(text)
    }

    /// Prints text that holds the user's own: on a terminal without anything that it would obey.
    ///
    /// # Errors
    /// As [`output::print`].
    pub(super) fn print_foreign(&self, text: &str) -> Result<(), Failure> {
        if self.stdout.is_terminal { output::print(&printable(text)) } else { output::print(text) }
    }

    /// Says something that must be heard: a line, or lines, on stderr.
    pub(super) fn talk(&self, text: &str) {
        output::talk(&format!("{}\n", text.trim_end()));
    }

    /// Says how it went, unless asked to be quiet.
    pub(super) fn remark(&self, text: &str) {
        if !self.quiet {
            self.talk(text);
        }
    }

    /// Whether stdout has colours.
    pub(super) fn stdout_colour(&self) -> Colour {
        self.stdout.colour
    }

    /// Whether stderr has colours.
    pub(super) fn stderr_colour(&self) -> Colour {
        self.stderr.colour
    }

    /// Whether somebody watches stderr and wants to know that work goes on.
    pub(super) fn shows_progress(&self) -> bool {
        self.stderr.is_terminal && !self.quiet
    }
}
