//! What Argo CD is told: its objects are sound, an ApplicationSet makes what was meant, and a project accepts its own apps.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test fails by a panic, and reads what lies in the repository and data that is not the crate's"
)]

#[path = "support/projects.rs"]
mod projects;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use platgen::compile::{Compilation, Compiler, Request};
use platgen::emit::{Group, Owner, Tree, TreeFile};
use platgen::expand::{Application, expand, render};
use platgen::world::{MemoryWorld, World};
use projects::Project;
use serde_json::Value;

/// The annotation that puts plain Applications in order; an ApplicationSet has none.
const WAVE: &str = "argocd.argoproj.io/sync-wave";

fn compile(world: &MemoryWorld) -> Compilation {
    let request = Request { keep_resources: true, ..Request::default() };
    let compilation = Compiler::new().compile(world, &request);
    assert!(!compilation.report.has_errors(), "it compiles: {:#?}", compilation.report.diagnostics);
    compilation
}

/// The projects that tell Argo CD something.
fn told() -> Vec<Project> {
    let told =
        projects::projects().into_iter().filter(|project| matches!(project.name.as_str(), "shipped" | "delivery"));
    let mut told: Vec<Project> = told.collect();
    assert_eq!(told.len(), 2);
    let sources = ["oci", "hydrator"].map(|source| with_source(&told[1], source));
    told.extend(sources);
    told
}

/// The project of which one environment, with an ApplicationSet, reads manifests from elsewhere; others do already.
fn with_source(project: &Project, source: &str) -> Project {
    let path = "environments/live.yaml";
    let text = String::from_utf8(project.world.get(path).unwrap().to_vec()).unwrap();
    let changed = text.replace("argocd: {cluster: tools,", &format!("argocd: {{cluster: tools, source: {source},"));
    assert_ne!(text, changed);
    let mut world = project.world.clone();
    world.insert(path, changed.into_bytes());
    Project { name: format!("{} with {source}", project.name), world }
}

/// The objects of Argo CD in a compilation, by environment.
fn objects(compilation: &Compilation) -> Vec<(String, Value)> {
    let of_argocd = compilation.resources.iter().filter(|app| app.id.app == "argocd" && app.id.stack.is_none());
    let objects = of_argocd.flat_map(|app| {
        let (resources, _) = app.kept.as_ref().unwrap();
        resources.iter().map(|resource| (app.id.environment.to_string(), resource.body.to_json()))
    });
    objects.collect()
}

/// A project in which every environment has plain Applications.
fn with_plain_applications(project: &Project) -> MemoryWorld {
    let mut world = project.world.clone();
    let paths: Vec<String> = project
        .world
        .paths()
        .iter()
        .map(ToString::to_string)
        .filter(|path| path.starts_with("environments/"))
        .collect();
    for path in paths {
        let text = String::from_utf8(project.world.get(&path).unwrap().to_vec()).unwrap();
        let is_plain = text.contains("mode: applications}");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("rings:") && !line.contains("atOnce:"));
        let lines = lines.map(|line| match line.strip_suffix('}') {
            Some(line) if line.contains("argocd: {") && !is_plain => {
                format!("{}, mode: applications}}", line.trim_end_matches(", mode: applicationset"))
            }
            _ => line.to_owned(),
        });
        let text: String = lines.map(|line| line + "\n").collect();
        world.insert(path.as_str(), text.into_bytes());
    }
    world
}

fn by_name(applications: Vec<Application>) -> BTreeMap<String, Application> {
    let named =
        applications.into_iter().map(|application| (application.text(&["metadata", "name"]).to_owned(), application));
    named.collect()
}

#[test]
fn an_application_set_makes_the_applications_that_were_meant() {
    for project in told() {
        let compilation = compile(&project.world);
        let made = by_name(expand(&compilation.tree).unwrap());
        let plain = by_name(expand(&compile(&with_plain_applications(&project)).tree).unwrap());
        let without = |name: &str| ["p4-local"].contains(&name);
        let meant: BTreeSet<String> = compilation
            .apps
            .iter()
            .filter(|app| !without(&app.environment))
            .map(|app| format!("{}-{}-{}", app.environment, app.cluster, app.app))
            .collect();
        assert!(meant.len() > 5);
        assert_eq!(
            made.keys().cloned().collect::<BTreeSet<_>>(),
            meant,
            "{}: an Application for each app",
            project.name
        );
        assert_eq!(
            plain.keys().cloned().collect::<BTreeSet<_>>(),
            meant,
            "{}: the same in the other mode",
            project.name
        );
        let mut from_sets = 0;
        for (name, made) in &made {
            let mut expected = plain[name].body.clone();
            assert!(plain[name].parameters.is_none());
            if made.parameters.is_some() {
                from_sets += 1;
                expected["metadata"]["annotations"].as_object_mut().unwrap().remove(WAVE).unwrap();
                // What the set and the Application themselves are labelled with is not the template's.
                assert_eq!(sorted(&made.body["spec"]), sorted(&expected["spec"]), "{name}");
                for part in ["labels", "annotations", "finalizers", "name", "namespace"] {
                    assert_eq!(
                        sorted(&made.body["metadata"][part]),
                        sorted(&expected["metadata"][part]),
                        "{name} {part}"
                    );
                }
            }
            assert_eq!(made.text(&["metadata", "name"]), name);
        }
        assert!(from_sets > 4, "{}: {from_sets} Applications from sets", project.name);
    }
}

