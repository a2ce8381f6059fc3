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

use guard::{Guard, Maker};
use operations::Step;
use strategic::Strategic;
use target::TargetMatch;

use super::order::order_keys;
use super::{Resource, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::node::{Node, Origin, Origins};
use crate::resolve::{AppBody, AppPlan, Change, PatchPlan, conceal_secrets};

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
    known: Option<Box<(String, Vec<String>)>>,
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
        self.known = Some(Box::new((wrong.to_owned(), known.map(str::to_owned).collect())));
        self
    }

    fn finding(self, patch: &PatchPlan, resource: &Resource, origins: &Origins) -> Finding {
        let mut finding = Finding::new(self.code, self.message, spot::value(origins, self.origin));
        finding.help = self.help;
        if let Some((wrong, known)) = self.known.as_deref() {
            finding = finding.suggest(wrong, known.iter().map(String::as_str));
        }
        let label = if self.label.is_empty() { "in".to_owned() } else { format!("{}, in", self.label) };
        finding
            .label(format!("{label} {} `{}`", resource.kind, resource.name))
            .with(spot::key(origins, patch.origin), "by this patch")
    }
}

/// Applies the patches of one app.
pub(super) struct Patching<'a> {
    pub(super) plan: &'a AppPlan,
    /// What strategic merge patches go by; `None` where nothing is known of the cluster's version.
    pub(super) schemas: Option<&'a Schemas>,
    /// How many of the resources, from the first on, a recipe of platgen's made.
    pub(super) by_recipe: usize,
    pub(super) origins: &'a mut Origins,
    pub(super) sink: &'a mut Sink,
}

impl Patching<'_> {
    /// Applies the patches in their order; one that does not apply to a resource is reported and leaves it as it was.
    pub(super) fn apply(&mut self, resources: &mut [Resource]) -> Vec<PatchReach> {
        let reaches = self.plan.patches.iter().map(|patch| self.one(patch, resources)).collect();
        if self.sink.has_errors() {
            // Nobody will judge the objects, so nobody will know what in them is a secret.
            resources.iter().for_each(|resource| conceal_secrets(&resource.body, self.origins, self.sink));
        }
        reaches
    }

    fn one(&mut self, patch: &PatchPlan, resources: &mut [Resource]) -> PatchReach {
        let change = Ready::new(patch, self.origins);
        let mut reach = PatchReach::new(patch, self.origins);
        for (index, resource) in resources.iter_mut().enumerate() {
            let fit = TargetMatch::of(&patch.target, resource);
            reach.add(fit, &patch.target, resource, self.origins);
            if fit != TargetMatch::Fits {
                continue;
            }
            match self.patched(&change, resource, self.maker(index)) {
                Ok(body) => accept(resource, body),
                Err(fault) => {
                    change.conceal(resource, self.origins, self.sink);
                    self.sink.report(fault.finding(patch, resource, self.origins));
                }
            }
        }
        reach
    }

    fn maker(&self, index: usize) -> Maker {
        match self.plan.body {
            _ if index < self.by_recipe => Maker::Recipe,
            AppBody::Stack(_) | AppBody::Chart(_) => Maker::Manifests,
            AppBody::Component(_) | AppBody::Namespaces(_) => Maker::Definition,
        }
    }

    /// What a patch makes of a resource.
    fn patched(&mut self, change: &Ready, resource: &Resource, maker: Maker) -> Result<Node, Fault> {
        let guard = Guard::of(&resource.body, maker);
        let mut body = resource.body.clone();
        match change {
            Ready::Merge(patch) => {
                merge::merge(&mut body, Origin::INHERITED, patch, self.origins);
                guard.check_tree(&body, patch)?;
            }
            Ready::Strategic(patch) => {
                let rules = self.schemas.and_then(|all| all.patch_rules(&resource.api_version, &resource.kind));
                Strategic { origins: self.origins }.merge(&mut body, Origin::INHERITED, patch, rules)?;
                guard.check_tree(&body, patch)?;
            }
            Ready::Operations(steps) => {
                for step in steps {
                    step.apply(&mut body, self.origins)?;
                    guard.check(&body, step.origin())?;
                }
            }
        }
        if maker == Maker::Recipe {
            order_keys(&mut body);
        }
        Ok(body)
    }
}

/// Takes a patched body; its version within the API group may be another one.
fn accept(resource: &mut Resource, body: Node) {
    if let Some(version) = body.get("apiVersion").and_then(Node::as_str) {
        resource.api_version = version.into();
    }
    resource.body = body;
}

/// The change of a patch, every part of it with all its causes.
enum Ready {
    Merge(Node),
    Strategic(Node),
    Operations(Vec<Step>),
}

impl Ready {
    fn new(patch: &PatchPlan, origins: &mut Origins) -> Self {
        let because = target::causes(patch, origins);
        let mut tree = |tree: &Node| {
            let mut tree = tree.clone();
            origins.join_below(&mut tree, because);
            tree
        };
        match &patch.change {
            Change::Merge(data) => Self::Merge(tree(&data.0)),
            Change::Strategic(data) => Self::Strategic(tree(&data.0)),
            Change::Operations(all) => {
                Self::Operations(all.iter().map(|one| Step::new(one, because, origins)).collect())
            }
        }
    }

    /// Keeps what the patch would have written into a Secret out of the report.
    fn conceal(&self, resource: &Resource, origins: &Origins, sink: &mut Sink) {
        let mut conceal = |mut values: Node| {
            values.set("kind", Node::text(resource.kind.clone(), Origin::INHERITED));
            conceal_secrets(&values, origins, sink);
        };
        match self {
            Self::Merge(patch) | Self::Strategic(patch) => conceal(patch.clone()),
            Self::Operations(steps) => {
                for value in steps.iter().filter_map(Step::value) {
                    let mut data = Node::map(Origin::INHERITED);
                    data.set("value", value.clone());
                    let mut secret = Node::map(Origin::INHERITED);
                    secret.set("data", if value.entries().is_empty() { data } else { value.clone() });
                    conceal(secret);
                }
            }
        }
    }
}
