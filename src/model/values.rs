use ecow::EcoString;

use super::{Alternative, Reading, Shape, Shaped, TextRule};
use crate::diagnostics::Poison;
use crate::node::{Node, Origin, Payload};

/// A value with what made it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// What made it.
    pub origin: Origin,
}

impl<T> std::ops::Deref for Sourced<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Shaped> Shaped for Sourced<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = T::REQUIRED;

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        Ok(Self { value: T::read(node, reading)?, origin: node.origin })
    }
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        T::read(node, reading).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

/// A list, in its written order.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct List<T> {
    /// The items.
    pub items: Vec<T>,
    /// What made the list.
    pub origin: Origin,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), origin: Origin::INHERITED }
    }
}

impl<T: Shaped> Shaped for List<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    const REQUIRED: bool = false;

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        let Payload::Seq(items) = &node.payload else { return Err(reading.wrong_type(node, "a list")) };
        let items: Vec<Result<T, Poison>> = items.iter().map(|item| T::read(item, reading)).collect();
        Ok(Self { items: items.into_iter().collect::<Result<_, _>>()?, origin: node.origin })
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }
}

/// A record of which only some fields are set: one layer, to be merged and never read by itself.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Layer<T>(std::marker::PhantomData<T>);

impl<T: Shaped> Shaped for Layer<T> {
    const SHAPE: Shape = Shape::Layer(&T::SHAPE);
    const REQUIRED: bool = false;

    fn read(_: &Node, _: &mut Reading<'_>) -> Result<Self, Poison> {
        Ok(Self(std::marker::PhantomData))
    }
}

macro_rules! maps {
    ($($(#[doc = $doc:literal])* $name:ident $variant:ident $rule:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Hash)]
        pub struct $name<T, const RULE: usize = { TextRule::$rule }> {
            /// Key and value, in their merged order.
            pub entries: Vec<(EcoString, T)>,
            /// What made the map.
            pub origin: Origin,
        }

        impl<T, const RULE: usize> Default for $name<T, RULE> {
            fn default() -> Self {
                Self { entries: Vec::new(), origin: Origin::INHERITED }
            }
        }

        impl<T, const RULE: usize> $name<T, RULE> {
            /// The value of a key.
            pub fn get(&self, key: &str) -> Option<&T> {
                self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
            }

            /// The keys.
            pub fn keys(&self) -> impl Iterator<Item = &str> {
                self.entries.iter().map(|(name, _)| name.as_str())
            }

            /// Key and value, in their merged order.
            pub fn iter(&self) -> std::slice::Iter<'_, (EcoString, T)> {
                self.entries.iter()
            }

            /// Whether there is no entry.
            pub fn is_empty(&self) -> bool {
                self.entries.is_empty()
            }
        }

        impl<T: Shaped, const RULE: usize> Shaped for $name<T, RULE> {
            const SHAPE: Shape = Shape::$variant(&TextRule::ALL[RULE], &T::SHAPE);
            const REQUIRED: bool = false;

            fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
                let entries = read_entries(node, reading)?;
                Ok(Self { entries, origin: node.origin })
            }

            fn absent() -> Option<Self> {
                Some(Self::default())
            }
        }
    )*};
}

maps! {
    /// A closed map keyed by names: a layer above changes entries and adds one only with `add: true`.
    Named Named LABEL;
    /// An open map: any layer may add entries.
    Open Open ANY_KEY;
}

fn read_entries<T: Shaped>(node: &Node, reading: &mut Reading<'_>) -> Result<Vec<(EcoString, T)>, Poison> {
    let Payload::Map(entries) = &node.payload else { return Err(reading.wrong_type(node, "a map")) };
    let read: Vec<Result<(EcoString, T), Poison>> = entries
        .iter()
        .filter(|entry| !matches!(entry.value.payload, Payload::Null) || T::SHAPE.null_is_data())
        .map(|entry| T::read(&entry.value, reading).map(|value| (entry.key.clone(), value)))
        .collect();
    read.into_iter().collect()
}

impl Shaped for bool {
    const SHAPE: Shape = Shape::Bool;

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match &node.payload {
            Payload::Bool(value) => Ok(*value),
            Payload::Str(text) if text == "true" => Ok(true),
            Payload::Str(text) if text == "false" => Ok(false),
            _ => Err(reading.wrong_type(node, "`true` or `false`")),
        }
    }
}

/// A scalar taken as the text that was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AsWritten(pub EcoString);

impl Shaped for AsWritten {
    const SHAPE: Shape = Shape::AsWritten;

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        scalar_text(node).map(Self).ok_or_else(|| reading.wrong_type(node, "a string, number or boolean"))
    }
}

/// The text of a scalar that an expression made; what was written literally is text already.
pub(super) fn scalar_text(node: &Node) -> Option<EcoString> {
    match &node.payload {
        Payload::Str(text) => Some(text.clone()),
        Payload::Int(value) => Some(ecow::eco_format!("{value}")),
        Payload::Float(value) => Some(ecow::eco_format!("{value}")),
        Payload::Bool(value) => Some(ecow::eco_format!("{value}")),
        Payload::Null | Payload::Seq(_) | Payload::Map(_) => None,
    }
}

macro_rules! trees {
    ($($(#[doc = $doc:literal])* $name:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(pub Node);

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.0.hash_with_origins(state);
            }
        }

        impl Shaped for $name {
            const SHAPE: Shape = Shape::$name;
            const REQUIRED: bool = true;

            fn read(node: &Node, _: &mut Reading<'_>) -> Result<Self, Poison> {
                Ok(Self(node.clone()))
            }
        }
    )*};
}

trees! {
    /// Any tree; null removes.
    Value;
    /// Any tree; null is data.
    Data;
    /// Any tree, taken as it stands.
    Literal;
}

/// A count or a percentage, as Kubernetes has them in budgets and rollouts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IntOrPercent {
    /// A count of pods.
    Int(i32),
    /// `50%`.
    Percent(EcoString),
}

impl Shaped for IntOrPercent {
    const SHAPE: Shape = Shape::Either(&[
        Alternative { shape: Shape::Int(0, i32::MAX as i64) },
        Alternative { shape: Shape::Text(&TextRule::ALL[TextRule::PERCENT]) },
    ]);

    fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
        match &node.payload {
            Payload::Int(value) => i32::try_from(*value)
                .ok()
                .filter(|value| *value >= 0)
                .map(Self::Int)
                .ok_or_else(|| reading.invalid(node, format!("`{value}` is not between 0 and {}", i32::MAX))),
            Payload::Str(text) if TextRule::ALL[TextRule::PERCENT].accepts(text) => Ok(Self::Percent(text.clone())),
            _ => Err(reading.wrong_type(node, "a whole number or a percentage such as `50%`")),
        }
    }
}
