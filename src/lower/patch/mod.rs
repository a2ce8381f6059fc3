//! Patches: what users change of an app's own resources after recipes and definitions made them.
//!
//! Takes the resources and the plan's patches; gives the patched resources, and of each patch how far its target led.
//!
//! Law: what a patch writes has the patch's own leaf as deciding cause, and what it removes is a cause of what held it; the leaves
//! of the target and the patch as a whole are causes of both.

#[cfg(test)]
mod conformance_test;
mod directives;
mod guard;
mod lists;
mod merge;
mod operations;
mod pointer;
mod strategic;
mod target;

pub use target::{Aspect, Nearest, PatchReach};

use platgen_schema::Schemas;

use guard::Guard;
use operations::Step;
use strategic::Strategic;
use target::TargetMatch;

use super::order::order_keys;
use super::{Resource, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::node::{Node, Origin, Origins};
use crate::resolve::{AppBody, AppPlan, Change, PatchPlan};

/// Why a patch does not apply to a resource.
#[derive(Debug)]
struct Fault {
    code: Code,
    message: String,
    /// What was written where it is at fault.
    origin: Origin,
    label: String,
    help: Option<String>,
    /// What was written wrongly, and what could have been meant.
    known: Option<(String, Vec<String>)>,
}

impl Fault {
    fn new(message: impl Into<String>, origin: Origin) -> Self {
        Self {
            code: Code::PATCH_DOES_NOT_APPLY,
            message: message.into(),
            origin,
            label: String::new(),
            help: None,
            known: None,
        }
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn suggest<'a>(mut self, wrong: &str, known: impl Iterator<Item = &'a str>) -> Self {
        self.known = Some((wrong.to_owned(), known.map(str::to_owned).collect()));
        self
    }

    fn finding(self, patch: &PatchPlan, resource: &Resource, origins: &Origins) -> Finding {
        let mut finding = Finding::new(self.code, self.message, spot::value(origins, self.origin));
        finding.help = self.help;
        if let Some((wrong, known)) = &self.known {
            finding = finding.suggest(wrong, known.iter().map(String::as_str));
        }
        let label = if self.label.is_empty() { "in".to_owned() } else { format!("{}, in", self.label) };
        finding
            .label(format!("{label} {} `{}`", resource.kind, resource.name))
            .with(spot::key(origins, patch.origin), "by this patch")
    }
}

/// Applies an app's patches in their order; one that does not apply to a resource is reported and leaves it as it was.
pub(super) fn apply_patches(
    resources: &mut [Resource],
    plan: &AppPlan,
    schemas: Option<&Schemas>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<PatchReach> {
    let own_labels = matches!(plan.body, AppBody::Stack(_));
    plan.patches
        .iter()
        .map(|patch| {
            let ready = Ready::new(patch, schemas, own_labels, origins);
            let mut reach = PatchReach::new(patch, origins);
            for resource in resources.iter_mut() {
                let fit = TargetMatch::of(&patch.target, resource);
                if fit == TargetMatch::Fits {
                    if let Err(fault) = ready.apply(resource, origins) {
                        sink.report(fault.finding(patch, resource, origins));
                    }
                }
                reach.add(fit, &patch.target, resource, origins);
            }
            reach
        })
        .collect()
}

/// A patch whose parts have all their causes.
struct Ready<'a> {
    change: ReadyChange,
    schemas: Option<&'a Schemas>,
    /// Whether platgen sets labels of its own on the resources, and puts their keys in order.
    is_own: bool,
}

enum ReadyChange {
    Merge(Node),
    Strategic(Node),
    Operations(Vec<Step>),
}

impl<'a> Ready<'a> {
    fn new(patch: &PatchPlan, schemas: Option<&'a Schemas>, is_own: bool, origins: &mut Origins) -> Self {
        let because = target::causes(patch, origins);
        let mut tree = |tree: &Node| {
            let mut tree = tree.clone();
            origins.join_below(&mut tree, because);
            tree
        };
        let change = match &patch.change {
            Change::Merge(data) => ReadyChange::Merge(tree(&data.0)),
            Change::Strategic(data) => ReadyChange::Strategic(tree(&data.0)),
            Change::Operations(all) => {
                ReadyChange::Operations(all.iter().map(|one| Step::new(one, because, origins)).collect())
            }
        };
        Self { change, schemas, is_own }
    }

    fn apply(&self, resource: &mut Resource, origins: &mut Origins) -> Result<(), Fault> {
        let guard = Guard::of(&resource.body, self.is_own);
        let mut body = resource.body.clone();
        match &self.change {
            ReadyChange::Merge(patch) => {
                merge::merge(&mut body, Origin::INHERITED, patch, origins);
                guard.check_tree(&body, patch)?;
            }
            ReadyChange::Strategic(patch) => {
                let rules = self.schemas.and_then(|schemas| schemas.patch_rules(&resource.api_version, &resource.kind));
                Strategic { origins }.merge(&mut body, Origin::INHERITED, patch, rules)?;
                guard.check_tree(&body, patch)?;
            }
            ReadyChange::Operations(steps) => {
                for step in steps {
                    step.apply(&mut body, origins)?;
                    guard.check(&body, step.origin())?;
                }
            }
        }
        if self.is_own {
            order_keys(&mut body);
        }
        if let Some(version) = body.get("apiVersion").and_then(Node::as_str) {
            resource.api_version = version.into();
        }
        resource.body = body;
        Ok(())
    }
}
