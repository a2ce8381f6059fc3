//! Times, dates, durations and zones.

use super::require;

fn digits(text: Option<&str>, low: u32, high: u32) -> Option<u32> {
    let text = text.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    text.parse().ok().filter(|value| (low..=high).contains(value))
}

fn is_date(text: &str) -> bool {
    let (Some(year), Some(month), Some(day)) =
        (digits(text.get(..4), 0, 9999), digits(text.get(5..7), 1, 12), digits(text.get(8..10), 1, 31))
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    text.len() == 10 && day <= longest && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-'
}

pub(super) fn check_date(text: &str) -> Result<(), String> {
    require(is_date(text), "a date such as `2026-01-31`")
}

pub(super) fn check_date_time(text: &str) -> Result<(), String> {
    require(is_date_time(text), "a time in RFC 3339 such as `2026-01-31T12:00:00Z`")
}

fn is_date_time(text: &str) -> bool {
    let (Some(date), Some("T" | "t"), Some(time)) = (text.get(..10), text.get(10..11), text.get(11..)) else {
        return false;
    };
    let clock = digits(time.get(..2), 0, 23).is_some()
        && time.get(2..3) == Some(":")
        && digits(time.get(3..5), 0, 59).is_some()
        && time.get(5..6) == Some(":")
        && digits(time.get(6..8), 0, 59).is_some();
    let rest = time.get(8..).unwrap_or_default();
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|letter: char| letter.is_ascii_digit());
            if zone.len() == fraction.len() { "" } else { zone }
        }
        None => rest,
    };
    is_date(date) && clock && is_zone_offset(zone)
}

fn is_zone_offset(zone: &str) -> bool {
    match zone.strip_prefix(['+', '-']) {
        Some(offset) => {
            offset.len() == 5
                && digits(offset.get(..2), 0, 23).is_some()
                && offset.get(2..3) == Some(":")
                && digits(offset.get(3..), 0, 59).is_some()
        }
        None => matches!(zone, "Z" | "z"),
    }
}

const UNITS: &[&str] = &["ns", "us", "µs", "μs", "ms", "s", "m", "h"];
const WORDS: &[&str] = &[
    "ns", "us", "ms", "s", "m", "h", "d", "w", "nano", "micro", "milli", "sec", "min", "hr", "hour", "day", "week",
    "second", "minute",
];

/// Checks Go's duration, or a number and a unit in words as the API server's `duration` format also reads.
pub(super) fn check_duration(text: &str) -> Result<(), String> {
    require(is_go_duration(text) || is_worded(text), "a duration such as `1h30m`")
}

fn is_go_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let mut parts = 0;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
        let number = &rest[..rest.len() - after.len()];
        let points = number.bytes().filter(|byte| *byte == b'.').count();
        let next = after.find(|letter: char| letter.is_ascii_digit() || letter == '.').unwrap_or(after.len());
        if number.len() <= points || points > 1 || !UNITS.contains(&&after[..next]) {
            return false;
        }
        rest = &after[next..];
        parts += 1;
    }
    parts > 0
}

fn is_worded(text: &str) -> bool {
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let word = unit.trim().to_ascii_lowercase();
    unit.len() < text.len() && WORDS.iter().any(|known| word == *known || word.strip_suffix('s') == Some(known))
}

/// Checks the shape of a zone's name; which zones exist is the cluster's to know.
pub(super) fn check_zone(text: &str) -> Result<(), String> {
    let letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'+'));
    require(!text.is_empty() && letters && !text.eq_ignore_ascii_case("local"), "a time zone such as `Europe/Berlin`")
}
