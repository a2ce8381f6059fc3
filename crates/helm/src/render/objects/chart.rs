//! `.Chart`.

use super::record::{Field, Record};
use crate::Compat;
use crate::chart::{Dependency, Maintainer};
use crate::render::instance::Instance;
use platgen_gotmpl::value::{Kind, ListType, MapType};
use platgen_gotmpl::{List, Map, Text, Value};

/// Makes the object of a chart: a map since Helm 4, a struct before.
pub(crate) fn chart(instance: &Instance<'_>, is_root: bool, compat: Compat) -> Value {
    let metadata = &instance.chart.metadata;
    let shaper = Shaper(compat);
    let annotations = metadata.annotations.iter().map(|(key, text)| (key.as_str(), text.as_str()));
    let maintainers = metadata.maintainers.iter().map(|who| shaper.maintainer(who));
    let wanted = instance.wanted.borrow();
    let dependencies = wanted.iter().map(|wanted| shaper.dependency(&wanted.dependency));
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
    /// Makes a map, or a struct which in JSON has other names and leaves out what is empty.
    fn shaped(self, type_name: &'static str, kind: Kind, fields: Vec<Field>) -> Value {
        if !self.0.chart_is_struct() {
            return Value::Map(fields.into_iter().collect());
        }
        let is_kept = |(name, value): &&Field| value.is_true() || matches!(*name, "IsRoot" | "Repository");
        let json = fields.iter().filter(is_kept).map(|(name, value)| (json_name(name), value.clone())).collect();
        Value::object(Record { type_name, kind, fields, json: Some(json) })
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

/// Names a field of Helm 3's structs in JSON.
fn json_name(field: &'static str) -> &'static str {
    match field {
        "Name" => "name",
        "Home" => "home",
        "Sources" => "sources",
        "Version" => "version",
        "Description" => "description",
        "Keywords" => "keywords",
        "Maintainers" => "maintainers",
        "Icon" => "icon",
        "APIVersion" => "apiVersion",
        "Condition" => "condition",
        "Tags" => "tags",
        "AppVersion" => "appVersion",
        "Deprecated" => "deprecated",
        "Annotations" => "annotations",
        "KubeVersion" => "kubeVersion",
        "Dependencies" => "dependencies",
        "Type" => "type",
        "Email" => "email",
        "URL" => "url",
        "Repository" => "repository",
        "Enabled" => "enabled",
        "ImportValues" => "import-values",
        "Alias" => "alias",
        other => other,
    }
}
