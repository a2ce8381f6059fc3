//! Reads HCL into the tree that is written.

use std::fmt;

use hcl_edit::expr::{self, TraversalOperator, UnaryOperator};
use hcl_edit::structure::{self, Structure};
use hcl_edit::template::{Element, Template};
use hcl_edit::{Formatted, Number as ParsedNumber, Span};

use super::tree::{Block, Body, Call, Entry, Expression, Item, Number, Part, Reference, Value};

/// Largest file that is read, in bytes.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;

/// A text that is no HCL, or that has more in it than the tree can hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadError {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// One phrase.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ReadError {}

/// What cannot be read, at a byte of the text.
pub(crate) struct Misread {
    pub(crate) offset: usize,
    pub(crate) message: String,
}

impl Misread {
    /// Finds the line and column of the place.
    pub(crate) fn locate(self, text: &str) -> ReadError {
        let before = text.get(..self.offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        ReadError {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: self.message,
        }
    }
}

/// Makes a fault at the beginning of something that was parsed.
pub(crate) fn misread_at(place: &impl Span, message: impl Into<String>) -> Misread {
    Misread { offset: place.span().map_or(0, |span| span.start), message: message.into() }
}

/// Parses a text.
///
/// # Errors
/// Where it is no HCL, or larger than what is read.
pub(crate) fn parse(text: &str) -> Result<structure::Body, ReadError> {
    if text.len() > LARGEST {
        return Err(ReadError { line: 1, column: 1, message: format!("the file is larger than {LARGEST} bytes") });
    }
    hcl_edit::parser::parse_body(text).map_err(|error| {
        let location = error.location();
        ReadError { line: location.line(), column: location.column(), message: error.message().replace('\n', ", ") }
    })
}

/// Reads the text of a file; its comments and blank lines are not kept.
///
/// # Errors
/// Where it is no HCL, or has what no [`Value`] can hold: operators, conditions, loops.
pub fn read(text: &str) -> Result<Body, ReadError> {
    read_body(&parse(text)?).map_err(|misread| misread.locate(text))
}

fn read_body(body: &structure::Body) -> Result<Body, Misread> {
    let items = body.iter().map(|structure| match structure {
        Structure::Attribute(attribute) => {
            Ok(Item::Attribute(Entry::new(attribute.key.as_str(), read_value(&attribute.value)?)))
        }
        Structure::Block(block) => Ok(Item::Block(Block {
            kind: block.ident.as_str().to_owned(),
            labels: block.labels.iter().map(|label| label.as_str().to_owned()).collect(),
            body: read_body(&block.body)?,
        })),
    });
    Ok(Body { items: items.collect::<Result<_, Misread>>()? })
}

/// Reads a value.
pub(crate) fn read_value(expression: &expr::Expression) -> Result<Value, Misread> {
    use expr::Expression as Parsed;
    Ok(match expression {
        Parsed::Null(_) => Value::Null,
        Parsed::Bool(bool) => Value::Bool(*bool.value()),
        Parsed::Number(number) => Value::Number(read_number(number)?),
        Parsed::String(text) => Value::Text(text.value().clone()),
        Parsed::Array(items) => Value::List(items.iter().map(read_value).collect::<Result<_, _>>()?),
        Parsed::Object(object) => Value::Object(read_object(object)?),
        Parsed::StringTemplate(template) => read_template(template.iter())?,
        Parsed::HeredocTemplate(heredoc) => read_template(Template::iter(&heredoc.template))?,
        Parsed::Parenthesis(inner) => read_value(inner.inner())?,
        Parsed::UnaryOp(operation) if *operation.operator.value() == UnaryOperator::Neg => {
            match read_value(&operation.expr)? {
                Value::Number(number) if !number.as_str().starts_with('-') => {
                    let negative = Number::parse(&format!("-{}", number.as_str()));
                    Value::Number(negative.ok_or_else(|| misread_at(expression, "this is no number"))?)
                }
                _ => return Err(misread_at(expression, "this is no constant")),
            }
        }
        Parsed::Variable(_) | Parsed::FuncCall(_) | Parsed::Traversal(_) => {
            Value::Expression(read_expression(expression)?)
        }
        _ => return Err(misread_at(expression, "operators, conditions and loops are not read")),
    })
}

fn read_number(number: &Formatted<ParsedNumber>) -> Result<Number, Misread> {
    let written = number.as_repr().map(|written| written.to_string());
    let text = written.unwrap_or_else(|| number.value().to_string());
    Number::parse(&text).ok_or_else(|| misread_at(number, "this is no number"))
}

fn read_object(object: &expr::Object) -> Result<Vec<Entry>, Misread> {
    let entries = object.iter().map(|(key, value)| {
        let key = match key {
            expr::ObjectKey::Ident(name) => name.as_str().to_owned(),
            expr::ObjectKey::Expression(expr::Expression::String(text)) => text.value().clone(),
            expr::ObjectKey::Expression(other) => return Err(misread_at(other, "the key is no constant")),
        };
        Ok(Entry::new(key, read_value(value.expr())?))
    });
    entries.collect()
}

fn read_template<'e>(elements: impl Iterator<Item = &'e Element>) -> Result<Value, Misread> {
    let mut parts: Vec<Part> = Vec::new();
    for element in elements {
        match element {
            Element::Literal(text) => match parts.last_mut() {
                Some(Part::Text(before)) => before.push_str(text),
                _ => parts.push(Part::Text(text.value().clone())),
            },
            Element::Interpolation(interpolation) => {
                parts.push(Part::Expression(read_expression(&interpolation.expr)?));
            }
            Element::Directive(directive) => {
                return Err(misread_at(&**directive, "directives of templates are not read"));
            }
        }
    }
    Ok(match parts.as_mut_slice() {
        [] => Value::Text(String::new()),
        [Part::Text(only)] => Value::Text(std::mem::take(only)),
        _ => Value::Template(parts),
    })
}

