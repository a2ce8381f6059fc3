//! The projects that laws are tested on: the one that lies at the root of the repository, and those below `tests/projects`.

use std::fs;
use std::path::Path;

use platgen::world::MemoryWorld;

/// A project and what to call it.
pub struct Project {
    pub name: String,
    pub world: MemoryWorld,
}

/// Every project, sorted by name.
pub fn projects() -> Vec<Project> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![read("shipped", root)];
    let mut folders: Vec<_> = fs::read_dir(root.join("tests/projects"))
        .expect("the projects are there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    folders.sort();
    found.extend(folders.iter().map(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a project has a name");
        read(name, folder)
    }));
    found
}

/// Reads what platgen reads of a folder, so that the repository's other files stay out of it.
fn read(name: &str, folder: &Path) -> Project {
    let mut world = MemoryWorld::new();
    world.insert("platgen.yaml", fs::read(folder.join("platgen.yaml")).expect("a project has a root"));
    for part in ["catalog", "charts", "environments", "files", "manifests", "stacks", "teams"] {
        read_below(&folder.join(part), part, &mut world);
    }
    Project { name: name.to_owned(), world }
}

fn read_below(folder: &Path, shown: &str, world: &mut MemoryWorld) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("readable").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8");
        let shown = format!("{shown}/{name}");
        if path.is_dir() {
            read_below(&path, &shown, world);
        } else {
            world.insert(shown, fs::read(&path).expect("readable"));
        }
    }
}
