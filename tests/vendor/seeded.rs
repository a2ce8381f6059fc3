//! Servers that fail at random: whatever they do, what lies in `charts/` is whole and what the lock says.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use platgen::lock::FileTree;

use crate::charts::{Published, bomb, chart, pack, pack_raw};
use crate::project::Project;
use crate::random::Random;
use crate::server::{Asked, Fault, Reply, Server};

const CHARTS: [&str; 3] = ["kong", "redis", "shop"];
const VERSIONS: [&str; 3] = ["1.0.0", "1.1.0", "2.0.0"];

/// What is published, and which of it is good: a version that means harm has no good files.
struct World {
    published: Published,
    good: BTreeMap<(String, String), FileTree>,
}

fn publish(random: &mut Random) -> World {
    let mut world = World { published: Published::default(), good: BTreeMap::new() };
    world.published.without_digests = random.percent(30);
    for name in CHARTS {
        for version in VERSIONS {
            let text = format!("x: {}\n", random.next());
            let tree = chart(name, version, &[("templates/more.yaml", &text.repeat(1 + random.below(200)))]);
            let key = (name.to_owned(), version.to_owned());
            if version != "1.0.0" && random.percent(15) {
                world.published.archives.insert(key, evil(name, random));
            } else {
                world.published.add(name, version, &tree);
                world.good.insert(key, tree);
            }
        }
    }
    world
}

fn evil(name: &str, random: &mut Random) -> Vec<u8> {
    let file = tar::EntryType::Regular;
    match random.below(6) {
        0 => pack_raw("../escaped", file, b"x"),
        1 => pack_raw(&format!("{name}/link"), tar::EntryType::Symlink, b""),
        2 => pack(name, &chart(name, "9.9.9", &[])),
        3 => pack("other", &chart("other", "1.1.0", &[])),
        4 => bomb(2),
        _ => b"<html>".to_vec(),
    }
}

/// Spoils a reply in one of the ways in which networks and servers do.
fn spoil(reply: Reply, random: &mut Random) -> Reply {
    let length = reply.body.len().max(1);
    match random.below(11) {
        0 => Reply::status(500),
        1 => Reply::status(503).with("Retry-After", "0"),
        2 => Reply::status(429).with("Retry-After", "0"),
        3 => reply.failing(Fault::Hangup),
        4 => reply.failing(Fault::Truncated(random.below(length))),
        5 => reply.failing(Fault::TruncatedUnannounced(random.below(length))),
        6 => reply.failing(Fault::Garbage),
        7 if random.percent(20) => reply.failing(Fault::Stall(random.below(length))),
        8 => Reply::redirect("http://127.0.0.1:9/away"),
        9 => Reply::ok(&reply.body[..random.below(length).min(reply.body.len())]),
        _ => {
            let mut reply = reply;
            if !reply.body.is_empty() {
                let at = random.below(reply.body.len());
                reply.body[at] ^= 1 << random.below(8);
            }
            reply
        }
    }
}

/// Runs one seed to its end and gives how many folders were looked at.
fn run(seed: u64) -> usize {
    let mut random = Random::new(seed);
    let world = publish(&mut random);
    let (published, share) = (world.published.clone(), 5 + random.below(60));
    let count = AtomicU64::new(0);
    let is_calm = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let calm = is_calm.clone();
    let server = Server::start(move |asked: &Asked| {
        let mut random = Random::new(seed ^ count.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x5851_f42d_4c95_7f2d));
        let reply =
            if asked.path.starts_with("/v2/") { published.registry(asked) } else { published.repository(asked) };
        let is_spoilt = !calm.load(Ordering::SeqCst) && random.percent(share);
        if is_spoilt { spoil(reply, &mut random) } else { reply }
    });
    let mut project = Project::new("  charts: {}\n");
    project.surroundings.policy.idle = Duration::from_millis(80);
    project.surroundings.policy.pause = Duration::ZERO;
    if random.percent(30) {
        project.surroundings.store = None;
    }
    let mut looked_at = 0;
    for _ in 0..1 + random.below(3) {
        project.set(&spec(&server, &mut random));
        project.run(&platgen::vendor::Request {
            update: if random.percent(40) { platgen::vendor::Update::All } else { platgen::vendor::Update::Nothing },
            is_offline: random.percent(5),
        });
        looked_at += inspect(&project, &world, seed);
    }
    // When the servers are well again everything that is good comes.
    is_calm.store(true, Ordering::SeqCst);
    project.surroundings.policy.idle = Duration::from_secs(10);
    project.set(&exact_spec(&server));
    assert!(!project.vendor().report.has_errors(), "seed {seed}");
    assert_eq!(project.check(), "", "seed {seed}");
    looked_at + inspect(&project, &world, seed)
}

fn spec(server: &Server, random: &mut Random) -> String {
    let mut text = "  charts:\n".to_owned();
    for name in CHARTS {
        let repository = if random.percent(40) { format!("oci://{}/charts", server.host()) } else { server.url() };
        let range = random.pick(&["^1", "*", "1.0.0", ">=1.1"]);
        if random.percent(90) {
            text.push_str(&format!("    {name}: {{repository: \"{repository}\", version: \"{range}\"}}\n"));
        }
    }
    if text.ends_with("charts:\n") { "  charts: {}\n".to_owned() } else { text }
}

fn exact_spec(server: &Server) -> String {
    let line = |name: &&str| format!("    {name}: {{repository: {}, version: 1.0.0}}\n", server.url());
    format!("  charts:\n{}", CHARTS.iter().map(line).collect::<String>())
}

/// Looks at every folder of `charts/`: whole, good, and what the lock says.
fn inspect(project: &Project, world: &World, seed: u64) -> usize {
    let lock = project.lock();
    let mut looked_at = 0;
    for path in ["../escaped", "escaped", "charts/escaped", ".platgen"] {
        assert!(!project.exists(path), "seed {seed}: {path}");
    }
    let mut files = project.files("charts");
    files.files.remove(".gitattributes");
    for name in CHARTS {
        let tree = files.below(name);
        files.files.retain(|path, _| platgen::lock::is_under(path, name).is_none());
        let Some(locked) = lock.charts.get(name) else {
            assert!(tree.files.is_empty(), "seed {seed}: {name} is there and not locked");
            continue;
        };
        let good = world.good.get(&(name.to_owned(), locked.version.to_string()));
        assert_eq!(good, Some(&tree), "seed {seed}: {name} {}", locked.version);
        assert_eq!(locked.tree, Some(tree.digest()), "seed {seed}: {name}");
        looked_at += 1;
    }
    assert!(files.files.is_empty(), "seed {seed}: {:?}", files.files.keys());
    looked_at
}

/// Runs seeds, some at a time: they mostly wait.
fn run_all(seeds: std::ops::Range<u64>) -> usize {
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let seed = || Some(next.fetch_add(1, Ordering::SeqCst)).filter(|seed| seeds.contains(seed));
        std::iter::from_fn(seed).map(run).sum::<usize>()
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..6).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    })
}

#[test]
fn no_file_in_charts_is_ever_corrupt() {
    let looked_at = run_all(0..60);
    assert!(looked_at > 200, "folders were looked at: {looked_at}");
}

/// The full number; takes minutes.
#[test]
#[ignore = "a thousand runs take minutes: `cargo test --test vendor -- --ignored`"]
fn no_file_in_charts_is_ever_corrupt_in_a_thousand_runs() {
    let looked_at = run_all(0..1000);
    assert!(looked_at > 3000, "folders were looked at: {looked_at}");
    println!("{looked_at} folders looked at");
}
