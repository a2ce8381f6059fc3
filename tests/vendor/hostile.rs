//! Servers and archives that mean harm.

use platgen::lock::Sha256Digest;
use serde_json::json;

use crate::charts::{Published, bomb, chart, pack, pack_raw};
use crate::project::Project;
use crate::server::{Reply, Server};

/// A repository that has one archive, with a digest that fits.
fn with_archive(bytes: Vec<u8>) -> (Server, Project) {
    let mut published = Published::default();
    published.archives.insert(("kong".into(), "1.0.0".into()), bytes);
    let server = Server::start(move |asked| published.repository(asked));
    let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
    (server, project)
}

#[track_caller]
fn refuses(bytes: Vec<u8>, expected: &str) {
    let (_server, project) = with_archive(bytes);
    let said = project.complains();
    assert!(said.contains(expected), "{said}");
    for path in ["charts", "platgen.lock", ".platgen", "../escaped", "escaped"] {
        assert!(!project.exists(path), "{path}");
    }
}

#[test]
fn archives_that_escape_or_burst_are_refused() {
    let file = tar::EntryType::Regular;
    refuses(pack_raw("../../escaped", file, b"x"), "`../../escaped` in it would leave its folder");
    refuses(pack_raw("kong/../../escaped", file, b"x"), "would leave its folder");
    refuses(pack_raw("/tmp/escaped", file, b"x"), "would leave its folder");
    refuses(pack_raw("kong/escaped", tar::EntryType::Symlink, b""), "is a link");
    refuses(pack_raw("kong/escaped", tar::EntryType::Char, b""), "is neither a file nor a folder");
    refuses(bomb(300), "it unpacks to more than 256 MiB");
    refuses(b"<!doctype html><html></html>".to_vec(), "it is a web page and no archive");
    refuses(pack("kong", &chart("other", "1.0.0", &[])), "it holds `other` 1.0.0, and not `kong` 1.0.0");
    refuses(pack("kong", &chart("kong", "9.0.0", &[])), "it holds `kong` 9.0.0, and not `kong` 1.0.0");
    refuses(pack_raw("kong/README.md", file, b"x"), "there is no Chart.yaml");
}

#[test]
fn an_index_that_lies_is_found_out() {
    let published = Published::of(&[("kong", "1.0.0")]);
    let entry = |fields: serde_json::Value| {
        let mut entry = json!({"name": "kong", "version": "1.0.0", "urls": ["kong-1.0.0.tgz"]});
        entry.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        json!({"entries": {"kong": [entry]}}).to_string()
    };
    let other = Sha256Digest::of(b"other").digits();
    for (index, expected) in [
        (entry(json!({"digest": other})), "is not what was announced"),
        (entry(json!({"urls": []})), "names no archive of"),
        (entry(json!({"urls": ["ftp://example.com/kong.tgz"]})), "names what is no URL for"),
        (entry(json!({"urls": ["https://user:secret@example.com/kong.tgz"]})), "names what is no URL for"),
        (entry(json!({"urls": ["missing.tgz"]})), "answered 404"),
        (entry(json!({"version": "2.0.0"})), "it holds `kong` 1.0.0, and not `kong` 2.0.0"),
        (entry(json!({"version": "../../x"})), "`kong` has no release yet"),
        ("<html>".to_owned(), "is no index of charts"),
        ("entries: [1, 2]".to_owned(), "is no index of charts: it has no `entries`"),
        ("entries: {kong: {".to_owned(), "is no index of charts"),
        ("a: &a [1]\nb: &b [*a, *a]\nentries: {}".to_owned(), "has no chart `kong`"),
    ] {
        let published = published.clone();
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/index.yaml" => Reply::ok(index.clone()),
            _ => published.repository(asked),
        });
        let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
        let said = project.complains();
        assert!(said.contains(expected), "{expected}:\n{said}");
        assert!(!project.exists("charts") && !project.exists("platgen.lock"));
    }
}

#[test]
fn redirects_end_and_stay_in_their_scheme() {
    let server = Server::start(|_| Reply::redirect("/round"));
    let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
    assert!(project.complains().contains("leads on and on: 5 redirects"));
    assert_eq!(server.paths().len(), 6);
    for wrong in ["file:///etc/passwd", "gopher://example.com/", "http://user:secret@example.com/"] {
        let server = Server::start(move |_| Reply::redirect(wrong));
        let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
        let said = project.complains();
        assert!(said.contains("leads to something that is no URL") && !said.contains("secret"), "{said}");
    }
}

#[test]
fn what_is_announced_as_too_large_is_not_read() {
    // The length is a promise that the server would take long to keep.
    let server = Server::start(|asked| match asked.path.as_str() {
        "/index.yaml" => Reply::ok(Published::of(&[("kong", "1.0.0")]).index()),
        _ => Reply::ok("x").with("Content-Length", "999999999999"),
    });
    let project = Project::new(&format!("  charts: {{kong: {{repository: {}}}}}\n", server.url()));
    let said = project.complains();
    assert!(said.contains("error[not-fetched]"), "{said}");
    assert!(!project.exists("charts"));
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link() {
    let (_server, project) = with_archive(pack("kong", &chart("kong", "1.0.0", &[])));
    let outside = project.machine().join("outside");
    std::fs::create_dir(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, project.root().join("charts")).unwrap();
    project.complains();
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
}

#[test]
fn files_that_nobody_vendored_are_left_alone() {
    let (_server, project) = with_archive(pack("kong", &chart("kong", "1.0.0", &[])));
    project.write("charts/kong/Chart.yaml", "name: mine\n");
    let said = project.complains();
    assert!(said.contains("error[vendored-files-changed]"), "{said}");
    assert_eq!(&*project.files("charts/kong").files["Chart.yaml"], b"name: mine\n");
    // The same files, committed without their lock, are taken over.
    std::fs::remove_dir_all(project.root().join("charts/kong")).unwrap();
    project.write_tree("charts/kong", &chart("kong", "1.0.0", &[]));
    assert!(project.vendor().report.has_errors(), "they may be anything until they are compared");
}
