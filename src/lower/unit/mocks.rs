use platgen_terraform::Type;
use platgen_terraform::hcl::{Entry, Value};

/// Made-up outputs by the ends of their names, in the form that AWS gives them, since modules check some of them.
const FORMS: [(&str, &str); 12] = [
    ("vpc_id", "vpc-00000000000000000"),
    ("security_group_id", "sg-00000000000000000"),
    ("subnets", "subnet-00000000000000000"),
    ("subnet_id", "subnet-00000000000000000"),
    ("zone_id", "Z0000000000000000000"),
    ("hosted_zone_id", "Z0000000000000000000"),
    ("_arn", "arn:aws:iam::000000000000:role/mock"),
    ("arn", "arn:aws:iam::000000000000:role/mock"),
    ("cidr_block", "10.0.0.0/16"),
    ("endpoint", "mock.example.internal"),
    ("address", "mock.example.internal"),
    ("dns_name", "mock.example.internal"),
];

/// A made-up output with everything below it that is read.
pub(super) fn mock_below(name: &str, below: &[Vec<&str>], wanted: Option<&Type>) -> Value {
    let mut keys: Vec<&str> = below.iter().filter_map(|path| path.first().copied()).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return mock(name, wanted);
    }
    let value = |key: &str| {
        let further = below.iter().filter(|path| path.first() == Some(&key) && path.len() > 1);
        let further: Vec<Vec<&str>> = further.map(|path| path[1..].to_vec()).collect();
        let called = if key.starts_with('[') { name.trim_end_matches('s') } else { key };
        mock_below(called, &further, Some(&Type::String))
    };
    // Of a list as many items as the last that is read.
    let places = keys.iter().filter_map(|key| key.strip_prefix('[')?.strip_suffix(']')?.parse::<usize>().ok());
    match places.max() {
        Some(last) => Value::List((0..=last.min(31)).map(|place| value(&format!("[{place}]"))).collect()),
        None => Value::Object(keys.iter().map(|key| Entry::new(*key, value(key))).collect()),
    }
}

/// A made-up output, of the type that its reader wants where that is known.
fn mock(name: &str, wanted: Option<&Type>) -> Value {
    let form = FORMS.iter().find(|(end, _)| name.ends_with(end)).map(|(_, form)| *form);
    let text = || Value::Text(form.map_or_else(|| format!("mock-{name}"), str::to_owned));
    match wanted {
        Some(Type::List(item) | Type::Set(item)) => Value::List(vec![mock(name, Some(item))]),
        Some(Type::Map(_)) => Value::Object(Vec::new()),
        Some(Type::Number) => Value::Number(platgen_terraform::hcl::Number::parse("0").expect("a number")),
        Some(Type::Bool) => Value::Bool(false),
        Some(Type::String) => text(),
        _ if name.ends_with('s') && form.is_some() => Value::List(vec![text()]),
        _ => text(),
    }
}

#[cfg(test)]
mod tests {
    use platgen_terraform::hcl::write_inline;

    use super::*;

    fn written(name: &str, below: &[Vec<&str>]) -> String {
        let mut text = String::new();
        write_inline(&mock_below(name, below, None), &mut text);
        text
    }

    #[test]
    fn a_made_up_output_has_what_is_read_below_it() {
        assert_eq!(written("ids", &[vec!["main"], vec!["other"]]), r#"{ main = "mock-main", other = "mock-other" }"#);
        assert_eq!(written("subnets", &[vec!["[1]"]]), r#"["mock-subnet", "mock-subnet"]"#);
        assert_eq!(written("vpc_id", &[]), r#""vpc-00000000000000000""#);
    }
}
