//! Compares this crate with a Helm binary over a folder of charts.
//!
//! `compare HELM CHARTS [LEVEL]`: every folder with a Chart.yaml and every .tgz below CHARTS is rendered by both with the same
//! flags. Prints each chart that differs, then the share whose output has the same bytes, the share whose objects are equal
//! in their order, the rest, and how much processor time each side took.

#![expect(clippy::disallowed_methods, reason = "a tool reads folders and starts programs")]

use platgen_gotmpl::context::Chance;
use platgen_helm::{
    Chart, ChartError, ChartFiles, Compat, Folder, SourceError, SourceLimits, TemplateFlags, TemplateOutput, template,
};
use platgen_yaml::{Dialect, Document, Limits, NodeId, Value};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [helm, folder, rest @ ..] = args.as_slice() else {
        eprintln!("usage: compare HELM CHARTS [LEVEL]");
        return ExitCode::FAILURE;
    };
    let compat = rest.first().map_or(Ok(Compat::default()), |level| level.parse());
    let Ok(compat) = compat else {
        eprintln!("unknown level");
        return ExitCode::FAILURE;
    };
    let mut charts = Vec::new();
    find_charts(Path::new(folder), &mut charts);
    let mut totals = Totals::default();
    for chart in &charts {
        let verdict = judge(helm, chart, compat, &mut totals);
        match verdict {
            Verdict::Bytes => totals.bytes += 1,
            Verdict::BothFail => totals.fail += 1,
            Verdict::Objects => totals.objects += 1,
            Verdict::Unstable => totals.unstable += 1,
            Verdict::Different(_) => totals.different += 1,
        }
        if let Verdict::Different(how) = &verdict {
            println!("{}: {how}", chart.display());
        } else if matches!(verdict, Verdict::Objects) {
            println!("{}: equal in objects only", chart.display());
        }
    }
    totals.print(charts.len());
    ExitCode::SUCCESS
}

#[derive(Default)]
struct Totals {
    bytes: usize,
    fail: usize,
    objects: usize,
    unstable: usize,
    different: usize,
    helm_ticks: u64,
    our_ticks: u64,
}

impl Totals {
    fn print(&self, count: usize) {
        println!("{count} charts");
        println!("{} equal in bytes", self.bytes);
        println!("{} failed by both", self.fail);
        println!("{} equal in objects", self.objects);
        println!("{} equal but for lines that differ between two runs of Helm", self.unstable);
        println!("{} different", self.different);
        let seconds = |ticks: u64| ticks as f64 / 100.0;
        let (helm, ours) = (seconds(self.helm_ticks), seconds(self.our_ticks));
        println!("processor time: Helm {helm:.2} s, ours {ours:.2} s, ratio {:.1}", helm / ours.max(0.01));
    }
}

enum Verdict {
    Bytes,
    BothFail,
    Objects,
    /// Equal but for lines in which Helm itself gives two answers.
    Unstable,
    Different(String),
}

fn judge(helm: &str, chart: &Path, compat: Compat, totals: &mut Totals) -> Verdict {
    let (_, before) = ticks();
    let theirs = run_helm(helm, chart);
    let (own_before, after) = ticks();
    let ours = run_ours(chart, compat);
    let (own_after, _) = ticks();
    totals.helm_ticks += after - before;
    totals.our_ticks += own_after - own_before;
    let Some(theirs) = theirs else { return Verdict::Different("Helm cannot be started".to_owned()) };
    match (theirs.status, ours.status) {
        (0, 0) if theirs.stdout == ours.stdout => Verdict::Bytes,
        (0, 0) if objects(&theirs.stdout) == objects(&ours.stdout) => Verdict::Objects,
        (0, 0) => match run_helm(helm, chart).map(|again| again.stdout) {
            Some(again) if again != theirs.stdout && is_equal_but(&theirs.stdout, &again, &ours.stdout) => {
                Verdict::Unstable
            }
            again => {
                let again =
                    again.filter(|again| *again != theirs.stdout).map_or("", |_| "(Helm itself gives two answers) ");
                Verdict::Different(format!("{again}{}", first_difference(&theirs.stdout, &ours.stdout)))
            }
        },
        (0, _) => Verdict::Different(format!("only ours fails: {}", last_line(&ours.stderr))),
        (_, 0) => Verdict::Different(format!("only Helm fails: {}", last_line(&theirs.stderr))),
        _ => Verdict::BothFail,
    }
}

/// Tells whether all lines are equal that Helm gives twice alike.
fn is_equal_but(first: &str, second: &str, ours: &str) -> bool {
    let count = |text: &str| text.lines().count();
    let mut lines = first.lines().zip(second.lines()).zip(ours.lines());
    count(first) == count(second)
        && count(first) == count(ours)
        && lines.all(|((first, second), ours)| first != second || first == ours)
}

fn last_line(text: &str) -> &str {
    text.lines().find(|line| line.starts_with("Error")).unwrap_or(text)
}

fn first_difference(theirs: &str, ours: &str) -> String {
    let lines = theirs.lines().zip(ours.lines()).enumerate();
    match lines.into_iter().find(|(_, (theirs, ours))| theirs != ours) {
        Some((at, (theirs, ours))) => format!("line {}\n  Helm {theirs:?}\n  ours {ours:?}", at + 1),
        None => format!("{} lines against {}", theirs.lines().count(), ours.lines().count()),
    }
}

const FLAGS: [&str; 5] = ["-n", "ns", "--kube-version", "1.34.0", "--include-crds"];

fn run_helm(helm: &str, chart: &Path) -> Option<TemplateOutput> {
    let output = Command::new(helm).args(["template", "rel"]).arg(chart).args(FLAGS).env("TZ", "UTC").output().ok()?;
    Some(TemplateOutput {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: u8::from(!output.status.success()),
        files: Vec::new(),
    })
}

fn run_ours(chart: &Path, compat: Compat) -> TemplateOutput {
    let flags = TemplateFlags {
        compat,
        name: Some("rel".to_owned()),
        namespace: Some("ns".to_owned()),
        kube_version: Some("1.34.0".to_owned()),
        include_crds: true,
        ..TemplateFlags::default()
    };
    let limits = SourceLimits::default();
    let load = || {
        if chart.is_dir() {
            let files = ChartFiles::of_folder(&Disk(chart.to_owned()), &limits)?;
            return Chart::load(&files, compat);
        }
        let bytes = std::fs::read(chart).map_err(|error| ChartError::from(SourceError::new(error.to_string())))?;
        Chart::load_archive(&bytes, &limits, compat)
    };
    let read_file = |path: &str| std::fs::read(path).map_err(|error| error.to_string());
    template(&flags, &load, &read_file, Some(&mut Counting(0)))
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
