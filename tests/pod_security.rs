//! The Pod Security Standards, as a cluster with labelled namespaces would judge: what is refused, from which version on, and what
//! a namespace makes of it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by a panic, and reads data that is not the crate's"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use platgen::check::{Judge, Standard, rules};
use platgen::diagnostics::{Diagnostic, Level, Report};
use platgen::manifests::{ManifestFile, ManifestRequest, check_manifests};
use platgen_schema::Catalog;

/// The newest version of the standard that is told apart here.
const NEWEST: u32 = 37;

fn request(minor: u32) -> ManifestRequest {
    ManifestRequest::new(Catalog::embedded().kubernetes(minor).unwrap())
}

fn file(path: &str, text: &str) -> ManifestFile {
    ManifestFile { path: path.into(), bytes: text.as_bytes().into(), is_named: true }
}

fn is_of_pod_security(diagnostic: &Diagnostic) -> bool {
    rules().any(|rule| rule.code == diagnostic.code && matches!(rule.judge, Judge::Pod(..)))
}

fn namespace(labels: &str) -> String {
    format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {{{labels}}}}}\n---\n")
}

fn label(mode: &str, level: &str) -> String {
    format!("pod-security.kubernetes.io/{mode}: {level}")
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Kubernetes' own verdicts

/// One pod with the verdict of a level.
struct Verdict {
    name: String,
    standard: Standard,
    allowed: bool,
    pod: serde_json::Value,
}

/// The folder of data that development shares: named by the environment, or beside the project.
fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("PLATGEN_SHARED").map_or_else(beside, PathBuf::from)
}

fn verdicts() -> Option<Vec<Verdict>> {
    let text = std::fs::read_to_string(shared().join("data/pss/pods-v1.34.jsonl")).ok()?;
    let verdict = |line: &str| {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["pod"]["metadata"]["namespace"] = "shop".into();
        Verdict {
            name: format!("{} {}", line["level"].as_str().unwrap(), line["name"].as_str().unwrap()),
            standard: Standard::of_name(line["level"].as_str().unwrap()).unwrap(),
            allowed: line["allowed"].as_bool().unwrap(),
            pod: line["pod"].take(),
        }
    };
    Some(text.lines().map(verdict).collect())
}

/// The codes that a fixture may be refused by, from the name that its check has there.
fn expected(name: &str) -> &'static [&'static str] {
    let check = name.split(' ').next_back().unwrap().trim_end_matches(|c: char| c.is_ascii_digit());
    match check {
        "allowprivilegeescalation" => &["privilege-escalation"],
        "apparmorprofile" => &["app-armor-unconfined"],
        "capabilities_baseline" => &["added-capability"],
        "capabilities_restricted" => &["added-capability", "capabilities-not-dropped"],
        "hostnamespaces" => &["host-namespace"],
        "hostpathvolumes" => &["host-path-volume"],
        "hostports" => &["host-port"],
        "hostprobesandhostlifecycle" => &["host-in-probe-or-hook"],
        "privileged" => &["privileged-container"],
        "procmount" => &["unmasked-proc-mount"],
        "restrictedvolumes" => &["forbidden-volume-type", "host-path-volume"],
        "runasnonroot" => &["may-run-as-root"],
        "runasuser" => &["runs-as-user-zero"],
        "seccompprofile_baseline" => &["seccomp-unconfined"],
        "seccompprofile_restricted" => &["missing-seccomp-profile", "seccomp-unconfined"],
        "selinuxoptions" => &["custom-selinux-options"],
        "sysctls" => &["unsafe-sysctl"],
        "windowshostprocess" => &["windows-host-process"],
        _ => &[],
    }
}