/// A value whose maps are in order, so that only what they hold counts.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entries: BTreeMap<&String, String> = map.iter().map(|(key, value)| (key, sorted(value))).collect();
            format!("{entries:?}")
        }
        Value::Array(items) => format!("{:?}", items.iter().map(sorted).collect::<Vec<_>>()),
        other => other.to_string(),
    }
}

#[test]
fn a_project_accepts_its_own_apps_and_lists_nothing_twice() {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for project in told() {
        let compilation = compile(&project.world);
        let objects = objects(&compilation);
        let named = |kind: &str, name: &str| -> Value {
            let is_it = |object: &&(String, Value)| object.1["kind"] == kind && object.1["metadata"]["name"] == name;
            objects.iter().find(is_it).unwrap_or_else(|| panic!("no {kind} {name}")).1.clone()
        };
        let mut judged = 0;
        for application in expand(&compilation.tree).unwrap() {
            let name = application.text(&["metadata", "name"]);
            let allows = named("AppProject", application.text(&["spec", "project"]))["spec"].clone();
            let lists = |list: &str, item: &Value| {
                let items = allows[list].as_array().unwrap();
                assert_eq!(items.iter().map(ToString::to_string).collect::<BTreeSet<_>>().len(), items.len(), "{list}");
                items.iter().any(|known| sorted(known) == sorted(item))
            };
            let destination = &application.body["spec"]["destination"];
            assert!(lists("destinations", destination), "{name}: {destination}");
            assert!(lists("sourceRepos", &application.source()["repoURL"]), "{name}");
            let app = compilation.resources.iter().find(|app| app.id.application() == name).unwrap();
            assert_eq!(application.source()["path"], app.id.manifests().as_str());
            for resource in &app.kept.as_ref().unwrap().0 {
                let kind = serde_json::json!({"group": resource.group(), "kind": resource.kind.as_str()});
                let list = if resource.namespace.is_some() {
                    "namespaceResourceWhitelist"
                } else {
                    "clusterResourceWhitelist"
                };
                assert!(lists(list, &kind), "{name}: {kind} in {list}");
                if let Some(namespace) = &resource.namespace {
                    let there =
                        serde_json::json!({"name": text(&destination["name"]), "namespace": namespace.as_str()});
                    assert!(lists("destinations", &there), "{name}: {there}");
                }
                judged += 1;
            }
        }
        assert!(judged > 20, "{}: {judged} objects", project.name);
    }
}

#[test]
fn what_is_applied_by_hand_deletes_nothing_by_itself() {
    let mut modes = BTreeSet::new();
    for project in told() {
        for (environment, object) in objects(&compile(&project.world)) {
            let spec = &object["spec"];
            let is_automatic =
                ["development", "staging", "live", "tools"].iter().any(|word| environment.contains(word))
                    && environment != "p4-development";
            match object["kind"].as_str().unwrap() {
                "ApplicationSet" => {
                    modes.insert(is_automatic);
                    let policy = &spec["syncPolicy"];
                    assert_eq!(policy["preserveResourcesOnDeletion"], !is_automatic, "{environment}");
                    assert_eq!(policy["applicationsSync"], if is_automatic { "sync" } else { "create-update" });
                    assert_eq!(spec["template"]["metadata"].get("finalizers").is_some(), is_automatic);
                    assert_eq!(spec["template"]["spec"]["syncPolicy"].get("automated").is_some(), is_automatic);
                }
                // A stack of the tools is applied by hand, and says so itself.
                "Application" if object["metadata"]["name"] != "tools-tools-shop" => {
                    assert_eq!(spec["syncPolicy"].get("automated").is_some(), is_automatic, "{environment}");
                }
                "Application" => assert_eq!(spec["syncPolicy"].get("automated"), None),
                _ => {}
            }
        }
    }
    assert_eq!(modes.len(), 2);
}

