//! Edits of environments' files: only the bytes that are meant change, and what cannot be edited is refused with what to type.
//!
//! D5: a tag is bumped, and what one environment runs is promoted to another, by one command each.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test makes files, runs the binary, and fails by a panic"
)]

#[path = "support/random.rs"]
mod random;
#[path = "support/yaml_text.rs"]
mod yaml_text;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use ecow::EcoString;
use platgen::edit::{insert, set};
use platgen_yaml::{Dialect, Document, Limits, NodeId, Step, Value};
use random::Random;
use yaml_text::{Written, write};

const PINS: [&str; 11] = [
    "1.4.0",
    "1.10",
    "12",
    "0755",
    "no",
    "v2",
    "1e3",
    "latest",
    "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "1.5.0@sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "@sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
];

fn keys(keys: &[&str]) -> Vec<EcoString> {
    keys.iter().map(|key| (*key).into()).collect()
}

fn read(text: &str) -> Document {
    let mut documents = platgen_yaml::read(text.as_bytes(), &Dialect::PLATGEN, &Limits::default())
        .unwrap_or_else(|faults| panic!("{faults:#?} in\n{text}"));
    documents.remove(0)
}

/// Every leaf with its keys.
fn leaves(document: &Document) -> Vec<(Vec<Step>, String)> {
    let shown = |node: NodeId| match document.value(node) {
        Value::Seq(items) if !items.is_empty() => None,
        Value::Map(entries) if !entries.is_empty() => None,
        Value::Seq(_) => Some("[]".to_owned()),
        Value::Map(_) => Some("{}".to_owned()),
        value => Some(format!("{value:?}")),
    };
    document.ids().filter_map(|node| Some((document.path(node), shown(node)?))).collect()
}

#[test]
fn setting_a_pin_changes_the_bytes_of_its_scalar_alone() {
    let mut random = Random::new(61);
    let (mut kept, mut quoted) = (0, 0);
    for round in 0..8000 {
        let Written { text, pins, .. } = write(&mut random, &PINS);
        if pins.is_empty() {
            continue;
        }
        let (name, span) = random.pick(&pins).clone();
        let value = *random.pick(&PINS);
        let path = keys(&["spec", "images", "pins", &name]);
        let edited = set(&text, &path, value).unwrap_or_else(|fault| panic!("{round}: {fault} in\n{text}"));
        // What stands before and behind the scalar is as it was.
        let old = &text[span.clone()];
        let tail = text.len() - span.end;
        assert!(edited.starts_with(&text[..span.start]), "{round}:\n{text}\n---\n{edited}");
        assert!(edited.ends_with(&text[span.end..]) && edited.len() >= span.start + tail, "{round}:\n{text}\n{edited}");
        let new = &edited[span.start..edited.len() - tail];
        let quote = old.chars().next().filter(|c| matches!(c, '"' | '\''));
        match quote {
            Some(quote) => assert!(new.starts_with(quote) && new.ends_with(quote), "{round}: {old} → {new}"),
            None if new == value => kept += 1,
            None => {
                assert_eq!(new, format!("\"{value}\""));
                quoted += 1;
            }
        }
        let (before, after) = (leaves(&read(&text)), leaves(&read(&edited)));
        let path: Vec<Step> = path.into_iter().map(Step::Key).collect();
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before.0, after.0, "{round}");
            if before.0 == path {
                assert_eq!(after.1, format!("Str({value:?})"), "{round}:\n{edited}");
            } else {
                assert_eq!(before.1, after.1, "{round}:\n{edited}");
            }
        }
        assert_eq!(before.len(), after.len());
        // Back again is the very same, where the value needs no other quotes.
        if new == value || quote.is_some() {
            let old_value = read(&text).find(&path).map(|node| read(&text).text(node).to_owned()).unwrap();
            let back = set(&edited, &keys(&["spec", "images", "pins", &name]), &old_value).unwrap();
            assert_eq!(leaves(&read(&back)), before);
        }
    }
    assert!(kept > 100 && quoted > 200, "{kept} {quoted}");
}

