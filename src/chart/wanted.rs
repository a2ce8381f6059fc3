use std::sync::Arc;

use ecow::EcoString;
use platgen_gotmpl::semver::Constraint;

use crate::catalog::{UsedComponents, is_built_in};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::expression::Templates;
use crate::lock::Sha256Digest;
use crate::model::{ChartSource, CrdSource, Reading, Shaped, Sourced, Vendor, VendorPlace};
use crate::node::{Origin, Origins};
use crate::parse::Parsed;
use crate::resolve::{Evaluator, Merged, MergedView};
use crate::source::{Place, Sources};

/// A value and where it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub place: Place,
}

/// What platgen.yaml asks for.
#[derive(Clone, Default, Debug)]
pub struct Wanted {
    /// Charts, in their order.
    pub charts: Vec<WantedChart>,
    /// Definitions of custom resources, in their order.
    pub crds: Vec<WantedCrds>,
    /// Where unpacked charts lie.
    pub keep: Option<VendorPlace>,
    /// Whether a document could not be read that may use a definition, so that more may be wanted.
    pub is_partial: bool,
}

/// One chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WantedChart {
    /// The name that the project gives it.
    pub name: EcoString,
    /// Where it was written.
    pub place: Place,
    /// Where it comes from.
    pub from: ChartOrigin,
}

/// Where a chart comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChartOrigin {
    /// A chart repository or a registry.
    Repository {
        /// Its URL.
        repository: At<EcoString>,
        /// The chart's name in it.
        chart: At<EcoString>,
        /// Which versions will do; none where any release will.
        range: Option<At<EcoString>>,
        /// What the archive must hash to.
        digest: Option<At<Sha256Digest>>,
    },
    /// A git repository.
    Git {
        /// Its URL.
        git: At<EcoString>,
        /// The tag, branch or commit.
        revision: At<EcoString>,
        /// The folder of the chart in it.
        path: Option<At<EcoString>>,
    },
    /// A folder of the project.
    Folder {
        /// Its path.
        path: At<EcoString>,
    },
}

/// Some definitions of custom resources.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WantedCrds {
    /// The name that the project gives them.
    pub name: EcoString,
    /// Where they were written.
    pub place: Place,
    /// Where they come from.
    pub from: CrdOrigin,
}

/// Where definitions of custom resources come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CrdOrigin {
    /// A file.
    File {
        /// Its URL.
        url: At<EcoString>,
        /// What it must hash to.
        digest: Option<At<Sha256Digest>>,
    },
    /// A chart of the project.
    Chart(At<EcoString>),
}

impl Wanted {
    /// Reads what the spec of platgen.yaml says of charts; what is wrong with an entry is reported, and the entry left out.
    pub fn read(spec: Place, sources: &Sources, templates: &Templates, sink: &mut Sink) -> Self {
        let (spec, origins) = (Merged::Source(spec), Origins::default());
        let mut reader = Reader { spec, sources, templates, origins, told_at: None, sink };
        let charts: Vec<(EcoString, ChartSource)> = reader.entries("charts");
        let crds: Vec<(EcoString, CrdSource)> = reader.entries("crds");
        let names = reader.names("charts");
        let vendor: Option<Vendor> = reader.field("vendor");
        Self {
            charts: charts.iter().filter_map(|(name, chart)| reader.chart(name, chart)).collect(),
            crds: crds.iter().filter_map(|(name, crds)| reader.crds(name, crds, &names)).collect(),
            keep: vendor.and_then(|vendor| vendor.keep).map(|keep| keep.value),
            is_partial: false,
        }
    }

    /// Adds the charts of definitions that components use; one of the same name in platgen.yaml is taken instead.
    ///
    /// What is wrong with the chart of a definition that comes with platgen is told where a component uses it.
    pub fn add_definitions(
        &mut self,
        definitions: &[Arc<Parsed>],
        used: &UsedComponents,
        sources: &Sources,
        templates: &Templates,
        sink: &mut Sink,
    ) {
        for definition in definitions {
            let (name, Some(spec)) = (definition.name(), definition.spec) else { continue };
            let Some(user) = used.get(name).filter(|_| self.charts.iter().all(|chart| chart.name != *name)) else {
                continue;
            };
            let Some(chart) = Merged::Source(spec).member("chart", sources) else { continue };
            let told_at = is_built_in(&sources.file(definition.file).path).then_some(*user);
            let mut reader = Reader { spec: chart, sources, templates, origins: Origins::default(), told_at, sink };
            let source: Option<ChartSource> = reader.field("source");
            self.charts.extend(source.and_then(|source| reader.chart(name, &source)));
        }
    }

