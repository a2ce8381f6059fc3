//! JSON, as Helm has it: `toJson` gives nothing for what JSON has not, `fromJson` gives the error as an entry.

use crate::context::Context;
use crate::error::Fault;
use crate::function::Functions;
use crate::json::{Failure, Style, decode, encode};
use crate::value::{Map, MapType, Text, Value};

const PLAIN: Style = Style { is_indented: false, escapes_html: true };
const PRETTY: Style = Style { is_indented: true, escapes_html: true };
const RAW: Style = Style { is_indented: false, escapes_html: false };

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("toJson", |context: &mut Context<'_>, value: Value| or_nothing(encode(context, &value, PLAIN)))
        .add("toPrettyJson", |context: &mut Context<'_>, value: Value| or_nothing(encode(context, &value, PRETTY)))
        .add("mustToJson", |context: &mut Context<'_>, value: Value| must(context, &value, PLAIN))
        .add("mustToPrettyJson", |context: &mut Context<'_>, value: Value| must(context, &value, PRETTY))
        .add("toRawJson", |context: &mut Context<'_>, value: Value| must(context, &value, RAW))
        .add("mustToRawJson", |context: &mut Context<'_>, value: Value| must(context, &value, RAW))
        .add("mustFromJson", |context: &mut Context<'_>, text: Text| decode(context, &text).map_err(Fault::from))
        .add("fromJson", from_json)
        .add("fromJsonArray", from_json_array);
}

fn must(context: &mut Context<'_>, value: &Value, style: Style) -> Result<Vec<u8>, Fault> {
    Ok(encode(context, value, style)?)
}

fn or_nothing(written: Result<Vec<u8>, Failure>) -> Result<Vec<u8>, Fault> {
    match written {
        Ok(text) => Ok(text),
        Err(Failure::Json(_)) => Ok(Vec::new()),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

/// Reads a map; where there is none, gives one with the reason.
fn from_json(context: &mut Context<'_>, text: Text) -> Result<Map, Fault> {
    let reason = match decode(context, &text) {
        Ok(Value::Map(map)) => return Ok(map),
        Ok(Value::Nil) => return Ok(Map::nil(MapType::ANY)),
        Ok(other) => mismatch(&other, MapType::ANY.name),
        Err(Failure::Json(message)) => message,
        Err(Failure::Fault(fault)) => return Err(fault),
    };
    Ok([("Error", Value::from(reason))].into_iter().collect())
}

/// Reads a list; where there is none, gives one of the reason.
fn from_json_array(context: &mut Context<'_>, text: Text) -> Result<Value, Fault> {
    let reason = match decode(context, &text) {
        Ok(list @ Value::List(_)) => return Ok(list),
        Ok(Value::Nil) => return Ok(Value::List(crate::value::List::nil(crate::value::ListType::ANY))),
        Ok(other) => mismatch(&other, "[]interface {}"),
        Err(Failure::Json(message)) => message,
        Err(Failure::Fault(fault)) => return Err(fault),
    };
    Ok(Value::list(vec![reason.into()]))
}

fn mismatch(value: &Value, wanted: &str) -> String {
    let found = match value {
        Value::Bool(_) => "bool",
        Value::String(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
        _ => "number",
    };
    format!("json: cannot unmarshal {found} into Go value of type {wanted}")
}
