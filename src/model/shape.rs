use super::{DefinitionSpec, EnvironmentSpec, OverrideSpec, ProjectSpec, Shaped, StackSpec, TeamSpec, TextRule};

/// What a value of the input language may look like, how its layers merge, and how its schema reads.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A map with known fields. Layers merge by field; null removes.
    Record(&'static RecordShape),
    /// A closed map keyed by names: a layer above may change entries, and adds one only with `add: true`. Null removes.
    Named(&'static TextRule, &'static Shape),
    /// An open map: any layer may add entries. Null removes.
    Open(&'static TextRule, &'static Shape),
    /// A value that is one layer of several wherever it stands, so that nothing is required in it.
    Layer(&'static Shape),
    /// A list; a layer replaces it whole, so that its items are complete where they stand.
    List(&'static Shape),
    /// Text under a rule.
    Text(&'static TextRule),
    /// Text in which a `${` is text.
    LiteralText,
    /// Any scalar but null, taken as the text that was written: `1.10` stays `1.10`.
    AsWritten,
    /// A whole number between two bounds, both included.
    Int(i64, i64),
    /// `true` or `false`.
    Bool,
    /// One of some words.
    Choice(&'static Choice),
    /// One of several shapes, told apart by the YAML kind of the value.
    Either(&'static [Alternative]),
    /// Anything; maps merge, null removes.
    Value,
    /// Anything; maps merge, null is data, `$remove: [key]` removes.
    Data,
    /// Anything, taken as it stands: a `${` in it is text.
    Literal,
}

/// One of the shapes of [`Shape::Either`].
#[derive(Clone, Copy, Debug)]
pub struct Alternative {
    /// The shape.
    pub shape: Shape,
}

/// The fields of a record.
#[derive(Debug)]
pub struct RecordShape {
    /// Its name in the published schema.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its fields, in their order of presentation.
    pub fields: &'static [FieldShape],
    /// The shape of fields that are not listed, where the record is open.
    pub rest: Option<&'static Shape>,
    /// Groups of fields of which one excludes the others: a layer that sets one takes the others from the layers below.
    pub exclusive: &'static [&'static [&'static str]],
}

/// One field of a record.
#[derive(Clone, Copy, Debug)]
pub struct FieldShape {
    /// The key as users write it.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether the complete record needs it; a single layer never does.
    pub required: bool,
    /// Whether some stage of this release uses it.
    pub lowered: bool,
}

/// A closed set of words.
#[derive(Debug)]
pub struct Choice {
    /// Its name in the published schema.
    pub name: &'static str,
    /// Each word with its meaning.
    pub words: &'static [(&'static str, &'static str)],
}

impl RecordShape {
    /// The field of this key.
    pub fn field(&self, key: &str) -> Option<&'static FieldShape> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The keys of all fields.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.key)
    }
}

impl Shape {
    /// The shape of a map's value under a key; `None` where the map has no such key, or where this is no map.
    pub fn member(&self, key: &str) -> Option<Shape> {
        match self {
            Shape::Record(record) => record.field(key).map(|field| field.shape).or(record.rest.copied()),
            Shape::Named(_, shape) | Shape::Open(_, shape) => Some(**shape),
            Shape::Layer(shape) => shape.member(key),
            Shape::Either(alternatives) => alternatives.iter().find_map(|alternative| alternative.shape.member(key)),
            Shape::Value => Some(Shape::Value),
            Shape::Data => Some(Shape::Data),
            Shape::Literal => Some(Shape::Literal),
            _ => None,
        }
    }

    /// The shape of a list's items.
    pub fn item(&self) -> Shape {
        match self {
            Shape::List(shape) => **shape,
            Shape::Either(alternatives) => alternatives
                .iter()
                .find_map(|alternative| match alternative.shape {
                    Shape::List(shape) => Some(*shape),
                    _ => None,
                })
                .unwrap_or(Shape::Value),
            Shape::Data => Shape::Data,
            Shape::Literal => Shape::Literal,
            _ => Shape::Value,
        }
    }

    /// The alternative that a value of this YAML kind is meant to have; the shape itself where there is no choice.
    pub fn for_kind(&self, is_map: bool, is_list: bool) -> Shape {
        match self {
            Shape::Either(alternatives) => alternatives
                .iter()
                .map(|alternative| alternative.shape)
                .find(|shape| match shape {
                    Shape::Record(_) | Shape::Named(..) | Shape::Open(..) | Shape::Layer(_) => is_map,
                    Shape::List(_) => is_list,
                    Shape::Value | Shape::Data | Shape::Literal => true,
                    _ => !is_map && !is_list,
                })
                .unwrap_or(*self),
            _ => *self,
        }
    }

    /// The record that a map of this shape is, if it is one.
    pub fn record(&self) -> Option<&'static RecordShape> {
        match self {
            Shape::Record(record) => Some(record),
            Shape::Layer(shape) => shape.record(),
            Shape::Either(alternatives) => alternatives.iter().find_map(|alternative| alternative.shape.record()),
            _ => None,
        }
    }

    /// Whether `true` stands for the map of the layers below, and `false` for none.
    pub fn is_switch(&self) -> bool {
        matches!(self, Shape::Either(alternatives) if alternatives.iter().any(|one| matches!(one.shape, Shape::Bool)))
    }

    /// Whether a null is a value here; else it removes, or stands for nothing.
    pub fn null_is_data(&self) -> bool {
        matches!(self, Shape::Data | Shape::Literal)
    }
}

/// The kinds of documents that a project consists of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// `platgen.yaml`.
    Project,
    /// A file below `teams/`.
    Team,
    /// A file below `stacks/`.
    Stack,
    /// A file below `environments/`.
    Environment,
    /// A file `environments/<environment>/<stack>.yaml`.
    Override,
    /// A file below `catalog/`.
    Definition,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] =
        [Kind::Project, Kind::Team, Kind::Stack, Kind::Environment, Kind::Override, Kind::Definition];

    /// The word after `kind:`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Project => "Project",
            Kind::Team => "Team",
            Kind::Stack => "Stack",
            Kind::Environment => "Environment",
            Kind::Override => "Override",
            Kind::Definition => "Definition",
        }
    }

    /// The shape of `spec`.
    pub fn spec(self) -> Shape {
        match self {
            Kind::Project => ProjectSpec::SHAPE,
            Kind::Team => TeamSpec::SHAPE,
            Kind::Stack => StackSpec::SHAPE,
            Kind::Environment => EnvironmentSpec::SHAPE,
            Kind::Override => OverrideSpec::SHAPE,
            Kind::Definition => DefinitionSpec::SHAPE,
        }
    }

    /// Whether `spec` is one layer of several, so that no field is required in it.
    pub fn is_layer(self) -> bool {
        matches!(self, Kind::Stack | Kind::Environment | Kind::Override)
    }

    /// The fields of `metadata`, all of them required names.
    pub fn metadata(self) -> &'static [&'static str] {
        match self {
            Kind::Project | Kind::Team | Kind::Environment | Kind::Definition => &["name"],
            Kind::Stack => &["name", "team"],
            Kind::Override => &["environment", "stack"],
        }
    }
}

/// The `apiVersion` of every document.
pub mod documents {
    /// What `apiVersion:` must say.
    pub const API_VERSION: &str = "platgen.dev/v1";
}
