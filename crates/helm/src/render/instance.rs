//! A chart as values shape it for one rendering: under an alias, without disabled dependencies, with imported values.

use crate::chart::{Chart, ChartType, Dependency};
use platgen_gotmpl::{Map, Plain, Value};
use std::cell::RefCell;
use std::rc::Rc;

/// A dependency that a chart asks for.
#[derive(Clone)]
pub(crate) struct Wanted {
    pub(crate) dependency: Dependency,
    /// Whether its values have been imported, which happens once.
    pub(crate) is_imported: bool,
}

impl Wanted {
    fn new(dependency: &Dependency) -> Self {
        Self { dependency: dependency.clone(), is_imported: false }
    }
}

/// A chart in one rendering.
#[derive(Clone)]
pub(crate) struct Instance<'c> {
    pub(crate) chart: &'c Chart,
    /// The chart's name, or the alias that its parent gives it.
    pub(crate) name: String,
    /// The default values, which imports add to. Whoever changes them makes a copy.
    pub(crate) values: Map,
    /// What Chart.yaml asks for, as far as it is enabled. Where a chart stands under two aliases, the charts inside it that its
    /// own Chart.yaml does not name have one list together, as in Helm: what the first alias changes, the second finds.
    pub(crate) wanted: Rc<RefCell<Vec<Wanted>>>,
    pub(crate) dependencies: Vec<Instance<'c>>,
}

impl<'c> Instance<'c> {
    pub(crate) fn new(chart: &'c Chart) -> Self {
        Self {
            chart,
            name: chart.metadata.name.clone(),
            values: map(&chart.values),
            wanted: Rc::new(RefCell::new(chart.metadata.dependencies.iter().map(Wanted::new).collect())),
            dependencies: chart.dependencies.iter().map(Instance::new).collect(),
        }
    }

    /// Makes the same chart under another name, with a list of its own.
    pub(crate) fn renamed(&self, name: &str) -> Self {
        let wanted = Rc::new(RefCell::new(self.wanted.borrow().clone()));
        Self { name: name.to_owned(), wanted, ..self.clone() }
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
