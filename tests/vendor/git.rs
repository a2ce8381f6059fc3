//! Charts in git repositories, reached through a path of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use platgen::lock::Provenance;
use platgen::vendor::Request;

use crate::charts::chart;
use crate::project::{Project, clean};

struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(self.folder.path())
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Commits a chart and gives the commit.
    fn commit(&self, folder: &str, version: &str) -> String {
        write_tree(&self.folder.path().join(folder), version);
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "-m", version]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn spec(&self, revision: &str) -> String {
        let url = self.folder.path().display();
        format!("  charts:\n    tools: {{git: \"file://{url}\", revision: {revision}, path: charts/tools}}\n")
    }
}

fn write_tree(folder: &Path, version: &str) {
    for (path, bytes) in &chart("tools", version, &[]).files {
        let place = folder.join(path.as_str());
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
}

#[test]
fn a_folder_comes_at_a_tag_a_branch_and_a_commit() {
    let repository = Repository::new();
    let first = repository.commit("charts/tools", "1.0.0");
    repository.git(&["tag", "-a", "v1", "-m", "v1"]);
    let second = repository.commit("charts/tools", "1.1.0");
    for (revision, version, commit) in [
        ("v1", "1.0.0", &first),
        ("main", "1.1.0", &second),
        (second.as_str(), "1.1.0", &second),
        (first.as_str(), "1.0.0", &first),
    ] {
        let project = Project::new(&repository.spec(revision));
        assert_eq!(project.vendors(), [format!("tools: nothing to {version} ({})", &commit[..9])]);
        assert_eq!(project.files("charts/tools"), chart("tools", version, &[]));
        let lock = project.lock();
        let Provenance::Git { commit: locked, path, .. } = &lock.charts["tools"].from else { panic!("{lock:?}") };
        assert_eq!((locked.as_str(), path.as_deref()), (commit.as_str(), Some("charts/tools")));
        assert_eq!(project.check(), "");
        assert!(!project.exists(".platgen"));
    }
}

#[test]
fn a_branch_moves_with_update_only() {
    let repository = Repository::new();
    let first = repository.commit("charts/tools", "1.0.0");
    let project = Project::new(&repository.spec("main"));
    project.vendors();
    let second = repository.commit("charts/tools", "1.1.0");
    assert_eq!(project.vendors(), Vec::<String>::new());
    std::fs::remove_dir_all(project.root().join("charts")).unwrap();
    project.forget_store();
    assert_eq!(project.vendors(), Vec::<String>::new(), "the locked commit comes back");
    assert_eq!(project.files("charts/tools"), chart("tools", "1.0.0", &[]));
    let moved = format!("tools: 1.0.0 ({}) to 1.1.0 ({})", &first[..9], &second[..9]);
    assert_eq!(clean(&project.update(&["tools"])), [moved]);
}

#[test]
fn a_tag_that_moved_away_from_its_commit_is_noticed() {
    let repository = Repository::new();
    repository.commit("charts/tools", "1.0.0");
    repository.git(&["tag", "v1"]);
    let project = Project::new(&repository.spec("v1"));
    project.vendors();
    // The commit is gone for good, as after a history was rewritten.
    std::fs::remove_dir_all(repository.path().join(".git")).unwrap();
    repository.git(&["init", "--quiet", "--initial-branch=main"]);
    repository.commit("charts/tools", "1.0.1");
    repository.git(&["tag", "v1"]);
    std::fs::remove_dir_all(project.root().join("charts")).unwrap();
    project.forget_store();
    let said = project.complains();
    assert!(said.contains("`v1` moved: platgen.lock says") && said.contains("--update"), "{said}");
    assert!(!project.exists("charts/tools"));
}

#[test]
fn what_is_not_there_is_said_at_its_line() {
    let repository = Repository::new();
    repository.commit("charts/tools", "1.0.0");
    let project = Project::new(&repository.spec("v9"));
    let said = project.complains();
    assert!(said.contains("has no `v9`") && said.contains("platgen.yaml:6:"), "{said}");
    let repository = Repository::new();
    repository.commit("elsewhere", "1.0.0");
    let said = Project::new(&repository.spec("main")).complains();
    assert!(said.contains("holds no chart at `main`: there is no Chart.yaml"), "{said}");
    let offline = Project::new(&repository.spec("main"));
    let outcome = offline.run(&Request { is_offline: true, ..Request::default() });
    assert!(format!("{outcome:?}").contains("was not asked, because of --offline"));
}

#[test]
#[cfg(unix)]
fn a_link_that_leads_out_of_the_repository_is_refused() {
    let repository = Repository::new();
    repository.commit("charts/tools", "1.0.0");
    std::os::unix::fs::symlink("../../../../../etc/passwd", repository.path().join("charts/tools/passwd")).unwrap();
    repository.git(&["add", "."]);
    repository.git(&["commit", "--quiet", "-m", "link"]);
    let project = Project::new(&repository.spec("main"));
    let said = project.complains();
    assert!(said.contains("links to `../../../../../etc/passwd`, outside"), "{said}");
    assert!(!project.exists("charts"));
}