#[test]
fn manifests_are_read_where_the_environment_says() {
    let mut seen = BTreeSet::new();
    for project in told() {
        let compilation = compile(&project.world);
        let applications = expand(&compilation.tree).unwrap();
        // What brings an environment in reads from where its apps are read.
        let roots = objects(&compilation).into_iter().map(|(_, object)| object);
        let roots = roots.filter(|object| {
            object["kind"] == "Application" && object["metadata"]["name"].as_str().unwrap().ends_with("-argocd")
        });
        let bodies = applications.iter().map(|application| application.body.clone()).chain(roots);
        for body in bodies {
            let (spec, environment) = (&body["spec"], &body["metadata"]["labels"]["platgen.dev/environment"]);
            let environment = environment.as_str().unwrap();
            let source = match (project.name.as_str(), environment) {
                ("delivery with oci", "live") | (_, "tools") => "oci",
                ("delivery with hydrator", "live") | (_, "trial") => "hydrator",
                _ => "git",
            };
            seen.insert((source, body["metadata"]["annotations"].get(WAVE).is_some()));
            if source == "oci" {
                let artifact = format!("oci://registry.example.com/acme/deploy-{environment}");
                assert_eq!(spec["source"]["repoURL"], artifact);
                assert_eq!(spec["source"]["targetRevision"], format!("now-{environment}"));
                assert!(spec.get("sourceHydrator").is_none());
                continue;
            }
            let dry = if source == "hydrator" { &spec["sourceHydrator"]["drySource"] } else { &spec["source"] };
            assert!(dry["repoURL"].as_str().unwrap().ends_with(".git"), "{dry}");
            assert!(dry["targetRevision"].as_str().unwrap().starts_with("refs/heads/"), "{dry}");
            if source == "hydrator" {
                assert!(spec.get("source").is_none());
                let sync = &spec["sourceHydrator"]["syncSource"];
                // Each app has a folder of its own, and none the root of the branch.
                assert_eq!(sync["path"], dry["path"]);
                assert_eq!(sync["targetBranch"], format!("environment/{environment}"));
                let next = spec["sourceHydrator"].pointer("/hydrateTo/targetBranch").and_then(Value::as_str);
                assert_eq!(next, (environment == "trial").then_some("environment/trial-next"));
            }
        }
    }
    let all = ["git", "oci", "hydrator"];
    assert!(all.iter().all(|source| seen.contains(&(*source, false))) && seen.contains(&("oci", true)), "{seen:?}");
}

#[test]
fn every_path_is_in_exactly_one_index() {
    for project in told() {
        let compilation = compile(&project.world);
        let mut seen = BTreeSet::new();
        for group in &compilation.tree.groups {
            let index = std::str::from_utf8(&group.index.bytes).unwrap();
            let listed: Vec<&str> = index.lines().map(|line| line.split_once("  ").unwrap().1).collect();
            assert_eq!(listed, group.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>());
            assert!(listed.iter().all(|path| seen.insert((*path).to_owned())), "{}: a path in two", group.index.path);
        }
        assert!(
            seen.iter().any(|path| path.contains("/argocd/")) && seen.iter().any(|path| path.contains("/bootstrap/"))
        );
    }
}

// ---------------------------------------------------------------------------------------------------------------------------------
// What Argo CD would refuse

fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |path: &str, text: &str| TreeFile { path: path.into(), bytes: text.as_bytes().into() };
    let files = files.iter().map(|(path, text)| file(path, text)).collect();
    let owner = Owner::Environment { environment: "e".into() };
    Tree { groups: vec![std::sync::Arc::new(Group { owner, files, index: file("e/index/environment", "") })] }
}

