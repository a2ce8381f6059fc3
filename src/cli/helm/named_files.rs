//! Files that `-f` and `--set-file` name.

use std::fs::File;
use std::io::{self, Read};

/// The most that is read of one.
const LIMIT: u64 = 256 << 20;

/// Reads a file, or standard input for `-`.
///
/// # Errors
/// Fails in Helm's words where the file cannot be read, and where it would have to be fetched.
pub(super) fn read(path: &str) -> Result<Vec<u8>, String> {
    if path.trim() == "-" {
        return read_bounded(&mut io::stdin().lock(), "standard input").map_err(|error| worded("read", "-", &error));
    }
    if let Some((scheme, _)) = path.split_once("://") {
        return Err(format!(
            "{path}: rendering never uses the network; fetch the file first, and name it ({scheme} is no file)"
        ));
    }
    let mut file = File::open(path).map_err(|error| worded("open", path, &error))?;
    read_bounded(&mut file, path).map_err(|error| worded("read", path, &error))
}

fn read_bounded(from: &mut impl Read, name: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LIMIT + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > LIMIT {
        true => Err(io::Error::other(format!("{name} has more than {LIMIT} bytes"))),
        false => Ok(bytes),
    }
}

/// Says what happened to a path as Go does: `open x: no such file or directory`.
pub(super) fn worded(doing: &str, path: &str, error: &io::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = reason.chars();
    let reason: String = letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect();
    format!("{doing} {path}: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_worded_as_by_go() {
        assert_eq!(read("no/such"), Err("open no/such: no such file or directory".to_owned()));
        assert_eq!(read("."), Err("read .: is a directory".to_owned()));
        assert!(read("https://example.com/values.yaml").is_err_and(|error| error.contains("never uses the network")));
    }
}
