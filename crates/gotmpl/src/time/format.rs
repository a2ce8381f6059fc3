//! Writes times.

use super::civil::{MONTHS, WEEKDAYS};
use super::layout::{self, Fraction, Offset, Part, Width};
use super::moment::{Broken, Time};

impl Time {
    /// Writes the time as a layout shows it.
    pub fn format(&self, layout: &[u8]) -> Vec<u8> {
        let broken = self.broken();
        let mut written = Vec::with_capacity(layout.len() + 10);
        let mut rest = layout;
        while !rest.is_empty() {
            let (chunk, after) = layout::next(rest);
            written.extend_from_slice(chunk.before);
            if let Some(part) = chunk.part {
                write_part(&mut written, part, &broken);
            }
            rest = after;
        }
        written
    }
}

fn write_part(written: &mut Vec<u8>, part: Part, time: &Broken) {
    let month = MONTHS[(time.date.month - 1) as usize];
    let weekday = WEEKDAYS[time.weekday];
    let hour12 = if time.hour % 12 == 0 { 12 } else { time.hour % 12 };
    let text = match part {
        Part::LongMonth => month.to_owned(),
        Part::Month => month[..3].to_owned(),
        Part::LongWeekday => weekday.to_owned(),
        Part::Weekday => weekday[..3].to_owned(),
        Part::NumberOfMonth(width) => number(time.date.month, width, 2),
        Part::Day(width) => number(time.date.day, width, 2),
        Part::DayOfYear(width) => number(time.day_of_year, width, 3),
        Part::Hour => number(time.hour, Width::Zeros, 2),
        Part::Hour12(width) => number(hour12, width, 2),
        Part::Minute(width) => number(time.minute, width, 2),
        Part::Second(width) => number(time.second, width, 2),
        Part::LongYear => long_year(time.date.year),
        Part::Year => number(time.date.year.abs() % 100, Width::Zeros, 2),
        Part::UpperHalf => if time.hour >= 12 { "PM" } else { "AM" }.to_owned(),
        Part::LowerHalf => if time.hour >= 12 { "pm" } else { "am" }.to_owned(),
        Part::ZoneName if time.zone.is_empty() => {
            let plain = Offset { is_z: false, has_minutes: true, has_seconds: false, has_colons: false };
            offset(time.offset, plain)
        }
        Part::ZoneName => time.zone.clone(),
        Part::Offset(how) => offset(time.offset, how),
        Part::Fraction(how) => return write_fraction(written, how, time.nanosecond),
    };
    written.extend_from_slice(text.as_bytes());
}

fn number(value: i64, width: Width, digits: usize) -> String {
    match width {
        Width::Natural => value.to_string(),
        Width::Spaces => format!("{value:digits$}"),
        Width::Zeros => format!("{value:0digits$}"),
    }
}

/// Writes a year with four digits, besides the sign.
fn long_year(year: i64) -> String {
    let sign = if year < 0 { "-" } else { "" };
    format!("{sign}{:04}", year.unsigned_abs())
}

fn offset(seconds: i64, how: Offset) -> String {
    if seconds == 0 && how.is_z {
        return "Z".to_owned();
    }
    // Less than a minute to the west counts as to the east.
    let minutes = seconds / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let seconds = if minutes < 0 { -seconds } else { seconds };
    let minutes = minutes.abs();
    let colon = if how.has_colons { ":" } else { "" };
    let mut text = format!("{sign}{:02}", minutes / 60);
    if how.has_minutes {
        text.push_str(&format!("{colon}{:02}", minutes % 60));
    }
    if how.has_seconds {
        text.push_str(&format!("{colon}{:02}", seconds % 60));
    }
    text
}

fn write_fraction(written: &mut Vec<u8>, how: Fraction, nanosecond: u32) {
    if how.is_trimmed && nanosecond == 0 {
        return;
    }
    let digits = format!("{nanosecond:09}");
    let digits = &digits[..how.digits.min(9)];
    let digits = if how.is_trimmed { digits.trim_end_matches('0') } else { digits };
    if !digits.is_empty() {
        written.push(how.separator);
        written.extend_from_slice(digits.as_bytes());
    }
}
