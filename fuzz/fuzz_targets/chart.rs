//! Charts grown from a grammar, with a dependency, values and flags: no panic, no hang, and an error that says something.
#![no_main]

mod grammar;

use grammar::Grammar;
use libfuzzer_sys::fuzz_target;
use platgen_gotmpl::Limits;
use platgen_gotmpl::functions::sprig;
use platgen_helm::{Chart, ChartFiles, Compat, TemplateFlags, ValueSources, ValuesFile, template};
use std::sync::OnceLock;

const HELM: [&str; 16] = [
    "toYaml",
    "mustToYaml",
    "toYamlPretty",
    "fromYaml",
    "fromYamlArray",
    "toJson",
    "fromJson",
    "fromJsonArray",
    "toToml",
    "fromToml",
    "required",
    "lookup",
    "fail",
    "nindent",
    "indent",
    "quote",
];

fn names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let functions = sprig();
        let is_slow = |name: &&str| ["bcrypt", "htpasswd", "derivePassword"].contains(name) || name.starts_with("gen");
        functions.names().filter(|name| !is_slow(name)).chain(HELM).chain(HELM).collect()
    })
}

fuzz_target!(|bytes: &[u8]| {
    let mut grammar = Grammar::new(bytes, names());
    let compat = [Compat::V3_17, Compat::V4_1, Compat::V4_2][usize::from(grammar.byte()) % 3];
    let base = grammar.fields(4, 3);
    let set = (0..grammar.byte() % 2).map(|_| grammar.text()).collect();
    let chart_file = match grammar.byte() {
        0xE0.. => grammar.text(),
        byte => format!(
            "{{apiVersion: v2, name: c, version: 1.0.0, dependencies: [{{name: d, version: '*', condition: d.a, alias: {}}}]}}",
            ["d", "a", "b", "''"][usize::from(byte) % 4]
        ),
    };
    let (values, below) = (grammar.text(), grammar.text());
    let mut files = vec![
        ("Chart.yaml".to_owned(), chart_file),
        ("values.yaml".to_owned(), values),
        ("charts/d/Chart.yaml".to_owned(), "{apiVersion: v2, name: d, version: 1.0.0}".to_owned()),
        ("charts/d/values.yaml".to_owned(), below),
    ];
    for path in ["templates/_a.tpl", "templates/b.yaml", "charts/d/templates/d.yaml"] {
        files.push((path.to_owned(), grammar.template()));
    }
    let files = ChartFiles::of_memory(files.into_iter().map(|(path, text)| (path, text.into_bytes())));
    let flags = TemplateFlags {
        compat,
        values: ValueSources { base, set, files: Vec::<ValuesFile>::new(), ..ValueSources::default() },
        limits: Some(Limits { steps: 200_000, depth: 1000, text: 4 << 20, memory: 64 << 20, ..Limits::default() }),
        ..TemplateFlags::default()
    };
    let output = template(&flags, &|| Chart::load(&files, compat), &|_| Err("gone".to_owned()), None);
    assert_eq!(output.status == 0, !output.stderr.contains("Error: "), "{output:?}");
});
