use std::collections::BTreeSet;

use ecow::EcoString;

use super::nested_charts;
use crate::lock::FileTree;

/// The definitions of custom resources of a chart and of those in its `charts/`: the files of `crds/`.
///
/// Files of nested charts are prefixed with their chart's folder, and where two files have one path the outer chart's stays.
pub fn crds_of(tree: &FileTree) -> FileTree {
    let mut crds = FileTree::default();
    let mut seen = BTreeSet::new();
    let mut waiting = vec![(EcoString::new(), tree.clone())];
    while let Some((prefix, chart)) = waiting.pop() {
        for (path, bytes) in chart.below("crds").files {
            let is_manifest = [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
            let path = if prefix.is_empty() { path } else { ecow::eco_format!("{prefix}-{}", path) };
            if is_manifest && seen.insert(path.clone()) {
                crds.files.insert(path, bytes);
            }
        }
        for folder in nested_charts(&chart) {
            let name = folder.rsplit('/').next().unwrap_or_default();
            let prefix = if prefix.is_empty() { name.into() } else { ecow::eco_format!("{prefix}-{name}") };
            waiting.push((prefix, chart.below(&folder)));
        }
    }
    crds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_those_of_nested_charts_too() {
        let files = ["crds/a.yaml", "crds/README.md", "charts/sub/crds/a.yaml", "charts/sub/charts/deep/crds/b.yml"];
        let tree = FileTree { files: files.iter().map(|path| ((*path).into(), path.as_bytes().into())).collect() };
        let crds: Vec<_> = crds_of(&tree).files.into_keys().collect();
        assert_eq!(crds, ["a.yaml", "sub-a.yaml", "sub-deep-b.yml"]);
    }
}
