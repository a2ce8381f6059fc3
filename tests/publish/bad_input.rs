//! What cannot be published: each time it is said what is wrong, the remote is as it was, and doing it again is safe.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::json;

use crate::git_server::{Bare, GitServer, Turn, git};
use crate::project::{Project, outcomes, read, text};

fn set_up() -> (GitServer, Bare, Project) {
    let server = GitServer::start();
    let bare = server.create("deploy.git");
    let project = Project::new(&format!("repo: \"{}\"", bare.url));
    (server, bare, project)
}

#[test]
fn who_is_not_let_in() {
    let (server, bare, project) = set_up();
    // `ada:secret`
    server.ask_for("YWRhOnNlY3JldA==");
    assert_eq!(project.fails(&[]).0, 2);
    let wrong = bare.url.replace("http://", "http://ada:wrong@");
    let output = project.run(&["publish", "--repo", &wrong]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("the server does not let you in: Authentication failed"), "{said}");
    assert!(!said.contains("wrong") && output.status.code() == Some(2), "{said}");
    assert!(!bare.has("main"));
    let right = bare.url.replace("http://", "http://ada:secret@");
    let output = project.run(&["publish", "--repo", &right]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("published") && !said.contains("secret"), "{said}");
}

#[test]
fn credentials_of_the_projects_repository_count() {
    let (server, bare, project) = set_up();
    server.ask_for("YWRhOnNlY3JldA==");
    let key = format!("http.{}.extraheader", bare.url.trim_end_matches("/deploy.git"));
    let value = "Authorization: Basic YWRhOnNlY3JldA==";
    // Settings of the environment count beside those of the repository, and alone.
    let mut command = project.command(&["publish", "--format", "json"]);
    command.env("GIT_CONFIG_COUNT", "1").env("GIT_CONFIG_KEY_0", &key).env("GIT_CONFIG_VALUE_0", value);
    project.git(&["config", "--local", "http.userAgent", "ours"]);
    let (json, _) = read(&command.output().unwrap());
    assert_eq!(outcomes(&json), ["main published"], "{json:#}");
    project.git(&["config", "--local", &key, value]);
    assert_eq!(project.publishes(&[]), ["main unchanged"]);
}

#[test]
fn a_server_that_is_not_there() {
    let (server, _, project) = set_up();
    drop(server);
    let (status, outcome, message) = project.fails(&[]);
    assert_eq!((status, outcome.as_str()), (2, "unreachable"), "{message}");
}

#[test]
fn a_repository_that_does_not_exist() {
    let (_server, bare, project) = set_up();
    let folder = project.home().join("nowhere");
    for missing in [bare.url.replace("deploy.git", "missing.git"), folder.display().to_string()] {
        let (status, outcome, message) = project.fails(&["--repo", &missing]);
        assert_eq!((status, outcome.as_str()), (2, "no-repository"), "{message}");
    }
}

#[test]
fn a_repository_that_may_only_be_read() {
    let (server, bare, project) = set_up();
    bare.git(&["config", "http.receivepack", "false"]);
    assert_eq!(project.fails(&[]).1, "unauthorised");
    bare.git(&["config", "http.receivepack", "true"]);
    server.on_push(|| Turn::Forbidden);
    assert_eq!(project.fails(&[]).1, "unauthorised");
    assert!(!bare.has("main"));
    server.on_push(|| Turn::Served);
    assert_eq!(project.publishes(&[]), ["main published"]);
}

#[test]
fn a_branch_that_is_protected() {
    let (_server, bare, project) = set_up();
    let hook = bare.folder.join("hooks/pre-receive");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\necho 'main is protected: open a pull request' >&2\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let (status, outcome, message) = project.fails(&[]);
    assert_eq!((status, outcome.as_str()), (2, "refused"));
    assert_eq!(
        message,
        "the server refuses the commit: pre-receive hook declined: main is protected: open a pull request"
    );
    fs::remove_file(&hook).unwrap();
    assert_eq!(project.publishes(&[]), ["main published"]);
}

