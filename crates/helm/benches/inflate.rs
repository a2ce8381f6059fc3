//! Processor seconds of rendering charts in one process: `cargo bench -p platgen-helm --bench inflate -- FOLDER`.
//!
//! FOLDER is what `benches/platform/gen.py H FOLDER h` writes: ten charts, and values of fifty releases and of three environments,
//! which makes 150 releases. Or it is one chart, which is loaded and rendered as the command does. What is printed is the time that
//! the process was on a core, the least of several runs: the clock of a busy machine says little.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a measurement meets the machine, and may fail where it stands"
)]

use platgen_gotmpl::context::Chance;
use platgen_helm::{
    Chart, ChartFiles, Compat, Folder, Release, RenderOptions, Renderer, SourceError, SourceLimits, TemplateFlags,
    ValueSources, ValuesFile, template,
};
use std::path::{Path, PathBuf};

const RUNS: usize = 7;
const CHARTS: usize = 10;
const RELEASES: usize = 50;
const ENVIRONMENTS: [&str; 3] = ["dev", "staging", "prod"];

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!(
            "usage: cargo bench -p platgen-helm --bench inflate -- FOLDER   (a chart, or what benches/platform/gen.py writes for H)"
        );
        return;
    };
    let folder = PathBuf::from(folder);
    match folder.join("Chart.yaml").is_file() {
        true => row("one chart, as the command does it", || one_chart(&folder)),
        false => {
            row("150 releases, charts parsed once", || all_releases(&folder));
            row("150 releases, as 150 commands do it", || all_commands(&folder));
        }
    }
}

/// Prints a line: the least time, and how many bytes were rendered.
fn row(name: &str, run: impl Fn() -> usize) {
    let mut bytes = 0;
    let measure = || {
        let before = cpu_seconds();
        bytes = run();
        cpu_seconds() - before
    };
    let least = std::iter::repeat_with(measure).take(RUNS).fold(f64::INFINITY, f64::min);
    println!("{name:<40} {least:>8.3} s {:>9.2} MB", bytes as f64 / 1e6);
}

fn load(folder: &Path) -> Chart {
    let files = ChartFiles::of_folder(&Disk(folder.to_owned()), &SourceLimits::default()).unwrap();
    Chart::load(&files, Compat::default()).unwrap()
}

fn one_chart(folder: &Path) -> usize {
    command(folder, "release-name", ValueSources::default())
}

fn values(folder: &Path, environment: &str, release: usize) -> ValueSources {
    let file = |name: String| ValuesFile { bytes: std::fs::read(folder.join("values").join(&name)).unwrap(), name };
    let files = vec![file(format!("env-{environment}.yaml")), file(format!("rel-{release:02}.yaml"))];
    ValueSources { files, ..ValueSources::default() }
}

fn all_releases(folder: &Path) -> usize {
    let chart = |number: usize| load(&folder.join(format!("charts/app{number:02}")));
    let renderers: Vec<Renderer> = (0..CHARTS).map(|number| Renderer::new(chart(number), Compat::default())).collect();
    let mut bytes = 0;
    for environment in ENVIRONMENTS {
        for number in 0..RELEASES {
            let values = values(folder, environment, number).merge(Compat::default(), &no_file).unwrap();
            let release = Release {
                name: format!("rel-{number:02}"),
                namespace: format!("team-{}", number % 7),
                is_upgrade: false,
                capabilities: platgen_helm::Capabilities::built_in(Compat::default()),
            };
            let renderer = &renderers[number % CHARTS];
            let rendered = renderer.render(&release, &values, &RenderOptions::default(), None).unwrap();
            bytes += rendered.documents.iter().map(|document| document.text.len()).sum::<usize>();
        }
    }
    bytes
}

fn all_commands(folder: &Path) -> usize {
    let runs = ENVIRONMENTS.iter().flat_map(|environment| (0..RELEASES).map(move |number| (environment, number)));
    runs.map(|(environment, number)| {
        let chart = folder.join(format!("charts/app{:02}", number % CHARTS));
        command(&chart, &format!("rel-{number:02}"), values(folder, environment, number))
    })
    .sum()
}

fn command(chart: &Path, name: &str, values: ValueSources) -> usize {
    let flags = TemplateFlags { name: Some(name.to_owned()), values, ..TemplateFlags::default() };
    let output = template(&flags, &|| Ok(load(chart)), &no_file, Some(&mut Still));
    assert_eq!(output.status, 0, "{}", output.stderr);
    output.stdout.len()
}

/// Chance that is none: passwords are the same in every run.
struct Still;

impl Chance for Still {
    fn fill(&mut self, buffer: &mut [u8]) {
        buffer.iter_mut().enumerate().for_each(|(at, byte)| *byte = at as u8);
    }

    fn now(&mut self) -> i128 {
        1_700_000_000_000_000_000
    }
}

fn no_file(path: &str) -> Result<Vec<u8>, String> {
    Err(format!("{path} is not looked for"))
}

/// A folder on disk.
struct Disk(PathBuf);

impl Folder for Disk {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        let mut paths = Vec::new();
        list(&self.0, "", &mut paths);
        Ok(paths)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, SourceError> {
        std::fs::read(self.0.join(path)).map_err(|error| SourceError::new(error.to_string()))
    }
}

fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => list(&entry.path(), &format!("{path}/"), paths),
            false => paths.push(path),
        }
    }
}

/// Seconds that this process was on a core, threads that have ended included, to the hundredth.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = |at: usize| after_name.split_whitespace().nth(at).unwrap().parse::<f64>().unwrap();
    (ticks(11) + ticks(12)) / 100.0
}
