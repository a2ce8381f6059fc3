//! A project in a folder of its own, and a machine around it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use platgen::diagnostics::Colour;
use platgen::lock::{FileTree, Lock};
use platgen::vendor::{Outcome, Policy, Request, Surroundings, Update, vendor, verify};
use tempfile::TempDir;

pub struct Project {
    folder: TempDir,
    pub surroundings: Surroundings,
}

impl Project {
    /// A project whose platgen.yaml has this spec, with a store of its own.
    pub fn new(spec: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let surroundings = Surroundings {
            store: Some(folder.path().join("store")),
            policy: Policy {
                attempts: 3,
                pause: Duration::from_millis(1),
                longest_pause: Duration::from_millis(20),
                connect: Duration::from_secs(5),
                idle: Duration::from_secs(5),
                whole: Duration::from_secs(20),
                redirects: 5,
            },
            ..Surroundings::default()
        };
        let project = Self { folder, surroundings };
        fs::create_dir(project.root()).unwrap();
        project.set(spec);
        project
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    pub fn machine(&self) -> &Path {
        self.folder.path()
    }

    pub fn set(&self, spec: &str) {
        let text = format!("apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {{name: acme}}\nspec:\n{spec}");
        self.write("platgen.yaml", &text);
    }

    pub fn write(&self, path: &str, text: &str) {
        let place = self.root().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    pub fn write_tree(&self, folder: &str, tree: &FileTree) {
        for (path, bytes) in &tree.files {
            self.write(&format!("{folder}/{path}"), std::str::from_utf8(bytes).unwrap());
        }
    }

    pub fn forget_store(&self) {
        let _ = fs::remove_dir_all(self.folder.path().join("store"));
    }

    pub fn run(&self, request: &Request) -> Outcome {
        vendor(&self.root(), &["out"], request, &self.surroundings).unwrap()
    }

    pub fn vendor(&self) -> Outcome {
        self.run(&Request::default())
    }

    pub fn update(&self, names: &[&str]) -> Outcome {
        let update = Update::Names(names.iter().map(|name| (*name).into()).collect());
        self.run(&Request { update, is_offline: false })
    }

    /// Vendors, and expects that nothing is found wrong; gives the changes.
    #[track_caller]
    pub fn vendors(&self) -> Vec<String> {
        clean(&self.vendor())
    }

    /// Vendors, and gives what is found wrong.
    #[track_caller]
    pub fn complains(&self) -> String {
        let report = self.vendor().report;
        assert!(report.has_errors(), "nothing is wrong");
        report.to_terminal(Colour::Off)
    }

    /// What `--check` says.
    pub fn check(&self) -> String {
        verify(&self.root(), &["out"], &self.surroundings).unwrap().to_terminal(Colour::Off)
    }

    pub fn lock(&self) -> Lock {
        fs::read(self.root().join("platgen.lock")).map_or_else(|_| Lock::default(), |bytes| Lock::read(&bytes).unwrap())
    }

    /// Every file below a folder of the project, hidden ones too.
    pub fn files(&self, folder: &str) -> FileTree {
        let mut files = BTreeMap::new();
        let top = self.root().join(folder);
        let mut waiting = vec![top.clone()];
        while let Some(at) = waiting.pop() {
            let Ok(entries) = fs::read_dir(&at) else { continue };
            for entry in entries {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    let below = path.strip_prefix(&top).unwrap().to_str().unwrap().replace('\\', "/");
                    files.insert(below.into(), fs::read(&path).unwrap().into());
                }
            }
        }
        FileTree { files }
    }

    pub fn exists(&self, path: &str) -> bool {
        fs::symlink_metadata(self.root().join(path)).is_ok()
    }
}

/// Expects that nothing was found wrong; gives the changes: `kong: 3.4.0 to 3.4.1`.
#[track_caller]
pub fn clean(outcome: &Outcome) -> Vec<String> {
    assert!(!outcome.report.has_errors(), "{}", outcome.report.to_terminal(Colour::Off));
    let shown = |version: &Option<ecow::EcoString>| version.as_ref().map_or("nothing".to_owned(), ToString::to_string);
    let line =
        |change: &platgen::vendor::Change| format!("{}: {} to {}", change.name, shown(&change.from), shown(&change.to));
    outcome.changes.iter().map(line).collect()
}
