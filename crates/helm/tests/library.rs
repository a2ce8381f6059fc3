//! The crate as a library: loaded once, rendered many times, alike everywhere.

use platgen_helm::{
    Capabilities, Chart, ChartFiles, Compat, Fields, Recording, Release, RenderOptions, Rendered, Renderer, Role, Step,
    TemplateFlags, template,
};

fn chart(files: &[(&str, &str)]) -> Chart {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Chart::load(&ChartFiles::of_memory(files), Compat::default()).expect("the chart is sound")
}

const WEB: [(&str, &str); 7] = [
    ("Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0}"),
    ("values.yaml", "replicas: 2\nnames: [a, b]\nunused: 1\n"),
    ("templates/_helpers.tpl", "{{ define \"web.name\" }}{{ .Release.Name }}-web{{ end }}"),
    (
        "templates/deployment.yaml",
        "kind: Deployment\nmetadata:\n  name: {{ include \"web.name\" . }}\nspec:\n  replicas: {{ .Values.replicas }}\n",
    ),
    ("templates/hook.yaml", "kind: Job\nmetadata:\n  name: j\n  annotations: {helm.sh/hook: test}\n"),
    ("templates/NOTES.txt", "Hello {{ .Release.Name }}"),
    ("crds/thing.yaml", "kind: CustomResourceDefinition\n"),
];

fn release(name: &str) -> Release {
    Release {
        name: name.to_owned(),
        namespace: "shop".to_owned(),
        is_upgrade: false,
        capabilities: Capabilities::built_in(Compat::default()),
    }
}

fn texts(rendered: &Rendered) -> Vec<(&str, &str)> {
    rendered.documents.iter().map(|document| (document.path.as_str(), document.text.as_str())).collect()
}

#[test]
fn many_threads_give_the_same() {
    let renderer = Renderer::new(chart(&WEB), Compat::default());
    let render = |name: &str| {
        let options = RenderOptions { includes_crds: true, ..RenderOptions::default() };
        renderer.render(&release(name), &Fields::new(), &options, None).expect("it renders")
    };
    let first = render("one");
    assert_eq!(first.notes.as_deref(), Some("Hello one"));
    let roles: Vec<Role> = first.documents.iter().map(|document| document.role).collect();
    assert_eq!(roles, [Role::CustomResourceDefinition, Role::Resource, Role::Hook { is_test: true }]);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (first, render) = (&first, &render);
            scope.spawn(move || {
                for round in 0..20 {
                    let name = if round % 2 == 0 { "one".to_owned() } else { format!("other-{thread}") };
                    let rendered = render(&name);
                    if name == "one" {
                        assert_eq!(texts(&rendered), texts(first));
                    } else {
                        assert!(texts(&rendered)[1].1.contains(&format!("name: {name}-web")));
                    }
                }
            });
        }
    });
}

#[test]
fn records_what_templates_read_and_wrote() {
    let renderer = Renderer::new(chart(&WEB), Compat::default());
    let recording = Recording { reads: true, ranges: true };
    let options = RenderOptions { recording, ..RenderOptions::default() };
    let rendered = renderer.render(&release("one"), &Fields::new(), &options, None).expect("it renders");
    let deployment = rendered.records.iter().find(|file| file.path.ends_with("deployment.yaml")).expect("it is noted");
    let reads: Vec<String> = deployment
        .records
        .reads
        .iter()
        .map(|read| read.path.iter().map(ToString::to_string).collect::<Vec<_>>().join("."))
        .collect();
    assert_eq!(reads, ["replicas"]);
    let lines: Vec<u32> = deployment.records.ranges.iter().map(|written| written.line).collect();
    assert!(lines.contains(&5), "{lines:?}");
}

#[test]
fn chance_is_refused_and_told() {
    let mut files = WEB.to_vec();
    files.push(("templates/secret.yaml", "kind: Secret\ndata: {a: {{ randAlphaNum 5 }}}\n"));
    let renderer = Renderer::new(chart(&files), Compat::default());
    let error =
        renderer.render(&release("one"), &Fields::new(), &RenderOptions::default(), None).expect_err("it is refused");
    assert_eq!(error.step, Step::Execute);
    assert!(error.message.contains("web/templates/secret.yaml:2"), "{error}");
}

#[test]
fn a_hostile_chart_ends_in_an_error() {
    for text in [
        "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}",
        "{{ range until 1000000 }}{{ range until 1000000 }}x{{ end }}{{ end }}",
        "{{ $d := dict }}{{ $_ := set $d \"d\" $d }}{{ toYaml $d }}{{ fail \"reached\" }}",
        "{{ tpl \"{{ tpl .Values.t . }}\" (dict \"Values\" (dict \"t\" \"{{ tpl .Values.t . }}\") \"Template\" .Template) }}",
    ] {
        let chart = chart(&[WEB[0], ("templates/a.yaml", text)]);
        let mut options = RenderOptions::default();
        options.limits.steps = 2_000_000;
        let renderer = Renderer::new(chart, Compat::default());
        assert!(renderer.render(&release("one"), &Fields::new(), &options, None).is_err(), "{text}");
    }
}

