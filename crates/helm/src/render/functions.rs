//! Helm's own functions.

use super::error::marked;
use super::written::without_no_value;
use crate::Compat;
use crate::toml;
use crate::yaml::{Flavour, json_node, raw_node, read_first, write};
use platgen_gotmpl::format::quoted;
use platgen_gotmpl::value::Plain;
use platgen_gotmpl::{Context, Fault, Functions, List, Map, Text, Value};
use std::collections::BTreeMap;

/// What Helm's functions keep during a run.
#[derive(Default)]
pub(crate) struct Host {
    /// How many times each template is being included at the moment.
    included: BTreeMap<Text, usize>,
}

/// Times that a template may include itself.
const MOST_INCLUDES: usize = 1000;

/// Makes the table of all functions that charts may call.
pub(super) fn functions(compat: Compat) -> Functions {
    let mut functions = platgen_gotmpl::functions::sprig();
    functions
        .add("include", include)
        .add("tpl", tpl)
        .add("required", required)
        .add("fail", |_: &mut Context<'_>, message: Text| -> Result<Text, Fault> {
            Err(Fault::new(marked(&message.to_str_lossy())))
        })
        .add("lookup", |_: &mut Context<'_>, _: Text, _: Text, _: Text, _: Text| Map::new())
        .add("getHostByName", |_: &mut Context<'_>, _: Text| "")
        .add("toYaml", |context: &mut Context<'_>, value: Value| to_yaml(context, &value).or_else(swallow))
        .add("toYamlPretty", |context: &mut Context<'_>, value: Value| to_yaml_pretty(context, &value))
        .add("fromYaml", |context: &mut Context<'_>, text: Text| from_yaml(context, &text))
        .add("fromYamlArray", |context: &mut Context<'_>, text: Text| from_yaml_array(context, &text))
        .add("toToml", move |_: &mut Context<'_>, value: Value| {
            toml::to_toml(&value, compat).unwrap_or_else(|error| error)
        })
        .add("fromToml", move |_: &mut Context<'_>, text: Text| from_toml(&text, compat));
    if compat.has_must_to_yaml() {
        functions.add("mustToYaml", |context: &mut Context<'_>, value: Value| to_yaml(context, &value));
    }
    if compat.has_must_to_toml() {
        functions.add("mustToToml", move |_: &mut Context<'_>, value: Value| {
            toml::to_toml(&value, compat).map_err(Fault::new)
        });
    }
    functions
}

fn include(context: &mut Context<'_>, name: Text, dot: Value) -> Result<Text, Fault> {
    let count = context.host::<Host>().map_or(0, |host| {
        let count = host.included.entry(name.clone()).or_default();
        *count += 1;
        *count - 1
    });
    let done = if count > MOST_INCLUDES {
        let message = format!("rendering template has a nested reference name: {name}: unable to execute template");
        Err(Fault::new(message))
    } else {
        context.render(&name.to_str_lossy(), dot)
    };
    if let Some(count) = context.host::<Host>().and_then(|host| host.included.get_mut(&name)) {
        *count -= 1;
    }
    done
}

fn tpl(context: &mut Context<'_>, text: Text, dot: Value) -> Result<Text, Fault> {
    match context.render_text("gotpl", &text, dot) {
        Ok(out) => Ok(without_no_value(&out)),
        Err(fault) if fault.passed_limit().is_some() => Err(fault),
        Err(fault) => {
            let is_parsing = fault.place().is_some_and(|place| place.execution.is_none());
            let doing = if is_parsing { "cannot parse template" } else { "error during tpl function execution for" };
            Err(Fault::wrap(format!("{doing} {}", quoted(&text)), fault))
        }
    }
}

fn required(_: &mut Context<'_>, message: Text, value: Value) -> Result<Value, Fault> {
    let is_missing = match &value {
        Value::Nil => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    if is_missing { Err(Fault::new(marked(&message.to_str_lossy()))) } else { Ok(value) }
}

/// Makes nothing of what cannot be written, unless the run has reached a bound.
fn swallow(fault: Fault) -> Result<Text, Fault> {
    if fault.passed_limit().is_some() { Err(fault) } else { Ok(Text::default()) }
}

fn to_yaml(context: &mut Context<'_>, value: &Value) -> Result<Text, Fault> {
    written(context, Flavour::V2, json_node(value).map_err(Fault::new)?)
}

fn to_yaml_pretty(context: &mut Context<'_>, value: &Value) -> Result<Text, Fault> {
    match raw_node(value) {
        Ok(node) => written(context, Flavour::V3, node),
        Err(_) => Ok(Text::default()),
    }
}

fn written(context: &mut Context<'_>, flavour: Flavour, node: crate::yaml::Node) -> Result<Text, Fault> {
    let mut text = write(flavour, &node);
    if text.ends_with('\n') {
        text.pop();
    }
    context.spend(text.len() as u64 / 16)?;
    Ok(text.into())
}

fn from_yaml(context: &mut Context<'_>, text: &Text) -> Result<Map, Fault> {
    context.spend(text.len() as u64 / 8)?;
    let wrong = |message: String| Map::from_iter([("Error", Value::string(message))]);
    Ok(match read_first(text) {
        Ok(Plain::Null) => Map::new(),
        Ok(read @ Plain::Map(_)) => match read.to_value() {
            Value::Map(map) => map,
            _ => Map::new(),
        },
        Ok(other) => wrong(mistyped(&other, "map[string]interface {}")),
        Err(error) => wrong(error.to_string()),
    })
}

fn from_yaml_array(context: &mut Context<'_>, text: &Text) -> Result<List, Fault> {
    context.spend(text.len() as u64 / 8)?;
    Ok(match read_first(text) {
        Ok(Plain::Null) => List::new(Vec::new()),
        Ok(Plain::List(items)) => items.iter().map(Plain::to_value).collect(),
        Ok(other) => List::new(vec![Value::string(mistyped(&other, "[]interface {}"))]),
        Err(error) => List::new(vec![Value::string(error.to_string())]),
    })
}

fn mistyped(found: &Plain, wanted: &str) -> String {
    crate::yaml::Unread::mistyped(crate::values::json_type(found), &format!("Go value of type {wanted}")).to_string()
}

fn from_toml(text: &Text, compat: Compat) -> Map {
    match toml::from_toml(&text.to_str_lossy(), compat) {
        Ok(map) => map,
        Err(error) => Map::from_iter([("Error", Value::string(error))]),
    }
}
