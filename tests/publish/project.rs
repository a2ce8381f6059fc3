//! A project in a repository of its own, and the `platgen` that publishes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::git_server::git;

pub const ENVIRONMENTS: [&str; 3] = ["development", "production", "staging"];

/// A project of three environments that run one stack of one service.
pub struct Project {
    home: tempfile::TempDir,
}

impl Project {
    /// `deploy` are the fields of `deploy` in platgen.yaml.
    pub fn new(deploy: &str) -> Self {
        let project = Self { home: tempfile::tempdir().unwrap() };
        fs::create_dir_all(project.home.path().join("project")).unwrap();
        project.write(
            "platgen.yaml",
            &format!(
                "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {{name: acme}}\nspec:\n  deploy: {{{deploy}}}\n"
            ),
        );
        project.write(
            "environments/base.yaml",
            "apiVersion: platgen.dev/v1\nkind: Environment\nmetadata: {name: base}\nspec:\n  abstract: true\n  \
             images: {registry: registry.example.com/acme, pins: {api: \"1.0.0\"}}\n  stacks: {shop: {}}\n",
        );
        for name in ENVIRONMENTS {
            project.write(
                &format!("environments/{name}.yaml"),
                &format!(
                    "apiVersion: platgen.dev/v1\nkind: Environment\nmetadata: {{name: {name}}}\nspec:\n  extends: base\n  \
                     domain: {name}.example.com\n  clusters:\n    {name}: {{region: eu-central-1, kubernetes: \"1.34\", \
                     external: {{metrics: [resource]}}}}\n  images: {{pins: {{api: \"1.0.0\"}}}}\n"
                ),
            );
        }
        project.write("stacks/shop.yaml", &stack("shop"));
        for team in ["platform", "shop"] {
            let text = format!(
                "apiVersion: platgen.dev/v1\nkind: Team\nmetadata: {{name: {team}}}\nspec: {{namespaces: [\"*\"]}}\n"
            );
            project.write(&format!("teams/{team}.yaml"), &text);
        }
        project.git(&["init", "--quiet", "--initial-branch=main"]);
        project.commit("Begin");
        project
    }

    pub fn folder(&self) -> PathBuf {
        self.home.path().join("project")
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let place = self.folder().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    /// Puts one text in the place of another, which is there.
    #[track_caller]
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.folder().join(path)).unwrap();
        assert!(text.contains(from), "{path}: {text}");
        self.write(path, &text.replacen(from, to, 1));
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        git(&self.folder(), arguments)
    }

    /// Commits everything, and gives the commit.
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Changes the image of an environment and commits that.
    pub fn pin(&self, environment: &str, from: &str, to: &str) -> String {
        let path = format!("environments/{environment}.yaml");
        self.edit(&path, &format!("api: \"{from}\""), &format!("api: \"{to}\""));
        self.commit(&format!("Take api {to} into {environment}"))
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_platgen"));
        command.args(arguments);
        self.surround(&mut command);
        command
    }

    /// Nothing of the machine's own settings reaches a program.
    pub fn surround(&self, command: &mut Command) {
        command.current_dir(self.folder()).stdin(Stdio::null());
        command.env("HOME", self.home.path()).env("XDG_CACHE_HOME", self.home.path().join("cache"));
        command.env("XDG_CONFIG_HOME", self.home.path().join("config"));
        command.env("GIT_CONFIG_GLOBAL", self.home.path().join("gitconfig")).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("TMPDIR", self.home.path()).env_remove("GIT_ASKPASS").env_remove("SSH_ASKPASS");
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Publishes, and gives what the branches became, as JSON, with the exit status.
    pub fn publish(&self, arguments: &[&str]) -> (Value, i32) {
        let all: Vec<&str> = ["publish", "--format", "json"].iter().chain(arguments).copied().collect();
        read(&self.run(&all))
    }

    /// Publishes, which succeeds; gives `<branch> <outcome>` for each branch.
    #[track_caller]
    pub fn publishes(&self, arguments: &[&str]) -> Vec<String> {
        let (json, status) = self.publish(arguments);
        assert_eq!(status, 0, "{json:#}");
        outcomes(&json)
    }

    /// Publishes to one branch, which fails; gives the status, the outcome and what was said.
    #[track_caller]
    pub fn fails(&self, arguments: &[&str]) -> (i32, String, String) {
        let (json, status) = self.publish(arguments);
        let branch = &json["branches"][0];
        (status, text(&branch["outcome"]), text(&branch["error"]["message"]))
    }
}

/// Reads what `publish --format json` says.
#[track_caller]
pub fn read(output: &Output) -> (Value, i32) {
    let said = String::from_utf8_lossy(&output.stderr);
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    (json, output.status.code().unwrap())
}

pub fn outcomes(json: &Value) -> Vec<String> {
    let branches = json["branches"].as_array().unwrap();
    branches.iter().map(|branch| format!("{} {}", text(&branch["branch"]), text(&branch["outcome"]))).collect()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A stack of one service.
pub fn stack(name: &str) -> String {
    format!(
        "apiVersion: platgen.dev/v1\nkind: Stack\nmetadata: {{name: {name}, team: shop}}\nspec:\n  namespaces: {{{name}: {{}}}}\n  \
         workloads:\n    api:\n      kind: service\n      namespace: {name}\n      image: api\n      ports: {{http: 8080}}\n      \
         resources: {{requests: {{cpu: 100m, memory: 128Mi}}, limits: {{memory: 128Mi}}}}\n      scale: {{min: 2, max: 4, cpu: 70}}\n"
    )
}
