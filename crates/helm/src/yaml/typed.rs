//! Texts that go-yaml would read as something else, were they written plain.

/// Tells whether a text has to be quoted to stay a text.
///
/// go-yaml v2 and v3 agree here: v3 types fewer words, and quotes the others for the sake of old readers.
pub(super) fn is_typed(text: &str) -> bool {
    platgen_yaml::is_typed_by_go_yaml(text) || is_timestamp(text) || is_base_60(text)
}

/// `2006-1-2`, alone or with a time: what go-yaml's four layouts take.
fn is_timestamp(text: &str) -> bool {
    let digits_before = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if digits_before(text) != 4 || text.as_bytes().get(4) != Some(&b'-') {
        return false;
    }
    let (year, rest) = (&text[..4], &text[5..]);
    let Some((month, rest)) = rest.split_once('-') else { return false };
    let day_width = digits_before(rest);
    let (day, time) = rest.split_at(day_width);
    is_date(year, month, day) && (time.is_empty() || is_time(time))
}

fn is_date(year: &str, month: &str, day: &str) -> bool {
    let number = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u32>().ok()).flatten();
    let (Ok(year), Some(month), Some(day)) = (year.parse::<u32>(), number(month), number(day)) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// `T10:20:30.5Z`, `t10:20:30+02:00` or ` 10:20:30`.
fn is_time(time: &str) -> bool {
    let with_zone = time.starts_with(['T', 't']);
    let Some(clock) = time.strip_prefix(['T', 't', ' ']) else { return false };
    let zone_at = clock.find(['Z', '+', '-']).filter(|_| with_zone);
    let (clock, zone) = clock.split_at(zone_at.unwrap_or(clock.len()));
    let mut parts = clock.splitn(3, ':');
    let (Some(hour), Some(minute), Some(second)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let below = |text: &str, limit: u32| {
        (1..=2).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
            && text.parse().is_ok_and(|n: u32| n < limit)
    };
    let has_zone = !with_zone || is_zone(zone);
    below(hour, 24)
        && below(minute, 60)
        && below(second, 60)
        && !fraction.is_empty()
        && fraction.bytes().all(|b| b.is_ascii_digit())
        && has_zone
}

fn is_zone(zone: &str) -> bool {
    match zone.as_bytes() {
        [b'Z'] => true,
        [b'+' | b'-', a, b, b':', c, d] => [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// `190:20:30`: a number to base 60 in YAML 1.1.
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (places, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut places = places.split(':');
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let is_first =
        places.next().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit()) && is_digits(first));
    let mut count = 0;
    let are_places = places.all(|place| {
        count += 1;
        match place.as_bytes() {
            [digit] => digit.is_ascii_digit(),
            [b'0'..=b'5', digit] => digit.is_ascii_digit(),
            _ => false,
        }
    });
    is_first && are_places && count > 0 && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::is_typed;

    #[test]
    fn quoted_as_helm_does() {
        for text in [
            "123",
            "on",
            "null",
            "~",
            "2020-01-01",
            "2020-1-1",
            "1.10",
            "1e3",
            "0x1F",
            "0123",
            "+1",
            "1:30",
            "1_000",
            "y",
            "",
            "true",
            "190:20:30",
            "1.",
            ".5",
            "-1",
            ".inf",
            "2001-12-14t21:59:43.10-05:00",
            "2001-12-14 21:59:43",
        ] {
            assert!(is_typed(text), "{text}");
        }
        for text in ["=", "<<", "a", "2020-13-01", "2020-02-30", "2020-01-01x", "1:60", "1:2:", "08:", "1.2.3", "inf"] {
            assert!(!is_typed(text), "{text}");
        }
    }
}
