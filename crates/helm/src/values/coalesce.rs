//! Laying the user's values over the defaults of charts.
//!
//! Works on the maps that templates will see, by reference as Helm does: where Helm shares a map between a parent and its
//! dependency, so does this, and a `set` in a template of one is seen by the other.

use crate::Compat;
use crate::number::shortest_float;
use crate::render::instance::Instance;
use platgen_gotmpl::{List, Map, Value};

const GLOBAL: &[u8] = b"global";

/// Whether nulls delete or are kept for a later round.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nulls {
    Delete,
    Keep,
}

/// Coalesces, and collects what Helm warns of.
pub(crate) struct Coalescer<'w> {
    pub(crate) compat: Compat,
    pub(crate) warnings: &'w mut Vec<String>,
}

impl Coalescer<'_> {
    /// Lays a copy of `values` over the defaults of a chart and of all charts below it.
    ///
    /// # Errors
    ///
    /// When the value for a dependency is no map.
    pub(crate) fn coalesced(&mut self, chart: &Instance<'_>, values: &Map, nulls: Nulls) -> Result<Map, String> {
        let values = deep_copy_map(values);
        self.coalesce(chart, &values, "", nulls)?;
        Ok(values)
    }

    fn coalesce(&mut self, chart: &Instance<'_>, values: &Map, prefix: &str, nulls: Nulls) -> Result<(), String> {
        self.add_defaults(chart, values, prefix, nulls);
        for dependency in &chart.dependencies {
            let name = dependency.name.as_bytes();
            let inner = match values.get(name) {
                None => {
                    let inner = Map::new();
                    put(values, dependency.name.as_str(), Value::Map(inner.clone()));
                    inner
                }
                Some(Value::Map(inner)) => inner,
                Some(other) => {
                    return Err(format!("type mismatch on {}: {}", dependency.name, bad_verb(&other)));
                }
            };
            let prefix = joined(prefix, &chart.name);
            self.add_globals(&inner, values);
            self.coalesce(dependency, &inner, &prefix, nulls)?;
        }
        Ok(())
    }

    /// Adds what a chart has by default and the values lack.
    fn add_defaults(&mut self, chart: &Instance<'_>, values: &Map, prefix: &str, nulls: Nulls) {
        let prefix = joined(prefix, &chart.name);
        let drops_nulls = nulls == Nulls::Delete && self.compat.drops_default_nulls();
        for (key, default) in deep_copy_map(&chart.values).entries() {
            match (values.get(&key), default) {
                (Some(Value::Nil), _) if nulls == Nulls::Delete => drop(values.remove(&key)),
                (Some(Value::Map(inner)), Value::Map(defaults)) => {
                    let is_dependency = chart.dependencies.iter().any(|chart| chart.name.as_bytes() == &*key);
                    let nulls = if is_dependency { Nulls::Keep } else { nulls };
                    if nulls == Nulls::Delete && drops_nulls {
                        drop_nulls(&defaults);
                    }
                    self.merge_tables(&inner, &defaults, &joined(&prefix, &key.to_str_lossy()), nulls);
                }
                (Some(Value::Map(_)), default) if !default.is_nil() => {
                    self.warnings.push(format!("warning: skipped value for {prefix}.{key}: Not a table."));
                }
                (Some(_), _) => {}
                (None, Value::Nil) if drops_nulls => {}
                (None, default) => {
                    if let Value::Map(defaults) = &default
                        && drops_nulls
                    {
                        drop_nulls(defaults);
                    }
                    put(values, key, default);
                }
            }
        }
    }

    /// Merges two maps, of which the first wins; nulls of the first delete or stay.
    pub(crate) fn merge_tables(&mut self, above: &Map, below: &Map, prefix: &str, nulls: Nulls) {
        let defaults = below.entries();
        if self.compat.writes_nulls_back() {
            let null_keys = above.entries().into_iter().filter(|(_, value)| value.is_nil()).map(|(key, _)| key);
            null_keys.for_each(|key| put(below, key, Value::Nil));
        }
        for (key, default) in defaults {
            match (above.get(&key), default) {
                (None, default) => put(above, key, default),
                (Some(Value::Nil), default) => {
                    let meets_value = !default.is_nil() || self.compat.null_deletes_null();
                    if nulls == Nulls::Delete && meets_value {
                        above.remove(&key);
                    }
                }
                (Some(Value::Map(above)), Value::Map(below)) => {
                    self.merge_tables(&above, &below, &joined(prefix, &key.to_str_lossy()), nulls);
                }
                (Some(_), Value::Map(_)) => {
                    let key = joined(prefix, &key.to_str_lossy());
                    self.warnings.push(format!("warning: cannot overwrite table with non table for {key}"));
                }
                (Some(Value::Map(_)), default) if !default.is_nil() => {
                    let key = joined(prefix, &key.to_str_lossy());
                    self.warnings.push(format!("warning: destination for {key} is a table. Ignoring non-table value"));
                }
                _ => {}
            }
        }
    }

    /// Hands the globals of a chart down to a dependency; the chart's win.
    fn add_globals(&mut self, below: &Map, above: &Map) {
        let own = match below.get(GLOBAL) {
            None => Map::new(),
            Some(Value::Map(own)) => own,
            Some(_) => {
                self.warnings.push("warning: skipping globals because destination global is not a table.".to_owned());
                return;
            }
        };
        let handed = match above.get(GLOBAL) {
            None => Map::new(),
            Some(Value::Map(handed)) => handed,
            Some(_) => {
                self.warnings.push("warning: skipping globals because source global is not a table.".to_owned());
                return;
            }
        };
        for (key, value) in handed.entries() {
            match (value, own.get(&key)) {
                (Value::Map(table), None) => put(&own, key, Value::Map(table.shallow_copy())),
                (Value::Map(table), Some(Value::Map(own_table))) => {
                    let table = table.shallow_copy();
                    self.merge_tables(&table, &own_table, &key.to_str_lossy(), Nulls::Keep);
                    put(&own, key, Value::Map(table));
                }
                (Value::Map(_), Some(_)) => {
                    self.warnings.push(format!(
                        "Conflict: cannot merge map onto non-map for {:?}. Skipping.",
                        key.to_str_lossy()
                    ));
                }
                (_, Some(Value::Map(_))) => self.warnings.push(format!("key {key} is table. Skipping")),
                (value, _) => put(&own, key, value),
            }
        }
        put(below, "global", Value::Map(own));
    }
}

