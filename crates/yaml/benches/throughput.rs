//! Reading and writing speed in CPU time, and the cost of hostile input.
//!
//! `cargo bench -p platgen-yaml --bench throughput` prints MB/s for about 5 MB of Kubernetes objects, then milliseconds for
//! every hostile text of `tests/hostile`. With `-- NAME` it reads that text only and prints the peak of memory too.

#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

#[path = "../tests/hostile/mod.rs"]
mod hostile;
#[path = "../tests/tree/mod.rs"]
mod tree;

use platgen_yaml::{Dialect, Limits, read, write};
use std::fmt::Write as _;
use tree::Tree;

/// CPU time of this process in seconds, from the kernel's nanosecond count of the only thread.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").expect("Linux counts the time of every thread");
    let nanoseconds: f64 =
        stat.split(' ').next().and_then(|first| first.parse().ok()).expect("the first field is a number");
    nanoseconds / 1e9
}

fn objects() -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() > 5_000_000 {
            break;
        }
        let (app, team) = (number % 97, number % 7);
        write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{app}\n  namespace: team-{team}\n  labels:\n    \
             app.kubernetes.io/name: service-{app}\n    app.kubernetes.io/version: \"1.{app}\"\n  annotations:\n    \
             prometheus.io/scrape: \"true\"\nspec:\n  replicas: {team}\n  selector:\n    matchLabels:\n      \
             app.kubernetes.io/name: service-{app}\n  template:\n    metadata:\n      labels:\n        \
             app.kubernetes.io/name: service-{app}\n    spec:\n      containers:\n      - name: main\n        image: \
             registry.example.com/team-{team}/service-{app}:v1.{app}.{team}\n        args:\n        - --listen=:8080\n        \
             - --log-level=info\n        env:\n        - name: DATABASE_URL\n          value: \
             postgres://service-{app}.team-{team}.svc:5432/main\n        - name: WORKERS\n          value: \"{team}\"\n        \
             ports:\n        - containerPort: 8080\n          name: http\n        resources:\n          limits:\n            \
             cpu: 500m\n            memory: 256Mi\n          requests:\n            cpu: 100m\n            memory: 128Mi\n        \
             readinessProbe:\n          httpGet:\n            path: /healthz\n            port: http\n          \
             periodSeconds: 10\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config-{app}\ndata:\n  \
             settings.ini: |\n    [main]\n    listen = 0.0.0.0:8080\n    # comments and \"quotes\" stay\n    workers = {team}\n    \
             level = info\n  motto: \"yes: we can\"\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: service-{app}\nspec:\n  \
             selector: {{app.kubernetes.io/name: service-{app}}}\n  ports:\n  - port: 80\n    targetPort: http\n    \
             protocol: TCP\n"
        )
        .expect("writing to memory does not fail");
    }
    text
}

/// Gives the best of several runs: what the code costs without the machine's other work.
fn best(runs: usize, mut run: impl FnMut()) -> f64 {
    let time = |_| {
        let start = cpu_seconds();
        run();
        cpu_seconds() - start
    };
    (0..runs).map(time).fold(f64::INFINITY, f64::min)
}

/// Peak of resident memory in MB.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux shows every process its own status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().map_or(f64::NAN, |kilobytes: f64| kilobytes / 1e3)
}

fn main() {
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    match only {
        Some(name) => read_hostile(&name),
        None => measure_all(),
    }
}

fn read_hostile(name: &str) {
    for (_, text) in hostile::inputs().into_iter().filter(|(other, _)| *other == name) {
        let seconds = best(1, || drop(read(text.as_bytes(), &Dialect::HELM_VALUES, &Limits::default())));
        println!(
            "{name:<14} {:6.1} ms {:6.1} MB, of which the text {:.1}",
            seconds * 1e3,
            peak_megabytes(),
            text.len() as f64 / 1e6
        );
    }
}

fn measure_all() {
    let text = objects();
    let megabytes = text.len() as f64 / 1e6;
    let dialects = [
        ("agreed", Dialect { documents: platgen_yaml::dialect::Documents::Many, ..Dialect::PLATGEN }),
        ("kubectl", Dialect::KUBECTL),
    ];
    for (name, dialect) in dialects {
        let seconds = best(9, || {
            let documents = read(text.as_bytes(), &dialect, &Limits::default()).expect("the objects are sound");
            assert!(documents.len() > 1000);
        });
        println!("read {name:<8} {:6.1} MB/s", megabytes / seconds);
    }
    let documents = read(text.as_bytes(), &Dialect::KUBECTL, &Limits::default()).expect("the objects are sound");
    let trees: Vec<Tree> = documents.iter().map(Tree::of).collect();
    const TIMES: u32 = 20;
    let mut out = Vec::new();
    let seconds = best(5, || {
        for _ in 0..TIMES {
            out.clear();
            for tree in &trees {
                out.extend_from_slice(b"---\n");
                write(tree, &mut out);
            }
        }
    });
    println!("write         {:6.1} MB/s", f64::from(TIMES) * out.len() as f64 / 1e6 / seconds);
    for (name, text) in hostile::inputs() {
        let seconds = best(3, || drop(read(text.as_bytes(), &Dialect::HELM_VALUES, &Limits::default())));
        println!("{name:<14} {:6.1} ms", seconds * 1e3);
    }
}
