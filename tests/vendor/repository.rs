//! Chart repositories with an index.

use std::fs;

use platgen::lock::{Provenance, Sha256Digest};
use platgen::vendor::Request;

use crate::charts::{Published, chart};
use crate::project::{Project, clean};
use crate::server::{Fault, Reply, Server};

fn kong() -> Published {
    Published::of(&[("kong", "3.3.0"), ("kong", "3.4.0"), ("kong", "3.4.1"), ("kong", "4.0.0"), ("kong", "5.0.0-rc.1")])
}

fn serve(published: Published) -> Server {
    Server::start(move |asked| published.repository(asked))
}

fn spec(server: &Server, version: &str) -> String {
    format!("  charts:\n    kong: {{repository: {}, version: \"{version}\"}}\n", server.url())
}

#[test]
fn a_chart_comes_with_its_lock_and_is_not_asked_for_again() {
    let server = serve(kong());
    let project = Project::new(&spec(&server, "~3.4"));
    assert_eq!(project.vendors(), ["kong: nothing to 3.4.1"]);
    assert_eq!(server.paths(), ["/index.yaml", "/kong-3.4.1.tgz"]);
    assert_eq!(project.files("charts/kong"), chart("kong", "3.4.1", &[]));
    let lock = project.lock();
    let locked = &lock.charts["kong"];
    let archive = Sha256Digest::of(kong().archive("kong", "3.4.1"));
    assert_eq!(
        locked.from,
        Provenance::Repository {
            repository: server.url().into(),
            range: Some("~3.4".into()),
            url: format!("{}/kong-3.4.1.tgz", server.url()).into(),
            manifest: None,
            archive,
        }
    );
    assert_eq!((locked.version.as_str(), locked.tree), ("3.4.1", Some(chart("kong", "3.4.1", &[]).digest())));
    assert_eq!(project.check(), "");
    let text = fs::read(project.root().join("platgen.lock")).unwrap();
    let again = project.vendor();
    assert_eq!((clean(&again), again.unchanged), (Vec::new(), 1));
    assert_eq!(server.paths().len(), 2, "nothing is asked for what is there");
    assert_eq!(fs::read(project.root().join("platgen.lock")).unwrap(), text);
    assert!(!project.exists(".platgen"));
}

#[test]
fn a_range_that_still_holds_the_version_keeps_it_and_update_moves_it() {
    let server = serve(kong());
    let project = Project::new(&spec(&server, "~3.4.0"));
    project.set(&spec(&server, "<=3.4.0"));
    assert_eq!(project.vendors(), ["kong: nothing to 3.4.0"]);
    project.set(&spec(&server, ">=3"));
    assert!(
        project.check().contains("platgen.lock holds chart `kong` for `<=3.4.0`, not for `>=3`"),
        "{}",
        project.check()
    );
    assert_eq!(project.vendors(), Vec::<String>::new());
    assert_eq!(project.check(), "");
    assert_eq!(clean(&project.update(&["kong"])), ["kong: 3.4.0 to 4.0.0"]);
    assert_eq!(project.files("charts/kong"), chart("kong", "4.0.0", &[]));
    project.set(&spec(&server, "~3.3"));
    assert_eq!(project.vendors(), ["kong: 4.0.0 to 3.3.0"]);
}

#[test]
fn what_is_locked_comes_back_from_the_store_without_asking() {
    let server = serve(kong());
    let project = Project::new(&spec(&server, "~3.4"));
    project.vendors();
    fs::remove_dir_all(project.root().join("charts")).unwrap();
    assert!(project.check().contains("`charts/kong` is not there"));
    let asked = server.paths().len();
    let offline = project.run(&Request { is_offline: true, ..Request::default() });
    assert_eq!(clean(&offline), Vec::<String>::new());
    assert_eq!((project.check().as_str(), server.paths().len()), ("", asked));
    project.forget_store();
    fs::remove_dir_all(project.root().join("charts")).unwrap();
    let offline = project.run(&Request { is_offline: true, ..Request::default() });
    assert!(offline.report.has_errors());
    assert_eq!(server.paths().len(), asked, "--offline asks nobody");
    assert_eq!(project.vendors(), Vec::<String>::new());
    assert_eq!(server.paths()[asked..], ["/kong-3.4.1.tgz"], "a locked archive needs no index");
}

