//! Secrets are found, and shown by no form of a report: neither by their own findings nor by those that speak of the same lines.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and reads the shipped project"
)]

mod support {
    pub mod projects;
}

use platgen::check::Levels;
use platgen::compile::{Compiler, Request};
use platgen::diagnostics::{Colour, Level, Report};
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen::world::MemoryWorld;
use platgen_schema::Catalog;

fn judge(text: &str) -> Report {
    judge_with(text, Levels::default())
}

fn judge_with(text: &str, levels: Levels) -> Report {
    let file = ManifestFile { path: "a.yaml".into(), bytes: text.as_bytes().into(), is_named: true };
    let request = ManifestRequest { levels, ..ManifestRequest::new(Catalog::embedded().kubernetes(34).unwrap()) };
    check_manifests(&[file], &request).report
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect()
}

/// Asserts that no form shows eight characters of a secret in a row, and that codes were found.
#[track_caller]
fn hides(report: &Report, secret: &str, expected: &[&str]) {
    let found = codes(report);
    for code in expected {
        assert!(found.contains(code), "{code} is not among {found:?}");
    }
    let forms = [
        report.to_terminal(Colour::Off),
        report.to_terminal(Colour::Ansi),
        report.to_short(),
        report.to_json(),
        report.to_sarif(""),
        report.to_github(""),
        report.to_junit(Level::Error),
        report.to_baseline(),
    ];
    let secret: Vec<char> = secret.chars().collect();
    for form in forms {
        for piece in secret.windows(8).map(|piece| piece.iter().collect::<String>()) {
            assert!(!form.contains(&piece), "`{piece}` is shown:\n{form}");
        }
    }
}

fn pod(env: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: api, namespace: shop}}\nspec:\n  containers:\n  - name: api\n    \
         image: registry.example.com/api:1.4.0\n    {env}\n"
    )
}

const PASSWORD: &str = "x7Gq2Lw9rTz4mK";
/// No key of anybody: a text about maple syrup in base64.
const KEY: &str = "\
    bWFwbGUgc3lydXAgaXMgYm9pbGVkIGZyb20gdGhlIHNhcCBvZiB0cmVlcywgNDAgbGl0\n\
    cmVzIG9mIGl0IGZvciBvbmU7IHRoZSByZXN0IGlzIHN0ZWFtIG92ZXIgVmVybW9udC4K\n";

#[test]
fn a_variable_is_masked_with_its_columns() {
    let report = judge(&pod(&format!("env: [{{name: MAIL_PASSWORD, value: {PASSWORD}}}]")));
    hides(&report, PASSWORD, &["likely-secret"]);
    let drawn = report.to_terminal(Colour::Off);
    assert!(drawn.contains("    env: [{name: MAIL_PASSWORD, value: **************}]"), "{drawn}");
}

#[test]
fn other_findings_about_a_secret_do_not_show_it() {
    // The value is no port, and the message about that quotes it.
    let report = judge(&pod(&format!(
        "env: [{{name: MAIL_PASSWORD, value: {PASSWORD}, valeu: 1}}]\n    livenessProbe: {{httpGet: {{port: {PASSWORD}, path: /}}}}"
    )));
    hides(&report, PASSWORD, &["likely-secret", "unknown-resource-field", "invalid-resource-value"]);
    assert!(report.to_short().contains("**"), "{}", report.to_short());
}

#[test]
fn a_value_is_masked_as_it_is_written() {
    let written = r#"x7Gq\"2Lw9r\\Tz4mK"#;
    let report = judge(&pod(&format!("env: [{{name: MAIL_PASSWORD, value: \"{written}\", valeu: 1}}]")));
    for secret in [written, r#"x7Gq"2Lw9r\Tz4mK"#] {
        hides(&report, secret, &["likely-secret", "unknown-resource-field"]);
    }
    assert!(!report.to_terminal(Colour::Off).contains("x7Gq"), "{}", report.to_terminal(Colour::Off));
}

#[test]
fn a_key_is_masked_in_all_its_lines() {
    let lines: String = KEY.lines().map(|line| format!("    {line}\n")).collect();
    let block = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: shop}}\ndata:\n  key: |\n    \
         -----BEGIN PRIVATE KEY-----\n{lines}    -----END PRIVATE KEY-----\nlast: 1\n"
    );
    let escaped = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: shop}}\n\
         data: {{key: \"-----BEGIN PRIVATE KEY-----\\n{}-----END PRIVATE KEY-----\\n\", other: [1]}}\nlast: 1\n",
        KEY.replace('\n', "\\n")
    );
    for text in [block, escaped] {
        let report = judge(&text);
        for line in KEY.lines() {
            hides(&report, line, &["private-key", "unknown-resource-field"]);
        }
    }
}

#[test]
fn a_secret_hides_what_it_holds_and_what_that_decodes_to() {
    let text = |data: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: mail, namespace: shop, labels: {{a: \"{PASSWORD}!\"}}}}\n{data}\n"
        )
    };
    let encoded = "eDdHcTJMdzlyVHo0bUs=";
    for data in [format!("data: {{password: {encoded}}}"), format!("stringData: {{password: {PASSWORD}}}")] {
        let report = judge(&text(&data));
        hides(&report, PASSWORD, &["plain-secret", "invalid-resource-value"]);
        hides(&report, encoded, &["plain-secret"]);
    }
}