/// Sets a field of a map that is no nil map.
pub(crate) fn put(map: &Map, key: impl Into<platgen_gotmpl::Text>, value: Value) {
    // Maps of values are made here and never nil.
    let _ = map.insert(key, value);
}

fn joined(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// What Go prints for `%t` of something that is no boolean.
fn bad_verb(value: &Value) -> String {
    match value {
        Value::Nil => "%!t(<nil>)".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::String(text) => format!("%!t(string={text})"),
        Value::Float64(number) => format!("%!t(float64={})", shortest_float(*number)),
        Value::Int64(number) => format!("%!t(int64={number})"),
        other => format!("%!t({}=…)", other.type_name()),
    }
}

/// Takes nulls out of a map and of the maps inside it.
fn drop_nulls(map: &Map) {
    for (key, value) in map.entries() {
        match value {
            Value::Nil => drop(map.remove(&key)),
            Value::Map(inner) => drop_nulls(&inner),
            _ => {}
        }
    }
}

/// Copies a map and all lists and maps inside it.
pub(crate) fn deep_copy_map(map: &Map) -> Map {
    map.entries().into_iter().map(|(key, value)| (key, deep_copy(&value))).collect()
}

fn deep_copy(value: &Value) -> Value {
    match value {
        Value::Map(map) => Value::Map(deep_copy_map(map)),
        Value::List(list) => Value::List(List::of(list.list_type(), list.iter().map(deep_copy).collect())),
        other => other.clone(),
    }
}
