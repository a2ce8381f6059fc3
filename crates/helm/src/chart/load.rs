//! From files to a chart and the charts in it.

use super::{Chart, ChartError, Metadata};
use crate::Compat;
use crate::source::{ChartFile, ChartFiles, SourceLimits, unpack};
use crate::values::schema::Schema;
use crate::values::{Fields, read_values};
use std::collections::BTreeMap;

/// Levels of charts inside charts.
const DEEPEST: usize = 32;

impl Chart {
    /// Loads a chart from its files.
    ///
    /// # Errors
    ///
    /// Helm's sentence for what is missing or wrong.
    pub fn load(files: &ChartFiles, compat: Compat) -> Result<Self, ChartError> {
        let limits = SourceLimits::default();
        Loader { compat, limits, bytes_left: limits.total }.chart(files, 0)
    }

    /// Loads a chart from an archive.
    ///
    /// # Errors
    ///
    /// As [`unpack`] and [`load`](Self::load).
    pub fn load_archive(bytes: &[u8], limits: &SourceLimits, compat: Compat) -> Result<Self, ChartError> {
        let files = unpack(bytes, limits)?;
        Loader { compat, limits: *limits, bytes_left: limits.total }.chart(&files, 0)
    }
}

struct Loader {
    compat: Compat,
    limits: SourceLimits,
    /// What archives inside the chart may still unpack to.
    bytes_left: u64,
}

impl Loader {
    fn chart(&mut self, files: &ChartFiles, level: usize) -> Result<Chart, ChartError> {
        if level > DEEPEST {
            return Err(ChartError(format!("charts are nested more than {DEEPEST} levels deep")));
        }
        let chart_yaml = files.iter().rfind(|file| file.path == "Chart.yaml");
        let mut metadata = chart_yaml
            .map(|file| Metadata::read(&file.bytes))
            .transpose()
            .map_err(|error| ChartError(format!("cannot load Chart.yaml: {error}")))?;
        let mut chart = Chart {
            metadata: Metadata::default(),
            values: Fields::new(),
            schema: None,
            templates: Vec::new(),
            files: Vec::new(),
            dependencies: Vec::new(),
        };
        let mut inner: BTreeMap<String, Vec<ChartFile>> = BTreeMap::new();
        for file in files.iter() {
            match file.path.as_str() {
                "Chart.yaml" | "Chart.lock" => {}
                "values.yaml" => {
                    chart.values = read_values(&file.bytes, self.compat)
                        .map_err(|error| ChartError(format!("cannot load values.yaml: {error}")))?;
                }
                "values.schema.json" => chart.schema = Some(Schema::new(file.bytes.clone())),
                "requirements.yaml" => {
                    let metadata = metadata.get_or_insert_default();
                    metadata
                        .read_dependencies(&file.bytes)
                        .map_err(|error| ChartError(format!("cannot load requirements.yaml: {error}")))?;
                    chart.files.extend(metadata.is_v1().then(|| file.clone()));
                }
                "requirements.lock" => {
                    let is_v1 = metadata.as_ref().is_some_and(Metadata::is_v1);
                    chart.files.extend(is_v1.then(|| file.clone()));
                }
                path if path.starts_with("templates/") => chart.templates.push(file.clone()),
                path => match path.strip_prefix("charts/") {
                    Some(rest) if !path.ends_with(".prov") => {
                        let name = rest.split('/').next().unwrap_or(rest).to_owned();
                        inner
                            .entry(name)
                            .or_default()
                            .push(ChartFile { path: rest.to_owned(), bytes: file.bytes.clone() });
                    }
                    _ => chart.files.push(file.clone()),
                },
            }
        }
        chart.metadata = metadata.ok_or_else(|| ChartError("Chart.yaml file is missing".to_owned()))?;
        chart.metadata.check().map_err(ChartError)?;
        for (name, files) in inner {
            let dependency = self.dependency(&name, files, level + 1).map_err(|ChartError(error)| {
                ChartError(format!("error unpacking subchart {name} in {}: {error}", chart.metadata.name))
            })?;
            chart.dependencies.extend(dependency);
        }
        Ok(chart)
    }

