//! Printing as Go's `fmt` and `strconv` do.
//!
//! Takes values, gives the bytes that Go 1.25 prints for them, bad directives included; within the bounds of a run.

mod directive;
mod flags;
mod float;
mod newer;
mod printer;
pub(crate) mod quote;
pub(crate) mod rune;

use crate::context::Context;
use crate::error::Fault;
use crate::value::{Text, Value};
use directive::Directives;
use printer::Printer;

/// Writes a text in double quotes with Go's escapes: `%q`.
pub fn quoted(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    quote::quote(bytes, quote::Escape::Unprintable, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes a float as `strconv.FormatFloat` does: `format` is one of `e`, `E`, `f`, `g`, `G`, `b`, `x` and `X`, and without a precision
/// there are as many digits as are needed to read the same float back.
pub fn format_float(value: f64, format: char, precision: Option<usize>) -> String {
    let format = u8::try_from(format).unwrap_or(b'g');
    String::from_utf8(float::format_float(value, format, precision)).unwrap_or_default()
}

/// Prints values as `fmt.Sprint`: with a space between two of which neither is a string.
///
/// # Errors
///
/// [`Limit`](crate::error::Limit)s: the text is too large, or a value contains itself.
pub fn print(context: &mut Context<'_>, values: &[Value]) -> Result<Text, Fault> {
    let mut printer = Printer::new(context);
    let mut after_string = false;
    for (index, value) in values.iter().enumerate() {
        let is_string = value.kind() == crate::value::Kind::String;
        if index > 0 && !is_string && !after_string {
            printer.out.push(b' ');
        }
        printer.argument(value, 'v')?;
        after_string = is_string;
    }
    Ok(printer.out.into())
}

/// Prints values as `fmt.Sprintln`: with spaces between them and a line feed at the end.
///
/// # Errors
///
/// As [`print()`].
pub fn println(context: &mut Context<'_>, values: &[Value]) -> Result<Text, Fault> {
    let mut printer = Printer::new(context);
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            printer.out.push(b' ');
        }
        printer.argument(value, 'v')?;
    }
    printer.out.push(b'\n');
    Ok(printer.out.into())
}

/// Prints values as `fmt.Sprintf`. What is wrong with the format stands in the text, as `%!d(string=hi)`, `%!s(MISSING)` or
/// `%!(EXTRA int=1)`.
///
/// # Errors
///
/// As [`print()`].
pub fn printf(context: &mut Context<'_>, format: &[u8], values: &[Value]) -> Result<Text, Fault> {
    let mut printer = Printer::new(context);
    Directives::new(format, values).print(&mut printer)?;
    Ok(printer.out.into())
}
