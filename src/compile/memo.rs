use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::LoweredApp;

/// How many compiles an app that none of them used is kept for: `diff` alternates between two worlds.
const KEPT_FOR: u64 = 2;

/// Lowered apps by the hash of their plans.
#[derive(Debug, Default)]
pub(super) struct AppMemo {
    compile: u64,
    apps: FxHashMap<u128, (u64, Arc<LoweredApp>)>,
}

impl AppMemo {
    /// Begins a compile.
    pub(super) fn begin(&mut self) {
        self.compile += 1;
    }

    /// Finds an app; one without resources does not serve where they are wanted.
    pub(super) fn find(&self, key: u128, with_resources: bool) -> Option<Arc<LoweredApp>> {
        let (_, app) = self.apps.get(&key)?;
        (!with_resources || app.kept.is_some()).then(|| app.clone())
    }

    /// Keeps an app that this compile used.
    pub(super) fn keep(&mut self, key: u128, app: Arc<LoweredApp>) {
        self.apps.insert(key, (self.compile, app));
    }

    /// Ends a compile: what the last ones did not use is forgotten.
    pub(super) fn end(&mut self) {
        let compile = self.compile;
        self.apps.retain(|_, (used, _)| *used + KEPT_FOR > compile);
    }
}
