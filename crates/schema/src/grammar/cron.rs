//! Schedules of CronJobs, as the parser that Kubernetes uses (robfig/cron, standard form) reads them.

use super::time::check_duration;

const MACROS: &[&str] = &["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// What one of the five fields may hold.
struct Field {
    noun: &'static str,
    low: u32,
    high: u32,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { noun: "minute", low: 0, high: 59, names: &[] },
    Field { noun: "hour", low: 0, high: 23, names: &[] },
    Field { noun: "day of the month", low: 1, high: 31, names: &[] },
    Field { noun: "month", low: 1, high: 12, names: MONTHS },
    Field { noun: "day of the week", low: 0, high: 6, names: DAYS },
];

pub(super) fn check_schedule(text: &str) -> Result<(), String> {
    // A zone before the schedule is refused by the API server where spec.timeZone exists, and accepted before.
    let schedule = match text.strip_prefix("TZ=").or_else(|| text.strip_prefix("CRON_TZ=")) {
        Some(zoned) => zoned.split_once(' ').map_or("", |(_, rest)| rest.trim_start()),
        None => text,
    };
    if schedule.starts_with('@') {
        let every = schedule.strip_prefix("@every ").is_some_and(|period| check_duration(period).is_ok());
        return match every || MACROS.contains(&schedule) {
            true => Ok(()),
            false => {
                Err(format!("a cron schedule (five fields, `@every` and a duration, or one of {})", MACROS.join(", ")))
            }
        };
    }
    let parts: Vec<&str> = schedule.split_whitespace().collect();
    if parts.len() != FIELDS.len() {
        return Err(format!("a cron schedule of five fields (it has {})", parts.len()));
    }
    match FIELDS.iter().zip(parts).find(|(field, part)| !field.accepts(part)) {
        Some((field, part)) => {
            Err(format!("a cron schedule (`{part}` is no {} from {} to {})", field.noun, field.low, field.high))
        }
        None => Ok(()),
    }
}

impl Field {
    fn accepts(&self, part: &str) -> bool {
        part.split(',').filter(|range| !range.is_empty()).count() > 0
            && part.split(',').filter(|range| !range.is_empty()).all(|range| self.accepts_range(range))
    }

    fn accepts_range(&self, range: &str) -> bool {
        let (span, step) = range.split_once('/').map_or((range, None), |(span, step)| (span, Some(step)));
        let stepped = step.is_none_or(|step| step.parse::<u32>().is_ok_and(|step| step > 0));
        let spanned = match span {
            "*" | "?" => true,
            _ => match span.split_once('-') {
                Some((first, last)) => {
                    self.value(first).zip(self.value(last)).is_some_and(|(first, last)| first <= last)
                }
                None => self.value(span).is_some(),
            },
        };
        stepped && spanned
    }

    fn value(&self, text: &str) -> Option<u32> {
        let named =
            self.names.iter().position(|name| name.eq_ignore_ascii_case(text)).map(|place| place as u32 + self.low);
        named.or_else(|| text.parse().ok()).filter(|value| (self.low..=self.high).contains(value))
    }
}
