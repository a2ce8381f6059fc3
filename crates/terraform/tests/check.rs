//! Values against types, inputs against modules: what is a fault, where, and in which words.

use platgen_terraform::hcl::{Value, read};
use platgen_terraform::{Fault, FaultKind, Modules, Type, check, check_inputs};

/// Reads `v = …`.
fn value(text: &str) -> Value {
    let body = read(&format!("v = {text}\n")).unwrap_or_else(|error| panic!("{text}: {error}"));
    body.get("v").expect("it is there").clone()
}

fn told(faults: &[Fault<Value>]) -> Vec<String> {
    faults.iter().map(Fault::to_string).collect()
}

fn of_type(ty: &str, text: &str) -> Vec<String> {
    let ty: Type = ty.parse().unwrap_or_else(|error| panic!("{ty}: {error}"));
    told(&check(&ty, &value(text)))
}

#[test]
fn what_converts_is_no_fault() {
    for (ty, text) in [
        ("string", "1.5"),
        ("string", "true"),
        ("string", "dependency.vpc.outputs.vpc_id"),
        ("string", "\"a-${local.b}\""),
        ("number", "\"-1.5e3\""),
        ("number", "null"),
        ("bool", "\"false\""),
        ("bool", "\"1\""),
        ("list(string)", "[1, \"a\", null, true]"),
        ("list(string)", "[]"),
        ("set(number)", "[1, 1, \"2\"]"),
        ("map(list(string))", "{ a = [\"x\"], b = null, \"c d\" = [] }"),
        ("tuple([string, number])", "[\"a\", 1]"),
        ("object({ a = string, b = optional(number) })", "{ a = null }"),
        ("any", "[{ a = 1 }, 2]"),
        ("map(any)", "{ a = 1, b = \"x\" }"),
        ("map(any)", "{ a = { x = 1 }, b = { y = \"z\" } }"),
        ("list(any)", "[[1], [2, 3], []]"),
        ("list(object({ a = any }))", "[{ a = 1 }, { a = \"x\" }]"),
    ] {
        assert_eq!(of_type(ty, text), Vec::<String>::new(), "{ty} <- {text}");
    }
}

#[test]
fn what_does_not_is_told_at_its_place() {
    for (ty, text, fault) in [
        ("string", "[1]", ": expected a string, found a list"),
        ("number", "\"ten\"", ": expected a number, found a string that is no number"),
        ("number", "true", ": expected a number, found a boolean"),
        ("bool", "1", ": expected a boolean, found a number"),
        ("bool", "\"True\"", ": expected a boolean, found a string that is no boolean"),
        ("list(string)", "\"a\"", ": expected a list, found a string"),
        ("list(string)", "{ a = 1 }", ": expected a list, found a map"),
        ("map(string)", "[{ a = 1 }]", ": expected a map, found a list"),
        ("map(list(number))", "{ a = [1, \"x\"] }", "a[1]: expected a number, found a string that is no number"),
        ("number", "\"a${local.b}\"", ""),
        ("list(string)", "\"a${local.b}\"", ": expected a list, found a string"),
        ("tuple([string, number])", "[\"a\"]", ": expected a list of 2, found one of 1"),
        ("object({ a = string })", "{}", "a: `a` is missing"),
        (
            "map(object({ min_size = optional(number) }))",
            "{ \"x.y\" = { min_sise = 1 } }",
            "[\"x.y\"].min_sise: `min_sise` is not known here (did you mean `min_size`?)",
        ),
        ("map(any)", "{ a = 1, b = [1] }", "b: expected a value of the same type as those before, found a list"),
        ("map(any)", "{ a = 1, b = true }", "b: expected a value of the same type as those before, found a boolean"),
        (
            "list(object({ a = any }))",
            "[{ a = 1 }, { a = { b = 2 } }]",
            "[1]: expected a value of the same type as those before, found a map",
        ),
    ] {
        assert_eq!(of_type(ty, text).join("\n"), fault, "{ty} <- {text}");
    }
}

#[test]
fn all_faults_of_a_module_are_told_at_once() {
    let modules = Modules::built_in();
    let module = modules.get("terraform-aws-modules/eks/aws", Some("21.19.0")).expect("it is built in");
    let inputs = value(
        r#"{
        cluster_name = "prod"
        kubernetes_version = 1.34
        vpcid = "vpc-1"
        subnet_ids = "subnet-1"
        enable_efa_support = true
        addons = { coredns = { addon_version = "v1", most_recent = "no" } }
        eks_managed_node_groups = {
            main = { cluster_version = "1.34", min_size = dependency.a.outputs.b, labels = [{}], taint = {} }
        }
    }"#,
    );
    let faults = check_inputs(module, &inputs);
    assert_eq!(
        told(&faults),
        [
            "cluster_name: the module has no input `cluster_name` (since 21.0.0 it is `name`)",
            "vpcid: the module has no input `vpcid` (did you mean `vpc_id`?)",
            "subnet_ids: expected a list, found a string",
            "enable_efa_support: the module has no input `enable_efa_support` (it is gone since 21.0.0: write it in the node group)",
            "addons.coredns.most_recent: expected a boolean, found a string that is no boolean",
            "eks_managed_node_groups.main.cluster_version: `cluster_version` is not known here (since 21.0.0 it is `kubernetes_version`)",
            "eks_managed_node_groups.main.labels: expected a map, found a list",
            "eks_managed_node_groups.main.taint: `taint` is not known here (did you mean `taints`?)",
        ]
    );
    assert_eq!(faults[0].kind, FaultKind::UnknownInput);
    assert_eq!(faults[4].node, &Value::from("no"));
}

#[test]
fn what_declares_any_is_checked_against_what_is_read() {
    let modules = Modules::built_in();
    let module = modules.get("terraform-aws-modules/s3-bucket/aws", Some("5.15.4")).expect("it is built in");
    let inputs = value(
        r#"{
        bucket = "logs"
        versioning = { enabled = true, mfadelete = false }
        lifecycle_rule = [{ id = "old", enabled = true, expiration = { day = 30 } }]
        server_side_encryption_configuration = { rule = { apply_server_side_encryption_by_default = {} } }
    }"#,
    );
    assert_eq!(
        told(&check_inputs(module, &inputs)),
        [
            "versioning.mfadelete: `mfadelete` is not known here (did you mean `mfa_delete`?)",
            "lifecycle_rule[0].expiration.day: `day` is not known here (did you mean `days`?)",
            "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm: `sse_algorithm` is missing",
        ]
    );
    let module = modules.get("terraform-aws-modules/vpc/aws", Some("6.6.0")).expect("it is built in");
    let inputs = value("{ customer_gateways = { a = { ip_address = \"1.2.3.4\", bgp_asn = 65000 }, b = {} } }");
    assert_eq!(told(&check_inputs(module, &inputs)), ["customer_gateways.b.ip_address: `ip_address` is missing"]);
}

#[test]
fn inputs_without_defaults_are_missed() {
    let modules = Modules::built_in();
    let module = modules.get("terraform-aws-modules/rds/aws", Some("7.2.0")).expect("it is built in");
    let inputs = value("{ engine = null, password = \"x\" }");
    assert_eq!(
        told(&check_inputs(module, &inputs)),
        [
            "password: the module has no input `password` (since 7.0.0 it is `password_wo`)",
            "identifier: the input `identifier` is missing"
        ]
    );
}
