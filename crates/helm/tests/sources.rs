//! From a byte of a document to the line and the values behind it.

use platgen_helm::{
    Capabilities, Chart, ChartFiles, Compat, Document, Fields, Recording, Release, RenderOptions, Rendered, Renderer,
};
use std::collections::BTreeSet;

fn render(compat: Compat, values: &str, templates: &[(&str, &str)]) -> Rendered {
    let fixed = [("Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}"), ("values.yaml", values)];
    let files = fixed.iter().chain(templates).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let chart = Chart::load(&ChartFiles::of_memory(files), compat).expect("the chart is sound");
    let release = Release {
        name: "shop".to_owned(),
        namespace: "shop".to_owned(),
        is_upgrade: false,
        capabilities: Capabilities::built_in(compat),
    };
    let options = RenderOptions {
        recording: Recording { reads: true, ranges: true },
        includes_crds: true,
        ..RenderOptions::default()
    };
    Renderer::new(chart, compat).render(&release, &Fields::new(), &options, None).expect("it renders")
}

/// Shows what is behind the first place of a text in a document: template and line, the values read, those that decided.
fn behind(rendered: &Rendered, document: &Document, text: &str) -> String {
    let offset = document.text.find(text).unwrap_or_else(|| panic!("{text} is in {}", document.text));
    let sources = rendered.sources(document).expect("ranges were recorded");
    let piece = sources.at(offset).expect("every byte was written by something");
    assert!(piece.bytes().contains(&offset));
    let joined = |reads: &[platgen_gotmpl::context::Read]| {
        let dotted = |read: &platgen_gotmpl::context::Read| {
            read.path.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
        };
        reads.iter().map(dotted).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(",")
    };
    let mut shown = format!("{}:{}", piece.template().trim_start_matches("web/templates/"), piece.line());
    if !piece.reads().is_empty() {
        shown += &format!(" {}", joined(piece.reads()));
    }
    for block in piece.enclosing() {
        shown += &format!(" < {} {}", block.line(), joined(block.reads()));
    }
    shown
}

const HELPERS: &str = r#"{{ define "labels" -}}
app: {{ .Values.app }}
{{- if .Values.tier }}
tier: {{ .Values.tier }}
{{- end }}
{{- end }}
{{ define "called" }}called: {{ .Values.app }}{{ end }}
"#;

const THINGS: &str = r#"
{{- if .Values.enabled }}
# about the first
kind: First
metadata:
  name: {{ .Values.name }}
  labels:
    {{- include "labels" . | nindent 4 }}
spec:
  none: {{ .Values.none }}
  after: text
  text: {{ tpl .Values.text . }}
  {{ template "called" . }}
{{- end }}
---
kind: Second
items:
{{- range $index, $host := .Values.hosts }}
  - host: {{ $host.name | quote }}
    port: {{ $host.port }}
{{- end }}
{{- with .Values.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
"#;

const VALUES: &str = "
app: shop
tier: front
enabled: true
name: things
text: 'hello {{ .Values.app }}'
hosts: [{name: a.example, port: 80}, {name: b.example, port: 81}]
resources: {cpu: 1, memory: 2}
off: false
empty: ''
";

#[test]
fn lines_and_values_behind_bytes() {
    for compat in [Compat::V3_17, Compat::V4_1, Compat::V4_2] {
        let files = [("templates/_helpers.tpl", HELPERS), ("templates/things.yaml", THINGS)];
        let rendered = render(compat, VALUES, &files);
        let [first, second] = rendered.documents.as_slice() else { panic!("two documents") };
        for (text, expected) in [
            ("# about", "things.yaml:3 < 2 enabled"),
            ("kind", "things.yaml:4 < 2 enabled"),
            ("things", "things.yaml:6 name < 2 enabled"),
            ("labels", "things.yaml:7 < 2 enabled"),
            ("app: shop", "things.yaml:8 app,tier < 2 enabled"),
            ("tier: front", "things.yaml:8 app,tier < 2 enabled"),
            ("after", "things.yaml:11 < 2 enabled"),
            ("hello shop", "things.yaml:12 app,text < 2 enabled"),
            ("called", "_helpers.tpl:7 < 13  < 2 enabled"),
        ] {
            assert_eq!(behind(&rendered, first, text), expected, "{text}");
        }
        for (text, expected) in [
            ("kind", "things.yaml:16"),
            ("a.example", "things.yaml:19 hosts,hosts.0.name < 18 hosts"),
            ("81", "things.yaml:20 hosts,hosts.1.port < 18 hosts"),
            ("resources", "things.yaml:23 < 22 resources"),
            ("memory", "things.yaml:24 < 22 resources"),
        ] {
            assert_eq!(behind(&rendered, second, text), expected, "{text}");
        }
    }
}

/// Every byte has a piece, in order, and pieces cover the document without gaps.
#[test]
fn pieces_cover_a_document() {
    let files = [("templates/_helpers.tpl", HELPERS), ("templates/things.yaml", THINGS)];
    let rendered = render(Compat::V4_1, VALUES, &files);
    for document in &rendered.documents {
        let sources = rendered.sources(document).expect("ranges were recorded");
        let mut end = 0;
        for piece in sources.within(0..document.text.len()) {
            assert_eq!(piece.bytes().start, end);
            end = piece.bytes().end;
        }
        assert_eq!(end, document.text.len());
        assert!(sources.at(document.text.len()).is_none());
    }
}

#[test]
fn what_wrote_nothing_stands_where_it_would_have() {
    let template =
        "kind: A\nname: '{{ .Values.empty }}'\n{{- if .Values.off }}\nspec: 1\n{{- end }}\nlast: {{ .Values.none }}\n";
    let rendered = render(Compat::V4_1, VALUES, &[("templates/a.yaml", template)]);
    let document = &rendered.documents[0];
    assert_eq!(document.text, "kind: A\nname: ''\nlast:");
    let sources = rendered.sources(document).expect("ranges were recorded");
    let reads = |text: &str| {
        let start = document.text.find(text).expect("it is there");
        let pieces = sources.within(start..start + text.len());
        pieces.flat_map(|piece| piece.reads().iter().map(|read| read.path[0].to_string())).collect::<Vec<_>>()
    };
    assert_eq!(reads("''"), ["empty", "off"]);
    assert_eq!(reads("kind"), [""; 0]);
    assert_eq!(reads("last:"), ["none"]);
    assert_eq!(reads(&document.text), ["empty", "off", "none"]);
}

#[test]
fn definitions_and_runs_without_records_have_none() {
    let files = [("crds/a.yaml", "kind: CustomResourceDefinition\n"), ("templates/a.yaml", "kind: A")];
    let rendered = render(Compat::V4_1, "", &files);
    let has_sources: Vec<bool> =
        rendered.documents.iter().map(|document| rendered.sources(document).is_some()).collect();
    assert_eq!(has_sources, [false, true]);
}
