//! Holds the crate against what three releases of Helm answered to 1,055 charts.
//!
//! A case passes if the output has the same bytes, or if both fail in the same way at the same place. What differs stands in
//! `conformance/deviations.txt` with a reason; this fails when a case differs that is not there, and when one is there that does
//! not differ any more.

use platgen_gotmpl::context::Chance;
use platgen_helm::{Chart, ChartFiles, Compat, SourceLimits, TemplateFlags, ValuesFile, template};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One recorded case.
struct Case {
    id: String,
    files: BTreeMap<String, Vec<u8>>,
    args: Vec<String>,
    stdout: Option<String>,
    stderr: String,
}

#[expect(clippy::disallowed_methods, reason = "a test reads its own records")]
fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn cases(name: &str) -> Vec<Case> {
    let recorded: Vec<Value> = serde_json::from_str(&read(name)).expect("the records are JSON");
    recorded.iter().map(case).collect()
}

fn case(recorded: &Value) -> Case {
    let mut files = BTreeMap::new();
    let mut metadata = serde_json::json!({"apiVersion": "v2", "name": "chart1", "version": "0.1.0"});
    for (key, value) in recorded["chart"]["meta"].as_object().into_iter().flatten() {
        metadata[key] = value.clone();
    }
    files.insert("Chart.yaml".to_owned(), metadata.to_string().into_bytes());
    files.insert("values.yaml".to_owned(), text(&recorded["values"]).into_bytes());
    for source in [&recorded["templates"], &recorded["chart"]["files"]] {
        for (path, content) in source.as_object().into_iter().flatten() {
            files.insert(path.clone(), text(content).into_bytes());
        }
    }
    Case {
        id: text(&recorded["id"]),
        files,
        args: recorded["args"].as_array().into_iter().flatten().map(text).collect(),
        stdout: recorded["expect"]["stdout"].as_str().map(str::to_owned),
        stderr: text(&recorded["expect"]["stderr"]),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Reads the arguments that the recorded cases use.
fn flags(case: &Case, compat: Compat) -> TemplateFlags {
    let mut flags = TemplateFlags {
        compat,
        name: Some("rel".to_owned()),
        namespace: Some("ns".to_owned()),
        kube_version: Some("1.34.0".to_owned()),
        ..TemplateFlags::default()
    };
    let mut args = case.args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().expect("the flag has a value").clone();
        match arg.as_str() {
            "NOKUBE" => flags.kube_version = None,
            "--set" => flags.values.set.push(value()),
            "--set-string" => flags.values.set_string.push(value()),
            "--set-json" => flags.values.set_json.push(value()),
            "--set-literal" => flags.values.set_literal.push(value()),
            "-f" => {
                let name = value();
                let path = name.strip_prefix("CHART/").expect("values files lie in the chart");
                flags.values.files.push(ValuesFile { bytes: case.files[path].clone(), name: name.clone() });
            }
            "--kube-version" => flags.kube_version = Some(value()),
            "--api-versions" => flags.api_versions.extend(value().split(',').map(str::to_owned)),
            "--is-upgrade" => flags.is_upgrade = true,
            "--include-crds" => flags.include_crds = true,
            "--no-hooks" => flags.no_hooks = true,
            "--skip-tests" => flags.skip_tests = true,
            "--skip-schema-validation" => flags.skip_schema_validation = true,
            "-s" => flags.show_only.push(value()),
            other => panic!("{}: unknown argument {other}", case.id),
        }
    }
    flags
}

/// What kind of error it is, and where: all that is compared of an error.
fn essence(stderr: &str) -> (String, String) {
    let message = stderr.lines().find(|line| line.starts_with("Error: ")).unwrap_or_default();
    // Helm 3 begins one sentence with another letter than Helm 4, of which most answers are.
    let message = message.trim_start_matches("Error: ").replacen("An error occurred", "an error occurred", 1);
    let kinds = [
        "parse error at (",
        "execution error at (",
        "YAML parse error on ",
        "values don't meet the specifications",
        "cannot load values.yaml",
        "invalid kube version",
        "type mismatch on",
        "could not find template",
        "chart requires kubeVersion",
        "library charts are not installable",
        "Chart.yaml file is missing",
        "an error occurred while checking for chart dependencies",
    ];
    let kind = kinds.iter().find(|kind| message.starts_with(**kind)).copied().unwrap_or_default();
    let rest = message.strip_prefix(kind).unwrap_or(&message);
    let rest = rest.trim_start_matches("template: ");
    let place = match kind {
        "parse error at (" => rest.split(')').next(),
        "YAML parse error on " => rest.split(": ").next(),
        // The empty kind is that of all other faults of templates.
        "execution error at (" | "" => rest.split([' ', ')']).next(),
        _ => None,
    };
    // File and line, without the column.
    let place = place.unwrap_or_default().trim_end_matches(':');
    let place: Vec<&str> = place.splitn(3, ':').take(2).collect();
    (kind.to_owned(), place.join(":"))
}

/// Tells whether the error too has the same bytes.
fn run(case: &Case, compat: Compat) -> Result<bool, String> {
    let load = || {
        let folder = ChartFiles::of_memory(case.files.clone());
        let files = ChartFiles::of_folder(&folder, &SourceLimits::default())?;
        Chart::load(&files, compat)
    };
    let read_file = |path: &str| Err(format!("open {path}: no such file or directory"));
    let output = template(&flags(case, compat), &load, &read_file, Some(&mut Fixed(1)));
    match &case.stdout {
        Some(expected) if output.status == 0 && *expected == output.stdout => Ok(true),
        Some(expected) => Err(format!("expected {expected:?}\n   found {:?}{:?}", output.stdout, output.stderr)),
        None if output.status == 0 => Err(format!("expected {:?}\n   found {:?}", case.stderr, output.stdout)),
        None if essence(&case.stderr) == essence(&output.stderr) => Ok(case.stderr == output.stderr),
        None => Err(format!("expected {:?}\n   found {:?}", case.stderr, output.stderr)),
    }
}

/// Chance that is the same in every run: the cases look only at what does not depend on it.
struct Fixed(u64);

impl Chance for Fixed {
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

/// The ids of a level that are listed, each with a reason.
fn listed(level: Compat) -> BTreeSet<String> {
    let text = read("deviations.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let of_level = lines.filter_map(|line| {
        let mut parts = line.splitn(3, ' ');
        let (of, id) = (parts.next()?, parts.next()?);
        parts.next().unwrap_or_else(|| panic!("`{line}` has no reason"));
        (of == level.name()).then(|| id.to_owned())
    });
    of_level.collect()
}

fn check(cases: &[Case], compat: Compat) {
    let listed = listed(compat);
    let mut problems = Vec::new();
    let (mut passed, mut same_words) = (0, 0);
    for case in cases {
        match (run(case, compat), listed.contains(&case.id)) {
            (Ok(is_same), false) => {
                passed += 1;
                same_words += usize::from(is_same);
            }
            (Ok(_), true) => problems.push(format!("{}: is listed and passes", case.id)),
            (Err(_), true) => {}
            (Err(difference), false) => problems.push(format!("{}: {difference}", case.id)),
        }
    }
    println!("{compat}: {passed} of {} cases, {same_words} of them in every byte of output and error", cases.len());
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn helm_4_1() {
    check(&cases("vectors.json"), Compat::V4_1);
}

/// All cases, with the answers of another release where they differ.
fn of_level(differences: &str) -> Vec<Case> {
    let mut all: BTreeMap<String, Case> =
        cases("vectors.json").into_iter().map(|case| (case.id.clone(), case)).collect();
    all.extend(cases(differences).into_iter().map(|case| (case.id.clone(), case)));
    all.into_values().collect()
}

#[test]
fn helm_3_17() {
    check(&of_level("differences-3.17.json"), Compat::V3_17);
}

#[test]
fn helm_4_2() {
    check(&of_level("differences-4.2.json"), Compat::V4_2);
}
