use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use serde_json::Value;

use super::{Credentials, Secret};
use crate::program;

/// How long a credential helper may take; it may ask a service of its own.
const HELPER_TIME: Duration = Duration::from_secs(60);

/// Whom helm's and docker's configuration know at registries.
#[derive(Default)]
pub(in crate::vendor) struct Registries {
    files: Vec<Config>,
    /// Where helpers are looked for, where that is not where the system looks.
    helpers: Option<PathBuf>,
    /// What was asked before, by host.
    known: Mutex<BTreeMap<String, Result<Option<Credentials>, String>>>,
    /// What was wrong with the files.
    pub(in crate::vendor) remarks: Vec<String>,
}

struct Config {
    json: Value,
}

impl Registries {
    /// Reads the files that exist; of two that know a registry the first counts.
    pub(in crate::vendor) fn read(files: &[PathBuf], helpers: Option<&Path>) -> Self {
        let mut registries = Self { helpers: helpers.map(Path::to_owned), ..Self::default() };
        for file in files {
            let Ok(bytes) = fs::read(file) else { continue };
            match serde_json::from_slice(&bytes) {
                Ok(json) => registries.files.push(Config { json }),
                Err(_) => registries.remarks.push(format!("`{}` is left out: it is not JSON", file.display())),
            }
        }
        registries
    }

    /// Who asks at a registry, `host` or `host:port`; nobody where no file knows it.
    ///
    /// # Errors
    /// Where a credential helper that the files name cannot say.
    pub(in crate::vendor) fn of_host(&self, host: &str) -> Result<Option<Credentials>, String> {
        // A panic elsewhere leaves whole entries.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(host.to_owned()).or_insert_with(|| self.find(host)).clone()
    }

    fn find(&self, host: &str) -> Result<Option<Credentials>, String> {
        for config in &self.files {
            let found = match config.helper(host) {
                Some(helper) => self.ask_helper(helper, host)?,
                None => None,
            };
            if let Some(credentials) = found.or_else(|| config.stored(host)) {
                return Ok(Some(credentials));
            }
        }
        Ok(None)
    }

    /// Asks a credential helper, as docker does.
    fn ask_helper(&self, helper: &str, host: &str) -> Result<Option<Credentials>, String> {
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        if helper.is_empty() || !helper.bytes().all(is_name) {
            return Err(format!("the credential helper for `{host}` has no usable name"));
        }
        let program = format!("docker-credential-{helper}");
        let place = self.helpers.as_ref().map_or_else(|| PathBuf::from(&program), |folder| folder.join(&program));
        let mut command = Command::new(place);
        command.arg("get");
        let said = program::run(command, host.as_bytes(), HELPER_TIME)
            .map_err(|error| format!("`{program}` could not be asked about `{host}`: {error}"))?;
        if !said.status.success() {
            let text = String::from_utf8_lossy(&said.stdout).to_lowercase();
            // Docker's helpers answer so where they know nobody; anything else they say is not for printing.
            let is_unknown = text.contains("credentials not found") || text.contains("not found in native keychain");
            return if is_unknown {
                Ok(None)
            } else {
                Err(format!("`{program}` failed for `{host}`: {}", said.status))
            };
        }
        let json: Value = serde_json::from_slice(&said.stdout)
            .map_err(|_| format!("`{program}` answered for `{host}` what is no JSON"))?;
        let text = |key: &str| json.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (user, secret) = (text("Username"), text("Secret"));
        Ok(match (user.as_str(), secret.is_empty()) {
            (_, true) => None,
            ("<token>", _) => Some(Credentials::Identity(Secret::new(secret))),
            _ => Some(Credentials::Basic { user, password: Secret::new(secret) }),
        })
    }
}

impl Config {
    /// The helper that keeps the credentials of a registry.
    fn helper(&self, host: &str) -> Option<&str> {
        let own = self.json.get("credHelpers").and_then(|helpers| entry(helpers, host)).and_then(Value::as_str);
        own.or_else(|| self.json.get("credsStore").and_then(Value::as_str)).filter(|helper| !helper.is_empty())
    }

