//! Templates that mean harm end in a fault with a place, soon, and on a thread of the usual size.

mod common;

use common::functions;
use platgen_gotmpl::context::on_own_stack;
use platgen_gotmpl::error::Limit;
use platgen_gotmpl::{Context, Fault, Limits, Program, Text, Value};

/// Bounds that tests reach soon.
const SMALL: Limits = Limits { steps: 2_000_000, depth: 10_000, text: 1 << 20, memory: 64 << 20, stack: 1 << 20 };

fn run(template: &str) -> Result<Text, Fault> {
    let mut program = Program::new("t", functions());
    program.add("t", template.as_bytes())?;
    Context::new(&program).with_limits(SMALL).render("t", Value::Nil)
}

#[track_caller]
fn assert_ends(template: &str, limit: Limit) {
    let fault = run(template).expect_err("the template has no end");
    assert_eq!(fault.passed_limit(), Some(limit), "{}", &fault.to_string()[..200.min(fault.to_string().len())]);
    assert!(fault.place().is_some(), "a place is known");
}

#[test]
fn endless_recursion() {
    assert_ends(r#"{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}"#, Limit::Depth);
    assert_ends(r#"{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}"#, Limit::Depth);
    assert_ends(
        r#"{{ define "a" }}{{ template "b" . }}{{ end }}{{ define "b" }}{{ include "a" . }}{{ end }}{{ include "a" . }}"#,
        Limit::Depth,
    );
    assert_ends(r#"{{ define "a" }}{{ tpl "{{ include \"a\" . }}" . }}{{ end }}{{ include "a" . }}"#, Limit::Depth);
    assert_ends(
        r#"{{ define "a" }}{{ range 2 }}{{ if true }}{{ with 1 }}{{ template "a" . }}{{ end }}{{ end }}{{ end }}{{ end }}{{ template "a" . }}"#,
        Limit::Depth,
    );
}

#[test]
fn a_thousand_levels_fit_a_stack_of_their_own() {
    let rendered = on_own_stack(96 << 20, || {
        let mut program = Program::new("t", functions());
        let nested = r#"{{ define "n" }}{{ if . }}{{ include "n" (slice . 1) }}{{ end }}{{ end }}"#;
        program.add("nested", nested.as_bytes()).expect("sound templates");
        let limits = Limits { stack: 90 << 20, ..Limits::default() };
        let items = Value::list(vec![Value::Nil; 1000]);
        Context::new(&program)
            .with_limits(limits)
            .render("n", items)
            .map(|text| text.len())
            .map_err(|fault| fault.to_string())
    });
    assert_eq!(rendered.expect("the system gives threads"), Ok(0));
}

#[test]
fn endless_loops() {
    assert_ends("{{ range 1000000000000 }}{{ end }}", Limit::Steps);
    assert_ends("{{ range 1000000000000 }}0123456789{{ end }}", Limit::Memory);
    assert_ends("{{ range 100000 }}{{ range 100000 }}{{ $x := 1 }}{{ end }}{{ end }}", Limit::Steps);
    assert_ends(
        r#"{{ $m := dict }}{{ range 2000 }}{{ $n := set $m (printf "%d" .) 1 }}{{ end }}{{ range 100000 }}{{ range $m }}{{ break }}{{ end }}{{ end }}"#,
        Limit::Steps,
    );
}

#[test]
fn large_texts() {
    assert_ends(r#"{{ $s := "0123456789" }}{{ range 60 }}{{ $s = print $s $s }}{{ end }}"#, Limit::Memory);
    assert_ends(r#"{{ $s := "0123456789" }}{{ range 60 }}{{ $s = printf "%s%s" $s $s }}{{ end }}"#, Limit::Memory);
    assert_ends(
        r#"{{ $s := "0123456789" }}{{ range 60 }}{{ $s = printf "%q" $s | print $s }}{{ end }}"#,
        Limit::Memory,
    );
    assert_ends(r#"{{ range 1000 }}{{ printf "%1000000d" 1 }}{{ end }}"#, Limit::Memory);
    assert_ends(r#"{{ printf "%1000000d%1000000d%1000000d" 1 2 3 }}"#, Limit::Memory);
    assert_ends(r#"{{ $l := list }}{{ range 1000 }}{{ $l = list $l (printf "%900000d" 1) }}{{ end }}"#, Limit::Memory);
    assert_eq!(
        run(r#"{{ printf "%1000000000d" 1 }}"#).expect("a bad width is told in the text"),
        "%!(NOVERB)%!(EXTRA int=1)"
    );
    assert_eq!(run(r#"{{ len (printf "%.900000f" 0.1) }}"#).expect("a long text"), "900002");
    assert_eq!(run(r#"{{ len (printf "%.900000e" 0.1) }}"#).expect("a long text"), "900006");
    assert_eq!(run(r#"{{ len (printf "%.900000g" 0.1) }}"#).expect("a short text"), "57");
    assert_eq!(run(r#"{{ len (printf "%#.900000g" 0.1) }}"#).expect("a long text"), "900002");
    assert_eq!(run(r#"{{ len (printf "%.900000x" 0.1) }}"#).expect("a long text"), "900008");
}

#[test]
fn maps_that_contain_themselves() {
    const LOOP: &str = r#"{{ $m := dict }}{{ $n := set $m "self" $m }}"#;
    assert_ends(&format!("{LOOP}{{{{ $m }}}}"), Limit::Depth);
    assert_ends(&format!(r#"{LOOP}{{{{ printf "%s" (list $m) }}}}"#), Limit::Depth);
    assert_ends(&format!(r#"{LOOP}{{{{ html $m }}}}"#), Limit::Depth);
    assert_eq!(run(&format!("{LOOP}{{{{ len $m.self.self.self }}}}")).expect("its fields have no end"), "1");
    assert!(run(&format!("{LOOP}{{{{ eq $m $m }}}}")).is_err());
    assert!(run(&format!("{LOOP}{{{{ range $m }}}}x{{{{ end }}}}")).is_ok());
}

#[test]
fn values_without_bottom() {
    const DEEP: &str = r#"{{ $m := dict }}{{ range 200000 }}{{ $m = dict "a" $m }}{{ end }}"#;
    const DEEP_LIST: &str = r#"{{ $m := list }}{{ range 200000 }}{{ $m = list $m }}{{ end }}"#;
    assert_eq!(run(&format!("{DEEP}{{{{ len $m }}}}")).expect("it can be built and dropped"), "1");
    assert_eq!(run(&format!("{DEEP_LIST}{{{{ len $m }}}}")).expect("it can be built and dropped"), "1");
    assert_ends(&format!("{DEEP}{{{{ $m }}}}"), Limit::Depth);
    assert_ends(&format!("{DEEP_LIST}{{{{ $m }}}}"), Limit::Depth);
    assert_ends(r#"{{ $m := dict }}{{ range 60 }}{{ $m = dict "a" $m "b" $m }}{{ end }}{{ $m }}"#, Limit::Memory);
}

#[test]
fn deep_texts() {
    let nested = |open: &str, middle: &str, close: &str, times: usize| {
        run(&format!("{}{middle}{}", open.repeat(times), close.repeat(times)))
    };
    assert_eq!(nested("{{ if 1 }}", "x", "{{ end }}", 200).expect("two hundred levels"), "x");
    assert_eq!(nested("{{ range 1 }}", "x", "{{ end }}", 200).expect("two hundred levels"), "x");
    assert!(nested("{{ if 1 }}", "x", "{{ end }}", 100_000).is_err());
    assert!(nested("{{ range 1 }}", "x", "{{ end }}", 100_000).is_err());
    assert!(nested("{{ block \"a\" . }}", "x", "{{ end }}", 100_000).is_err());
    let parens = |times: usize| run(&format!("{{{{ {}1{} }}}}", "(".repeat(times), ")".repeat(times)));
    assert_eq!(parens(200).expect("two hundred levels"), "1");
    assert!(parens(100_000).is_err());
    let chain = |times: usize| run(&format!("{{{{ if 0 }}}}{}x{{{{ end }}}}", "{{ else if 0 }}".repeat(times)));
    assert_eq!(chain(900).expect("nine hundred clauses"), "");
    assert!(chain(100_000).is_err());
}
