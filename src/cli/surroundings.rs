use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use crate::inflate::ChartStore;
use crate::publish::{self, Patience};
use crate::vendor::{self, Policy, Proxies, Surroundings};

/// Finds what fetching needs to know of this machine, by the variables and the places that helm, docker and curl use.
pub(super) fn of_environment() -> Surroundings {
    let helm = helm_folder();
    let in_helm = |variable, path: &str| folder(variable).or_else(|| Some(helm.as_ref()?.join(path)));
    let docker = folder("DOCKER_CONFIG").or_else(|| Some(home()?.join(".docker")));
    let registries = [
        in_helm("HELM_REGISTRY_CONFIG", "registry/config.json"),
        docker.map(|docker| docker.join("config.json")),
        folder("XDG_RUNTIME_DIR").map(|runtime| runtime.join("containers/auth.json")),
    ];
    Surroundings {
        store: store(),
        repositories: in_helm("HELM_REPOSITORY_CONFIG", "repositories.yaml"),
        registries: registries.into_iter().flatten().collect(),
        helpers: None,
        proxies: Proxies {
            http: text(&["http_proxy", "HTTP_PROXY"]),
            https: text(&["https_proxy", "HTTPS_PROXY"]),
            all: text(&["all_proxy", "ALL_PROXY"]),
            none: text(&["no_proxy", "NO_PROXY"]),
        },
        policy: Policy::default(),
    }
}

/// The charts of the local store.
pub(super) fn charts() -> Option<Arc<dyn ChartStore>> {
    Some(vendor::store(store().as_deref()))
}

/// What publishing needs to know of this machine.
pub(super) fn of_publishing(project: PathBuf) -> publish::Surroundings {
    publish::Surroundings {
        project,
        git: "git".into(),
        store: store(),
        temporary: env::temp_dir(),
        patience: Patience::default(),
    }
}

/// The local store, by the rules of XDG.
fn store() -> Option<PathBuf> {
    let own = |variable| folder(variable).filter(|folder| folder.is_absolute());
    let cache = own("XDG_CACHE_HOME")
        .or_else(|| if cfg!(windows) { own("LOCALAPPDATA") } else { Some(home()?.join(".cache")) });
    cache.map(|cache| cache.join("platgen"))
}

fn helm_folder() -> Option<PathBuf> {
    let default = || {
        if cfg!(target_os = "macos") {
            Some(home()?.join("Library/Preferences/helm"))
        } else if cfg!(windows) {
            folder("APPDATA").map(|folder| folder.join("helm"))
        } else {
            Some(home()?.join(".config/helm"))
        }
    };
    let shared = || folder("XDG_CONFIG_HOME").map(|folder| folder.join("helm"));
    folder("HELM_CONFIG_HOME").or_else(shared).or_else(default)
}

fn home() -> Option<PathBuf> {
    folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" })
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn text(variables: &[&str]) -> Option<String> {
    variables.iter().find_map(|variable| env::var(variable).ok().filter(|value| !value.is_empty()))
}
