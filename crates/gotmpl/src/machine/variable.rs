//! Variables, and what was read to make their values.

use super::{Machine, Slot};
use crate::context::{Causes, Read};
use crate::error::Fault;
use crate::parse::tree::{Block, Branch, Node, Pipeline, VariableId};
use std::sync::Arc;

/// A variable that is visible.
pub(super) struct Variable {
    id: VariableId,
    pub(super) value: Slot,
    /// What was read to make the value; nothing where that is not recorded.
    causes: Option<Arc<Causes>>,
}

impl Variable {
    pub(super) fn new(id: VariableId, value: Slot) -> Self {
        Self { id, value, causes: None }
    }
}

impl Machine<'_, '_, '_> {
    fn nearest(&mut self, id: VariableId) -> Option<&mut Variable> {
        self.variables.iter_mut().rev().find(|variable| variable.id == id)
    }

    /// Looks a variable up.
    pub(super) fn variable(&mut self, name: &str, id: VariableId) -> Result<Slot, Fault> {
        let Some(variable) = self.nearest(id) else {
            return Err(self.fault(format!("undefined variable: {name}")));
        };
        let value = variable.value.clone();
        if let Some(causes) = variable.causes.clone() {
            self.claim_records::<Read>(causes.len())?;
            self.context.records.read_again(&causes);
        }
        Ok(value)
    }

    /// Sets the nearest variable of that name.
    pub(super) fn assign(&mut self, name: &str, id: VariableId, value: Slot) -> Result<(), Fault> {
        match self.nearest(id) {
            Some(variable) => {
                variable.value = value;
                Ok(())
            }
            None => Err(self.fault(format!("undefined variable: {name}"))),
        }
    }

    /// Notes that a variable's value was made of what was read since then.
    pub(super) fn set_causes(&mut self, id: VariableId, first: usize) {
        let causes = self.context.records.causes_since(first);
        if let Some(variable) = self.nearest(id) {
            variable.causes = (!causes.is_empty()).then(|| Arc::new(causes));
        }
    }

    /// Notes that what was read since then decided whether the variables that a control structure sets were set.
    pub(super) fn decide(&mut self, branch: &Branch, causes: &Causes) -> Result<(), Fault> {
        if causes.is_empty() {
            return Ok(());
        }
        let mut set = Vec::new();
        let looked_at = assigned_by_branch(branch, &mut set);
        self.spend((looked_at + set.len() * causes.len()) as u64 / 8)?;
        for id in set {
            if let Some(variable) = self.nearest(id) {
                let known = variable.causes.take().unwrap_or_default();
                variable.causes = Some(Arc::new(known.union(causes).cloned().collect()));
            }
        }
        Ok(())
    }
}

/// Lists the variables that a control structure may set; gives how many nodes it looked at.
fn assigned_by_branch(branch: &Branch, set: &mut Vec<VariableId>) -> usize {
    assigned_by_pipeline(&branch.pipeline, set);
    let otherwise = branch.otherwise.as_ref().map_or(0, |block| assigned_by_block(block, set));
    1 + assigned_by_block(&branch.body, set) + otherwise
}

fn assigned_by_block(block: &Block, set: &mut Vec<VariableId>) -> usize {
    let assigned = |node: &Node| match node {
        Node::Action(_, pipeline) => {
            assigned_by_pipeline(pipeline, set);
            1
        }
        Node::If(branch) | Node::With(branch) | Node::Range(branch) => assigned_by_branch(branch, set),
        Node::Text(..) | Node::Template { .. } | Node::Break(_) | Node::Continue(_) => 1,
    };
    block.0.iter().map(assigned).sum()
}

fn assigned_by_pipeline(pipeline: &Pipeline, set: &mut Vec<VariableId>) {
    if pipeline.is_assignment {
        set.extend(pipeline.declared.iter().map(|(_, id)| *id));
    }
}