const SET: &str = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: s, namespace: argocd}\nspec:\n  goTemplate: true\n  goTemplateOptions: [missingkey=error]\n  generators: [{git: {files: [{path: e/apps/t/*/*.yaml}]}}]\n  template:\n    metadata: {name: '{{ .name }}'}\n    spec: {project: p, source: {path: '{{ .path.basename }}'}, syncPolicy: {automated: {prune: true}}}\n  templatePatch: '{{ toJson .patch }}'\n";

#[test]
fn parameters_that_would_fail_in_argo_cd_fail_here() {
    let made = |parameters: &str| expand(&tree(&[("e/argocd/s.yaml", SET), ("e/apps/t/c/a.yaml", parameters)]));
    let fault = |parameters: &str| made(parameters).unwrap_err().to_string();
    assert_eq!(fault("patch: {}\n"), "e/apps/t/c/a.yaml: map has no entry for key \"name\"");
    assert_eq!(fault("name: a\n"), "e/apps/t/c/a.yaml: map has no entry for key \"patch\"");
    assert!(fault("{name: a, patch: {}, path: x}\n").contains("the generator's own"));
    assert!(fault("- a\n").contains("no map"));
    assert!(fault("name: [\n").contains("no YAML"));
    let application =
        made("name: a\npatch: {spec: {project: other, syncPolicy: {automated: null}}}\n").unwrap().remove(0);
    assert_eq!(application.text(&["spec", "project"]), "p", "a patch moves no app into another project");
    assert_eq!(application.text(&["spec", "source", "path"]), "c");
    assert_eq!(application.body["spec"]["syncPolicy"], serde_json::json!({}));
    assert_eq!(application.body["metadata"]["finalizers"][0], "resources-finalizer.argocd.argoproj.io");
    let elsewhere = tree(&[
        ("e/argocd/s.yaml", SET),
        ("e/apps/t/c/d/a.yaml", "{}\n"),
        ("e/apps/t/a.yaml", "{}\n"),
        ("e/apps/u/c/a.yaml", "{}\n"),
    ]);
    assert_eq!(expand(&elsewhere).unwrap(), [], "a glob has a fixed depth");
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Recorded answers of Helm's template engine

fn conformance(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/argocd").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn templates_are_evaluated_as_the_real_engine_does() {
    let (parameters, answers) = (conformance("parameters.json"), conformance("answers.json"));
    let pairs = parameters.as_array().unwrap().iter().zip(answers.as_array().unwrap());
    let mut count = 0;
    for (parameters, answers) in pairs {
        for (text, answer) in answers.as_object().unwrap() {
            assert_eq!(render(text, parameters).unwrap(), answer.as_str().unwrap(), "{text} over {parameters}");
            count += 1;
        }
    }
    assert_eq!(count, 52);
}

#[test]
fn every_template_that_is_written_was_recorded() {
    let recorded: BTreeSet<String> =
        conformance("texts.json").as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect();
    let mut seen = BTreeSet::new();
    for project in told() {
        for (_, object) in
            objects(&compile(&project.world)).iter().filter(|(_, object)| object["kind"] == "ApplicationSet")
        {
            collect_templates(object, &mut seen);
        }
    }
    assert_eq!(seen.difference(&recorded).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(seen.len() > 8);
}

fn collect_templates(value: &Value, seen: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.contains("{{") => {
            seen.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| collect_templates(item, seen)),
        Value::Object(entries) => entries.values().for_each(|value| collect_templates(value, seen)),
        _ => {}
    }
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Argo CD's own definitions

/// The folder of data that development shares: named by the environment, or beside the project.
fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("PLATGEN_SHARED").map_or_else(beside, PathBuf::from)
}

/// The definitions of custom resources; `None` where the folder, or `zstd` to unpack it, is not there.
fn definitions() -> Option<Value> {
    let packed = shared().join("data/crds.json.zst");
    packed.exists().then_some(())?;
    let done = Command::new("zstd").arg("-dcq").arg(packed).output().ok().filter(|done| done.status.success())?;
    serde_json::from_slice(&done.stdout).ok()
}

/// Forbids in a structural schema what it does not list.
fn close(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    let is_open = map.get("x-kubernetes-preserve-unknown-fields") == Some(&Value::Bool(true));
    if map.contains_key("properties") && !map.contains_key("additionalProperties") && !is_open {
        map.insert("additionalProperties".into(), false.into());
    }
    for key in ["items", "additionalProperties"] {
        map.get_mut(key).into_iter().for_each(close);
    }
    map.get_mut("properties")
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
        .for_each(|(_, schema)| close(schema));
}

#[test]
fn objects_are_valid_against_argo_cds_own_definitions() {
    let Some(definitions) = definitions() else {
        println!("left out: no definitions in {}", shared().display());
        return;
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (kind, plural) in
        [("AppProject", "appprojects"), ("Application", "applications"), ("ApplicationSet", "applicationsets")]
    {
        let mut schema = definitions[format!("argoproj.io/{plural}")]["versions"]["v1alpha1"]["schema"].clone();
        assert!(schema.is_object(), "a schema of {kind}");
        close(&mut schema);
        let validator = jsonschema::validator_for(&schema).unwrap();
        for project in told() {
            let compilation = compile(&project.world);
            let expanded = expand(&compilation.tree).unwrap().into_iter().map(|application| application.body);
            let rendered = objects(&compilation).into_iter().map(|(_, object)| object);
            for object in expanded.chain(rendered).filter(|object| object["kind"] == kind) {
                let faults: Vec<String> =
                    validator.iter_errors(&object).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
                assert!(faults.is_empty(), "{}: {faults:#?}", object["metadata"]["name"]);
                *counts.entry(kind.to_owned()).or_default() += 1;
                let mut unknown = object.clone();
                unknown["spec"]["nobodyKnowsThis"] = true.into();
                assert!(!validator.is_valid(&unknown), "an unknown field is refused");
            }
        }
    }
    println!("valid: {counts:?}");
    assert!(counts.len() == 3 && counts.values().all(|count| *count > 5), "{counts:?}");
}
