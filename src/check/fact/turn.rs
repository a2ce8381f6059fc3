use crate::check::object::{Object, Site};

const WAVE: &str = "argocd.argoproj.io/sync-wave";
const HOOK: &str = "argocd.argoproj.io/hook";

/// When Argo CD applies an object within its app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The phase of the sync.
    pub phase: Phase,
    /// The wave within the phase; lower ones first.
    pub wave: i64,
    /// Where phase or wave is written, if one is.
    pub site: Option<Site>,
}

/// A phase of a sync, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Phase {
    /// Before everything else.
    PreSync,
    /// With everything that is no hook.
    Sync,
    /// When everything is healthy.
    PostSync,
    /// Only when something went wrong, or when the app is deleted.
    Aside,
}

/// Reads phase and wave of an object; a wave that is no number is the first.
pub(super) fn read(object: &Object<'_>) -> Turn {
    let annotations = object.root().at(&["metadata", "annotations"]);
    let annotation = |key: &str| annotations.as_ref()?.get(key);
    let (hook, wave) = (annotation(HOOK), annotation(WAVE));
    let phase = hook.as_ref().and_then(|at| at.text()).map_or(Phase::Sync, |hooks| {
        let hooks: Vec<&str> = hooks.split(',').map(str::trim).collect();
        match () {
            () if hooks.contains(&"PreSync") => Phase::PreSync,
            () if hooks.contains(&"Sync") => Phase::Sync,
            () if hooks.contains(&"PostSync") => Phase::PostSync,
            () => Phase::Aside,
        }
    });
    Turn {
        phase,
        wave: wave.as_ref().and_then(|at| at.text()?.parse().ok()).unwrap_or(0),
        site: wave.or(hook).map(|at| object.site(&at)),
    }
}
