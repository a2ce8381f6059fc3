//! What templates tie into knots is freed when a rendering is over. Alone in its process, whose memory it measures.

#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_methods, reason = "a test that measures memory asks the system")]

use platgen_helm::{
    Capabilities, Chart, ChartFiles, Compat, Fields, Release, RenderError, RenderOptions, Rendered, Renderer,
};

/// Bytes of the process that are in memory.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").expect("Linux tells");
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).expect("a number of pages") * 4096
}

/// Renders a template of a chart with more than a MiB of values many times, and gives the last answer.
#[track_caller]
fn assert_frees(template: &str) -> Result<Rendered, RenderError> {
    let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let files = ChartFiles::of_memory([
        file("Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}"),
        file("values.yaml", &format!("items:\n{}", "- {name: a, value: b}\n".repeat(4000))),
        file("templates/a.yaml", template),
    ]);
    let compat = Compat::default();
    let renderer = Renderer::new(Chart::load(&files, compat).expect("a sound chart"), compat);
    let release = Release {
        name: "web".to_owned(),
        namespace: "web".to_owned(),
        is_upgrade: false,
        capabilities: Capabilities::built_in(compat),
    };
    let render = || renderer.render(&release, &Fields::new(), &RenderOptions::default(), None);
    let _ = render();
    let before = resident();
    (0..100).for_each(|_| drop(render()));
    let grown = resident().saturating_sub(before);
    assert!(grown < 20 << 20, "{} MiB more after a hundred renderings", grown >> 20);
    render()
}

#[test]
fn values_in_themselves() {
    let template = "{{ $_ := set .Values \"self\" .Values }}{{ $_ := set $ \"all\" (list $) }}a: {{ len .all }}";
    let rendered = assert_frees(template).expect("it renders");
    assert_eq!(rendered.documents[0].text, "a: 1");
    let failing = "{{ $_ := set .Values \"self\" .Values }}{{ fail \"no\" }}";
    let error = assert_frees(failing).expect_err("it fails");
    assert!(error.message.ends_with("no"), "{}", error.message);
}
