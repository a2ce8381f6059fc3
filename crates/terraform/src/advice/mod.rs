//! What is worth knowing of a module beyond its declarations: what it reads of inputs that declare `any`, what became of inputs
//! of older versions, and what should not be left to its defaults.
//!
//! Takes the files in `data/advice`, each of which names the module and the version it was read from; gives [`Advice`].
//!
//! The law: facts only, each about versions that have it; whether anything follows from them is for others to say.

mod read;

use std::collections::BTreeMap;

use crate::Step;
use crate::hcl::Value;
use crate::types::Type;

/// What is known of one module in one version.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Advice {
    reads: BTreeMap<Box<str>, Type>,
    renames: Vec<Rename>,
    must_set: Vec<MustSet>,
}

/// What became of an input, or of a key in one.
#[derive(Clone, PartialEq, Debug)]
pub struct Rename {
    /// Leads to the map that had the key; empty for inputs. `*` stands for any key.
    within: Vec<Box<str>>,
    /// What it was called.
    pub old: Box<str>,
    /// The version that no longer has it.
    pub since: Box<str>,
    /// What there is instead.
    pub fate: Fate,
}

/// What there is in place of an input that is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is called this now, a path like `shard_group.max_acu` where it moved into another input.
    Renamed(Box<str>),
    /// Nothing is the same; what to do instead, a phrase.
    Gone(Box<str>),
}

/// An input that should not be left to the module's default.
#[derive(Clone, PartialEq, Debug)]
pub struct MustSet {
    /// Leads to it; `*` stands for every key of a map.
    pub path: Vec<Box<str>>,
    /// What it should be, where only one value makes sense.
    pub value: Option<Value>,
    /// Why, a phrase.
    pub reason: Box<str>,
}

impl Advice {
    /// Finds what is known of a module; nothing of those that have no file, or no version.
    pub(crate) fn of(source: &str, version: Option<&str>) -> Self {
        let text = FILES.iter().find(|(known, _)| *known == source).map(|(_, text)| *text);
        match (text, version.and_then(major)) {
            (Some(text), Some(major)) => read::read_advice(text, major),
            _ => Self::default(),
        }
    }

    /// What the module reads of an input.
    pub(crate) fn read_as(&self, input: &str) -> Option<&Type> {
        self.reads.get(input)
    }

    /// What became of a key at a path.
    pub(crate) fn renamed(&self, within: &[Step], key: &str) -> Option<&Rename> {
        self.renames.iter().find(|rename| *rename.old == *key && leads(&rename.within, within))
    }

    pub(crate) fn must_set(&self) -> &[MustSet] {
        &self.must_set
    }
}

/// Finds the source that a module has now, where it had another one in older versions.
#[must_use]
pub fn moved_source(source: &str) -> Option<String> {
    read::read_moved(MOVED).into_iter().find(|(old, _)| old == source).map(|(_, new)| new)
}

/// Tells whether a pattern leads along a path.
fn leads(pattern: &[Box<str>], path: &[Step]) -> bool {
    let fits = |name: &str, step: &Step| match step {
        Step::Key(key) => name == *key || name == "*",
        Step::Index(_) => name == "*",
    };
    pattern.len() == path.len() && pattern.iter().zip(path).all(|(name, step)| fits(name, step))
}

/// Reads the first number of a version.
fn major(version: &str) -> Option<u64> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

const MOVED: &str = include_str!("../../data/advice/moved.hcl");

macro_rules! files {
    ($($source:literal => $file:literal,)*) => {
        &[$((concat!("terraform-aws-modules/", $source), include_str!(concat!("../../data/advice/", $file))),)*]
    };
}

