//! From a chart and values to documents.
//!
//! Takes a loaded chart, a release and the user's values; gives the documents in Helm's order, the notes, warnings and, where
//! asked for, records of what templates read and which line wrote what. The law: what `helm template` prints, and nothing that
//! depends on the machine, the time or the order of threads.

mod dependencies;
mod engine;
mod error;
mod functions;
pub(crate) mod instance;
mod objects;
mod sources;
mod written;

pub use engine::{FileRecords, Recording};
pub use sources::{Enclosing, Piece, Sources};

use crate::chart::{Chart, ChartType};
use crate::manifest::{self, Cut, Document, Heads, Role, Sorted};
use crate::source::ChartFile;
use crate::values::coalesce::{Coalescer, Nulls};
use crate::values::{Fields, schema};
use crate::{Capabilities, Compat};
use engine::Engine;
use instance::Instance;
use platgen_gotmpl::context::{Chance, on_own_stack};
use platgen_gotmpl::value::Knots;
use platgen_gotmpl::{Fault, Limits};
use std::fmt;

/// Who installs a chart, and into what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// The release's name.
    pub name: String,
    /// The namespace.
    pub namespace: String,
    /// Whether `.Release.IsUpgrade` is set in place of `.Release.IsInstall`.
    pub is_upgrade: bool,
    /// What the cluster can do.
    pub capabilities: Capabilities,
}

/// How to render, beside what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RenderOptions {
    /// Whether values.schema.json is looked at.
    pub validates_schema: bool,
    /// Whether the files of `crds/` come first.
    pub includes_crds: bool,
    /// What is noted down.
    pub recording: Recording,
    /// Bounds on all templates together.
    pub limits: Limits,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            validates_schema: true,
            includes_crds: false,
            recording: Recording::default(),
            limits: Limits { stack: STACK, ..Limits::default() },
        }
    }
}

/// What a thousand templates inside each other take of the stack, which is as many as Helm allows.
const STACK: usize = 32 << 20;

/// What values and documents take of the stack beside templates.
const SPARE_STACK: usize = 16 << 20;

/// What a chart rendered to.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// All documents: definitions of `crds/`, the release's own, then hooks.
    pub documents: Vec<Document>,
    /// The text of the chart's NOTES.txt, if it has one.
    pub notes: Option<String>,
    /// What Helm warns of on standard error.
    pub warnings: Vec<String>,
    /// What was noted down, a file each; calls whose answers differ between runs always are.
    pub records: Vec<FileRecords>,
}

/// At which step a rendering failed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// The chart cannot be installed: a library, missing dependencies, the wrong version of Kubernetes.
    Chart,
    /// Values do not fit together.
    Values,
    /// Values do not fit a schema.
    Schema,
    /// A template does not parse.
    Parse,
    /// A template fails.
    Execute,
    /// A document is no object.
    Manifest,
}

/// Why a rendering failed, in Helm's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenderError {
    /// The step.
    pub step: Step,
    /// The sentence.
    pub message: String,
    /// Whether Helm had begun a release, to which `--debug` would show more.
    pub has_release: bool,
    /// What templates wrote, a part for each file, where that is not made of objects; else empty.
    pub manifest: String,
    /// What the sentence is made of.
    pub detail: Box<Detail>,
}

/// What a rendering failed of, in parts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Detail {
    /// What is wrong, without where.
    pub reason: String,
    /// The places in templates that the fault went through, the outermost first; none where no template is at fault.
    pub places: Vec<TemplatePlace>,
    /// The values that do not fit a schema, where that is why.
    pub breaches: Vec<Breach>,
}

/// A place in a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplatePlace {
    /// The template's path, such as `web/templates/service.yaml`.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The byte in the line, counted from 0; none for faults of parsing.
    pub column: Option<u32>,
}

/// A value that does not fit values.schema.json.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// The keys that lead to the value from the release's own values; items of lists have their index.
    pub path: Vec<String>,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RenderError {}

