use crate::check::object::{Object, Site};
use crate::lower::annotations::{HOOK, SYNC_WAVE};

const HELM_HOOK: &str = "helm.sh/hook";
const HELM_WEIGHT: &str = "helm.sh/hook-weight";

/// Hooks by their names, first ones first; what is not here does not come with every sync. An upgrade's hooks alone are among
/// those: what they need may be there since the installation.
const HOOKS: [(&str, Phase); 6] = [
    ("PreSync", Phase::PreSync),
    ("pre-install", Phase::PreSync),
    ("Sync", Phase::Sync),
    ("crd-install", Phase::Sync),
    ("PostSync", Phase::PostSync),
    ("post-install", Phase::PostSync),
];

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

impl Turn {
    /// Whether it comes only when another turn is over; what does not come with every sync is neither before nor after.
    pub fn is_after(&self, other: &Turn) -> bool {
        let is_aside = self.phase == Phase::Aside || other.phase == Phase::Aside;
        !is_aside && (self.phase, self.wave) > (other.phase, other.wave)
    }
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

/// Reads phase and wave of an object; a wave that is no number is the first. Hooks of Helm are read where Argo CD's are not there.
pub(super) fn read(object: &Object<'_>) -> Turn {
    let annotations = object.root().at(&["metadata", "annotations"]);
    let annotation = |key: &str| annotations.as_ref()?.get(key);
    let wave = annotation(SYNC_WAVE);
    let (hook, wave) = match annotation(HOOK) {
        Some(hook) => (Some(hook), wave),
        None => (annotation(HELM_HOOK), wave.or_else(|| annotation(HELM_WEIGHT))),
    };
    let phase = hook.as_ref().and_then(|at| at.text()).map_or(Phase::Sync, |hooks| Phase::first_of(hooks));
    Turn {
        phase,
        wave: wave.as_ref().and_then(|at| at.text()?.parse().ok()).unwrap_or(0),
        site: wave.or(hook).map(|at| object.site(&at)),
    }
}

impl Phase {
    fn first_of(hooks: &str) -> Self {
        let named = |name: &str| hooks.split(',').any(|hook| hook.trim() == name);
        HOOKS.iter().find(|(name, _)| named(name)).map_or(Self::Aside, |(_, phase)| *phase)
    }
}