/// Sources of modules, with what is known of them.
const FILES: &[(&str, &str)] = files! {
    "alb/aws" => "alb.hcl",
    "ecr/aws" => "ecr.hcl",
    "eks/aws" => "eks.hcl",
    "eks/aws//modules/eks-managed-node-group" => "eks-managed-node-group.hcl",
    "eks/aws//modules/karpenter" => "karpenter.hcl",
    "eks-pod-identity/aws" => "eks-pod-identity.hcl",
    "elasticache/aws" => "elasticache.hcl",
    "elasticache/aws//modules/serverless-cache" => "elasticache-serverless-cache.hcl",
    "iam/aws//modules/iam-policy" => "iam-policy.hcl",
    "iam/aws//modules/iam-role" => "iam-role.hcl",
    "iam/aws//modules/iam-role-for-service-accounts" => "iam-role-for-service-accounts.hcl",
    "msk-kafka-cluster/aws" => "msk-kafka-cluster.hcl",
    "opensearch/aws" => "opensearch.hcl",
    "rds/aws" => "rds.hcl",
    "rds-aurora/aws" => "rds-aurora.hcl",
    "route53/aws" => "route53.hcl",
    "s3-bucket/aws" => "s3-bucket.hcl",
    "secrets-manager/aws" => "secrets-manager.hcl",
    "security-group/aws" => "security-group.hcl",
    "sqs/aws" => "sqs.hcl",
    "vpc/aws" => "vpc.hcl",
    "wafv2/aws" => "wafv2.hcl",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::{Module, Modules};

    /// Follows a path through a type, `*` into a map or list.
    fn type_at<'t>(ty: &'t Type, path: &[Box<str>]) -> Option<&'t Type> {
        let Some((first, rest)) = path.split_first() else { return Some(ty) };
        match ty {
            Type::Map(item) | Type::List(item) | Type::Set(item) if **first == *"*" => type_at(item, rest),
            Type::Object(_) => type_at(&ty.attribute(first)?.ty, rest),
            Type::Any => Some(ty),
            _ => None,
        }
    }

    fn has_input(module: &Module, path: &[Box<str>]) -> bool {
        path.split_first().is_some_and(|(input, rest)| {
            module.variable(input).is_some_and(|variable| type_at(&variable.ty, rest).is_some())
        })
    }

    #[test]
    fn every_word_of_advice_is_about_a_built_in_module() {
        let modules = Modules::built_in();
        for (source, _) in FILES {
            let version = modules.versions(source).next().unwrap_or_else(|| panic!("{source} is not built in"));
            let module = modules.get(source, Some(version)).expect("it is built in");
            let advice = Advice::of(source, Some(version));
            assert_ne!(advice, Advice::default(), "{source}");
            for must in advice.must_set() {
                assert!(has_input(module, &must.path), "{source}: {must:?}");
            }
            for input in advice.reads.keys() {
                assert!(module.variable(input).is_some(), "{source}: {input}");
            }
            for rename in &advice.renames {
                let path = |key: &str| -> Vec<Box<str>> {
                    rename.within.iter().cloned().chain(key.split('.').map(Into::into)).collect()
                };
                assert!(!has_input(module, &path(&rename.old)), "{source} still has {rename:?}");
                let Fate::Renamed(new) = &rename.fate else { continue };
                assert!(has_input(module, &path(new)), "{source} has no {new}");
            }
        }
        for (old, new) in read::read_moved(MOVED) {
            assert!(modules.versions(&old).next().is_none(), "{old}");
            assert!(modules.versions(&new).next().is_some(), "{new}");
        }
    }

    #[test]
    fn all_inputs_of_type_any_are_known() {
        let modules = Modules::built_in();
        for source in modules.sources() {
            let version = modules.versions(source).next().expect("it has a version");
            let module = modules.get(source, Some(version)).expect("it is built in");
            for (name, variable) in module.variables().filter(|(_, variable)| variable.ty.has_any()) {
                let checked = module.checked_type(name);
                assert_ne!(checked, Some(&*variable.ty), "{source} {name}");
            }
        }
    }

    #[test]
    fn advice_is_of_its_versions() {
        let renamed =
            |version| Advice::of("terraform-aws-modules/eks/aws", Some(version)).renamed(&[], "cluster_name").is_some();
        assert!(renamed("21.0.0"));
        assert!(renamed("22.1.0"));
        assert!(!renamed("20.37.2"));
        let reads =
            |version| Advice::of("terraform-aws-modules/sqs/aws", Some(version)).read_as("redrive_policy").is_some();
        assert!(reads("5.0.0"));
        assert!(!reads("6.0.0"));
        assert_eq!(
            moved_source("terraform-aws-modules/route53/aws//modules/zones").as_deref(),
            Some("terraform-aws-modules/route53/aws")
        );
    }
}
