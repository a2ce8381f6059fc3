use super::selector::Selector;
use crate::check::object::{Cursor, Object, Site};

/// What a PodDisruptionBudget asks for.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The pods that it guards; `None` where it says nothing, so that it guards none.
    pub selector: Option<(Selector, Site)>,
    /// How many pods must be there.
    pub min_available: Option<(Amount, Site)>,
    /// How many pods may be away.
    pub max_unavailable: Option<(Amount, Site)>,
}

/// A number of pods.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// So many.
    Pods(i64),
    /// So many of a hundred.
    Percent(i64),
}

impl Amount {
    /// How many of so many pods that is, rounded up as the API server does.
    pub fn of(self, pods: i64) -> i64 {
        match self {
            Self::Pods(amount) => amount,
            Self::Percent(percent) => percent.saturating_mul(pods).saturating_add(99) / 100,
        }
    }

    fn read(at: &Cursor<'_>) -> Option<Self> {
        let percent = || at.text()?.strip_suffix('%')?.parse().ok().map(Self::Percent);
        at.int().map(Self::Pods).or_else(percent)
    }
}

/// Reads a PodDisruptionBudget.
pub(super) fn read(object: &Object<'_>) -> Option<Budget> {
    if !object.is("policy", "PodDisruptionBudget") {
        return None;
    }
    let spec = object.root().get("spec")?;
    let amount = |field: &str| spec.get(field).and_then(|at| Some((Amount::read(&at)?, object.site(&at))));
    let selector = spec.get("selector").map(|at| (Selector::of_label_selector(&at), object.site(&at)));
    Some(Budget { selector, min_available: amount("minAvailable"), max_unavailable: amount("maxUnavailable") })
}
