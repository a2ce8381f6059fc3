use std::io::{self, Write};

use super::failure::Failure;

/// Writes to stdout. A reader that stopped reading, as `head` does, has what it wanted.
///
/// # Errors
/// Fails where stdout cannot be written for another reason, such as a full disk.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new("stdout could not be written").caused_by(error))
        }
        _ => Ok(()),
    }
}

/// Writes to stderr. Nobody can be told where that fails.
pub(super) fn talk(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
