//! Compares this crate with a Helm binary over a folder of charts.
//!
//! `compare HELM CHARTS [LEVEL] [--kube-version VERSION] [--ci]`: every folder with a Chart.yaml and every .tgz below CHARTS is
//! rendered by both with the same flags; with `--ci` once more with each of the values files that a chart has for its own tests,
//! `ci/*.yaml`. Prints each run that differs, and each that both fail with other words; then the share whose output has the
//! same bytes, the share whose objects are equal in their order, the rest, and how much processor time each side took.

#![expect(clippy::disallowed_methods, reason = "a tool reads folders and starts programs")]

use platgen_gotmpl::context::Chance;
use platgen_helm::{
    Chart, ChartError, ChartFiles, Compat, Folder, SourceError, SourceLimits, TemplateFlags, TemplateOutput,
    ValueSources, ValuesFile, template,
};
use platgen_yaml::{Dialect, Document, Limits, NodeId, Value};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let Some(plan) = Plan::of(std::env::args().skip(1)) else {
        eprintln!("usage: compare HELM CHARTS [LEVEL] [--kube-version VERSION] [--ci]");
        return ExitCode::FAILURE;
    };
    let mut charts = Vec::new();
    find_charts(&plan.charts, &mut charts);
    let mut totals = Totals::default();
    for chart in &charts {
        let files = if plan.with_own_values { values_files(chart) } else { Vec::new() };
        for values in std::iter::once(None).chain(files.iter().map(Some)) {
            let run = Run { plan: &plan, chart, values: values.map(PathBuf::as_path) };
            let verdict = run.judge(&mut totals.ticks);
            totals.add(&run, &verdict);
        }
    }
    totals.print(charts.len());
    ExitCode::SUCCESS
}

/// What was asked for.
struct Plan {
    helm: String,
    charts: PathBuf,
    compat: Compat,
    kube_version: String,
    with_own_values: bool,
}

impl Plan {
    fn of(mut args: impl Iterator<Item = String>) -> Option<Self> {
        let (helm, charts) = (args.next()?, args.next()?.into());
        let (compat, kube_version) = (Compat::default(), "1.34.0".to_owned());
        let mut plan = Self { helm, charts, compat, kube_version, with_own_values: false };
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--ci" => plan.with_own_values = true,
                "--kube-version" => plan.kube_version = args.next()?,
                level => plan.compat = level.parse().ok()?,
            }
        }
        Some(plan)
    }
}

/// Finds the values files that a chart has for its own tests.
fn values_files(chart: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(chart.join("ci")) else { return Vec::new() };
    let is_values =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_values).collect();
    paths.sort();
    paths
}

#[derive(Default)]
struct Totals {
    bytes: usize,
    fail: usize,
    objects: usize,
    unstable: usize,
    different: usize,
    ticks: Ticks,
}

/// Processor time, in hundredths of a second.
#[derive(Default)]
struct Ticks {
    helm: u64,
    ours: u64,
}

impl Totals {
    fn add(&mut self, run: &Run<'_>, verdict: &Verdict) {
        match verdict {
            Verdict::Bytes => self.bytes += 1,
            Verdict::BothFail => self.fail += 1,
            Verdict::OtherWords(how) => {
                self.fail += 1;
                println!("{run}: both fail, in other words\n{how}");
            }
            Verdict::Objects => {
                self.objects += 1;
                println!("{run}: equal in objects only");
            }
            Verdict::Unstable => self.unstable += 1,
            Verdict::Different(how) => {
                self.different += 1;
                println!("{run}: {how}");
            }
        }
    }

    fn print(&self, charts: usize) {
        let runs = self.bytes + self.fail + self.objects + self.unstable + self.different;
        println!("{charts} charts, {runs} runs");
        println!("{} equal in bytes", self.bytes);
        println!("{} failed by both", self.fail);
        println!("{} equal in objects", self.objects);
        println!("{} equal but for lines that differ between runs of Helm", self.unstable);
        println!("{} different", self.different);
        let seconds = |ticks: u64| ticks as f64 / 100.0;
        let (helm, ours) = (seconds(self.ticks.helm), seconds(self.ticks.ours));
        println!("processor time: Helm {helm:.2} s, ours {ours:.2} s, ratio {:.1}", helm / ours.max(0.01));
    }
}

