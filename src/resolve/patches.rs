use ecow::EcoString;

use super::stacks::StackInstance;
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{
    Data, List, Named, Operation, Operator, Patch, PatchTarget, Pointer, Reading, Shaped, Sourced, TextRule, wrong_type,
};
use crate::node::{Origin, Origins, Payload};
use crate::resolve::environments::Inputs;

type Patches = Named<Patch, { TextRule::LABEL }>;

/// A change to resources of an app.
#[derive(Clone, PartialEq, Hash, Debug)]
pub struct PatchPlan {
    /// Whose it is.
    pub owner: PatchOwner,
    /// Its name.
    pub name: EcoString,
    /// Which resources are changed.
    pub target: PatchTarget,
    /// How.
    pub change: Change,
    /// The patch as a whole.
    pub origin: Origin,
}

/// Whose resources a patch changes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PatchOwner {
    /// Those of every app of a stack.
    Stack(EcoString),
    /// Those of one component.
    Component(EcoString),
    /// Those of one release of a chart.
    Release(EcoString),
}

/// The three forms of patches.
#[derive(Clone, PartialEq, Hash, Debug)]
pub enum Change {
    /// A strategic merge patch: a map.
    Strategic(Data),
    /// A JSON merge patch: a map.
    Merge(Data),
    /// JSON patch operations.
    Operations(Vec<PatchStep>),
}

/// One JSON patch operation.
#[derive(Clone, PartialEq, Hash, Debug)]
pub struct PatchStep {
    /// Where.
    pub path: Sourced<Pointer>,
    /// What is done.
    pub edit: Edit,
    /// What says which of the edits it is.
    pub operator: Origin,
    /// The operation as a whole.
    pub origin: Origin,
}

/// What a JSON patch operation does.
#[derive(Clone, PartialEq, Hash, Debug)]
pub enum Edit {
    /// Adds a value.
    Add(Data),
    /// Removes what is there.
    Remove,
    /// Puts a value in place of what is there.
    Replace(Data),
    /// Takes what is elsewhere.
    Move(Sourced<Pointer>),
    /// Takes a copy of what is elsewhere.
    Copy(Sourced<Pointer>),
    /// Fails unless this value is there.
    Test(Data),
}

/// The patches of a stack, in the order of its layers.
///
/// # Errors
/// Poison when one of them failed; every fault was reported.
pub(super) fn patches_of(
    instance: &StackInstance<'_>,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Vec<PatchPlan>, Poison> {
    let Some(merged) = instance.merged.member("patches", inputs.sources) else { return Ok(Vec::new()) };
    let tree = instance.evaluator(inputs, origins, sink).evaluate(&merged, &Patches::SHAPE)?;
    let patches = Patches::read(&tree, &mut Reading { origins, sink })?;
    plan_patches(patches, &PatchOwner::Stack(instance.name().clone()), origins, sink)
}

/// Makes sure that each patch has one form, and each operation what it needs.
///
/// # Errors
/// Poison when one of them failed; every fault was reported.
pub(super) fn plan_patches(
    patches: Patches,
    owner: &PatchOwner,
    origins: &Origins,
    sink: &mut Sink,
) -> Result<Vec<PatchPlan>, Poison> {
    let plan = |(name, patch): (EcoString, Patch)| {
        let origin = patch.origin;
        let target = patch.target.clone();
        let change = Planning { origins, sink }.change(patch)?;
        Ok(PatchPlan { owner: owner.clone(), name, target, change, origin })
    };
    let planned: Vec<Result<PatchPlan, Poison>> = patches.entries.into_iter().map(plan).collect();
    planned.into_iter().collect()
}

/// Makes sure that each operation has what it needs.
///
/// # Errors
/// Poison when one of them failed; every fault was reported.
#[cfg(test)]
pub(crate) fn plan_operations(
    operations: List<Operation>,
    origins: &Origins,
    sink: &mut Sink,
) -> Result<Vec<PatchStep>, Poison> {
    Planning { origins, sink }.steps(operations)
}

/// Reports the patches of a stack that has nothing on a cluster that they could change.
pub(super) fn check_nothing_to_patch(instance: &StackInstance<'_>, inputs: Inputs<'_>, sink: &mut Sink) {
    let Some(patches) = instance.merged.member("patches", inputs.sources).filter(|_| !instance.is_faulty) else {
        return;
    };
    for name in patches.keys(inputs.sources) {
        let Some(patch) = patches.member(&name, inputs.sources) else { continue };
        let message = format!("stack `{}` renders nothing here that patch `{name}` could change", instance.name());
        let finding = Finding::new(Code::PATCH_MATCHES_NOTHING, message, Spot::Key(patch.place()));
        sink.report(finding.help("a patch changes what the stack's workloads, components and manifests render"));
    }
}

