//! Times, layouts and durations against the answers of Go's package `time`, recorded by `tests/record/time`.

#![expect(clippy::unwrap_used, reason = "a test ends where what it is made of is wrong")]

use platgen_gotmpl::time::{Duration, Time, Zone, parse};
use serde_json::Value;

fn recorded() -> Value {
    serde_json::from_str(include_str!("data/time.json")).unwrap()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn check(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn layouts_write_as_in_go() {
    let recorded = recorded();
    let layouts = texts(&recorded["layouts"]);
    let mut wrong = Vec::new();
    for (name, rows) in recorded["formatted"].as_object().unwrap() {
        let Some(zone) = Zone::load(name) else {
            assert!(rows.is_null(), "{name}");
            continue;
        };
        for (index, second) in recorded["seconds"].as_array().unwrap().iter().enumerate() {
            let second = second.as_i64().unwrap();
            let nanoseconds =
                i128::from(second) * 1_000_000_000 + i128::from(second.wrapping_mul(123_456_789) % 1_000_000_000);
            let time = Time::at_nanosecond(nanoseconds).in_zone(zone.clone());
            let formatted = |time: &Time, layout: &str| String::from_utf8(time.format(layout.as_bytes())).unwrap();
            let mut ours: Vec<_> = layouts.iter().map(|layout| formatted(&time, layout)).collect();
            ours.push(time.to_string());
            ours.push(formatted(&time.plus_date(1, -14, 31), "2006-01-02T15:04:05Z07:00"));
            for (column, answer) in texts(&rows[index]).into_iter().enumerate() {
                if ours[column] != answer {
                    wrong.push(format!("{name} {second} {:?}: {} but Go: {answer}", layouts.get(column), ours[column]));
                }
            }
        }
    }
    check(&wrong);
}

#[test]
fn texts_are_read_as_in_go() {
    let recorded = recorded();
    let mut wrong = Vec::new();
    for (layout, answers) in recorded["parsed"].as_object().unwrap() {
        for (text, answer) in texts(&recorded["texts"]).into_iter().zip(texts(answers)) {
            let ours = match parse(layout.as_bytes(), text.as_bytes()) {
                Ok(time) => time.to_string(),
                Err(invalid) => invalid.to_string(),
            };
            if ours != answer {
                wrong.push(format!("{layout:?} {text:?}: {ours}\n  but Go: {answer}"));
            }
        }
    }
    check(&wrong);
}

#[test]
fn durations_are_read_and_written_as_in_go() {
    for (text, answer) in recorded()["durations"].as_object().unwrap() {
        let ours = match Duration::parse(text.as_bytes()) {
            Ok(duration) => duration.to_string(),
            Err(invalid) => invalid.to_string(),
        };
        assert_eq!(ours, answer.as_str().unwrap(), "{text}");
    }
}

#[test]
fn times_of_any_size_can_be_written() {
    for second in [i64::MIN, i64::MIN / 2, i64::MAX / 2, i64::MAX] {
        for zone in ["UTC", "Europe/Berlin"] {
            let time = Time::at_second(second).in_zone(Zone::load(zone).unwrap());
            let _ = (time.to_string(), time.plus_date(i64::MAX, i64::MIN, i64::MAX).to_string());
            let _ = (time.plus(Duration(i64::MAX)).to_string(), time.since(&Time::default()));
        }
    }
}
