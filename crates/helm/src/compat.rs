//! The releases of Helm that can be imitated, and every point in which they differ.

use std::fmt;
use std::str::FromStr;

/// A release of Helm to imitate.
///
/// Each question that the releases answer differently is a method here, so that this file is the list of differences.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Compat {
    /// Helm 3.17; measured with 3.17.3, coalescing holds for 3.17.1 to 3.19.2.
    V3_17,
    /// Helm 4.1; measured with 4.1.4.
    #[default]
    V4_1,
    /// Helm 4.2; measured with 4.2.3.
    V4_2,
}

impl Compat {
    /// All levels, oldest first.
    pub const ALL: [Self; 3] = [Self::V3_17, Self::V4_1, Self::V4_2];

    /// Gives the level's name, as users write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V3_17 => "3.17",
            Self::V4_1 => "4.1",
            Self::V4_2 => "4.2",
        }
    }

    /// How the command warns of a chart that is deprecated.
    pub(crate) const fn deprecation(self) -> &'static str {
        match self {
            Self::V3_17 => "WARNING: This chart is deprecated",
            _ => "level=WARN msg=\"this chart is deprecated\"",
        }
    }

    /// What the command says of charts that are missing, before their names.
    pub(crate) const fn missing_dependencies(self) -> &'static str {
        match self {
            Self::V3_17 => {
                "An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch \
                 missing dependencies: found in Chart.yaml, but missing in charts/ directory: "
            }
            Self::V4_1 => {
                "an error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch \
                 missing dependencies: found in Chart.yaml, but missing in charts/ directory: "
            }
            Self::V4_2 => {
                "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch \
                 missing dependencies: found in Chart.yaml, but missing in charts/ directory: "
            }
        }
    }

    /// `--set-json` takes a whole object as well as `key=json`.
    pub(crate) const fn sets_json_objects(self) -> bool {
        !self.is_helm_3()
    }

    /// Helm 3, which also has another validator of schemas; see `values/breach`.
    pub(crate) const fn is_helm_3(self) -> bool {
        matches!(self, Self::V3_17)
    }

    /// `.Chart` and its parts are structs, whose unknown fields are errors; maps since Helm 4.
    pub(crate) const fn chart_is_struct(self) -> bool {
        self.is_helm_3()
    }

    /// Values files give all their documents, merged; Helm 3 reads the first only.
    pub(crate) const fn merges_values_documents(self) -> bool {
        !self.is_helm_3()
    }

    /// Nulls in a chart's own defaults are dropped while coalescing, so that they delete nothing in subcharts.
    pub(crate) const fn drops_default_nulls(self) -> bool {
        matches!(self, Self::V4_2)
    }

    /// Inside a map, a null of the user's deletes a null of the defaults too; newer ones keep it.
    pub(crate) const fn null_deletes_null(self) -> bool {
        self.is_helm_3()
    }

    /// Merging writes the nulls of the map that wins into the other one, which is seen where that is part of a chart's values.
    pub(crate) const fn writes_nulls_back(self) -> bool {
        !self.is_helm_3()
    }

    /// A chart under an alias gets copies of the charts in it, one level deep; before, it had the very same.
    pub(crate) const fn copies_charts_in_aliases(self) -> bool {
        !self.is_helm_3()
    }

    /// The end of a document's text is kept as rendered; older ones trim it.
    pub(crate) const fn keeps_document_end(self) -> bool {
        matches!(self, Self::V4_2)
    }

    /// Webhook configurations have a place in the order of installation: the last.
    pub(crate) const fn orders_webhooks(self) -> bool {
        !self.is_helm_3()
    }

    /// `.Capabilities.KubeVersion` holds what was asked for beside the bare version, which it prints as.
    pub(crate) const fn kube_version_has_two_forms(self) -> bool {
        !self.is_helm_3()
    }

    /// Errors of execution are broken into one block a template; one line in Helm 3.
    pub(crate) const fn breaks_errors_into_lines(self) -> bool {
        !self.is_helm_3()
    }

    /// `mustToYaml` exists.
    pub(crate) const fn has_must_to_yaml(self) -> bool {
        !self.is_helm_3()
    }

    /// `mustToToml` exists.
    pub(crate) const fn has_must_to_toml(self) -> bool {
        matches!(self, Self::V4_2)
    }

    /// `range` takes an integer, as templates of Go 1.24 do.
    pub(crate) const fn ranges_over_integers(self) -> bool {
        !self.is_helm_3()
    }

    /// TOML writes large floats with an exponent, and counts lines of an error from 1.
    pub(crate) const fn has_newer_toml(self) -> bool {
        !self.is_helm_3()
    }

    /// What errors call the type that the head of a document is decoded into.
    pub(crate) const fn head_type(self) -> &'static str {
        if self.is_helm_3() { "releaseutil.SimpleHead" } else { "util.SimpleHead" }
    }

    /// What `.Capabilities.HelmVersion` says: version, commit, version of Go, version of the Kubernetes client.
    pub(crate) const fn build(self) -> Build {
        match self {
            Self::V3_17 => Build {
                version: "v3.17.3",
                commit: "e4da49785aa6e6ee2b86efd5dd9e43400318262b",
                go: "go1.23.7",
                kube: (1, 32),
            },
            Self::V4_1 => Build {
                version: "v4.1.4",
                commit: "05fa37973dc9e42b76e1d2883494c87174b6074f",
                go: "go1.25.9",
                kube: (1, 35),
            },
            Self::V4_2 => Build {
                version: "v4.2.3",
                commit: "43e8b7feece8beb0fcba47059ec9b522fd929a64",
                go: "go1.26.5",
                kube: (1, 36),
            },
        }
    }
}

/// What was built into a release.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Build {
    pub(crate) version: &'static str,
    pub(crate) commit: &'static str,
    pub(crate) go: &'static str,
    /// The version of Kubernetes assumed where none is given.
    pub(crate) kube: (u32, u32),
}

impl fmt::Display for Compat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Compat {
    type Err = UnknownCompat;

    fn from_str(name: &str) -> Result<Self, UnknownCompat> {
        Self::ALL.into_iter().find(|level| level.name() == name).ok_or_else(|| UnknownCompat(name.to_owned()))
    }
}

/// A name that is no level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownCompat(String);

impl fmt::Display for UnknownCompat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown Helm level `{}`; known are `3.17`, `4.1` and `4.2`", self.0)
    }
}

impl std::error::Error for UnknownCompat {}
