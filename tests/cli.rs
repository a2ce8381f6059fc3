//! The binary's wiring: streams, exit status, and where it looks for a project.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests make folders and run the binary"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn platgen(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_platgen"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    platgen(folder, arguments).output().unwrap()
}

#[track_caller]
fn ends(output: &Output, status: i32, stderr: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(stderr), "{said}");
    assert_eq!(output.status.code(), Some(status), "{said}");
}

#[test]
fn help_and_version_are_answers() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--help"][..], &["render", "--help"], &["--version"]] {
        let output = run(folder.path(), arguments);
        ends(&output, 0, "");
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}

#[test]
fn what_cannot_run_ends_with_two_and_prints_no_data() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, stderr) in [
        (&["render", "--wathc"][..], "unexpected argument '--wathc'"),
        (&["check"], "no platgen.yaml in"),
        (&["check", "--project", "."], "`.` has no platgen.yaml"),
        (&["schema", "stak"], "did you mean `stack`?"),
    ] {
        let output = run(folder.path(), arguments);
        ends(&output, 2, stderr);
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn init_writes_a_project_that_is_found_from_below() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["init", "shop"]);
    ends(&output, 0, "project `shop` is ready; next:\n  platgen check -C shop\n  platgen render -C shop\n");
    for path in String::from_utf8(output.stdout).unwrap().lines() {
        assert!(folder.path().join(path).is_file(), "{path}");
    }
    let below = folder.path().join("shop/stacks");
    ends(&run(&below, &["check", "--deny", "warnings"]), 0, "no findings in");
    ends(&run(&below, &["render"]), 0, "rendered ");
    ends(&run(&below, &["render", "--check"]), 0, "out is fresh");
    ends(&run(&below, &["render", "--environment", "prodution"]), 2, "the project has no environment `prodution`");
    ends(&run(folder.path(), &["init", "shop"]), 2, "shop/platgen.yaml");
}

#[test]
fn schemas_are_compared_with_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    ends(&run(folder.path(), &["schema", "--out", "schemas"]), 0, "to schemas");
    ends(&run(folder.path(), &["schema", "--out", "schemas", "--check"]), 0, "");
    fs::write(folder.path().join("schemas/stack.json"), "{").unwrap();
    let output = run(folder.path(), &["schema", "--out", "schemas", "--check"]);
    ends(&output, 1, "stale: schemas/stack.json\nrun `platgen schema --out schemas` and commit the result\n");
}

#[test]
fn the_reference_is_listed_printed_written_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let reference = |more: &[&str]| run(folder.path(), &[&["schema", "--reference"], more].concat());
    assert!(stdout(&reference(&[])).starts_with("README\nvalues\nworkload\n"));
    let page = reference(&["workload"]);
    ends(&page, 0, "");
    ends(&reference(&["--out", "pages"]), 0, "9 pages to pages");
    assert_eq!(fs::read_to_string(folder.path().join("pages/workload.md")).unwrap(), stdout(&page));
    ends(&reference(&["--out", "pages", "--check"]), 0, "");
    fs::remove_file(folder.path().join("pages/values.md")).unwrap();
    let stale = "stale: pages/values.md\nrun `platgen schema --reference --out pages` and commit the result\n";
    ends(&reference(&["--out", "pages", "--check"]), 1, stale);
    ends(&reference(&["workloads"]), 2, "there is no page `workloads`\n  help: did you mean `workload`?");
}

