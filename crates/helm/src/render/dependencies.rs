//! Which dependencies a chart has, and which of their values it imports.

use super::instance::{Instance, Wanted};
use crate::Compat;
use crate::chart::Dependency;
use crate::values::coalesce::{Coalescer, Nulls, deep_copy_map, put};
use platgen_gotmpl::semver::{Constraint, Version};
use platgen_gotmpl::{Map, Plain, Text, Value};

/// Shapes a chart and all below it by the user's values.
///
/// # Errors
///
/// When a value for a dependency is no map.
pub(crate) fn shape(root: &mut Instance<'_>, values: &Map, coalescer: &mut Coalescer<'_>) -> Result<(), String> {
    choose(root, values, "", coalescer)?;
    import(root, coalescer)
}

/// Tells whether a range of versions allows a version; a range or version that does not parse allows nothing.
pub(crate) fn is_in_range(range: &str, version: &str) -> bool {
    match (Constraint::new(range), Version::new(version)) {
        (Ok(range), Ok(version)) => range.allows(&version),
        _ => false,
    }
}

/// Resolves names, versions and aliases, then takes out what tags and conditions disable.
fn choose(chart: &mut Instance<'_>, values: &Map, path: &str, coalescer: &mut Coalescer<'_>) -> Result<(), String> {
    if chart.wanted.borrow().is_empty() {
        return Ok(());
    }
    resolve(chart, coalescer.compat);
    let values = coalescer.coalesced(chart, values, Nulls::Delete)?;
    let wanted = chart.wanted.clone();
    for wanted in wanted.borrow_mut().iter_mut() {
        wanted.dependency.enabled = true;
        apply_tags(&mut wanted.dependency, &values, coalescer.warnings);
        apply_conditions(&mut wanted.dependency, &values, path, coalescer.warnings);
    }
    let is_on = |wanted: &Wanted| wanted.dependency.enabled;
    let disabled: Vec<String> =
        wanted.borrow().iter().filter(|wanted| !is_on(wanted)).map(|wanted| wanted.dependency.name.clone()).collect();
    chart.dependencies.retain(|dependency| !disabled.contains(&dependency.name));
    for dependency in &mut chart.dependencies {
        let path = format!("{path}{}.", dependency.name);
        choose(dependency, &values, &path, coalescer)?;
    }
    wanted.borrow_mut().retain(|wanted| !disabled.contains(&wanted.dependency.name));
    Ok(())
}

/// Puts charts that nothing asks for first, then one chart for each that is asked for, under its alias.
fn resolve(chart: &mut Instance<'_>, compat: Compat) {
    let fits = |present: &Instance<'_>, wanted: &Dependency| {
        present.name == wanted.name && is_in_range(&wanted.version, &present.chart.metadata.version)
    };
    let present = std::mem::take(&mut chart.dependencies);
    let mut all_wanted = chart.wanted.borrow_mut();
    let is_unwanted = |chart: &&Instance<'_>| !all_wanted.iter().any(|wanted| fits(chart, &wanted.dependency));
    let mut dependencies: Vec<_> = present.iter().filter(is_unwanted).cloned().collect();
    for Wanted { dependency: wanted, .. } in all_wanted.iter_mut() {
        let name = if wanted.alias.is_empty() { wanted.name.clone() } else { wanted.alias.clone() };
        dependencies.extend(present.iter().find(|chart| fits(chart, wanted)).map(|found| found.renamed(&name, compat)));
        wanted.name = name;
    }
    drop(all_wanted);
    chart.adopt(dependencies);
}

/// A dependency with tags is disabled if some of them are false and none is true.
fn apply_tags(wanted: &mut Dependency, values: &Map, warnings: &mut Vec<String>) {
    let Some(Value::Map(tags)) = values.get(b"tags") else { return };
    let (mut is_on, mut is_off) = (false, false);
    for tag in &wanted.tags {
        match tags.get(tag.as_bytes()) {
            None => {}
            Some(Value::Bool(true)) => is_on = true,
            Some(Value::Bool(false)) => is_off = true,
            Some(_) => warnings.push(format!("warning: tag {tag} for chart {} is no boolean", wanted.name)),
        }
    }
    wanted.enabled = is_on || !is_off;
}