#[test]
fn an_archive_that_changed_since_it_was_locked_is_refused() {
    let server = serve(kong());
    let project = Project::new(&spec(&server, "~3.4"));
    project.vendors();
    let mut changed = kong();
    changed.add("kong", "3.4.1", &chart("kong", "3.4.1", &[("templates/more.yaml", "x: 1\n")]));
    let other = serve(changed);
    fs::remove_dir_all(project.root().join("charts")).unwrap();
    project.forget_store();
    let lock = fs::read_to_string(project.root().join("platgen.lock")).unwrap();
    fs::write(project.root().join("platgen.lock"), lock.replace(&server.url(), &other.url())).unwrap();
    project.set(&spec(&other, "~3.4"));
    let said = project.complains();
    assert!(
        said.contains("error[not-fetched]: the archive of `kong` 3.4.1 is not the one that platgen.lock holds"),
        "{said}"
    );
    assert!(!project.exists("charts/kong"));
    assert_eq!(project.update(&["kong"]).changes, [], "the version is the same, its files are others");
    assert_eq!(project.check(), "");
}

#[test]
fn what_cannot_be_had_is_said_at_its_line() {
    let server = serve(kong());
    let project = Project::new(&spec(&server, "~9.9"));
    let said = project.complains();
    assert!(said.contains("error[not-fetched]: no version of `kong` lies in `~9.9`"), "{said}");
    assert!(said.contains("platgen.yaml:6:") && said.contains("the newest is `5.0.0-rc.1`"), "{said}");
    project.set(&format!("  charts:\n    kogn: {{repository: {}}}\n", server.url()));
    let said = project.complains();
    assert!(said.contains("has no chart `kogn`") && said.contains("did you mean `kong`?"), "{said}");
    project.set(&format!("  charts:\n    k: {{repository: {}/elsewhere, chart: kong}}\n", server.url()));
    let said = project.complains();
    assert!(said.contains("/elsewhere/index.yaml answered 404: there is no such thing"), "{said}");
    assert!(!project.exists("platgen.lock") && !project.exists("charts"));
    let gone = server.url();
    drop(server);
    project.set(&format!("  charts:\n    kong: {{repository: {gone}}}\n"));
    assert!(project.complains().contains("refuses connections"));
}

#[test]
fn one_chart_that_fails_leaves_the_others_vendored() {
    let server = serve(Published::of(&[("kong", "3.4.1"), ("redis", "1.0.0")]));
    let url = server.url();
    let project = Project::new(&format!(
        "  charts:\n    kong: {{repository: {url}}}\n    redis: {{repository: {url}, version: ~2}}\n"
    ));
    let outcome = project.vendor();
    assert!(outcome.report.has_errors());
    assert_eq!(outcome.changes.len(), 1);
    assert_eq!(project.files("charts/kong"), chart("kong", "3.4.1", &[]));
    assert_eq!(server.paths().iter().filter(|path| *path == "/index.yaml").count(), 1, "an index is read once");
    project
        .set(&format!("  charts:\n    kong: {{repository: {url}}}\n    redis: {{repository: {url}, version: ~1}}\n"));
    assert_eq!(project.vendors(), ["redis: nothing to 1.0.0"]);
}

#[test]
fn what_is_not_named_any_more_goes_unless_it_was_changed() {
    let server = serve(Published::of(&[("kong", "3.4.1"), ("redis", "1.0.0")]));
    let url = server.url();
    let project =
        Project::new(&format!("  charts:\n    kong: {{repository: {url}}}\n    redis: {{repository: {url}}}\n"));
    project.vendors();
    project.write("charts/redis/values.yaml", "mine: true\n");
    project.set("  charts: {}\n");
    assert!(project.check().contains("platgen.lock holds chart `kong`, which platgen.yaml does not have"));
    let outcome = project.vendor();
    assert_eq!(clean(&outcome), ["kong: 3.4.1 to nothing", "redis: 1.0.0 to nothing"]);
    assert_eq!(outcome.remarks, ["`charts/redis` is left as it is: it was changed since it was vendored"]);
    assert!(!project.exists("charts/kong") && project.exists("charts/redis") && !project.exists("platgen.lock"));
}

#[test]
fn what_somebody_changed_is_not_overwritten() {
    let server = serve(kong());
    let project = Project::new(&spec(&server, "3.4.0"));
    project.vendors();
    project.write("charts/kong/values.yaml", "mine: true\n");
    let said = project.check();
    assert!(
        said.contains("error[vendored-files-changed]: the files of `charts/kong` are not those that were vendored")
    );
    project.set(&spec(&server, "3.4.1"));
    assert!(project.complains().contains("remove `charts/kong` and run `platgen vendor` to undo the changes"));
    assert_eq!(&*project.files("charts/kong").files["values.yaml"], b"mine: true\n");
    fs::remove_dir_all(project.root().join("charts/kong")).unwrap();
    assert_eq!(project.vendors(), ["kong: 3.4.0 to 3.4.1"]);
}

