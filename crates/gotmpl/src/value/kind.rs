//! Kinds and types of Go values.

use std::fmt;

/// Go's `reflect.Kind`, as far as values here have one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the names are Go's own")]
pub enum Kind {
    Invalid,
    Bool,
    Int,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint64,
    Float64,
    Complex128,
    String,
    Slice,
    Map,
    Struct,
    Pointer,
}

impl Kind {
    /// Gives the kind's name in Go, as sprig's `kindOf` tells it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Invalid => "invalid",
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::Int32 => "int32",
            Kind::Int64 => "int64",
            Kind::Uint => "uint",
            Kind::Uint8 => "uint8",
            Kind::Uint64 => "uint64",
            Kind::Float64 => "float64",
            Kind::Complex128 => "complex128",
            Kind::String => "string",
            Kind::Slice => "slice",
            Kind::Map => "map",
            Kind::Struct => "struct",
            Kind::Pointer => "ptr",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A Go type: of a parameter, of the items of a list or of the values of a map.
///
/// Two types are one type when their names are equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// `interface {}`: takes everything, nil too.
    Any,
    /// `bool`.
    Bool,
    /// `int`.
    Int,
    /// `int64`.
    Int64,
    /// `uint8`, Go's byte.
    Uint8,
    /// `uint64`.
    Uint64,
    /// `float64`.
    Float64,
    /// `string`.
    String,
    /// A list.
    List(&'static ListType),
    /// A map from strings.
    Map(&'static MapType),
    /// A struct, a pointer or another type with fields and methods, by its name, such as `*semver.Version`.
    Object(&'static str),
}

impl Type {
    /// Gives the type's name as Go's `%T` prints it.
    pub fn name(&self) -> &'static str {
        match self {
            Type::Any => "interface {}",
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Int64 => "int64",
            Type::Uint8 => "uint8",
            Type::Uint64 => "uint64",
            Type::Float64 => "float64",
            Type::String => "string",
            Type::List(list) => list.name,
            Type::Map(map) => map.name,
            Type::Object(name) => name,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The type of a list.
#[derive(PartialEq, Eq, Hash, Debug)]
pub struct ListType {
    /// The name that Go's `%T` prints.
    pub name: &'static str,
    /// The type of the items.
    pub item: Type,
}

impl ListType {
    /// `[]interface {}`.
    pub const ANY: &'static Self = &Self { name: "[]interface {}", item: Type::Any };
    /// `[]string`.
    pub const STRINGS: &'static Self = &Self { name: "[]string", item: Type::String };
    /// `[]int`.
    pub const INTS: &'static Self = &Self { name: "[]int", item: Type::Int };
    /// `[]uint8`, whose items are bytes. Values of it are [`Value::Bytes`](super::Value::Bytes), not lists.
    pub const BYTES: &'static Self = &Self { name: "[]uint8", item: Type::Uint8 };
    /// `[][]interface {}`, which sprig's `chunk` gives.
    pub const LISTS: &'static Self = &Self { name: "[][]interface {}", item: Type::List(Self::ANY) };
    /// `[]map[string]interface {}`.
    pub const MAPS: &'static Self = &Self { name: "[]map[string]interface {}", item: Type::Map(MapType::ANY) };
}

/// The type of a map whose keys are strings.
#[derive(PartialEq, Eq, Hash, Debug)]
pub struct MapType {
    /// The name that Go's `%T` prints.
    pub name: &'static str,
    /// Whether the type was declared under a name of its own. Such a map is taken by parameters of the unnamed type with the
    /// same values, and one of the unnamed type by parameters of the named.
    pub is_named: bool,
    /// The type of the values.
    pub element: Type,
}

impl MapType {
    /// `map[string]interface {}`.
    pub const ANY: &'static Self = &Self { name: "map[string]interface {}", is_named: false, element: Type::Any };
    /// `map[string]string`.
    pub const STRINGS: &'static Self = &Self { name: "map[string]string", is_named: false, element: Type::String };
    /// `map[string][]uint8`.
    pub const BYTES: &'static Self =
        &Self { name: "map[string][]uint8", is_named: false, element: Type::List(ListType::BYTES) };

    /// Declares a named type of maps of anything, such as `common.Values`.
    pub const fn named(name: &'static str) -> Self {
        Self { name, is_named: true, element: Type::Any }
    }

    /// Tells whether a map of this type may stand where `wanted` is asked for: Go's assignability.
    pub fn is_assignable_to(&self, wanted: &MapType) -> bool {
        self.name == wanted.name || (self.element == wanted.element && !(self.is_named && wanted.is_named))
    }
}
