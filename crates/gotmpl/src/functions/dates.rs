//! Times. Where Go has the zone of the machine, this has UTC.

use super::items::NIL_POINTER;
use crate::context::Context;
use crate::error::Fault;
use crate::function::{Functions, Int, Parameter, Signature};
use crate::time::{Duration, MONTHS, Time, WEEKDAYS, Zone, parse};
use crate::value::{Kind, Object, Text, Type, Value};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("now", |context: &mut Context<'_>| now(context, "now").map(Moment::value))
        .add("date", |context: &mut Context<'_>, layout: Text, time: Value| {
            Ok::<_, Fault>(moment(context, "date", &time)?.in_zone(Zone::Utc).format(&layout))
        })
        .add("htmlDate", |context: &mut Context<'_>, time: Value| {
            Ok::<_, Fault>(moment(context, "htmlDate", &time)?.in_zone(Zone::Utc).format(b"2006-01-02"))
        })
        .add("htmlDateInZone", |context: &mut Context<'_>, time: Value, zone: Text| {
            Ok::<_, Fault>(moment(context, "htmlDateInZone", &time)?.in_zone(zone_of(&zone)).format(b"2006-01-02"))
        })
        .add("unixEpoch", |_: &mut Context<'_>, time: Moment| time.0.unix().to_string())
        .add("ago", ago)
        .add("duration", duration)
        .add("durationRound", duration_round)
        .add("toDate", |_: &mut Context<'_>, layout: Text, text: Text| {
            Moment(parse(&layout, &text).unwrap_or_default()).value()
        })
        .add("mustToDate", |_: &mut Context<'_>, layout: Text, text: Text| match parse(&layout, &text) {
            Ok(time) => Ok(Moment(time).value()),
            Err(invalid) => Err(Fault::new(invalid.to_string())),
        });
    for name in ["dateInZone", "date_in_zone"] {
        functions.add(name, move |context: &mut Context<'_>, layout: Text, time: Value, zone: Text| {
            Ok::<_, Fault>(moment(context, name, &time)?.in_zone(zone_of(&zone)).format(&layout))
        });
    }
    for name in ["dateModify", "date_modify"] {
        functions.add(name, |_: &mut Context<'_>, duration: Text, time: Moment| {
            match Duration::parse(&duration) {
                Ok(duration) => Moment(time.0.plus(duration)),
                Err(_) => time,
            }
            .value()
        });
    }
    for name in ["mustDateModify", "must_date_modify"] {
        functions.add(name, |_: &mut Context<'_>, duration: Text, time: Moment| match Duration::parse(&duration) {
            Ok(duration) => Ok(Moment(time.0.plus(duration)).value()),
            Err(invalid) => Err(Fault::new(invalid.to_string())),
        });
    }
}

fn now(context: &mut Context<'_>, function: &str) -> Result<Moment, Fault> {
    Ok(Moment(Time::at_nanosecond(context.chance(function)?.now())))
}

/// Takes a time, or seconds from 1970 in an `int` or `int64`; everything else, floats too, is now.
fn moment(context: &mut Context<'_>, function: &str, value: &Value) -> Result<Time, Fault> {
    match value {
        Value::Int(seconds) | Value::Int64(seconds) => Ok(Time::at_second(*seconds)),
        Value::Int32(seconds) => Ok(Time::at_second((*seconds).into())),
        _ => match Moment::take(value.clone()) {
            Some(moment) => Ok(moment.0),
            None => now(context, function).map(|moment| moment.0),
        },
    }
}

fn zone_of(name: &Text) -> Zone {
    name.as_str().and_then(Zone::load).unwrap_or_default()
}

/// Tells how long ago a time was, in seconds, halves rounded up.
fn ago(context: &mut Context<'_>, value: Value) -> Result<String, Fault> {
    let now = now(context, "ago")?.0;
    let time = match &value {
        // Here 32 bits are no time.
        Value::Int32(_) => now.clone(),
        value => moment(context, "ago", value)?,
    };
    let nanoseconds = i128::from(now.since(&time).0);
    let half = if nanoseconds < 0 { -500_000_000 } else { 500_000_000 };
    let rounded = (nanoseconds + half) / 1_000_000_000 * 1_000_000_000;
    Ok(Duration(i64::try_from(rounded).unwrap_or(now.since(&time).0)).to_string())
}

