//! Go's times: moments in zones, layouts by the example of 2 January 2006, and durations.
//!
//! Takes layouts and texts, gives [`Time`]s, [`Duration`]s and texts. There is no clock and no local zone here: `Local` is UTC,
//! and the time of day is for the caller to say.
//!
//! The law: a layout writes and reads what it does in Go, down to the words in which a text is refused.

mod civil;
mod duration;
mod format;
mod layout;
mod moment;
mod parse;
mod zone;

pub(crate) use civil::{MONTHS, WEEKDAYS};
pub use duration::{Duration, InvalidDuration};
pub use moment::Time;
pub use parse::{InvalidTime, parse};
pub use zone::Zone;

/// Writes a text between double quotes as package `time` does in errors: bytes that are not printable ASCII in hexadecimal.
fn quote(text: &[u8]) -> String {
    let mut quoted = String::from('"');
    for byte in text {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(*byte)]),
            b' '..=b'~' | 0x7f => quoted.push(char::from(*byte)),
            _ => quoted.push_str(&format!("\\x{byte:02x}")),
        }
    }
    quoted.push('"');
    quoted
}