#[test]
fn what_a_terraform_module_declares_is_kept_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    ends(&run(folder.path(), &["init", "shop"]), 0, "");
    let shop = folder.path().join("shop");
    let module = shop.join("modules/table");
    fs::create_dir_all(&module).unwrap();
    let import = |more: &[&str]| run(&shop, &[&["schema", "import", "terraform", "modules/table"], more].concat());
    ends(&import(&[]), 2, "`modules/table` has no *.tf files");
    fs::write(module.join("variables.tf"), "variable \"name\" {\n  type = strng\n}\n").unwrap();
    ends(&import(&[]), 1, "modules/table/variables.tf:2:10: `strng` is no type");
    fs::write(module.join("variables.tf"), "variable \"name\" {\n  type = string\n}\n").unwrap();
    fs::write(module.join("main.tf"), "output \"arn\" { value = var.name }\n").unwrap();
    ends(&import(&["--check"]), 1, "stale: ");
    ends(&import(&[]), 0, "wrote 1 variable and 1 output of `modules/table` to ");
    let facts = fs::read_to_string(shop.join("schemas/terraform/modules-table.json")).unwrap();
    assert!(facts.contains("{\"name\": \"name\", \"type\": \"string\", \"required\": true}"), "{facts}");
    ends(&import(&["--check"]), 0, "");
    ends(&run(&shop, &["check", "--deny", "warnings"]), 0, "no findings in");
    let outside = run(folder.path(), &["schema", "import", "terraform", "shop/modules/table"]);
    ends(&outside, 2, "say with --name which source the module has");
    let named = ["--name", "acme/table/aws", "--version", "1.0.0", "--out", "table.json"];
    let named = [&["schema", "import", "terraform", "shop/modules/table"], &named[..]].concat();
    ends(&run(folder.path(), &named), 0, "of `acme/table/aws` to table.json");
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let mut child =
        platgen(folder.path(), &["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = platgen(folder.path(), &["completions", "bash"]).stdout(full).output().unwrap();
    ends(&output, 2, "stdout could not be written");
}

/// A Service that selects a Pod, and the Pod.
const SOUND: &str = "\
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: shop, labels: {app: api}}
spec:
  containers:
  - name: api
    image: registry.example.com/api:1.4.0
    ports: [{containerPort: 8080}]
    resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}
";

/// A ConfigMap with a field that no ConfigMap has.
const FAULTY: &str = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
dat: {colour: red}
";

const WIDGET: &str = "\
apiVersion: example.com/v1
kind: Widget
metadata: {name: one, namespace: shop}
spec: {sise: 3}
";

const DEFINITION: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties: {size: {type: integer}}
            x-kubernetes-validations: [{rule: self.size > 0}]
";

fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn sound_manifests_have_no_findings_and_what_was_judged_is_said() {
    let folder = folder_of(&[("a.yaml", SOUND), ("notes.yml", "hello: world\n"), ("empty.json", ""), ("b.txt", "{")]);
    let output = run(folder.path(), &["check", "-f", ".", "--kubernetes", "1.34", "--deny", "warnings"]);
    ends(&output, 0, "no findings in 3 files\n2 objects judged by Kubernetes 1.34's schemas and ");
    ends(&output, 0, "; 1 document is no object; 1 file holds no object\n");
    let output = run(folder.path(), &["check", "-f", "a.yaml", "--quiet"]);
    assert!(output.stdout.is_empty() && output.stderr.is_empty());
    // A file that is named twice is read once.
    ends(&run(folder.path(), &["check", "-f", "a.yaml", ".", "./a.yaml"]), 0, "no findings in 3 files");
}

#[test]
fn what_is_wrong_with_manifests_points_into_them() {
    let folder = folder_of(&[("k8s/b.yaml", FAULTY), ("k8s/deep/a.json", "{\"kind\": \"Service\", \"a\": \"\\/\"}")]);
    let output = run(folder.path(), &["check", "-f", "k8s", "--format", "short"]);
    ends(&output, 1, "2 errors\n1 object judged by Kubernetes 1.37's schemas and ");
    assert_eq!(
        stdout(&output),
        "\
k8s/b.yaml:4:1: error[unknown-resource-field]: unknown field `dat`
k8s/deep/a.json:1:1: error[invalid-resource]: this is no Kubernetes object: it has no `apiVersion`
"
    );
    let output = run(folder.path(), &["check", "-f", "k8s/b.yaml", "--ignore", "unknown-resource-field"]);
    ends(&output, 0, "; 1 finding ignored\n");
}

