use ecow::EcoString;
use platgen_helm::Metadata;
use thiserror::Error;

use crate::lock::FileTree;

/// What platgen has to know of a chart before it is rendered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChartFile {
    /// Its name.
    pub name: EcoString,
    /// Its version.
    pub version: EcoString,
    /// The charts that it depends on.
    pub dependencies: Vec<Dependency>,
}

/// A chart that another depends on, as Chart.yaml or requirements.yaml states it, or their lock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dependency {
    /// Its name.
    pub name: EcoString,
    /// Which versions will do.
    pub version: EcoString,
    /// Where it comes from; empty where it must lie in `charts/` already.
    pub repository: EcoString,
}

/// The versions that the author of a chart locked.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Requirements(pub Vec<Dependency>);

/// Why a folder is no chart.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ChartFault {
    /// There is no Chart.yaml.
    #[error("there is no Chart.yaml")]
    Missing,
    /// A file is not as charts have it.
    #[error("its {file}: {problem}")]
    Broken {
        /// The file.
        file: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

impl ChartFile {
    /// Reads the Chart.yaml of a chart's files, and the requirements.yaml of older ones, whose dependencies take the place of those
    /// in Chart.yaml as they do in Helm.
    ///
    /// # Errors
    /// Where there is no Chart.yaml, or one of the files is not as charts have it.
    pub fn read(tree: &FileTree) -> Result<Self, ChartFault> {
        const FILE: &str = "Chart.yaml";
        let bytes = tree.files.get(FILE).ok_or(ChartFault::Missing)?;
        let mut said = Metadata::read(bytes).map_err(|error| ChartFault::broken(FILE, error))?;
        for (key, text) in [("name", &said.name), ("version", &said.version)] {
            if text.is_empty() {
                return Err(ChartFault::broken(FILE, format!("`{key}` is missing")));
            }
        }
        if !is_usable(&said.name) {
            return Err(ChartFault::broken(FILE, "`name` is not a chart's name"));
        }
        let mut dependencies = dependencies(&said, FILE)?;
        if let Some(found) = read_dependencies(&mut said, tree, "requirements.yaml")? {
            dependencies = found;
        }
        Ok(Self { name: said.name.into(), version: said.version.into(), dependencies })
    }
}

impl Requirements {
    /// Reads Chart.lock, or the requirements.lock of older charts; none where there is neither.
    ///
    /// # Errors
    /// Where the file is not as Helm writes it.
    pub fn read(tree: &FileTree) -> Result<Option<Self>, ChartFault> {
        for file in ["Chart.lock", "requirements.lock"] {
            if let Some(locked) = read_dependencies(&mut Metadata::default(), tree, file)? {
                return Ok(Some(Self(locked)));
            }
        }
        Ok(None)
    }
}

impl ChartFault {
    fn broken(file: &'static str, problem: impl ToString) -> Self {
        Self::Broken { file, problem: problem.to_string() }
    }
}

/// Reads the dependencies of a file beside Chart.yaml, if there is that file.
fn read_dependencies(
    said: &mut Metadata,
    tree: &FileTree,
    file: &'static str,
) -> Result<Option<Vec<Dependency>>, ChartFault> {
    let Some(bytes) = tree.files.get(file) else { return Ok(None) };
    said.read_dependencies(bytes).map_err(|error| ChartFault::broken(file, error))?;
    dependencies(said, file).map(Some)
}

fn dependencies(said: &Metadata, file: &'static str) -> Result<Vec<Dependency>, ChartFault> {
    let read = |dependency: &platgen_helm::Dependency| match is_usable(&dependency.name) {
        true => Ok(Dependency {
            name: dependency.name.as_str().into(),
            version: dependency.version.as_str().into(),
            repository: dependency.repository.as_str().into(),
        }),
        false => Err(ChartFault::broken(file, "a dependency has no usable `name`")),
    };
    said.dependencies.iter().map(read).collect()
}

/// Whether a name can be that of a folder.
fn is_usable(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.') && !name.chars().any(char::is_control)
}