    /// Whether unpacked charts lie in the project.
    pub fn is_kept_in_project(&self) -> bool {
        self.keep != Some(VendorPlace::Store)
    }
}

struct Reader<'a> {
    spec: Merged,
    sources: &'a Sources,
    templates: &'a Templates,
    origins: Origins,
    /// Where findings point, where that is not the line itself.
    told_at: Option<Place>,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    /// Where a finding of a field points.
    fn place(&self, origin: Origin) -> Option<Place> {
        self.told_at.or_else(|| self.origins.first_leaf(origin))
    }

    /// Reads one field of the spec; none where it is absent or has a fault, which was reported.
    fn field<T: Shaped>(&mut self, key: &str) -> Option<T> {
        let merged = self.spec.member(key, self.sources).filter(|merged| !merged.is_null(self.sources))?;
        self.value(&merged)
    }

    /// Reads each entry of a field that is a map; one that has a fault leaves the others.
    fn entries<T: Shaped>(&mut self, key: &str) -> Vec<(EcoString, T)> {
        let members = self.members(key).into_iter();
        members.filter_map(|(name, merged)| Some((name, self.value(&merged)?))).collect()
    }

    /// The keys of a field that is a map, those of entries with faults too.
    fn names(&self, key: &str) -> Vec<EcoString> {
        self.members(key).into_iter().map(|(name, _)| name).collect()
    }

    fn members(&self, key: &str) -> Vec<(EcoString, Merged)> {
        let merged = self.spec.member(key, self.sources);
        let map = merged.as_ref().map(|merged| merged.view(self.sources));
        let Some(MergedView::Map(_, entries)) = map else { return Vec::new() };
        entries.into_iter().filter(|(_, entry)| !entry.is_null(self.sources)).collect()
    }

    fn value<T: Shaped>(&mut self, merged: &Merged) -> Option<T> {
        let mut evaluator = Evaluator::new(self.sources, self.templates, &mut self.origins, self.sink);
        let tree = evaluator.evaluate(merged, &T::SHAPE).ok()?;
        T::read(&tree, &mut Reading { origins: &mut self.origins, sink: self.sink }).ok()
    }

    fn chart(&mut self, name: &EcoString, source: &ChartSource) -> Option<WantedChart> {
        let place = self.place(source.origin)?;
        let repository = self.at(&source.repository, |url| url.0.trim_end_matches('/').into());
        let git = self.at(&source.git, |url| url.0.clone());
        let path = self.at(&source.path, |path| path.0.trim_end_matches('/').into());
        let range = self.at(&source.version, |range| range.0.clone());
        let chart = self.at(&source.chart, |chart| chart.0.clone());
        let revision = self.at(&source.revision, |revision| revision.0.clone());
        let digest = self.digest(&source.digest);
        let from = match (repository, git, path) {
            (Some(repository), git, path) => {
                self.refuse(
                    "repository",
                    &repository,
                    [("git", place_of(&git)), ("path", place_of(&path)), ("revision", place_of(&revision))],
                )?;
                self.expect_range(range.as_ref())?;
                let chart = chart.unwrap_or(At { value: name.clone(), place });
                ChartOrigin::Repository { repository, chart, range, digest }
            }
            (None, Some(git), path) => {
                self.refuse(
                    "git",
                    &git,
                    [("version", place_of(&range)), ("chart", place_of(&chart)), ("digest", place_of(&digest))],
                )?;
                let Some(revision) = revision else {
                    let message = "`revision` is not set";
                    self.sink.report(
                        Finding::new(Code::MISSING_FIELD, message, Spot::Key(place))
                            .label("a chart of a git repository needs it")
                            .help("name a tag, a branch or a commit: `revision: v1.0.0`"),
                    );
                    return None;
                };
                ChartOrigin::Git { git, revision, path }
            }
            (None, None, Some(path)) => {
                let others =
                    [("version", place_of(&range)), ("digest", place_of(&digest)), ("revision", place_of(&revision))];
                self.refuse("path", &path, others)?;
                ChartOrigin::Folder { path }
            }
            (None, None, None) => {
                let finding = Finding::new(Code::MISSING_FIELD, "`repository` is not set", Spot::Key(place))
                    .label("this chart comes from nowhere")
                    .help("name its `repository`, its `git` repository, or its folder in the project with `path`");
                self.sink.report(finding);
                return None;
            }
        };
        Some(WantedChart { name: name.clone(), place, from })
    }

    fn crds(&mut self, name: &EcoString, source: &CrdSource, charts: &[EcoString]) -> Option<WantedCrds> {
        let place = self.place(source.origin)?;
        let url = self.at(&source.url, |url| url.0.clone());
        let chart = self.at(&source.chart, |chart| chart.0.clone());
        let digest = self.digest(&source.digest);
        let from = match (url, chart) {
            (Some(url), chart) => {
                self.refuse("url", &url, [("chart", place_of(&chart))])?;
                CrdOrigin::File { url, digest }
            }
            (None, Some(chart)) => {
                self.refuse("chart", &chart, [("digest", place_of(&digest))])?;
                if !charts.contains(&chart.value) {
                    let message = format!("there is no chart `{}` in `charts`", chart.value);
                    let finding = Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(chart.place));
                    self.sink.report(finding.suggest(&chart.value, charts.iter().map(EcoString::as_str)));
                    return None;
                }
                CrdOrigin::Chart(chart)
            }
            (None, None) => {
                let finding = Finding::new(Code::MISSING_FIELD, "`url` is not set", Spot::Key(place))
                    .help("name the `url` of a file, or a `chart` of this project");
                self.sink.report(finding);
                return None;
            }
        };
        Some(WantedCrds { name: name.clone(), place, from })
    }

    fn at<T, U>(&self, field: &Option<Sourced<T>>, convert: impl Fn(&T) -> U) -> Option<At<U>> {
        let field = field.as_ref()?;
        Some(At { value: convert(&field.value), place: self.place(field.origin)? })
    }

    fn digest(&self, field: &Option<Sourced<crate::model::Digest>>) -> Option<At<Sha256Digest>> {
        let digest = self.at(field, |digest| Sha256Digest::parse(&digest.0))?;
        Some(At { value: digest.value?, place: digest.place })
    }

    /// Reports fields that say nothing beside another.
    fn refuse<const N: usize>(
        &mut self,
        with: &str,
        decided: &At<EcoString>,
        fields: [(&str, Option<Place>); N],
    ) -> Option<()> {
        let mut is_clean = true;
        for (field, place) in fields {
            let Some(place) = place else { continue };
            is_clean = false;
            let finding = Finding::new(
                Code::CONTRADICTION,
                format!("`{field}` says nothing where `{with}` names the source"),
                Spot::Key(place),
            );
            let finding = finding.with(Spot::Key(decided.place), "it comes from here");
            self.sink.report(finding.help("take one of the two away"));
        }
        is_clean.then_some(())
    }

    fn expect_range(&mut self, range: Option<&At<EcoString>>) -> Option<()> {
        let Some(range) = range else { return Some(()) };
        if Constraint::new(&range.value).is_ok() {
            return Some(());
        }
        let message = format!("`{}` is not a range of versions", range.value);
        let finding = Finding::new(Code::INVALID_VALUE, message, Spot::Value(range.place));
        self.sink.report(finding.help("write it like `1.4.2`, `~1.4` or `>=1.2, <2`"));
        None
    }
}

fn place_of<T>(field: &Option<At<T>>) -> Option<Place> {
    field.as_ref().map(|field| field.place)
}

impl WantedChart {
    /// The folder of the project that its files lie in.
    pub fn folder(&self) -> EcoString {
        match &self.from {
            ChartOrigin::Folder { path } => path.value.clone(),
            _ => ecow::eco_format!("{}/{}", crate::inflate::CHARTS, self.name),
        }
    }

    /// What says where its files lie, where that is a folder of the project's own.
    pub fn path(&self) -> Option<Place> {
        match &self.from {
            ChartOrigin::Folder { path } => Some(path.place),
            ChartOrigin::Repository { .. } | ChartOrigin::Git { .. } => None,
        }
    }
}
