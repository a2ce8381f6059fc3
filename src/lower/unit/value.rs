use platgen_terraform::hcl::{Entry, Expression, Number, Reference, Value};

use crate::catalog::OUTPUT;
use crate::node::{Node, Payload};

/// A node as HCL; what stands for another unit's output becomes a reference to it.
pub(super) fn to_hcl(node: &Node) -> Value {
    match &node.payload {
        Payload::Null => Value::Null,
        Payload::Bool(value) => Value::Bool(*value),
        Payload::Int(value) => Value::Number(number(&value.to_string())),
        Payload::Float(value) => Number::from_float(*value).map_or(Value::Null, Value::Number),
        Payload::Str(text) => Value::Text(text.to_string()),
        Payload::Seq(items) => Value::List(items.iter().map(to_hcl).collect()),
        Payload::Map(entries) => match node.get(OUTPUT).and_then(Node::as_str) {
            Some(output) => Value::Expression(Expression::Reference(reference(output))),
            None => Value::Object(
                entries.iter().map(|entry| Entry::new(entry.key.as_str(), to_hcl(&entry.value))).collect(),
            ),
        },
    }
}

fn number(text: &str) -> Number {
    Number::parse(text).expect("a whole number is written as HCL has it")
}

/// `<dependency>.<output>…` as `dependency.<dependency>.outputs.<output>…`; `[0]` is a place in a list.
fn reference(output: &str) -> Reference {
    let (block, path) = output.split_once('.').unwrap_or((output, ""));
    steps(path).fold(Reference::to("dependency").key(block).key("outputs"), |reference, step| {
        match step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map(str::parse) {
            Some(Ok(index)) => reference.index(index),
            _ => reference.key(step),
        }
    })
}

/// The steps of `subnets[0].id`.
pub(super) fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').flat_map(|part| {
        let (name, rest) = part.find('[').map_or((part, ""), |at| part.split_at(at));
        [name].into_iter().filter(|name| !name.is_empty()).chain(rest.split_inclusive(']'))
    })
}

/// The name of an output without what is below it.
pub(super) fn output_name(path: &str) -> &str {
    steps(path).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use platgen_terraform::hcl::write_inline;

    fn written(output: &str) -> String {
        let mut text = String::new();
        write_inline(&Value::Expression(Expression::Reference(reference(output))), &mut text);
        text
    }

    #[test]
    fn an_output_is_a_reference_into_a_dependency() {
        assert_eq!(written("vpc.vpc_id"), "dependency.vpc.outputs.vpc_id");
        assert_eq!(written("vpc.subnets[0].id"), "dependency.vpc.outputs.subnets[0].id");
        assert_eq!(written("eks_a.groups.main"), "dependency.eks_a.outputs.groups.main");
        assert_eq!(output_name("subnets[0].id"), "subnets");
    }
}