enum Verdict {
    Bytes,
    BothFail,
    /// Both fail, and the first lines of their errors differ.
    OtherWords(String),
    Objects,
    /// Equal but for lines in which Helm itself gives two answers.
    Unstable,
    Different(String),
}

/// One rendering by both.
struct Run<'r> {
    plan: &'r Plan,
    chart: &'r Path,
    values: Option<&'r Path>,
}

impl std::fmt::Display for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.values.unwrap_or(self.chart).display())
    }
}

impl Run<'_> {
    fn judge(&self, spent: &mut Ticks) -> Verdict {
        let (_, before) = ticks();
        let theirs = self.helm();
        let (own_before, after) = ticks();
        let ours = self.ours();
        let (own_after, _) = ticks();
        spent.helm += after - before;
        spent.ours += own_after - own_before;
        let Some(theirs) = theirs else { return Verdict::Different("Helm cannot be started".to_owned()) };
        match (theirs.status, ours.status) {
            (0, 0) if theirs.stdout == ours.stdout => Verdict::Bytes,
            (0, 0) if objects(&theirs.stdout) == objects(&ours.stdout) => Verdict::Objects,
            (0, 0) => self.judge_again(&theirs, &ours),
            (0, _) => Verdict::Different(format!("only ours fails: {}", error(&ours.stderr))),
            (_, 0) => Verdict::Different(format!("only Helm fails: {}", error(&theirs.stderr))),
            _ if error(&theirs.stderr) == error(&ours.stderr) => Verdict::BothFail,
            _ => Verdict::OtherWords(format!("  Helm {:?}\n  ours {:?}", error(&theirs.stderr), error(&ours.stderr))),
        }
    }

    /// Runs Helm some more times, to see whether it gives the same; in another second, for charts that write the time.
    fn judge_again(&self, theirs: &TemplateOutput, ours: &TemplateOutput) -> Verdict {
        std::thread::sleep(std::time::Duration::from_millis(1100));
        let mut answers = vec![theirs.stdout.clone()];
        for _ in 0..MOST_RUNS_AGAIN {
            answers.extend(self.helm().map(|again| again.stdout));
            if is_equal_but(&answers, &ours.stdout) {
                return Verdict::Unstable;
            }
        }
        let is_stable = answers.iter().all(|answer| *answer == theirs.stdout);
        let about_helm = if is_stable { "" } else { "(Helm itself gives several answers) " };
        Verdict::Different(format!("{about_helm}{}", first_difference(&theirs.stdout, &ours.stdout)))
    }

    fn helm(&self) -> Option<TemplateOutput> {
        let mut command = Command::new(&self.plan.helm);
        command.args(["template", "rel"]).arg(self.chart).args(["-n", "ns", "--include-crds"]);
        command.args(["--kube-version", &self.plan.kube_version]).env("TZ", "UTC");
        if let Some(values) = self.values {
            command.arg("-f").arg(values);
        }
        let output = command.output().ok()?;
        Some(TemplateOutput {
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            status: u8::from(!output.status.success()),
            files: Vec::new(),
        })
    }

    fn ours(&self) -> TemplateOutput {
        let file = |path: &Path| {
            let bytes = std::fs::read(path).unwrap_or_default();
            ValuesFile { name: path.to_string_lossy().into_owned(), bytes }
        };
        let compat = self.plan.compat;
        let flags = TemplateFlags {
            compat,
            name: Some("rel".to_owned()),
            namespace: Some("ns".to_owned()),
            values: ValueSources { files: self.values.map(file).into_iter().collect(), ..ValueSources::default() },
            kube_version: Some(self.plan.kube_version.clone()),
            include_crds: true,
            ..TemplateFlags::default()
        };
        let read_file = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
        template(&flags, &|| load(self.chart, compat), &read_file, Some(&mut Counting(0)))
    }
}