/// Compares what is found with a verdict; says what is wrong.
fn disagreement(verdict: &Verdict, report: &Report) -> Option<String> {
    let found: BTreeSet<&str> = report
        .diagnostics
        .iter()
        .filter(|diagnostic| is_of_pod_security(diagnostic) && diagnostic.level == Level::Error)
        .map(|diagnostic| diagnostic.code.name())
        .collect();
    let agrees = match verdict.allowed {
        true => found.is_empty(),
        false => expected(&verdict.name).iter().any(|code| found.contains(code)),
    };
    (!agrees).then(|| format!("{}: allowed {}, found {found:?}\n{}", verdict.name, verdict.allowed, verdict.pod))
}

#[test]
fn agrees_with_the_verdicts_of_kubernetes() {
    let Some(verdicts) = verdicts() else {
        println!("left out: no verdicts in {}", shared().display());
        return;
    };
    assert_eq!(verdicts.len(), 144);
    let request = request(34);
    let mut faults = Vec::new();
    for verdict in &verdicts {
        let labelled = namespace(&label("enforce", verdict.standard.name())) + &verdict.pod.to_string();
        let by_label = check_manifests(&[file("pod.yaml", &labelled)], &request).report;
        faults.extend(disagreement(verdict, &by_label));
        let mut request = request.clone();
        request.pod_security = Some(verdict.standard);
        let by_default = check_manifests(&[file("pod.json", &verdict.pod.to_string())], &request).report;
        faults.extend(disagreement(verdict, &by_default));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Versions

const ALL: &str = "all";
const NEVER: &str = "never";

/// A pod with the versions of each level that are to forbid it.
struct Case {
    code: &'static str,
    /// Fields of the pod's spec.
    pod: &'static str,
    /// Fields of its container.
    container: &'static str,
    baseline: &'static str,
    restricted: &'static str,
}

const fn case(
    code: &'static str,
    pod: &'static str,
    container: &'static str,
    baseline: &'static str,
    restricted: &'static str,
) -> Case {
    Case { code, pod, container, baseline, restricted }
}

const CASES: &[Case] = &[
    case("host-namespace", "hostNetwork: true", "", ALL, ALL),
    case("host-namespace", "hostPID: true", "", ALL, ALL),
    case("host-namespace", "hostIPC: true", "", ALL, ALL),
    case("host-namespace", "hostNetwork: false, hostPID: null", "", NEVER, NEVER),
    case("privileged-container", "", "securityContext: {privileged: true}", ALL, ALL),
    case("privileged-container", "hostUsers: false", "securityContext: {privileged: true}", ALL, ALL),
    case("added-capability", "", "securityContext: {capabilities: {add: [SYS_ADMIN]}}", ALL, ALL),
    case("added-capability", "", "securityContext: {capabilities: {add: [ALL]}}", ALL, ALL),
    case("added-capability", "", "securityContext: {capabilities: {add: [CHOWN]}}", NEVER, "22-"),
    case("added-capability", "", "securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}", NEVER, NEVER),
    case("added-capability", "os: {name: windows}", "securityContext: {capabilities: {add: [SYS_ADMIN]}}", ALL, "-24"),
    case("added-capability", "os: {name: windows}", "securityContext: {capabilities: {add: [CHOWN]}}", NEVER, "22-24"),
    case("capabilities-not-dropped", "", "", NEVER, "22-"),
    case("capabilities-not-dropped", "", "securityContext: {capabilities: {drop: [all]}}", NEVER, "22-"),
    case("capabilities-not-dropped", "", "securityContext: {capabilities: {drop: [NET_RAW, ALL]}}", NEVER, NEVER),
    case("capabilities-not-dropped", "os: {name: windows}", "", NEVER, "22-24"),
    case("capabilities-not-dropped", "os: {name: linux}", "", NEVER, "22-"),
    case("capabilities-not-dropped", "hostUsers: false", "", NEVER, "22-"),
    case("host-path-volume", "volumes: [{name: a, hostPath: {path: /a}}]", "", ALL, ALL),
    case("forbidden-volume-type", "volumes: [{name: a, hostPath: {path: /a}}]", "", NEVER, NEVER),
    case("host-path-volume", "volumes: [{name: a, hostPath: {path: /a}, emptyDir: {}}]", "", ALL, NEVER),
    case("forbidden-volume-type", "volumes: [{name: a, nfs: {server: a, path: /}}]", "", NEVER, ALL),
    case("forbidden-volume-type", "volumes: [{name: a, gitRepo: {repository: a}}]", "", NEVER, ALL),
    case("forbidden-volume-type", "volumes: [{name: a}, {name: b, image: {reference: b}}]", "", NEVER, NEVER),
    case("host-port", "", "ports: [{containerPort: 80, hostPort: 80}]", ALL, ALL),
    case("host-port", "", "ports: [{containerPort: 80, hostPort: 0}]", NEVER, NEVER),
    case("app-armor-unconfined", "securityContext: {appArmorProfile: {type: Unconfined}}", "", ALL, ALL),
    case("app-armor-unconfined", "", "securityContext: {appArmorProfile: {type: Unconfined}}", ALL, ALL),
    case("app-armor-unconfined", "", "securityContext: {appArmorProfile: {type: Localhost}}", NEVER, NEVER),
    case("custom-selinux-options", "securityContext: {seLinuxOptions: {type: spc_t}}", "", ALL, ALL),
    case("custom-selinux-options", "", "securityContext: {seLinuxOptions: {type: container_engine_t}}", "-30", "-30"),
    case(
        "custom-selinux-options",
        "",
        "securityContext: {seLinuxOptions: {type: '', user: '', level: s0}}",
        NEVER,
        NEVER,
    ),
    case("custom-selinux-options", "", "securityContext: {seLinuxOptions: {type: container_t, user: a}}", ALL, ALL),
    case("custom-selinux-options", "", "securityContext: {seLinuxOptions: {role: a}}", ALL, ALL),
    case("unmasked-proc-mount", "", "securityContext: {procMount: Unmasked}", ALL, ALL),
    case("unmasked-proc-mount", "hostUsers: false", "securityContext: {procMount: Unmasked}", "-34", ALL),
    case("unmasked-proc-mount", "hostUsers: true", "securityContext: {procMount: Unmasked}", ALL, ALL),
    case("unmasked-proc-mount", "", "securityContext: {procMount: Default}", NEVER, NEVER),
    case("seccomp-unconfined", "securityContext: {seccompProfile: {type: Unconfined}}", "", "19-", "19-"),
    case("missing-seccomp-profile", "securityContext: {seccompProfile: {type: Unconfined}}", "", NEVER, NEVER),
    case("seccomp-unconfined", "", "securityContext: {seccompProfile: {type: Unconfined}}", "19-", "19-"),
    case(
        "seccomp-unconfined",
        "os: {name: windows}",
        "securityContext: {seccompProfile: {type: Unconfined}}",
        "19-",
        "19-24",
    ),
    case("missing-seccomp-profile", "", "", NEVER, "19-"),
    case("missing-seccomp-profile", "os: {name: windows}", "", NEVER, "19-24"),
    case("missing-seccomp-profile", "securityContext: {seccompProfile: {type: RuntimeDefault}}", "", NEVER, NEVER),
    case(
        "missing-seccomp-profile",
        "",
        "securityContext: {seccompProfile: {type: Localhost, localhostProfile: a}}",
        NEVER,
        NEVER,
    ),
    case("unsafe-sysctl", "securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]}", "", ALL, ALL),
    case(
        "unsafe-sysctl",
        "securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: '1'}]}",
        "",
        NEVER,
        NEVER,
    ),
    case(
        "unsafe-sysctl",
        "securityContext: {sysctls: [{name: net.ipv4.ip_local_reserved_ports, value: '1'}]}",
        "",
        "-26",
        "-26",
    ),
    case(
        "unsafe-sysctl",
        "securityContext: {sysctls: [{name: net.ipv4.tcp_fin_timeout, value: '1'}]}",
        "",
        "-28",
        "-28",
    ),
    case("unsafe-sysctl", "securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: '1'}]}", "", "-31", "-31"),
    case(
        "unsafe-sysctl",
        "securityContext: {sysctls: [{name: net.ipv4.tcp_slow_start_after_idle, value: '1'}]}",
        "",
        "-36",
        "-36",
    ),
    case("windows-host-process", "securityContext: {windowsOptions: {hostProcess: true}}", "", ALL, ALL),
    case("windows-host-process", "", "securityContext: {windowsOptions: {hostProcess: true}}", ALL, ALL),
    case("host-in-probe-or-hook", "", "livenessProbe: {tcpSocket: {host: a, port: 1}}", "34-", "34-"),
    case("host-in-probe-or-hook", "", "startupProbe: {httpGet: {host: a, port: 1}}", "34-", "34-"),
    case("host-in-probe-or-hook", "", "lifecycle: {preStop: {httpGet: {host: a, port: 1}}}", "34-", "34-"),
    case("host-in-probe-or-hook", "", "lifecycle: {postStart: {tcpSocket: {host: a, port: 1}}}", "34-", "34-"),
    case("host-in-probe-or-hook", "", "readinessProbe: {httpGet: {host: '', port: 1}}", NEVER, NEVER),
    case("privilege-escalation", "", "", NEVER, "8-"),
    case("privilege-escalation", "os: {name: windows}", "", NEVER, "8-24"),
    case("privilege-escalation", "", "securityContext: {allowPrivilegeEscalation: true}", NEVER, "8-"),
    case("privilege-escalation", "", "securityContext: {allowPrivilegeEscalation: false}", NEVER, NEVER),
    case("may-run-as-root", "", "", NEVER, ALL),
    case("may-run-as-root", "os: {name: windows}", "", NEVER, ALL),
    case("may-run-as-root", "hostUsers: false", "", NEVER, "-34"),
    case("may-run-as-root", "securityContext: {runAsNonRoot: true}", "", NEVER, NEVER),
    case("may-run-as-root", "", "securityContext: {runAsNonRoot: true}", NEVER, NEVER),
    case(
        "may-run-as-root",
        "securityContext: {runAsNonRoot: false}",
        "securityContext: {runAsNonRoot: true}",
        NEVER,
        ALL,
    ),
    case(
        "may-run-as-root",
        "securityContext: {runAsNonRoot: true}",
        "securityContext: {runAsNonRoot: false}",
        NEVER,
        ALL,
    ),
    case("runs-as-user-zero", "securityContext: {runAsUser: 0}", "", NEVER, "23-"),
    case("runs-as-user-zero", "", "securityContext: {runAsUser: 0}", NEVER, "23-"),
    case("runs-as-user-zero", "hostUsers: false", "securityContext: {runAsUser: 0}", NEVER, "23-34"),
    case("runs-as-user-zero", "securityContext: {runAsUser: 1000}", "", NEVER, NEVER),
];

impl Case {
    fn pod(&self) -> String {
        let comma = |fields: &str| if fields.is_empty() { String::new() } else { format!(", {fields}") };
        let container = format!("{{name: api, image: a{}}}", comma(self.container));
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: api, namespace: shop}}\nspec: {{containers: [{container}]{}}}\n",
            comma(self.pod)
        )
    }
}