#[test]
fn what_is_allowed_stays_hidden() {
    let text = pod(&format!("env: [{{name: MAIL_PASSWORD, value: {PASSWORD}, valeu: 1}}]"))
        .replace("namespace: shop}", "namespace: shop, annotations: {platgen.dev/allow: likely-secret a sample}}");
    let report = judge(&text);
    hides(&report, PASSWORD, &["unknown-resource-field"]);
    assert!(!codes(&report).contains(&"likely-secret"), "{}", report.to_short());
    for code in ["plain-secret", "known-token", "password-in-url", "private-key"] {
        let wrong = format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: a, namespace: shop, annotations: {{platgen.dev/allow: \"{code} a sample\"}}}}\n\
             stringData: {{a: b, c: AKIAQ5TZ7WM3K2NHX4PB}}\n"
        );
        assert!(!codes(&judge(&wrong)).contains(&code), "{code}");
    }
}

#[test]
fn what_is_left_out_stays_hidden() {
    let mut levels = Levels::default();
    levels.set("likely-secret", None).unwrap();
    let text = pod(&format!("env: [{{name: MAIL_PASSWORD, value: {PASSWORD}, valeu: 1}}]"));
    let report = judge_with(&text, levels);
    hides(&report, PASSWORD, &["unknown-resource-field"]);
    assert!(!codes(&report).contains(&"likely-secret"), "{}", report.to_short());
}

#[test]
fn what_is_not_judged_is_hidden_where_its_shape_is_known() {
    // The document is no object, so that no rule looks at it.
    let token = format!("AKIA{}", "Q5TZ7WM3K2NHX4PB");
    let report = judge(&format!("kind: {{id: {token}}}\nurl: \"postgres://api:{PASSWORD}@db\"\n"));
    hides(&report, &token[4..], &["invalid-resource"]);
    hides(&report, PASSWORD, &["invalid-resource"]);
}

#[test]
fn many_secrets_in_one_text_take_time_by_its_length() {
    let lines: String = (0..50_000).map(|line| format!("    password: {PASSWORD}{line}\n")).collect();
    let start = std::time::Instant::now();
    let report = judge(&format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a, namespace: shop}}\ndata:\n  key: |\n{lines}last: 1\n"
    ));
    hides(&report, PASSWORD, &["likely-secret", "unknown-resource-field"]);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_file_that_cannot_be_read_shows_none_of_its_secrets() {
    let other = "maple-syrup-on-snow";
    let head = "apiVersion: v1\nkind: Secret\nmetadata: {name: mail, namespace: shop}\n";
    for data in [
        format!("stringData:\n  password: {PASSWORD}\n  password: {other}\n"),
        format!("stringData: {{password: {PASSWORD}, password: {other}}}\n"),
        format!("stringData:\n  a: |\n    {other}\n  a: \"{PASSWORD}\"\n"),
    ] {
        for report in [judge(&format!("{head}{data}")), judge(&format!("{data}{head}"))] {
            hides(&report, PASSWORD, &["duplicate-key"]);
            hides(&report, other, &["duplicate-key"]);
        }
    }
    let report = judge(&format!("{head}stringData:\n  user: [{other}\n  a: {PASSWORD}\n"));
    hides(&report, PASSWORD, &["syntax"]);
    hides(&report, other, &["syntax"]);
    let report = judge(&pod(&format!("env: [{{name: a, MAIL_PASSWORD: {PASSWORD}, MAIL_PASSWORD: {other}}}]")));
    hides(&report, PASSWORD, &["duplicate-key"]);
    hides(&report, other, &["duplicate-key"]);
    let json = format!("{{\"kind\": \"Secret\", \"stringData\": {{\"a\": \"{PASSWORD}\", \"a\": \"{other}\"}}}}");
    let report = judge(&json);
    assert!(report.has_errors());
    hides(&report, PASSWORD, &[]);
    hides(&report, other, &[]);
}

/// The shipped project with a line of its stack replaced.
fn project(from: &str, to: &str) -> Report {
    let project = support::projects::projects().into_iter().find(|project| project.name == "shipped").unwrap();
    let mut world: MemoryWorld = project.world;
    let stack = String::from_utf8(world.get("stacks/hello.yaml").unwrap().to_vec()).unwrap();
    assert!(stack.contains(from), "the stack has `{from}`");
    world.insert("stacks/hello.yaml", stack.replace(from, to).into_bytes());
    Compiler::new().compile(&world, &Request::default()).report
}

#[test]
fn a_project_is_masked_where_its_sources_hold_the_secret() {
    let report = project("LOG_LEVEL: info", &format!("MAIL_PASSWORD: {PASSWORD}"));
    hides(&report, PASSWORD, &["likely-secret"]);
    let found = report.diagnostics.iter().find(|diagnostic| diagnostic.code.name() == "likely-secret").unwrap();
    assert_eq!((found.primary.path.as_str(), found.occurrences.len()), ("stacks/hello.yaml", 3));

    let report = project("LOG_LEVEL: info", &format!("DATABASE: \"postgres://api:{PASSWORD}-${{env.short}}@db/api\""));
    hides(&report, PASSWORD, &["password-in-url"]);

    let lines: String = KEY.lines().map(|line| format!("          {line}\n")).collect();
    let report = project(
        "          version: 1\n",
        &format!("          -----BEGIN PRIVATE KEY-----\n{lines}          -----END PRIVATE KEY-----\n"),
    );
    for line in KEY.lines() {
        hides(&report, line, &["private-key"]);
    }
}