#[test]
fn a_standard_holds_where_no_namespace_says_another() {
    let folder = folder_of(&[("a.yaml", SOUND)]);
    let check = |more: &[&str]| run(folder.path(), &[&["check", "-f", "a.yaml", "--format", "short"], more].concat());
    ends(&check(&[]), 0, "no findings");
    ends(&check(&["--pod-security", "privileged"]), 0, "no findings");
    ends(&check(&["--pod-security", "baseline"]), 0, "no findings");
    let restricted = check(&["--pod-security", "restricted"]);
    ends(&restricted, 1, "4 errors");
    assert!(stdout(&restricted).contains("error[may-run-as-root]: "), "{}", stdout(&restricted));
}

#[test]
fn standard_input_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let list = format!("apiVersion: v1\nkind: List\nitems:\n- {}", FAULTY.trim_end().replace('\n', "\n  "));
    let mut child = platgen(folder.path(), &["check", "-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), list.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    ends(&output, 1, "1 error\n1 object judged");
    assert_eq!(
        stdout(&output),
        "\
error[unknown-resource-field]: unknown field `dat`
 --> <stdin>:7:3
  |
7 |   dat: {colour: red}
  |   ^^^ in ConfigMap `settings`, at `dat`
  |
  = help: did you mean `data`?

"
    );
}

#[test]
fn definitions_among_manifests_or_beside_them_bring_schemas() {
    let folder = folder_of(&[("k8s/a.yaml", WIDGET), ("crds/widget.yaml", DEFINITION), ("none/a.yaml", WIDGET)]);
    let output = run(folder.path(), &["check", "-f", "k8s"]);
    ends(&output, 0, "; without a schema: 1 Widget (example.com/v1)\n");
    for arguments in [&["check", "-f", "k8s", "--crds", "crds"][..], &["check", "-f", "k8s", "crds/widget.yaml"]] {
        let output = run(folder.path(), &[arguments, &["--format", "short"]].concat());
        ends(&output, 1, "; 1 CEL rule of custom resources not evaluated\n");
        assert_eq!(stdout(&output), "k8s/a.yaml:4:8: error[unknown-resource-field]: unknown field `sise`\n");
    }
    let output = run(folder.path(), &["check", "-f", "k8s", "--crds", "none"]);
    ends(&output, 2, "the paths of --crds hold no CustomResourceDefinition");
}

#[test]
fn manifests_that_cannot_be_judged_are_said_in_plain_words() {
    let folder = folder_of(&[("a.yaml", SOUND)]);
    for (arguments, stderr) in [
        (&["-f", "nothing"][..], "error: `nothing` does not exist\n"),
        (&["-f", "a.yaml", "-C", "."], "this command works on no project"),
        (&["-f", "a.yaml", "-e", "production"], "cannot be used with"),
        (&["--kubernetes", "1.34"], "required arguments were not provided"),
        (&["-f", "a.yaml", "--kubernetes", "1.99"], "is not among the known releases `1.25` to `1.37`"),
        (&["-f", "a.yaml", "--ignore", "service-select-nothing"], "did you mean `service-selects-nothing`?"),
        (&["-f", "a.yaml", "--ignore", "syntax"], "`syntax` cannot be ignored"),
    ] {
        let output = run(folder.path(), &[&["check"], arguments].concat());
        ends(&output, 2, stderr);
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn files_that_cannot_be_read_are_findings() {
    let folder = folder_of(&[("k8s/a.yaml", SOUND), ("elsewhere/b.yaml", SOUND)]);
    fs::write(folder.path().join("k8s/latin.yaml"), b"a: \xfc\n").unwrap();
    std::os::unix::fs::symlink("../elsewhere", folder.path().join("k8s/linked")).unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("k8s/loop")).unwrap();
    std::os::unix::fs::symlink("a.yaml", folder.path().join("k8s/same.yaml")).unwrap();
    fs::create_dir(folder.path().join("k8s/.hidden")).unwrap();
    fs::write(folder.path().join("k8s/.hidden/b.yaml"), "{").unwrap();
    let output = run(folder.path(), &["check", "-f", "k8s", "--format", "short"]);
    ends(&output, 1, "3 errors\n2 objects judged");
    assert_eq!(
        stdout(&output),
        "\
k8s/latin.yaml:1:4: error[syntax]: the byte `0xfc` at offset 3 is not UTF-8
k8s/linked:1:1: error[unreadable-file]: `linked` links to `../elsewhere`, outside the folder that was named
k8s/loop:1:1: error[unreadable-file]: `loop` links to `.`, which leads back to it
"
    );
}

#[test]
fn findings_have_a_form_for_each_reader() {
    let folder = folder_of(&[("k8s/a.yaml", FAULTY)]);
    let report = |format| {
        let output = run(folder.path(), &["check", "-f", "./k8s", "--format", format]);
        ends(&output, 1, "1 object judged");
        stdout(&output)
    };
    assert_eq!(
        report("github"),
        "::error file=k8s/a.yaml,line=4,col=1,endLine=4,title=unknown-resource-field::unknown field `dat`\
         %0Ain ConfigMap `settings`, at `dat`%0Ahelp: did you mean `data`?\n"
    );
    let suite = report("junit");
    assert!(suite.contains("<testsuite name=\"platgen\" tests=\"1\" failures=\"1\" errors=\"0\">"), "{suite}");
    let log: serde_json::Value = serde_json::from_str(&report("sarif")).unwrap();
    let place = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    assert_eq!(log.pointer(place).unwrap(), "k8s/a.yaml");
    let json: serde_json::Value = serde_json::from_str(&report("json")).unwrap();
    assert_eq!(json["findings"][0]["code"], "unknown-resource-field");
}

#[test]
fn programs_find_the_files_of_a_project_from_the_top_of_its_repository() {
    let folder = tempfile::tempdir().unwrap();
    git2::Repository::init(folder.path()).unwrap();
    ends(&run(folder.path(), &["init", "shop"]), 0, "");
    fs::write(folder.path().join("shop/teams/late.yaml"), "{").unwrap();
    for arguments in [&["check", "-C", "shop"][..], &["render", "-C", "shop"]] {
        let output = run(folder.path(), &[arguments, &["--format", "github"]].concat());
        ends(&output, 1, "");
        assert!(stdout(&output).starts_with("::error file=shop/teams/late.yaml,line=1,"), "{}", stdout(&output));
    }
}

#[test]
fn codes_are_listed_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["rules"]);
    ends(&output, 0, "");
    let list = stdout(&output);
    assert!(list.starts_with("Rules of objects:\nCODE "), "{list}");
    assert!(list.contains("\nThe input:\nCODE "), "{list}");
    let page = stdout(&run(folder.path(), &["rules", "duplicate-key"]));
    let start = "duplicate-key (error; a project cannot change it)\n\nA key stands twice in one map.\n\nParsers";
    assert!(page.starts_with(start), "{page}");
    assert!(page.contains("\n# Wrong\n```yaml\n# teams/shop.yaml\n"), "{page}");
    let output = run(folder.path(), &["rules", "duplicate-keys"]);
    ends(&output, 2, "error: there is no code `duplicate-keys`\n  help: did you mean `duplicate-key`?\n");
}

