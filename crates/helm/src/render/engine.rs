//! Executes the templates of a chart and of all charts below it, in Helm's order.

use super::functions::{Host, functions};
use super::instance::Instance;
use super::objects::{self, Files};
use super::{Release, RenderError, RenderOptions, Step, error, written};
use crate::Compat;
use crate::chart::Chart;
use crate::values::coalesce::put;
use platgen_gotmpl::context::{Chance, Records};
use platgen_gotmpl::value::Knots;
use platgen_gotmpl::{Context, Functions, Map, Program, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is noted down while templates execute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Recording {
    /// The values that templates read.
    pub reads: bool,
    /// Which line of which template wrote which part of a file.
    pub ranges: bool,
}

/// What was noted down for one file.
#[derive(Clone, Debug)]
pub struct FileRecords {
    /// The template's path.
    pub path: String,
    /// The records. Ranges are of the file's text before it is cut into documents; [`Rendered::sources`](super::Rendered::sources)
    /// finds those of a document.
    pub records: Records,
}

/// What the executed templates gave.
pub(super) struct Output {
    /// Texts by path.
    pub(super) files: BTreeMap<String, String>,
    pub(super) records: Vec<FileRecords>,
}

/// One rendering.
pub(super) struct Run<'r> {
    pub(super) root: &'r Instance<'r>,
    pub(super) values: &'r Map,
    pub(super) release: &'r Release,
    pub(super) options: &'r RenderOptions,
    /// What frees maps that templates have put into themselves, which outlives all values.
    pub(super) knots: &'r Knots,
}

/// Templates that were parsed, by what they are made of.
pub(super) struct Engine {
    compat: Compat,
    functions: Functions,
    programs: Mutex<BTreeMap<Vec<Part>, Arc<Program>>>,
}

/// A template of a program: the path that it is parsed under, and its chart and place there, by the chart's address, which stays
/// as long as the renderer that owns both.
type Part = (String, usize, usize);

/// A template to parse, and to execute unless it is a partial.
struct Template<'r> {
    path: String,
    base_path: String,
    chart: &'r Chart,
    index: usize,
    /// What the templates of its chart see; one map for them all.
    scope: Map,
}

/// Programs that are kept; what values enable differs between few renderings only.
const MOST_PROGRAMS: usize = 64;

impl Engine {
    pub(super) fn new(compat: Compat) -> Self {
        Self { compat, functions: functions(compat), programs: Mutex::default() }
    }

    /// Parses and executes everything.
    pub(super) fn render(
        &self,
        run: &Run<'_>,
        chance: Option<&mut (dyn Chance + Send)>,
    ) -> Result<Output, RenderError> {
        let mut templates = Vec::new();
        let shared = [
            ("Release", release(run.release)),
            ("Capabilities", objects::capabilities(&run.release.capabilities, self.compat)),
        ];
        let values = run.values.converted(objects::values_type(self.compat));
        self.scope(run.root, values, true, &shared, &mut templates);
        let templates = sorted(templates);
        let program = self.program(&templates)?;
        let mut host = Host::default();
        let mut context =
            Context::new(&program).with_limits(run.options.limits).with_knots(run.knots).with_host(&mut host);
        if let Some(chance) = chance {
            context = context.with_chance(chance);
        }
        if run.options.recording.reads {
            let root = Value::Map(run.values.clone());
            context.record_reads(&root).map_err(|fault| RenderError::late(Step::Execute, fault.to_string()))?;
        }
        if run.options.recording.ranges {
            context.record_ranges();
        }
        let mut output = Output { files: BTreeMap::new(), records: Vec::new() };
        for template in &templates {
            if template.path.rsplit('/').next().is_some_and(|name| name.starts_with('_')) {
                continue;
            }
            let about = [
                ("Name", Value::string(template.path.as_str())),
                ("BasePath", Value::string(template.base_path.as_str())),
            ];
            let about: Map = about.into_iter().collect();
            put(&template.scope, "Template", Value::Map(about.converted(objects::values_type(self.compat))));
            let dot = Value::Map(template.scope.converted(objects::values_type(self.compat)));
            let text = context.render(&template.path, dot).map_err(|fault| {
                RenderError::of_template(Step::Execute, error::executing(&fault, self.compat), &fault)
            })?;
            let mut records = context.take_records();
            let text = written::finish(&text, &mut records.ranges);
            output.records.push(FileRecords { path: template.path.clone(), records });
            output.files.insert(template.path.clone(), text);
        }
        Ok(output)
    }

