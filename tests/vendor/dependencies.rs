//! Charts that depend on others.

use crate::charts::{Published, chart};
use crate::project::{Project, clean};
use crate::server::Server;

fn depends(on: &[(&str, &str, &str)]) -> String {
    let lines = on.iter().map(|(name, version, repository)| {
        format!("- {{name: {name}, version: \"{version}\", repository: \"{repository}\"}}\n")
    });
    format!("dependencies:\n{}", lines.collect::<String>())
}

fn parent(name: &str, version: &str, on: &[(&str, &str, &str)], more: &[(&str, &str)]) -> platgen::lock::FileTree {
    let yaml = format!("apiVersion: v2\nname: {name}\nversion: {version}\n{}", depends(on));
    let mut tree = chart(name, version, more);
    tree.files.insert("Chart.yaml".into(), yaml.into_bytes().into());
    tree
}

fn commons() -> Server {
    let published = Published::of(&[("common", "1.0.0"), ("common", "1.2.0"), ("common", "2.0.0")]);
    Server::start(move |asked| published.repository(asked))
}

#[test]
fn what_a_chart_lacks_is_put_into_it() {
    let commons = commons();
    let on = [("common", "1.x", commons.url())];
    let on: Vec<_> = on.iter().map(|(name, version, url)| (*name, *version, url.as_str())).collect();
    let mut published = Published::default();
    published.add("shop", "1.0.0", &parent("shop", "1.0.0", &on, &[]));
    let server = Server::start(move |asked| published.repository(asked));
    let project = Project::new(&format!("  charts: {{shop: {{repository: {}}}}}\n", server.url()));
    assert_eq!(project.vendors(), ["shop: nothing to 1.0.0"]);
    assert_eq!(project.files("charts/shop/charts/common"), chart("common", "1.2.0", &[]));
    let lock = project.lock();
    let [common] = &lock.charts["shop"].dependencies[..] else { panic!("{lock:?}") };
    assert_eq!(
        (common.path.as_str(), common.range.as_str(), common.version.as_str()),
        ("charts/common", "1.x", "1.2.0")
    );
    assert_eq!(project.check(), "");
    std::fs::remove_dir_all(project.root().join("charts")).unwrap();
    project.forget_store();
    let asked = commons.paths().len();
    assert_eq!(project.vendors(), Vec::<String>::new());
    assert_eq!(commons.paths()[asked..], ["/common-1.2.0.tgz"], "what is locked is not chosen anew");
}

#[test]
fn a_version_that_the_author_locked_counts() {
    let commons = commons();
    let url = commons.url();
    let lock = depends(&[("common", "1.0.0", &url)]);
    let mut published = Published::default();
    published.add("shop", "1.0.0", &parent("shop", "1.0.0", &[("common", "1.x", &url)], &[("Chart.lock", &lock)]));
    let server = Server::start(move |asked| published.repository(asked));
    let project = Project::new(&format!("  charts: {{shop: {{repository: {}}}}}\n", server.url()));
    project.vendors();
    assert_eq!(project.files("charts/shop/charts/common"), chart("common", "1.0.0", &[]));
}