#[test]
fn a_baseline_of_manifests_leaves_only_new_findings() {
    let folder = folder_of(&[("k8s/a.yaml", FAULTY)]);
    let check = |more: &[&str]| {
        run(folder.path(), &[&["check", "-f", "k8s", "--baseline", "known", "--format", "short"], more].concat())
    };
    ends(&check(&[]), 2, "`known` could not be read");
    ends(&run(folder.path(), &["check", "-f", "k8s", "--write-baseline"]), 2, "name its file with `--baseline FILE`");
    ends(&check(&["--write-baseline"]), 0, "1 finding written to known");
    ends(&check(&[]), 0, "1 finding known to the baseline");
    // The fault is the same wherever its line went; another one is new.
    let moved = format!("# moved\n\n{FAULTY}---\n{}", FAULTY.replace("settings", "others"));
    fs::write(folder.path().join("k8s/a.yaml"), moved).unwrap();
    let output = check(&[]);
    ends(&output, 1, "1 finding known to the baseline");
    assert_eq!(stdout(&output), "k8s/a.yaml:11:1: error[unknown-resource-field]: unknown field `dat`\n");
    fs::write(folder.path().join("known"), "what is this\n").unwrap();
    ends(&check(&[]), 2, "line 1 of `known` is no fingerprint");
}

