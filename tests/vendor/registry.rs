//! Charts in registries.

use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use platgen::lock::{Provenance, Sha256Digest};

use crate::charts::{Published, chart};
use crate::project::{Project, clean};
use crate::server::{Asked, Reply, Server};

fn redis() -> Published {
    Published::of(&[("redis", "1.0.0"), ("redis", "1.1.0+build.7"), ("redis", "2.0.0")])
}

fn spec(server: &Server, rest: &str) -> String {
    format!("  charts:\n    redis: {{repository: \"oci://{}/charts\"{rest}}}\n", server.host())
}

#[test]
fn a_chart_comes_with_the_digest_of_its_manifest() {
    let server = Server::start(|asked| redis().registry(asked));
    let project = Project::new(&spec(&server, ", version: ^1"));
    assert_eq!(project.vendors(), ["redis: nothing to 1.1.0+build.7"]);
    assert_eq!(project.files("charts/redis"), chart("redis", "1.1.0+build.7", &[]));
    let lock = project.lock();
    let Provenance::Repository { url, manifest, archive, .. } = &lock.charts["redis"].from else { panic!("{lock:?}") };
    assert_eq!(*url, format!("oci://{}/charts/redis:1.1.0_build.7", server.host()));
    assert_eq!(*archive, Sha256Digest::of(redis().archive("redis", "1.1.0+build.7")));
    let manifest = manifest.unwrap();
    assert_eq!(manifest, Sha256Digest::of(redis().manifest("redis", "1.1.0+build.7").as_bytes()));
    assert_eq!(project.check(), "");
    project.forget_store();
    std::fs::remove_dir_all(project.root().join("charts")).unwrap();
    let before = server.paths().len();
    assert_eq!(project.vendors(), Vec::<String>::new());
    assert_eq!(
        server.paths()[before],
        format!("/v2/charts/redis/manifests/{manifest}"),
        "a locked chart needs no tags"
    );
}

#[test]
fn a_digest_may_be_that_of_the_manifest_or_of_the_archive() {
    let server = Server::start(|asked| redis().registry(asked));
    let manifest = Sha256Digest::of(redis().manifest("redis", "2.0.0").as_bytes());
    let archive = Sha256Digest::of(redis().archive("redis", "2.0.0"));
    for digest in [manifest, archive] {
        let project = Project::new(&spec(&server, &format!(", version: 2.0.0, digest: \"{digest}\"")));
        assert_eq!(project.vendors(), ["redis: nothing to 2.0.0"]);
        assert_eq!(project.check(), "");
    }
    let other = Sha256Digest::of(b"other");
    let project = Project::new(&spec(&server, &format!(", version: 2.0.0, digest: \"{other}\"")));
    let said = project.complains();
    assert!(said.contains("the archive of `redis` 2.0.0 has another digest"), "{said}");
    assert!(!project.exists("charts"));
}

#[test]
fn what_the_registry_does_not_have_is_said() {
    let server = Server::start(|asked| redis().registry(asked));
    let project = Project::new(&spec(&server, ", version: ^9"));
    assert!(project.complains().contains("no version of `redis` lies in `^9`"));
    let project = Project::new(&spec(&server, ", chart: mysql"));
    assert!(project.complains().contains("has no chart `mysql`"));
    let image = Server::start(|asked| match asked.path.contains("/manifests/") {
        true => Reply::ok(r#"{"layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip"}]}"#),
        false => redis().registry(asked),
    });
    let project = Project::new(&spec(&image, ", version: 2.0.0"));
    assert!(project.complains().contains("is not usable: it holds no chart"));
}

#[test]
fn tags_may_fill_many_pages() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/v2/charts/redis/tags/list?n=1000" => {
            Reply::ok(r#"{"tags": ["1.0.0"]}"#).with("Link", "</v2/charts/redis/tags/list?last=1.0.0>; rel=\"next\"")
        }
        "/v2/charts/redis/tags/list?last=1.0.0" => Reply::ok(r#"{"tags": ["2.0.0"]}"#),
        _ => redis().registry(asked),
    });
    assert_eq!(Project::new(&spec(&server, "")).vendors(), ["redis: nothing to 2.0.0"]);
    let elsewhere = Server::start(|_| Reply::ok("{}").with("Link", "<http://127.0.0.2/more>; rel=\"next\""));
    assert!(Project::new(&spec(&elsewhere, "")).complains().contains("it goes on at another host"));
}

const PASSWORD: &str = "hunter2-hunter2";

fn basic(user: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(format!("{user}:{PASSWORD}"))
}

