use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::cache::Cache;
use super::credentials::{Credentials, Registries, Repositories};
use super::fault::Fault;
use super::http::{Client, Policy, Proxies};
use super::source::Index;

/// Where the machine keeps what fetching needs, and how patient fetching is.
///
/// Made from the environment by the command line, and by hand in tests.
#[derive(Clone, Default)]
pub struct Surroundings {
    /// The folder of the local store.
    pub store: Option<PathBuf>,
    /// Helm's repositories.yaml.
    pub repositories: Option<PathBuf>,
    /// Helm's and docker's files of registries, the first that knows one counting.
    pub registries: Vec<PathBuf>,
    /// The folder of docker's credential helpers, where they are not on the PATH.
    pub helpers: Option<PathBuf>,
    /// Proxies.
    pub proxies: Proxies,
    /// Times and attempts.
    pub policy: Policy,
}

/// What one run knows, shared by all that it fetches.
pub(super) struct Session {
    pub(super) client: Client,
    pub(super) cache: Cache,
    pub(super) repositories: Repositories,
    pub(super) registries: Registries,
    pub(super) indexes: Indexes,
    pub(super) tokens: Tokens,
    pub(super) git: PathBuf,
    /// A folder for what is in the making.
    pub(super) desk: PathBuf,
}

impl Session {
    pub(super) fn new(surroundings: &Surroundings, desk: PathBuf, is_offline: bool) -> Self {
        let Surroundings { store, repositories, registries, helpers, proxies, policy } = surroundings;
        Self {
            client: Client::new(policy.clone(), proxies.clone(), is_offline),
            cache: Cache::new(store.as_deref()),
            repositories: Repositories::read(repositories.as_deref()),
            registries: Registries::read(registries, helpers.as_deref()),
            indexes: Indexes::default(),
            tokens: Tokens::default(),
            git: "git".into(),
            desk,
        }
    }

    /// What was wrong with the machine's files.
    pub(super) fn remarks(&self) -> Vec<String> {
        self.repositories.remark.iter().chain(&self.registries.remarks).cloned().collect()
    }
}

/// The indexes that were read, each once.
#[derive(Default)]
pub(super) struct Indexes(Mutex<BTreeMap<String, Slot>>);

type Slot = Arc<OnceLock<Result<Arc<Index>, Fault>>>;

impl Indexes {
    /// Gives the index of a repository, making it the first time; who asks meanwhile waits.
    pub(super) fn get_or_make(
        &self,
        key: &str,
        make: impl FnOnce() -> Result<Arc<Index>, Fault>,
    ) -> Result<Arc<Index>, Fault> {
        // A panic elsewhere leaves whole entries.
        let slot = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key.to_owned()).or_default().clone();
        slot.get_or_init(make).clone()
    }
}

/// What registries gave out, by registry and repository.
#[derive(Default)]
pub(super) struct Tokens(Mutex<BTreeMap<String, Credentials>>);

impl Tokens {
    pub(super) fn known(&self, scope: &str) -> Option<Credentials> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(scope).cloned()
    }

    pub(super) fn keep(&self, scope: &str, credentials: &Credentials) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(scope.to_owned(), credentials.clone());
    }
}
