use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use ecow::EcoString;
use git2::{Oid, Repository};

use super::outcome::Fault;
use crate::program::{Git, GitFault};

/// How long one conversation with a server may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// A deploy repository, as seen from a bare one of this machine.
pub(super) struct Remote<'r> {
    git: Git,
    url: &'r str,
}

/// How a push ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Pushed {
    /// The branch names the commit now.
    Accepted,
    /// It names something else than was expected; in the words of git.
    Moved(String),
}

/// What branches name.
pub(super) type Tips = BTreeMap<EcoString, Oid>;

impl<'r> Remote<'r> {
    /// Settings are those of git that the user's own are completed with.
    pub(super) fn new(program: &Path, repository: &Path, url: &'r str, settings: &[(String, String)]) -> Self {
        let mut git = Git::new(program, repository, PATIENCE);
        // The environment may have settings of its own.
        let known: usize = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
        for (index, (key, value)) in (known..).zip(settings) {
            git = git.with(format!("GIT_CONFIG_KEY_{index}"), key).with(format!("GIT_CONFIG_VALUE_{index}"), value);
        }
        if !settings.is_empty() {
            git = git.with("GIT_CONFIG_COUNT", (known + settings.len()).to_string());
        }
        Self { git, url }
    }

    /// The git that works on the repository of this machine.
    pub(super) fn git(&self) -> &Git {
        &self.git
    }

    /// What references name now, those that exist.
    ///
    /// # Errors
    /// As [`fault_of`].
    pub(super) fn tips(&self, references: &[&str]) -> Result<Tips, Fault> {
        let mut arguments = vec!["ls-remote", "--", self.url];
        arguments.extend(references);
        let said = self.git.ask(&arguments).map_err(fault_of)?;
        let lines = said.lines().filter_map(|line| line.split_once('\t'));
        // A pattern of ls-remote also matches at the end of longer names.
        let known = lines.filter(|(_, name)| references.contains(name));
        Ok(known.filter_map(|(id, name)| Some((name.into(), Oid::from_str(id).ok()?))).collect())
    }

    /// Brings the commits here that references name, without what came before them, and gives what they name by then.
    ///
    /// # Errors
    /// As [`fault_of`].
    pub(super) fn fetch(&self, references: &[EcoString]) -> Result<Tips, Fault> {
        let mut arguments: Vec<String> =
            ["fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--"]
                .map(str::to_owned)
                .into();
        arguments.push(self.url.to_owned());
        arguments.extend(references.iter().map(|reference| format!("+{reference}:{}", kept_as(reference))));
        self.git.run(&arguments).map_err(fault_of)?;
        let repository = Repository::open_bare(self.git.folder()).map_err(Fault::local)?;
        let find = |reference: &EcoString| {
            let id = repository.refname_to_id(&kept_as(reference)).map_err(Fault::local)?;
            Ok((reference.clone(), id))
        };
        references.iter().map(find).collect()
    }

    /// Makes a reference name a commit if it names `old` still, or does not exist where that is none.
    ///
    /// # Errors
    /// As [`fault_of`]; [`Fault::Refused`] where the server does not take it.
    pub(super) fn push(&self, reference: &str, old: Option<Oid>, new: Oid) -> Result<Pushed, Fault> {
        let old = old.map(|id| id.to_string()).unwrap_or_default();
        let lease = format!("--force-with-lease={reference}:{old}");
        let update = format!("{new}:{reference}");
        let arguments = ["push", "--porcelain", "--no-verify", &lease, "--", self.url, &update];
        let pushed = match self.git.run(&arguments) {
            Ok(_) => Ok(Pushed::Accepted),
            Err(GitFault::Refused { reason, stdout, stderr }) => {
                match stdout.lines().find_map(|line| line.strip_prefix("!\t")) {
                    Some(line) => answer_of(line, &stderr),
                    None => Err(fault_of(GitFault::Refused { reason, stdout, stderr })),
                }
            }
            Err(fault) => Err(fault_of(fault)),
        };
        if pushed == Ok(Pushed::Accepted) {
            // The next fetch can say what is here already.
            let repository = Repository::open_bare(self.git.folder());
            let _ = repository.and_then(|here| here.reference(&kept_as(reference), new, true, "").map(|_| ()));
        }
        pushed
    }
}

/// Under which name a reference of the other side is kept here: no name may stand in the way of another.
pub(super) fn kept_as(reference: &str) -> String {
    format!("refs/deploy/{}", reference.replace('/', "%2F"))
}

/// What a line of `git push --porcelain` about a reference says that was not moved.
fn answer_of(line: &str, stderr: &str) -> Result<Pushed, Fault> {
    const MOVED: [&str; 9] = [
        "stale info",
        "fetch first",
        "non-fast-forward",
        "cannot lock ref",
        "failed to update ref",
        "failed to lock",
        "incorrect old value",
        "already exists",
        "remote ref updated since checkout",
    ];
    let summary = line.rsplit('\t').next().unwrap_or(line);
    let reason = summary.split_once('(').map_or(summary, |(_, reason)| reason.trim_end_matches(')'));
    let remarks = stderr.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim);
    let remarks: Vec<&str> = remarks.filter(|remark| !remark.is_empty()).collect();
    // Another branch has a name that this one would be a folder of, or the other way round.
    let is_in_the_way = remarks.iter().any(|remark| remark.contains("cannot create"));
    if MOVED.iter().any(|known| summary.contains(known)) && !is_in_the_way {
        return Ok(Pushed::Moved(reason.to_owned()));
    }
    let said = remarks.iter().take(5).copied().collect::<Vec<_>>().join("; ");
    Err(Fault::Refused(if said.is_empty() { reason.to_owned() } else { format!("{reason}: {said}") }))
}

