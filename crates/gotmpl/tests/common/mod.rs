//! The functions and types that `spec/record.go` declares, declared alike.

#![allow(dead_code, reason = "not every test needs all of it")]

use platgen_gotmpl::function::{Int, Int64, Parameter, Rest, Signature};
use platgen_gotmpl::value::{ListType, MapType, Type};
use platgen_gotmpl::{Context, Fault, Function, Functions, Kind, List, Map, Object, Text, Value};
use serde_json::Value as Json;
use std::rc::Rc;

/// Makes the value that Go's decoder makes of JSON: numbers are floats.
pub fn value_of(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(value) => Value::Float64(value.as_f64().expect("a number is a float")),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(value_of).collect()),
        Json::Object(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (key.as_str(), value_of(value))).collect())
        }
    }
}

struct Version {
    major: Text,
    minor: Text,
}

impl Object for Version {
    fn type_name(&self) -> &'static str {
        "*main.version"
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn field(&self, name: &str) -> Option<Value> {
        match name {
            "Major" => Some(self.major.clone().into()),
            "Minor" => Some(self.minor.clone().into()),
            _ => None,
        }
    }

    fn method(&self, name: &str) -> Option<Signature> {
        match name {
            "Has" => Some(Signature::fixed(&[Type::String])),
            "String" | "Fail" => Some(Signature::default()),
            "Join" => Some(Signature::variadic(&[Type::String])),
            _ => None,
        }
    }

    fn call(&self, _: &mut Context<'_>, name: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        match name {
            "Has" => Ok(Value::Bool(matches!(&arguments[..], [Value::String(text)] if *text == self.major))),
            "String" => Ok(Value::from(format!("v{}.{}", self.major, self.minor))),
            "Join" => {
                let texts: Vec<_> = arguments.into_iter().filter_map(Text::take).map(|text| text.to_string()).collect();
                Ok(Value::from(texts.join(&self.minor.to_string())))
            }
            _ => Err(Fault::new("it failed")),
        }
    }

    fn string(&self) -> Option<Text> {
        Some(format!("v{}.{}", self.major, self.minor).into())
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![("Major", self.major.clone().into()), ("Minor", self.minor.clone().into())]
    }
}

/// A handle for a parameter of type `*version`, which may be nil.
struct VersionHandle(Option<Rc<dyn Object>>);

impl Parameter for VersionHandle {
    const TYPE: Type = Type::Object("*main.version");

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Nil => Some(Self(None)),
            Value::Object(object) => Some(Self(Some(object))),
            _ => None,
        }
    }
}

struct Pair {
    left: Text,
    right: Value,
}

impl Object for Pair {
    fn type_name(&self) -> &'static str {
        "main.pair"
    }

    fn field(&self, name: &str) -> Option<Value> {
        match name {
            "Left" => Some(self.left.clone().into()),
            "Right" => Some(self.right.clone()),
            _ => None,
        }
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![("Left", self.left.clone().into()), ("Right", self.right.clone())]
    }

    fn equals(&self, other: &dyn Object) -> bool {
        let other = other.downcast_ref::<Pair>();
        other
            .is_some_and(|other| self.left == other.left && format!("{:?}", self.right) == format!("{:?}", other.right))
    }
}

struct Set(List);

impl Object for Set {
    fn type_name(&self) -> &'static str {
        "main.set"
    }

    fn kind(&self) -> Kind {
        Kind::Slice
    }

    fn method(&self, name: &str) -> Option<Signature> {
        (name == "Has").then(|| Signature::fixed(&[Type::String]))
    }

    fn call(&self, _: &mut Context<'_>, _: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        let wanted = arguments.into_iter().find_map(Text::take);
        Ok(Value::Bool(self.0.iter().any(|item| matches!(item, Value::String(text) if Some(text) == wanted.as_ref()))))
    }

    fn underlying(&self) -> Option<Value> {
        Some(self.0.clone().into())
    }
}

static VALUES: MapType = MapType::named("main.values");

fn dict(_: &mut Context<'_>, pairs: Rest<Value>) -> Result<Map, Fault> {
    let made = Map::new();
    for pair in pairs.0.chunks(2) {
        if let [Value::String(key), value] = pair {
            made.insert(key.clone(), value.clone())?;
        }
    }
    Ok(made)
}

fn set(_: &mut Context<'_>, map: Map, key: Text, value: Value) -> Result<Map, Fault> {
    map.insert(key, value)?;
    Ok(map)
}

fn strings(_: &mut Context<'_>, items: Rest<Text>) -> Value {
    Value::strings(items.0)
}

fn wordmap(_: &mut Context<'_>, key: Text, value: Text) -> Map {
    Map::with_entries(MapType::STRINGS, [(key, Value::String(value))].into())
}

fn fail(_: &mut Context<'_>, message: Text) -> Result<Value, Fault> {
    Err(Fault::new(message.to_string()))
}

fn takes_version(_: &mut Context<'_>, version: VersionHandle) -> Text {
    version.0.map_or("nil".into(), |version| version.string().expect("a version has a text"))
}

fn include(context: &mut Context<'_>, name: Text, dot: Value) -> Result<Text, Fault> {
    context.render(&name.to_str_lossy(), dot)
}

fn tpl(context: &mut Context<'_>, text: Text, dot: Value) -> Result<Text, Fault> {
    context.render_text("gotpl", &text, dot)
}

/// Gives the functions of `spec/record.go`, and `include` and `tpl`.
pub fn functions() -> Functions {
    let mut functions = Functions::default();
    let words = Signature::fixed(&[Type::Map(MapType::STRINGS)]);
    let same = |_: &mut Context<'_>, mut arguments: Vec<Value>| Ok(arguments.pop().unwrap_or_default());
    let uint = Signature::fixed(&[Type::Uint64]);
    functions
        .add("list", |_: &mut Context<'_>, items: Rest<Value>| List::new(items.0))
        .add("dict", dict)
        .add("set", set)
        .add("strings", strings)
        .insert("words", Function::raw(words, same))
        .add("wordmap", wordmap)
        .add("int", |_: &mut Context<'_>, number: Int| number)
        .add("int64", |_: &mut Context<'_>, number: Int64| number)
        .insert("uint64", Function::raw(uint, same))
        .add("float64", |_: &mut Context<'_>, number: f64| number)
        .add("bool", |_: &mut Context<'_>, truth: bool| truth)
        .add("upper", |_: &mut Context<'_>, text: Text| text.to_str_lossy().to_uppercase())
        .add("bytes", |_: &mut Context<'_>, text: Text| Value::Bytes(text))
        .add("any", |_: &mut Context<'_>, value: Value| value)
        .add("kind", |_: &mut Context<'_>, list: List| Int(list.len() as i64))
        .add("fail", fail)
        .add("nothing", |_: &mut Context<'_>| Value::Nil)
        .add("nillist", |_: &mut Context<'_>| List::nil(ListType::ANY))
        .add("nilmap", |_: &mut Context<'_>| Map::nil(MapType::ANY))
        .add("version", |_: &mut Context<'_>, major: Text, minor: Text| Value::object(Version { major, minor }))
        .add("pair", |_: &mut Context<'_>, left: Text, right: Value| Value::object(Pair { left, right }))
        .add("values", |_: &mut Context<'_>, map: Map| map.converted(&VALUES))
        .add("set_of", |_: &mut Context<'_>, items: Rest<Text>| {
            let items = items.0.into_iter().map(Value::String).collect();
            Value::object(Set(List::of(ListType::STRINGS, items)))
        })
        .add("takes_version", takes_version)
        .add("include", include)
        .add("tpl", tpl);
    functions
}