fn read_expression(expression: &expr::Expression) -> Result<Expression, Misread> {
    match expression {
        expr::Expression::Variable(name) => Ok(Reference::to_any(name.as_str()).into()),
        expr::Expression::FuncCall(call) if !call.name.is_namespaced() && !call.args.expand_final() => {
            let arguments = call.args.iter().map(read_value).collect::<Result<_, _>>()?;
            Ok(Call { function: call.name.name.as_str().to_owned(), arguments }.into())
        }
        expr::Expression::Traversal(traversal) => {
            let expr::Expression::Variable(root) = &traversal.expr else {
                return Err(misread_at(expression, "only names can be gone into"));
            };
            let steps = traversal.operators.iter().map(|operator| step(operator.value()));
            let steps = steps.collect::<Option<Vec<_>>>();
            let steps = steps.ok_or_else(|| misread_at(expression, "only names and places can be gone to"))?;
            Ok(steps.into_iter().fold(Reference::to_any(root.as_str()), Reference::step).into())
        }
        _ => Err(misread_at(expression, "only references and calls are read here")),
    }
}

fn step(operator: &TraversalOperator) -> Option<super::tree::ReferenceStep> {
    use super::tree::ReferenceStep;
    match operator {
        TraversalOperator::GetAttr(name) => Some(ReferenceStep::Key(name.as_str().to_owned())),
        TraversalOperator::LegacyIndex(place) => Some(ReferenceStep::Index(*place.value())),
        TraversalOperator::Index(expr::Expression::String(key)) => Some(ReferenceStep::Key(key.value().clone())),
        TraversalOperator::Index(expr::Expression::Number(place)) => place.value().as_u64().map(ReferenceStep::Index),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_have_places() {
        let error = read("a = 1\nb = (x ? 1 : 2)\n").expect_err("conditions are not read");
        assert_eq!((error.line, error.column), (2, 6));
        let error = read("a = 1\n  b = [1,\n").expect_err("the list does not end");
        assert_eq!(error.line, 2, "{error}");
    }

    #[test]
    fn deep_nesting_ends_in_a_fault() {
        let text = format!("a = {}", "[".repeat(100_000));
        read(&text).expect_err("nothing is so deep");
        let text = "a {\n".repeat(10_000);
        read(&text).expect_err("nothing is so deep");
    }
}
