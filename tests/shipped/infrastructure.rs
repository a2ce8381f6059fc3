//! The rows about what the platforms stand on in the cloud: Terragrunt units, and what workloads get of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use platgen_terraform::hcl;

use crate::rendered::Rendered;

const P3: &str = "p3-production/terragrunt/us-west-2";
const P3_EDGES: [(&str, &str, &[&str]); 6] = [
    ("apps", "fastapi", &["cache", "database", "documents", "pinecone"]),
    ("apps", "express", &["cache", "database", "events"]),
    ("workers", "langchain", &["database", "documents", "gemini", "pinecone"]),
    ("workers", "langgraph", &["database", "events"]),
    ("workers", "document-processor", &["documents", "search"]),
    ("workers", "crawler", &["documents"]),
];
const P1_EDGES: [(&str, &str, &[&str]); 3] = [
    ("microservices", "microservice-1", &["cache", "database", "jobs", "signing"]),
    ("microservices", "microservice-2", &["cache", "database", "jobs"]),
    ("microservices", "microservice-3", &["cache", "database", "jobs"]),
];

fn out(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("out").join(path)
}

/// The inputs of a unit.
fn inputs(unit: &str) -> hcl::Value {
    let path = out(unit).join("terragrunt.hcl");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let body = hcl::read(&text).unwrap_or_else(|fault| panic!("{unit}: {fault}"));
    body.get("inputs").expect("inputs").clone()
}

/// A value on one line, found by its keys.
fn at(value: &hcl::Value, keys: &[&str]) -> String {
    let mut found = value;
    for key in keys {
        found = found.get(key).unwrap_or_else(|| panic!("no {key} of {keys:?}"));
    }
    let mut text = String::new();
    hcl::write_inline(found, &mut text);
    text
}

fn list<'a>(value: &'a hcl::Value, key: &str) -> &'a [hcl::Value] {
    match value.get(key) {
        Some(hcl::Value::List(items)) => items,
        other => panic!("{key} is no list: {other:?}"),
    }
}

fn unit_of(variable: &str) -> String {
    variable.split('_').next().unwrap_or_default().to_lowercase()
}

/// The units whose variables and secrets a workload gets.
fn gets(rendered: &Rendered, namespace: &str, workload: &str) -> BTreeSet<String> {
    let mut units = BTreeSet::new();
    let variables = format!("{workload}-variables");
    if rendered.has("ConfigMap", namespace, &variables) {
        let data = &rendered.object("ConfigMap", namespace, &variables)["data"];
        units.extend(data.as_object().expect("variables").keys().map(|name| unit_of(name)));
    }
    if rendered.has("ExternalSecret", namespace, workload) {
        let data = &rendered.object("ExternalSecret", namespace, workload)["spec"]["data"];
        let data = data.as_array().expect("secrets");
        units.extend(data.iter().map(|secret| unit_of(secret["secretKey"].as_str().expect("a name"))));
    }
    units
}

/// The units that a role's statements are about.
fn granted(role: &str) -> BTreeSet<String> {
    let inputs = inputs(role);
    let mut units = BTreeSet::new();
    for statement in list(&inputs, "policy_statements") {
        let sid = at(statement, &["sid"]).trim_matches('"').to_owned();
        let end = sid.find(|letter: char| letter.is_ascii_digit()).unwrap_or(sid.len());
        let word = &sid[..end];
        units.insert(word.trim_end_matches("Read").trim_end_matches("Write").to_lowercase());
        assert!(!at(statement, &["resources"]).contains("[\"*\"]"), "{role}: {sid}");
    }
    units
}

fn roles(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(out(folder)).expect("readable");
    let names = entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with("-role")).collect()
}

fn assert_edges(rendered: &Rendered, folder: &str, edges: &[(&str, &str, &[&str])], by_role: &[&str]) {
    let mut expected_roles = BTreeSet::new();
    for (namespace, workload, units) in edges {
        let units: BTreeSet<String> = units.iter().map(|unit| (*unit).to_owned()).collect();
        assert_eq!(gets(rendered, namespace, workload), units, "{workload}");
        let expected: BTreeSet<String> = units.into_iter().filter(|unit| by_role.contains(&unit.as_str())).collect();
        if !expected.is_empty() {
            let role = format!("{workload}-role");
            assert_eq!(granted(&format!("{folder}/{role}")), expected, "{workload}");
            expected_roles.insert(role);
        }
    }
    assert_eq!(roles(folder), expected_roles, "nobody else has a role");
}

fn assert_only_nodes_enter(access: &str, cluster: &str, count: usize) {
    let inputs = inputs(access);
    let rules = list(&inputs, "ingress_with_source_security_group_id");
    assert_eq!(rules.len(), count, "{access}");
    assert_eq!(at(&rules[0], &["description"]), format!("\"nodes of {cluster}\""), "{access}");
    assert!(inputs.get("ingress_with_cidr_blocks").is_none(), "{access}");
    assert_eq!(at(&inputs, &["egress_rules"]), "[]", "{access}");
}

