//! `.Chart`.

use super::super::instance::Instance;
use crate::Compat;
use crate::chart::{Dependency, Maintainer};
use platgen_gotmpl::value::{Kind, ListType, MapType};
use platgen_gotmpl::{List, Map, Object, Text, Value};

/// Makes the object of a chart: a map since Helm 4, a struct before.
pub(crate) fn chart(instance: &Instance<'_>, is_root: bool, compat: Compat) -> Value {
    let metadata = &instance.chart.metadata;
    let shaper = Shaper(compat);
    let annotations = metadata.annotations.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    let maintainers = metadata.maintainers.iter().map(|who| shaper.maintainer(who));
    let dependencies = instance.wanted.iter().map(|wanted| shaper.dependency(wanted));
    let fields = vec![
        ("Name", text(&instance.name)),
        ("Home", text(&metadata.home)),
        ("Sources", shaper.strings(&metadata.sources)),
        ("Version", text(&metadata.version)),
        ("Description", text(&metadata.description)),
        ("Keywords", shaper.strings(&metadata.keywords)),
        ("Maintainers", Value::list(maintainers.collect())),
        ("Icon", text(&metadata.icon)),
        ("APIVersion", text(&metadata.api_version)),
        ("Condition", text(&metadata.condition)),
        ("Tags", text(&metadata.tags)),
        ("AppVersion", text(&metadata.app_version)),
        ("Deprecated", Value::Bool(metadata.deprecated)),
        ("Annotations", string_map(annotations)),
        ("KubeVersion", text(&metadata.kube_version)),
        ("Dependencies", Value::list(dependencies.collect())),
        ("Type", text(&metadata.kind)),
        ("IsRoot", Value::Bool(is_root)),
    ];
    shaper.shaped("struct { chart.Metadata; IsRoot bool }", Kind::Struct, fields)
}

fn text(text: &str) -> Value {
    Value::string(text)
}

/// An empty map of strings is a nil map, as Go reads it.
fn string_map<'t>(fields: impl Iterator<Item = (&'t str, &'t str)>) -> Value {
    let entries: std::collections::BTreeMap<_, _> = fields.map(|(key, value)| (Text::from(key), text(value))).collect();
    match entries.is_empty() {
        true => Value::Map(Map::nil(MapType::STRINGS)),
        false => Value::Map(Map::with_entries(MapType::STRINGS, entries)),
    }
}

/// Makes maps or structs.
#[derive(Clone, Copy)]
struct Shaper(Compat);

impl Shaper {
    fn shaped(self, type_name: &'static str, kind: Kind, fields: Vec<(&'static str, Value)>) -> Value {
        match self.0.chart_is_struct() {
            true => Value::object(Struct { type_name, kind, fields }),
            false => Value::Map(fields.into_iter().collect()),
        }
    }

    fn strings(self, texts: &[String]) -> Value {
        let of = if self.0.chart_is_struct() { ListType::STRINGS } else { ListType::ANY };
        Value::List(List::of(of, texts.iter().map(|item| text(item)).collect()))
    }

    fn maintainer(self, who: &Maintainer) -> Value {
        let fields = vec![("Name", text(&who.name)), ("Email", text(&who.email)), ("URL", text(&who.url))];
        self.shaped("*chart.Maintainer", Kind::Pointer, fields)
    }

    fn dependency(self, wanted: &Dependency) -> Value {
        let pairs = wanted.import_values.iter().map(|pair| match pair.to_value() {
            Value::Map(pair) => Value::Map(pair.converted(MapType::STRINGS)),
            other => other,
        });
        let fields = vec![
            ("Name", text(&wanted.name)),
            ("Version", text(&wanted.version)),
            ("Repository", text(&wanted.repository)),
            ("Condition", text(&wanted.condition)),
            ("Tags", self.strings(&wanted.tags)),
            ("Enabled", Value::Bool(wanted.enabled)),
            ("ImportValues", Value::list(pairs.collect())),
            ("Alias", text(&wanted.alias)),
        ];
        self.shaped("*chart.Dependency", Kind::Pointer, fields)
    }
}

/// A struct, or a pointer to one.
struct Struct {
    type_name: &'static str,
    kind: Kind,
    fields: Vec<(&'static str, Value)>,
}

impl Object for Struct {
    fn type_name(&self) -> &'static str {
        self.type_name
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn field(&self, name: &str) -> Option<Value> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone())
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        self.fields.clone()
    }
}
