use std::collections::BTreeSet;

use ecow::EcoString;
use platgen_gotmpl::semver::{Constraint, Version};

use super::{ChartFault, ChartFile, Dependency};
use crate::lock::{FileTree, is_under};

/// The folders of the charts that lie in the `charts/` of a chart: `charts/redis`.
///
/// As Helm has it, names that begin with `_` or `.` do not count.
pub fn nested_charts(tree: &FileTree) -> Vec<EcoString> {
    let names: BTreeSet<&str> = tree
        .files
        .keys()
        .filter_map(|path| is_under(path, "charts")?.split_once('/').map(|(folder, _)| folder))
        .filter(|folder| !folder.starts_with(['_', '.']))
        .collect();
    names.into_iter().map(|name| ecow::eco_format!("charts/{name}")).collect()
}

/// The dependencies of a chart that do not lie in its `charts/`, by name and range.
///
/// # Errors
/// Where the chart has no usable Chart.yaml; one that lies in `charts/` and has none is not one of the dependencies.
pub fn missing_dependencies(tree: &FileTree) -> Result<Vec<Dependency>, ChartFault> {
    let chart = ChartFile::read(tree)?;
    if chart.dependencies.is_empty() {
        return Ok(Vec::new());
    }
    let nested: Vec<ChartFile> =
        nested_charts(tree).iter().filter_map(|folder| ChartFile::read(&tree.below(folder)).ok()).collect();
    let archives: Vec<&str> = tree.files.keys().filter_map(|path| packed(path)).collect();
    let is_there = |wanted: &Dependency| {
        nested.iter().any(|chart| chart.name == wanted.name && satisfies(&chart.version, &wanted.version))
            || archives.iter().any(|archive| {
                let version = archive.strip_prefix(wanted.name.as_str()).and_then(|rest| rest.strip_prefix('-'));
                version.is_some_and(|version| satisfies(version, &wanted.version))
            })
    };
    Ok(chart.dependencies.into_iter().filter(|wanted| !is_there(wanted)).collect())
}

/// Whether a chart and the charts in it lack nothing that they depend on.
pub fn is_complete(tree: &FileTree) -> bool {
    let mut waiting = vec![tree.clone()];
    while let Some(chart) = waiting.pop() {
        if missing_dependencies(&chart).is_ok_and(|missing| !missing.is_empty()) {
            return false;
        }
        waiting.extend(nested_charts(&chart).iter().map(|folder| chart.below(folder)));
    }
    true
}

/// The name and version of a packed chart in `charts/`: `redis-1.2.3`.
fn packed(path: &str) -> Option<&str> {
    let name = is_under(path, "charts").filter(|name| !name.contains('/'))?;
    name.strip_suffix(".tgz").or_else(|| name.strip_suffix(".tar.gz"))
}

/// Whether a version lies in a range; an empty range holds every release.
pub fn satisfies(version: &str, range: &str) -> bool {
    let range = if range.is_empty() { "*" } else { range };
    let allowed = |version| Constraint::new(range).is_ok_and(|range| range.allows(&version));
    version == range || Version::new(version).is_ok_and(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> FileTree {
        FileTree { files: files.iter().map(|(path, text)| ((*path).into(), text.as_bytes().into())).collect() }
    }

    fn missing(files: &[(&str, &str)]) -> Vec<String> {
        let missing = missing_dependencies(&tree(files)).expect("a chart");
        missing.iter().map(|dependency| dependency.name.to_string()).collect()
    }

    const CHART: (&str, &str) = (
        "Chart.yaml",
        "name: shop\nversion: 1.0.0\ndependencies:\n- {name: redis, version: 1.x, repository: 'https://example.com'}\n",
    );

    #[test]
    fn a_dependency_is_there_by_name_and_range() {
        assert_eq!(missing(&[CHART]), ["redis"]);
        assert!(missing(&[CHART, ("charts/r/Chart.yaml", "name: redis\nversion: 1.2.3\n")]).is_empty());
        assert_eq!(missing(&[CHART, ("charts/r/Chart.yaml", "name: redis\nversion: 2.0.0\n")]), ["redis"]);
        assert_eq!(missing(&[CHART, ("charts/_r/Chart.yaml", "name: redis\nversion: 1.2.3\n")]), ["redis"]);
        assert!(missing(&[CHART, ("charts/redis-1.2.3.tgz", "")]).is_empty());
        assert_eq!(missing(&[CHART, ("charts/redis-2.2.3.tgz", "")]), ["redis"]);
        assert_eq!(missing_dependencies(&tree(&[])), Err(ChartFault::Missing));
    }

    #[test]
    fn older_charts_state_their_requirements_apart() {
        let requirements = ("requirements.yaml", "dependencies:\n- {name: mysql, version: '*'}\n");
        assert_eq!(missing(&[CHART, requirements]), ["mysql"]);
        assert_eq!(missing(&[CHART, ("requirements.yaml", "")]), ["redis"]);
        let broken = tree(&[CHART, ("requirements.yaml", "dependencies: x\n")]);
        let fault = missing_dependencies(&broken).expect_err("broken").to_string();
        let (begin, end) = (
            "its requirements.yaml: ",
            "cannot unmarshal string into Go struct field Metadata.dependencies of type []*v2.Dependency",
        );
        assert!(fault.starts_with(begin) && fault.ends_with(end), "{fault}");
    }
}
