//! Reads times.

use super::civil::{Date, MONTHS, WEEKDAYS, days_in, is_leap};
use super::layout::{self, Fraction, Offset, Part, Width};
use super::moment::Time;
use super::zone::Zone;
use super::{Duration, quote};
use std::fmt;

/// A text is not a time of a layout.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvalidTime(String);

impl fmt::Display for InvalidTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidTime {}

/// What is wrong with a part.
enum Wrong {
    /// It is not such a part at all.
    Form,
    /// It is, with a value that none may have.
    Range(&'static str),
}

/// Which half of the day a text names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Half {
    Morning,
    Afternoon,
}

/// What was read so far.
#[derive(Default)]
struct Reading<'text> {
    rest: &'text [u8],
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: u32,
    half: Option<Half>,
    is_utc: bool,
    offset: Option<i64>,
    zone: Option<&'text [u8]>,
}

/// Reads a text as a layout shows it. What the layout leaves out is the beginning of year 0, in UTC.
///
/// # Errors
///
/// What Go's `time.Parse` says.
pub fn parse(layout: &[u8], text: &[u8]) -> Result<Time, InvalidTime> {
    let mut reading = Reading { rest: text, ..Reading::default() };
    let cannot = |rest: &[u8], part: &[u8]| {
        let [text, layout, rest, part] = [text, layout, rest, part].map(quote);
        InvalidTime(format!("parsing time {text} as {layout}: cannot parse {rest} as {part}"))
    };
    let with_message = |message: String| InvalidTime(format!("parsing time {}{message}", quote(text)));
    let mut layout_rest = layout;
    loop {
        let (chunk, after) = layout::next(layout_rest);
        let (rest, fits) = skip(reading.rest, chunk.before);
        if !fits {
            return Err(cannot(rest, chunk.before));
        }
        reading.rest = rest;
        let Some(part) = chunk.part else { break };
        layout_rest = after;
        let before = reading.rest;
        match reading.read(part, layout_rest) {
            Ok(()) => {}
            Err(Wrong::Form) => return Err(cannot(before, chunk.written)),
            Err(Wrong::Range(what)) => return Err(with_message(format!(": {what} out of range"))),
        }
    }
    if !reading.rest.is_empty() {
        return Err(with_message(format!(": extra text: {}", quote(reading.rest))));
    }
    reading.finish().map_err(|message| with_message(format!(": {message}")))
}

/// Passes over text of the layout; any number of spaces may stand for spaces.
fn skip<'text>(mut text: &'text [u8], mut expected: &[u8]) -> (&'text [u8], bool) {
    while let Some((next, rest)) = expected.split_first() {
        if *next == b' ' {
            if text.first().is_some_and(|byte| *byte != b' ') {
                return (text, false);
            }
            expected = without_spaces(expected);
            text = without_spaces(text);
            continue;
        }
        match text.split_first() {
            Some((found, after)) if found == next => text = after,
            _ => return (text, false),
        }
        expected = rest;
    }
    (text, true)
}

fn without_spaces(text: &[u8]) -> &[u8] {
    &text[text.iter().take_while(|byte| **byte == b' ').count()..]
}

impl<'text> Reading<'text> {
    fn read(&mut self, part: Part, layout_rest: &[u8]) -> Result<(), Wrong> {
        match part {
            Part::LongYear => {
                if !self.rest.first().is_some_and(u8::is_ascii_digit) {
                    return Err(Wrong::Form);
                }
                self.year = self.take_signed(4)?;
            }
            Part::Year => {
                let year = self.take_signed(2)?;
                // Unix time starts in 1969 in some zones.
                self.year = year + if year >= 69 { 1900 } else { 2000 };
            }
            Part::Month => self.month = Some(self.take_name(MONTHS.map(|name| &name[..3]))?),
            Part::LongMonth => self.month = Some(self.take_name(MONTHS)?),
            Part::Weekday => {
                self.take_name(WEEKDAYS.map(|name| &name[..3]))?;
            }
            Part::LongWeekday => {
                self.take_name(WEEKDAYS)?;
            }
            Part::NumberOfMonth(width) => self.month = Some(self.take_number(width, 1..=12, "month")?),
            Part::Day(width) => {
                self.skip_spaces(width, 1);
                self.day = Some(self.take_number(width, 0..=99, "day")?);
            }
            Part::DayOfYear(width) => {
                self.skip_spaces(width, 2);
                self.day_of_year = Some(self.take_day_of_year(width)?);
            }
            Part::Hour => self.hour = self.take_number(Width::Natural, 0..=23, "hour")?,
            Part::Hour12(width) => self.hour = self.take_number(width, 0..=12, "hour")?,
            Part::Minute(width) => self.minute = self.take_number(width, 0..=59, "minute")?,
            Part::Second(width) => {
                self.second = self.take_number(width, 0..=59, "second")?;
                self.take_unasked_fraction(layout_rest)?;
            }
            Part::UpperHalf => self.half = Some(self.take_half(b"AM", b"PM")?),
            Part::LowerHalf => self.half = Some(self.take_half(b"am", b"pm")?),
            Part::ZoneName => self.take_zone_name()?,
            Part::Offset(how) => self.take_offset(how)?,
            Part::Fraction(how) => self.take_fraction(how)?,
        }
        Ok(())
    }

