//! Rows of numbers.

use crate::context::Context;
use crate::error::Fault;
use crate::function::{Functions, Int, Rest};
use crate::value::{List, ListType, Value};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("until", |context: &mut Context<'_>, count: Int| {
            let step = if count.0 < 0 { -1 } else { 1 };
            numbers(context, 0, count.0, step).map(list)
        })
        .add("untilStep", |context: &mut Context<'_>, start: Int, stop: Int, step: Int| {
            numbers(context, start.0, stop.0, step.0).map(list)
        })
        .add("seq", seq);
}

fn list(numbers: Vec<i64>) -> List {
    List::of(ListType::INTS, numbers.into_iter().map(Value::Int).collect())
}

/// Counts from a number to before another; nothing where the steps lead the other way.
fn numbers(context: &mut Context<'_>, start: i64, stop: i64, step: i64) -> Result<Vec<i64>, Fault> {
    let leads_there = if stop < start { step < 0 } else { step > 0 };
    if !leads_there {
        return Ok(Vec::new());
    }
    let count = start.abs_diff(stop).div_ceil(step.unsigned_abs());
    context.claim(usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(24))?;
    context.spend(count)?;
    Ok((0..count as i64).map(|index| start.wrapping_add(index.wrapping_mul(step))).collect())
}

/// Writes numbers as the shell's `seq` does: to an end, from a start to an end, or by steps, both ends included.
fn seq(context: &mut Context<'_>, parameters: Rest<Int>) -> Result<String, Fault> {
    let (start, step, end) = match parameters.0.as_slice() {
        [end] => (1, None, end.0),
        [start, end] => (start.0, None, end.0),
        [start, step, end] => (start.0, Some(step.0), end.0),
        _ => return Ok(String::new()),
    };
    let direction = if end < start { -1 } else { 1 };
    if step.is_some_and(|step| direction < 0 && step > 0) {
        return Ok(String::new());
    }
    let numbers = numbers(context, start, end.wrapping_add(direction), step.unwrap_or(direction))?;
    let texts: Vec<String> = numbers.iter().map(i64::to_string).collect();
    Ok(texts.join(" "))
}
