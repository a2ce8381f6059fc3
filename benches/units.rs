//! CPU seconds of a thousand units, cold and on a memo: `cargo bench --bench units`.
//!
//! Fifty stacks have ten queues and ten buckets each, and a workload that uses all of its own; one stack has the network and the cluster. What is
//! printed is the least of several runs, all on one thread.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a measurement meets the machine, and may fail where it stands"
)]

#[path = "support/least.rs"]
mod least;

use std::fmt::Write;

use least::least;
use platgen::world::MemoryWorld;

const STACKS: usize = 50;
const OF_EACH: usize = 10;

fn head(kind: &str, metadata: &str) -> String {
    format!("apiVersion: platgen.dev/v1\nkind: {kind}\nmetadata: {metadata}\nspec:\n")
}

fn world() -> MemoryWorld {
    let mut world = MemoryWorld::new();
    let mut put = |path: String, text: String| world.insert(path, text.into_bytes());
    put("platgen.yaml".into(), head("Project", "{name: acme}") + "  platgen: \">=0.1\"\n");
    put("teams/shop.yaml".into(), head("Team", "{name: shop}") + "  namespaces: [\"*\"]\n");
    put("teams/platform.yaml".into(), head("Team", "{name: platform}") + "  namespaces: [\"*\"]\n");
    let ground = "  units:\n    network: {kind: vpc, share: [\"*\"]}\n    cluster: {kind: eks, share: [\"*\"], nodeGroups: {main: {instances: [m5.large], max: 3}}, addons: {coredns: v1.12.4-eksbuild.1}}\n";
    put("stacks/ground.yaml".into(), head("Stack", "{name: ground, team: platform}") + ground);
    let mut runs = "ground: {}".to_owned();
    for stack in 0..STACKS {
        let (mut units, mut uses) = (String::new(), String::new());
        for index in 0..OF_EACH {
            writeln!(units, "    jobs-{index}: {{kind: queue, retentionDays: 7}}\n    files-{index}: {{kind: bucket}}")
                .unwrap();
            write!(uses, "jobs-{index}: {{access: read-write}}, files-{index}: {{}}, ").unwrap();
        }
        let workload = format!(
            "  namespaces: {{s{stack}: {{}}}}\n  workloads:\n    api: {{kind: worker, namespace: s{stack}, image: api, resources: {{requests: {{cpu: 100m, memory: 64Mi}}, limits: {{memory: 64Mi}}}}, uses: {{{uses}}}}}\n  units:\n{units}"
        );
        put(format!("stacks/s{stack}.yaml"), head("Stack", &format!("{{name: s{stack}, team: shop}}")) + &workload);
        write!(runs, ", s{stack}: {{}}").unwrap();
    }
    let environment = format!(
        "  account: \"111122223333\"\n  images: {{registry: registry.example.com, pins: {{api: \"1.0.0\"}}}}\n  clusters: {{main: {{region: us-west-2, kubernetes: \"1.34\", nodeGroups: {{main: {{}}}}}}}}\n  stacks: {{{runs}}}\n"
    );
    put("environments/production.yaml".into(), head("Environment", "{name: production}") + &environment);
    world
}

fn main() {
    let world = world();
    let (cold, warm, last) = least(&world);
    let files = last.tree.files().filter(|(_, file)| file.path.ends_with("terragrunt.hcl")).count();
    println!("{:<45} {files:>8}", "units");
    println!("{:<45} {cold:>8.4} s", "cold, their workloads included");
    println!("{:<45} {warm:>8.4} s", "the same on a memo");
}