#[test]
fn troubles_that_pass_are_waited_out() {
    for trouble in [
        Reply::status(500),
        Reply::status(503),
        Reply::status(429).with("Retry-After", "0"),
        Reply::ok("x").failing(Fault::Hangup),
        Reply::ok(kong().index()).failing(Fault::Truncated(40)),
        Reply::ok("x").failing(Fault::Garbage),
    ] {
        let left = std::sync::atomic::AtomicUsize::new(2);
        let shown = format!("{} {:?}", trouble.status, trouble.fault);
        let server = Server::start(move |asked| {
            let is_trouble = left
                .fetch_update(std::sync::atomic::Ordering::SeqCst, std::sync::atomic::Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                })
                .is_ok();
            if is_trouble { trouble.clone() } else { kong().repository(asked) }
        });
        let project = Project::new(&spec(&server, "~3.4"));
        assert_eq!(project.vendors(), ["kong: nothing to 3.4.1"], "{shown}");
    }
}

#[test]
fn a_host_that_wants_a_long_rest_is_left_alone() {
    let server = Server::start(|_| Reply::status(429).with("Retry-After", "3600"));
    let project = Project::new(&spec(&server, "~3.4"));
    assert!(project.complains().contains("answered 429: too many requests"));
    assert_eq!(server.paths().len(), 1);
}

#[test]
fn a_stall_ends() {
    let server = Server::start(|asked| kong().repository(asked).failing(Fault::Stall(10)));
    let mut project = Project::new(&spec(&server, "~3.4"));
    project.surroundings.policy.idle = std::time::Duration::from_millis(50);
    let said = project.complains();
    assert!(said.contains("/index.yaml was silent for 50ms"), "{said}");
    assert_eq!(server.paths().len(), 3);
}

#[test]
fn archives_may_lie_elsewhere_and_charts_be_kept_in_the_store() {
    let archives = serve(kong());
    let base = archives.url();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/index.yaml" => Reply::ok(kong().index().replace("kong-3.4.1.tgz", &format!("{base}/kong-3.4.1.tgz"))),
        _ => Reply::status(404),
    });
    let project = Project::new(&format!("{}  vendor: {{keep: store}}\n", spec(&server, "~3.4")));
    assert_eq!(project.vendors(), ["kong: nothing to 3.4.1"]);
    assert!(!project.exists("charts"));
    assert_eq!(project.check(), "");
    project.forget_store();
    assert!(project.check().contains("the store of this machine does not hold chart `kong`"));
    assert_eq!(project.vendors(), Vec::<String>::new());
    assert_eq!(project.check(), "");
    project.set(&spec(&server, "~3.4"));
    assert_eq!(project.vendors(), Vec::<String>::new());
    assert_eq!(project.files("charts/kong"), chart("kong", "3.4.1", &[]));
}

#[test]
fn custom_resources_come_by_url_and_out_of_charts() {
    let crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.example.com}\n";
    let mut published = Published::default();
    published.add("kong", "1.0.0", &chart("kong", "1.0.0", &[("crds/a.yaml", crd)]));
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/crds.yaml" => Reply::ok(crd),
        "/page.yaml" => Reply::ok("<html></html>\n"),
        _ => published.repository(asked),
    });
    let url = server.url();
    let spec = |crds: &str| format!("  charts: {{kong: {{repository: {url}}}}}\n  crds:\n{crds}");
    let project = Project::new(&spec(&format!("    a: {{url: {url}/crds.yaml}}\n    b: {{chart: kong}}\n")));
    project.vendors();
    assert_eq!(&*project.files("schemas/crds/a").files["a.yaml"], crd.as_bytes());
    assert_eq!(&*project.files("schemas/crds/b").files["a.yaml"], crd.as_bytes());
    assert_eq!(project.check(), "");
    assert_eq!(project.vendor().unchanged, 3);
    project.write("schemas/crds/a/a.yaml", "");
    assert!(project.check().contains("the files of `schemas/crds/a` are not those that were vendored"));
    project.set(&spec(&format!("    c: {{url: {url}/page.yaml}}\n")));
    let said = project.complains();
    assert!(said.contains("/page.yaml") && said.contains("error[not-fetched]"), "{said}");
    assert!(!project.exists("schemas/crds/b") && !project.exists("schemas/crds/c"));
}
