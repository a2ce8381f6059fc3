//! Who asks chart repositories, and who does not learn of it.

use base64::Engine;
use platgen::diagnostics::Colour;

use crate::charts::Published;
use crate::project::Project;
use crate::server::{Asked, Reply, Server};

const PASSWORD: &str = "correct-horse-battery";

fn kong() -> Published {
    Published::of(&[("kong", "3.4.1")])
}

fn header() -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("robot:{PASSWORD}")))
}

fn is_known(asked: &Asked) -> bool {
    asked.header("authorization") == Some(&header())
}

fn guarded() -> Server {
    Server::start(|asked| if is_known(asked) { kong().repository(asked) } else { Reply::status(401) })
}

fn know(project: &mut Project, url: &str, more: &str) {
    let file = project.machine().join("repositories.yaml");
    let text = format!("repositories:\n- {{name: acme, url: {url}/, username: robot, password: {PASSWORD}{more}}}\n");
    std::fs::write(&file, text).unwrap();
    project.surroundings.repositories = Some(file);
}

fn spec(url: &str) -> String {
    format!("  charts: {{kong: {{repository: {url}}}}}\n")
}

#[test]
fn helm_knows_who_asks() {
    let server = guarded();
    let mut project = Project::new(&spec(&server.url()));
    let said = project.complains();
    assert!(said.contains("answered 401: it wants to know who asks") && said.contains("helm repo add"), "{said}");
    know(&mut project, &server.url(), "");
    assert_eq!(project.vendors(), ["kong: nothing to 3.4.1"]);
}

#[test]
fn another_host_learns_nothing_unless_helm_says_so() {
    let archives = guarded();
    let base = archives.url();
    let index = kong().index().replace("kong-3.4.1.tgz", &format!("{base}/kong-3.4.1.tgz"));
    let server =
        Server::start(move |asked| if is_known(asked) { Reply::ok(index.clone()) } else { Reply::status(401) });
    let mut project = Project::new(&spec(&server.url()));
    know(&mut project, &server.url(), "");
    assert!(project.complains().contains("answered 401"));
    assert!(archives.asked().iter().all(|asked| asked.header("authorization").is_none()));
    know(&mut project, &server.url(), ", pass_credentials_all: true");
    assert_eq!(project.vendors(), ["kong: nothing to 3.4.1"]);
}

#[test]
fn a_redirect_takes_no_credentials_along_even_if_it_leads_back() {
    let home = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let back = home.clone();
    let other = Server::start(move |_| Reply::redirect(format!("{}/back", back.get().unwrap())));
    let base = other.url();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/index.yaml" => Reply::redirect(format!("{base}/away")),
        _ => Reply::status(404),
    });
    home.set(server.url()).unwrap();
    let mut project = Project::new(&spec(&server.url()));
    know(&mut project, &server.url(), "");
    project.complains();
    let asked = server.asked();
    assert_eq!(asked.iter().map(|asked| asked.path.as_str()).collect::<Vec<_>>(), ["/index.yaml", "/back"]);
    assert!(is_known(&asked[0]) && asked[1].header("authorization").is_none());
    assert!(other.asked()[0].header("authorization").is_none());
}

#[test]
fn nothing_that_is_said_holds_a_password() {
    let echo = |asked: &Asked| Reply::status(403).with("X-Echo", asked.header("authorization").unwrap_or_default());
    let server = Server::start(echo);
    let mut project = Project::new(&spec(&server.url()));
    know(&mut project, &server.url(), "");
    let outcome = project.vendor();
    let said = format!("{}{outcome:?}", outcome.report.to_terminal(Colour::Off));
    assert!(said.contains("answered 403: this user may not have it") && !said.contains(PASSWORD), "{said}");
    // Nor does a file that cannot be read.
    let file = project.machine().join("repositories.yaml");
    std::fs::write(&file, format!("repositories: [{{password: {PASSWORD}\n")).unwrap();
    let outcome = project.vendor();
    let said = format!("{outcome:?}");
    assert!(said.contains("is left out: it is not YAML") && !said.contains(PASSWORD), "{said}");
}

#[test]
fn credentials_have_no_place_in_platgen_yaml() {
    let project = Project::new(&spec("https://robot:secret@charts.example.com"));
    let said = project.complains();
    assert!(said.contains("is not the URL of a repository") && said.contains("without credentials"), "{said}");
}

#[test]
fn a_proxy_is_asked_as_the_environment_says() {
    // A proxy is told to connect, and here it connects to nothing.
    let proxy = Server::start(|_| Reply::status(502));
    let mut project = Project::new(&spec("http://charts.example.com"));
    project.surroundings.proxies.http = Some(proxy.url());
    project.complains();
    let asked = proxy.asked();
    assert!(!asked.is_empty() && asked.iter().all(|asked| asked.path.contains("charts.example.com")), "{asked:?}");
    let server = Server::start(|asked| kong().repository(asked));
    project.set(&spec(&server.url()));
    assert_eq!(project.vendors(), ["kong: nothing to 3.4.1"], "this machine is never asked through a proxy");
}
