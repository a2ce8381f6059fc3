//! The shipped project cut into its platforms: small projects are compiled again and again in a fraction of the time.

use std::collections::BTreeSet;

use platgen::source::{Document, Value};
use platgen::world::{MemoryWorld, World};

use super::edits;
use super::projects::{Project, projects};

/// The folders whose files every platform may read.
const SHARED: [&str; 5] = ["catalog/", "charts/", "files/", "manifests/", "modules/"];

/// Every project, the shipped one as one project for each of its platforms.
///
/// The platforms share nothing but `platgen.yaml`, the platform's team and what lies in shared folders: what changes in one moves
/// nothing of another.
pub fn small_projects() -> Vec<Project> {
    projects().into_iter().flat_map(cut).collect()
}

fn cut(project: Project) -> Vec<Project> {
    if project.name != "shipped" {
        return vec![project];
    }
    let paths = |world: &MemoryWorld| -> BTreeSet<String> { world.paths().iter().map(ToString::to_string).collect() };
    let parts: Vec<Project> = ["p0", "p1", "p2", "p3", "p4"].map(|platform| part(&project, platform)).into();
    let together: BTreeSet<String> = parts.iter().flat_map(|part| paths(&part.world)).collect();
    assert_eq!(together, paths(&project.world), "every file belongs to a platform");
    parts
}

/// The environments of one platform, the stacks that they run, and the teams of those.
fn part(project: &Project, platform: &str) -> Project {
    let world = &project.world;
    let prefix = format!("environments/{platform}-");
    let is_taken = |path: &str| path.starts_with(&prefix) || SHARED.iter().any(|folder| path.starts_with(folder));
    let mut taken: BTreeSet<String> =
        world.paths().iter().filter(|path| is_taken(path)).map(ToString::to_string).collect();
    let mut teams = BTreeSet::from(["platform".to_owned()]);
    let stacks = stacks_of(world, taken.iter().filter(|path| path.starts_with(&prefix)));
    for stack in stacks {
        let path = format!("stacks/{stack}.yaml");
        let document = document(world, &path);
        let metadata = document.get(document.root(), "metadata").expect("a stack has metadata");
        teams.insert(document.text(document.get(metadata, "team").expect("a stack has a team")).to_owned());
        taken.insert(path);
    }
    taken.extend(teams.iter().map(|team| format!("teams/{team}.yaml")));
    taken.insert("platgen.yaml".to_owned());
    let mut part = MemoryWorld::new();
    for path in taken {
        part.insert(path.as_str(), world.get(&path).expect("the project has it").to_vec());
    }
    Project { name: format!("shipped, {platform}"), world: part }
}

fn stacks_of<'a>(world: &MemoryWorld, environments: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut stacks = BTreeSet::new();
    for path in environments {
        let document = document(world, path);
        let run = document.get(document.root(), "spec").and_then(|spec| document.get(spec, "stacks"));
        if let Some(Value::Map(entries)) = run.map(|run| document.value(run)) {
            stacks.extend(entries.iter().map(|entry| entry.key.to_string()));
        }
    }
    stacks
}

fn document(world: &MemoryWorld, path: &str) -> Document {
    let bytes = world.get(path).expect("a listed file");
    edits::document(path, std::str::from_utf8(bytes).expect("UTF-8")).expect("the project's files are YAML")
}
