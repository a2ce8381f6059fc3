use ecow::EcoString;

use super::fault::{Fault, Field};
use super::session::Session;
use super::source::{ChartRequest, LockedArchive, fetch_chart};
use crate::chart::{ChartFile, Dependency, Requirements, missing_dependencies, nested_charts, satisfies};
use crate::lock::{FileTree, LockedDependency, is_under};
use crate::world::World;

/// How deep charts may depend on one another.
const DEPTH: usize = 10;

/// What lies around a chart, for dependencies of `file://`.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The files of the project or of the git repository; none for a chart that came in an archive.
    pub(super) world: Option<&'a dyn World>,
    /// The chart's folder in it.
    pub(super) folder: &'a str,
}

/// Fetches the charts that a chart depends on and that do not lie in its `charts/`, and puts them there.
pub(super) struct Completing<'a> {
    pub(super) session: &'a Session,
    pub(super) around: Around<'a>,
    /// What was fetched before for the same chart.
    pub(super) locked: &'a [LockedDependency],
    /// What was fetched now.
    pub(super) fetched: Vec<LockedDependency>,
    /// Files of archives that no project shows.
    pub(super) hidden: Vec<String>,
}

impl<'a> Completing<'a> {
    pub(super) fn new(session: &'a Session, around: Around<'a>, locked: &'a [LockedDependency]) -> Self {
        Self { session, around, locked, fetched: Vec::new(), hidden: Vec::new() }
    }

    /// Completes the chart that the project names.
    ///
    /// # Errors
    /// The first dependency that cannot be fetched, with the charts that lead to it.
    pub(super) fn complete(&mut self, tree: &mut FileTree) -> Result<(), Fault> {
        self.complete_at(tree, "", self.around, 0)?;
        self.fetched.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(())
    }

    fn complete_at(&mut self, tree: &mut FileTree, at: &str, around: Around<'_>, depth: usize) -> Result<(), Fault> {
        let broken = |problem: String| Fault::new(Field::Entry, problem);
        if depth > DEPTH {
            return Err(broken(format!("charts depend on one another more than {DEPTH} deep, down to `{at}`")));
        }
        let chart = ChartFile::read(tree).map_err(|fault| broken(format!("`{at}` is no chart: {fault}")))?;
        for folder in nested_charts(tree) {
            let mut nested = tree.below(&folder);
            // What is no chart is left to whoever renders it.
            if ChartFile::read(&nested).is_ok() {
                let path = join(at, &folder);
                let place = join(around.folder, &folder);
                self.complete_at(&mut nested, &path, Around { folder: &place, ..around }, depth + 1)?;
                tree.graft(&folder, &nested);
            }
        }
        let missing = missing_dependencies(tree).map_err(|fault| broken(fault.to_string()))?;
        let requirements = Requirements::read(tree).map_err(|fault| broken(fault.to_string()))?.unwrap_or_default();
        let mut done: Vec<Dependency> = Vec::new();
        for dependency in missing {
            // One chart may be used twice, under two aliases.
            if done.contains(&dependency) {
                continue;
            }
            let fetched = self.fetch(tree, at, &dependency, &requirements, around, depth);
            fetched.map_err(|fault| fault.of_dependency(&dependency.name, &chart.name))?;
            done.push(dependency);
        }
        Ok(())
    }

    fn fetch(
        &mut self,
        tree: &mut FileTree,
        at: &str,
        dependency: &Dependency,
        requirements: &Requirements,
        around: Around<'_>,
        depth: usize,
    ) -> Result<(), Fault> {
        let (mut files, mut locked) = if let Some(path) = dependency.repository.strip_prefix("file://") {
            self.beside(path, dependency, around)?
        } else {
            self.fetch_archive(at, dependency, requirements)?
        };
        let folder = free_folder(tree, &dependency.name, &locked.version);
        let path = join(at, &folder);
        // What comes in an archive knows of nothing around it; what lies in the project does.
        let place =
            locked.url.is_none().then(|| beside(around.folder, locked.repository.trim_start_matches("file://")));
        let place = place.flatten().unwrap_or_default();
        let world = around.world.filter(|_| locked.url.is_none());
        self.complete_at(&mut files, &path, Around { world, folder: &place }, depth + 1)?;
        locked.path = path.into();
        locked.tree = files.digest();
        tree.graft(&folder, &files);
        self.fetched.push(locked);
        Ok(())
    }