/// A definition of a project whose object is deprecated.
const LEGACY: &str = "\
apiVersion: platgen.dev/v1
kind: Definition
metadata: {name: legacy}
spec:
  target: component
  resources:
    - apiVersion: v1
      kind: Endpoints
      metadata: {name: legacy}
      subsets: []
";

#[test]
fn a_project_that_begins_late_has_a_baseline_and_findings_name_the_rendered_line() {
    let folder = tempfile::tempdir().unwrap();
    ends(&run(folder.path(), &["init", "shop"]), 0, "");
    let root = folder.path().join("shop");
    fs::create_dir_all(root.join("catalog")).unwrap();
    fs::write(root.join("catalog/legacy.yaml"), LEGACY).unwrap();
    let stack = fs::read_dir(root.join("stacks")).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&stack).unwrap();
    let namespace = text.lines().find_map(|line| line.trim().strip_prefix("namespace: ")).unwrap();
    fs::write(&stack, format!("{text}  components:\n    legacy: {{namespace: {namespace}}}\n")).unwrap();
    let before = run(&root, &["check"]);
    ends(&before, 0, "1 warning");
    assert!(!stdout(&before).contains("= rendered:"), "{}", stdout(&before));
    ends(&run(&root, &["render"]), 0, "");
    let rendered = stdout(&run(&root, &["check"]));
    assert!(rendered.contains("= rendered: out/") && rendered.contains("endpoints-legacy.yaml:1:1"), "{rendered}");
    ends(&run(&root, &["check", "--write-baseline"]), 0, "1 finding written to");
    ends(&run(&root, &["check", "--deny", "warnings"]), 0, "1 finding known to the baseline");
}

#[test]
fn a_document_that_cannot_be_read_leaves_the_others_judged() {
    let broken = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice, namespace: shop}\ndata: {a: b, a: c}\n";
    let text = format!("{FAULTY}---\n{broken}--- # and one more\n{}", FAULTY.replace("dat:", "immutible: true\ndata:"));
    let needs = "apiVersion: v1\nkind: Pod\nmetadata: {name: api, namespace: shop}\nspec: {containers: [{name: api, \
                 image: \"api:1\", envFrom: [{configMapRef: {name: twice}}]}]}\n";
    let folder = folder_of(&[("k8s/a.yaml", &text), ("k8s/b.yaml", needs)]);
    let ignored = ["--ignore", "missing-requests", "--ignore", "missing-memory-limit", "--ignore", "duplicate-object"];
    let output = run(folder.path(), &[&["check", "-f", "./k8s", "--format", "short"][..], &ignored].concat());
    // Whether the Pod's ConfigMap is the one that cannot be read is not known.
    ends(&output, 1, "left open, since not all of a cluster is known");
    assert_eq!(
        stdout(&output),
        "\
k8s/a.yaml:4:1: error[unknown-resource-field]: unknown field `dat`
k8s/a.yaml:9:14: error[duplicate-key]: the key `a` is given twice
k8s/a.yaml:14:1: error[unknown-resource-field]: unknown field `immutible`
"
    );
    let nothing = run(folder_of(&[("k8s/notes.txt", "")]).path(), &["check", "-f", "k8s"]);
    ends(&nothing, 0, "warning: there is nothing to judge here");
}

