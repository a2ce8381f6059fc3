//! What is written, reads back as it was; random trees, and layouts that a person can check.

#[path = "random/mod.rs"]
mod random;

use platgen_terraform::Step;
use platgen_terraform::hcl::{Block, Body, Call, Entry, Part, Reference, Value, read, write, write_observed};

fn written(body: &Body) -> String {
    let mut out = String::new();
    write(body, &mut out);
    out
}

#[test]
fn random_files_read_back() {
    for seed in 0..3_000 {
        for body in [random::values_file(seed).0, random::layout_file(seed)] {
            let text = written(&body);
            let back = read(&text).unwrap_or_else(|error| panic!("seed {seed}: {error}\n{text}"));
            assert_eq!(back, random::bare(&body), "seed {seed}\n{text}");
        }
    }
}

fn unit() -> Body {
    let mut include = Body::new();
    include.attribute("path", Call::new("find_in_parent_folders", ["root.hcl"]));
    let mut dependency = Body::new();
    dependency
        .attribute("config_path", "../vpc")
        .blank()
        .attribute("mock_outputs_allowed_terraform_commands", Value::list(["init", "validate"]))
        .attribute(
            "mock_outputs",
            Value::object([("vpc_id", Value::from("vpc-00000000")), ("subnets", Value::list(["subnet-0"]))]),
        );
    let outputs = || Reference::to("dependency").key("vpc").key("outputs");
    let arn = vec![Part::Text("arn:aws:s3:::".to_owned()), Part::Expression(outputs().key("bucket").into())];
    let inputs = Value::Object(vec![
        Entry::new("name", "prod").above("stacks/web.yaml:3"),
        Entry::new("kubernetes_version", "1.34").beside("pinned"),
        Entry::new("vpc_id", outputs().key("vpc_id")).beside("of vpc"),
        Entry::new("arn", Value::Template(arn)),
        Entry::new("tags", Value::object([("a.b/c", Value::from("${literal}")), ("team", Value::from("a"))])),
        Entry::new("policy", "{\n  \"Version\": \"2012-10-17\"\n}\n"),
        Entry::new("none", Value::List(Vec::new())),
        Entry::new("long", Value::list((0..6).map(|place| format!("subnet-000000000000{place}")))),
    ]);
    let mut body = Body::new();
    body.comment("Written by platgen.")
        .block(Block::new("include", &["root"], include))
        .block(Block::new("dependency", &["vpc"], dependency))
        .attribute("inputs", inputs);
    body
}

const UNIT: &str = r##"# Written by platgen.
include "root" {
  path = find_in_parent_folders("root.hcl")
}

dependency "vpc" {
  config_path = "../vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    vpc_id  = "vpc-00000000"
    subnets = ["subnet-0"]
  }
}

inputs = {
  # stacks/web.yaml:3
  name               = "prod"
  kubernetes_version = "1.34"                        # pinned
  vpc_id             = dependency.vpc.outputs.vpc_id # of vpc
  arn                = "arn:aws:s3:::${dependency.vpc.outputs.bucket}"
  tags = {
    "a.b/c" = "$${literal}"
    team    = "a"
  }
  policy = <<-EOT
    {
      "Version": "2012-10-17"
    }
  EOT
  none   = []
  long = [
    "subnet-0000000000000",
    "subnet-0000000000001",
    "subnet-0000000000002",
    "subnet-0000000000003",
    "subnet-0000000000004",
    "subnet-0000000000005",
  ]
}
"##;

#[test]
fn a_unit_reads_well() {
    assert_eq!(written(&unit()), UNIT);
}

#[test]
fn lines_are_told() {
    let body = unit();
    let mut lines: Vec<(String, u32)> = Vec::new();
    let mut out = String::new();
    write_observed(&body, &mut out, &mut |path, line| {
        let steps: Vec<String> = path
            .iter()
            .map(|step| match step {
                Step::Key(key) => (*key).to_owned(),
                Step::Index(index) => index.to_string(),
            })
            .collect();
        lines.push((steps.join("|"), line));
    });
    let line = |path: &str| lines.iter().find(|(known, _)| known == path).map(|(_, line)| *line);
    assert_eq!(line("include|root"), Some(2));
    assert_eq!(line("include|root|path"), Some(3));
    assert_eq!(line("dependency|vpc|mock_outputs|subnets|0"), Some(12));
    assert_eq!(line("inputs|name"), Some(18));
    assert_eq!(line("inputs|tags|a.b/c"), Some(23));
    assert_eq!(line("inputs|none"), Some(31));
    assert_eq!(line("inputs|long|5"), Some(38));
    for (path, line) in &lines {
        let text = UNIT.lines().nth(*line as usize - 1).expect("the line is there");
        let last = path.rsplit('|').find(|step| step.parse::<usize>().is_err()).expect("a name is in the path");
        assert!(text.contains(last) || path.ends_with(char::is_numeric), "{path}: {text}");
    }
}