    /// A chart in a folder beside the one that depends on it.
    fn beside(
        &self,
        path: &str,
        dependency: &Dependency,
        around: Around<'_>,
    ) -> Result<(FileTree, LockedDependency), Fault> {
        let unusable = |problem: &str| Fault::new(Field::Entry, format!("`file://{path}` {problem}"));
        let world = around.world.ok_or_else(|| unusable("lies outside the chart's archive"))?;
        let folder = beside(around.folder, path).ok_or_else(|| unusable("leads out of the project"))?;
        let mut tree = FileTree::default();
        for path in world.paths().iter() {
            if let Some(below) = is_under(path, &folder) {
                let (bytes, _) = world.read(path).map_err(|fault| unusable(&fault.message()))?;
                tree.files.insert(below.into(), bytes);
            }
        }
        let chart = ChartFile::read(&tree).map_err(|fault| unusable(&format!("is no chart: {fault}")))?;
        if chart.name != dependency.name || !satisfies(&chart.version, &dependency.version) {
            return Err(unusable(&format!("holds `{}` {}, not what is asked for", chart.name, chart.version)));
        }
        let locked = LockedDependency {
            path: EcoString::new(),
            chart: chart.name,
            version: chart.version,
            range: dependency.version.clone(),
            repository: dependency.repository.clone(),
            url: None,
            manifest: None,
            archive: None,
            tree: tree.digest(),
        };
        Ok((tree, locked))
    }

    fn fetch_archive(
        &mut self,
        at: &str,
        dependency: &Dependency,
        requirements: &Requirements,
    ) -> Result<(FileTree, LockedDependency), Fault> {
        let repository = self.repository(dependency)?;
        let known = self.locked.iter().find(|known| {
            let is_here = is_under(&known.path, at).or(at.is_empty().then_some(known.path.as_str()));
            is_here.is_some_and(|rest| rest.matches('/').count() == 1)
                && known.chart == dependency.name
                && known.repository == dependency.repository
                && known.range == dependency.version
        });
        let locked = known.and_then(|known| {
            let (url, archive) = (known.url.as_deref()?, known.archive?);
            Some(LockedArchive { version: &known.version, url, manifest: known.manifest, archive })
        });
        // The author of the chart may have locked a version; it counts where it lies in the range.
        let own = requirements.0.iter().find(|own| {
            own.name == dependency.name
                && own.repository == dependency.repository
                && satisfies(&own.version, &dependency.version)
        });
        let range = own.map_or(&dependency.version, |own| &own.version);
        let fetched = fetch_chart(
            self.session,
            &ChartRequest {
                repository: &repository,
                chart: &dependency.name,
                range: Some(range.as_str()).filter(|range| !range.is_empty()),
                preferred: None,
                locked,
                digest: None,
            },
        )?;
        self.hidden.extend(fetched.hidden.iter().map(|path| format!("{}/{path}", dependency.name)));
        let locked = LockedDependency {
            path: EcoString::new(),
            chart: dependency.name.clone(),
            version: fetched.version,
            range: dependency.version.clone(),
            repository: dependency.repository.clone(),
            url: Some(fetched.url),
            manifest: fetched.manifest,
            archive: Some(fetched.archive),
            tree: fetched.tree.digest(),
        };
        Ok((fetched.tree, locked))
    }

    /// The URL of a dependency's repository: it may be one that was added to helm under a name.
    fn repository(&self, dependency: &Dependency) -> Result<EcoString, Fault> {
        let repository = dependency.repository.as_str();
        if let Some(name) = repository.strip_prefix('@').or_else(|| repository.strip_prefix("alias:")) {
            let unknown = || {
                Fault::new(Field::Entry, format!("helm knows no repository `{name}` here"))
                    .help(format!("add it: `helm repo add {name} https://…`"))
            };
            return self.session.repositories.url_of(name).map(EcoString::from).ok_or_else(unknown);
        }
        if repository.is_empty() {
            let message = "it names no repository, and the chart is not in its `charts/`";
            return Err(Fault::new(Field::Entry, message));
        }
        Ok(repository.trim_end_matches('/').into())
    }
}

/// A folder in `charts/` for a dependency: its name, or name and version where that is another version's.
fn free_folder(tree: &FileTree, name: &str, version: &str) -> EcoString {
    let folder = ecow::eco_format!("charts/{name}");
    if nested_charts(tree).contains(&folder) { ecow::eco_format!("charts/{name}-{version}") } else { folder }
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

/// A path beside a folder, where it does not lead out of the top.
fn beside(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_beside_stay_below_the_top() {
        assert_eq!(beside("charts/shop", "../common").as_deref(), Some("charts/common"));
        assert_eq!(beside("", "common/").as_deref(), Some("common"));
        assert_eq!(beside("charts", "../../etc"), None);
        assert_eq!(beside("charts", "/etc"), None);
    }
}
