//! The one type that items of a collection have in common, where `any` leaves it open.
//!
//! Terraform finds it from the values: a text among numbers makes texts of them, objects of the same keys are joined key by key,
//! objects of different keys become maps. A null takes the type of the scalars beside it, but of no objects or lists. Items of
//! sets, and tuples in maps, are not brought together at all: they must be of one type as they are.

use super::tree::{Tree, View};
use crate::types::Type;

/// What is known of a value's type.
#[derive(Clone, PartialEq, Debug)]
enum Shape {
    /// A value that is not known yet, which can be anything.
    Unknown,
    /// Null of no type.
    Null,
    Text,
    Number,
    Bool,
    List(Box<Shape>),
    Map(Box<Shape>),
    Tuple(Vec<Shape>),
    /// Sorted by key.
    Object(Vec<Field>),
}

/// A key, and what is known of the value under it.
type Field = (Box<str>, Shape);

/// Finds the first item of a collection that has no type in common with those before it; `None` where all have one.
pub(super) fn first_odd<'t, N: Tree + 't>(
    collection: &Type,
    item: &Type,
    values: impl Iterator<Item = &'t N>,
) -> Option<usize> {
    let shapes: Vec<Shape> = values.map(|value| converted(item, value)).collect();
    let agree: fn(&[Shape]) -> bool = match (collection, item) {
        (Type::List(_), _) => |shapes| common(shapes).is_some(),
        (Type::Map(_), Type::Any) => agree_in_map,
        (_, Type::Any) => |shapes| common(shapes).is_some(),
        (Type::Set(_), _) | (_, Type::Tuple(_)) => are_equal,
        _ => |shapes| common(shapes).is_some(),
    };
    if agree(&shapes) {
        return None;
    }
    (1..shapes.len()).find(|last| !agree(&shapes[..=*last]))
}

/// Tells whether values can stand in one map of anything: with a null beside them, they are not brought together.
fn agree_in_map(shapes: &[Shape]) -> bool {
    let others: Vec<Shape> = shapes.iter().filter(|shape| **shape != Shape::Null).cloned().collect();
    common(shapes).is_some() || (others.len() < shapes.len() && are_equal(&others))
}

fn are_equal(shapes: &[Shape]) -> bool {
    let mut known = shapes.iter().filter(|shape| !has_unknown(shape));
    known.next().is_none_or(|first| known.all(|other| other == first))
}

fn has_unknown(shape: &Shape) -> bool {
    match shape {
        Shape::Unknown => true,
        Shape::Null | Shape::Text | Shape::Number | Shape::Bool => false,
        Shape::List(item) | Shape::Map(item) => has_unknown(item),
        Shape::Tuple(items) => items.iter().any(has_unknown),
        Shape::Object(fields) => fields.iter().any(|(_, shape)| has_unknown(shape)),
    }
}

/// What a value has become once it has its declared type; the value has no faults against it.
fn converted<N: Tree>(ty: &Type, value: &N) -> Shape {
    match (ty, value.view()) {
        (Type::Any, _) => shape(value),
        (_, View::Unknown(_)) => Shape::Unknown,
        (Type::List(item) | Type::Set(item), View::Seq(items)) => {
            Shape::List(Box::new(common_item(item, items.map(|value| converted(item, value)))))
        }
        (Type::Map(item), View::Map(fields)) => {
            let values = fields.map(|(_, value)| converted(item, value));
            // A null in a map of anything has no say in what the map is of.
            let values = values.filter(|shape| **item != Type::Any || *shape != Shape::Null);
            Shape::Map(Box::new(common_item(item, values)))
        }
        (Type::Tuple(types), View::Seq(items)) => {
            Shape::Tuple(types.iter().zip(items).map(|(ty, value)| converted(ty, value)).collect())
        }
        (Type::Object(attributes), View::Map(fields)) => {
            let given: Vec<(&str, &N)> = fields.collect();
            let attributes = attributes.iter().map(|attribute| {
                let value = given.iter().find(|(key, _)| **key == *attribute.name);
                let shape =
                    value.map_or_else(|| declared(&attribute.ty), |(_, value)| converted(&attribute.ty, *value));
                (attribute.name.clone(), shape)
            });
            sorted(attributes.collect())
        }
        _ => declared(ty),
    }
}

/// What all items are; of none, what is declared.
fn common_item(item: &Type, shapes: impl Iterator<Item = Shape>) -> Shape {
    let shapes: Vec<Shape> = shapes.collect();
    if shapes.is_empty() { declared(item) } else { common(&shapes).unwrap_or(Shape::Unknown) }
}