impl RenderError {
    /// Makes the error of a chart that cannot even be loaded, with a sentence.
    pub fn of_chart(message: impl Into<String>) -> Self {
        Self::early(Step::Chart, message)
    }

    fn early(step: Step, message: impl Into<String>) -> Self {
        let message = message.into();
        let detail = Box::new(Detail { reason: message.clone(), ..Detail::default() });
        Self { step, message, has_release: false, manifest: String::new(), detail }
    }

    fn late(step: Step, message: impl Into<String>) -> Self {
        Self { has_release: true, ..Self::early(step, message) }
    }

    fn of_template(step: Step, message: String, fault: &Fault) -> Self {
        let (reason, places) = (error::reason(fault), error::places(fault));
        let detail = Box::new(Detail { reason, places, breaches: Vec::new() });
        Self { detail, ..Self::late(step, message) }
    }

    fn of_schema(message: String, breaches: Vec<Breach>) -> Self {
        let mut error = Self::early(Step::Schema, message);
        error.detail.breaches = breaches;
        error
    }

    fn of_manifest(path: String, error: &str, manifest: String) -> Self {
        let reason = error.trim_start_matches("error converting YAML to JSON: ").to_owned();
        let message = format!("YAML parse error on {path}: {error}");
        let places = vec![TemplatePlace { file: path, line: 1, column: None }];
        let detail = Box::new(Detail { reason, places, breaches: Vec::new() });
        Self { manifest, detail, ..Self::late(Step::Manifest, message) }
    }
}

/// A chart that is rendered many times: its templates are parsed once, and any number of threads may render it at once.
pub struct Renderer {
    chart: Chart,
    compat: Compat,
    engine: Engine,
    heads: Heads,
}

impl Renderer {
    /// Takes a loaded chart.
    #[must_use]
    pub fn new(chart: Chart, compat: Compat) -> Self {
        Self { chart, compat, engine: Engine::new(compat), heads: Heads::default() }
    }

    /// Gives the chart.
    #[must_use]
    pub const fn chart(&self) -> &Chart {
        &self.chart
    }

    /// Renders the chart for a release with the user's values.
    ///
    /// Functions whose answer differs between runs fail unless a source of chance is lent. Templates execute on a thread with a
    /// stack of its own, so that the caller's may be small.
    ///
    /// # Errors
    ///
    /// Where `helm template` fails, in its words.
    pub fn render(
        &self,
        release: &Release,
        values: &Fields,
        options: &RenderOptions,
        chance: Option<&mut (dyn Chance + Send)>,
    ) -> Result<Rendered, RenderError> {
        let stack = options.limits.stack.saturating_add(SPARE_STACK);
        on_own_stack(stack, || self.render_here(release, values, options, chance))
            .unwrap_or_else(|error| Err(RenderError::early(Step::Execute, format!("no thread to render on: {error}"))))
    }

    fn render_here(
        &self,
        release: &Release,
        values: &Fields,
        options: &RenderOptions,
        chance: Option<&mut (dyn Chance + Send)>,
    ) -> Result<Rendered, RenderError> {
        self.check()?;
        // Made first, so that it is dropped when no values are left.
        let knots = Knots::default();
        let mut rendered = Rendered::default();
        let mut coalescer = Coalescer { compat: self.compat, warnings: &mut rendered.warnings };
        let mut root = Instance::new(&self.chart);
        let given = instance::map(values);
        dependencies::shape(&mut root, &given, &mut coalescer).map_err(|error| self.shaping_error(error))?;
        let coalesced = coalescer
            .coalesced(&root, &given, Nulls::Delete)
            .map_err(|error| RenderError::early(Step::Values, error))?;
        if options.validates_schema {
            schema::check(&root, &coalesced, self.compat)
                .map_err(|(error, breaches)| RenderError::of_schema(error, breaches))?;
        }
        self.check_kube_version(release)?;
        let run = engine::Run { root: &root, values: &coalesced, release, options, knots: &knots };
        let mut out = self.engine.render(&run, chance)?;
        let notes = format!("{}/templates/NOTES.txt", root.name);
        rendered.notes = out.files.get(&notes).cloned();
        out.files.retain(|path, _| !path.ends_with("NOTES.txt"));
        rendered.records = out.records;
        let Sorted { resources, hooks } = manifest::sort(&out.files, &self.heads, self.compat)
            .map_err(|(path, error)| RenderError::of_manifest(path, &error, manifest::unsorted(&out.files)))?;
        if options.includes_crds {
            collect_crds(&root, &mut rendered.documents);
        }
        rendered.documents.extend(resources);
        rendered.documents.extend(hooks);
        Ok(rendered)
    }

