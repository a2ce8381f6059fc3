//! Numbers: whole ones, floats, and decimals for the functions that end in `f`.

use super::cast::{to_float64, to_int64};
use super::decimal::{self, Operation};
use crate::context::Context;
use crate::error::Fault;
use crate::format;
use crate::function::{Functions, Int, Int64, Rest};
use crate::value::{Text, Value};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("int", |_: &mut Context<'_>, value: Value| Int(to_int64(&value)))
        .add("int64", |_: &mut Context<'_>, value: Value| Int64(to_int64(&value)))
        .add("float64", |_: &mut Context<'_>, value: Value| to_float64(&value))
        .add("atoi", |_: &mut Context<'_>, text: Text| Int(read_decimal(&text).unwrap_or(0)))
        .add("toDecimal", to_decimal)
        .add("add1", |_: &mut Context<'_>, value: Value| Int64(to_int64(&value).wrapping_add(1)))
        .add("add", |_: &mut Context<'_>, values: Rest<Value>| Int64(folded(0, &values, i64::wrapping_add)))
        .add("sub", |_: &mut Context<'_>, a: Value, b: Value| Int64(to_int64(&a).wrapping_sub(to_int64(&b))))
        .add("mul", |_: &mut Context<'_>, first: Value, rest: Rest<Value>| {
            Int64(folded(to_int64(&first), &rest, i64::wrapping_mul))
        })
        .add("div", |_: &mut Context<'_>, a: Value, b: Value| divided(&a, &b, i64::wrapping_div))
        .add("mod", |_: &mut Context<'_>, a: Value, b: Value| divided(&a, &b, i64::wrapping_rem))
        .add("max", largest)
        .add("biggest", largest)
        .add("min", |_: &mut Context<'_>, first: Value, rest: Rest<Value>| {
            Int64(folded(to_int64(&first), &rest, i64::min))
        })
        .add("maxf", |_: &mut Context<'_>, first: Value, rest: Rest<Value>| {
            rest.0.iter().map(to_float64).fold(to_float64(&first), maximum)
        })
        .add("minf", |_: &mut Context<'_>, first: Value, rest: Rest<Value>| {
            rest.0.iter().map(to_float64).fold(to_float64(&first), |a, b| -maximum(-a, -b))
        })
        .add("ceil", |_: &mut Context<'_>, value: Value| to_float64(&value).ceil())
        .add("floor", |_: &mut Context<'_>, value: Value| to_float64(&value).floor())
        .add("round", round)
        .add("add1f", |context: &mut Context<'_>, value: Value| {
            decimal::compute(context, Operation::Add, &value, &[Value::Int(1)])
        })
        .add("addf", |context: &mut Context<'_>, values: Rest<Value>| {
            decimal::compute(context, Operation::Add, &Value::Int(0), &values.0)
        })
        .add("subf", |context: &mut Context<'_>, first: Value, rest: Rest<Value>| {
            decimal::compute(context, Operation::Subtract, &first, &rest.0)
        })
        .add("mulf", |context: &mut Context<'_>, first: Value, rest: Rest<Value>| {
            decimal::compute(context, Operation::Multiply, &first, &rest.0)
        })
        .add("divf", |context: &mut Context<'_>, first: Value, rest: Rest<Value>| {
            decimal::compute(context, Operation::Divide, &first, &rest.0)
        });
}

fn folded(first: i64, rest: &Rest<Value>, fold: fn(i64, i64) -> i64) -> i64 {
    rest.0.iter().map(to_int64).fold(first, fold)
}

fn largest(_: &mut Context<'_>, first: Value, rest: Rest<Value>) -> Int64 {
    Int64(folded(to_int64(&first), &rest, i64::max))
}

fn divided(a: &Value, b: &Value, divide: fn(i64, i64) -> i64) -> Result<Int64, Fault> {
    match to_int64(b) {
        0 => Err(Fault::new("runtime error: integer divide by zero")),
        b => Ok(Int64(divide(to_int64(a), b))),
    }
}

/// Gives the larger number as IEEE 754 has it: what is not a number wins, and zero is more than minus zero.
fn maximum(a: f64, b: f64) -> f64 {
    if a.is_infinite() && a > 0.0 || b.is_infinite() && b > 0.0 {
        return f64::INFINITY;
    }
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    if a == 0.0 && b == 0.0 {
        return if a.is_sign_negative() { b } else { a };
    }
    a.max(b)
}

/// Reads decimal digits with a sign, as Go's `Atoi`; one that does not fit is the nearest that does.
pub(super) fn read_decimal(text: &[u8]) -> Option<i64> {
    use std::num::IntErrorKind;
    match std::str::from_utf8(text).ok()?.parse::<i64>() {
        Ok(number) => Some(number),
        Err(error) => match error.kind() {
            IntErrorKind::PosOverflow => Some(i64::MAX),
            IntErrorKind::NegOverflow => Some(i64::MIN),
            _ => None,
        },
    }
}

/// Reads the printed value as octal digits.
fn to_decimal(context: &mut Context<'_>, value: Value) -> Result<Int64, Fault> {
    let printed = format::print(context, &[value])?;
    let number = printed.as_str().and_then(|text| i64::from_str_radix(text, 8).ok());
    Ok(Int64(number.unwrap_or(0)))
}

/// Rounds to so many digits after the point. Fractions from a half on are rounded up, or from another fraction; those of
/// negative numbers are negative and so rounded down.
fn round(_: &mut Context<'_>, value: Value, places: Int, round_on: Rest<f64>) -> f64 {
    let round_on = round_on.0.first().copied().unwrap_or(0.5);
    let power = power_of_ten(places.0);
    let digit = power * to_float64(&value);
    let fraction = if digit.is_infinite() { f64::NAN } else { digit.fract() };
    let rounded = if fraction >= round_on { digit.ceil() } else { digit.floor() };
    rounded / power
}

/// Multiplies in the order in which Go does, so that what is rounded is rounded alike.
fn power_of_ten(exponent: i64) -> f64 {
    let mut power = 1.0;
    let mut square = 10.0;
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        if left & 1 == 1 {
            power *= square;
        }
        square *= square;
        left >>= 1;
    }
    if exponent < 0 { 1.0 / power } else { power }
}