/// The versions that a namespace may ask for by which a pod is refused for a code, each run judged on its own.
fn forbidding(code: &str, standard: &str, pod: &str) -> String {
    let level = label("enforce", standard);
    let of_minor = |minor: u32| {
        let labels = format!("{level}, {}", label("enforce-version", &format!("v1.{minor}")));
        let text = namespace(&labels) + pod;
        file(&minor.to_string(), &text.replace("shop", &format!("shop-{minor}")))
    };
    let files: Vec<ManifestFile> = (0..=NEWEST).map(of_minor).collect();
    let report = check_manifests(&files, &request(NEWEST)).report;
    let refused = report.diagnostics.iter().filter(|found| found.code.name() == code && found.level == Level::Error);
    let minors: BTreeSet<u32> = refused.map(|found| found.primary.path.parse().unwrap()).collect();
    let (Some(first), Some(last)) = (minors.first(), minors.last()) else { return NEVER.to_owned() };
    assert_eq!(minors.len() as u32, last - first + 1, "{code}: not one run of versions: {minors:?}");
    match (*first, *last) {
        (0, NEWEST) => ALL.to_owned(),
        (0, last) => format!("-{last}"),
        (first, NEWEST) => format!("{first}-"),
        (first, last) => format!("{first}-{last}"),
    }
}

