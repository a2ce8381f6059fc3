use ecow::EcoString;

use super::{Choice, Reading, Shape, Shaped, TextRule, values::scalar_text};
use crate::diagnostics::{Code, Finding, Poison, Spot};
use crate::node::{Node, Payload};

macro_rules! texts {
    ($($(#[doc = $doc:literal])* $name:ident $rule:ident;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub EcoString);

        impl std::ops::Deref for $name {
            type Target = EcoString;

            fn deref(&self) -> &EcoString {
                &self.0
            }
        }

        impl Shaped for $name {
            const SHAPE: Shape = Shape::Text(&TextRule::ALL[TextRule::$rule]);

            fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
                read_text(node, &TextRule::ALL[TextRule::$rule], reading).map(Self)
            }
        }
    )*};
}

texts! {
    /// Text without a rule.
    Text ANY;
    /// A DNS label: the names of most things.
    Label LABEL;
    /// A DNS name.
    DnsName DNS_NAME;
    /// The name of a port.
    PortName PORT_NAME;
    /// An amount of CPU, memory or storage.
    Quantity QUANTITY;
    /// An amount of memory or storage, in whole bytes.
    Bytes BYTES;
    /// A length of time.
    Duration DURATION;
    /// A path of a URL.
    RoutePath ROUTE_PATH;
    /// A path of a file in a container.
    FilePath FILE_PATH;
    /// A Kubernetes version, `1.34`.
    KubernetesVersion KUBERNETES_VERSION;
    /// An AWS account.
    Account ACCOUNT;
    /// A namespace's name with `*` for any characters.
    Glob GLOB;
    /// An object's name with `*` for any characters.
    NameGlob NAME_GLOB;
    /// A JSON pointer to a part of an object.
    Pointer POINTER;
    /// An object of a cluster, `<Kind>[.<group>]/[<namespace>/]<name>`.
    ObjectName OBJECT;
    /// `<name>` in the same stack, or `<stack>/<name>`.
    Reference REFERENCE;
    /// The name of a secret in the store.
    SecretName SECRET_SOURCE;
    /// The name of an image, without registry and tag.
    ImageName IMAGE;
    /// A tag, a digest, or tag@digest.
    Pin PIN;
    /// A network in CIDR notation.
    Cidr CIDR;
    /// A chart's name.
    ChartName CHART_NAME;
    /// A chart: its name in platgen.yaml, or its folder in the project.
    ChartReference CHART_REFERENCE;
    /// The name of a release.
    ReleaseName RELEASE_NAME;
    /// A SHA-256, `sha256:…`.
    Digest DIGEST;
    /// A folder below another.
    FolderPath FOLDER;
    /// A branch of a git repository.
    BranchName BRANCH;
    /// A tag, branch or commit.
    GitRevision GIT_REVISION;
    /// The URL of a git repository.
    GitUrl GIT_URL;
    /// The URL of a chart repository or a place in a registry.
    RepositoryUrl REPOSITORY;
    /// The URL of a file.
    WebUrl WEB_URL;
    /// The name of a metric.
    MetricName METRIC;
    /// A module of the Terraform registry.
    ModuleName MODULE;
    /// A cloud region.
    Region REGION;
    /// The name of an object store's bucket.
    BucketName BUCKET;
}

/// Reads text under a rule; what an expression made of numbers becomes its digits.
fn read_text(node: &Node, rule: &TextRule, reading: &mut Reading<'_>) -> Result<EcoString, Poison> {
    let Some(text) = scalar_text(node) else { return Err(reading.wrong_type(node, rule.says)) };
    if rule.accepts(&text) {
        return Ok(text);
    }
    let spot = reading.spot(node);
    Err(reading.sink.report(rule.fault(&text, spot)))
}

macro_rules! integers {
    ($($(#[doc = $doc:literal])* $name:ident $type:ident $min:literal ..= $max:literal;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $type);

        impl Shaped for $name {
            const SHAPE: Shape = Shape::Int($min, $max);

            fn read(node: &Node, reading: &mut Reading<'_>) -> Result<Self, Poison> {
                let value = read_int(node, $min, $max, reading)?;
                Ok(Self($type::try_from(value).expect("the bounds lie inside the type")))
            }
        }
    )*};
}

integers! {
    /// A number of pods.
    Count i32 0..=10000;
    /// A number of pods of which there is at least one.
    AtLeastOne i32 1..=10000;
    /// A number of requests, at least one.
    Requests i32 1..=1000000;
    /// A port of TCP or UDP.
    PortNumber i32 1..=65535;
    /// A share of what was requested, in percent.
    Percentage i32 1..=1000;
    /// A number of seconds.
    Seconds i32 0..=86400;
    /// A number of seconds, at least one.
    Period i32 1..=86400;
    /// How often in a row.
    Threshold i32 1..=1000;
    /// A numeric user or group of a container; not root.
    Identity i64 1..=2147483647;
}

fn read_int(node: &Node, min: i64, max: i64, reading: &mut Reading<'_>) -> Result<i64, Poison> {
    let value = match &node.payload {
        Payload::Int(value) => *value,
        Payload::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => *value as i64,
        Payload::Str(text) => match text.parse::<i64>() {
            Ok(value) => value,
            Err(_) => return Err(reading.wrong_type(node, "a whole number")),
        },
        _ => return Err(reading.wrong_type(node, "a whole number")),
    };
    if (min..=max).contains(&value) {
        return Ok(value);
    }
    let spot = reading.spot(node);
    Err(reading.sink.report(integer_bounds_fault(&value.to_string(), min, max, spot)))
}

/// The finding for a number outside its bounds; the check of a file and the reader say the same.
pub(crate) fn integer_bounds_fault(value: &str, min: i64, max: i64, spot: Spot) -> Finding {
    Finding::new(Code::INVALID_VALUE, format!("`{value}` is not between {min} and {max}"), spot)
}

/// Declares an enum of words.
macro_rules! choice {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $word_doc:literal])* $variant:ident $word:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $word_doc])* $variant,)* }

        impl $name {
            /// Every variant.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$variant),*];

            /// The word that users write.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The variant that a word names.
            pub fn of_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::model::Shaped for $name {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Choice(&$crate::model::Choice {
                name: stringify!($name),
                words: &[$(($word, concat!($($word_doc),*)),)*],
            });

            fn read(
                node: &$crate::node::Node,
                reading: &mut $crate::model::Reading<'_>,
            ) -> Result<Self, $crate::diagnostics::Poison> {
                match node.as_str() {
                    $(Some($word) => Ok(Self::$variant),)*
                    _ => Err($crate::model::scalars::not_a_choice(node, &[$($word),*], reading)),
                }
            }
        }
    };
}

pub(crate) use choice;

pub(super) fn not_a_choice(node: &Node, words: &[&'static str], reading: &mut Reading<'_>) -> Poison {
    let spot = reading.spot(node);
    match node.as_str() {
        Some(text) => reading.sink.report(unknown_word(text, words.iter().copied(), spot)),
        None => reading.wrong_type(node, "one of the known words"),
    }
}

/// The finding for a word that is not one of a choice.
pub(crate) fn unknown_word(text: &str, words: impl Iterator<Item = &'static str>, spot: Spot) -> Finding {
    let words: Vec<&str> = words.collect();
    Finding::new(Code::INVALID_VALUE, format!("`{text}` is not a word that this field knows"), spot)
        .suggest(text, words.iter().copied())
}

impl Choice {
    /// The words alone.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().map(|(word, _)| *word)
    }
}
