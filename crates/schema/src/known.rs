//! Whether a release serves a kind, and until when.

use crate::catalog::{Schemas, split};
use crate::custom::Custom;
use crate::nearest::nearest;
use crate::store::Lifecycle;
use std::sync::Arc;

/// What a release says to an API version and kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Known {
    /// It serves it.
    Yes,
    /// It no longer serves it.
    Removed {
        /// The first minor release without it.
        minor: u32,
        /// The API version to use instead, with the kind where that differs.
        replacement: Option<String>,
    },
    /// It does not serve it yet.
    NotYet {
        /// The first minor release with it.
        since: u32,
    },
    /// The group has the kind in other versions only, or defines it and serves none.
    UnknownVersion {
        /// The API versions that are served, best first.
        served: Vec<String>,
    },
    /// The group is known and has no such kind.
    UnknownKind {
        /// The known kind that was most likely meant.
        nearest: Option<String>,
        /// The API versions of other groups that serve the kind.
        elsewhere: Vec<String>,
    },
    /// Neither Kubernetes nor a custom resource has such a group.
    UnknownGroup {
        /// The known group that was most likely meant.
        nearest: Option<String>,
        /// The API versions of other groups that serve the kind.
        elsewhere: Vec<String>,
    },
}

/// That an API version is on its way out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deprecation {
    /// The minor release that deprecated it.
    pub since: u32,
    /// The minor release that no longer serves it, as far as known.
    pub removed: Option<u32>,
    /// The API version to use instead, with the kind where that differs.
    pub replacement: Option<String>,
}

impl Schemas {
    /// Tells whether this release serves a kind. Of removals before the first release in the binary it knows those that Kubernetes documented.
    #[must_use]
    pub fn known(&self, api_version: &str, kind: &str) -> Known {
        self.known_at(api_version, kind, self.minor)
    }

    /// Tells whether another release serves a kind: the next one, to see what an upgrade breaks. Custom resources count as served throughout.
    ///
    /// For a release after the last in the binary, kinds of that last release count as served unless their removal is documented.
    #[must_use]
    pub fn known_at(&self, api_version: &str, kind: &str, minor: u32) -> Known {
        if self.custom_kind(api_version, kind).is_some() || self.is_bare_list(api_version, kind) {
            return Known::Yes;
        }
        let (group, version) = split(api_version);
        let lifecycle = self.lifecycle(api_version, kind);
        let first = self.store.first;
        let mask = self.mask(group, version, kind);
        let removed = lifecycle.and_then(|entry| entry.removed).filter(|removed| *removed <= minor);
        if mask & self.bit_at(minor) != 0 && removed.is_none() {
            return Known::Yes;
        }
        let replacement = || self.replacement(lifecycle, api_version, kind, minor);
        if let Some(minor) = removed {
            return Known::Removed { minor, replacement: replacement() };
        }
        if mask != 0 {
            let (earliest, latest) = (first + mask.trailing_zeros(), first + 31 - mask.leading_zeros());
            return match minor < earliest {
                true => Known::NotYet { since: earliest },
                false => Known::Removed { minor: latest + 1, replacement: replacement() },
            };
        }
        self.unknown(group, kind, minor)
    }

    /// Tells whether an API version is deprecated in this release.
    #[must_use]
    pub fn deprecation(&self, api_version: &str, kind: &str) -> Option<Deprecation> {
        let entry = self.lifecycle(api_version, kind).filter(|entry| entry.deprecated <= self.minor)?;
        let replacement = self.replacement(Some(entry), api_version, kind, self.minor);
        Some(Deprecation { since: entry.deprecated, removed: entry.removed, replacement })
    }

    fn lifecycle(&self, api_version: &str, kind: &str) -> Option<&Lifecycle> {
        let (group, version) = split(api_version);
        self.store.lifecycle(group, version, kind)
    }

    fn mask(&self, group: &str, version: &str, kind: &str) -> u32 {
        self.stored_ever(group, version, kind).map_or(0, |stored| stored.mask)
    }