#[test]
fn secrets_that_are_made_by_hand_are_written_without_values() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
    let local = run(shipped, &["secrets", "--environment", "p4-local"]);
    ends(&local, 0, "1 Secret: replace every REPLACE-ME, and keep the file out of Git");
    let written = "---\n# p4-local, cluster kind-local\napiVersion: v1\nkind: Secret\nmetadata:\n  name: api-secrets\n  \
                   namespace: checkout\ntype: Opaque\nstringData:\n  PAYMENT_KEY: REPLACE-ME\n";
    assert_eq!(String::from_utf8(local.stdout).unwrap(), written);
    let stored = run(shipped, &["secrets", "--environment", "p4-production"]);
    ends(&stored, 0, "no Secret is made by hand");
    assert!(stored.stdout.is_empty());
    ends(&run(shipped, &["secrets", "--environment", "p4-lokal"]), 2, "the project has no environment `p4-lokal`");
}

/// A project with a queue in the cloud and a worker that uses it.
fn queue_project() -> tempfile::TempDir {
    let head = |kind: &str, name: &str| format!("apiVersion: platgen.dev/v1\nkind: {kind}\nmetadata: {name}\nspec:\n");
    let environment = "  account: \"111122223333\"\n  images: {registry: registry.example.com, pins: {w: \"1\"}}\n  \
                       clusters: {c: {region: us-west-2, kubernetes: \"1.34\", nodeGroups: {general: {}}}}\n  stacks: {shop: {}}\n";
    let stack = "  namespaces: {shop: {podSecurity: restricted}}\n  units:\n    net: {kind: vpc}\n    eks: {kind: eks, nodeGroups: \
                 {general: {instances: [m5.large], max: 2}}, addons: {coredns: v1.12.4-eksbuild.1}}\n    jobs: {kind: queue}\n  \
                 workloads:\n    w:\n      kind: worker\n      namespace: shop\n      image: w\n      resources: {requests: \
                 {cpu: 10m, memory: 16Mi}, limits: {memory: 16Mi}}\n      uses: {jobs: {}}\n";
    folder_of(&[
        ("platgen.yaml", "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: acme}\nspec: {}\n"),
        ("teams/shop.yaml", &(head("Team", "{name: shop}") + "  namespaces: [shop]\n")),
        ("environments/prod.yaml", &(head("Environment", "{name: prod}") + environment)),
        ("stacks/shop.yaml", &(head("Stack", "{name: shop, team: shop}") + stack)),
    ])
}

#[test]
fn units_are_listed_with_who_uses_them_and_drawn() {
    let folder = queue_project();
    let list = run(folder.path(), &["list", "units", "--format", "json"]);
    ends(&list, 0, "");
    let units: serde_json::Value = serde_json::from_str(&stdout(&list)).unwrap();
    let queue = units.as_array().unwrap().iter().find(|unit| unit["unit"] == "jobs").unwrap();
    assert_eq!(
        queue.to_string(),
        r#"{"environment":"prod","stack":"shop","unit":"jobs","kind":"queue","region":"us-west-2","cluster":null,"folder":"us-west-2/shop/jobs","cloudName":"acme-prod-shop-jobs","users":["c/shop/w"]}"#
    );
    let dot = run(folder.path(), &["graph", "--units", "--format", "dot"]);
    ends(&dot, 0, "");
    assert!(stdout(&dot).starts_with("digraph platgen {\n") && stdout(&dot).ends_with("}\n"));
    assert!(!stdout(&dot).contains("app_"), "{}", stdout(&dot));
    let mermaid = stdout(&run(folder.path(), &["graph", "--apps"]));
    assert!(mermaid.contains("  app_prod_c_namespaces -->|namespaces| app_prod_c_shop\n"), "{mermaid}");
    ends(&run(folder.path(), &["graph", "--stack", "shp"]), 2, "did you mean `shop`?");
    ends(&run(folder.path(), &["graph", "--format", "svg"]), 2, "[possible values: mermaid, dot, json, shell]");
}