#[test]
fn one_branch_that_is_refused_keeps_no_other_back() {
    let (_server, bare, project) = set_up();
    project.edit("platgen.yaml", "deploy: {", "deploy: {layout: branch, ");
    project.commit("Take a branch for each");
    let hook = bare.folder.join("hooks/update");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\ntest \"$1\" != refs/heads/environment/production\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let (json, status) = project.publish(&[]);
    let words: Vec<String> =
        json["branches"].as_array().unwrap().iter().map(|branch| text(&branch["outcome"])).collect();
    assert_eq!((status, words), (2, ["published", "refused", "published"].map(str::to_owned).into()));
    fs::remove_file(&hook).unwrap();
    assert_eq!(project.publishes(&[])[1..2], ["environment/production published"]);
}

#[test]
fn files_of_others_in_the_way() {
    let (_server, bare, project) = set_up();
    project.publishes(&[]);
    let deployment = "production/manifests/production/shop/shop/deployment-api.yaml";
    let tip = bare.git(&["rev-parse", "main"]);
    type Obstacle = Box<dyn FnOnce(&std::path::Path)>;
    let obstacles: [(&str, Obstacle); 4] = [
        // What no index lists is somebody's, whatever it is called.
        (
            "production/apps/shop/production/shop.yaml",
            Box::new(|folder| {
                fs::remove_dir_all(folder.join("production/index")).unwrap();
                fs::write(folder.join("production/apps/shop/production/shop.yaml"), "theirs\n").unwrap();
            }),
        ),
        (
            deployment,
            Box::new(|folder| {
                let place = folder.join("production/manifests/production/shop/shop/deployment-api.yaml");
                fs::remove_file(&place).unwrap();
                fs::create_dir(&place).unwrap();
                fs::write(place.join("a"), "theirs\n").unwrap();
            }),
        ),
        (
            "production/manifests",
            Box::new(|folder| {
                fs::remove_dir_all(folder.join("production/manifests")).unwrap();
                fs::write(folder.join("production/manifests"), "theirs\n").unwrap();
            }),
        ),
        (
            "production/manifests/production",
            Box::new(|folder| {
                fs::remove_dir_all(folder.join("production/manifests/production")).unwrap();
                std::os::unix::fs::symlink("/etc", folder.join("production/manifests/production")).unwrap();
            }),
        ),
    ];
    project.pin("production", "1.0.0", "1.1.0");
    for (path, obstacle) in obstacles {
        bare.git(&["update-ref", "refs/heads/main", &tip]);
        bare.commit("main", obstacle);
        let theirs = bare.git(&["rev-parse", "main"]);
        let (json, status) = project.publish(&[]);
        let branch = &json["branches"][0];
        assert_eq!((status, &branch["outcome"]), (1, &json!("obstructed")), "{path}: {json:#}");
        assert!(branch["error"]["paths"].as_array().unwrap().contains(&json!(path)), "{json:#}");
        assert_eq!(bare.git(&["rev-parse", "main"]), theirs);
        let said = String::from_utf8(project.run(&["publish"]).stderr).unwrap();
        assert!(said.contains("error[foreign-file]") && said.contains(&format!("--> {path}")), "{said}");
    }
}

#[test]
fn a_file_of_ours_may_become_a_folder() {
    let (_server, bare, project) = set_up();
    project.publishes(&[]);
    // An index of ours lists the file, so that it is ours to remove.
    bare.commit("main", |folder| {
        fs::remove_dir_all(folder.join("production/apps/shop")).unwrap();
        fs::write(folder.join("production/apps/shop"), "old\n").unwrap();
        let index = folder.join("production/index/apps/production/shop");
        let line = format!("{}  production/apps/shop\n", "0".repeat(64));
        fs::write(&index, fs::read_to_string(&index).unwrap() + &line).unwrap();
    });
    assert_eq!(project.publishes(&[]), ["main published"]);
    assert!(bare.file("main", "production/apps/shop/production/shop.yaml").is_some());
}

#[test]
fn an_index_that_lists_what_it_may_not() {
    let (_server, bare, project) = set_up();
    project.publishes(&[]);
    bare.commit("main", |folder| {
        let line = format!("{}  staging/../production/apps\n", "0".repeat(64));
        fs::write(folder.join("staging/index/apps/staging/shop"), line).unwrap();
    });
    let (status, outcome, message) = project.fails(&[]);
    assert_eq!((status, outcome.as_str()), (1, "unsound"));
    assert!(message.contains("line 1 of `staging/index/apps/staging/shop`"), "{message}");
}

