//! A chart as values shape it for one rendering: under an alias, without disabled dependencies, with imported values.

use crate::Compat;
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
    place: Rc<Place>,
}

/// Where Helm believes a chart to be. It copies a chart that gets an alias, and copies what is in it only one level deep, so that
/// what lies deeper goes by the path of the original.
struct Place {
    name: String,
    parent: RefCell<Option<Rc<Place>>>,
}

impl Place {
    fn new(name: &str, parent: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self { name: name.to_owned(), parent: RefCell::new(parent) })
    }

    fn path(&self) -> String {
        match &*self.parent.borrow() {
            Some(parent) => format!("{}/charts/{}", parent.path(), self.name),
            None => self.name.clone(),
        }
    }
}

impl<'c> Instance<'c> {
    pub(crate) fn new(chart: &'c Chart) -> Self {
        Self::under(chart, None)
    }

    fn under(chart: &'c Chart, parent: Option<Rc<Place>>) -> Self {
        let place = Place::new(&chart.metadata.name, parent);
        Self {
            chart,
            name: chart.metadata.name.clone(),
            values: map(&chart.values),
            wanted: Rc::new(RefCell::new(chart.metadata.dependencies.iter().map(Wanted::new).collect())),
            dependencies: chart.dependencies.iter().map(|chart| Self::under(chart, Some(place.clone()))).collect(),
            place,
        }
    }

    /// Makes the same chart under a name that its parent gives it, with a list of its own.
    pub(crate) fn renamed(&self, name: &str, compat: Compat) -> Self {
        let wanted = Rc::new(RefCell::new(self.wanted.borrow().clone()));
        let place = Place::new(name, None);
        let mut renamed = Self { name: name.to_owned(), wanted, place: place.clone(), ..self.clone() };
        if compat.copies_charts_in_aliases() {
            for inner in &mut renamed.dependencies {
                inner.place = Place::new(&inner.name, Some(place.clone()));
            }
        }
        renamed
    }

    /// Takes charts as dependencies.
    pub(crate) fn adopt(&mut self, dependencies: Vec<Self>) {
        for dependency in &dependencies {
            *dependency.place.parent.borrow_mut() = Some(self.place.clone());
        }
        self.dependencies = dependencies;
    }

    /// Gives the path that templates of the chart have, which is not always the path to the chart.
    pub(crate) fn path(&self) -> String {
        self.place.path()
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
