//! Units: every definition that comes with platgen is rendered for each class of environment, its files are HCL that reads back as
//! it was written, and what workloads receive of it agrees with what it is.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and reads the definitions"
)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use platgen::compile::{Compilation, Compiler, Request};
use platgen::diagnostics::{Colour, Level};
use platgen::world::MemoryWorld;
use platgen_terraform::hcl;

const CLASSES: [&str; 3] = ["development", "staging", "production"];

/// What stands below every unit: a network and two clusters that others find without naming them.
const GROUND: &str = "apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: ground, team: platform}
spec:
  units:
    network: {kind: vpc, share: [\"*\"]}
    cluster: {kind: eks, share: [\"*\"], nodeGroups: {general: {instances: [m5.large], max: 3}}, addons: {coredns: v1.12.4-eksbuild.1}}
";

/// The text of every definition of a unit, by its name.
fn definitions() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("definitions");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files
        .map(|path| (name(&path), std::fs::read_to_string(&path).unwrap()))
        .filter(|(_, text)| text.contains("\n  target: unit\n"))
        .collect()
}

/// The lines of a definition's `example`, which is a part of a stack's `spec`.
fn example(definition: &str) -> Option<String> {
    let (_, after) = definition.split_once("\n  example:\n")?;
    let lines = after.lines().take_while(|line| line.starts_with("    ") || line.is_empty());
    Some(lines.fold(String::new(), |mut text, line| {
        writeln!(text, "{}", line.strip_prefix("  ").unwrap_or_default()).unwrap();
        text
    }))
}

/// A project of three environments, a class each, production in two regions, that runs a stack with this `spec`.
fn project(spec: &str) -> MemoryWorld {
    let mut world = MemoryWorld::default();
    let mut put = |path: &str, text: String| world.insert(path, text.into_bytes());
    put("platgen.yaml", "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: acme}\nspec: {}\n".to_owned());
    for team in ["platform", "shop"] {
        let text = format!(
            "apiVersion: platgen.dev/v1\nkind: Team\nmetadata: {{name: {team}}}\nspec: {{namespaces: [shop], kinds: {{cluster: [\"*\"]}}}}\n"
        );
        put(&format!("teams/{team}.yaml"), text);
    }
    put("stacks/ground.yaml", GROUND.to_owned());
    put(
        "stacks/shop.yaml",
        format!("apiVersion: platgen.dev/v1\nkind: Stack\nmetadata: {{name: shop, team: shop}}\nspec:\n{spec}"),
    );
    for (index, class) in CLASSES.iter().enumerate() {
        let cluster = |name: &str, region: &str, ring: &str| {
            format!(
                "    {name}: {{region: {region}, ring: {ring}, kubernetes: \"1.34\", nodeGroups: {{general: {{}}}}, external: {{stores: [aws], crds: [externalsecrets.external-secrets.io]}}}}\n"
            )
        };
        let mut clusters = cluster(&format!("{class}-a"), "us-west-2", "primary");
        if *class == "production" {
            clusters += &cluster(&format!("{class}-b"), "us-east-1", "dr");
        }
        let text = format!(
            "apiVersion: platgen.dev/v1\nkind: Environment\nmetadata: {{name: {class}}}\nspec:\n  class: {class}\n  account: \"11112222333{index}\"\n  domain: {class}.example.com\n  images: {{registry: registry.example.com, pins: {{api: \"1.0.0\"}}}}\n  clusters:\n{clusters}  stacks: {{ground: {{}}, shop: {{}}}}\n"
        );
        put(&format!("environments/{class}.yaml"), text);
    }
    world
}

fn compile(world: &MemoryWorld) -> Compilation {
    Compiler::new().compile(world, &Request::default())
}

/// What is worse than an information.
fn faults(compilation: &Compilation) -> String {
    let worse = compilation.report.diagnostics.iter().filter(|one| one.level != Level::Info);
    if worse.count() == 0 { String::new() } else { compilation.report.to_terminal(Colour::Off) }
}

/// The files of Terragrunt, by their paths.
fn units(compilation: &Compilation) -> BTreeMap<String, String> {
    let files = compilation.tree.files().map(|(_, file)| file).filter(|file| file.path.ends_with(".hcl"));
    files.map(|file| (file.path.to_string(), String::from_utf8(file.bytes.to_vec()).unwrap())).collect()
}

#[test]
fn every_definition_has_an_example_that_renders_in_every_class() {
    for (name, definition) in definitions() {
        let Some(example) = example(&definition) else {
            assert!(["workload-role", "eks"].contains(&name.as_str()), "{name} has no example");
            continue;
        };
        let compilation = compile(&project(&example));
        assert_eq!(faults(&compilation), "", "{name}");
        for class in CLASSES {
            let is_made = definition.contains("\n  terragrunt:\n");
            let prefix = format!("{class}/terragrunt/");
            let own = units(&compilation).keys().any(|path| path.starts_with(&prefix) && path.contains("/shop/"));
            assert_eq!(own, is_made, "{name} in {class}");
        }
    }
}

#[test]
fn every_file_reads_back_as_it_was_written() {
    let mut count = 0;
    for definition in definitions().values() {
        let Some(example) = example(definition) else { continue };
        for (path, text) in units(&compile(&project(&example))) {
            let body = hcl::read(&text).unwrap_or_else(|fault| panic!("{path}: {fault}"));
            let mut again = String::new();
            hcl::write(&body, &mut again);
            assert_eq!(hcl::read(&again).unwrap(), body, "{path}");
            count += 1;
        }
    }
    assert!(count > 100, "{count} files");
}

#[test]
fn a_workload_gets_what_it_uses_and_a_role_for_nothing_else() {
    let spec = "  namespaces: {shop: {}}
  workloads:
    api:
      kind: worker
      namespace: shop
      image: api
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
      uses: {jobs: {access: write}, database: {}}
    idle:
      kind: worker
      namespace: shop
      image: api
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
  units:
    jobs: {kind: queue}
    database: {kind: postgres, version: \"16.4\", instance: db.t4g.medium}
";
    let compilation = compile(&project(spec));
    assert_eq!(faults(&compilation), "");
    let files = units(&compilation);
    let role = &files["staging/terragrunt/us-west-2/staging-a/shop/api-role/terragrunt.hcl"];
    let body = hcl::read(role).unwrap();
    let inputs = body.get("inputs").unwrap();
    let hcl::Value::List(statements) = inputs.get("policy_statements").unwrap() else { panic!("{role}") };
    assert_eq!(statements.len(), 1, "a database grants nothing: its password does");
    let text = |value: &hcl::Value| {
        let mut out = String::new();
        hcl::write_inline(value, &mut out);
        out
    };
    assert_eq!(
        text(statements[0].get("actions").unwrap()),
        r#"["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]"#
    );
    assert_eq!(
        text(statements[0].get("resources").unwrap()),
        r#"["arn:aws:sqs:us-west-2:111122223331:acme-staging-shop-jobs"]"#
    );
    assert!(!files.keys().any(|path| path.contains("idle-role")), "who uses nothing needs no role");
    let both = files.keys().filter(|path| path.ends_with("api-role/terragrunt.hcl") && path.starts_with("production"));
    assert_eq!(both.count(), 2, "a role for each cluster");
    let access = &files["production/terragrunt/us-west-2/shop/database-access/terragrunt.hcl"];
    assert!(access.contains("nodes of production-a") && !access.contains("production-b"), "{access}");
}

/// A block of the README that begins with its path.
fn of_readme(path: &str) -> String {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let (_, after) = readme.split_once(&format!("```yaml\n# {path}\n")).expect("the README shows the file");
    after.split_once("```").unwrap().0.to_owned()
}

#[test]
fn a_project_adds_a_kind_of_its_own_with_one_file() {
    let spec = "  namespaces: {shop: {}}
  workloads:
    api:
      kind: worker
      namespace: shop
      image: api
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
      uses: {orders: {access: read-write}}
  units:
    orders: {kind: table, key: id}
";
    let mut world = project(spec);
    world.insert("catalog/table.yaml", of_readme("catalog/table.yaml").into_bytes());
    let variables = "variable \"name\" {\n  type = string\n}\n\nvariable \"hash_key\" {\n  type = string\n}\n\nvariable \"deletion_protection\" {\n  type = bool\n}\n";
    world.insert("modules/table/variables.tf", variables.as_bytes().to_vec());
    let compilation = compile(&world);
    assert_eq!(faults(&compilation), "");
    let files = units(&compilation);
    let table = hcl::read(&files["production/terragrunt/us-west-2/shop/orders/terragrunt.hcl"]).unwrap();
    let source = table.blocks("terraform").next().unwrap().body.get("source").unwrap();
    assert_eq!(*source, hcl::Value::Text("../../../modules//table".to_owned()));
    let inputs = table.get("inputs").unwrap();
    assert_eq!(inputs.get("name"), Some(&hcl::Value::Text("acme-production-shop-orders".to_owned())));
    assert_eq!(inputs.get("deletion_protection"), Some(&hcl::Value::Bool(true)));
    assert!(
        compilation.tree.files().any(|(_, file)| file.path == "production/terragrunt/modules/table/variables.tf"),
        "the module's files lie beside the units"
    );
    let role = &files["production/terragrunt/us-west-2/production-a/shop/api-role/terragrunt.hcl"];
    assert!(role.contains("dynamodb:PutItem") && role.contains("dynamodb:Query"), "{role}");
    // A misspelt input is an error of the project's own module, too.
    let wrong = of_readme("catalog/table.yaml").replace("hash_key:", "hash_kee:");
    world.insert("catalog/table.yaml", wrong.into_bytes());
    let found = faults(&compile(&world));
    assert!(found.contains("unknown-input") && found.contains("missing-input"), "{found}");
}
