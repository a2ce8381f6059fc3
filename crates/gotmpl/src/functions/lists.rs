//! Lists. None of these changes a list; each gives another one.

use super::equality::deep_equal;
use super::items::{self, is_empty};
use crate::context::Context;
use crate::error::Fault;
use crate::function::{Functions, Int, Rest};
use crate::value::{List, ListType, Value};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("list", |_: &mut Context<'_>, values: Rest<Value>| List::new(values.0))
        .add("tuple", |_: &mut Context<'_>, values: Rest<Value>| List::new(values.0))
        .add("concat", concat);
    for name in ["append", "push", "mustAppend", "mustPush"] {
        functions.add(name, append);
    }
    for name in ["prepend", "mustPrepend"] {
        functions.add(name, prepend);
    }
    for name in ["first", "mustFirst"] {
        functions.add(name, |context: &mut Context<'_>, list: Value| {
            items::list(context, &list, "Cannot find first on type")
                .map(|items| items.first().cloned().unwrap_or_default())
        });
    }
    for name in ["last", "mustLast"] {
        functions.add(name, |context: &mut Context<'_>, list: Value| {
            items::list(context, &list, "Cannot find last on type")
                .map(|items| items.last().cloned().unwrap_or_default())
        });
    }
    for name in ["rest", "mustRest"] {
        functions.add(name, |context: &mut Context<'_>, list: Value| {
            let items = items::list(context, &list, "Cannot find rest on type")?;
            Ok(part(items.split_first().map(|(_, rest)| rest)))
        });
    }
    for name in ["initial", "mustInitial"] {
        functions.add(name, |context: &mut Context<'_>, list: Value| {
            let items = items::list(context, &list, "Cannot find initial on type")?;
            Ok(part(items.split_last().map(|(_, initial)| initial)))
        });
    }
    for name in ["reverse", "mustReverse"] {
        functions.add(name, |context: &mut Context<'_>, list: Value| {
            let items = items::list(context, &list, "Cannot find reverse on type")?;
            Ok(List::new(items.iter().rev().cloned().collect()))
        });
    }
    for name in ["compact", "mustCompact"] {
        functions.add(name, |context: &mut Context<'_>, list: Value| {
            let items = items::list(context, &list, "Cannot compact on type")?;
            Ok(List::new(items.iter().filter(|item| !is_empty(item)).cloned().collect()))
        });
    }
    for name in ["uniq", "mustUniq"] {
        functions.add(name, uniq);
    }
    for name in ["without", "mustWithout"] {
        functions.add(name, without);
    }
    for name in ["has", "mustHas"] {
        functions.add(name, has);
    }
    for name in ["slice", "mustSlice"] {
        functions.add(name, slice);
    }
    for name in ["chunk", "mustChunk"] {
        functions.add(name, chunk);
    }
}

/// Gives the rest of a list; of an empty one nothing is left, which Go says by a nil list.
fn part(items: Option<&[Value]>) -> List {
    items.map_or_else(|| List::nil(ListType::ANY), |items| List::new(items.to_vec()))
}

fn append(context: &mut Context<'_>, list: Value, value: Value) -> Result<List, Fault> {
    let mut items = items::list(context, &list, "Cannot push on type")?.into_owned();
    items.push(value);
    Ok(List::new(items))
}

fn prepend(context: &mut Context<'_>, list: Value, value: Value) -> Result<List, Fault> {
    let items = items::list(context, &list, "Cannot prepend on type")?;
    Ok(std::iter::once(value).chain(items.iter().cloned()).collect())
}

fn concat(context: &mut Context<'_>, lists: Rest<Value>) -> Result<List, Fault> {
    let mut joined = Vec::new();
    for list in &lists.0 {
        if list.is_nil() {
            return Err(Fault::new(items::NIL_POINTER));
        }
        let items = items::items(list);
        let items = items.ok_or_else(|| Fault::new(format!("Cannot concat type {} as list", list.kind())))?;
        context.spend(items.len() as u64)?;
        context.claim(items.len().saturating_mul(24))?;
        joined.extend_from_slice(&items);
    }
    Ok(if joined.is_empty() { List::nil(ListType::ANY) } else { List::new(joined) })
}

fn is_among(context: &mut Context<'_>, value: &Value, items: &[Value]) -> Result<bool, Fault> {
    for item in items {
        if deep_equal(context, value, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn uniq(context: &mut Context<'_>, list: Value) -> Result<List, Fault> {
    let items = items::list(context, &list, "Cannot find uniq on type")?;
    let mut found = Vec::new();
    for item in items.iter() {
        if !is_among(context, item, &found)? {
            found.push(item.clone());
        }
    }
    Ok(List::new(found))
}

fn without(context: &mut Context<'_>, list: Value, omitted: Rest<Value>) -> Result<List, Fault> {
    let items = items::list(context, &list, "Cannot find without on type")?;
    let mut left = Vec::new();
    for item in items.iter() {
        if !is_among(context, item, &omitted.0)? {
            left.push(item.clone());
        }
    }
    Ok(List::new(left))
}

/// Tells whether a list has a value of that very type. Nil has none.
fn has(context: &mut Context<'_>, value: Value, list: Value) -> Result<bool, Fault> {
    if list.is_nil() {
        return Ok(false);
    }
    let items = items::items(&list);
    let items = items.ok_or_else(|| Fault::new(format!("Cannot find has on type {}", list.kind())))?;
    is_among(context, &value, &items)
}

/// Gives the items from an index on, or between two, in a list of the same type. An empty list gives nil.
fn slice(context: &mut Context<'_>, list: Value, indices: Rest<Value>) -> Result<Value, Fault> {
    let items = items::list(context, &list, "list should be type of slice or array but")?;
    if items.is_empty() {
        return Ok(Value::Nil);
    }
    let index = |at: usize, default: usize| match indices.0.get(at) {
        Some(index) => usize::try_from(super::cast::to_int64(index)).ok(),
        None => Some(default),
    };
    let bounds = index(0, 0).zip(index(1, items.len()));
    let part = bounds.and_then(|(start, end)| items.get(start..end));
    let part = part.ok_or_else(|| Fault::new("reflect.Value.Slice: slice index out of bounds"))?;
    Ok(match &list {
        Value::Bytes(_) => {
            Value::Bytes(part.iter().map(|item| super::cast::to_int64(item) as u8).collect::<Vec<_>>().into())
        }
        Value::List(list) => Value::List(List::of(list.list_type(), part.to_vec())),
        _ => Value::list(part.to_vec()),
    })
}

/// Cuts a list into lists of so many items; the last has what is left.
fn chunk(context: &mut Context<'_>, size: Int, list: Value) -> Result<List, Fault> {
    let items = items::list(context, &list, "Cannot chunk type")?;
    let size = match usize::try_from(size.0) {
        Ok(size) if size > 0 => size,
        _ if items.is_empty() && size.0 < 0 => return Ok(List::of(ListType::LISTS, Vec::new())),
        _ => return Err(Fault::new("runtime error: makeslice: len out of range")),
    };
    context.spend(items.len() as u64)?;
    let chunks = items.chunks(size).map(|chunk| Value::list(chunk.to_vec())).collect();
    Ok(List::of(ListType::LISTS, chunks))
}
