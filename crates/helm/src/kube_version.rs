//! Versions of Kubernetes.

use crate::Compat;
use std::fmt;

/// A version of Kubernetes, as asked for and as it is known.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct KubeVersion {
    /// What `.Capabilities.KubeVersion.Version` says; a provider's suffix included.
    pub version: String,
    /// The version without anything after its numbers, which charts' `kubeVersion` is held against.
    pub bare: String,
    /// The first number.
    pub major: String,
    /// The second number.
    pub minor: String,
}

impl KubeVersion {
    /// Gives the version that a release of Helm takes where none is given.
    #[must_use]
    pub fn built_in(compat: Compat) -> Self {
        let (major, minor) = compat.build().kube;
        let version = format!("v{major}.{minor}.0");
        Self { version: version.clone(), bare: version, major: major.to_string(), minor: minor.to_string() }
    }

    /// Reads a version as `--kube-version` takes it: `1.34`, `v1.34.2`, `v1.34.2-eks-abc`.
    ///
    /// # Errors
    ///
    /// When it does not start with two numbers.
    pub fn parse(text: &str, compat: Compat) -> Result<Self, BadKubeVersion> {
        let trimmed = text.trim_start();
        let digits = trimmed.strip_prefix('v').unwrap_or(trimmed);
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
        let (numbers, suffix) = digits.split_at(end);
        match compat.kube_version_has_two_forms() {
            true => Self::parse_generic(text, digits, numbers.trim_end_matches('.')),
            false => Self::parse_semantic(numbers, suffix),
        }
    }

    /// Helm 4: the numbers count, whatever follows them.
    fn parse_generic(text: &str, whole: &str, numbers: &str) -> Result<Self, BadKubeVersion> {
        let parts: Vec<&str> = numbers.split('.').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Err(BadKubeVersion(format!("could not parse {text:?} as version")));
        }
        let [major, minor, ..] = parts[..] else {
            return Err(BadKubeVersion(format!("illegal version string {text:?}")));
        };
        if let Some(zero) = parts.iter().find(|part| part.len() > 1 && part.starts_with('0')) {
            return Err(BadKubeVersion(format!("illegal zero-prefixed version component {zero:?} in {text:?}")));
        }
        let bare = format!("v{numbers}");
        Ok(Self { version: format!("v{whole}"), bare, major: major.to_owned(), minor: minor.to_owned() })
    }

    /// Helm 3: a semantic version, whose missing numbers are 0.
    fn parse_semantic(numbers: &str, suffix: &str) -> Result<Self, BadKubeVersion> {
        let invalid = || BadKubeVersion("Invalid Semantic Version".to_owned());
        let mut parts = numbers.split('.').map(|part| part.parse::<u64>().map_err(|_| invalid()));
        let mut next = || parts.next().unwrap_or(Ok(0));
        let (major, minor, patch) = (next()?, next()?, next()?);
        if numbers.matches('.').count() > 2 || !(suffix.is_empty() || suffix.starts_with(['-', '+'])) {
            return Err(invalid());
        }
        let version = format!("v{major}.{minor}.{patch}{suffix}");
        Ok(Self { bare: version.clone(), version, major: major.to_string(), minor: minor.to_string() })
    }
}

/// A text that is no version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadKubeVersion(String);

impl fmt::Display for BadKubeVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadKubeVersion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_asked_for_and_bare() {
        let parsed = |text, compat| KubeVersion::parse(text, compat).map(|v| (v.version, v.bare, v.major, v.minor));
        let expect = |version: &str, bare: &str, minor: &str| {
            Ok((version.to_owned(), bare.to_owned(), "1".to_owned(), minor.to_owned()))
        };
        assert_eq!(parsed("1.29", Compat::V4_1), expect("v1.29", "v1.29", "29"));
        assert_eq!(parsed("v1.30.5-eks-abc", Compat::V4_1), expect("v1.30.5-eks-abc", "v1.30.5", "30"));
        assert_eq!(parsed("1.28.3+k3s1", Compat::V4_1), expect("v1.28.3+k3s1", "v1.28.3", "28"));
        assert_eq!(parsed("1.29", Compat::V3_17), expect("v1.29.0", "v1.29.0", "29"));
        for bad in ["x", "1", "01.2", ""] {
            assert!(KubeVersion::parse(bad, Compat::V4_1).is_err(), "{bad}");
        }
        for bad in ["x", "1.2.3.4", "1.30.", "1.30.5beta"] {
            assert!(KubeVersion::parse(bad, Compat::V3_17).is_err(), "{bad}");
        }
    }
}