#[test]
fn what_is_not_committed() {
    let (_server, bare, project) = set_up();
    let said = |project: &Project| String::from_utf8(project.run(&["publish"]).stderr).unwrap();
    project.write("stacks/draft.yaml", "draft\n");
    assert!(
        said(&project).contains("error: 1 file of the project is not committed, the first being `stacks/draft.yaml`")
    );
    project.edit("platgen.yaml", "name: acme", "name:  acme");
    assert!(said(&project).contains("2 files of the project are not committed, the first being `platgen.yaml`"));
    assert!(!bare.has("main"));
    assert_eq!(project.publishes(&["--revision", "HEAD"]), ["main published"], "the commit is as it is");
    fs::remove_file(project.folder().join("stacks/draft.yaml")).unwrap();
    project.git(&["checkout", "--quiet", "--", "."]);
    project.write("out/x", "not read\n");
    project.write("notes.txt", "not read\n");
    assert_eq!(project.publishes(&[]), ["main unchanged"]);
}

#[test]
fn projects_without_a_commit() {
    let (_server, _bare, project) = set_up();
    let said = |project: &Project, arguments: &[&str]| {
        let output = project.run(arguments);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, text) = said(&project, &["publish", "--revision", "v9"]);
    assert!(status == Some(2) && text.contains("the repository has no commit `v9`"), "{text}");
    fs::remove_dir_all(project.folder().join(".git")).unwrap();
    let (status, text) = said(&project, &["publish"]);
    assert!(status == Some(2) && text.contains("the project is in no git repository"), "{text}");
    project.git(&["init", "--quiet"]);
    let (status, text) = said(&project, &["publish"]);
    assert!(status == Some(2) && text.contains("the repository has no commit `HEAD`"), "{text}");
}