    /// Loads a chart from `charts/`; nothing for names that Helm passes over.
    fn dependency(&mut self, name: &str, files: Vec<ChartFile>, level: usize) -> Result<Option<Chart>, ChartError> {
        if name.starts_with(['_', '.']) {
            return Ok(None);
        }
        let Some((_, "tgz")) = name.rsplit_once('.') else {
            let below = |file: ChartFile| {
                let (_, path) = file.path.split_once('/')?;
                Some(ChartFile { path: path.to_owned(), bytes: file.bytes.clone() })
            };
            let files = ChartFiles::from_files(files.into_iter().filter_map(below).collect());
            return self.chart(&files, level).map(Some);
        };
        let Some(archive) = files.iter().find(|file| file.path == name) else {
            return Err(ChartError(format!("expected {name}, got a folder")));
        };
        let limits = SourceLimits { total: self.bytes_left, ..self.limits };
        let files = unpack(&archive.bytes, &limits)?;
        let bytes: u64 = files.iter().map(|file| file.bytes.len() as u64).sum();
        self.bytes_left = self.bytes_left.saturating_sub(bytes);
        self.chart(&files, level).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (path, text) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            builder.append_data(&mut header, path, text.as_bytes()).expect("memory takes all");
        }
        builder.into_inner().and_then(GzEncoder::finish).expect("memory takes all")
    }

    fn load(files: Vec<(&str, Vec<u8>)>) -> Result<Chart, ChartError> {
        let files = files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes));
        Chart::load(&ChartFiles::of_memory(files), Compat::default())
    }

    #[test]
    fn dependencies_in_archives_and_folders() {
        let inner =
            archive(&[("db/Chart.yaml", "{apiVersion: v2, name: db, version: 1.2.3}"), ("db/values.yaml", "a: 1")]);
        let chart = load(vec![
            ("Chart.yaml", b"{name: web, version: 1.0.0, appVersion: 1.10}".to_vec()),
            ("requirements.yaml", b"dependencies: [{name: db, version: 1.x}, {name: gone, version: 1.x}]".to_vec()),
            ("charts/db-1.2.3.tgz", inner),
            ("charts/cache/Chart.yaml", b"{apiVersion: v2, name: cache, version: 1.0.0}".to_vec()),
            ("charts/_old/Chart.yaml", b"broken".to_vec()),
        ])
        .expect("the chart is sound");
        let names: Vec<&str> = chart.dependencies().iter().map(|chart| chart.metadata().name.as_str()).collect();
        assert_eq!(names, ["cache", "db"]);
        assert_eq!(chart.missing_dependencies(), ["gone"]);
        assert_eq!((chart.metadata().api_version.as_str(), chart.metadata().app_version.as_str()), ("v1", "1.1"));
        assert!(chart.files.iter().any(|file| file.path == "requirements.yaml"));
    }

    #[test]
    fn words_of_what_is_wrong() {
        let sentence = |text: &str| load(vec![("Chart.yaml", text.as_bytes().to_vec())]).expect_err("it is wrong").0;
        assert_eq!(load(vec![]).expect_err("it is empty").0, "Chart.yaml file is missing");
        assert_eq!(sentence("{apiVersion: v2, version: 1.0.0}"), "validation: chart.metadata.name is required");
        assert_eq!(sentence("{name: a, version: x}"), "validation: chart.metadata.version \"x\" is invalid");
        assert!(sentence("name: [a]").starts_with("cannot load Chart.yaml: error unmarshaling JSON"));
        assert!(
            sentence("{name: a, version: 1.0.0, dependencies: [{name: b, alias: 'c d'}]}")
                .contains("disallowed characters")
        );
    }
}
