//! `helm template`: what its flags mean, and what it prints.
//!
//! Takes flags that somebody else has parsed, and ways to load the chart and to read files; gives the bytes for standard output,
//! the text for standard error and the exit status, and touches nothing.

mod files;
mod name;
mod show;

pub use files::OutputFile;

use crate::chart::{Chart, ChartError};
use crate::manifest::{Document, Role};
use crate::render::{RenderError, RenderOptions, Rendered};
use crate::values::{ReadFile, ValueSources};
use crate::{Capabilities, Compat, KubeVersion, Release, Renderer};
use platgen_gotmpl::Limits;
use platgen_gotmpl::context::Chance;
use std::fmt::Write as _;

/// The flags of `helm template` that decide what it prints.
#[derive(Clone, Debug, Default)]
pub struct TemplateFlags {
    /// The release to imitate.
    pub compat: Compat,
    /// The name given before the chart; `release-name` where there is none.
    pub name: Option<String>,
    /// `--name-template`.
    pub name_template: Option<String>,
    /// `--generate-name`, which makes no other name here and takes none beside it.
    pub generate_name: bool,
    /// `--namespace`; `default` where there is none.
    pub namespace: Option<String>,
    /// `-f`, `--set` and the like.
    pub values: ValueSources,
    /// `--kube-version`.
    pub kube_version: Option<String>,
    /// `--api-versions`.
    pub api_versions: Vec<String>,
    /// `--include-crds`.
    pub include_crds: bool,
    /// `--no-hooks`.
    pub no_hooks: bool,
    /// `--show-only`.
    pub show_only: Vec<String>,
    /// `--skip-tests`.
    pub skip_tests: bool,
    /// `--skip-schema-validation`.
    pub skip_schema_validation: bool,
    /// `--is-upgrade`.
    pub is_upgrade: bool,
    /// `--output-dir`: documents go to files below this folder.
    pub output_dir: Option<String>,
    /// `--release-name`: those files lie in a folder of the release's name.
    pub release_name_in_path: bool,
    /// `--debug`, as far as it decides what is printed when a document is no object: all of them, as they are.
    pub debug: bool,
    /// Bounds on all templates together; the usual ones if none are given.
    pub limits: Option<Limits>,
}

/// What a command prints and writes, and with which status it ends.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TemplateOutput {
    /// Standard output.
    pub stdout: String,
    /// Standard error: warnings, and the error.
    pub stderr: String,
    /// 0, or 1 for an error.
    pub status: u8,
    /// What to write below the folder of `--output-dir`.
    pub files: Vec<OutputFile>,
}

/// Loads the chart that the command names.
pub type LoadChart<'l> = &'l dyn Fn() -> Result<Chart, ChartError>;

/// Does what `helm template` does.
pub fn template(
    flags: &TemplateFlags,
    load_chart: LoadChart<'_>,
    read_file: ReadFile<'_>,
    chance: Option<&mut (dyn Chance + Send)>,
) -> TemplateOutput {
    let mut output = TemplateOutput::default();
    if let Err(error) = run(flags, load_chart, read_file, chance, &mut output) {
        output.status = 1;
        let _ = writeln!(output.stderr, "Error: {error}");
    }
    output
}

fn run(
    flags: &TemplateFlags,
    load_chart: LoadChart<'_>,
    read_file: ReadFile<'_>,
    mut chance: Option<&mut (dyn Chance + Send)>,
    output: &mut TemplateOutput,
) -> Result<(), String> {
    let capabilities = capabilities(flags)?;
    let name = name::of(flags, chance.as_mut().map(|chance| &mut **chance as _))?;
    let values = flags.values.merge(flags.compat, read_file)?;
    let chart = load_chart().map_err(|error| error.to_string())?;
    let release = Release {
        name,
        namespace: flags.namespace.clone().unwrap_or_else(|| "default".to_owned()),
        is_upgrade: flags.is_upgrade,
        capabilities,
    };
    let options = RenderOptions {
        validates_schema: !flags.skip_schema_validation,
        includes_crds: flags.include_crds,
        limits: flags.limits.unwrap_or(RenderOptions::default().limits),
        ..RenderOptions::default()
    };
    let renderer = Renderer::new(chart, flags.compat);
    renderer.check_type().map_err(|error| error.to_string())?;
    if renderer.chart().metadata().deprecated {
        let _ = writeln!(output.stderr, "{}", flags.compat.deprecation());
    }
    renderer.check_dependencies().map_err(|error| error.to_string())?;
    name::check(&release.name, flags.compat, &mut output.stderr)?;
    let rendered = match renderer.render(&release, &values, &options, chance) {
        Ok(rendered) => rendered,
        Err(error) if flags.debug && error.has_release => {
            output.stdout = format!("{}\n", error.manifest.trim());
            return Err(error.to_string());
        }
        Err(error) => return Err(worded(&error)),
    };
    for warning in &rendered.warnings {
        let _ = writeln!(output.stderr, "{warning}");
    }
    let text = match &flags.output_dir {
        Some(folder) => {
            files::write(folder, flags, &release, &rendered, output);
            "\n".to_owned()
        }
        None => manifests(flags, &rendered),
    };
    output.stdout += &match flags.show_only.as_slice() {
        [] => text,
        patterns => show::only(patterns, &text, flags.compat)?,
    };
    Ok(())
}

fn worded(error: &RenderError) -> String {
    match error.has_release {
        true => format!("{error}\n\nUse --debug flag to render out invalid YAML"),
        false => error.to_string(),
    }
}

fn capabilities(flags: &TemplateFlags) -> Result<Capabilities, String> {
    let mut capabilities = Capabilities::built_in(flags.compat);
    if let Some(version) = flags.kube_version.as_deref().filter(|version| !version.is_empty()) {
        capabilities.kube_version = KubeVersion::parse(version, flags.compat)
            .map_err(|error| format!("invalid kube version '{version}': {error}"))?;
    }
    capabilities.api_versions.extend(flags.api_versions.iter().cloned());
    Ok(capabilities)
}

/// Writes all documents: what is installed, trimmed as a whole, then hooks.
fn manifests(flags: &TemplateFlags, rendered: &Rendered) -> String {
    let mut installed = String::new();
    let mut hooks = String::new();
    for document in shown(flags, rendered) {
        match document.role {
            Role::Hook { .. } => write_document(document, &mut hooks),
            Role::Resource | Role::CustomResourceDefinition => write_document(document, &mut installed),
        }
    }
    format!("{}\n{hooks}", installed.trim())
}

/// Walks the documents that the flags do not leave out.
fn shown<'r>(flags: &TemplateFlags, rendered: &'r Rendered) -> impl Iterator<Item = &'r Document> {
    let (no_hooks, skip_tests) = (flags.no_hooks, flags.skip_tests);
    rendered.documents.iter().filter(move |document| match document.role {
        Role::Hook { is_test } => !(no_hooks || is_test && skip_tests),
        Role::Resource | Role::CustomResourceDefinition => true,
    })
}

fn write_document(document: &Document, out: &mut String) {
    let _ = writeln!(out, "---\n# Source: {}\n{}", document.path, document.text);
}
