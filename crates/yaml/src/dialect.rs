//! What one reader of YAML accepts, as a table of rules.
//!
//! YAML leaves much to its readers: whether `yes` is a boolean, what `0755` is, whether a key may be given twice.
//! A [`Dialect`] names one answer to each question; [`read`](crate::read) looks every answer up here. A consumer
//! that differs in one point writes `Dialect { documents: Documents::Many, ..Dialect::PLATGEN }`.

/// How plain scalars get their type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scalars {
    /// What YAML 1.1, YAML 1.2 and go-yaml agree on; the rest is text that is marked ambiguous.
    Agreed,
    /// As `gopkg.in/yaml.v2` under `sigs.k8s.io/yaml`: `yes`, `0755` and `1_000` have a type, infinities are refused.
    GoYaml,
}

/// What becomes of a plain value that YAML readers type differently; only [`Scalars::Agreed`] knows such values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ambiguous {
    /// It is a fault.
    Fault,
    /// It is read as text and [`Document::ambiguous`](crate::Document::ambiguous) tells.
    Text,
}

/// How keys become strings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keys {
    /// The key is its text: `on:` is `on`, `1.10:` is `1.10`. A null key is a fault.
    AsWritten,
    /// The key gets its type and is then written out as `sigs.k8s.io/yaml` does: `on:` is `true`, `0x10:` is `16`.
    GoYaml,
}

/// What a key given twice in one map means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duplicates {
    /// It is a fault.
    Fault,
    /// The last one counts, in the place of the first.
    LastWins,
}

/// What a plain `<<` key means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Merge {
    /// It is a fault.
    Fault,
    /// The fields of the map, or of the list of maps, are put in its place.
    Expand,
}

/// How many documents a text may hold. Documents without any node never count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Documents {
    /// At most one; a second is a fault at its start.
    One,
    /// Any number.
    Many,
    /// Any number, of which only the first is read, even where it holds nothing but a null; what follows may be anything.
    First,
}

/// Which explicit tags are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tags {
    /// `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map` and `!!seq`; any other is a fault.
    Core,
    /// As go-yaml: also `!!binary`, which is decoded; others are ignored on collections and make a scalar text.
    GoYaml,
}

/// Which versions of YAML's grammar are accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Versions {
    /// Any `%YAML 1.x` directive, and the escapes of YAML 1.2.
    Any,
    /// `%YAML 1.1` only, and neither `\/` nor surrogate pairs as escapes, as in go-yaml v2.
    OneOne,
}

/// One reader's answers to what YAML leaves open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dialect {
    /// How plain scalars get their type.
    pub scalars: Scalars,
    /// What becomes of values that readers type differently.
    pub ambiguous: Ambiguous,
    /// How keys become strings.
    pub keys: Keys,
    /// What a key given twice means.
    pub duplicates: Duplicates,
    /// What a plain `<<` key means.
    pub merge: Merge,
    /// How many documents there may be.
    pub documents: Documents,
    /// Which tags are known.
    pub tags: Tags,
    /// Which versions of the grammar are accepted.
    pub versions: Versions,
}

impl Dialect {
    /// Input of platgen: one document, text keys, and no value that two readers would read differently.
    pub const PLATGEN: Self = Self {
        scalars: Scalars::Agreed,
        ambiguous: Ambiguous::Fault,
        keys: Keys::AsWritten,
        duplicates: Duplicates::Fault,
        merge: Merge::Fault,
        documents: Documents::One,
        tags: Tags::Core,
        versions: Versions::Any,
    };

    /// Values files and `fromYaml` of Helm: `sigs.k8s.io/yaml` on go-yaml v2, measured with Helm 4.1.4.
    ///
    /// Helm holds all numbers as 64-bit floats; here integers stay exact, and a caller that imitates Helm converts.
    pub const HELM_VALUES: Self = Self {
        scalars: Scalars::GoYaml,
        ambiguous: Ambiguous::Text,
        keys: Keys::GoYaml,
        duplicates: Duplicates::LastWins,
        merge: Merge::Expand,
        documents: Documents::Many,
        tags: Tags::GoYaml,
        versions: Versions::OneOne,
    };

    /// Kubernetes manifests: scalars and keys as in [`Dialect::HELM_VALUES`], but a key given twice is a fault, as
    /// under the strict field validation of the API server.
    pub const KUBECTL: Self = Self { duplicates: Duplicates::Fault, ..Self::HELM_VALUES };

    /// KYAML, the subset of YAML that `kubectl -o kyaml` writes: flow collections and quoted strings.
    ///
    /// Every KYAML text is a manifest, so it is read as one. A writer of KYAML never writes anchors, merge keys, tags
    /// or block scalars; this reader accepts them all the same, since `kubectl` does.
    pub const KYAML: Self = Self::KUBECTL;
}