/// A registry that gives tokens to who is known, and charts to who has a token.
fn with_tokens(form: bool) -> Server {
    let address = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let known = address.clone();
    let server = Server::start(move |asked| {
        let own = known.get().cloned().unwrap_or_default();
        if asked.path.starts_with("/token") {
            return token(asked, form);
        }
        if asked.header("authorization") == Some("Bearer short-lived") {
            return redis().registry(asked);
        }
        let challenge =
            format!("Bearer realm=\"{own}/token\",service=\"registry\",scope=\"repository:charts/redis:pull\"");
        Reply::status(401).with("WWW-Authenticate", challenge)
    });
    address.set(server.url()).unwrap();
    server
}

fn token(asked: &Asked, form: bool) -> Reply {
    let is_known = match form {
        true => asked.method == "POST" && asked.body.contains("refresh_token=long-lived"),
        false => {
            asked.path == "/token?service=registry&scope=repository%3Acharts%2Fredis%3Apull"
                && asked.header("authorization") == Some(&format!("Basic {}", basic("robot")))
        }
    };
    if is_known { Reply::ok(r#"{"token": "short-lived"}"#) } else { Reply::status(401) }
}

fn docker_config(project: &mut Project, host: &str, entry: &str) {
    let file = project.machine().join("config.json");
    std::fs::write(&file, format!(r#"{{"auths": {{"{host}": {entry}}}}}"#)).unwrap();
    project.surroundings.registries = vec![file];
}

#[test]
fn a_password_is_exchanged_for_a_token() {
    let server = with_tokens(false);
    let mut project = Project::new(&spec(&server, ""));
    let said = project.complains();
    assert!(said.contains("answered 401") && said.contains("helm registry login"), "{said}");
    docker_config(&mut project, &server.host(), &format!(r#"{{"auth": "{}"}}"#, basic("robot")));
    assert_eq!(project.vendors(), ["redis: nothing to 2.0.0"]);
    docker_config(&mut project, &server.host(), &format!(r#"{{"auth": "{}"}}"#, basic("nobody")));
    let outcome = project.update(&["redis"]);
    let said = outcome.report.to_terminal(platgen::diagnostics::Colour::Off);
    assert!(said.contains("answered 401"), "{said}");
    for hidden in [PASSWORD, &basic("nobody"), "short-lived"] {
        assert!(!said.contains(hidden) && !format!("{outcome:?}").contains(hidden), "{said}");
    }
}

#[test]
fn a_token_of_identity_is_sent_in_a_form() {
    let server = with_tokens(true);
    let mut project = Project::new(&spec(&server, ""));
    docker_config(&mut project, &server.host(), r#"{"identitytoken": "long-lived"}"#);
    assert_eq!(clean(&project.vendor()), ["redis: nothing to 2.0.0"]);
}

#[test]
fn some_registries_want_a_password_only() {
    let server = Server::start(|asked| match asked.header("authorization") {
        Some(given) if given == format!("Basic {}", basic("robot")) => redis().registry(asked),
        _ => Reply::status(401).with("WWW-Authenticate", "Basic realm=\"registry\""),
    });
    let mut project = Project::new(&spec(&server, ""));
    assert!(project.complains().contains("it wants to know who asks"));
    docker_config(&mut project, &server.host(), &format!(r#"{{"username": "robot", "password": "{PASSWORD}"}}"#));
    assert_eq!(project.vendors(), ["redis: nothing to 2.0.0"]);
}

#[test]
fn blobs_may_lie_at_a_host_that_learns_nothing() {
    let is_known = std::sync::Arc::new(AtomicBool::new(false));
    let seen = is_known.clone();
    let store = Server::start(move |asked| {
        seen.fetch_or(asked.header("authorization").is_some(), Ordering::SeqCst);
        Reply::ok(redis().archive("redis", "2.0.0"))
    });
    let base = store.url();
    let server = Server::start(move |asked| match asked.header("authorization") {
        None => Reply::status(401).with("WWW-Authenticate", "Basic realm=\"registry\""),
        Some(_) if asked.path.contains("/blobs/") => Reply::redirect(format!("{base}/blob?signature=s3cr3t")),
        Some(_) => redis().registry(asked),
    });
    let mut project = Project::new(&spec(&server, ""));
    docker_config(&mut project, &server.host(), &format!(r#"{{"username": "robot", "password": "{PASSWORD}"}}"#));
    assert_eq!(project.vendors(), ["redis: nothing to 2.0.0"]);
    assert_eq!(store.paths(), ["/blob?signature=s3cr3t"]);
    assert!(!is_known.load(Ordering::SeqCst), "credentials went to another host");
    assert!(!std::fs::read_to_string(project.root().join("platgen.lock")).unwrap().contains("s3cr3t"));
}
