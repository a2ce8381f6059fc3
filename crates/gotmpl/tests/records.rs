//! What a run notes down when it is asked to.

mod common;

use common::{functions, value_of};
use platgen_gotmpl::context::{Chance, Records};
use platgen_gotmpl::{Context, Fault, Program, Text, Value};
use serde_json::json;

fn random(context: &mut Context<'_>) -> Result<Text, Fault> {
    let mut byte = [0];
    context.chance("random")?.fill(&mut byte);
    Ok(byte[0].to_string().into())
}

fn program(texts: &[(&str, &str)]) -> Program {
    let mut functions = functions();
    functions.add("random", random);
    let mut program = Program::new("records", functions);
    for (name, text) in texts {
        program.add(name, text.as_bytes()).expect("a sound template");
    }
    program
}

fn record(texts: &[(&str, &str)], dot: &Value) -> (String, Records) {
    let program = program(texts);
    let mut context = Context::new(&program);
    context.record_reads(dot).expect("a small value");
    context.record_ranges();
    let text = context.render("main", dot.clone()).expect("a sound template");
    (text.to_string(), context.take_records())
}

fn paths(records: &Records) -> Vec<String> {
    let joined = |path: &[Text]| path.iter().map(Text::to_string).collect::<Vec<_>>().join(".");
    records.reads.iter().map(|read| joined(&read.path)).collect()
}

#[test]
fn values_that_are_read() {
    let dot = value_of(&json!({"a": {"b": {"c": 1}, "l": [{"x": 1}, {"x": 2}]}, "m": {"p": 1, "q": 2}, "unused": 1}));
    let read = |template| paths(&record(&[("main", template)], &dot).1);
    assert_eq!(read("{{ .a.b.c }}"), ["a.b.c"]);
    assert_eq!(read("{{ with .a.b }}{{ .c }}{{ end }}"), ["a.b", "a.b.c"]);
    assert_eq!(read("{{ $x := .a }}{{ $x.b.c }}"), ["a", "a.b.c"]);
    assert_eq!(read("{{ range .a.l }}{{ .x }}{{ end }}"), ["a.l", "a.l.0.x", "a.l.1.x"]);
    assert_eq!(read("{{ range $k, $v := .m }}{{ end }}"), ["m", "m.p", "m.q"]);
    assert_eq!(read("{{ (.a).b }}"), ["a", "a.b"]);
    assert_eq!(read(r#"{{ index .a "b" "c" }}"#), ["a", "a.b", "a.b.c"]);
    assert_eq!(read("{{ if false }}{{ .unused }}{{ end }}{{ .a.none }}"), ["a.none"], "what is looked for counts");
}

#[test]
fn ranges_and_the_reads_behind_them() {
    let dot = value_of(&json!({"name": "web", "port": 80}));
    let helper = "\n{{ define \"port\" }}port {{ .port }}{{ end }}";
    let main = "name: {{ .name }}\n{{ template \"port\" . }}\n{{ include \"port\" . }}!\n";
    let (text, records) = record(&[("helper", helper), ("main", main)], &dot);
    assert_eq!(text, "name: web\nport 80\nport 80!\n");
    let shown: Vec<_> = records
        .ranges
        .iter()
        .map(|range| {
            let reads = &paths(&records)[range.reads.clone()];
            format!("{}:{} {:?} {}", range.file, range.line, &text[range.bytes.clone()], reads.join(","))
        })
        .collect();
    let expected = [
        r#"main:1 "name: " "#,
        r#"main:1 "web" name"#,
        r#"main:1 "\n" "#,
        r#"helper:2 "port " "#,
        r#"helper:2 "80" port"#,
        r#"main:2 "\n" "#,
        r#"main:3 "port 80" port"#,
        r#"main:3 "!\n" "#,
    ];
    assert_eq!(shown, expected);
}

#[test]
fn chance_is_noted_and_needs_a_source() {
    struct Sevens;
    impl Chance for Sevens {
        fn fill(&mut self, buffer: &mut [u8]) {
            buffer.fill(7);
        }

        fn now(&mut self) -> i128 {
            7
        }
    }
    let program = program(&[("main", "a\nb {{ random }}")]);
    let fault = Context::new(&program).render("main", Value::Nil).expect_err("no source was lent");
    let text = "template: main:2:5: executing \"main\" at <random>: error calling random: `random` gives another answer in every run";
    assert_eq!(fault.to_string(), text);
    let mut sevens = Sevens;
    let mut context = Context::new(&program).with_chance(&mut sevens);
    assert_eq!(context.render("main", Value::Nil).expect("a source was lent"), "a\nb 7");
    let records = context.take_records();
    assert_eq!(records.chances.len(), 1);
    assert_eq!((&*records.chances[0].file, records.chances[0].line), ("main", 2));
}
