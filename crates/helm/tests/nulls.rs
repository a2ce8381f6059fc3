//! The four cases of null on which releases of Helm disagree, as measured with their binaries.

use platgen_helm::{Chart, ChartFiles, Compat, TemplateFlags, ValuesFile, template};

/// Renders a chart `web` with a dependency `db`, each of which prints its values.
fn render(compat: Compat, web: &str, db: &str, values: Option<&str>) -> String {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let print = "values: {{ toJson .Values }}";
    let load = || {
        let files = ChartFiles::of_memory([
            file("Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}"),
            file("values.yaml", web),
            file("templates/values.yaml", print),
            file("charts/db/Chart.yaml", "{apiVersion: v2, name: db, version: 1.0.0}"),
            file("charts/db/values.yaml", db),
        ]);
        Chart::load(&files, compat)
    };
    let mut flags = TemplateFlags { compat, ..TemplateFlags::default() };
    flags
        .values
        .files
        .extend(values.map(|text| ValuesFile { name: "values-test.yaml".to_owned(), bytes: text.as_bytes().to_vec() }));
    let output = template(&flags, &load, &|_| Err("there are no files".to_owned()), None);
    assert_eq!(output.stderr, "");
    output.stdout.lines().find_map(|line| line.strip_prefix("values: ")).unwrap_or_default().to_owned()
}

#[test]
fn parent_nulls_a_default_of_its_dependency() {
    let of = |compat| render(compat, "db: {user: null}", "user: 65534", None);
    assert_eq!(of(Compat::V3_17), r#"{"db":{"global":{}}}"#);
    assert_eq!(of(Compat::V4_1), r#"{"db":{"global":{}}}"#);
    assert_eq!(of(Compat::V4_2), r#"{"db":{"global":{},"user":65534}}"#);
}

#[test]
fn user_nulls_a_default_of_a_dependency() {
    for compat in Compat::ALL {
        let values = render(compat, "db: {x: 1}", "user: 65534", Some("db: {user: null}"));
        assert_eq!(values, r#"{"db":{"global":{},"x":1}}"#, "{compat}");
    }
}

#[test]
fn default_is_null_and_the_user_sets_its_neighbour() {
    let of = |compat| render(compat, "budget: {minAvailable: null}", "", Some("budget: {maxUnavailable: 1}"));
    for compat in [Compat::V3_17, Compat::V4_1] {
        assert_eq!(of(compat), r#"{"budget":{"maxUnavailable":1,"minAvailable":null},"db":{"global":{}}}"#);
    }
    assert_eq!(of(Compat::V4_2), r#"{"budget":{"maxUnavailable":1},"db":{"global":{}}}"#);
}

#[test]
fn default_is_null() {
    let of = |compat| render(compat, "minAvailable: null", "", None);
    for compat in [Compat::V3_17, Compat::V4_1] {
        assert_eq!(of(compat), r#"{"db":{"global":{}},"minAvailable":null}"#);
    }
    assert_eq!(of(Compat::V4_2), r#"{"db":{"global":{}}}"#);
}