    fn take(&mut self, length: usize) -> Result<&'text [u8], Wrong> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Wrong::Form)?;
        self.rest = rest;
        Ok(taken)
    }

    fn take_signed(&mut self, length: usize) -> Result<i64, Wrong> {
        let digits = std::str::from_utf8(self.take(length)?).map_err(|_| Wrong::Form)?;
        digits.parse().map_err(|_| Wrong::Form)
    }

    fn digits(&self, most: usize) -> usize {
        self.rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// Takes one or two digits; two where the number is filled with zeros.
    fn take_number(
        &mut self,
        width: Width,
        range: std::ops::RangeInclusive<i64>,
        name: &'static str,
    ) -> Result<i64, Wrong> {
        let digits = self.digits(2);
        if digits == 0 || (digits == 1 && width == Width::Zeros) {
            return Err(Wrong::Form);
        }
        let number = self.take_signed(digits)?;
        if range.contains(&number) { Ok(number) } else { Err(Wrong::Range(name)) }
    }

    fn skip_spaces(&mut self, width: Width, most: usize) {
        if width == Width::Spaces {
            let spaces = self.rest.iter().take(most).take_while(|byte| **byte == b' ').count();
            self.rest = &self.rest[spaces..];
        }
    }

    fn take_day_of_year(&mut self, width: Width) -> Result<i64, Wrong> {
        let digits = self.digits(3);
        if digits == 0 || (digits < 3 && width == Width::Zeros) {
            return Err(Wrong::Form);
        }
        self.take_signed(digits)
    }

    /// Takes one of some names in any case, and gives its number from 1.
    fn take_name<const N: usize>(&mut self, names: [&str; N]) -> Result<i64, Wrong> {
        let is_next =
            |name: &&str| self.rest.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name.as_bytes()));
        let found = names.iter().position(is_next).ok_or(Wrong::Form)?;
        self.rest = &self.rest[names[found].len()..];
        Ok(found as i64 + 1)
    }

    fn take_half(&mut self, morning: &[u8], afternoon: &[u8]) -> Result<Half, Wrong> {
        let taken = self.take(2)?;
        match taken {
            _ if taken == morning => Ok(Half::Morning),
            _ if taken == afternoon => Ok(Half::Afternoon),
            _ => Err(Wrong::Form),
        }
    }

    /// Takes fractions of a second that the layout does not show.
    fn take_unasked_fraction(&mut self, layout_rest: &[u8]) -> Result<(), Wrong> {
        let has_fraction = matches!(self.rest, [b'.' | b',', digit, ..] if digit.is_ascii_digit());
        if !has_fraction || matches!(layout::next(layout_rest).0.part, Some(Part::Fraction(_))) {
            return Ok(());
        }
        self.take_any_fraction()
    }

    fn take_fraction(&mut self, how: Fraction) -> Result<(), Wrong> {
        if how.is_trimmed {
            let has_fraction = matches!(self.rest, [b'.' | b',', digit, ..] if digit.is_ascii_digit());
            return if has_fraction { self.take_any_fraction() } else { Ok(()) };
        }
        let taken = self.take(how.digits + 1)?;
        self.set_fraction(taken)
    }

    fn take_any_fraction(&mut self) -> Result<(), Wrong> {
        let digits = self.rest.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
        let taken = self.take(digits + 1)?;
        self.set_fraction(taken)
    }

    fn set_fraction(&mut self, text: &[u8]) -> Result<(), Wrong> {
        let [b'.' | b',', digits @ ..] = text else { return Err(Wrong::Form) };
        let digits = &digits[..digits.len().min(9)];
        let text = std::str::from_utf8(digits).map_err(|_| Wrong::Form)?;
        let number: i64 = text.parse().map_err(|_| Wrong::Form)?;
        let number = u32::try_from(number).map_err(|_| Wrong::Range("fractional second"))?;
        self.nanosecond = number * 10_u32.pow(9 - digits.len() as u32);
        Ok(())
    }

    fn take_offset(&mut self, how: Offset) -> Result<(), Wrong> {
        if how.is_z && self.rest.starts_with(b"Z") {
            self.rest = &self.rest[1..];
            self.is_utc = true;
            return Ok(());
        }
        let colon = usize::from(how.has_colons);
        let minutes_at = 3 + colon;
        let seconds_at = minutes_at + 2 + colon;
        let length = match (how.has_minutes, how.has_seconds) {
            (_, true) => seconds_at + 2,
            (true, false) => minutes_at + 2,
            (false, false) => 3,
        };
        let text = self.take(length)?;
        let has_colon_before = |at: usize| !how.has_colons || text.get(at - 1) == Some(&b':');
        if (how.has_minutes && !has_colon_before(minutes_at)) || (how.has_seconds && !has_colon_before(seconds_at)) {
            return Err(Wrong::Form);
        }
        let number = |at: usize| match text.get(at..at + 2) {
            Some([tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => Ok(i64::from(tens - b'0') * 10 + i64::from(ones - b'0')),
            _ => Err(Wrong::Form),
        };
        let hours = number(1);
        let minutes = if how.has_minutes && hours.is_ok() { number(minutes_at) } else { Ok(0) };
        let seconds = if how.has_seconds && minutes.is_ok() { number(seconds_at) } else { Ok(0) };
        // Some write offsets of 24 hours or of 60 minutes.
        for (value, most, name) in [
            (&hours, 24, "time zone offset hour"),
            (&minutes, 60, "time zone offset minute"),
            (&seconds, 60, "time zone offset second"),
        ] {
            if value.as_ref().is_ok_and(|value| *value > most) {
                return Err(Wrong::Range(name));
            }
        }
        let magnitude = (hours? * 60 + minutes?) * 60 + seconds?;
        self.offset = Some(match text.first() {
            Some(b'+') => magnitude,
            Some(b'-') => -magnitude,
            _ => return Err(Wrong::Form),
        });
        Ok(())
    }

    fn take_zone_name(&mut self) -> Result<(), Wrong> {
        if self.rest.starts_with(b"UTC") {
            self.rest = &self.rest[3..];
            self.is_utc = true;
            return Ok(());
        }
        let length = zone_name(self.rest).ok_or(Wrong::Form)?;
        self.zone = Some(self.take(length)?);
        Ok(())
    }

    /// Puts the parts together.
    fn finish(self) -> Result<Time, &'static str> {
        let (month, day) = match self.day_of_year {
            Some(day_of_year) => self.day_in_month(day_of_year)?,
            None => (self.month.unwrap_or(1), self.day.unwrap_or(1)),
        };
        if day < 1 || day > days_in(month, self.year) {
            return Err("day out of range");
        }
        let hour = match self.half {
            Some(Half::Afternoon) if self.hour < 12 => self.hour + 12,
            Some(Half::Morning) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let second_of_day = (hour * 60 + self.minute) * 60 + self.second;
        let time = Time::of_clock(Date { year: self.year, month, day }, second_of_day, self.nanosecond);
        Ok(match (self.is_utc, self.offset, self.zone) {
            (true, ..) | (_, None, None) | (_, Some(0), None) => time,
            (_, Some(offset), zone) => {
                let name = String::from_utf8_lossy(zone.unwrap_or_default()).into();
                let earlier = time.plus(Duration(-offset * 1_000_000_000));
                earlier.in_zone(Zone::Fixed { name, offset })
            }
            // The offset of an abbreviation is not known, but for those that say it.
            (_, None, Some(name)) => {
                let hours = name.strip_prefix(b"GMT").and_then(|hours| std::str::from_utf8(hours).ok());
                let offset = hours.and_then(|hours| hours.parse::<i64>().ok()).unwrap_or(0) * 3600;
                time.in_zone(Zone::Fixed { name: String::from_utf8_lossy(name).into(), offset })
            }
        })
    }

    fn day_in_month(&self, day_of_year: i64) -> Result<(i64, i64), &'static str> {
        if day_of_year < 1 || day_of_year > 365 + i64::from(is_leap(self.year)) {
            return Err("day-of-year out of range");
        }
        let (mut month, mut day) = (1, day_of_year);
        while day > days_in(month, self.year) {
            day -= days_in(month, self.year);
            month += 1;
        }
        if self.month.is_some_and(|read| read != month) {
            return Err("day-of-year does not match month");
        }
        if self.day.is_some_and(|read| read != day) {
            return Err("day-of-year does not match day");
        }
        Ok((month, day))
    }
}

/// Measures an abbreviation: three capitals, four or five that end in `T`, an offset, or one of the exceptions.
fn zone_name(text: &[u8]) -> Option<usize> {
    if text.len() < 3 {
        return None;
    }
    if text.starts_with(b"ChST") || text.starts_with(b"MeST") {
        return Some(4);
    }
    if let Some(hours) = text.strip_prefix(b"GMT") {
        return Some(3 + signed_hours(hours).unwrap_or(0));
    }
    if matches!(text.first(), Some(b'+' | b'-')) {
        return signed_hours(text);
    }
    let capitals = text.iter().take(6).take_while(|byte| byte.is_ascii_uppercase()).count();
    match capitals {
        3 => Some(3),
        4 if text.starts_with(b"WITA") => Some(4),
        4 | 5 if text.get(capitals - 1) == Some(&b'T') => Some(capitals),
        _ => None,
    }
}

/// Measures a sign and a number of up to 23.
fn signed_hours(text: &[u8]) -> Option<usize> {
    let [b'+' | b'-', rest @ ..] = text else { return None };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number: u64 = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
    (number <= 23).then_some(1 + digits)
}
