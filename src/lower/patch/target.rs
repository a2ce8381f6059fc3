use std::collections::BTreeSet;

use ecow::EcoString;

use super::Resource;
use crate::diagnostics::Spot;
use crate::lower::spot;
use crate::model::{PatchTarget, matches_glob};
use crate::node::{Node, Origin, Origins};
use crate::resolve::{PatchOwner, PatchPlan};

/// What a target says of a resource, in the order in which it narrows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Aspect {
    /// Its kind.
    Kind,
    /// Its API group.
    Group,
    /// Its namespace.
    Namespace,
    /// Its name.
    Name,
    /// Its labels.
    Labels,
}

/// How a resource fits a target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum TargetMatch {
    /// The first aspect that differs.
    Differs(Aspect),
    /// In everything.
    Fits,
}

/// How far a patch's target led among the resources of one app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatchReach {
    /// Whose patch it is.
    pub owner: PatchOwner,
    /// The patch's name.
    pub name: EcoString,
    /// The kind of resources that it wants.
    pub kind: EcoString,
    /// Whether a resource fits.
    pub fits: bool,
    /// Where the target was written.
    pub target: Spot,
    /// Where the nearest resources differ; `None` where the app has none at all.
    pub nearest: Option<Nearest>,
}

/// In what the nearest resources differ from a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nearest {
    /// In what.
    pub aspect: Aspect,
    /// What the target says of it.
    pub wanted: EcoString,
    /// Where it says that.
    pub spot: Spot,
    /// What the resources say, for each of the nearest ones.
    pub known: BTreeSet<EcoString>,
}

/// Everything that decides which resources a patch changes.
pub(super) fn causes(patch: &PatchPlan, origins: &mut Origins) -> Origin {
    let target = &patch.target;
    let mut all = vec![target.kind.origin];
    all.extend(target.group.iter().map(|group| group.origin));
    all.extend(target.namespace.iter().map(|namespace| namespace.origin));
    all.extend(target.name.iter().map(|name| name.origin));
    all.extend(target.labels.iter().map(|(_, text)| text.origin));
    all.extend([target.origin, patch.origin]);
    origins.join(&all)
}

impl TargetMatch {
    /// Compares a resource with a target.
    pub(super) fn of(target: &PatchTarget, resource: &Resource) -> Self {
        let is_glob = |glob: &str, name: &str| matches_glob(glob, name);
        let namespace = resource.namespace.as_deref().unwrap_or_default();
        let differs = if target.kind.value.0 != resource.kind {
            Aspect::Kind
        } else if target.group.as_ref().is_some_and(|group| group.value.0 != resource.group()) {
            Aspect::Group
        } else if target.namespace.as_ref().is_some_and(|glob| !is_glob(&glob.value.0, namespace)) {
            Aspect::Namespace
        } else if target.name.as_ref().is_some_and(|glob| !is_glob(&glob.value.0, &resource.name)) {
            Aspect::Name
        } else if target.labels.iter().any(|(key, text)| label(resource, key) != Some(&text.value.0)) {
            Aspect::Labels
        } else {
            return Self::Fits;
        };
        Self::Differs(differs)
    }
}

fn label<'r>(resource: &'r Resource, key: &str) -> Option<&'r str> {
    resource.body.at(&["metadata", "labels", key]).and_then(Node::as_str)
}

impl PatchReach {
    /// A patch that was not compared with any resource yet.
    pub(super) fn new(patch: &PatchPlan, origins: &Origins) -> Self {
        Self {
            owner: patch.owner.clone(),
            name: patch.name.clone(),
            kind: patch.target.kind.value.0.clone(),
            fits: false,
            target: spot::key(origins, patch.target.origin),
            nearest: None,
        }
    }

    /// Takes account of one resource.
    pub(super) fn add(&mut self, fit: TargetMatch, target: &PatchTarget, resource: &Resource, origins: &Origins) {
        let TargetMatch::Differs(aspect) = fit else {
            self.fits = true;
            return;
        };
        let (wanted, origin, known) = difference(aspect, target, resource);
        let known = BTreeSet::from_iter(known);
        self.join(Nearest { aspect, wanted, spot: spot::value(origins, origin), known });
    }

    /// Takes account of the resources of another app.
    pub fn absorb(&mut self, other: PatchReach) {
        self.fits |= other.fits;
        other.nearest.into_iter().for_each(|nearest| self.join(nearest));
    }

    fn join(&mut self, other: Nearest) {
        match &mut self.nearest {
            Some(own) if own.aspect > other.aspect => {}
            Some(own) if own.aspect == other.aspect => own.known.extend(other.known),
            nearest => *nearest = Some(other),
        }
    }
}

/// What a target says of one aspect, where it says that, and what the resource says.
fn difference(aspect: Aspect, target: &PatchTarget, resource: &Resource) -> (EcoString, Origin, Option<EcoString>) {
    let said =
        |text: Option<(&EcoString, Origin)>| text.map_or((EcoString::new(), target.origin), |(t, o)| (t.clone(), o));
    let (wanted, origin) = match aspect {
        Aspect::Kind => said(Some((&target.kind.value.0, target.kind.origin))),
        Aspect::Group => said(target.group.as_ref().map(|group| (&group.value.0, group.origin))),
        Aspect::Namespace => said(target.namespace.as_ref().map(|glob| (&glob.value.0, glob.origin))),
        Aspect::Name => said(target.name.as_ref().map(|glob| (&glob.value.0, glob.origin))),
        Aspect::Labels => {
            let mut labels = target.labels.iter();
            let missing = labels.find(|(key, text)| label(resource, key) != Some(&text.value.0));
            return missing.map_or((EcoString::new(), target.origin, None), |(key, text)| {
                let own = label(resource, key).map(|own| ecow::eco_format!("{key}: {own}"));
                (ecow::eco_format!("{key}: {}", text.value.0), text.origin, own)
            });
        }
    };
    let known = match aspect {
        Aspect::Kind => Some(resource.kind.clone()),
        Aspect::Group => Some(resource.group().into()),
        Aspect::Namespace => resource.namespace.clone(),
        Aspect::Name | Aspect::Labels => Some(resource.name.clone()),
    };
    (wanted, origin, known)
}