#[test]
fn every_version_of_the_standard_forbids_what_it_says() {
    let mut faults = Vec::new();
    for case in CASES {
        let pod = case.pod();
        for (standard, expected) in [("baseline", case.baseline), ("restricted", case.restricted)] {
            let found = forbidding(case.code, standard, &pod);
            if found != expected {
                faults.push(format!("{}: {standard} forbids in {found}, not in {expected}:\n{pod}", case.code));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_check_has_a_case() {
    let cases: BTreeSet<&str> = CASES.iter().map(|case| case.code).collect();
    let checks: BTreeSet<&str> =
        rules().filter(|rule| matches!(rule.judge, Judge::Pod(..))).map(|rule| rule.code.name()).collect();
    assert_eq!(cases, checks);
}

#[test]
fn annotations_count_in_the_versions_that_know_them() {
    let cases = [
        ("app-armor-unconfined", "container.apparmor.security.beta.kubernetes.io/api: unconfined", ALL),
        ("app-armor-unconfined", "container.apparmor.security.beta.kubernetes.io/api: localhost/a", NEVER),
        ("app-armor-unconfined", "container.apparmor.security.beta.kubernetes.io/api: ''", NEVER),
        ("seccomp-unconfined", "seccomp.security.alpha.kubernetes.io/pod: unconfined", "-18"),
        ("seccomp-unconfined", "seccomp.security.alpha.kubernetes.io/pod: docker/default", NEVER),
        ("seccomp-unconfined", "container.seccomp.security.alpha.kubernetes.io/api: unconfined", "-18"),
        ("seccomp-unconfined", "container.seccomp.security.alpha.kubernetes.io/other: unconfined", NEVER),
    ];
    for (code, annotation, expected) in cases {
        let pod = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: api, namespace: shop, annotations: {{{annotation}}}}}\n\
             spec: {{containers: [{{name: api, image: a}}]}}\n"
        );
        for standard in ["baseline", "restricted"] {
            assert_eq!(forbidding(code, standard, &pod), expected, "{standard} {annotation}");
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------------------
// Enforcement

const PRIVILEGED: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: api, namespace: shop}\n\
    spec: {containers: [{name: api, image: a, securityContext: {privileged: true, allowPrivilegeEscalation: true}}]}\n";

/// The codes of Pod Security that are found, with their levels.
fn found(text: &str, minor: u32, default: Option<Standard>) -> Vec<String> {
    let request = ManifestRequest { pod_security: default, ..request(minor) };
    let report = check_manifests(&[file("pod.yaml", text)], &request).report;
    let said = report.diagnostics.iter().filter(|found| is_of_pod_security(found));
    let mut said: Vec<String> = said.map(|found| format!("{} {}", found.level.name(), found.code.name())).collect();
    said.sort();
    said
}

#[test]
fn nothing_is_enforced_where_no_label_says_so() {
    assert!(found(PRIVILEGED, 34, None).is_empty(), "the namespace is not known");
    assert!(found(&(namespace("team: shop") + PRIVILEGED), 34, None).is_empty());
    assert!(found(&(namespace(&label("enforce", "privileged")) + PRIVILEGED), 34, None).is_empty());
    let other = namespace(&label("enforce", "baseline")).replace("shop", "other");
    assert!(found(&(other + PRIVILEGED), 34, None).is_empty(), "another namespace");
}

#[test]
fn what_a_namespace_only_warns_of_is_a_warning_and_never_said_twice() {
    let labels = [label("enforce", "baseline"), label("warn", "restricted"), label("audit", "restricted")].join(", ");
    let said = found(&(namespace(&labels) + PRIVILEGED), 34, None);
    let expected = [
        "error privileged-container",
        "warning capabilities-not-dropped",
        "warning may-run-as-root",
        "warning missing-seccomp-profile",
        "warning privilege-escalation",
    ];
    assert_eq!(said, expected);
    let audited = found(&(namespace(&label("audit", "baseline")) + PRIVILEGED), 34, None);
    assert_eq!(audited, ["warning privileged-container"]);
}

#[test]
fn a_version_newer_than_the_cluster_is_the_clusters_own() {
    let pod =
        PRIVILEGED.replace("privileged: true", "procMount: Unmasked").replace("spec: {", "spec: {hostUsers: false, ");
    let pinned = |version: &str| {
        let labels = [label("enforce", "baseline"), label("enforce-version", version)].join(", ");
        namespace(&labels) + &pod
    };
    assert_eq!(found(&pinned("v1.99"), 34, None), ["error unmasked-proc-mount"]);
    assert_eq!(found(&pinned("latest"), 34, None), ["error unmasked-proc-mount"]);
    assert_eq!(found(&pinned("v1.34"), 35, None), ["error unmasked-proc-mount"]);
    assert!(found(&pinned("latest"), 35, None).is_empty());
    assert!(found(&pinned("v1.99"), 35, None).is_empty());
}

#[test]
fn a_default_level_holds_where_no_label_enforces_another() {
    let baseline = Some(Standard::Baseline);
    let refused = ["error privileged-container"];
    assert_eq!(found(PRIVILEGED, 34, baseline), refused);
    assert_eq!(found(&PRIVILEGED.replace(", namespace: shop", ""), 34, baseline), refused);
    assert_eq!(found(&(namespace("team: shop") + PRIVILEGED), 34, baseline), refused);
    assert_eq!(found(&(namespace(&label("warn", "baseline")) + PRIVILEGED), 34, baseline), refused);
    assert!(found(&(namespace(&label("enforce", "privileged")) + PRIVILEGED), 34, baseline).is_empty());
}

#[test]
fn templates_are_judged_for_the_pods_that_they_make() {
    let spec = "{restartPolicy: Never, hostPID: true, containers: [{name: api, image: a}]}";
    let template = format!("{{metadata: {{labels: {{app: api}}}}, spec: {spec}}}");
    let with_selector = format!("{{selector: {{matchLabels: {{app: api}}}}, template: {template}}}");
    let kinds = [
        ("apps/v1", "Deployment", with_selector.clone()),
        ("apps/v1", "DaemonSet", with_selector.clone()),
        ("apps/v1", "StatefulSet", with_selector.clone()),
        ("apps/v1", "ReplicaSet", with_selector),
        ("v1", "ReplicationController", format!("{{selector: {{app: api}}, template: {template}}}")),
        ("batch/v1", "Job", format!("{{template: {template}}}")),
        ("batch/v1", "CronJob", format!("{{schedule: '* * * * *', jobTemplate: {{spec: {{template: {template}}}}}}}")),
    ];
    for (version, kind, spec) in kinds {
        let object =
            format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{name: api, namespace: shop}}\nspec: {spec}\n");
        let said = found(&(namespace(&label("enforce", "baseline")) + &object), 34, None);
        assert_eq!(said, ["error host-namespace"], "{kind}");
    }
}

#[test]
fn every_kind_of_container_is_looked_at() {
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        let pod = PRIVILEGED.replace("containers: [", &format!("containers: [{{name: main, image: a}}], {list}: ["));
        let pod = if list == "containers" { PRIVILEGED.to_owned() } else { pod };
        assert_eq!(found(&(namespace(&label("enforce", "baseline")) + &pod), 34, None), ["error privileged-container"]);
    }
}

#[test]
fn what_is_of_the_wrong_type_is_left_to_the_schema() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: api, namespace: shop}\nspec:\n  hostPID: 'yes'\n  volumes: {}\n  \
               securityContext: {runAsNonRoot: 'true', seccompProfile: {type: 1}, sysctls: [1], seLinuxOptions: []}\n  \
               containers: [{name: api, image: a, ports: 1, securityContext: {allowPrivilegeEscalation: 'no', \
               capabilities: {drop: [ALL], add: [1]}}}, 7]\n";
    let said = found(&(namespace(&label("enforce", "restricted")) + pod), 34, None);
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn findings_read_as_sentences_and_point_at_the_fault() {
    let pod = "\
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: shop}
spec:
  securityContext: {runAsNonRoot: true}
  containers:
    - name: api
      image: a
      securityContext:
        allowPrivilegeEscalation: true
        capabilities: {drop: [ALL], add: [CHOWN]}
    - name: proxy
      image: a
";
    let text = namespace(&label("enforce", "restricted")) + pod;
    let report = check_manifests(&[file("pod.yaml", &text)], &request(34)).report;
    let shown: Vec<String> = report
        .diagnostics
        .iter()
        .filter(|found| is_of_pod_security(found))
        .map(|found| {
            let asked = &found.secondary[0];
            format!(
                "{}:{} {} ({}; {}:{} {})",
                found.primary.line,
                found.primary.column,
                found.message,
                found.help.as_deref().unwrap_or_default(),
                asked.line,
                asked.column,
                asked.message
            )
        })
        .collect();
    let asked = "3:69 enforces `restricted` of 1.34 in Namespace `shop`";
    assert_eq!(
        shown,
        [
            "9:3 nothing gives containers `api` and `proxy` a seccomp profile \
             (set `securityContext.seccompProfile.type: RuntimeDefault` of the pod; ASKED)",
            "14:35 container `api` may gain privileges (set `securityContext.allowPrivilegeEscalation: false`; ASKED)",
            "15:43 container `api` adds the capability `CHOWN` \
             (remove `CHOWN` from `securityContext.capabilities.add`; ASKED)",
            "16:7 container `proxy` does not drop all capabilities \
             (set `securityContext.capabilities.drop: [ALL]`; ASKED)",
            "16:7 container `proxy` may gain privileges (set `securityContext.allowPrivilegeEscalation: false`; ASKED)",
        ]
        .map(|sentence| sentence.replace("ASKED", asked))
    );
}

