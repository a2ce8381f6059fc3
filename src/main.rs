//! The command line of platgen: arguments in, exit status out.

use std::process::ExitCode;

#[expect(clippy::disallowed_methods, reason = "the arguments of the process come in here")]
fn main() -> ExitCode {
    platgen::cli::run(std::env::args_os()).into()
}
