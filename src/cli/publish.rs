use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use ecow::EcoString;
use serde_json::{Value, json};

use super::arguments::{DataFormat, Deny, ReportFormat, ScopeArguments};
use super::failure::Failure;
use super::findings::{self, Purpose, Showing};
use super::invocation::Invocation;
use super::output_files::diagnose_in_the_way;
use super::status::ExitStatus;
use super::{progress, project, surroundings};
use crate::compile::{BASELINE, Compilation, Compiler, Request as Compile};
use crate::diagnostics::{Report, printable};
use crate::lock::LOCK_FILE;
use crate::program::masked;
use crate::publish::{Changes, Fault, Outcome, Request, Source, SourceError, Step, Target, publish, targets};
use crate::world::{GitWorld, project_prefix};

/// Commit the output to the deploy repository
#[derive(Args, Debug)]
#[command(after_help = "\
What is published is a commit: its files are compiled, whatever the working tree holds. `deploy` in
platgen.yaml says where to. Nothing is published while there is an error. Only files that platgen
wrote are changed or removed, and a branch that others move meanwhile is built upon, never merged.

Examples:
  platgen publish --dry-run
  platgen publish --environment production
  platgen publish --repo https://git.example.com/acme/deploy.git --format json")]
pub(super) struct Arguments {
    #[command(flatten)]
    scope: ScopeArguments,
    /// The deploy repository [default: `deploy.repo` of platgen.yaml]
    #[arg(long, value_name = "URL")]
    repo: Option<String>,
    /// The commit to publish [default: HEAD, and an error where files of the project are not committed]
    #[arg(long, value_name = "REVISION")]
    revision: Option<String>,
    /// Push nothing; say what would change
    #[arg(long)]
    dry_run: bool,
    /// Let warnings keep the output from being published
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,
    /// The form of what was done
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
}

/// Compiles a commit of the project and publishes what it makes.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let start = Instant::now();
    let root = invocation.project()?;
    let source = find_source(&root, arguments.revision.as_deref()).map_err(explain)?;
    let compilation = compile(invocation, arguments, &root, &source)?;
    let showing =
        Showing { format: ReportFormat::Human, purpose: Purpose::Remark, deny: arguments.deny, folder: &root };
    findings::show(invocation, &compilation.report, &showing)?;
    if findings::blocks(&compilation.report, arguments.deny) {
        if arguments.format == DataFormat::Json {
            invocation.print(&to_json(&source, &compilation.report, &[]))?;
        }
        invocation.remark("nothing was published");
        return Ok(ExitStatus::Findings);
    }
    let repo = arguments.repo.as_deref().map(absolute);
    let targets = targets(&compilation.deploys, repo.as_deref()).map_err(|environment| nowhere(&environment))?;
    let environments: Vec<EcoString> =
        compilation.project.environments.iter().map(|known| known.name.clone()).collect();
    let request = Request {
        tree: &compilation.tree,
        scope: &arguments.scope.scope(),
        source: &source,
        targets: &targets,
        environments: &environments,
        is_trial: arguments.dry_run,
    };
    let around = surroundings::of_publishing(root.clone());
    let outcomes = progress::during(invocation, "publishing", || publish(request, &around));
    match arguments.format {
        DataFormat::Json => invocation.print(&to_json(&source, &compilation.report, &outcomes))?,
        DataFormat::Human => invocation.print_foreign(&to_text(&outcomes))?,
    }
    outcomes.iter().for_each(|outcome| tell(invocation, outcome));
    invocation.remark(&format!(
        "{} at {} ({:.2} s)",
        summary(&outcomes),
        source.short(),
        start.elapsed().as_secs_f64()
    ));
    Ok(status(&outcomes))
}

/// A folder by its whole path, since git works elsewhere; URLs stay.
fn absolute(repo: &str) -> String {
    let whole = Path::new(repo).is_dir().then(|| std::fs::canonicalize(repo).ok()).flatten();
    whole.and_then(|path| path.to_str().map(str::to_owned)).unwrap_or_else(|| repo.to_owned())
}

/// The commit to publish: the one that was named, else the last one, which must be all that there is.
fn find_source(root: &Path, revision: Option<&str>) -> Result<Source, SourceError> {
    let source = Source::read(root, revision.unwrap_or("HEAD"))?;
    if revision.is_none() {
        Source::expect_committed(root, Path::new("git"), &["platgen.yaml", LOCK_FILE, BASELINE])?;
    }
    Ok(source)
}

fn compile(
    invocation: &Invocation,
    arguments: &Arguments,
    root: &Path,
    source: &Source,
) -> Result<Compilation, Failure> {
    let prefix: PathBuf = project_prefix(root).map_err(Failure::of)?;
    let world = GitWorld::open(root, &source.revision, &prefix, &[project::OUTPUT]).map_err(Failure::of)?;
    let request = Compile {
        scope: arguments.scope.scope(),
        forget_apps: true,
        store: surroundings::charts(),
        ..Compile::default()
    };
    let compilation = progress::during(invocation, "compiling", || Compiler::new().compile(&world, &request));
    project::expect_known(&request.scope, &[&compilation.project])?;
    Ok(compilation)
}

fn explain(error: SourceError) -> Failure {
    let help = match &error {
        SourceError::NoRepository(_) => "`git init`, `git add .` and `git commit` make one",
        SourceError::NoCommit(..) => "name a commit, tag or branch; a shallow clone has only the last commits",
        SourceError::Uncommitted(_) => "commit them, or publish the last commit as it is with `--revision HEAD`",
        SourceError::Git(_) => "see that `git status` works here",
    };
    Failure::of(error).help(help)
}

