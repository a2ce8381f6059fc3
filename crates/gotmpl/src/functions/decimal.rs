//! Decimal numbers, in which 0.1 and 0.2 are 0.3: what shopspring's decimals make of floats.

use super::cast::to_float64;
use crate::context::Context;
use crate::error::Fault;
use crate::value::Value;
use num_bigint::{BigInt, Sign};

/// What is done to the number so far and the next one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    /// Gives 16 digits after the point.
    Divide,
}

/// Digits after the point of a quotient.
const PRECISION: i64 = 16;

/// A whole number times a power of ten.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Decimal {
    digits: BigInt,
    exponent: i64,
}

/// Computes from left to right, and gives the nearest float.
///
/// # Errors
///
/// Numbers that are not finite, divisions by zero, and the bounds of the run.
pub(super) fn compute(
    context: &mut Context<'_>,
    operation: Operation,
    first: &Value,
    rest: &[Value],
) -> Result<f64, Fault> {
    let mut result = Decimal::new(to_float64(first))?;
    for value in rest {
        let next = Decimal::new(to_float64(value))?;
        context.spend(1 + result.digits.bits() / 64)?;
        result = match operation {
            Operation::Add => result.plus(&next, 1),
            Operation::Subtract => result.plus(&next, -1),
            Operation::Multiply => {
                Decimal { digits: result.digits * next.digits, exponent: result.exponent + next.exponent }
            }
            Operation::Divide => result.divided(&next)?,
        };
    }
    result.to_float()
}

impl Decimal {
    /// Takes the shortest digits that tell the float from all others.
    fn new(value: f64) -> Result<Self, Fault> {
        if !value.is_finite() {
            let name = if value.is_nan() {
                "NaN"
            } else if value > 0.0 {
                "+Inf"
            } else {
                "-Inf"
            };
            return Err(Fault::new(format!("Cannot create a Decimal from {name}")));
        }
        let written = format!("{value:e}");
        let (mantissa, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        let exponent: i64 = exponent.parse().unwrap_or(0);
        let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len() as i64);
        let digits: i64 = mantissa.replace('.', "").parse().unwrap_or(0);
        Ok(Self { digits: digits.into(), exponent: exponent - decimals })
    }

    fn scaled_to(&self, exponent: i64) -> BigInt {
        &self.digits * power_of_ten(self.exponent - exponent)
    }

    fn plus(&self, other: &Self, sign: i64) -> Self {
        let exponent = self.exponent.min(other.exponent);
        Self { digits: self.scaled_to(exponent) + other.scaled_to(exponent) * sign, exponent }
    }

    /// Divides, and rounds the last digit to the nearest, halves away from zero.
    fn divided(&self, other: &Self) -> Result<Self, Fault> {
        if other.digits.sign() == Sign::NoSign {
            return Err(Fault::new("decimal division by 0"));
        }
        let shift = self.exponent - other.exponent + PRECISION;
        let (dividend, divisor) = match shift >= 0 {
            true => (&self.digits * power_of_ten(shift), other.digits.clone()),
            false => (self.digits.clone(), &other.digits * power_of_ten(-shift)),
        };
        let quotient = &dividend / &divisor;
        let remainder = &dividend % &divisor;
        let is_up = remainder.magnitude() * 2_u32 >= *divisor.magnitude();
        let away = if dividend.sign() == divisor.sign() { 1 } else { -1 };
        Ok(Self { digits: quotient + if is_up { away } else { 0 }, exponent: -PRECISION })
    }

    fn to_float(&self) -> Result<f64, Fault> {
        let text = format!("{}e{}", self.digits, self.exponent);
        text.parse().map_err(|_| Fault::new("a decimal is not a number"))
    }
}

/// Gives a power of ten; one for negative exponents, which nothing here asks for.
fn power_of_ten(exponent: i64) -> BigInt {
    BigInt::from(10).pow(u32::try_from(exponent).unwrap_or(0))
}
