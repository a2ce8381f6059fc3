//! What expressions yield, and what they say when they do not.

use std::sync::Arc;

use ecow::EcoString;
use proptest::prelude::*;

use super::{Fault, ImageTable, Lookup, Scope, Template, evaluate};
use crate::node::{Cause, Node, Origin, Origins, Payload};

struct Values {
    tree: Node,
    origins: Origins,
}

impl Scope for Values {
    fn unset(&self, root: &str, name: &str) -> Option<String> {
        (root == "env" && name == "region").then(|| "set it".to_owned())
    }

    fn lookup(&mut self, path: &[EcoString]) -> Lookup {
        Lookup::follow(&self.tree, path, 0)
    }

    fn origins(&mut self) -> &mut Origins {
        &mut self.origins
    }

    fn images(&self) -> Arc<ImageTable> {
        Arc::default()
    }
}

fn values() -> Values {
    let mut env = Node::map(Origin::INHERITED);
    env.set("name", Node::text("production", Origin::INHERITED));
    env.set("port", Node::new(Payload::Int(8000), Origin::INHERITED));
    let mut tree = Node::map(Origin::INHERITED);
    tree.set("env", env);
    Values { tree, origins: Origins::default() }
}

fn value(text: &str) -> Result<serde_json::Value, String> {
    let template = Template::parse(text).map_err(|fault| fault.message)?;
    match evaluate(&template, Origin::INHERITED, &mut values()) {
        Ok(node) => Ok(node.to_json()),
        Err(Fault::Here { message, help, .. }) => Err(match help {
            Some(help) => format!("{message}; {help}"),
            None => message,
        }),
        Err(Fault::Poisoned(_)) => Err("poison".to_owned()),
    }
}

#[test]
fn one_expression_keeps_its_type_and_several_become_text() {
    assert_eq!(value("${env.port}"), Ok(8000.into()));
    assert_eq!(value("${env.port + 1}"), Ok(8001.into()));
    assert_eq!(value("${env.name}:${env.port}"), Ok("production:8000".into()));
    assert_eq!(value("${'-x' if env.name == 'production' else ''}"), Ok("-x".into()));
    assert_eq!(value("${env.port * 3 ~ ''}"), Ok("24000".into()));
    assert_eq!(value("${['a', 'b'] | join('*')}"), Ok("a*b".into()));
    assert_eq!(value("${env.name | env_name}_URL"), Ok("PRODUCTION_URL".into()));
}

#[test]
fn what_is_cut_is_read() {
    assert_eq!(value("${env.name[:4]}"), Ok("prod".into()));
    assert_eq!(value("${(env.name ~ '-x')[-4:] ~ env.port}"), Ok("on-x8000".into()));
    let template = Template::parse("${env.name[:4]}").expect("an expression");
    let mut scope = values();
    let cause = Cause::Recipe("the name");
    let origin = scope.origins.of(cause);
    scope.tree.get_mut("env").and_then(|env| env.get_mut("name")).expect("a name").origin = origin;
    let Ok(node) = evaluate(&template, Origin::INHERITED, &mut scope) else { panic!("a value") };
    assert_eq!(scope.origins.causes(node.origin).collect::<Vec<_>>(), [cause]);
}

#[test]
fn an_unset_value_is_a_fault_unless_the_expression_expects_it() {
    assert_eq!(value("${env.domian}"), Err("`env.domian` is not set; known here: `name`, `port`".to_owned()));
    assert_eq!(value("${env.nmae}"), Err("`env.nmae` is not set; did you mean `name`?".to_owned()));
    assert_eq!(value("${env.region}"), Err("`env.region` is not set; set it".to_owned()));
    assert_eq!(value("${env.region ~ 'a'}"), Err("`env.region` is not set; set it".to_owned()));
    assert_eq!(value("${env.domain | default('x')}"), Ok("x".into()));
    assert_eq!(value("${env.domain is defined}"), Ok(false.into()));
    assert_eq!(
        value("${enw.name}"),
        Err("`enw` is not a name that expressions know here; did you mean `env`?".to_owned())
    );
}

#[test]
fn a_hostile_expression_ends() {
    let hostile = [
        "${range(100000000) | length}",
        "${'x' * 100000}",
        "${[1] * 100000}",
        "${env.name * 100000000}",
        "${10 ** 8}",
        "${range(99999) | join(range(99999) | join('x'))}",
        "${env.name | replace('', range(99999) | join('x')) | replace('x', range(99999) | join('x'))}",
        "${env.name | indent(99999999)}",
    ];
    for hostile in hostile {
        assert!(value(hostile).is_err(), "{hostile}");
    }
}

#[test]
fn nothing_of_the_machine_can_be_reached() {
    for name in ["debug()", "now()", "self", "loop", "super()", "lipsum()", "cycler()"] {
        assert!(value(&format!("${{{name}}}")).is_err(), "{name}");
    }
}

proptest! {
    /// The short way for dotted names gives what the machine gives.
    #[test]
    fn paths_agree_with_the_machine(path in "env(\\.(name|port|nope)){0,2}") {
        let short = value(&format!("${{{path}}}"));
        let long = value(&format!("${{({path})}}"));
        match (short, long) {
            (Ok(short), Ok(long)) => prop_assert_eq!(short, long),
            (Err(_), Err(_)) => {}
            (short, long) => prop_assert!(false, "{:?} against {:?}", short, long),
        }
    }

    #[test]
    fn no_text_panics(text in "[a-z ${}'\"()\\[\\].|+*0-9é-]{0,40}") {
        let _ = value(&text);
    }
}