struct Planning<'a> {
    origins: &'a Origins,
    sink: &'a mut Sink,
}

impl Planning<'_> {
    fn change(&mut self, patch: Patch) -> Result<Change, Poison> {
        let is_set = |data: &Data| !matches!(data.0.payload, Payload::Null);
        let strategic = patch.strategic.filter(is_set);
        let merge = patch.merge.filter(is_set);
        let operations = Some(patch.operations).filter(|operations| !operations.items.is_empty());
        let forms = [
            strategic.as_ref().map(|data| ("strategic", data.0.origin)),
            merge.as_ref().map(|data| ("merge", data.0.origin)),
            operations.as_ref().map(|operations| ("operations", operations.origin)),
        ];
        let mut forms = forms.into_iter().flatten();
        if let (Some(first), Some(second)) = (forms.next(), forms.next()) {
            let message = format!("`{}` and `{}` are both set", first.0, second.0);
            let finding = Finding::new(Code::CONTRADICTION, message, self.key(second.1));
            let finding = finding.with(self.key(first.1), "the other form");
            return Err(self.sink.report(finding.help("a patch has one form: write the rest as a patch of its own")));
        }
        match (strategic, merge, operations) {
            (Some(data), ..) => self.map("strategic", data).map(Change::Strategic),
            (_, Some(data), _) => self.map("merge", data).map(Change::Merge),
            (.., Some(operations)) => self.steps(operations).map(Change::Operations),
            (None, None, None) => {
                let finding = Finding::new(Code::MISSING_FIELD, "nothing says what is changed", self.key(patch.origin));
                Err(self.sink.report(finding.help("write `strategic`, `merge` or `operations`")))
            }
        }
    }

    fn map(&mut self, form: &str, data: Data) -> Result<Data, Poison> {
        if matches!(data.0.payload, Payload::Map(_)) {
            return Ok(data);
        }
        let expected = format!("a map (`{form}` has the shape of the object)");
        Err(self.sink.report(wrong_type(&expected, data.0.payload.kind(), self.value(data.0.origin))))
    }

    fn steps(&mut self, operations: List<Operation>) -> Result<Vec<PatchStep>, Poison> {
        let steps: Vec<Result<PatchStep, Poison>> =
            operations.items.into_iter().map(|operation| self.step(operation)).collect();
        steps.into_iter().collect()
    }

    fn step(&mut self, operation: Operation) -> Result<PatchStep, Poison> {
        let Operation { op, path, from, value, origin } = operation;
        let needs_from = matches!(op.value, Operator::Move | Operator::Copy);
        let needs_value = matches!(op.value, Operator::Add | Operator::Replace | Operator::Test);
        let from = self.needed("from", needs_from, from, |from| from.origin, &op);
        let value = self.needed("value", needs_value, value, |value| value.0.origin, &op);
        let edit = match (op.value, from?, value?) {
            (Operator::Add, _, Some(value)) => Edit::Add(value),
            (Operator::Replace, _, Some(value)) => Edit::Replace(value),
            (Operator::Test, _, Some(value)) => Edit::Test(value),
            (Operator::Move, Some(from), _) => Edit::Move(from),
            (Operator::Copy, Some(from), _) => Edit::Copy(from),
            _ => Edit::Remove,
        };
        Ok(PatchStep { path, edit, operator: op.origin, origin })
    }

    /// A field that an operation has if, and only if, it needs it.
    fn needed<T>(
        &mut self,
        field: &str,
        is_needed: bool,
        given: Option<T>,
        origin_of: impl Fn(&T) -> Origin,
        op: &Sourced<Operator>,
    ) -> Result<Option<T>, Poison> {
        let word = op.value.word();
        match (is_needed, given) {
            (true, None) => {
                let finding = Finding::new(Code::MISSING_FIELD, format!("`{field}` is not set"), self.value(op.origin));
                Err(self.sink.report(finding.label(format!("`{word}` needs it"))))
            }
            (false, Some(given)) => {
                let message = format!("`{word}` takes no `{field}`");
                let finding = Finding::new(Code::CONTRADICTION, message, self.key(origin_of(&given)));
                Err(self
                    .sink
                    .report(finding.with(self.value(op.origin), "what is done").help(format!("remove `{field}`"))))
            }
            (_, given) => Ok(given),
        }
    }

    fn key(&self, origin: Origin) -> Spot {
        self.origins.first_leaf(origin).map_or_else(|| Spot::File("platgen.yaml".into()), Spot::Key)
    }

    fn value(&self, origin: Origin) -> Spot {
        self.origins.first_leaf(origin).map_or_else(|| Spot::File("platgen.yaml".into()), Spot::Value)
    }
}
