//! Programs: which template wins, what a text sees that is parsed in a run, and what values keep.

mod common;

use common::functions;
use platgen_gotmpl::value::{ListType, MapType, TooDeep, Type};
use platgen_gotmpl::{Context, List, Map, Plain, Program, Text, Value};

fn program(texts: &[(&str, &str)]) -> Program {
    let mut program = Program::new("gotpl", functions());
    for (name, text) in texts {
        program.add(name, text.as_bytes()).expect("a sound template");
    }
    program
}

#[track_caller]
fn assert_renders(texts: &[(&str, &str)], expected: &str) {
    let program = program(texts);
    let rendered = Context::new(&program).render("main", Value::Nil).map_err(|fault| fault.to_string());
    assert_eq!(rendered, Ok(Text::from(expected)));
}

#[test]
fn the_last_body_that_is_not_blank_wins() {
    let main = ("main", r#"{{ include "x" . }}"#);
    assert_renders(&[("a", r#"{{ define "x" }}A{{ end }}"#), ("b", r#"{{ define "x" }}B{{ end }}"#), main], "B");
    assert_renders(
        &[("a", r#"{{ define "x" }}A{{ end }}"#), ("b", "{{ define \"x\" }}\n{{/* c */}} {{ end }}"), main],
        "A",
    );
    assert_renders(&[("a", r#"{{ define "x" }} {{ end }}"#), ("b", r#"{{ define "x" }}B{{ end }}"#), main], "B");
    assert_renders(&[main, ("x", "by its file"), ("y", r#"{{ define "x" }}by define{{ end }}"#)], "by define");
    assert_renders(&[("x", "one"), ("x", "two"), main], "two");
}

#[test]
fn a_fault_leaves_the_program_as_it_was() {
    let mut program = program(&[("main", "sound")]);
    program.add("main", br#"{{ define "x" }}x{{ end }}{{ if }}"#).expect_err("a condition is missing");
    assert!(!program.contains("x"));
    assert_eq!(Context::new(&program).render("main", Value::Nil).expect("it is there still"), "sound");
}

#[test]
fn clones_have_their_own_additions() {
    let one = program(&[("main", "one")]);
    let mut other = one.clone();
    other.add("main", b"other").expect("a sound template");
    other.add("more", b"more").expect("a sound template");
    assert_eq!(Context::new(&one).render("main", Value::Nil).expect("it is there"), "one");
    assert_eq!(Context::new(&other).render("main", Value::Nil).expect("it is there"), "other");
    assert!(!one.contains("more") && other.contains("more"));
}

#[test]
fn a_text_parsed_in_a_run_defines_for_itself_alone() {
    let x = ("x", r#"{{ define "x" }}outer{{ end }}{{ define "via" }}{{ include "x" . }}{{ end }}"#);
    let main = r#"{{ tpl "{{ define \"x\" }}inner{{ end }}{{ include \"x\" . }} {{ include \"via\" . }}" . }} {{ include "x" . }}"#;
    assert_renders(&[x, ("main", main)], "inner inner outer");
    assert_renders(&[x, ("main", r#"[{{ tpl "" . }}{{ tpl "{{ tpl \" \" . }}" . }}]"#)], "[ ]");
}

#[test]
fn faults_form_a_chain() {
    let program =
        program(&[("lib", "\n{{ define \"a\" }}{{ fail \"no\" }}{{ end }}"), ("main", "x\n  {{ include \"a\" . }}")]);
    let fault = Context::new(&program).render("main", Value::Nil).expect_err("it fails");
    let links: Vec<_> = fault
        .chain()
        .map(|link| {
            let place = link.place().map(|place| {
                let at = place.execution.as_ref().expect("it was executing");
                format!("{}:{}:{} {} <{}>", place.file, place.line, at.column, at.template, at.node)
            });
            (place, link.message())
        })
        .collect();
    let expected = [
        (Some("main:2:5 main <include \"a\" .>".to_owned()), "error calling include"),
        (Some("lib:2:19 a <fail \"no\">".to_owned()), "error calling fail"),
        (None, "no"),
    ];
    assert_eq!(links, expected);
    assert_eq!(fault.passed_limit(), None);
}

#[test]
fn what_a_caller_lends_reaches_its_functions() {
    struct Count(usize);
    fn count(context: &mut Context<'_>) -> String {
        let count = context.host::<Count>().expect("the caller lent a count");
        count.0 += 1;
        count.0.to_string()
    }
    let mut functions = functions();
    functions.add("count", count);
    let mut program = Program::new("gotpl", functions);
    program.add("main", b"{{ count }}{{ count }}").expect("a sound template");
    let mut lent = Count(0);
    assert_eq!(Context::new(&program).with_host(&mut lent).render("main", Value::Nil).expect("it renders"), "12");
    assert_eq!(lent.0, 2);
}

#[test]
fn programs_cross_threads() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    let program = program(&[("main", "{{ range 3 }}{{ . }}{{ end }}")]);
    is_shared(&program);
    let render = || Context::new(&program).render("main", Value::Nil).expect("it renders").to_string();
    let rendered: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(render)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    });
    assert_eq!(rendered, ["012"; 4]);
}

#[test]
fn plain_trees_and_values_are_each_other() {
    let list =
        Plain::List(vec![Plain::Null, Plain::Bool(true), Plain::Int(3), Plain::Float(1.5), Plain::String("a".into())]);
    let tree = Plain::Map([(Text::from("l"), list), (Text::from("m"), Plain::Map([].into()))].into());
    assert_eq!(Plain::from_value(&tree.to_value()), Ok(tree));
    let map = Map::new();
    map.insert("self", map.clone().into()).expect("the map is not nil");
    assert_eq!(Plain::from_value(&map.into()), Err(TooDeep));
}

#[test]
fn maps_are_references() {
    let map = Map::new();
    let alias = map.clone();
    map.insert("a", Value::Int(1)).expect("the map is not nil");
    assert!(alias.contains(b"a") && alias.is_same(&map) && alias.identity() == map.identity());
    let copy = map.shallow_copy();
    copy.insert("b", Value::Nil).expect("the map is not nil");
    assert_eq!((map.len(), copy.len()), (1, 2));
    assert!(Map::nil(MapType::ANY).insert("a", Value::Nil).is_err());
    assert!(map.remove(b"a").is_some() && alias.is_empty());
}

#[test]
fn types_decide_what_is_assignable() {
    static NAMED: MapType = MapType::named("a.Map");
    static OTHER: MapType = MapType::named("b.Map");
    let any = Value::Map(Map::new());
    let named = Value::Map(Map::of(&NAMED));
    assert!(any.is_assignable_to(&Type::Map(&NAMED)) && named.is_assignable_to(&Type::Map(MapType::ANY)));
    assert!(!named.is_assignable_to(&Type::Map(&OTHER)) && !any.is_assignable_to(&Type::Map(MapType::STRINGS)));
    assert!(!Value::Int(1).is_assignable_to(&Type::Int64) && Value::Int(1).is_assignable_to(&Type::Any));
    let nil = Value::List(List::nil(ListType::ANY));
    assert!(
        nil.is_assignable_to(&Type::List(ListType::ANY)) && !Value::Nil.is_assignable_to(&Type::List(ListType::ANY))
    );
    assert_eq!((nil.type_name(), nil.is_true(), named.type_name()), ("[]interface {}", false, "a.Map"));
}
