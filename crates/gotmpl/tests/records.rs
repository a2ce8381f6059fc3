//! What a run notes down when it is asked to.

mod common;

use common::{functions, value_of};
use platgen_gotmpl::context::{Chance, Records};
use platgen_gotmpl::{Context, Fault, Limits, Program, Text, Value};
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
    assert_eq!(read("{{ $x := .a }}{{ $x.b.c }}"), ["a", "a", "a.b.c"]);
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

/// Shows every range, then the reads behind it, then those of the blocks around it from the inside out.
fn ranges(template: &str, dot: &Value) -> Vec<String> {
    let (text, records) = record(&[("main", template)], dot);
    let all = paths(&records);
    let show = |range: &platgen_gotmpl::context::Written| {
        let blocks = std::iter::successors(range.within, |index| records.blocks[*index].within);
        let around: String = blocks
            .map(|index| &records.blocks[index])
            .map(|block| format!(" in {}:{}", block.line, all[block.reads.clone()].join(",")))
            .collect();
        let reads = all[range.reads.clone()].join(",");
        format!("{} {:?} {reads}{around}", range.line, &text[range.bytes.clone()])
    };
    records.ranges.iter().map(show).collect()
}

#[test]
fn what_wrote_nothing_and_what_decided() {
    let dot = value_of(&json!({"on": true, "off": false, "empty": "", "n": "x", "m": {"p": 1, "q": 2}, "l": ["a"]}));
    assert_eq!(ranges("a{{ .empty }}b", &dot), [r#"1 "a" "#, r#"1 "" empty"#, r#"1 "b" "#]);
    assert_eq!(ranges("{{ if .off }}x{{ end }}", &dot), [r#"1 "" off"#]);
    let template = "{{ if .off }}x\n{{ else if .on }}y\nz{{ else }}w{{ end }}";
    assert_eq!(ranges(template, &dot), [r#"2 "y\n"  in 2:off,on"#, r#"3 "z"  in 2:off,on"#]);
    let dot_of = |template: &str| ranges(template, &dot);
    assert_eq!(dot_of("{{ with .m }}{{ .p }}{{ end }}"), [r#"1 "1" m.p in 1:m"#]);
    let each = [r#"1 "1" m in 1:m.p in 1:m"#, r#"1 "2" m in 1:m.q in 1:m"#];
    assert_eq!(dot_of("{{ range $k, $v := .m }}{{ $v }}{{ end }}"), each);
    assert_eq!(dot_of("{{ range .l }}{{ . }}{{ else }}none{{ end }}"), [r#"1 "a"  in 1:l"#]);
    let template = "{{ define \"t\" }}t{{ end }}\n{{ template \"t\" .n }}";
    assert_eq!(dot_of(template), [r#"1 "\n" "#, r#"1 "t"  in 2:n"#]);
}

#[test]
fn variables_stand_for_what_was_read() {
    let dot = value_of(&json!({"a": "x", "b": "y", "off": false, "l": [1]}));
    let dot_of = |template: &str| ranges(template, &dot);
    assert_eq!(dot_of("{{ $v := .a }}{{ $w := $v }}{{ $w }}"), [r#"1 "x" a"#]);
    assert_eq!(dot_of("{{ $v := .a }}{{ $v = .b }}{{ $v }}"), [r#"1 "y" b"#]);
    let template = "{{ $v := .a }}{{ if .off }}{{ $v = .b }}{{ end }}{{ $v }}";
    assert_eq!(dot_of(template), [r#"1 "" off"#, r#"1 "x" a,off"#]);
    let template = "{{ $v := .a }}{{ range .l }}{{ $v = \"z\" }}{{ end }}{{ $v }}";
    assert_eq!(dot_of(template), [r#"1 "" l"#, r#"1 "z" l"#]);
    let doubling = format!("{{{{ $v := .a }}}}{}{{{{ $v }}}}", "{{ $v = printf \"%.1s\" (print $v $v) }}".repeat(100));
    assert_eq!(dot_of(&doubling), [r#"1 "x" a"#]);
}

#[test]
fn a_map_that_is_handed_on_is_read_as_a_whole() {
    let values = value_of(&json!({"a": {"b": 1}}));
    let dot = value_of(&json!({}));
    let (Value::Map(outer), Value::Map(_)) = (&dot, &values) else { panic!("both are maps") };
    outer.insert("Values", values.clone()).expect("the map can be written");
    let program = program(&[("main", "{{ .Values.a.b }}{{ .Values }}")]);
    let mut context = Context::new(&program);
    context.record_reads(&values).expect("a small value");
    context.render("main", dot).expect("a sound template");
    assert_eq!(paths(&context.take_records()), ["a.b", ""]);
}

#[test]
fn what_is_noted_counts_against_the_bound() {
    let program = program(&[("main", &"\n".repeat(1000))]);
    let render = |records: bool| {
        let mut context = Context::new(&program).with_limits(Limits { memory: 20_000, ..Limits::default() });
        if records {
            context.record_ranges();
        }
        context.render("main", Value::Nil)
    };
    assert!(render(false).is_ok());
    let fault = render(true).expect_err("a thousand lines take more than that");
    assert_eq!(fault.passed_limit(), Some(platgen_gotmpl::error::Limit::Memory));
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