#[test]
fn adding_a_pin_adds_bytes_and_changes_none() {
    let mut random = Random::new(62);
    let mut places = std::collections::BTreeSet::new();
    for round in 0..3000 {
        let Written { text, has_pins, has_images, .. } = write(&mut random, &PINS);
        let value = *random.pick(&PINS);
        let path = keys(&["spec", "images", "pins", "added"]);
        let edited = match insert(&text, &path, value) {
            Ok(edited) => edited,
            Err(fault) => panic!("{round}: {fault} in\n{text}"),
        };
        places.insert((has_pins, has_images));
        // The old text is what is left when the added bytes are taken out: one run of them, and a comma.
        assert!(is_subsequence(&text, &edited), "{round}:\n{text}\n---\n{edited}");
        let breaks = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
        let (before, after) = (breaks(&text), breaks(&edited));
        assert!(after.1 - before.1 <= 1, "{round}: one line at most\n{edited}");
        assert!(before.0 != before.1 || after.0 == after.1, "{round}: lines break as they did");
        assert_eq!(edited.matches('#').count(), text.matches('#').count());
        let path: Vec<Step> = path.into_iter().map(Step::Key).collect();
        let mut known = leaves(&read(&edited));
        let added = known.iter().position(|(keys, _)| *keys == path).unwrap();
        assert_eq!(known.remove(added).1, format!("Str({value:?})"));
        let mut before = leaves(&read(&text));
        before.retain(|(keys, shown)| !(shown == "{}" && path.starts_with(keys)));
        assert_eq!(known, before, "{round}:\n{edited}");
    }
    assert_eq!(places.len(), 3, "{places:?}");
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.bytes();
    short.bytes().all(|byte| rest.any(|other| other == byte))
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Where a new pin goes

#[track_caller]
fn adds(before: &str, after: &str) {
    let edited = insert(before, &keys(&["spec", "images", "pins", "api"]), "1.4.0");
    assert_eq!(edited.as_deref(), Ok(after));
}

#[test]
fn a_new_pin_is_written_as_the_one_before_it() {
    adds("spec:\n  images: {pins: {web: 1.0.0}}\n", "spec:\n  images: {pins: {web: 1.0.0, api: 1.4.0}}\n");
    adds("spec: {images: {pins: {web: \"1\",}}}", "spec: {images: {pins: {web: \"1\", api: \"1.4.0\",}}}");
    adds("spec: {images: {pins: {\"web\": '1'}}}", "spec: {images: {pins: {\"web\": '1', \"api\": '1.4.0'}}}");
    adds("spec: {images: {pins: {}}}\n", "spec: {images: {pins: {api: 1.4.0}}}\n");
    adds("spec: {}\n", "spec: {images: {pins: {api: 1.4.0}}}\n");
    adds("kind: Environment\n", "kind: Environment\nspec: {images: {pins: {api: 1.4.0}}}\n");
    adds("kind: Environment", "kind: Environment\nspec: {images: {pins: {api: 1.4.0}}}");
    adds(
        "spec:\r\n  images:\r\n    pins:\r\n      web: 1.0.0  # the site\r\n  domain: a.example.com\r\n",
        "spec:\r\n  images:\r\n    pins:\r\n      web: 1.0.0  # the site\r\n      api: 1.4.0\r\n  domain: a.example.com\r\n",
    );
    adds(
        "spec:\n  images:\n    registry: a.example.com\n    # by hand\n\n  domain: a.example.com\n",
        "spec:\n  images:\n    registry: a.example.com\n    pins: {api: 1.4.0}\n    # by hand\n\n  domain: a.example.com\n",
    );
    adds(
        "spec:\n  stacks:\n    shop: {}\n    # and no more\n# the end\n",
        "spec:\n  stacks:\n    shop: {}\n    # and no more\n  images: {pins: {api: 1.4.0}}\n# the end\n",
    );
    adds(
        "spec:\n  images:\n    pins: {\n      web: 1.0.0,  # the site\n      db: 2.0.0  # the store\n    }\n",
        "spec:\n  images:\n    pins: {\n      web: 1.0.0,  # the site\n      db: 2.0.0,  # the store\n      api: 1.4.0\n    }\n",
    );
    adds(
        "spec:\n  images:\n    pins: {\n      web: 1.0.0,\n    }\n",
        "spec:\n  images:\n    pins: {\n      web: 1.0.0,\n      api: 1.4.0,\n    }\n",
    );
    adds(
        "spec:\n  images:\n    pins:\n      web: |-\n        1.0.0\n  domain: a\n",
        "spec:\n  images:\n    pins:\n      web: |-\n        1.0.0\n      api: 1.4.0\n  domain: a\n",
    );
}

#[test]
fn what_an_edit_would_change_beside_is_refused() {
    let path = keys(&["spec", "images", "pins", "api"]);
    let fault = |text: &str| {
        let edited = set(text, &path, "1.4.0").err().or_else(|| insert(text, &path, "1.4.0").err());
        edited.map(|fault| (fault.reason, text.get(fault.span.range()).unwrap_or_default().to_owned())).unwrap()
    };
    let pins = |pins: &str| format!("spec: {{images: {{pins: {pins}}}}}\n");
    assert_eq!(fault(&pins("{api: \"${env.values.tag}\"}")), ("it is an expression", "\"${env.values.tag}\"".into()));
    let shared = "an anchor shares it with other places of the file";
    assert_eq!(fault(&pins("{web: &tag 1.0.0, api: *tag}")), (shared, "1.0.0".into()));
    assert_eq!(fault(&pins("{api: &tag 1.0.0, web: *tag}")), (shared, "1.0.0".into()));
    let removed = "a null stands there, which takes away what layers below say";
    assert_eq!(fault(&pins("{api: null}")).0, removed);
    assert_eq!(
        fault(&pins("{api: {tag: 1.0.0}}")),
        ("a map or a list stands there, not a text", "{tag: 1.0.0}".into())
    );
    let insert = |text: &str| insert(text, &path, "1.4.0").unwrap_err().reason;
    assert_eq!(insert("spec: {images: null}\n"), removed);
    assert_eq!(insert("a: &all {pins: {web: 1.0.0}}\nspec: {images: *all}\n"), shared);
    let odd = "the way in which it is written leaves no room for a safe edit";
    assert_eq!(insert("spec: {images: {pins: [a]}}\n"), odd);
    assert_eq!(insert("spec:\n  a: &a 1\n  b:\n    *a\n"), odd);
    assert_eq!(insert("spec:\n  text: |+\n    a\n\n"), odd, "the empty line belongs to the text");
    assert_eq!(insert("a: [\n"), "the file does not hold one document of YAML");
}

#[test]
fn anchors_of_others_and_one_line_of_a_block_are_no_obstacle() {
    let path = keys(&["spec", "images", "pins", "api"]);
    let after = |text: &str, value: &str| set(text, &path, value).unwrap();
    let text = "spec:\n  images:\n    pins:\n      api: &api !!str 1.0.0 # now\n";
    assert_eq!(after(text, "1.4.0"), "spec:\n  images:\n    pins:\n      api: &api !!str 1.4.0 # now\n");
    let text = "spec:\n  images:\n    pins:\n      api: >-\n        1.0.0\n      web: 1\n";
    assert_eq!(after(text, "10"), "spec:\n  images:\n    pins:\n      api: >-\n        10\n      web: 1\n");
    assert_eq!(
        after("\u{feff}spec: {images: {pins: {api: 1}}}", "2.0.0"),
        "\u{feff}spec: {images: {pins: {api: 2.0.0}}}"
    );
}

// ---------------------------------------------------------------------------------------------------------------------------------
// The commands

const FILES: [(&str, &str); 7] = [
    (
        "platgen.yaml",
        "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: acme}\nspec: {checks: {latest-image-tag: error}}\n",
    ),
    ("teams/web.yaml", "apiVersion: platgen.dev/v1\nkind: Team\nmetadata: {name: web}\nspec: {namespaces: [\"*\"]}\n"),
    (
        "environments/base.yaml",
        "apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: base}
spec:
  abstract: true
  images: {registry: registry.example.com, pins: {worker: 2.0.0, spare: 0.1.0}}
  stacks: {shop: {}}
",
    ),
    (
        "environments/staging.yaml",
        "apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: staging}
spec:
  extends: base
  clusters: {blue: {kubernetes: \"1.34\"}}
  images: {pins: {api: 1.10.1, worker: 2.1.0}}   # what is tried
  stacks: {extra: {}}
",
    ),
    (
        "environments/production.yaml",
        "apiVersion: platgen.dev/v1
kind: Environment
metadata: {name: production}
spec:
  extends: base
  clusters: {green: {kubernetes: \"1.34\"}}
  images:
    pins:
      api: '1.9.0'   # until the fair is over
",
    ),
    ("stacks/shop.yaml", STACK),
    (
        "stacks/extra.yaml",
        "apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: extra, team: web}
spec:
  namespaces: {extra: {name: \"extra-${env.name}\"}}
  workloads:
    worker:
      kind: worker
      namespace: extra
      image: worker
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
",
    ),
];

const STACK: &str = "apiVersion: platgen.dev/v1
kind: Stack
metadata: {name: shop, team: web}
spec:
  namespaces: {shop: {name: \"shop-${env.name}\"}}
  workloads:
    api:
      kind: service
      namespace: shop
      image: api
      ports: {http: 8080}
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
    worker:
      kind: worker
      namespace: shop
      image: worker
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
";

fn project(changes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in FILES.iter().chain(changes) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_platgen")).current_dir(folder).args(arguments).output().unwrap()
}

/// Runs a command, and compares its status, the end of what it says, and the lines of the diff that it shows.
#[track_caller]
fn does(folder: &Path, arguments: &[&str], status: i32, says: &str, shows: &[&str]) {
    let output = run(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{said}");
    assert!(said.contains(says), "{said}");
    let diff = String::from_utf8(output.stdout).unwrap();
    let is_change = |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    assert_eq!(diff.lines().filter(is_change).collect::<Vec<_>>(), shows, "{diff}");
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

#[test]
fn an_image_is_set_where_it_is_meant() {
    let folder = project(&[]);
    let folder = folder.path();
    let shows = ["-      api: '1.9.0'   # until the fair is over", "+      api: '1.10'   # until the fair is over"];
    does(folder, &["image", "set", "api=1.10", "-e", "production", "--dry-run"], 0, "nothing was written", &shows);
    assert!(text(folder, "environments/production.yaml").contains("'1.9.0'"));
    let says =
        "production: image api 1.9.0 → 1.10\n1 file edited: 1 file of the output changes; `platgen render` writes it\n";
    does(folder, &["image", "set", "api=1.10", "-e", "production"], 0, says, &shows);
    assert!(text(folder, "environments/production.yaml").ends_with("      api: '1.10'   # until the fair is over\n"));
    does(folder, &["image", "set", "api=1.10", "-e", "production"], 0, "nothing to do: these pins hold already", &[]);
    // An inherited pin stays what it is for others.
    let shows = ["+      worker: '2.2.0'"];
    does(folder, &["image", "set", "worker=2.2.0", "-e", "production"], 0, "worker 2.0.0 → 2.2.0", &shows);
    // One file alone pins it; two environments follow, and what runs it.
    let shows = [
        "-  images: {registry: registry.example.com, pins: {worker: 2.2.0, spare: 0.1.0}}",
        "+  images: {registry: registry.example.com, pins: {worker: 2.2.0, spare: 0.2.0}}",
    ];
    let unknown = "image `worker` is pinned in `base`, `production`, `staging`\n  help: say which one is meant";
    does(folder, &["image", "set", "worker=2.2.0"], 2, unknown, &[]);
    does(folder, &["image", "set", "worker=2.2.0", "-e", "base"], 0, "base: image worker 2.0.0 → 2.2.0", &{
        [
            "-  images: {registry: registry.example.com, pins: {worker: 2.0.0, spare: 0.1.0}}",
            "+  images: {registry: registry.example.com, pins: {worker: 2.2.0, spare: 0.1.0}}",
        ]
    });
    does(folder, &["image", "set", "spare=0.2.0"], 0, "nothing changes in the output", &shows);
}

#[test]
fn what_does_not_resolve_is_refused() {
    let digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let production = FILES[4].1.replace("'1.9.0'", &format!("1.9.0@{digest}"));
    let staging = FILES[3].1.replace("worker: 2.1.0", "worker: \"${env.name}\"");
    let folder = project(&[("environments/production.yaml", &production), ("environments/staging.yaml", &staging)]);
    let folder = folder.path();
    let refuses = |arguments: &[&str], says: &str| does(folder, arguments, 2, says, &[]);
    refuses(
        &["image", "set", "apj=1.0.0", "-e", "staging"],
        "error: the project has no image `apj`\n  help: did you mean `api`?",
    );
    refuses(
        &["image", "set", "api=1.0.0", "-e", "stagin"],
        "the project has no environment `stagin`\n  help: did you mean `staging`?",
    );
    refuses(&["image", "set", "api"], "write NAME=TAG");
    refuses(&["image", "set", "api=a b", "-e", "staging"], "`a b` is not a tag, a digest, or tag@digest");
    refuses(&["image", "set", "api=1", "api=2", "-e", "staging"], "image `api` is set twice");
    refuses(
        &["image", "set", "api=1.10.0", "-e", "production"],
        "environments/production.yaml:9:12: image `api` is pinned by digest in `production`, and `1.10.0` has none\n  help: give the digest, too: `platgen image set api=1.10.0@sha256:… --environment production`",
    );
    refuses(
        &["image", "set", "worker=2.2.0", "-e", "staging"],
        "environments/staging.yaml:7:40: image worker of `staging` cannot be set to `2.2.0`: it is an expression\n  help: change what the expression reads",
    );
    refuses(
        &["promote", "staging", "production"],
        "image `api` is pinned by digest in `production`, and `1.10.1` has none",
    );
    refuses(
        &["promote", "staging", "production"],
        "environments/staging.yaml:7:40: the pin of image `worker` is an expression in `staging`",
    );
    refuses(&["promote", "staging", "staging"], "`staging` is promoted to itself");
    refuses(&["promote", "base", "staging"], "environment `base` is abstract");
    refuses(&["promote", "staging", "prod"], "the project has no environment `prod`");
    refuses(
        &["promote", "staging", "production", "--stack", "extra"],
        "environment `production` runs no stack `extra`",
    );
    refuses(
        &["promote", "staging", "production", "--stack", "shp"],
        "the project has no stack `shp`\n  help: did you mean `shop`?",
    );
    refuses(
        &["promote", "staging", "production", "--image", "apo"],
        "environment `staging` has no image `apo`\n  help: did you mean `api`?",
    );
    let with_digest = format!("api=1.10.0@{digest}");
    let output = run(folder, &["image", "set", &with_digest, "-e", "production"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_edit_that_makes_an_error_is_not_written() {
    let folder = project(&[]);
    let folder = folder.path();
    let before = text(folder, "environments/production.yaml");
    let says = "error[latest-image-tag]";
    let shows = ["-      api: '1.9.0'   # until the fair is over", "+      api: 'latest'   # until the fair is over"];
    does(folder, &["image", "set", "api=latest", "-e", "production"], 1, says, &shows);
    does(folder, &["image", "set", "api=latest", "-e", "production"], 1, "nothing was written", &shows);
    assert_eq!(text(folder, "environments/production.yaml"), before);
    // An error that was there before is not the edit's.
    fs::write(folder.join("environments/production.yaml"), before.replace("'1.9.0'", "latest")).unwrap();
    let shows = ["+      worker: 2.2.0"];
    let says = "there are errors that were there before: `platgen check` shows them";
    does(folder, &["image", "set", "worker=2.2.0", "-e", "production"], 0, says, &shows);
}

#[test]
fn a_promotion_moves_what_both_run() {
    let folder = project(&[]);
    let folder = folder.path();
    let says = "production: image api 1.9.0 → 1.10.1\nproduction: image worker 2.0.0 → 2.1.0\n1 file edited: 2 files of the output change";
    let shows = [
        "-      api: '1.9.0'   # until the fair is over",
        "+      api: '1.10.1'   # until the fair is over",
        "+      worker: '2.1.0'",
    ];
    does(folder, &["promote", "staging", "production"], 0, says, &shows);
    does(folder, &["promote", "staging", "production"], 0, "nothing to do: `production` runs what `staging` runs", &[]);
    let back = [
        "-  images: {pins: {api: 1.10.1, worker: 2.1.0}}   # what is tried",
        "+  images: {pins: {api: 1.10.1, worker: 2.0.9}}   # what is tried",
    ];
    does(folder, &["image", "set", "worker=2.0.9", "-e", "staging"], 0, "", &back);
    // The image is that of a stack that is not promoted, too.
    let says = "image `worker` is that of stack `extra` in `staging`, too, which follows";
    let shows = [
        "-  images: {pins: {api: 1.10.1, worker: 2.0.9}}   # what is tried",
        "+  images: {pins: {api: 1.10.1, worker: 2.1.0}}   # what is tried",
    ];
    does(folder, &["promote", "production", "staging", "--stack", "shop", "--image", "worker"], 0, says, &shows);
}

#[test]
fn a_promotion_from_what_does_not_compile_is_none() {
    let staging = FILES[3].1.replace("worker: 2.1.0", "worker: 2.1.0, apj: 1").replace("{api: 1.10.1, ", "{");
    let folder = project(&[("environments/staging.yaml", &staging)]);
    let says = "what runs there cannot be told while this is wrong: nothing was promoted";
    does(folder.path(), &["promote", "staging", "production"], 1, says, &[]);
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Revisions

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=a", "-c", "user.email=a@example.com"]).args(arguments);
    let output = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A repository with the tags v1 and v2 of the stack, and the environments as given.
fn repository(changes: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = project(changes);
    for step in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "one"], &["tag", "v1"]] {
        git(folder.path(), step);
    }
    fs::write(folder.path().join("stacks/shop.yaml"), STACK.replace("8080", "8081")).unwrap();
    for step in [&["commit", "-qam", "two"][..], &["tag", "v2"]] {
        git(folder.path(), step);
    }
    folder
}

#[test]
fn a_promotion_moves_revisions() {
    let staging =
        FILES[3].1.replace("api: 1.10.1, worker: 2.1.0", "api: 1.9.0").replace("{extra: {}}", "{shop: {revision: v2}}");
    let an_override = "apiVersion: platgen.dev/v1\nkind: Override\nmetadata: {environment: production, stack: shop}\nspec:\n  revision: v1 # since Monday\n";
    let path = "environments/production/shop.yaml";
    let folder = repository(&[("environments/staging.yaml", &staging), (path, an_override)]);
    let folder = folder.path();
    let says = "production: stack shop v1 → v2\n1 file edited: ";
    does(
        folder,
        &["promote", "staging", "production"],
        0,
        says,
        &["-  revision: v1 # since Monday", "+  revision: v2 # since Monday"],
    );
    assert_eq!(text(folder, path), an_override.replace("v1 #", "v2 #"));
    // What does not exist is found before anything is written.
    fs::write(folder.join("environments/staging.yaml"), staging.replace("revision: v2", "revision: v3")).unwrap();
    does(folder, &["promote", "staging", "production"], 1, "error[missing-revision]", &[]);
    // Today's files have no revision to promote; one is named.
    fs::write(folder.join("environments/staging.yaml"), staging.replace("{revision: v2}", "{}")).unwrap();
    let says = "environments/production/shop.yaml:5:13: stack `shop` is read from today's files in `staging`, and at `v2` in `production`\n  help: name a tag or a full commit id of what `staging` runs: `platgen promote staging production --stack shop --revision REVISION`";
    does(folder, &["promote", "staging", "production"], 2, says, &[]);
    let commit = git(folder, &["rev-parse", "v1"]);
    let shows = ["-  revision: v2 # since Monday".to_owned(), format!("+  revision: {commit} # since Monday")];
    let shows: Vec<&str> = shows.iter().map(String::as_str).collect();
    let arguments = ["promote", "staging", "production", "--revision", commit.as_str()];
    does(folder, &arguments, 0, "1 file edited", &shows);
    let says = "nothing was written, for the change makes this wrong";
    let shows = [format!("-  revision: {commit} # since Monday"), "+  revision: v9 # since Monday".to_owned()];
    let shows: Vec<&str> = shows.iter().map(String::as_str).collect();
    does(folder, &["promote", "staging", "production", "--revision", "v9"], 1, says, &shows);
}

#[test]
fn a_revision_is_added_where_there_is_none() {
    let staging =
        FILES[3].1.replace("api: 1.10.1, worker: 2.1.0", "api: 1.9.0").replace("{extra: {}}", "{shop: {revision: v1}}");
    let folder = repository(&[("environments/staging.yaml", &staging)]);
    let folder = folder.path();
    let says = "production: stack shop nothing → v1";
    does(folder, &["promote", "staging", "production"], 0, says, &["+  stacks: {shop: {revision: v1}}"]);
    does(
        folder,
        &["promote", "staging", "production", "--revision", "v2"],
        2,
        "stack `shop` is read at `v1` in `staging`",
        &[],
    );
}
