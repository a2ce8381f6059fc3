use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Limits, NodeId, Value};
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
    /// Reads the Chart.yaml of a chart's files, and the requirements.yaml of older ones.
    ///
    /// # Errors
    /// Where there is no Chart.yaml, or one of the files is not as charts have it.
    pub fn read(tree: &FileTree) -> Result<Self, ChartFault> {
        const FILE: &str = "Chart.yaml";
        let document = read_file(tree, FILE)?.ok_or(ChartFault::Missing)?;
        let broken = |problem: &str| ChartFault::Broken { file: FILE, problem: problem.to_owned() };
        let field = |key: &str| {
            let node = document.get(document.root(), key);
            let text = node.map(|node| document.text(node)).filter(|text| !text.is_empty());
            text.map(EcoString::from).ok_or_else(|| broken(&format!("`{key}` is missing")))
        };
        let (name, version) = (field("name")?, field("version")?);
        if name.contains(['/', '\\']) || name.starts_with('.') || name.chars().any(char::is_control) {
            return Err(broken("`name` is not a chart's name"));
        }
        let mut dependencies = dependencies(&document, FILE)?;
        if let Some(document) = read_file(tree, "requirements.yaml")? {
            dependencies.extend(self::dependencies(&document, "requirements.yaml")?);
        }
        Ok(Self { name, version, dependencies })
    }
}

impl Requirements {
    /// Reads Chart.lock, or the requirements.lock of older charts; none where there is neither.
    ///
    /// # Errors
    /// Where the file is not as Helm writes it.
    pub fn read(tree: &FileTree) -> Result<Option<Self>, ChartFault> {
        for file in ["Chart.lock", "requirements.lock"] {
            if let Some(document) = read_file(tree, file)? {
                return dependencies(&document, file).map(|locked| Some(Self(locked)));
            }
        }
        Ok(None)
    }
}

fn read_file(tree: &FileTree, file: &'static str) -> Result<Option<Document>, ChartFault> {
    let Some(bytes) = tree.files.get(file) else { return Ok(None) };
    let limits = Limits { bytes: 4 << 20, ..Limits::default() };
    let documents = platgen_yaml::read(bytes, &Dialect::HELM_VALUES, &limits).map_err(|faults| {
        let problem = faults.first().map_or_else(|| "not YAML".to_owned(), |fault| fault.message.clone());
        ChartFault::Broken { file, problem }
    })?;
    Ok(documents.into_iter().next())
}

fn dependencies(document: &Document, file: &'static str) -> Result<Vec<Dependency>, ChartFault> {
    let broken = |problem: &str| ChartFault::Broken { file, problem: problem.to_owned() };
    let Some(list) = document.get(document.root(), "dependencies") else { return Ok(Vec::new()) };
    let items = match document.value(list) {
        Value::Seq(items) => items,
        Value::Null => return Ok(Vec::new()),
        _ => return Err(broken("`dependencies` is not a list")),
    };
    let text = |item: NodeId, key: &str| document.get(item, key).map_or("", |node| document.text(node)).into();
    let read = |item: &NodeId| {
        let name: EcoString = text(*item, "name");
        if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
            return Err(broken("a dependency has no usable `name`"));
        }
        Ok(Dependency { name, version: text(*item, "version"), repository: text(*item, "repository") })
    };
    items.iter().map(read).collect()
}