#[test]
fn row_c9_p3_has_its_sixteen_edges_and_no_other() {
    assert_eq!(P3_EDGES.iter().map(|(.., units)| units.len()).sum::<usize>(), 16);
    let rendered = Rendered::of("p3-production", "eks-primary");
    let folder = format!("{P3}/eks-primary/documents");
    assert_edges(&rendered, &folder, &P3_EDGES, &["documents", "events", "search"]);
    for unit in ["database", "cache", "search"] {
        assert_only_nodes_enter(&format!("{P3}/documents/{unit}-access"), "eks-primary", 1);
    }
    let events = inputs(&format!("{P3}/documents/events-access"));
    let rules = list(&events, "ingress_with_source_security_group_id");
    assert_eq!((at(&rules[0], &["from_port"]), at(&rules[0], &["to_port"])), ("9098".to_owned(), "9098".to_owned()));
    assert_eq!(at(&rules[0], &["description"]), "\"nodes of eks-primary\"");
    assert_eq!(at(&events, &["egress_rules"]), "[]");
}

#[test]
fn row_c9_p1_has_its_ten_edges_and_no_other() {
    assert_eq!(P1_EDGES.iter().map(|(.., units)| units.len()).sum::<usize>(), 10);
    let rendered = Rendered::of("p1-production", "production-cluster");
    let folder = "p1-production/terragrunt/us-east-1";
    assert_edges(&rendered, &format!("{folder}/production-cluster/microservices"), &P1_EDGES, &["jobs"]);
    for unit in ["database", "cache"] {
        assert_only_nodes_enter(&format!("{folder}/microservices/{unit}-access"), "production-cluster", 1);
    }
}

#[test]
fn row_a1_networks_have_the_subnets_of_the_document() {
    let vpc = inputs(&format!("{P3}/ai-ground/vpc"));
    assert_eq!(at(&vpc, &["cidr"]), r#""10.0.0.0/16""#);
    assert_eq!(at(&vpc, &["public_subnets"]), r#"["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]"#);
    assert_eq!(at(&vpc, &["private_subnets"]), r#"["10.0.10.0/24", "10.0.20.0/24", "10.0.30.0/24"]"#);
    assert_eq!(at(&vpc, &["one_nat_gateway_per_az"]), "true");
}

#[test]
fn row_a2_clusters_have_their_node_groups() {
    let eks = inputs(&format!("{P3}/eks-primary/ai-ground/eks"));
    assert_eq!(at(&eks, &["kubernetes_version"]), r#""1.28""#);
    for (group, instances, capacity, min, max) in [
        ("general", r#"["m5.large", "m5.xlarge"]"#, r#""SPOT""#, "1", "10"),
        ("compute", r#"["c5.2xlarge", "c5.4xlarge"]"#, r#""ON_DEMAND""#, "0", "8"),
    ] {
        let of = |key: &str| at(&eks, &["eks_managed_node_groups", group, key]);
        assert_eq!(of("instance_types"), instances);
        assert_eq!(of("capacity_type"), capacity);
        assert_eq!((of("min_size").as_str(), of("max_size").as_str()), (min, max));
    }
}

#[test]
fn row_a3_a4_databases_and_caches_have_their_sizes() {
    let database = inputs(&format!("{P3}/documents/database"));
    for (key, value) in [
        ("engine_version", r#""15.4""#),
        ("instance_class", r#""db.r6g.large""#),
        ("allocated_storage", "100"),
        ("storage_type", r#""gp3""#),
        ("multi_az", "true"),
        ("storage_encrypted", "true"),
        ("backup_retention_period", "30"),
    ] {
        assert_eq!(at(&database, &[key]), value, "{key}");
    }
    let cache = inputs(&format!("{P3}/documents/cache"));
    for (key, value) in [
        ("engine_version", r#""7.0""#),
        ("node_type", r#""cache.r6g.large""#),
        ("num_node_groups", "3"),
        ("replicas_per_node_group", "1"),
        ("at_rest_encryption_enabled", "true"),
        ("transit_encryption_enabled", "true"),
    ] {
        assert_eq!(at(&cache, &[key]), value, "{key}");
    }
}

#[test]
fn row_a6_search_is_encrypted_and_in_three_zones() {
    let search = inputs(&format!("{P3}/documents/search"));
    assert_eq!(at(&search, &["cluster_config", "zone_awareness_enabled"]), "true");
    assert_eq!(at(&search, &["cluster_config", "zone_awareness_config", "availability_zone_count"]), "3");
    assert_eq!(at(&search, &["encrypt_at_rest", "enabled"]), "true");
}

#[test]
fn row_a7_a8_queues_and_buckets_keep_what_they_are_given() {
    let jobs = inputs("p1-production/terragrunt/us-east-1/microservices/jobs");
    assert_eq!(at(&jobs, &["create_dlq"]), "true");
    let documents = inputs(&format!("{P3}/documents/documents"));
    assert_eq!(at(&documents, &["versioning", "status"]), r#""Enabled""#);
    assert!(documents.get("replication_configuration").is_some());
}

#[test]
fn row_d3_development_costs_less_than_production() {
    let development = "p1-development/terragrunt/us-east-1";
    let production = "p1-production/terragrunt/us-east-1";
    let nat = |folder: &str| at(&inputs(&format!("{folder}/shop-ground/vpc")), &["single_nat_gateway"]);
    assert_eq!((nat(development).as_str(), nat(production).as_str()), ("true", "false"));
    let capacity = |folder: &str, cluster: &str| {
        let eks = inputs(&format!("{folder}/{cluster}/shop-ground/eks"));
        at(&eks, &["eks_managed_node_groups", "general", "capacity_type"])
    };
    assert_eq!(capacity(development, "dev-cluster"), r#""SPOT""#);
    assert_eq!(capacity(production, "production-cluster"), r#""ON_DEMAND""#);
}
