//! One schema, built-in or custom: what a value must be.

use crate::grammar::Grammar;
use crate::literal::Literal;
use regex::Regex;
use serde_json::Value;
use std::sync::OnceLock;

/// What a value must be. Everything is optional; the default accepts any value.
#[derive(Default)]
pub(crate) struct Schema {
    /// Names a definition of the release that the value must fit too.
    pub(crate) reference: Option<Box<str>>,
    pub(crate) kind: Option<ValueKind>,
    pub(crate) nullable: bool,
    /// What takes the place of an absent field, and of a null that is not allowed.
    pub(crate) default: Option<Box<Value>>,
    /// Fields by name, sorted.
    pub(crate) fields: Vec<(Box<str>, Schema)>,
    pub(crate) required: Vec<Box<str>>,
    /// What the values of other keys must be.
    pub(crate) additional: Option<Box<Schema>>,
    /// Whether other keys are kept.
    pub(crate) open: bool,
    pub(crate) items: Option<Box<Schema>>,
    pub(crate) list: ListKind,
    pub(crate) patching: Patching,
    pub(crate) rules: Vec<Rule>,
    pub(crate) combined: Option<Box<Combined>>,
    /// Schemas of which the first whose kind the value has applies.
    pub(crate) alternatives: Vec<Schema>,
    pub(crate) union: Option<Box<Union>>,
    /// Whether the value cannot change once the object exists.
    pub(crate) immutable: bool,
    /// Whether the schema was too deep to be read, so that nothing is known of the value.
    pub(crate) cut: bool,
}

/// The types of values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ValueKind {
    Object,
    List,
    Text,
    Integer,
    Number,
    Boolean,
    IntOrString,
    /// A text or a number that spells an amount: `500m`, `1Gi`, `2`.
    Quantity,
}

impl ValueKind {
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Object => "a map",
            Self::List => "a list",
            Self::Text => "a string",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::IntOrString => "an integer or a string",
            Self::Quantity => "a quantity",
        }
    }
}

/// How the items of a list may repeat.
#[derive(Default)]
pub(crate) enum ListKind {
    /// As they like.
    #[default]
    Atomic,
    /// Not at all.
    Set,
    /// Not in these keys together.
    Map(Vec<ListKey>),
}

/// How a strategic merge patch treats a value.
#[derive(Default)]
pub(crate) enum Patching {
    /// Maps merge, everything else is replaced.
    #[default]
    Usual,
    /// Replaced, also where it is a map.
    Replace,
    /// A list that takes what it does not have; items with the same value of the key, where there is one, are the same item.
    Merge { key: Option<Box<str>> },
}

/// One key of a list's items, with the value that an item without it has.
pub(crate) struct ListKey {
    pub(crate) name: Box<str>,
    pub(crate) default: Option<Literal>,
}

/// One constraint on a value; a value of a kind that it is not about passes it.
pub(crate) enum Rule {
    Enum(Vec<Literal>),
    Minimum {
        bound: f64,
        exclusive: bool,
    },
    Maximum {
        bound: f64,
        exclusive: bool,
    },
    MultipleOf(f64),
    /// A whole number that fits so many bits with its sign.
    Integer {
        bits: u8,
    },
    MinLength(usize),
    MaxLength(usize),
    MaxBytes(usize),
    Pattern(Pattern),
    MinItems(usize),
    MaxItems(usize),
    MinProperties(usize),
    MaxProperties(usize),
    Grammar(Grammar),
    /// Keys and values of labels.
    Labels,
    /// Keys of annotations, and their size together.
    Annotations,
    /// Keys of a ConfigMap or a Secret.
    ConfigKeys,
    /// Amounts, none below zero.
    Amounts,
    /// A port by number or name; zero and nothing mean that it is not given.
    Port,
    /// A count or a percentage, not below zero.
    Count,
}

/// Combinations of schemas about one value; they constrain it, and never add known fields.
#[derive(Default)]
pub(crate) struct Combined {
    pub(crate) all: Vec<Schema>,
    pub(crate) any: Vec<Schema>,
    pub(crate) one: Vec<Schema>,
    pub(crate) not: Option<Schema>,
}

/// Groups of fields of which one excludes the others.
pub(crate) struct Union {
    pub(crate) groups: Vec<Vec<Box<str>>>,
    /// Whether one group must be given.
    pub(crate) required: bool,
}

/// A regular expression, compiled when first used.
pub(crate) struct Pattern {
    pub(crate) source: Box<str>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Bytes that one compiled expression may take, which bounds repetitions of repetitions.
    const SIZE: usize = 1 << 20;

    pub(crate) fn new(source: &str) -> Self {
        Self { source: source.into(), compiled: OnceLock::new() }
    }

    /// Tells whether the text matches; none where the expression cannot be compiled.
    pub(crate) fn matches(&self, text: &str) -> Option<bool> {
        let compile = || regex::RegexBuilder::new(&self.source).size_limit(Self::SIZE).build().ok();
        self.compiled.get_or_init(compile).as_ref().map(|regex| regex.is_match(text))
    }
}
