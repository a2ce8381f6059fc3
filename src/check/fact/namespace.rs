use crate::check::object::{Cursor, Object, Site};
use crate::check::pod_security::Standard;

/// What the labels begin with by which a Namespace chooses a Pod Security Standard.
pub const POD_SECURITY: &str = "pod-security.kubernetes.io/";

/// What a Namespace says of the pods in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamespaceFact {
    /// Its Pod Security Standards; a mode without a label is not there.
    pub pod_security: Vec<PodSecurityLabel>,
    /// Where the label that enforces a standard is written, or would be.
    pub enforce_site: Site,
}

/// A label of a Namespace that chooses a Pod Security Standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PodSecurityLabel {
    /// What comes of a fault.
    pub mode: PodSecurityMode,
    /// The level; `None` for `privileged`, and for what is no level, which has a finding of its own.
    pub standard: Option<Standard>,
    /// The minor version of the standard; `None` for the cluster's own.
    pub minor: Option<u32>,
    /// Where the level is written.
    pub site: Site,
}

/// What comes of a fault by a Pod Security Standard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PodSecurityMode {
    /// The pod is refused.
    Enforce,
    /// Whoever applies it is warned.
    Warn,
    /// It is noted in the audit log.
    Audit,
}

impl PodSecurityMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Enforce, Self::Warn, Self::Audit];

    /// The word that labels have for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Warn => "warn",
            Self::Audit => "audit",
        }
    }
}

/// Reads the labels of a Namespace.
pub(super) fn read(object: &Object<'_>) -> Option<NamespaceFact> {
    if !object.is("", "Namespace") {
        return None;
    }
    let root = object.root();
    let labels = root.at(&["metadata", "labels"]);
    let holder = labels.clone().or_else(|| root.get("metadata")).unwrap_or_else(|| root.clone());
    let missing = if labels.is_some() { "pod-security.kubernetes.io/enforce" } else { "labels" };
    let read =
        |labels: &Cursor<'_>| PodSecurityMode::ALL.into_iter().filter_map(|mode| label(object, labels, mode)).collect();
    Some(NamespaceFact {
        pod_security: labels.as_ref().map(read).unwrap_or_default(),
        enforce_site: object.key_site(&holder, missing),
    })
}

fn label(object: &Object<'_>, labels: &Cursor<'_>, mode: PodSecurityMode) -> Option<PodSecurityLabel> {
    let at = labels.get(&format!("{POD_SECURITY}{}", mode.name()))?;
    let version = labels.get(&format!("{POD_SECURITY}{}-version", mode.name()));
    let minor = version.and_then(|version| minor_of(version.text()?)).flatten();
    Some(PodSecurityLabel { mode, standard: Standard::of_name(at.text()?), minor, site: object.site(&at) })
}

/// The minor version in a label's `v1.<minor>`; inside, `None` for `latest`; outside, for what is neither.
pub fn minor_of(version: &str) -> Option<Option<u32>> {
    if version == "latest" {
        return Some(None);
    }
    let digits = version.strip_prefix("v1.")?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    // A version beyond all counting is newer than any cluster.
    (is_number && !digits.is_empty()).then(|| Some(digits.parse().unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_latest_or_a_minor_of_one() {
        assert_eq!(minor_of("latest"), Some(None));
        assert_eq!(minor_of("v1.0"), Some(Some(0)));
        assert_eq!(minor_of("v1.34"), Some(Some(34)));
        assert_eq!(minor_of("v1.99999999999999"), Some(Some(u32::MAX)));
        for wrong in ["", "1.34", "v1", "v1.", "v1.034", "v1.34.1", "v2.0", "v1.+3", "Latest", " v1.34"] {
            assert_eq!(minor_of(wrong), None, "{wrong}");
        }
    }
}
