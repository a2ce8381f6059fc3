//! The one type that items of a collection have in common, where `any` leaves it open.
//!
//! Terraform finds it from the values: a text among numbers makes texts of them, objects of the same keys are joined key by key,
//! objects of different keys become maps. A null beside objects or lists leaves their type open for good, which Terraform takes
//! in some places and refuses in others; here it is taken, as what is left open is checked nowhere.

use super::tree::{Tree, View};
use crate::types::Type;

/// What is known of a value's type.
#[derive(Clone, PartialEq, Debug)]
enum Shape {
    /// Null, or a value that is not known yet.
    Open,
    Text,
    Number,
    Bool,
    List(Box<Shape>),
    Map(Box<Shape>),
    Tuple(Vec<Shape>),
    /// Sorted by key.
    Object(Vec<(Box<str>, Shape)>),
}

/// Finds the first item that has no type in common with those before it.
pub(super) fn first_odd<'t, N: Tree + 't>(item: &Type, values: impl Iterator<Item = &'t N>) -> Option<usize> {
    let mut seen: Vec<Shape> = Vec::new();
    for (place, value) in values.enumerate() {
        seen.push(converted(item, value));
        if common(&seen).is_none() {
            return Some(place);
        }
    }
    None
}

/// What a value has become once it has its declared type; the value has no faults against it.
fn converted<N: Tree>(ty: &Type, value: &N) -> Shape {
    match (ty, value.view()) {
        (_, View::Unknown(_)) => Shape::Open,
        (Type::Any, _) => shape(value),
        (Type::String, _) => Shape::Text,
        (Type::Number, _) => Shape::Number,
        (Type::Bool, _) => Shape::Bool,
        (_, View::Null) => Shape::Open,
        (Type::List(item) | Type::Set(item), View::Seq(items)) => {
            let items: Vec<Shape> = items.map(|value| converted(item, value)).collect();
            Shape::List(Box::new(common(&items).unwrap_or(Shape::Open)))
        }
        (Type::Map(item), View::Map(fields)) => {
            let values: Vec<Shape> = fields.map(|(_, value)| converted(item, value)).collect();
            Shape::Map(Box::new(common(&values).unwrap_or(Shape::Open)))
        }
        (Type::Tuple(types), View::Seq(items)) => {
            Shape::Tuple(types.iter().zip(items).map(|(ty, value)| converted(ty, value)).collect())
        }
        (Type::Object(attributes), View::Map(fields)) => {
            let given: Vec<(&str, &N)> = fields.collect();
            let mut shapes: Vec<(Box<str>, Shape)> = Vec::new();
            for attribute in attributes {
                let value = given.iter().find(|(key, _)| **key == *attribute.name);
                shapes.push((
                    attribute.name.clone(),
                    value.map_or(Shape::Open, |(_, value)| converted(&attribute.ty, *value)),
                ));
            }
            sorted(shapes)
        }
        _ => Shape::Open,
    }
}

/// What a value is by itself.
fn shape<N: Tree>(value: &N) -> Shape {
    match value.view() {
        View::Null | View::Unknown(_) => Shape::Open,
        View::Str(_) => Shape::Text,
        View::Number => Shape::Number,
        View::Bool => Shape::Bool,
        View::Seq(items) => Shape::Tuple(items.map(shape).collect()),
        View::Map(fields) => sorted(fields.map(|(key, value)| (key.into(), shape(value))).collect()),
    }
}

fn sorted(mut fields: Vec<(Box<str>, Shape)>) -> Shape {
    fields.sort_by(|(one, _), (other, _)| one.cmp(other));
    Shape::Object(fields)
}

/// Finds the shape that all can become; none where there is none.
fn common(shapes: &[Shape]) -> Option<Shape> {
    let known: Vec<&Shape> = shapes.iter().filter(|shape| **shape != Shape::Open).collect();
    let Some((first, others)) = known.split_first() else { return Some(Shape::Open) };
    if others.iter().all(|other| other == first) {
        return Some((*first).clone());
    }
    let all = |is: fn(&Shape) -> bool| known.iter().all(|shape| is(shape));
    if all(|shape| matches!(shape, Shape::Text | Shape::Number | Shape::Bool)) {
        return known.contains(&&Shape::Text).then_some(Shape::Text);
    }
    if all(|shape| matches!(shape, Shape::Map(_) | Shape::Object(_))) {
        return common_object(&known).or_else(|| Some(Shape::Map(Box::new(common(&inner(&known))?))));
    }
    if all(|shape| matches!(shape, Shape::List(_) | Shape::Tuple(_))) {
        return common_tuple(&known).or_else(|| Some(Shape::List(Box::new(common(&inner(&known))?))));
    }
    None
}

/// Joins objects of the same keys.
fn common_object(shapes: &[&Shape]) -> Option<Shape> {
    let fields: Vec<&[(Box<str>, Shape)]> = shapes
        .iter()
        .map(|shape| if let Shape::Object(fields) = shape { Some(fields.as_slice()) } else { None })
        .collect::<Option<_>>()?;
    let keys = |fields: &[(Box<str>, Shape)]| -> Vec<Box<str>> { fields.iter().map(|(key, _)| key.clone()).collect() };
    let first = keys(fields.first()?);
    if fields.iter().any(|other| keys(other) != first) {
        return None;
    }
    let joined = first.iter().enumerate().map(|(place, key)| {
        let across: Vec<Shape> = fields.iter().map(|fields| fields[place].1.clone()).collect();
        Some((key.clone(), common(&across)?))
    });
    Some(Shape::Object(joined.collect::<Option<_>>()?))
}

/// Joins lists of the same length, each with its own types.
fn common_tuple(shapes: &[&Shape]) -> Option<Shape> {
    let items: Vec<&[Shape]> = shapes
        .iter()
        .map(|shape| if let Shape::Tuple(items) = shape { Some(items.as_slice()) } else { None })
        .collect::<Option<_>>()?;
    let length = items.first()?.len();
    if items.iter().any(|other| other.len() != length) {
        return None;
    }
    let joined = (0..length).map(|place| common(&items.iter().map(|items| items[place].clone()).collect::<Vec<_>>()));
    Some(Shape::Tuple(joined.collect::<Option<_>>()?))
}

/// Everything that stands in them.
fn inner(shapes: &[&Shape]) -> Vec<Shape> {
    let mut inner = Vec::new();
    for shape in shapes {
        match shape {
            Shape::List(item) | Shape::Map(item) => inner.push((**item).clone()),
            Shape::Tuple(items) => inner.extend(items.iter().cloned()),
            Shape::Object(fields) => inner.extend(fields.iter().map(|(_, value)| value.clone())),
            _ => {}
        }
    }
    inner
}
