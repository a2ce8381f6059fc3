//! Merging maps into a first one, which changes for all who hold it: what mergo 1.0 does to maps of anything.
//!
//! `merge` fills what is missing or empty in the first map, and so takes `false`, zero and `""` there for nothing;
//! `mergeOverwrite` takes every value of the others, empty ones and nil too. Maps under one key are merged in place; other values
//! are shared, maps included.

use super::items::is_empty;
use crate::context::Context;
use crate::error::Fault;
use crate::function::{Functions, Rest};
use crate::value::{Kind, Map, Type, Value};

/// Whether what is there already gives way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Existing {
    Stays,
    GivesWay,
}

/// Why a merge failed.
enum Failure {
    /// Two values cannot be merged, for which `merge` gives an empty text.
    Types,
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Fault(fault)
    }
}

impl From<crate::value::NilMap> for Failure {
    fn from(error: crate::value::NilMap) -> Self {
        Failure::Fault(error.into())
    }
}

pub(super) fn add(functions: &mut Functions) {
    for (name, existing, must) in [
        ("merge", Existing::Stays, false),
        ("mustMerge", Existing::Stays, true),
        ("mergeOverwrite", Existing::GivesWay, false),
        ("mustMergeOverwrite", Existing::GivesWay, true),
    ] {
        functions.add(name, move |context: &mut Context<'_>, first: Map, others: Rest<Map>| {
            match merged(context, first, &others.0, existing) {
                Ok(map) => Ok(Value::Map(map)),
                Err(Failure::Fault(fault)) => Err(fault),
                Err(Failure::Types) if must => Err(Fault::new("src and dst must be of same type")),
                Err(Failure::Types) => Ok("".into()),
            }
        });
    }
}

fn merged(context: &mut Context<'_>, first: Map, others: &[Map], existing: Existing) -> Result<Map, Failure> {
    let mut first = first;
    for other in others {
        if first.is_nil() && !other.is_nil() {
            first = Map::new();
        }
        merge(context, &first, other, existing)?;
    }
    Ok(first)
}

fn merge(context: &mut Context<'_>, into: &Map, from: &Map, existing: Existing) -> Result<(), Failure> {
    context.check_stack()?;
    context.spend(1 + from.len() as u64)?;
    context.claim(from.len().saturating_mul(24))?;
    for (key, value) in from.entries() {
        let there = into.get(&key);
        if value.is_nil() {
            if existing == Existing::GivesWay {
                check_element(into, from)?;
                context.set_entry(into, key, value)?;
            }
            continue;
        }
        if let (Value::Map(value), Some(Value::Map(there))) = (&value, &there) {
            if !there.is_nil() {
                merge(context, there, value, existing)?;
            }
            // An empty map in which the other left nothing is replaced by the other.
            if !there.is_empty() {
                continue;
            }
        }
        let is_pointer = |value: &Value| value.kind() == Kind::Pointer;
        if matches!(value.kind(), Kind::Map | Kind::Struct) && there.as_ref().is_some_and(is_pointer) {
            return Err(Failure::Types);
        }
        if existing == Existing::GivesWay || there.as_ref().is_none_or(is_empty) {
            check_element(into, from)?;
            context.set_entry(into, key, value)?;
        }
    }
    Ok(())
}

/// Checks that a map may hold what another one holds; by the types of the maps, whatever the value is.
fn check_element(into: &Map, from: &Map) -> Result<(), Failure> {
    let (wanted, got) = (into.map_type().element, from.map_type().element);
    if wanted == Type::Any || wanted == got {
        return Ok(());
    }
    let words = format!("reflect.Value.SetMapIndex: value of type {got} is not assignable to type {wanted}");
    Err(Failure::Fault(Fault::new(words)))
}