/// The first path of a condition that leads to a boolean decides, whatever the tags say.
fn apply_conditions(wanted: &mut Dependency, values: &Map, path: &str, warnings: &mut Vec<String>) {
    for condition in wanted.condition.trim().split(',').filter(|condition| !condition.is_empty()) {
        match value_at(values, &format!("{path}{condition}")) {
            None => {}
            Some(Value::Bool(value)) => {
                wanted.enabled = value;
                return;
            }
            Some(_) => warnings.push(format!("warning: condition {condition} for chart {} is no boolean", wanted.name)),
        }
    }
}

/// Finds the value at a path by dots, if it is no map.
fn value_at(values: &Map, path: &str) -> Option<Value> {
    let (above, key) = match path.rsplit_once('.') {
        Some((above, key)) => (table_at(values, above)?, key),
        None => (values.clone(), path),
    };
    above.get(key.as_bytes()).filter(|value| !matches!(value, Value::Map(_)))
}

/// Finds the map at a path by dots.
fn table_at(values: &Map, path: &str) -> Option<Map> {
    path.split('.').try_fold(values.clone(), |map, key| match map.get(key.as_bytes()) {
        Some(Value::Map(inner)) => Some(inner),
        _ => None,
    })
}

/// Imports values, of the innermost charts first.
fn import(chart: &mut Instance<'_>, coalescer: &mut Coalescer<'_>) -> Result<(), String> {
    for dependency in &mut chart.dependencies {
        import(dependency, coalescer)?;
    }
    if chart.wanted.borrow().is_empty() {
        return Ok(());
    }
    let values = coalescer.coalesced(chart, &Map::new(), Nulls::Keep)?;
    let imported = Map::new();
    for Wanted { dependency: wanted, is_imported } in chart.wanted.borrow_mut().iter_mut() {
        let entries = std::mem::take(&mut wanted.import_values);
        let pairs: Vec<_> = entries.iter().filter(|_| !*is_imported).filter_map(import_paths).collect();
        for (child, parent) in &pairs {
            match table_at(&values, &format!("{}.{child}", wanted.name)) {
                Some(table) => coalescer.merge_tables(&imported, &under_path(parent, table), "", Nulls::Keep),
                None => coalescer.warnings.push(format!("warning: chart {} has no values at {child}", wanted.name)),
            }
        }
        wanted.import_values = pairs.into_iter().map(|(child, parent)| import_pair(&child, &parent)).collect();
        *is_imported = true;
    }
    let values = deep_copy_map(&values);
    coalescer.merge_tables(&values, &imported, "", Nulls::Keep);
    chart.values = values;
    Ok(())
}

/// Tells from where to where an entry of `import-values` leads; nothing for what is neither a text nor a map.
fn import_paths(entry: &Plain) -> Option<(String, String)> {
    let shown = |value: Option<&Plain>| match value {
        Some(Plain::String(text)) => text.to_string(),
        Some(Plain::Float(number)) => crate::number::shortest_float(*number),
        Some(Plain::Bool(value)) => value.to_string(),
        _ => "<nil>".to_owned(),
    };
    match entry {
        Plain::String(name) => Some((format!("exports.{name}"), ".".to_owned())),
        Plain::Map(fields) => Some((shown(fields.get(&b"child"[..])), shown(fields.get(&b"parent"[..])))),
        _ => None,
    }
}

fn import_pair(child: &str, parent: &str) -> Plain {
    let pair = [("child", child), ("parent", parent)];
    Plain::Map(pair.into_iter().map(|(key, path)| (Text::from(key), Plain::String(path.into()))).collect())
}

/// Puts a map under the keys of a path, of which `.` has none.
fn under_path(path: &str, table: Map) -> Map {
    if path == "." {
        return table;
    }
    path.rsplit('.').fold(table, |inner, key| {
        let outer = Map::new();
        put(&outer, key, Value::Map(inner));
        outer
    })
}
