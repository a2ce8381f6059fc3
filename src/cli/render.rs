use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::arguments::{Deny, ReportFormat, ScopeArguments};
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::output_files::{RENDER_AND_COMMIT, describe, diagnose_foreign, diagnose_stale, outcome};
use super::status::ExitStatus;
use super::wording::counted;
use super::{progress, project, rendered, surroundings};
use crate::compile::{AppSummary, Compilation, Compiler, Request};
use crate::diagnostics::printable;
use crate::disk::{self, DiskError};
use crate::parse::is_among_sources;
use crate::world::FolderWorld;

/// Compile the project and write its output
#[derive(Args, Debug)]
#[command(after_help = "\
Nothing is written while there is an error. Files that platgen did not write are left alone.

Examples:
  platgen render
  platgen render --environment development --stack web
  platgen render --check       in CI: fails where the committed output is stale")]
pub(super) struct Arguments {
    #[command(flatten)]
    scope: ScopeArguments,
    /// The folder to write to [default: `out` in the project's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; list what a render would write or remove, and fail if there is anything
    #[arg(long)]
    check: bool,
    /// The form of findings: `short` is a line each; those for programs go to stdout
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
    /// Let warnings keep the output from being written
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,
}

impl Arguments {
    fn showing<'a>(&self, root: &'a Path) -> Showing<'a> {
        Showing { format: self.format, purpose: Purpose::Remark, deny: self.deny, folder: root }
    }
}

/// Compiles the project and writes or compares its output.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let start = Instant::now();
    let root = invocation.project()?;
    let out = Output::new(&root, arguments.out.as_deref());
    out.expect_apart_from_sources()?;
    let compilation = compile(invocation, arguments, &out)?;
    if compilation.report.has_errors() {
        findings::show(invocation, &compilation.report, &arguments.showing(&root))?;
        invocation.remark("the output was left as it is");
        return Ok(ExitStatus::Findings);
    }
    if arguments.check {
        compare(invocation, arguments, compilation, &out)
    } else {
        write(invocation, arguments, compilation, &out, start)
    }
}

fn compile(invocation: &Invocation, arguments: &Arguments, out: &Output<'_>) -> Result<Compilation, Failure> {
    let mut excluded = vec![project::OUTPUT.to_owned()];
    excluded.extend(out.below_project.then(|| out.name.clone()));
    let excluded: Vec<&str> = excluded.iter().map(String::as_str).collect();
    let world = FolderWorld::open(out.root, &excluded).map_err(Failure::of)?;
    let request = Request {
        scope: arguments.scope.scope(),
        forget_apps: true,
        store: surroundings::charts(),
        ..Request::default()
    };
    let mut compilation = progress::during(invocation, "rendering", || Compiler::new().compile(&world, &request));
    rendered::point_into_output(&mut compilation.report, &compilation.tree, &out.folder, &out.name);
    if let Err(failure) = project::expect_known(&request.scope, &[&compilation.project]) {
        findings::show(invocation, &compilation.report, &arguments.showing(out.root))?;
        return Err(failure);
    }
    Ok(compilation)
}

fn compare(
    invocation: &Invocation,
    arguments: &Arguments,
    compilation: Compilation,
    out: &Output<'_>,
) -> Result<ExitStatus, Failure> {
    let scope = arguments.scope.scope();
    let differences = disk::compare(&out.folder, &compilation.tree, &scope).map_err(Failure::of)?;
    let name = &out.name;
    let report = match arguments.format {
        ReportFormat::Human => compilation.report,
        _ => compilation.report.with(differences.iter().map(|stale| diagnose_stale(name, stale))),
    };
    findings::show(invocation, &report, &arguments.showing(out.root))?;
    if differences.is_empty() {
        invocation.remark(&format!("{name} is fresh: {}", extent(&compilation.apps)));
        return Ok(findings::status(&report, arguments.deny));
    }
    if arguments.format == ReportFormat::Human {
        for stale in &differences {
            invocation.talk(&printable(&format!("stale: {name}/{} ({})", stale.path, describe(stale.kind))));
        }
    }
    let count = counted(differences.len(), "file");
    invocation.talk(&printable(&format!("{count} of {name} stale: {RENDER_AND_COMMIT}")));
    Ok(ExitStatus::Findings)
}

