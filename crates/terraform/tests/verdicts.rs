//! Terraform's verdicts on random inputs, compared with ours: see `conformance/README.md`.

#[path = "random/mod.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use platgen_terraform::hcl::Value;
use platgen_terraform::{FaultKind, Module, Tree, Type, View, check};
use sha2::{Digest, Sha256};

fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is counted over all inputs.
#[derive(Default, Debug)]
struct Count {
    agreed: usize,
    /// Only keys that the type does not have: Terraform drops them, which is what the check is for.
    unknown_keys: usize,
    differ: Vec<String>,
}

impl Count {
    fn judge(&mut self, case: &str, name: &str, refused: bool, ty: &Type, value: &Value) {
        let faults = &check(ty, value);
        let (unknown, others): (Vec<_>, Vec<_>) =
            faults.iter().partition(|fault| fault.kind == FaultKind::UnknownAttribute);
        match (refused, others.is_empty(), unknown.is_empty()) {
            (true, false, _) | (false, true, true) => self.agreed += 1,
            (false, true, false) => self.unknown_keys += 1,
            (true, ..) => self.differ.push(format!("{case} {name}: Terraform alone refuses")),
            (false, ..) => self.differ.push(format!("{case} {name}: we alone refuse: {others:?}")),
        }
    }
}

fn judge_case(count: &mut Count, case: &str, module: &Module, inputs: &Value, refused: &BTreeSet<&str>) {
    let View::Map(fields) = inputs.view() else { panic!("inputs are a map") };
    for (name, value) in fields {
        let variable = module.variable(name).expect("inputs are of the module");
        if matches!(value, Value::Null) {
            let faults = variable.required && !variable.nullable;
            assert_eq!(faults, refused.contains(name), "{case} {name}: null");
            continue;
        }
        count.judge(case, name, refused.contains(name), &variable.ty, value);
    }
}

#[test]
fn terraform_refuses_what_we_refuse() {
    let mut recorded = include_str!("conformance/verdicts.txt").lines();
    assert_eq!(recorded.next(), Some("terraform 1.11.4"));
    let verdicts: BTreeMap<&str, Vec<&str>> = recorded
        .filter_map(|line| line.split_once(' '))
        .map(|(case, rest)| (case, rest.split(' ').collect()))
        .collect();
    let cases = random::inputs::cases();
    assert_eq!(cases.len(), verdicts.len());
    let mut count = Count::default();
    for (case, module, inputs) in &cases {
        let words = verdicts.get(case.as_str()).expect("the case is recorded");
        assert_eq!(words[0], digest(random::inputs::json(inputs).as_bytes()), "{case} has other inputs now: record it");
        let refused: BTreeSet<&str> = words[1..].iter().filter_map(|word| word.strip_prefix('-')).collect();
        judge_case(&mut count, case, module, inputs, &refused);
    }
    assert_eq!(count.differ, Vec::<String>::new(), "{} agreed, {} unknown keys", count.agreed, count.unknown_keys);
    assert!(count.agreed > 8_000 && count.unknown_keys > 30, "{count:?}");
}