/// Writes seconds, in a text or an `int64`, as a duration; everything else is no second.
fn duration(_: &mut Context<'_>, value: Value) -> String {
    let seconds: i64 = match &value {
        Value::Int64(seconds) => *seconds,
        Value::String(text) => super::math::read_decimal(text).unwrap_or(0),
        _ => 0,
    };
    Duration(seconds.wrapping_mul(1_000_000_000)).to_string()
}

/// Writes a duration in the largest unit of which it has more than one. Months have 30 days and years 365.
fn duration_round(context: &mut Context<'_>, value: Value) -> Result<String, Fault> {
    const SECOND: u64 = 1_000_000_000;
    const DAY: u64 = 86_400 * SECOND;
    const UNITS: [(u64, &str); 6] =
        [(365 * DAY, "y"), (30 * DAY, "mo"), (DAY, "d"), (3_600 * SECOND, "h"), (60 * SECOND, "m"), (SECOND, "s")];
    let duration = match &value {
        Value::String(text) => Duration::parse(text).unwrap_or_default(),
        Value::Int64(nanoseconds) => Duration(*nanoseconds),
        _ => match Moment::take(value) {
            Some(time) => now(context, "durationRound")?.0.since(&time.0),
            None => Duration(0),
        },
    };
    let magnitude = duration.0.unsigned_abs();
    let largest = UNITS.iter().find(|(unit, _)| magnitude > *unit);
    Ok(largest.map_or("0s".to_owned(), |(unit, name)| format!("{}{name}", magnitude / unit)))
}

/// A time in a template: Go's `time.Time`.
#[derive(Clone)]
struct Moment(Time);

impl Moment {
    fn value(self) -> Value {
        Value::object(self)
    }
}

impl Parameter for Moment {
    const TYPE: Type = Type::Object("time.Time");

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Object(object) => object.downcast_ref::<Moment>().cloned(),
            _ => None,
        }
    }
}

/// Methods that take nothing.
const PLAIN_METHODS: [&str; 17] = [
    "Day",
    "Hour",
    "IsZero",
    "Local",
    "Minute",
    "Month",
    "Nanosecond",
    "Second",
    "String",
    "UTC",
    "Unix",
    "UnixMicro",
    "UnixMilli",
    "UnixNano",
    "Weekday",
    "Year",
    "YearDay",
];

/// Methods that take another time.
const COMPARING_METHODS: [&str; 5] = ["After", "Before", "Compare", "Equal", "Sub"];