    /// Gives the definitions of custom resources in `crds/` of the chart and of the charts below that values enable.
    ///
    /// # Errors
    ///
    /// Where `helm template` fails before it looks at templates, in its words.
    pub fn definitions(&self, values: &Fields) -> Result<Vec<Document>, RenderError> {
        self.check()?;
        let mut warnings = Vec::new();
        let mut coalescer = Coalescer { compat: self.compat, warnings: &mut warnings };
        let mut root = Instance::new(&self.chart);
        dependencies::shape(&mut root, &instance::map(values), &mut coalescer)
            .map_err(|error| self.shaping_error(error))?;
        let mut documents = Vec::new();
        collect_crds(&root, &mut documents);
        Ok(documents)
    }

    /// Checks what does not depend on values.
    fn check(&self) -> Result<(), RenderError> {
        self.check_type()?;
        self.check_dependencies()
    }

    /// Checks that the chart is one to install.
    pub(crate) fn check_type(&self) -> Result<(), RenderError> {
        match self.chart.metadata.chart_type() {
            ChartType::Library => Err(RenderError::early(Step::Chart, "library charts are not installable")),
            ChartType::Application => Ok(()),
        }
    }

    /// Checks that all charts are there that the chart says it depends on.
    pub(crate) fn check_dependencies(&self) -> Result<(), RenderError> {
        let missing = self.chart.missing_dependencies();
        if missing.is_empty() {
            return Ok(());
        }
        let message = format!("{}{}", self.compat.missing_dependencies(), missing.join(", "));
        Err(RenderError::early(Step::Chart, message))
    }

    fn shaping_error(&self, error: String) -> RenderError {
        let message = match self.compat {
            Compat::V3_17 => error,
            _ => format!("chart dependencies processing failed: {error}"),
        };
        RenderError::early(Step::Values, message)
    }

    fn check_kube_version(&self, release: &Release) -> Result<(), RenderError> {
        let wanted = &self.chart.metadata.kube_version;
        let version = &release.capabilities.kube_version;
        if wanted.is_empty() || dependencies::is_in_range(wanted, &version.bare) {
            return Ok(());
        }
        let found = &version.version;
        let message = format!("chart requires kubeVersion: {wanted} which is incompatible with Kubernetes {found}");
        Err(RenderError::late(Step::Chart, message))
    }
}

/// Collects the files of `crds/` of a chart, then of its dependencies.
fn collect_crds(instance: &Instance<'_>, documents: &mut Vec<Document>) {
    let path = instance.path();
    let is_definition = |file: &&ChartFile| {
        let extension = file.path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        file.path.starts_with("crds/") && matches!(extension.as_str(), "yaml" | "yml" | "json")
    };
    documents.extend(instance.chart.files.iter().filter(is_definition).map(|file| Document {
        path: format!("{path}/{}", file.path),
        text: String::from_utf8_lossy(&file.bytes).into_owned(),
        kind: String::new(),
        api_version: String::new(),
        role: Role::CustomResourceDefinition,
        cut: Cut::default(),
    }));
    for dependency in &instance.dependencies {
        collect_crds(dependency, documents);
    }
}
