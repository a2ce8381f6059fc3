//! What a module takes and gives: its variables and outputs, and what else is worth knowing of it.
//!
//! Takes the facts in the binary, facts that a project keeps as JSON, and folders of `*.tf` files; gives [`Module`]s.
//!
//! The law: facts read from source, written as JSON and read back are the same facts; the same source gives the same bytes.

mod facts;
mod known;
mod source;
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use facts::FactsError;
pub use known::Modules;
pub use source::{SourceError, SourceFile};

use crate::Step;
use crate::advice::{Advice, MustSet, Rename};
use crate::nearest::nearest;
use crate::types::Type;

/// A module of one version.
#[derive(Clone, PartialEq, Debug)]
pub struct Module {
    source: Box<str>,
    version: Option<Box<str>>,
    variables: BTreeMap<Box<str>, Variable>,
    outputs: BTreeSet<Box<str>>,
    advice: Arc<Advice>,
}

/// One variable of a module.
#[derive(Clone, PartialEq, Debug)]
pub struct Variable {
    /// What it declares of its values.
    pub ty: Arc<Type>,
    /// Whether it has no default.
    pub required: bool,
    /// Whether it may be null; null then means what it means to the module, else the default.
    pub nullable: bool,
    /// Whether its value is kept out of what Terraform prints.
    pub sensitive: bool,
}

impl Module {
    /// Makes a module of its facts.
    #[must_use]
    pub fn new(
        source: &str,
        version: Option<&str>,
        variables: BTreeMap<Box<str>, Variable>,
        outputs: BTreeSet<Box<str>>,
    ) -> Self {
        let advice = Arc::new(Advice::of(source, version));
        Self { source: source.into(), version: version.map(Into::into), variables, outputs, advice }
    }

    /// Where it comes from: `terraform-aws-modules/iam/aws//modules/iam-role`, or a folder.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its version; none where its files are the project's own.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Its variables, by name.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &Variable)> {
        self.variables.iter().map(|(name, variable)| (&**name, variable))
    }

    /// Finds a variable.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.get(name)
    }

    /// The names of its outputs, in order.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(|name| &**name)
    }

    /// Tells whether it has an output of this name.
    #[must_use]
    pub fn has_output(&self, name: &str) -> bool {
        self.outputs.contains(name)
    }

    /// Finds the output that was most likely meant.
    #[must_use]
    pub fn nearest_output(&self, name: &str) -> Option<&str> {
        nearest(name, self.outputs())
    }

    /// Finds the variable that was most likely meant.
    #[must_use]
    pub fn nearest_variable(&self, name: &str) -> Option<&str> {
        nearest(name, self.variables.keys().map(|name| &**name))
    }

    /// What a variable's values are checked against: what the module reads of it, where that is known to be less than it declares;
    /// else its declared type.
    #[must_use]
    pub fn checked_type(&self, name: &str) -> Option<&Type> {
        let declared = &*self.variables.get(name)?.ty;
        Some(self.advice.read_as(name).unwrap_or(declared))
    }

    /// What became of an input that older versions had, or of a key at a path in one.
    #[must_use]
    pub fn renamed(&self, within: &[Step], key: &str) -> Option<&Rename> {
        self.advice.renamed(within, key).filter(|_| !within.is_empty() || !self.variables.contains_key(key))
    }

    /// The inputs that should not be left to the module's defaults.
    #[must_use]
    pub fn must_set(&self) -> &[MustSet] {
        self.advice.must_set()
    }
}