impl Object for Moment {
    fn type_name(&self) -> &'static str {
        "time.Time"
    }

    fn method(&self, name: &str) -> Option<Signature> {
        match name {
            "AddDate" => Some(Signature::fixed(&[Type::Int; 3])),
            "Format" => Some(Signature::fixed(&[Type::String])),
            _ if PLAIN_METHODS.contains(&name) => Some(Signature::fixed(&[])),
            _ if COMPARING_METHODS.contains(&name) => Some(Signature::fixed(&[Moment::TYPE])),
            _ => None,
        }
    }

    fn call(&self, _: &mut Context<'_>, name: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        let time = &self.0;
        let [hour, minute, second] = time.clock();
        let divided = |unit: i128| Value::Int64(time.unix_nanoseconds().div_euclid(unit) as i64);
        Ok(match name {
            "Year" => Value::Int(time.year()),
            "Month" => Value::object(Named {
                number: time.month(),
                name: MONTHS[(time.month() - 1) as usize],
                of: "time.Month",
            }),
            "Day" => Value::Int(time.day()),
            "YearDay" => Value::Int(time.day_of_year()),
            "Weekday" => {
                let number = time.weekday();
                Value::object(Named { number: number as i64, name: WEEKDAYS[number], of: "time.Weekday" })
            }
            "Hour" => Value::Int(hour),
            "Minute" => Value::Int(minute),
            "Second" => Value::Int(second),
            "Nanosecond" => Value::Int(time.nanosecond().into()),
            "Unix" => Value::Int64(time.unix()),
            "UnixMilli" => divided(1_000_000),
            "UnixMicro" => divided(1_000),
            "UnixNano" => divided(1),
            "IsZero" => Value::Bool(time.is_zero()),
            "UTC" | "Local" => Moment(time.in_zone(Zone::Utc)).value(),
            "String" => time.to_string().into(),
            "Format" => {
                let layout = arguments.into_iter().next().and_then(Text::take).unwrap_or_default();
                Value::string(time.format(&layout))
            }
            "AddDate" => {
                let numbers: Vec<i64> = arguments.into_iter().filter_map(Int::take).map(|number| number.0).collect();
                let [years, months, days] = numbers[..] else { return Err(Fault::new(NIL_POINTER)) };
                Moment(time.plus_date(years, months, days)).value()
            }
            _ => {
                let other = arguments.into_iter().next().and_then(Moment::take);
                let other = other.ok_or_else(|| Fault::new(NIL_POINTER))?.0;
                let order = time.unix_nanoseconds().cmp(&other.unix_nanoseconds());
                match name {
                    "After" => Value::Bool(order.is_gt()),
                    "Before" => Value::Bool(order.is_lt()),
                    "Equal" => Value::Bool(order.is_eq()),
                    "Compare" => Value::Int(order as i64),
                    _ => Value::object(Span(time.since(&other))),
                }
            }
        })
    }

    fn string(&self) -> Option<Text> {
        Some(self.0.to_string().into())
    }

    fn json(&self) -> Option<Value> {
        Some(Value::string(self.0.format(b"2006-01-02T15:04:05.999999999Z07:00")))
    }

    fn equals(&self, other: &dyn Object) -> bool {
        other.downcast_ref::<Moment>().is_some_and(|other| other.0 == self.0)
    }
}

/// A month or a day of the week: a number that is printed by its name.
struct Named {
    number: i64,
    name: &'static str,
    of: &'static str,
}

impl Object for Named {
    fn type_name(&self) -> &'static str {
        self.of
    }

    fn kind(&self) -> Kind {
        Kind::Int
    }

    fn method(&self, name: &str) -> Option<Signature> {
        (name == "String").then(|| Signature::fixed(&[]))
    }

    fn call(&self, _: &mut Context<'_>, _: &str, _: Vec<Value>) -> Result<Value, Fault> {
        Ok(self.name.into())
    }

    fn string(&self) -> Option<Text> {
        Some(self.name.into())
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::Int(self.number))
    }
}

/// A duration, which is a number of nanoseconds.
struct Span(Duration);

impl Object for Span {
    fn type_name(&self) -> &'static str {
        "time.Duration"
    }

    fn kind(&self) -> Kind {
        Kind::Int64
    }

    fn method(&self, name: &str) -> Option<Signature> {
        let is_known = matches!(
            name,
            "Hours" | "Microseconds" | "Milliseconds" | "Minutes" | "Nanoseconds" | "Seconds" | "String"
        );
        is_known.then(|| Signature::fixed(&[]))
    }

    fn call(&self, _: &mut Context<'_>, name: &str, _: Vec<Value>) -> Result<Value, Fault> {
        let nanoseconds = self.0.0;
        let whole_and_part = |unit: i64| {
            let part = (nanoseconds % unit) as f64 / unit as f64;
            Value::Float64((nanoseconds / unit) as f64 + part)
        };
        Ok(match name {
            "Nanoseconds" => Value::Int64(nanoseconds),
            "Microseconds" => Value::Int64(nanoseconds / 1_000),
            "Milliseconds" => Value::Int64(nanoseconds / 1_000_000),
            "Seconds" => whole_and_part(1_000_000_000),
            "Minutes" => whole_and_part(60_000_000_000),
            "Hours" => whole_and_part(3_600_000_000_000),
            _ => self.0.to_string().into(),
        })
    }

    fn string(&self) -> Option<Text> {
        Some(self.0.to_string().into())
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::Int64(self.0.0))
    }
}
