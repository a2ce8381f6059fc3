//! `helm template`: what its flags mean, and what it prints.
//!
//! Takes flags that somebody else has parsed, and ways to load the chart and to read files; gives the bytes for standard output,
//! the text for standard error and the exit status, and touches nothing.

mod name;
mod show;

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
    /// Bounds on all templates together; the usual ones if none are given.
    pub limits: Option<Limits>,
}

/// What a command prints, and with which status it ends.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TemplateOutput {
    /// Standard output.
    pub stdout: String,
    /// Standard error: warnings, and the error.
    pub stderr: String,
    /// 0, or 1 for an error.
    pub status: u8,
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
    let mut stderr = String::new();
    match print(flags, load_chart, read_file, chance, &mut stderr) {
        Ok(stdout) => TemplateOutput { stdout, stderr, status: 0 },
        Err(error) => {
            let _ = writeln!(stderr, "Error: {error}");
            TemplateOutput { stdout: String::new(), stderr, status: 1 }
        }
    }
}

fn print(
    flags: &TemplateFlags,
    load_chart: LoadChart<'_>,
    read_file: ReadFile<'_>,
    chance: Option<&mut (dyn Chance + Send)>,
    stderr: &mut String,
) -> Result<String, String> {
    let capabilities = capabilities(flags)?;
    let name = name::of(flags)?;
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
    renderer.check().map_err(|error| error.to_string())?;
    name::check(&release.name, flags.compat)?;
    let rendered = renderer.render(&release, &values, &options, chance).map_err(|error| worded(&error))?;
    for warning in &rendered.warnings {
        let _ = writeln!(stderr, "{warning}");
    }
    let text = manifests(flags, &rendered);
    if flags.show_only.is_empty() { Ok(text) } else { show::only(&flags.show_only, &text, flags.compat) }
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
    for document in &rendered.documents {
        match document.role {
            Role::Hook { .. } if flags.no_hooks => {}
            Role::Hook { is_test: true } if flags.skip_tests => {}
            Role::Hook { .. } => write_document(document, &mut hooks),
            Role::Resource | Role::CustomResourceDefinition => write_document(document, &mut installed),
        }
    }
    format!("{}\n{hooks}", installed.trim())
}

fn write_document(document: &Document, out: &mut String) {
    let _ = writeln!(out, "---\n# Source: {}\n{}", document.path, document.text);
}
