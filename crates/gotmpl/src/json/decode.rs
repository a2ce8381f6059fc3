//! Reads JSON.

use super::Failure;
use super::scan::Scan;
use crate::context::Context;
use crate::value::{Map, MapType, Text, Value};
use std::collections::BTreeMap;

/// Levels that Go allows.
const DEEPEST: usize = 10_000;

/// A list or a map that is being read.
enum Open {
    List(Vec<Value>),
    Map(BTreeMap<Text, Value>, Text),
}

/// Reads a text as Go's `json.Unmarshal` does into an `interface {}`: numbers are floats, of equal keys the last counts.
///
/// # Errors
///
/// What is no JSON, in Go's words; and the bounds of the run.
pub fn decode(context: &mut Context<'_>, text: &[u8]) -> Result<Value, Failure> {
    context.spend(1 + text.len() as u64 / 8)?;
    context.claim(text.len())?;
    let mut reader = Reader { context, scan: Scan { text, at: 0 }, open: Vec::new(), too_large: None };
    let value = reader.read()?;
    match reader.too_large {
        None => Ok(value),
        Some(number) => {
            let message = format!("json: cannot unmarshal number {number} into Go value of type float64");
            Err(Failure::Json(message))
        }
    }
}

struct Reader<'text, 'run, 'r> {
    context: &'r mut Context<'run>,
    scan: Scan<'text>,
    open: Vec<Open>,
    /// The first number that no float holds. Go says so when the whole text was read.
    too_large: Option<&'text str>,
}

/// What comes after an opening or a value.
enum Next {
    Value,
    Done(Value),
}

impl Reader<'_, '_, '_> {
    fn read(&mut self) -> Result<Value, Failure> {
        loop {
            self.scan.skip_spaces();
            let next = match self.scan.peek() {
                Some(b'[') => {
                    self.deepen(Open::List(Vec::new()))?;
                    self.scan.skip_spaces();
                    if self.scan.peek() != Some(b']') {
                        continue;
                    }
                    let empty = self.close();
                    self.add(empty)?
                }
                Some(b'{') => {
                    self.deepen(Open::Map(BTreeMap::new(), Text::default()))?;
                    self.scan.skip_spaces();
                    if self.scan.peek() != Some(b'}') {
                        self.key()?;
                        continue;
                    }
                    let empty = self.close();
                    self.add(empty)?
                }
                _ => {
                    let value = self.scalar()?;
                    self.add(value)?
                }
            };
            if let Next::Done(value) = next {
                return Ok(value);
            }
        }
    }

    fn deepen(&mut self, open: Open) -> Result<(), Failure> {
        if self.open.len() >= DEEPEST {
            return Err("exceeded max depth".to_owned().into());
        }
        // Even an empty one takes more room than it takes to write.
        self.context.claim(if matches!(open, Open::Map(..)) { 512 } else { 64 })?;
        self.scan.at += 1;
        self.open.push(open);
        Ok(())
    }

    fn scalar(&mut self) -> Result<Value, Failure> {
        Ok(match self.scan.peek() {
            Some(b'"') => Value::String(self.scan.string()?),
            Some(b't') => {
                self.scan.word("true")?;
                Value::Bool(true)
            }
            Some(b'f') => {
                self.scan.word("false")?;
                Value::Bool(false)
            }
            Some(b'n') => {
                self.scan.word("null")?;
                Value::Nil
            }
            Some(b'-' | b'0'..=b'9') => {
                let digits = self.scan.number()?;
                let number: f64 = digits.parse().unwrap_or(f64::INFINITY);
                if number.is_infinite() {
                    self.too_large.get_or_insert(digits);
                }
                Value::Float64(number)
            }
            _ => return Err(self.scan.wrong("looking for beginning of value").into()),
        })
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Result<(), Failure> {
        self.scan.skip_spaces();
        if self.scan.peek() != Some(b'"') {
            return Err(self.scan.wrong("looking for beginning of object key string").into());
        }
        let read = self.scan.string()?;
        self.scan.skip_spaces();
        if self.scan.peek() != Some(b':') {
            return Err(self.scan.wrong("after object key").into());
        }
        self.scan.at += 1;
        if let Some(Open::Map(_, key)) = self.open.last_mut() {
            *key = read;
        }
        Ok(())
    }

    /// Puts a value into what is open, and closes what ends behind it.
    fn add(&mut self, mut value: Value) -> Result<Next, Failure> {
        loop {
            let place = match self.open.last_mut() {
                None => {
                    self.scan.skip_spaces();
                    return match self.scan.peek() {
                        None => Ok(Next::Done(value)),
                        Some(_) => Err(self.scan.wrong("after top-level value").into()),
                    };
                }
                Some(Open::List(items)) => {
                    items.push(value);
                    "after array element"
                }
                Some(Open::Map(entries, key)) => {
                    entries.insert(std::mem::take(key), value);
                    "after object key:value pair"
                }
            };
            self.scan.skip_spaces();
            match (self.scan.peek(), self.open.last()) {
                (Some(b','), Some(Open::List(_))) => {
                    self.scan.at += 1;
                    return Ok(Next::Value);
                }
                (Some(b','), Some(Open::Map(..))) => {
                    self.scan.at += 1;
                    self.key()?;
                    return Ok(Next::Value);
                }
                (Some(b']'), Some(Open::List(_))) | (Some(b'}'), Some(Open::Map(..))) => value = self.close(),
                _ => return Err(self.scan.wrong(place).into()),
            }
        }
    }

    /// Closes the innermost list or map, whose end comes next.
    fn close(&mut self) -> Value {
        self.scan.at += 1;
        match self.open.pop() {
            Some(Open::List(items)) => Value::list(items),
            Some(Open::Map(entries, _)) => Value::Map(Map::with_entries(MapType::ANY, entries)),
            None => Value::Nil,
        }
    }
}