fn write(
    invocation: &Invocation,
    arguments: &Arguments,
    compilation: Compilation,
    out: &Output<'_>,
    start: Instant,
) -> Result<ExitStatus, Failure> {
    let Compilation { tree, report, apps, .. } = compilation;
    if findings::blocks(&report, arguments.deny) {
        findings::show(invocation, &report, &arguments.showing(out.root))?;
        invocation.remark("the output was left as it is, because warnings are denied");
        return Ok(ExitStatus::Findings);
    }
    let result = progress::during(invocation, "writing", || disk::write(&out.folder, &tree, &arguments.scope.scope()));
    let report = match &result {
        Err(DiskError::ForeignFiles(foreign)) => {
            report.with(foreign.iter().map(|foreign| diagnose_foreign(&out.name, foreign)))
        }
        _ => report,
    };
    findings::show(invocation, &report, &arguments.showing(out.root))?;
    match result {
        Ok(written) => {
            let (extent, files, seconds) = (extent(&apps), outcome(&written), start.elapsed().as_secs_f64());
            invocation.remark(&format!("rendered {extent}: {files} ({seconds:.2} s)"));
            Ok(ExitStatus::Clean)
        }
        Err(DiskError::ForeignFiles(_)) => {
            invocation.remark("the output was left as it is");
            Ok(ExitStatus::Findings)
        }
        Err(error) => Err(Failure::of(error)),
    }
}

/// Says how much was compiled: `27 objects of 9 apps in 3 environments`.
fn extent(apps: &[AppSummary]) -> String {
    let mut environments: Vec<&str> = apps.iter().map(|app| app.environment.as_str()).collect();
    environments.sort_unstable();
    environments.dedup();
    let objects = apps.iter().map(|app| app.objects).sum();
    format!(
        "{} of {} in {}",
        counted(objects, "object"),
        counted(apps.len(), "app"),
        counted(environments.len(), "environment")
    )
}

/// The folder that is written to.
#[derive(PartialEq, Eq, Debug)]
struct Output<'a> {
    /// The project's folder.
    root: &'a Path,
    folder: PathBuf,
    /// How findings name it: from the project's folder with `/`, or as it was given.
    name: String,
    below_project: bool,
}

impl<'a> Output<'a> {
    fn new(root: &'a Path, given: Option<&Path>) -> Self {
        let folder = given.map_or_else(|| root.join(project::OUTPUT), Path::to_path_buf);
        match below(root, &folder) {
            Some(name) => Self { root, folder, name, below_project: true },
            None => Self { root, name: folder.display().to_string(), folder, below_project: false },
        }
    }

    /// Refuses a folder whose files the next compile would read as sources, or whose sources this one would not.
    fn expect_apart_from_sources(&self) -> Result<(), Failure> {
        if self.below_project && is_among_sources(&self.name) {
            return Err(Failure::new(format!("the output folder `{}` lies among the project's sources", self.name))
                .help("name another one, such as `--out build`"));
        }
        Ok(())
    }
}

/// The path of `folder` below the project's with `/`; `None` where it lies elsewhere.
fn below(root: &Path, folder: &Path) -> Option<String> {
    let real = |path: &Path| std::path::absolute(path).ok().map(|path| without_dots(&path));
    let below = real(folder)?.strip_prefix(real(root)?).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    (!below.is_empty()).then_some(below)
}

/// An absolute path without `.` and `..`, by its words alone.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn an_output_folder_is_named_from_the_project() {
        let name = |given: Option<&str>| {
            let output = Output::new(Path::new("/p"), given.map(Path::new));
            (output.name, output.below_project)
        };
        assert_eq!(name(None), ("out".to_owned(), true));
        assert_eq!(name(Some("/p/build/out")), ("build/out".to_owned(), true));
        assert_eq!(name(Some("/elsewhere")), ("/elsewhere".to_owned(), false));
        assert_eq!(name(Some("/p")), ("/p".to_owned(), false));
        assert_eq!(name(Some("/p/stacks/../build")), ("build".to_owned(), true));
    }

    #[test]
    fn an_output_folder_among_the_sources_is_refused() {
        let refused =
            |given: &str| Output::new(Path::new("/p"), Some(Path::new(given))).expect_apart_from_sources().err();
        for given in ["/p/stacks", "/p/environments/production", "/p/out/../teams/x"] {
            let failure = refused(given).expect("it lies among the sources");
            assert!(failure.to_string().contains("lies among the project's sources"), "{failure}");
        }
        for given in ["/p/out", "/p/stacks-out", "/p/stacks/../out", "/stacks"] {
            assert!(refused(given).is_none(), "{given}");
        }
    }

    #[test]
    fn counts_objects_apps_and_environments() {
        let app = |environment: &str, objects| AppSummary {
            environment: environment.into(),
            cluster: "c".into(),
            app: "a".into(),
            stack: None,
            team: "t".into(),
            objects,
            files: objects,
            links: Arc::default(),
        };
        assert_eq!(extent(&[app("a", 3), app("b", 4), app("a", 1)]), "8 objects of 3 apps in 2 environments");
    }
}
