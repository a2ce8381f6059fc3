//! Maps that templates put into themselves are freed, and nothing else is.

use platgen_gotmpl::functions::sprig;
use platgen_gotmpl::value::Knots;
use platgen_gotmpl::{Context, Fault, Map, Object, Program, Value};
use std::cell::Cell;
use std::rc::Rc;

/// Counts how many of it are still held.
struct Held(Rc<Cell<usize>>);

impl Held {
    fn value(count: &Rc<Cell<usize>>) -> Value {
        count.set(count.get() + 1);
        Value::object(Held(count.clone()))
    }
}

impl Object for Held {
    fn type_name(&self) -> &'static str {
        "held"
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// What a caller keeps of the maps that templates hand to `keep`.
#[derive(Default)]
struct Kept(Vec<Map>);

fn program(template: &str) -> Program {
    let mut functions = sprig();
    functions.add("keep", |context: &mut Context<'_>, map: Map| {
        if let Some(kept) = context.host::<Kept>() {
            kept.0.push(map);
        }
        ""
    });
    let mut program = Program::new("t", functions);
    program.add("t", template.as_bytes()).expect("a sound template");
    program
}

/// Makes a dot with something of which the number is known that are still held.
fn dot(count: &Rc<Cell<usize>>) -> Map {
    [("held", Held::value(count))].into_iter().collect()
}

/// Runs a template that ends well or not, and tells how many are still held.
fn held_after(template: &str) -> (bool, usize) {
    let count = Rc::default();
    let is_rendered = Context::new(&program(template)).render("t", dot(&count).into()).is_ok();
    (is_rendered, count.get())
}

#[test]
fn a_map_in_itself() {
    assert_eq!(held_after(r#"{{ $_ := set . "self" . }}"#), (true, 0));
    assert_eq!(held_after(r#"{{ $m := dict "held" .held }}{{ $_ := set $m "m" $m }}"#), (true, 0));
    assert_eq!(held_after(r#"{{ $m := dict "held" .held }}{{ $_ := set $m "list" (list 1 (list $m)) }}"#), (true, 0));
    assert_eq!(held_after(r#"{{ $m := dict "held" .held }}{{ $_ := merge $m (dict "m" $m) }}"#), (true, 0));
    assert_eq!(
        held_after(r#"{{ $m := dict "held" .held "m" 1 }}{{ $_ := mergeOverwrite $m (dict "m" $m) }}"#),
        (true, 0)
    );
}

#[test]
fn maps_in_each_other() {
    assert_eq!(
        held_after(r#"{{ $a := dict "held" .held }}{{ $b := dict "a" $a }}{{ $_ := set $a "b" $b }}"#),
        (true, 0)
    );
    let two = r#"{{ $a := dict }}{{ $b := dict }}{{ $_ := set $a "b" $b }}{{ $_ := set $b "a" $a }}"#;
    assert_eq!(held_after(&format!(r#"{two}{{{{ $_ := set $b "dot" . }}}}{{{{ $_ := set . "a" $a }}}}"#)), (true, 0));
    let taken_out = r#"{{ $_ := set . "self" . }}{{ $_ := unset . "self" }}"#;
    assert_eq!(held_after(taken_out), (true, 0));
}

#[test]
fn a_run_that_fails() {
    assert_eq!(held_after(r#"{{ $_ := set . "self" . }}{{ mustRegexMatch "(" "" }}"#), (false, 0));
    assert_eq!(held_after(r#"{{ $_ := set . "self" . }}{{ range 1000000000 }}{{ end }}"#), (false, 0));
}

#[test]
fn a_long_ring_is_taken_apart_without_recursion() {
    let ring = r#"{{ $first := dict "held" .held }}{{ $last := $first }}
        {{ range 200000 }}{{ $next := dict }}{{ $_ := set $last "next" (list $next) }}{{ $last = $next }}{{ end }}
        {{ $_ := set $last "next" $first }}"#;
    assert_eq!(held_after(ring), (true, 0));
}

#[test]
fn what_the_caller_holds_stays() {
    let count = Rc::default();
    let knots = Knots::default();
    let map = dot(&count);
    let outer: Map = [("map", Value::Map(map.clone()))].into_iter().collect();
    let template = program(r#"{{ $_ := set .map "self" (dict "inner" .map) }}"#);
    Context::new(&template).with_knots(&knots).render("t", outer.into()).expect("it renders");
    let Some(Value::Map(own)) = map.get(b"self") else { panic!("the entry is there") };
    assert!(matches!(own.get(b"inner"), Some(Value::Map(inner)) if inner.is_same(&map)));
    let text = Context::new(&program("{{ len .self.inner.self }}")).render("t", map.clone().into());
    assert_eq!(text.expect("it renders"), "1");
    drop((map, own));
    assert_eq!(count.get(), 1, "the caller's knots are still there");
    drop(knots);
    assert_eq!(count.get(), 0);
}

#[test]
fn what_the_host_keeps_stays() {
    let count = Rc::default();
    let mut kept = Kept::default();
    let template = program(r#"{{ $m := dict "held" .held }}{{ $_ := set $m "self" $m }}{{ keep $m }}"#);
    let done = Context::new(&template).with_host(&mut kept).render("t", dot(&count).into());
    assert_eq!(done.expect("it renders"), "");
    assert_eq!(count.get(), 1);
    assert!(kept.0[0].contains(b"held") && kept.0[0].contains(b"self"));
    kept.0[0].remove(b"self");
    drop(kept);
    assert_eq!(count.get(), 0);
}

#[test]
fn functions_of_the_callers_own() {
    let mut functions = sprig();
    functions.add("tie", |context: &mut Context<'_>, map: Map| -> Result<&'static str, Fault> {
        let own = Value::Map(map.clone());
        context.set_entry(&map, "self", own)?;
        Ok("")
    });
    let mut program = Program::new("t", functions);
    program.add("t", b"{{ tie . }}").expect("a sound template");
    let count = Rc::default();
    Context::new(&program).render("t", dot(&count).into()).expect("it renders");
    assert_eq!(count.get(), 0);
}