#[test]
fn shallow_and_detached_sources_are_sources() {
    let (_server, bare, project) = set_up();
    project.pin("staging", "1.0.0", "1.1.0");
    let clone = project.home().join("clone");
    let url = format!("file://{}", project.folder().display());
    git(project.home(), &["clone", "--quiet", "--depth=1", &url, clone.to_str().unwrap()]);
    git(&clone, &["checkout", "--quiet", "--detach"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_platgen"));
    project.surround(&mut command);
    command.current_dir(&clone).args(["publish", "--format", "json"]);
    let (json, status) = read(&command.output().unwrap());
    assert_eq!((status, &json["branches"][0]["outcome"]), (0, &json!("published")));
    assert_eq!(json["source"]["revision"], project.git(&["rev-parse", "HEAD"]).as_str());
    assert!(bare.has("main"));
}

#[test]
fn a_project_below_the_top_of_its_repository() {
    let (_server, bare, project) = set_up();
    let folder = project.folder();
    fs::create_dir(folder.join("platform")).unwrap();
    for part in ["platgen.yaml", "environments", "stacks", "teams"] {
        fs::rename(folder.join(part), folder.join("platform").join(part)).unwrap();
    }
    project.commit("Move");
    project.write("stacks/not-ours.yaml", "of another project\n");
    assert_eq!(project.publishes(&["-C", "platform"]), ["main published"]);
    assert!(bare.file("main", "staging/apps/shop/staging/shop.yaml").is_some());
    project.write("platform/stacks/draft.yaml", "draft\n");
    let said = String::from_utf8(project.run(&["publish", "-C", "platform"]).stderr).unwrap();
    assert!(said.contains("the first being `stacks/draft.yaml`"), "{said}");
}

#[test]
fn a_project_with_an_error_publishes_nothing() {
    let (_server, bare, project) = set_up();
    project.edit("stacks/shop.yaml", "image: api", "imge: api");
    project.commit("Break");
    let (json, status) = project.publish(&[]);
    assert_eq!((status, json["branches"].as_array().unwrap().len()), (1, 0));
    assert_eq!(json["findings"]["findings"][0]["code"], "unknown-field", "{json:#}");
    assert!(!bare.has("main"));
}

#[test]
fn nobody_says_where_to() {
    let (_server, bare, project) = set_up();
    project.write("platgen.yaml", "apiVersion: platgen.dev/v1\nkind: Project\nmetadata: {name: acme}\n");
    project.commit("Forget");
    let output = project.run(&["publish"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("nobody says to which repository environment `development` is published"), "{said}");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(project.publishes(&["--repo", &bare.url]), ["main published"]);
}

#[test]
fn a_disk_that_is_full() {
    let (_server, bare, project) = set_up();
    // No file may have more than 2 KiB: what a full disk is to who writes a pack.
    let script = format!("trap '' XFSZ; ulimit -f 4; exec {} publish --format json", env!("CARGO_BIN_EXE_platgen"));
    let mut command = Command::new("sh");
    project.surround(&mut command);
    let (json, status) = read(&command.args(["-c", &script]).output().unwrap());
    assert_eq!((status, &json["branches"][0]["outcome"]), (2, &json!("failed")), "{json:#}");
    assert!(!bare.has("main"));
    assert_eq!(project.publishes(&[]), ["main published"]);
    bare.expect_sound();
}

#[test]
fn what_this_machine_keeps_may_be_broken_or_gone() {
    let (_server, _bare, project) = set_up();
    project.publishes(&[]);
    let packs: Vec<_> = walkdir::WalkDir::new(project.home().join("cache"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "pack" || end == "idx"))
        .collect();
    assert!(!packs.is_empty());
    for pack in packs {
        fs::set_permissions(pack.path(), fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(pack.path(), "broken").unwrap();
    }
    project.pin("staging", "1.0.0", "1.1.0");
    assert_eq!(project.publishes(&[]), ["main published"]);
    let without = |arguments: &[&str]| {
        let mut command = project.command(&["publish", "--format", "json"]);
        read(&command.args(arguments).env("XDG_CACHE_HOME", "/dev/null/cache").output().unwrap())
    };
    project.pin("staging", "1.1.0", "1.2.0");
    let (json, status) = without(&[]);
    assert_eq!((status, &json["branches"][0]["outcome"]), (0, &json!("published")));
    assert!(
        fs::read_dir(project.home()).unwrap().all(|entry| !entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("platgen-"))
    );
}

#[test]
fn a_branch_that_was_rewritten() {
    let (_server, bare, project) = set_up();
    project.publishes(&[]);
    let before = bare.paths("main");
    bare.git(&["update-ref", "-d", "refs/heads/main"]);
    bare.commit("main", |folder| fs::write(folder.join("README.md"), "A new beginning.\n").unwrap());
    assert_eq!(project.publishes(&[]), ["main published"]);
    assert_eq!(bare.file("main", "README.md").as_deref(), Some("A new beginning.\n"));
    assert_eq!(bare.paths("main").len(), before.len() + 1);
    bare.expect_sound();
}

#[test]
fn commits_are_signed_where_git_is_set_to() {
    let (_server, bare, project) = set_up();
    let key = project.home().join("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    for (name, value) in [
        ("user.name", "Ada"),
        ("user.email", "ada@example.com"),
        ("gpg.format", "ssh"),
        ("user.signingKey", key.to_str().unwrap()),
        ("commit.gpgSign", "true"),
    ] {
        project.git(&["config", "--local", name, value]);
    }
    assert_eq!(project.publishes(&[]), ["main published"]);
    let allowed = project.home().join("allowed");
    let public = fs::read_to_string(key.with_extension("pub")).unwrap();
    fs::write(&allowed, format!("ada@example.com {public}")).unwrap();
    let setting = format!("gpg.ssh.allowedSignersFile={}", allowed.display());
    bare.git(&["-c", &setting, "verify-commit", "main"]);
    assert_eq!(project.publishes(&[]), ["main unchanged"]);
    bare.expect_sound();
    project.git(&["config", "--local", "user.signingKey", "/nowhere"]);
    project.edit("environments/staging.yaml", "1.0.0", "1.1.0");
    project.git(&["-c", "commit.gpgSign=false", "commit", "--quiet", "-am", "Raise"]);
    let (status, outcome, message) = project.fails(&[]);
    assert_eq!((status, outcome.as_str()), (2, "unsigned"), "{message}");
}