fn nowhere(environment: &str) -> Failure {
    Failure::new(format!("nobody says to which repository environment `{environment}` is published")).help(
        "write in platgen.yaml `deploy: {repo: \"https://git.example.com/acme/deploy.git\"}`, or name it with --repo",
    )
}

/// A line for each branch that is, or would be, as it should.
fn to_text(outcomes: &[Outcome]) -> String {
    let line = |outcome: &Outcome| {
        let published = outcome.result.as_ref().ok()?;
        let short = |id: &str| id.get(..7).unwrap_or(id).to_owned();
        let from = published.parent.as_deref().map(short);
        let commit = short(&published.commit);
        let (place, environments) = (place(&outcome.target), outcome.target.environments.join(", "));
        Some(match published.step {
            Step::Unchanged => format!("unchanged {environments}: {place} at {commit}\n"),
            step => {
                let verb = if step == Step::Planned { "would publish" } else { "published" };
                let range = from.map_or(commit.clone(), |from| format!("{from}..{commit}"));
                format!("{verb} {environments}: {place} at {range}, {}\n", counted(published.changes))
            }
        })
    };
    outcomes.iter().filter_map(line).collect()
}

fn counted(changes: Changes) -> String {
    let Changes { added, changed, removed } = changes;
    format!("{added} added, {changed} changed, {removed} removed")
}

fn place(target: &Target) -> String {
    format!("{} of {}", target.branch(), masked(&target.repository))
}

/// Says what went wrong, and what else there is to know.
fn tell(invocation: &Invocation, outcome: &Outcome) {
    let place = place(&outcome.target);
    match &outcome.result {
        Err(Fault::Obstructed(foreign)) => {
            let found = foreign.iter().map(|foreign| diagnose_in_the_way(&place, foreign));
            let report = Report::default().with(found);
            invocation.talk(&report.to_terminal(invocation.stderr_colour()));
        }
        Err(fault) => say(invocation, &format!("{place} was not published"), fault),
        Ok(_) => {}
    }
    if let Some(fault) = &outcome.note {
        say(invocation, &format!("{place} was published, and no git note says of what"), fault);
    }
    for folder in &outcome.strange {
        let folder = printable(folder);
        invocation.remark(&format!("`{folder}/` in {place} is no environment of this project, and stays"));
    }
}

fn say(invocation: &Invocation, headline: &str, fault: &Fault) {
    invocation.talk(&Failure::new(headline).caused_by(fault.clone()).help(fault.help()).to_string());
}

fn summary(outcomes: &[Outcome]) -> String {
    let count =
        |step: Step| outcomes.iter().filter(|outcome| outcome.result.as_ref().is_ok_and(|it| it.step == step)).count();
    let failed = outcomes.iter().filter(|outcome| outcome.result.is_err()).count();
    let parts = [
        (count(Step::Published), "published"),
        (count(Step::Planned), "to be published"),
        (count(Step::Unchanged), "unchanged"),
        (failed, "failed"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { "nothing to publish".to_owned() } else { format!("branches: {}", parts.join(", ")) }
}

/// What stands in the way is a finding; whatever else failed could not be done.
fn status(outcomes: &[Outcome]) -> ExitStatus {
    let faults = || outcomes.iter().flat_map(|outcome| outcome.result.as_ref().err().into_iter().chain(&outcome.note));
    let is_finding = |fault: &Fault| matches!(fault, Fault::Obstructed(_) | Fault::Unsound(_));
    match (faults().next(), faults().all(is_finding)) {
        (None, _) => ExitStatus::Clean,
        (Some(_), true) => ExitStatus::Findings,
        (Some(_), false) => ExitStatus::CouldNotRun,
    }
}

fn to_json(source: &Source, report: &Report, outcomes: &[Outcome]) -> String {
    let findings: Value = serde_json::from_str(&report.to_json()).unwrap_or_default();
    let source = json!({
        "repository": source.repository.as_deref(),
        "revision": source.revision.as_str(),
        "author": source.author.to_string(),
        "subject": source.subject.as_str(),
    });
    let branches: Vec<Value> = outcomes.iter().map(branch_json).collect();
    format!("{:#}\n", json!({"source": source, "findings": findings, "branches": branches}))
}

fn branch_json(outcome: &Outcome) -> Value {
    let Outcome { target, result, strange, note } = outcome;
    let fault = |fault: &Fault| {
        let in_the_way = match fault {
            Fault::Obstructed(foreign) => foreign.iter().map(|foreign| foreign.path.as_str()).collect(),
            _ => Vec::new(),
        };
        json!({"message": fault.to_string(), "help": fault.help(), "paths": in_the_way})
    };
    let texts = |texts: &[EcoString]| texts.iter().map(|text| Value::from(text.as_str())).collect::<Vec<_>>();
    let mut json = json!({
        "repository": masked(&target.repository),
        "branch": target.branch(),
        "environments": texts(&target.environments),
        "strange": texts(strange),
    });
    match result {
        Ok(published) => {
            let outcome = match published.step {
                Step::Published => "published",
                Step::Unchanged => "unchanged",
                Step::Planned => "planned",
            };
            let Changes { added, changed, removed } = published.changes;
            json["outcome"] = outcome.into();
            json["commit"] = published.commit.as_str().into();
            json["parent"] = published.parent.as_deref().into();
            json["changes"] = json!({"added": added, "changed": changed, "removed": removed});
        }
        Err(error) => {
            json["outcome"] = error.word().into();
            json["error"] = fault(error);
        }
    }
    if let Some(error) = note {
        json["note"] = fault(error);
    }
    json
}