    fn unknown(&self, group: &str, kind: &str, minor: u32) -> Known {
        let served = self.served(group, kind, minor);
        let defined = || self.custom.iter().any(|custom| *custom.group == *group && *custom.kind == *kind);
        if !served.is_empty() || defined() {
            return Known::UnknownVersion { served };
        }
        let mut elsewhere: Vec<String> =
            self.kinds().filter(|other| other.kind == kind).map(|other| join(other.group, other.version)).collect();
        elsewhere.sort_by_key(|api_version| std::cmp::Reverse(rank(split(api_version).1)));
        match self.kinds().any(|other| other.group == group) {
            true => {
                let names = self.kinds().filter(|other| other.group == group).map(|other| other.kind);
                Known::UnknownKind { nearest: nearest(kind, names).map(str::to_owned), elsewhere }
            }
            false => {
                let groups = self.kinds().map(|other| other.group).filter(|other| !other.is_empty());
                Known::UnknownGroup { nearest: nearest(group, groups).map(str::to_owned), elsewhere }
            }
        }
    }

    /// Finds what to use instead: what the API types name if this release serves it, else the best other version of the kind.
    ///
    /// What was named when a version was deprecated may be gone by now, or may not be there yet.
    fn replacement(&self, entry: Option<&Lifecycle>, api_version: &str, kind: &str, minor: u32) -> Option<String> {
        let named = entry.and_then(|entry| entry.instead.as_deref()).filter(|named| {
            let (api_version, kind) = named.split_once(' ').unwrap_or((named, kind));
            let (group, version) = split(api_version);
            self.mask(group, version, kind) & self.bit_at(minor) != 0
        });
        let best = || self.served(split(api_version).0, kind, minor).into_iter().next();
        named.map(str::to_owned).or_else(best).filter(|found| found != api_version)
    }

    /// Gives the bit of a release, or of the nearest one in the binary.
    fn bit_at(&self, minor: u32) -> u32 {
        self.store.bit(minor.clamp(self.store.first, self.store.last))
    }

    /// Lists the API versions of a group that serve a kind, best first.
    fn served(&self, group: &str, kind: &str, minor: u32) -> Vec<String> {
        let bit = self.bit_at(minor);
        let own = self
            .store
            .kinds
            .iter()
            .filter(|stored| stored.mask & bit != 0 && *stored.group == *group && *stored.kind == *kind);
        let mut versions: Vec<&str> = own.map(|stored| &*stored.version).collect();
        versions.sort_by_key(|version| std::cmp::Reverse(rank(version)));
        let custom = self.served_custom(group, kind, |custom| custom.served);
        versions.into_iter().map(|version| join(group, version)).chain(custom).collect()
    }

    /// Lists the API versions of a custom resource that pass, best first.
    pub(crate) fn served_custom(
        &self,
        group: &str,
        kind: &str,
        passes: impl FnMut(&&Arc<Custom>) -> bool,
    ) -> Vec<String> {
        let of_kind = self.custom.iter().filter(|custom| *custom.group == *group && *custom.kind == *kind);
        let mut versions: Vec<&str> = of_kind.filter(passes).map(|custom| &*custom.version).collect();
        versions.sort_by_key(|version| std::cmp::Reverse(rank(version)));
        versions.into_iter().map(|version| join(group, version)).collect()
    }
}

fn join(group: &str, version: &str) -> String {
    if group.is_empty() { version.to_owned() } else { format!("{group}/{version}") }
}

/// Orders versions as Kubernetes does: stable over beta over alpha, then by number.
fn rank(version: &str) -> (u8, u32, u32) {
    let rest = version.strip_prefix('v').unwrap_or(version);
    let (stage, major, minor) = match (rest.split_once("beta"), rest.split_once("alpha")) {
        (Some((major, minor)), _) => (1, major, minor),
        (_, Some((major, minor))) => (0, major, minor),
        _ => (2, rest, ""),
    };
    (stage, major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}
