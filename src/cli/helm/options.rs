//! From flags to what the chart engine takes.

use platgen_helm::{Compat, TemplateFlags, ValueSources, ValuesFile};

use super::command_line::{CommandLine, truth};
use super::flags::DRY_RUN_SERVER;
use super::named_files;

/// What is to be rendered, and how.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) chart: String,
    pub(super) flags: TemplateFlags,
    /// What Helm says of flags on standard error.
    pub(super) remarks: Vec<String>,
}

impl Options {
    /// Takes the flags together, and reads the values files.
    ///
    /// # Errors
    /// Fails in Helm's words.
    pub(super) fn of(line: &CommandLine) -> Result<Self, String> {
        let (name, chart) = match line.operands.as_slice() {
            [] => {
                let usage = "Usage:  helm template [NAME] [CHART] [flags]";
                return Err(format!("\"helm template\" requires at least 1 argument\n\n{usage}"));
            }
            [chart] => (None, chart.clone()),
            [name, chart] => (Some(name.clone()), chart.clone()),
            [_, _, more @ ..] => {
                return Err(format!("expected at most two arguments, unexpected arguments: {}", more.join(", ")));
            }
        };
        let flags = TemplateFlags {
            compat: compat(line)?,
            name,
            name_template: text(line, "name-template"),
            generate_name: line.is_on("generate-name"),
            namespace: text(line, "namespace"),
            values: values(line)?,
            kube_version: text(line, "kube-version"),
            api_versions: line.texts("api-versions"),
            include_crds: line.is_on("include-crds"),
            no_hooks: line.is_on("no-hooks"),
            show_only: line.texts("show-only"),
            skip_tests: line.is_on("skip-tests"),
            skip_schema_validation: line.is_on("skip-schema-validation"),
            is_upgrade: line.is_on("is-upgrade"),
            output_dir: text(line, "output-dir"),
            release_name_in_path: line.is_on("release-name"),
            debug: line.is_on("debug"),
            limits: None,
        };
        Ok(Self { chart, flags, remarks: dry_run(line)?.into_iter().collect() })
    }
}

/// Gives a text; an empty one counts as none.
fn text(line: &CommandLine, name: &str) -> Option<String> {
    line.text(name).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn compat(line: &CommandLine) -> Result<Compat, String> {
    let Some(level) = line.text("compat") else { return Ok(Compat::default()) };
    let known = || Compat::ALL.map(Compat::name).join(", ");
    level.parse().map_err(|_| format!("invalid argument {level:?} for \"--compat\" flag: it is one of {}", known()))
}

fn values(line: &CommandLine) -> Result<ValueSources, String> {
    let read = |name: String| named_files::read(&name).map(|bytes| ValuesFile { name, bytes });
    Ok(ValueSources {
        files: line.texts("values").into_iter().map(read).collect::<Result<_, _>>()?,
        set_json: line.texts("set-json"),
        set: line.texts("set"),
        set_string: line.texts("set-string"),
        set_file: line.texts("set-file"),
        set_literal: line.texts("set-literal"),
        ..ValueSources::default()
    })
}

/// Judges `--dry-run`, and gives what Helm says of it.
fn dry_run(line: &CommandLine) -> Result<Option<String>, String> {
    let warning = |text: String| Ok(Some(format!("level=WARN msg=\"{text}\"")));
    match line.text("dry-run") {
        None | Some("client") => Ok(None),
        Some("server") => Err(format!("--dry-run=server is not offered: {DRY_RUN_SERVER}")),
        Some("unset") => warning("--dry-run is deprecated and should be replaced with '--dry-run=client'".to_owned()),
        Some(value) => match truth(value) {
            Some(true) => warning(format!(
                "boolean '--dry-run={value}' flag is deprecated and must be replaced with '--dry-run=client'"
            )),
            None if value != "none" => {
                Err(format!("invalid dry-run value ({value:?}). Must be \"none\", \"server\", or \"client\""))
            }
            _ => Err(format!("invalid dry-run value ({value:?}). Must be \"server\" or \"client\"")),
        },
    }
}
