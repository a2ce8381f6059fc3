//! `allOf`, `anyOf`, `oneOf` and `not` of custom resources, in plain words.

use super::{Context, Trail, Walker};
use crate::fault::{Fault, FaultKind};
use crate::nearest::one_of;
use crate::schema::{Combined, Schema, ValueKind};
use crate::tree::Tree;

impl<'s, 't, N: Tree> Walker<'s, 't, N> {
    pub(super) fn check_combined(&mut self, schema: &'s Schema, node: &'t N, trail: &Trail<'_, 't>, context: Context) {
        let Some(combined) = schema.combined.as_deref() else { return };
        for branch in &combined.all {
            self.walk(branch, node, trail, Context { branch: true, ..context.deeper() });
        }
        // The published schemas of int-or-string fields say so twice.
        if !combined.any.is_empty() && schema.kind != Some(ValueKind::IntOrString) {
            self.check_branches(&combined.any, false, node, trail, context);
        }
        if !combined.one.is_empty() && schema.kind != Some(ValueKind::IntOrString) {
            self.check_branches(&combined.one, true, node, trail, context);
        }
        self.check_not(combined, node, trail, context);
    }

    fn check_branches(
        &mut self,
        branches: &'s [Schema],
        exclusive: bool,
        node: &'t N,
        trail: &Trail<'_, 't>,
        context: Context,
    ) {
        let tried: Vec<Vec<Fault<'t, N>>> =
            branches.iter().map(|branch| self.try_branch(branch, node, trail, context)).collect();
        if self.pass_on_unchecked(&tried) {
            return;
        }
        let fitting = tried.iter().filter(|faults| faults.is_empty()).count();
        let fields = required_alone(branches);
        match (fitting, fields) {
            (0, Some(names)) => {
                self.report(
                    FaultKind::UnionMismatch,
                    trail,
                    node,
                    format!("one of {} must be set", one_of(names.into_iter())),
                );
            }
            (0, None) => {
                // The branch with the fewest faults is most likely the one meant.
                let closest = tried.into_iter().min_by_key(Vec::len).unwrap_or_default();
                let why = closest.into_iter().next().map(|fault| fault.message);
                let message = format!("{} fits none of the {} forms that it may have", trail.subject(), branches.len());
                self.report(FaultKind::UnionMismatch, trail, node, message).help =
                    why.map(|why| format!("nearest form: {why}"));
            }
            (2.., Some(names)) if exclusive => {
                self.report(
                    FaultKind::UnionMismatch,
                    trail,
                    node,
                    format!("only one of {} may be set", one_of(names.into_iter())),
                );
            }
            (2.., None) if exclusive => {
                let message = format!("{} fits {fitting} forms of which it may have one", trail.subject());
                self.report(FaultKind::UnionMismatch, trail, node, message);
            }
            _ => {}
        }
    }

    fn check_not(&mut self, combined: &'s Combined, node: &'t N, trail: &Trail<'_, 't>, context: Context) {
        let Some(refused) = &combined.not else { return };
        let tried = [self.try_branch(refused, node, trail, context)];
        if self.pass_on_unchecked(&tried) || !tried[0].is_empty() {
            return;
        }
        let message = match required_alone(std::slice::from_ref(refused)) {
            Some(names) => format!("{} must not be set", one_of(names.into_iter())),
            None => format!("{} has a form that it may not have", trail.subject()),
        };
        self.report(FaultKind::UnionMismatch, trail, node, message);
    }

    /// Reports what alternatives could not check, and says whether that leaves the choice between them open.
    fn pass_on_unchecked(&mut self, tried: &[Vec<Fault<'t, N>>]) -> bool {
        let unchecked = |fault: &&Fault<'t, N>| matches!(fault.kind, FaultKind::Uncheckable | FaultKind::TooDeep);
        let first = tried.iter().flatten().find(unchecked).cloned();
        let open = first.is_some() || self.is_exhausted();
        self.faults.extend(first);
        open
    }

    /// Checks a value against one alternative, and gives its faults instead of reporting them.
    fn try_branch(
        &mut self,
        branch: &'s Schema,
        node: &'t N,
        trail: &Trail<'_, 't>,
        context: Context,
    ) -> Vec<Fault<'t, N>> {
        let reported = std::mem::take(&mut self.faults);
        self.walk(branch, node, trail, Context { branch: true, ..context.deeper() });
        std::mem::replace(&mut self.faults, reported)
    }
}

/// Gives the field that each alternative requires, where that is all that the alternatives say.
fn required_alone(branches: &[Schema]) -> Option<Vec<&str>> {
    branches
        .iter()
        .map(|branch| match (&*branch.required, branch.rules.is_empty(), &branch.combined) {
            ([name], true, None) => Some(&**name),
            _ => None,
        })
        .collect()
}