/// What null and nothing become of a type.
fn declared(ty: &Type) -> Shape {
    match ty {
        Type::Any => Shape::Null,
        Type::String => Shape::Text,
        Type::Number => Shape::Number,
        Type::Bool => Shape::Bool,
        Type::List(item) | Type::Set(item) => Shape::List(Box::new(declared(item))),
        Type::Map(item) => Shape::Map(Box::new(declared(item))),
        Type::Tuple(items) => Shape::Tuple(items.iter().map(declared).collect()),
        Type::Object(attributes) => {
            sorted(attributes.iter().map(|attribute| (attribute.name.clone(), declared(&attribute.ty))).collect())
        }
    }
}

/// What a value is by itself.
fn shape<N: Tree>(value: &N) -> Shape {
    match value.view() {
        View::Null => Shape::Null,
        View::Unknown(_) => Shape::Unknown,
        View::Str(_) => Shape::Text,
        View::Number => Shape::Number,
        View::Bool => Shape::Bool,
        View::Seq(items) => Shape::Tuple(items.map(shape).collect()),
        View::Map(fields) => sorted(fields.map(|(key, value)| (key.into(), shape(value))).collect()),
    }
}

fn sorted(mut fields: Vec<Field>) -> Shape {
    fields.sort_by(|(one, _), (other, _)| one.cmp(other));
    Shape::Object(fields)
}

/// Finds the shape that all can become; none where there is none.
fn common(shapes: &[Shape]) -> Option<Shape> {
    let known: Vec<&Shape> = shapes.iter().filter(|shape| **shape != Shape::Unknown).collect();
    let Some((first, others)) = known.split_first() else { return Some(Shape::Unknown) };
    if others.iter().all(|other| other == first) {
        return Some((*first).clone());
    }
    let all = |is: fn(&Shape) -> bool| known.iter().all(|shape| is(shape));
    if all(|shape| matches!(shape, Shape::Null | Shape::Text | Shape::Number | Shape::Bool)) {
        return common_scalar(&known);
    }
    if all(|shape| matches!(shape, Shape::Map(_) | Shape::Object(_))) {
        return match of_same_keys(&known) {
            Some(objects) => common_object(&objects),
            None => Some(Shape::Map(Box::new(common(&inner(&known))?))),
        };
    }
    if all(|shape| matches!(shape, Shape::List(_) | Shape::Tuple(_))) {
        return match of_same_length(&known) {
            Some(tuples) => common_tuple(&tuples),
            None => Some(Shape::List(Box::new(common(&inner(&known))?))),
        };
    }
    None
}

/// Finds the scalar that others of different types become: a text, if there is one, or what stands beside null.
fn common_scalar(shapes: &[&Shape]) -> Option<Shape> {
    let mut typed = shapes.iter().filter(|shape| ***shape != Shape::Null);
    let first = *typed.next()?;
    match shapes.contains(&&Shape::Text) {
        true => Some(Shape::Text),
        false => typed.all(|other| *other == first).then(|| first.clone()),
    }
}

/// Gives the fields of objects, where all are objects and have the same keys.
fn of_same_keys<'s>(shapes: &[&'s Shape]) -> Option<Vec<&'s [Field]>> {
    let fields =
        shapes.iter().map(|shape| if let Shape::Object(fields) = shape { Some(fields.as_slice()) } else { None });
    let objects: Vec<&[Field]> = fields.collect::<Option<_>>()?;
    let (first, others) = objects.split_first()?;
    let keys = |fields: &'s [Field]| fields.iter().map(|(key, _)| key);
    others.iter().all(|other| keys(other).eq(keys(first))).then_some(objects)
}

/// Joins objects of the same keys, key by key; where one key has nothing in common, nothing helps.
fn common_object(objects: &[&[Field]]) -> Option<Shape> {
    let joined = objects.first()?.iter().enumerate().map(|(place, (key, _))| {
        let across: Vec<Shape> = objects.iter().map(|fields| fields[place].1.clone()).collect();
        Some((key.clone(), common(&across)?))
    });
    Some(Shape::Object(joined.collect::<Option<_>>()?))
}

/// Gives the items of lists that are typed one by one, where all are that and have the same length.
fn of_same_length<'s>(shapes: &[&'s Shape]) -> Option<Vec<&'s [Shape]>> {
    let items = shapes.iter().map(|shape| if let Shape::Tuple(items) = shape { Some(items.as_slice()) } else { None });
    let tuples: Vec<&[Shape]> = items.collect::<Option<_>>()?;
    let (first, others) = tuples.split_first()?;
    others.iter().all(|other| other.len() == first.len()).then_some(tuples)
}

/// Joins lists of the same length, place by place.
fn common_tuple(tuples: &[&[Shape]]) -> Option<Shape> {
    let length = tuples.first()?.len();
    let joined = (0..length).map(|place| common(&tuples.iter().map(|items| items[place].clone()).collect::<Vec<_>>()));
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
