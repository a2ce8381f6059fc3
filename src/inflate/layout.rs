use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Limits, Value};

/// A chart, or one in the `charts/` of another: where its files lie, and by which names templates know it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Its folder below that of the outermost chart, with `/` at its end; empty for that chart itself.
    folder: EcoString,
    /// Its own name.
    name: EcoString,
    /// Other names that it may have, each with the name of the chart inside that has it.
    aliases: Vec<(EcoString, EcoString)>,
    nested: Vec<Layout>,
}

impl Layout {
    /// Finds the charts among some files, which are sorted by path.
    pub(super) fn of(files: &[(EcoString, Arc<[u8]>)]) -> Self {
        Self::below(EcoString::new(), files)
    }

    fn below(folder: EcoString, files: &[(EcoString, Arc<[u8]>)]) -> Self {
        let chart_file = ecow::eco_format!("{folder}Chart.yaml");
        let mut layout = Self { name: folder.clone(), ..Self::default() };
        let document = files.iter().find(|(path, _)| *path == chart_file).and_then(|(_, bytes)| read(bytes));
        if let Some(document) = &document {
            layout.name = text(document, document.root(), "name").unwrap_or_default();
            layout.aliases = aliases(document);
        }
        let inner = ecow::eco_format!("{folder}charts/");
        let mut last = "";
        for (path, _) in files {
            let Some((name, _)) = path.strip_prefix(inner.as_str()).and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            if name != last {
                layout.nested.push(Self::below(ecow::eco_format!("{inner}{name}/"), files));
                last = name;
            }
        }
        layout.folder = folder;
        layout
    }

    /// The folder of the chart that a key of values belongs to, in the chart of a folder.
    pub(super) fn nested(&self, folder: &str, key: &str) -> Option<&EcoString> {
        if self.folder == folder {
            let real = self.aliases.iter().find(|(alias, _)| alias == key).map_or(key, |(_, real)| real.as_str());
            return self.nested.iter().find(|nested| nested.name == real).map(|nested| &nested.folder);
        }
        self.nested.iter().find(|nested| folder.starts_with(nested.folder.as_str()))?.nested(folder, key)
    }

    /// The path of a file below the outermost chart's folder, of a path as templates have it: `web/charts/redis/templates/a.yaml`.
    pub(super) fn locate(&self, path: &str) -> Option<EcoString> {
        let mut rest = path.split_once('/')?.1;
        let mut at = self;
        while let Some((name, below)) = rest.strip_prefix("charts/").and_then(|inner| inner.split_once('/')) {
            let real = at.aliases.iter().find(|(alias, _)| alias == name).map_or(name, |(_, real)| real.as_str());
            let Some(inner) = at.nested.iter().find(|nested| nested.name == real) else { break };
            (at, rest) = (inner, below);
        }
        Some(ecow::eco_format!("{}{rest}", at.folder))
    }
}

/// The path of a file below its own chart, of its path below the outermost one.
pub(super) fn own_path(path: &str) -> &str {
    let mut rest = path;
    while let Some((_, below)) = rest.strip_prefix("charts/").and_then(|inner| inner.split_once('/')) {
        rest = below;
    }
    rest
}

fn read(bytes: &[u8]) -> Option<Document> {
    platgen_yaml::read(bytes, &Dialect::HELM_VALUES, &Limits::default()).ok()?.into_iter().next()
}

fn text(document: &Document, at: platgen_yaml::NodeId, key: &str) -> Option<EcoString> {
    let node = document.get(at, key)?;
    Some(document.text_shared(node)).filter(|text| !text.is_empty())
}

fn aliases(document: &Document) -> Vec<(EcoString, EcoString)> {
    let Some(Value::Seq(dependencies)) = document.get(document.root(), "dependencies").map(|node| document.value(node))
    else {
        return Vec::new();
    };
    let alias = |node: &platgen_yaml::NodeId| Some((text(document, *node, "alias")?, text(document, *node, "name")?));
    dependencies.iter().filter_map(alias).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_files_by_names_and_aliases() {
        let file = |path: &str, text: &str| (EcoString::from(path), Arc::<[u8]>::from(text.as_bytes()));
        let layout = Layout::of(&[
            file("Chart.yaml", "name: web\ndependencies: [{name: redis, alias: cache}]"),
            file("charts/redis-1.2.3/Chart.yaml", "name: redis"),
            file("charts/redis-1.2.3/charts/deep/Chart.yaml", "name: deep"),
        ]);
        let located = |path: &str| layout.locate(path).expect("a path").to_string();
        assert_eq!(located("web/templates/a.yaml"), "templates/a.yaml");
        assert_eq!(located("web/charts/redis/templates/a.yaml"), "charts/redis-1.2.3/templates/a.yaml");
        assert_eq!(located("web/charts/cache/templates/a.yaml"), "charts/redis-1.2.3/templates/a.yaml");
        assert_eq!(located("web/charts/cache/charts/deep/crds/a.yaml"), "charts/redis-1.2.3/charts/deep/crds/a.yaml");
        assert_eq!(located("web/charts/other/templates/a.yaml"), "charts/other/templates/a.yaml");
        assert_eq!(own_path("charts/redis-1.2.3/charts/deep/crds/a.yaml"), "crds/a.yaml");
    }
}