/// What git's words about a server mean.
pub(super) fn fault_of(fault: GitFault) -> Fault {
    const LOCAL: &[&str] = &["no space left", "file too large", "disk quota", "read-only file system"];
    const UNREACHABLE: &[&str] = &[
        "could not resolve",
        "couldn't connect",
        "connection refused",
        "connection reset",
        "connection closed",
        "connection timed out",
        "failed to connect",
        "network is unreachable",
        "no route to host",
        "timed out",
        "returned error: 5",
        "early eof",
        "hung up",
        "unexpected disconnect",
        "rpc failed",
        "empty reply",
        "invalid index-pack output",
        "transfer closed",
        "index-pack failed",
    ];
    const UNAUTHORISED: &[&str] = &[
        "authentication failed",
        "could not read username",
        "could not read password",
        "permission denied",
        "terminal prompts disabled",
        "returned error: 401",
        "returned error: 403",
        "access denied",
        "host key verification failed",
        "not authorized",
    ];
    const MISSING: &[&str] =
        &["not found", "does not appear to be a git repository", "does not exist", "returned error: 404"];
    let (reason, stderr) = match fault {
        GitFault::Machine(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            return Fault::Unreachable(error.to_string());
        }
        GitFault::Machine(error) => return Fault::NoGit(error.to_string()),
        GitFault::Refused { reason, stderr, .. } => (reason, stderr),
    };
    let said = stderr.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let is_of_the_server = said.contains("remote: ");
    if has(LOCAL) && !is_of_the_server {
        Fault::Local(reason)
    } else if said.contains("read only") || said.contains("service not enabled") {
        Fault::Refused(reason)
    } else if has(UNAUTHORISED) {
        Fault::Unauthorised(reason)
    } else if has(UNREACHABLE) {
        Fault::Unreachable(reason)
    } else if has(MISSING) {
        Fault::NoRepository(reason)
    } else {
        Fault::Refused(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_push_say_whether_to_try_again() {
        let answer = |line: &str, stderr: &str| answer_of(line, stderr);
        let update = "1:refs/heads/main";
        for reason in
            ["[rejected] (stale info)", "[remote rejected] (failed to update ref)", "[rejected] (fetch first)"]
        {
            assert!(matches!(answer(&format!("{update}\t{reason}"), ""), Ok(Pushed::Moved(_))), "{reason}");
        }
        assert_eq!(
            answer(
                &format!("{update}\t[remote rejected] (pre-receive hook declined)"),
                "remote: main is closed  \nTo x\n"
            ),
            Err(Fault::Refused("pre-receive hook declined: main is closed".into()))
        );
        let stderr =
            "remote: error: cannot lock ref 'refs/heads/a/b': 'refs/heads/a' exists; cannot create 'refs/heads/a/b'\n";
        assert!(matches!(
            answer("1:refs/heads/a/b\t[remote rejected] (failed to update ref)", stderr),
            Err(Fault::Refused(_))
        ));
    }

    #[test]
    fn words_of_git_are_sorted_by_what_to_do() {
        let word = |stderr: &str| {
            let reason = stderr.lines().last().unwrap_or_default().to_owned();
            fault_of(GitFault::Refused { reason, stdout: String::new(), stderr: stderr.to_owned() }).word()
        };
        for (stderr, expected) in [
            ("fatal: Authentication failed for 'https://git.example.com/a.git/'", "unauthorised"),
            ("fatal: could not read Username for 'https://git.example.com': terminal prompts disabled", "unauthorised"),
            (
                "git@git.example.com: Permission denied (publickey).\nfatal: Could not read from remote repository.",
                "unauthorised",
            ),
            ("fatal: unable to access 'https://x/': Could not resolve host: x", "unreachable"),
            (
                "fatal: unable to access 'http://127.0.0.1:1/': Failed to connect to 127.0.0.1 port 1: Couldn't connect to server",
                "unreachable",
            ),
            ("error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502", "unreachable"),
            ("fatal: repository 'https://git.example.com/a.git/' not found", "no-repository"),
            ("fatal: '/srv/a' does not appear to be a git repository", "no-repository"),
            ("ERROR: The key you are authenticating with has been marked as read only.", "refused"),
            ("fatal: remote error: service not enabled: /deploy.git", "refused"),
            ("fatal: cannot store pack file: No space left on device", "failed"),
        ] {
            assert_eq!(word(stderr), expected, "{stderr}");
        }
    }

    #[test]
    fn kept_names_do_not_stand_in_each_others_way() {
        assert_eq!(kept_as("refs/heads/a/b"), "refs/deploy/refs%2Fheads%2Fa%2Fb");
        assert!(git2::Reference::is_valid_name(&kept_as("refs/heads/a/b")));
    }
}