#[test]
fn what_all_containers_lack_is_said_once_and_what_one_lacks_of_it() {
    let messages = |contexts: &[&str]| {
        let container =
            |(index, context): (usize, &&str)| format!("{{name: c{index}, image: a, securityContext: {{{context}}}}}");
        let containers: Vec<String> = contexts.iter().enumerate().map(container).collect();
        let pod = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: api, namespace: shop}}\nspec: {{containers: [{}]}}\n",
            containers.join(", ")
        );
        let text = namespace(&label("enforce", "restricted")) + &pod;
        let report = check_manifests(&[file("pod.yaml", &text)], &request(34)).report;
        let of_rule = report.diagnostics.into_iter().filter(|found| found.code.name() == "may-run-as-root");
        of_rule.map(|found| found.message).collect::<Vec<_>>()
    };
    let set = "runAsNonRoot: true";
    assert_eq!(messages(&[""]), ["container `c0` may run as root"]);
    assert_eq!(messages(&["", "", ""]), ["containers `c0`, `c1` and `c2` may run as root"]);
    assert_eq!(messages(&["", "", "", "", ""]), ["containers `c0`, `c1`, `c2` and 2 more may run as root"]);
    assert_eq!(messages(&["", set]), ["container `c0` may run as root"]);
    assert!(messages(&[set, set]).is_empty());
}