    /// The credentials that stand in the file itself.
    fn stored(&self, host: &str) -> Option<Credentials> {
        let entry = self.json.get("auths").and_then(|auths| entry(auths, host))?;
        let text = |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        if let Some(token) = text("identitytoken") {
            return Some(Credentials::Identity(Secret::new(token)));
        }
        if let Some(token) = text("registrytoken") {
            return Some(Credentials::Bearer(Secret::new(token)));
        }
        if let Some(pair) = text("auth") {
            let bytes = base64::engine::general_purpose::STANDARD.decode(pair.trim()).ok()?;
            let pair = String::from_utf8(bytes).ok()?;
            let (user, password) = pair.split_once(':')?;
            return Some(Credentials::Basic {
                user: user.to_owned(),
                password: Secret::new(password.trim_end_matches('\0')),
            });
        }
        Some(Credentials::Basic { user: text("username")?.to_owned(), password: Secret::new(text("password")?) })
    }
}

/// Finds what is said of a host: keys may have a scheme and a path.
fn entry<'j>(map: &'j Value, host: &str) -> Option<&'j Value> {
    let map = map.as_object()?;
    let bare = |key: &str| {
        let rest = key.split_once("://").map_or(key, |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_ascii_lowercase()
    };
    map.get(host).or_else(|| map.iter().find(|(key, _)| bare(key) == host).map(|(_, value)| value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registries(config: &str, helper: Option<&str>) -> (tempfile::TempDir, Registries) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("config.json");
        fs::write(&file, config).expect("a file");
        if let Some(script) = helper {
            let program = folder.path().join("docker-credential-test");
            fs::write(&program, script).expect("a file");
            make_executable(&program);
            // Another thread that starts a program just now holds the file open for writing.
            while Command::new(&program).arg("settle").stdin(std::process::Stdio::null()).output().is_err() {}
        }
        let registries = Registries::read(&[folder.path().join("absent.json"), file], Some(folder.path()));
        (folder, registries)
    }

    #[cfg(unix)]
    fn make_executable(program: &Path) {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("a mode");
    }

    #[cfg(not(unix))]
    fn make_executable(_: &Path) {}

    fn basic(user: &str, password: &str) -> Option<Credentials> {
        Some(Credentials::Basic { user: user.to_owned(), password: Secret::new(password) })
    }

    #[test]
    fn reads_what_docker_stores() {
        let config = r#"{"auths": {
            "a.example.com": {"auth": "dXNlcjpwYXNzOndvcmQ="},
            "https://b.example.com/v1/": {"username": "u", "password": "p"},
            "c.example.com:5000": {"auth": "", "identitytoken": "t"},
            "d.example.com": {}
        }}"#;
        let (_folder, registries) = registries(config, None);
        assert_eq!(registries.of_host("a.example.com"), Ok(basic("user", "pass:word")));
        assert_eq!(registries.of_host("b.example.com"), Ok(basic("u", "p")));
        assert_eq!(registries.of_host("c.example.com:5000"), Ok(Some(Credentials::Identity(Secret::new("t")))));
        assert_eq!(registries.of_host("c.example.com"), Ok(None));
        assert_eq!(registries.of_host("d.example.com"), Ok(None));
        assert!(!format!("{:?}", registries.of_host("a.example.com")).contains("pass:word"));
    }

    #[test]
    #[cfg(unix)]
    fn asks_helpers() {
        let script = "#!/bin/sh\nread host\ncase $host in\n\
                      known.example.com) echo '{\"Username\":\"u\",\"Secret\":\"s\"}';;\n\
                      token.example.com) echo '{\"Username\":\"<token>\",\"Secret\":\"s\"}';;\n\
                      broken.example.com) echo 'secret=s'; exit 3;;\n\
                      *) echo 'credentials not found in native keychain'; exit 1;;\nesac\n";
        let config = r#"{"credsStore": "test", "auths": {"stored.example.com": {"auth": "dTpw"}}, "credHelpers": {"odd.example.com": "../x"}}"#;
        let (_folder, registries) = registries(config, Some(script));
        assert_eq!(registries.of_host("known.example.com"), Ok(basic("u", "s")));
        assert_eq!(registries.of_host("token.example.com"), Ok(Some(Credentials::Identity(Secret::new("s")))));
        assert_eq!(registries.of_host("stored.example.com"), Ok(basic("u", "p")));
        assert_eq!(registries.of_host("unknown.example.com"), Ok(None));
        let fault = registries.of_host("broken.example.com").expect_err("the helper failed");
        assert!(fault.starts_with("`docker-credential-test` failed") && !fault.contains("secret"), "{fault}");
        assert!(registries.of_host("odd.example.com").is_err());
    }
}
