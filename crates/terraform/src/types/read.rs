//! Reads type expressions: `object({ a = optional(string, "x") })`.

use std::str::FromStr;

use hcl_edit::expr::{Expression, FuncCall, ObjectKey};

use super::{Attribute, Type};
use crate::hcl::{Misread, ReadError, misread_at, read_value};

impl FromStr for Type {
    type Err = ReadError;

    /// Reads a type expression.
    ///
    /// # Errors
    /// Where the text is no HCL, or no type.
    fn from_str(text: &str) -> Result<Self, ReadError> {
        let expression = hcl_edit::parser::parse_expr(text).map_err(|error| {
            let location = error.location();
            ReadError { line: location.line(), column: location.column(), message: error.message().replace('\n', ", ") }
        })?;
        read_type(&expression).map_err(|misread| misread.locate(text))
    }
}

/// Reads the expression after `type =`.
///
/// `list`, `map` and quoted names are how types were written before Terraform 0.12; Terraform still takes them here.
pub(crate) fn read_type(expression: &Expression) -> Result<Type, Misread> {
    match expression {
        Expression::Variable(name) if name.as_str() == "list" => Ok(Type::List(Box::new(Type::Any))),
        Expression::Variable(name) if name.as_str() == "map" => Ok(Type::Map(Box::new(Type::Any))),
        Expression::String(name) => match name.as_str() {
            "string" => Ok(Type::String),
            "list" => Ok(Type::List(Box::new(Type::String))),
            "map" => Ok(Type::Map(Box::new(Type::String))),
            _ => Err(misread_at(expression, "a type is written without quotes")),
        },
        _ => read_nested(expression),
    }
}

fn read_nested(expression: &Expression) -> Result<Type, Misread> {
    match expression {
        Expression::Variable(name) => match name.as_str() {
            "any" => Ok(Type::Any),
            "string" => Ok(Type::String),
            "number" => Ok(Type::Number),
            "bool" => Ok(Type::Bool),
            other => Err(misread_at(expression, format!("`{other}` is no type"))),
        },
        Expression::FuncCall(call) => read_constructor(expression, call),
        Expression::Parenthesis(inner) => read_nested(inner.inner()),
        _ => Err(misread_at(expression, "this is no type")),
    }
}

fn read_constructor(expression: &Expression, call: &FuncCall) -> Result<Type, Misread> {
    let name = call.name.name.as_str();
    let Some(argument) = call.args.get(0).filter(|_| call.args.len() == 1) else {
        return Err(misread_at(expression, format!("`{name}` takes one argument")));
    };
    match name {
        "list" => Ok(Type::List(Box::new(read_nested(argument)?))),
        "set" => Ok(Type::Set(Box::new(read_nested(argument)?))),
        "map" => Ok(Type::Map(Box::new(read_nested(argument)?))),
        "tuple" => match argument {
            Expression::Array(items) => Ok(Type::Tuple(items.iter().map(read_nested).collect::<Result<_, _>>()?)),
            _ => Err(misread_at(argument, "`tuple` takes a list of types")),
        },
        "object" => match argument {
            Expression::Object(fields) => {
                let attributes = fields.iter().map(|(key, value)| read_attribute(key, value.expr()));
                Ok(Type::Object(attributes.collect::<Result<_, _>>()?))
            }
            _ => Err(misread_at(argument, "`object` takes names with their types in braces")),
        },
        "optional" => Err(misread_at(expression, "`optional` belongs to an attribute of an object")),
        other => Err(misread_at(expression, format!("`{other}` makes no type"))),
    }
}

fn read_attribute(key: &ObjectKey, value: &Expression) -> Result<Attribute, Misread> {
    let name = match key {
        ObjectKey::Ident(name) => name.as_str(),
        ObjectKey::Expression(Expression::String(name)) => name.as_str(),
        ObjectKey::Expression(other) => return Err(misread_at(other, "an attribute's name is no constant")),
    };
    let (ty, optional, default) = match value {
        Expression::FuncCall(call) if call.name.name.as_str() == "optional" => read_optional(value, call)?,
        _ => (read_nested(value)?, false, None),
    };
    Ok(Attribute { name: name.into(), ty, optional, default })
}

fn read_optional(expression: &Expression, call: &FuncCall) -> Result<(Type, bool, Option<crate::hcl::Value>), Misread> {
    let Some(ty) = call.args.get(0).filter(|_| call.args.len() <= 2) else {
        return Err(misread_at(expression, "`optional` takes a type, and a default"));
    };
    let default = call.args.get(1).map(read_value).transpose()?;
    Ok((read_nested(ty)?, true, default))
}
