//! A chart as values shape it for one rendering: under an alias, without disabled dependencies, with imported values.

use crate::chart::{Chart, ChartType, Dependency};
use platgen_gotmpl::{Map, Plain, Value};

/// A chart in one rendering.
#[derive(Clone)]
pub(crate) struct Instance<'c> {
    pub(crate) chart: &'c Chart,
    /// The chart's name, or the alias that its parent gives it.
    pub(crate) name: String,
    /// The default values, which imports add to. Whoever changes them makes a copy.
    pub(crate) values: Map,
    /// What Chart.yaml asks for, as far as it is enabled.
    pub(crate) wanted: Vec<Dependency>,
    pub(crate) dependencies: Vec<Instance<'c>>,
}

impl<'c> Instance<'c> {
    pub(crate) fn new(chart: &'c Chart) -> Self {
        Self {
            chart,
            name: chart.metadata.name.clone(),
            values: map(&chart.values),
            wanted: chart.metadata.dependencies.clone(),
            dependencies: chart.dependencies.iter().map(Instance::new).collect(),
        }
    }

    pub(crate) fn is_library(&self) -> bool {
        self.chart.metadata.chart_type() == ChartType::Library
    }
}

/// Makes the map that templates see of plain fields.
pub(crate) fn map(fields: &crate::values::Fields) -> Map {
    fields.iter().map(|(key, value)| (key.clone(), value.to_value())).collect()
}

/// Copies a map out into plain fields; too deep a value is left out.
pub(crate) fn fields(map: &Map) -> crate::values::Fields {
    match Plain::from_value(&Value::Map(map.clone())) {
        Ok(Plain::Map(fields)) => fields,
        _ => crate::values::Fields::new(),
    }
}