#[test]
fn an_own_chart_gets_what_it_depends_on_and_keeps_its_files() {
    let commons = commons();
    let url = commons.url();
    let project = Project::new("  charts: {shop: {path: apps/shop}}\n");
    project.write_tree("apps/base", &parent("base", "0.1.0", &[("common", "^1", &url)], &[]));
    let shop = parent("shop", "1.0.0", &[("base", "*", "file://../base"), ("common", "^2", &url)], &[]);
    project.write_tree("apps/shop", &shop);
    assert!(project.check().contains("chart `shop` depends on `base`, which was not vendored yet"));
    assert_eq!(
        project.vendors(),
        [
            "shop/charts/base: nothing to 0.1.0",
            "shop/charts/base/charts/common: nothing to 1.2.0",
            "shop/charts/common: nothing to 2.0.0"
        ]
    );
    assert_eq!(project.files("apps/shop/charts/base/charts/common"), chart("common", "1.2.0", &[]));
    assert_eq!(project.check(), "");
    assert_eq!(project.vendor().unchanged, 1);
    assert!(!project.exists("apps/base/charts"), "a chart that is only depended on is left alone");
    // What it does not depend on any more goes.
    project.write_tree("apps/shop", &parent("shop", "1.0.0", &[("common", "~1.0", &url)], &[]));
    assert_eq!(
        project.vendors(),
        [
            "shop/charts/base: 0.1.0 to nothing",
            "shop/charts/base/charts/common: 1.2.0 to nothing",
            "shop/charts/common: 2.0.0 to 1.0.0"
        ]
    );
    assert!(!project.exists("apps/shop/charts/base"));
    assert_eq!(project.check(), "");
    project.write_tree("apps/shop", &parent("shop", "1.0.0", &[("common", "1.x", &url)], &[]));
    assert_eq!(clean(&project.update(&["shop"])), ["shop/charts/common: 1.0.0 to 1.2.0"]);
    // Nor is somebody's own subchart touched.
    project.write("apps/shop/charts/common/values.yaml", "mine: 1\n");
    assert!(project.check().contains("the files of `apps/shop/charts/common` are not those that were vendored"));
    project.write_tree("apps/shop", &parent("shop", "1.0.0", &[("common", "2.x", &url)], &[]));
    let said = project.complains();
    assert!(said.contains("vendored-files-changed"), "{said}");
}

#[test]
fn repositories_may_be_named_as_in_helm() {
    let commons = commons();
    let mut project = Project::new("  charts: {shop: {path: shop}}\n");
    project.write_tree("shop", &parent("shop", "1.0.0", &[("common", "2.x", "@commons")], &[]));
    let said = project.complains();
    assert!(said.contains("`shop` depends on `common`: helm knows no repository `commons` here"), "{said}");
    let file = project.machine().join("repositories.yaml");
    std::fs::write(&file, format!("repositories:\n- {{name: commons, url: {}}}\n", commons.url())).unwrap();
    project.surroundings.repositories = Some(file);
    assert_eq!(project.vendors(), ["shop/charts/common: nothing to 2.0.0"]);
}

#[test]
fn what_cannot_be_completed_is_said() {
    let commons = commons();
    let url = commons.url();
    for (on, expected) in [
        (("common", "9.x", url.as_str()), "`shop` depends on `common`: no version of `common` lies in `9.x`"),
        (("common", "1.x", ""), "it names no repository, and the chart is not in its `charts/`"),
        (("common", "1.x", "file://../../../etc"), "`file://../../../etc` leads out of the project"),
        (("common", "1.x", "file:///etc"), "leads out of the project"),
        (("common", "1.x", "file://../shop"), "holds `shop` 1.0.0, not what is asked for"),
    ] {
        let project = Project::new("  charts: {shop: {path: shop}}\n");
        project.write_tree("shop", &parent("shop", "1.0.0", &[on], &[]));
        let said = project.complains();
        assert!(said.contains(expected), "{said}");
        assert!(!project.exists("shop/charts") && !project.exists("platgen.lock"));
    }
    let mut published = Published::default();
    published.add("shop", "1.0.0", &parent("shop", "1.0.0", &[("common", "1.x", "file://../common")], &[]));
    let server = Server::start(move |asked| published.repository(asked));
    let project = Project::new(&format!("  charts: {{shop: {{repository: {}}}}}\n", server.url()));
    assert!(project.complains().contains("lies outside the chart's archive"));
}

#[test]
fn charts_that_depend_on_one_another_in_a_circle_end() {
    let project = Project::new("  charts: {a: {path: a}}\n");
    project.write_tree("a", &parent("a", "1.0.0", &[("b", "*", "file://../b")], &[]));
    project.write_tree("b", &parent("b", "1.0.0", &[("a", "*", "file://../a")], &[]));
    let said = project.complains();
    assert!(said.contains("charts depend on one another more than 10 deep"), "{said}");
}
