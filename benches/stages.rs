//! CPU seconds of the library's stages on a project: `cargo bench --bench stages -- FOLDER`.
//!
//! The wall clock of a busy machine says little, so what is printed is the time that this process's threads were on a core,
//! the least of several runs. Output goes to `/dev/shm` where there is one.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a measurement meets the machine, and may fail where it stands"
)]

use std::path::{Path, PathBuf};

use platgen::compile::{Compilation, Compiler, Request};
use platgen::diagnostics::Level;
use platgen::disk;
use platgen::emit::Scope;
use platgen::world::FolderWorld;

const RUNS: usize = 7;
/// Values of [`Request::skip_checks`].
const CHECKED: bool = false;
const UNCHECKED: bool = true;

fn main() {
    let Some(project) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!(
            "usage: cargo bench --bench stages -- FOLDER   (a project, such as benches/platform/input-definition.py writes)"
        );
        return;
    };
    let project = PathBuf::from(project);
    println!("{:<58} {:>8}", "stage", "CPU s");
    let mut rows = measure(&project);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    rows.extend(pool.install(|| measure(&project)).into_iter().map(|(name, cpu)| (format!("{name}, one thread"), cpu)));
    for (name, cpu) in rows {
        println!("{name:<58} {cpu:>8.3}");
    }
}

fn measure(project: &Path) -> Vec<(String, f64)> {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let mut rows = Vec::new();
    let mut row = |name: &str, cpu: f64| rows.push((name.to_owned(), cpu));
    row("compile, cold", least(|| compile(&mut Compiler::new(), project, CHECKED)));
    row("compile without checks, cold", least(|| compile(&mut Compiler::new(), project, UNCHECKED)));
    row(
        "compile and write, nothing there",
        least(|| {
            let _ = std::fs::remove_dir_all(&out);
            let before = cpu_seconds();
            write(&out, &compile_plain(&mut Compiler::new(), project, CHECKED));
            cpu_seconds() - before
        }),
    );
    row(
        "compile without checks and write, nothing there",
        least(|| {
            let _ = std::fs::remove_dir_all(&out);
            let before = cpu_seconds();
            write(&out, &compile_plain(&mut Compiler::new(), project, UNCHECKED));
            cpu_seconds() - before
        }),
    );
    row(
        "compile and write, nothing changed",
        least(|| {
            let before = cpu_seconds();
            write(&out, &compile_plain(&mut Compiler::new(), project, CHECKED));
            cpu_seconds() - before
        }),
    );
    let mut compiler = Compiler::new();
    compile(&mut compiler, project, CHECKED);
    row("compile on the memo, nothing changed", least(|| compile(&mut compiler, project, CHECKED)));
    rows
}

fn compile_plain(compiler: &mut Compiler, project: &Path, skip_checks: bool) -> Compilation {
    let world = FolderWorld::open(project, &["out"]).unwrap();
    let compilation = compiler.compile(&world, &Request { skip_checks, ..Request::default() });
    assert_eq!(compilation.report.count(Level::Error), 0, "the project has faults");
    compilation
}

fn compile(compiler: &mut Compiler, project: &Path, skip_checks: bool) -> f64 {
    let before = cpu_seconds();
    std::hint::black_box(compile_plain(compiler, project, skip_checks));
    cpu_seconds() - before
}

fn write(out: &Path, compilation: &Compilation) {
    disk::write(out, &compilation.tree, &Scope::default()).unwrap();
}

fn least(mut run: impl FnMut() -> f64) -> f64 {
    (0..RUNS).map(|_| run()).fold(f64::INFINITY, f64::min)
}

fn scratch() -> tempfile::TempDir {
    tempfile::TempDir::new_in("/dev/shm").or_else(|_| tempfile::TempDir::new()).unwrap()
}

/// Seconds that the threads of this process were on a core, to the nanosecond: the first number of each `schedstat`.
fn cpu_seconds() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next()?.parse::<f64>().ok())
        .sum::<f64>()
        / 1e9
}
