//! Versions.

use crate::context::Context;
use crate::error::Fault;
use crate::function::{Functions, Parameter, Signature};
use crate::semver::{Constraint, Version};
use crate::value::{Kind, Object, Text, Type, Value};
use std::cmp::Ordering;

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("semver", |_: &mut Context<'_>, text: Text| -> Result<Value, Fault> {
            Ok(Value::object(VersionPointer(read(&text)?)))
        })
        .add("semverCompare", |_: &mut Context<'_>, constraint: Text, version: Text| -> Result<bool, Fault> {
            let constraint =
                Constraint::new(&constraint.to_str_lossy()).map_err(|fault| Fault::new(fault.to_string()))?;
            Ok(constraint.allows(&read(&version)?))
        });
}

fn read(text: &Text) -> Result<Version, Fault> {
    Version::new(&text.to_str_lossy()).map_err(|invalid| Fault::new(invalid.to_string()))
}

/// What `semver` gives: a pointer.
struct VersionPointer(Version);

/// What the methods that make another version give: the version itself, which has the same methods but those that need a pointer
/// and is printed in the same way.
struct VersionValue(Version);

const POINTER: Type = Type::Object("*semver.Version");

/// A version as a parameter of a method.
struct Other(Version);

impl Parameter for Other {
    const TYPE: Type = POINTER;

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Object(object) => object.downcast_ref::<VersionPointer>().map(|pointer| Other(pointer.0.clone())),
            _ => None,
        }
    }
}

/// Methods that compare with another version.
const COMPARISONS: [&str; 6] = ["Compare", "Equal", "GreaterThan", "GreaterThanEqual", "LessThan", "LessThanEqual"];

/// Methods that take nothing and belong to versions themselves.
const PARTS: [&str; 9] =
    ["Major", "Minor", "Patch", "Prerelease", "Metadata", "String", "IncMajor", "IncMinor", "IncPatch"];

/// Methods that take a text.
const CHANGES: [&str; 2] = ["SetPrerelease", "SetMetadata"];

fn signature(name: &str) -> Option<Signature> {
    match name {
        _ if PARTS.contains(&name) => Some(Signature::fixed(&[])),
        _ if CHANGES.contains(&name) => Some(Signature::fixed(&[Type::String])),
        _ => None,
    }
}

fn call(version: &Version, name: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
    let mut arguments = arguments.into_iter();
    let made = |version: Version| Value::object(VersionValue(version));
    Ok(match name {
        "Major" => Value::Uint64(version.major),
        "Minor" => Value::Uint64(version.minor),
        "Patch" => Value::Uint64(version.patch),
        "Prerelease" => version.pre_release.as_str().into(),
        "Metadata" => version.metadata.as_str().into(),
        "Original" => version.original.as_str().into(),
        "String" => version.to_string().into(),
        "IncMajor" => made(version.next_major()),
        "IncMinor" => made(version.next_minor()),
        "IncPatch" => made(version.next_patch()),
        _ if CHANGES.contains(&name) => {
            let text = arguments.next().and_then(Text::take).unwrap_or_default();
            made(changed(version, name, &text.to_str_lossy())?)
        }
        _ => {
            let other = arguments.next().and_then(Other::take);
            let other = other.ok_or_else(|| Fault::new(super::items::NIL_POINTER))?;
            compared(name, version.compare(&other.0))
        }
    })
}

fn compared(name: &str, order: Ordering) -> Value {
    match name {
        "Compare" => Value::Int(order as i64),
        "Equal" => Value::Bool(order.is_eq()),
        "GreaterThan" => Value::Bool(order.is_gt()),
        "GreaterThanEqual" => Value::Bool(order.is_ge()),
        "LessThan" => Value::Bool(order.is_lt()),
        _ => Value::Bool(order.is_le()),
    }
}

fn changed(version: &Version, name: &str, text: &str) -> Result<Version, Fault> {
    let mut changed = version.clone();
    let (mark, part, complaint) = match name {
        "SetPrerelease" => ("-", &mut changed.pre_release, "invalid prerelease string"),
        _ => ("+", &mut changed.metadata, "invalid metadata string"),
    };
    *part = text.to_owned();
    if !text.is_empty() {
        let read = Version::new(&format!("0.0.0{mark}{text}")).map_err(|invalid| match invalid {
            crate::semver::Invalid::LeadingZero => Fault::new(invalid.to_string()),
            _ => Fault::new(complaint),
        })?;
        // A pre-release may not bring metadata with it.
        if read.pre_release != text && read.metadata != text {
            return Err(Fault::new(complaint));
        }
    }
    let prefix = if version.original.starts_with('v') { "v" } else { "" };
    changed.original = format!("{prefix}{changed}");
    Ok(changed)
}

impl Object for VersionPointer {
    fn type_name(&self) -> &'static str {
        "*semver.Version"
    }

    fn kind(&self) -> Kind {
        Kind::Pointer
    }

    fn method(&self, name: &str) -> Option<Signature> {
        match name {
            "Original" => Some(Signature::fixed(&[])),
            _ if COMPARISONS.contains(&name) => Some(Signature::fixed(&[POINTER])),
            _ => signature(name),
        }
    }

    fn call(&self, _: &mut Context<'_>, name: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        call(&self.0, name, arguments)
    }

    fn string(&self) -> Option<Text> {
        Some(self.0.to_string().into())
    }

    fn json(&self) -> Option<Value> {
        self.string().map(Value::String)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let version = &self.0;
        let numbers = [("major", version.major), ("minor", version.minor), ("patch", version.patch)];
        let texts = [("pre", &version.pre_release), ("metadata", &version.metadata), ("original", &version.original)];
        let numbers = numbers.into_iter().map(|(name, number)| (name, Value::Uint64(number)));
        numbers.chain(texts.into_iter().map(|(name, text)| (name, text.as_str().into()))).collect()
    }
}

impl Object for VersionValue {
    fn type_name(&self) -> &'static str {
        "semver.Version"
    }

    fn method(&self, name: &str) -> Option<Signature> {
        signature(name)
    }

    fn call(&self, _: &mut Context<'_>, name: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        call(&self.0, name, arguments)
    }

    fn string(&self) -> Option<Text> {
        Some(self.0.to_string().into())
    }

    fn json(&self) -> Option<Value> {
        self.string().map(Value::String)
    }

    fn equals(&self, other: &dyn Object) -> bool {
        other.downcast_ref::<VersionValue>().is_some_and(|other| other.0 == self.0)
    }
}