#[test]
fn flags_of_the_command() {
    let load = || Ok(chart(&WEB));
    let none = |path: &str| Err(format!("open {path}: no such file or directory"));
    let run = |flags: TemplateFlags| template(&flags, &load, &none, None);
    let named = |name: &str| TemplateFlags { name_template: Some(name.to_owned()), ..TemplateFlags::default() };
    assert!(run(named("{{ \"AB\" | lower }}")).stdout.contains("name: ab-web"));
    assert_eq!(run(named("Bad Name")).status, 1);
    assert!(run(TemplateFlags::default()).stdout.contains("name: release-name-web"));
    let shown = TemplateFlags { show_only: vec!["templates/dep*.yaml".to_owned()], ..TemplateFlags::default() };
    assert!(run(shown).stdout.starts_with("---\n# Source: web/templates/deployment.yaml\n"));
    let mut file = TemplateFlags::default();
    file.values.set_file.push("a=missing.txt".to_owned());
    let stderr = "Error: failed parsing --set-file data: open missing.txt: no such file or directory\n";
    assert_eq!(run(file).stderr, stderr);
}

/// As Helm 3.17.3, 4.1.4 and 4.2.3 say it.
#[test]
fn words_differ_between_levels() {
    const CHART: &str = "apiVersion: v2\nname: c\nversion: 1.0.0\n";
    let lacking = format!("{CHART}dependencies: [{{name: d, version: 1.0.0}}]\n");
    let stderr = |files: &[(&str, &str)], compat: Compat| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let files = ChartFiles::of_memory(files);
        let flags = TemplateFlags { compat, ..TemplateFlags::default() };
        template(&flags, &|| Chart::load(&files, compat), &|_| Err("no file".to_owned()), None).stderr
    };
    for (compat, beginning, head) in [
        (
            Compat::V3_17,
            "Error: An error occurred while checking for chart dependencies. You may need to run `helm",
            "releaseutil.",
        ),
        (
            Compat::V4_1,
            "Error: an error occurred while checking for chart dependencies. You may need to run `helm",
            " util.",
        ),
        (
            Compat::V4_2,
            "Error: an error occurred while checking for chart dependencies. You may need to run 'helm",
            " util.",
        ),
    ] {
        let error = stderr(&[("Chart.yaml", &lacking)], compat);
        assert!(error.starts_with(beginning), "{error}");
        let error = stderr(&[("Chart.yaml", CHART), ("templates/a.yaml", "[1]\n")], compat);
        assert!(error.contains(&format!("{head}SimpleHead\n")), "{error}");
    }
}

#[test]
fn files_of_the_command() {
    let load = || Ok(chart(&WEB));
    let none = |path: &str| Err(format!("open {path}: no such file or directory"));
    let flags = TemplateFlags {
        output_dir: Some("./out/".to_owned()),
        release_name_in_path: true,
        include_crds: true,
        name: Some("one".to_owned()),
        ..TemplateFlags::default()
    };
    let output = template(&flags, &load, &none, None);
    let paths: Vec<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["web/crds/thing.yaml", "one/web/templates/deployment.yaml", "one/web/templates/hook.yaml"]);
    let stdout = "wrote ./out//web/crds/thing.yaml\nwrote out/one/web/templates/deployment.yaml\n\
                  wrote out/one/web/templates/hook.yaml\n\n";
    assert_eq!(output.stdout, stdout);
    assert!(output.files[2].text.starts_with("---\n# Source: web/templates/hook.yaml\nkind: Job\n"));
}

#[test]
fn a_document_that_is_no_object_is_shown_on_request() {
    let load = || Ok(chart(&[WEB[0], ("templates/a.yaml", "text\n"), ("templates/b.yaml", "kind: B\n")]));
    let none = |path: &str| Err(format!("open {path}: no such file or directory"));
    let run = |debug| template(&TemplateFlags { debug, ..TemplateFlags::default() }, &load, &none, None);
    let (silent, shown) = (run(false), run(true));
    assert!(silent.stdout.is_empty() && silent.stderr.ends_with("\n\nUse --debug flag to render out invalid YAML\n"));
    let manifest = "---\n# Source: web/templates/a.yaml\ntext\n\n---\n# Source: web/templates/b.yaml\nkind: B\n";
    assert_eq!((shown.stdout.as_str(), shown.status), (manifest, 1));
    assert!(!shown.stderr.contains("Use --debug"));
}

#[test]
fn a_name_may_be_random() {
    struct Sevens;
    impl platgen_helm::Chance for Sevens {
        fn fill(&mut self, buffer: &mut [u8]) {
            buffer.fill(7);
        }

        fn now(&mut self) -> i128 {
            7
        }
    }
    let load = || Ok(chart(&WEB));
    let none = |path: &str| Err(format!("open {path}: no such file or directory"));
    let named = |template: &str| TemplateFlags { name_template: Some(template.to_owned()), ..TemplateFlags::default() };
    let run = |name: &str| template(&named(name), &load, &none, Some(&mut Sevens));
    assert_eq!(run("{{ randNumeric 3 | len }}x").status, 0);
    assert!(run("{{ toYaml 1 }}").stderr.contains("function \"toYaml\" not defined"), "only sprig's are there");
}