    /// Makes what the templates of a chart see, and lists them and those of the charts below.
    fn scope<'r>(
        &self,
        instance: &Instance<'r>,
        values: Map,
        is_root: bool,
        shared: &[(&'static str, Value)],
        templates: &mut Vec<Template<'r>>,
    ) -> Map {
        let subcharts = Map::new();
        let scope = Map::new();
        put(&scope, "Chart", objects::chart(instance, is_root, self.compat));
        put(&scope, "Files", Value::object(Files::new(objects::file_map(&instance.chart.files))));
        put(&scope, "Values", Value::Map(values.clone()));
        put(&scope, "Subcharts", Value::Map(subcharts.clone()));
        for (name, value) in shared {
            put(&scope, *name, value.clone());
        }
        for dependency in &instance.dependencies {
            let name = dependency.name.as_str();
            let inner = match values.get(name.as_bytes()) {
                Some(Value::Map(inner)) => inner,
                _ => Map::new(),
            };
            let inner = inner.converted(objects::values_type(self.compat));
            let inner = self.scope(dependency, inner, false, shared, templates);
            put(&subcharts, name, Value::Map(inner));
        }
        let path = instance.path();
        let base_path = format!("{path}/templates");
        for (index, file) in instance.chart.templates.iter().enumerate() {
            let is_partial = file.path.rsplit('/').next().is_some_and(|name| name.starts_with('_'));
            if is_partial || !instance.is_library() {
                let (path, base_path) = (format!("{path}/{}", file.path), base_path.clone());
                templates.push(Template { path, base_path, chart: instance.chart, index, scope: scope.clone() });
            }
        }
        scope
    }

    /// Parses the templates, or finds them parsed.
    fn program(&self, templates: &[Template<'_>]) -> Result<Arc<Program>, RenderError> {
        let address = |chart: &Chart| std::ptr::from_ref(chart) as usize;
        let key: Vec<Part> =
            templates.iter().map(|template| (template.path.clone(), address(template.chart), template.index)).collect();
        if let Some(program) = self.programs.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(program.clone());
        }
        let mut program = Program::new("gotpl", self.functions.clone());
        if !self.compat.ranges_over_integers() {
            program = program.without_integer_ranges();
        }
        for template in templates {
            let text = &template.chart.templates[template.index].bytes;
            program.add(&template.path, text).map_err(|fault| {
                RenderError::of_template(Step::Parse, error::parsing(&template.path, &fault), &fault)
            })?;
        }
        let program = Arc::new(program);
        let mut programs = self.programs.lock().unwrap_or_else(PoisonError::into_inner);
        if programs.len() < MOST_PROGRAMS {
            programs.insert(key, program.clone());
        }
        Ok(program)
    }
}

/// Sorts as Helm parses and executes: the deepest path first, and of one depth the last by name. Of two templates with one path
/// the later counts.
fn sorted(templates: Vec<Template<'_>>) -> Vec<Template<'_>> {
    let by_path: BTreeMap<(usize, String), Template<'_>> = templates
        .into_iter()
        .map(|template| ((template.path.matches('/').count(), template.path.clone()), template))
        .collect();
    by_path.into_values().rev().collect()
}

fn release(release: &Release) -> Value {
    let fields = [
        ("Name", Value::string(release.name.as_str())),
        ("Namespace", Value::string(release.namespace.as_str())),
        ("IsUpgrade", Value::Bool(release.is_upgrade)),
        ("IsInstall", Value::Bool(!release.is_upgrade)),
        ("Revision", Value::Int(1)),
        ("Service", Value::string("Helm")),
    ];
    Value::Map(fields.into_iter().collect())
}
