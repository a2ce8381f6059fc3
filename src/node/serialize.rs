use std::fmt;

use ecow::EcoString;
use serde::ser::{self, Impossible, Serialize};

use super::{Entry, Node, Origin, Payload};

/// Turns a typed Kubernetes object, or a part of one, into a tree whose root has `origin`; absent fields are left out.
///
/// # Panics
/// When the type cannot be written as YAML (a map whose keys are not strings): a fault of the recipe.
pub fn from_typed<T: Serialize + ?Sized>(value: &T, origin: Origin) -> Node {
    let mut node = value.serialize(Builder).expect("Kubernetes' types serialise into trees");
    node.origin = origin;
    node
}

struct Builder;

/// Says why a type cannot become a tree.
#[derive(Debug)]
struct Unsupported(String);

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unsupported {}

impl ser::Error for Unsupported {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

fn plain(payload: Payload) -> Result<Node, Unsupported> {
    Ok(Node::new(payload, Origin::INHERITED))
}

macro_rules! integers {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Node, Unsupported> { plain(Payload::Int(i64::from(value))) })*
    };
}

impl ser::Serializer for Builder {
    type Ok = Node;
    type Error = Unsupported;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<Node, Unsupported>;
    type SerializeTupleVariant = Impossible<Node, Unsupported>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<Node, Unsupported>;

    integers!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32);

    fn serialize_u64(self, value: u64) -> Result<Node, Unsupported> {
        plain(Payload::Int(i64::try_from(value).map_err(ser::Error::custom)?))
    }

    fn serialize_bool(self, value: bool) -> Result<Node, Unsupported> {
        plain(Payload::Bool(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Node, Unsupported> {
        plain(Payload::Float(f64::from(value)))
    }

    fn serialize_f64(self, value: f64) -> Result<Node, Unsupported> {
        plain(Payload::Float(value))
    }

    fn serialize_char(self, value: char) -> Result<Node, Unsupported> {
        plain(Payload::Str(EcoString::from(value)))
    }

    fn serialize_str(self, value: &str) -> Result<Node, Unsupported> {
        plain(Payload::Str(EcoString::from(value)))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Node, Unsupported> {
        Err(ser::Error::custom("bytes have no form in YAML"))
    }

    fn serialize_none(self) -> Result<Node, Unsupported> {
        plain(Payload::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Unsupported> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Node, Unsupported> {
        plain(Payload::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, Unsupported> {
        plain(Payload::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Node, Unsupported> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Node, Unsupported> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Node, Unsupported> {
        Err(ser::Error::custom("Kubernetes' types have no tagged variants"))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Items, Unsupported> {
        Ok(Items(Vec::with_capacity(length.unwrap_or(0))))
    }

    fn serialize_tuple(self, length: usize) -> Result<Items, Unsupported> {
        Ok(Items(Vec::with_capacity(length)))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unsupported> {
        Err(ser::Error::custom("Kubernetes' types have no tuple structs"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsupported> {
        Err(ser::Error::custom("Kubernetes' types have no tagged variants"))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Fields, Unsupported> {
        Ok(Fields { entries: Vec::with_capacity(length.unwrap_or(0)), key: None })
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Fields, Unsupported> {
        Ok(Fields { entries: Vec::with_capacity(length), key: None })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsupported> {
        Err(ser::Error::custom("Kubernetes' types have no tagged variants"))
    }
}

struct Items(Vec<Node>);

impl ser::SerializeSeq for Items {
    type Ok = Node;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.0.push(value.serialize(Builder)?);
        Ok(())
    }

    fn end(self) -> Result<Node, Unsupported> {
        plain(Payload::Seq(self.0))
    }
}

impl ser::SerializeTuple for Items {
    type Ok = Node;
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<Node, Unsupported> {
        ser::SerializeSeq::end(self)
    }
}

struct Fields {
    entries: Vec<Entry>,
    key: Option<EcoString>,
}

impl ser::SerializeMap for Fields {
    type Ok = Node;
    type Error = Unsupported;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsupported> {
        match key.serialize(Builder)?.payload {
            Payload::Str(key) => self.key = Some(key),
            other => return Err(Unsupported(format!("a key is {}", other.kind()))),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        let key = self.key.take().ok_or_else(|| Unsupported("a value comes before its key".to_owned()))?;
        self.entries.push(Entry { key, value: value.serialize(Builder)? });
        Ok(())
    }

    fn end(self) -> Result<Node, Unsupported> {
        plain(Payload::Map(self.entries))
    }
}

impl ser::SerializeStruct for Fields {
    type Ok = Node;
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unsupported> {
        self.entries.push(Entry { key: EcoString::from(key), value: value.serialize(Builder)? });
        Ok(())
    }

    fn end(self) -> Result<Node, Unsupported> {
        plain(Payload::Map(self.entries))
    }
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::core::v1::{ConfigMap, ContainerPort};

    use super::*;

    #[test]
    fn leaves_absent_fields_out_and_keeps_order() {
        let node = from_typed(&ContainerPort { container_port: 80, ..ContainerPort::default() }, Origin::INHERITED);
        assert_eq!(node.to_json(), serde_json::json!({"containerPort": 80}));
        let object = from_typed(&ConfigMap::default(), Origin::INHERITED);
        let keys: Vec<&str> = object.entries().iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["apiVersion", "kind", "metadata"]);
    }
}