fn load(chart: &Path, compat: Compat) -> Result<Chart, ChartError> {
    let limits = SourceLimits::default();
    if chart.is_dir() {
        let files = ChartFiles::of_folder(&Disk(chart.to_owned()), &limits)?;
        return Chart::load(&files, compat);
    }
    let bytes = std::fs::read(chart).map_err(|error| ChartError::from(SourceError::new(error.to_string())))?;
    Chart::load_archive(&bytes, &limits, compat)
}

/// How many more times Helm is asked for what differs: what is in random order may come out alike several times.
const MOST_RUNS_AGAIN: usize = 12;

/// Tells whether all lines are equal but those that Helm gives in several ways.
fn is_equal_but(answers: &[String], ours: &str) -> bool {
    let ours: Vec<&str> = ours.lines().collect();
    let answers: Vec<Vec<&str>> = answers.iter().map(|answer| answer.lines().collect()).collect();
    let is_excused = |at: usize| {
        let mut lines = answers.iter().map(|answer| answer[at]);
        let first = lines.next();
        first == Some(ours[at]) || lines.any(|line| Some(line) != first)
    };
    answers.iter().all(|answer| answer.len() == ours.len()) && (0..ours.len()).all(is_excused)
}

/// The error that standard error ends with, without the warnings before it.
fn error(text: &str) -> &str {
    text.find("Error: ").map_or(text, |at| text[at..].trim_end())
}

fn first_difference(theirs: &str, ours: &str) -> String {
    let lines = theirs.lines().zip(ours.lines()).enumerate();
    match lines.into_iter().find(|(_, (theirs, ours))| theirs != ours) {
        Some((at, (theirs, ours))) => format!("line {}\n  Helm {theirs:?}\n  ours {ours:?}", at + 1),
        None => format!("{} lines against {}", theirs.lines().count(), ours.lines().count()),
    }
}

/// A folder on disk.
struct Disk(PathBuf);

impl Folder for Disk {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        let mut paths = Vec::new();
        list(&self.0, "", &mut paths).map_err(|error| SourceError::new(error.to_string()))?;
        Ok(paths)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, SourceError> {
        std::fs::read(self.0.join(path)).map_err(|error| SourceError::new(error.to_string()))
    }
}

fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => list(&entry.path(), &format!("{path}/"), paths)?,
            false => paths.push(path),
        }
    }
    Ok(())
}

/// Finds charts, none inside another.
fn find_charts(folder: &Path, charts: &mut Vec<PathBuf>) {
    if folder.join("Chart.yaml").is_file() {
        charts.push(folder.to_owned());
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find_charts(&path, charts);
        } else if path.extension().is_some_and(|extension| extension == "tgz") {
            charts.push(path);
        }
    }
}

/// Chance that is none.
struct Counting(u64);

impl Chance for Counting {
    fn fill(&mut self, buffer: &mut [u8]) {
        for byte in buffer {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 33) as u8;
        }
    }

    fn now(&mut self) -> i128 {
        1_700_000_000_000_000_000
    }
}

/// Processor time of this process and of those that it waited for, in hundredths of a second.
fn ticks() -> (u64, u64) {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let field = |at: usize| after_name.split_whitespace().nth(at).and_then(|number| number.parse().ok()).unwrap_or(0);
    (field(11) + field(12), field(13) + field(14))
}

/// The objects of a text, in a form that tells equal ones.
fn objects(text: &str) -> Option<Vec<String>> {
    let documents = platgen_yaml::read(text.as_bytes(), &Dialect::HELM_VALUES, &Limits::default()).ok()?;
    Some(documents.iter().map(|document| shape(document, document.root())).collect())
}

fn shape(document: &Document, node: NodeId) -> String {
    match document.value(node) {
        Value::Seq(items) => {
            let items: Vec<String> = items.iter().map(|item| shape(document, *item)).collect();
            format!("[{}]", items.join(","))
        }
        Value::Map(entries) => {
            let mut fields: Vec<String> =
                entries.iter().map(|entry| format!("{:?}:{}", entry.key, shape(document, entry.value))).collect();
            fields.sort();
            format!("{{{}}}", fields.join(","))
        }
        scalar => format!("{scalar:?}"),
    }
}
