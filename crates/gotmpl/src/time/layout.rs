//! Layouts: texts in which parts of the time 15:04:05 on Monday, 2 January 2006, seven hours west of Greenwich, stand for the
//! same parts of other times.

/// A part of a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// `January`.
    LongMonth,
    /// `Jan`.
    Month,
    /// `1` or `01`.
    NumberOfMonth(Width),
    /// `Monday`.
    LongWeekday,
    /// `Mon`.
    Weekday,
    /// `2`, `_2` or `02`.
    Day(Width),
    /// `__2` or `002`.
    DayOfYear(Width),
    /// `15`.
    Hour,
    /// `3` or `03`.
    Hour12(Width),
    /// `4` or `04`.
    Minute(Width),
    /// `5` or `05`.
    Second(Width),
    /// `2006`.
    LongYear,
    /// `06`.
    Year,
    /// `PM`.
    UpperHalf,
    /// `pm`.
    LowerHalf,
    /// `MST`.
    ZoneName,
    /// `-0700` and its kin.
    Offset(Offset),
    /// `.000` or `,999`.
    Fraction(Fraction),
}

/// How a number is filled up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Width {
    Natural,
    Spaces,
    Zeros,
}

/// How an offset from universal time is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Offset {
    /// Whether no offset is `Z`.
    pub(super) is_z: bool,
    pub(super) has_minutes: bool,
    pub(super) has_seconds: bool,
    pub(super) has_colons: bool,
}

/// How fractions of a second are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fraction {
    pub(super) separator: u8,
    pub(super) digits: usize,
    /// Whether zeros at the end are left out.
    pub(super) is_trimmed: bool,
}

/// A text before a part, the part as it is written, and what it is; the last of a layout may be text alone.
pub(super) struct Chunk<'layout> {
    pub(super) before: &'layout [u8],
    pub(super) written: &'layout [u8],
    pub(super) part: Option<Part>,
}

/// Parts that are found by their text alone, longer ones before their beginnings. `01` to `06`, names and fractions are not
/// among them.
const PARTS: [(&[u8], Part); 20] = [
    (b"January", Part::LongMonth),
    (b"Monday", Part::LongWeekday),
    (b"MST", Part::ZoneName),
    (b"002", Part::DayOfYear(Width::Zeros)),
    (b"01", Part::NumberOfMonth(Width::Zeros)),
    (b"02", Part::Day(Width::Zeros)),
    (b"03", Part::Hour12(Width::Zeros)),
    (b"04", Part::Minute(Width::Zeros)),
    (b"05", Part::Second(Width::Zeros)),
    (b"06", Part::Year),
    (b"15", Part::Hour),
    (b"1", Part::NumberOfMonth(Width::Natural)),
    (b"2006", Part::LongYear),
    (b"2", Part::Day(Width::Natural)),
    (b"__2", Part::DayOfYear(Width::Spaces)),
    (b"3", Part::Hour12(Width::Natural)),
    (b"4", Part::Minute(Width::Natural)),
    (b"5", Part::Second(Width::Natural)),
    (b"PM", Part::UpperHalf),
    (b"pm", Part::LowerHalf),
];

/// The ways to write an offset after the sign or the `Z`.
const OFFSETS: [(&[u8], [bool; 3]); 5] = [
    (b"070000", [true, true, false]),
    (b"07:00:00", [true, true, true]),
    (b"0700", [true, false, false]),
    (b"07:00", [true, false, true]),
    (b"07", [false, false, false]),
];

/// Splits off the first part of a layout, with the text before it, and gives what follows.
pub(super) fn next(layout: &[u8]) -> (Chunk<'_>, &[u8]) {
    for start in 0..layout.len() {
        let rest = &layout[start..];
        if let Some((part, length)) = part_at(rest) {
            let chunk = Chunk { before: &layout[..start], written: &rest[..length], part: Some(part) };
            return (chunk, &rest[length..]);
        }
    }
    (Chunk { before: layout, written: b"", part: None }, b"")
}

fn part_at(text: &[u8]) -> Option<(Part, usize)> {
    let followed_by_lower = |length: usize| text.get(length).is_some_and(u8::is_ascii_lowercase);
    match text.first()? {
        b'-' | b'Z' => return offset_at(text),
        b'.' | b',' => return fraction_at(text),
        b'_' if text.starts_with(b"_2") => {
            // In `_2006` the line is text.
            return (!text.starts_with(b"_2006")).then_some((Part::Day(Width::Spaces), 2));
        }
        _ => {}
    }
    if let Some((written, part)) = PARTS.iter().find(|(written, _)| text.starts_with(written)) {
        return Some((*part, written.len()));
    }
    match text.get(..3)? {
        b"Jan" if !followed_by_lower(3) => Some((Part::Month, 3)),
        b"Mon" if !followed_by_lower(3) => Some((Part::Weekday, 3)),
        _ => None,
    }
}

fn offset_at(text: &[u8]) -> Option<(Part, usize)> {
    let (sign, rest) = text.split_first()?;
    let (written, [has_minutes, has_seconds, has_colons]) =
        OFFSETS.iter().find(|(written, _)| rest.starts_with(written))?;
    let offset =
        Offset { is_z: *sign == b'Z', has_minutes: *has_minutes, has_seconds: *has_seconds, has_colons: *has_colons };
    Some((Part::Offset(offset), written.len() + 1))
}

/// Finds a separator and zeros or nines, which no other digit may follow.
fn fraction_at(text: &[u8]) -> Option<(Part, usize)> {
    let (separator, rest) = text.split_first()?;
    let digit = rest.first().filter(|digit| matches!(digit, b'0' | b'9'))?;
    let digits = rest.iter().take_while(|byte| *byte == digit).count();
    if rest.get(digits).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let fraction = Fraction { separator: *separator, digits, is_trimmed: *digit == b'9' };
    Some((Part::Fraction(fraction), digits + 1))
}
