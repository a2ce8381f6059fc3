//! Custom resources as the server keeps them: nulls dropped and defaults filled in, before it looks at what combines several fields.

use super::{Context, Trail, Walker};
use crate::default::kept;
use crate::fault::{Fault, Step};
use crate::schema::Schema;
use crate::tree::{Tree, View, field};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// The copy that choices between schemas are made on.
pub(crate) enum Kept<'s, 't, N> {
    /// None: the object is of Kubernetes' own kinds, or is the copy itself.
    Same,
    /// One that nobody has asked for yet.
    Open(&'s Schema, &'t N),
    /// The copy; none where it would take too much.
    Made(Option<Arc<Value>>),
}

impl<'s, 't, N: Tree> Walker<'s, 't, N> {
    /// Gives the copy of the object, made once; none where the object is judged as it is.
    fn kept(&mut self) -> Option<Arc<Value>> {
        if let Kept::Open(schema, root) = self.kept {
            let allowed = self.limits.visits.saturating_sub(self.visits);
            let (copy, cost) = kept(schema, root, self.limits.depth, allowed);
            self.visits += cost;
            self.kept = Kept::Made(copy.map(Arc::new));
        }
        match &self.kept {
            Kept::Made(copy) => copy.clone(),
            Kept::Same | Kept::Open(..) => None,
        }
    }

    /// Counts the fields that a map has once nulls are dropped and defaults filled in.
    pub(super) fn kept_len(&mut self, given: usize, trail: &Trail<'_, 't>) -> usize {
        let copy = self.kept();
        let fields = copy.as_deref().and_then(|root| trail.find(root)).and_then(Value::as_object);
        fields.map_or(given, serde_json::Map::len)
    }

    /// Checks what combines several schemas on the copy; what is found there is told of the object itself.
    ///
    /// Says whether there is a copy of the value.
    pub(super) fn check_combined_kept(
        &mut self,
        schema: &'s Schema,
        node: &'t N,
        trail: &Trail<'_, 't>,
        context: Context,
    ) -> bool {
        let Some(copy) = self.kept() else { return false };
        let Some(value) = trail.find(&copy) else { return false };
        let mut walker = Walker {
            schemas: self.schemas,
            faults: Vec::new(),
            limits: self.limits,
            visits: self.visits,
            kept: Kept::Same,
        };
        walker.check_combined(schema, value, trail, context);
        self.visits = walker.visits;
        let from = trail.path().len();
        let found: Vec<Fault<'t, N>> = walker.faults.into_iter().map(|fault| of_object(fault, node, from)).collect();
        self.faults.extend(found);
        true
    }
}

/// Tells a fault of the copy of the object that it was made of: at the node of the same path, or the last one on the way.
fn of_object<'t, N: Tree>(fault: Fault<'_, Value>, node: &'t N, from: usize) -> Fault<'t, N> {
    let mut at = node;
    let mut path: Vec<Step<'t>> = Vec::with_capacity(fault.path.len());
    for (place, step) in fault.path.into_iter().enumerate() {
        let step = owned(step);
        if place >= from {
            let next = match (&step, at.view()) {
                (Step::Key(key), _) => field(at, key),
                (Step::Index(index), View::Seq(mut items)) => items.nth(*index),
                (Step::Index(_), _) => None,
            };
            let Some(next) = next else { break };
            at = next;
        }
        path.push(step);
    }
    let key = fault.key.map(|key| Cow::Owned(key.into_owned()));
    Fault { kind: fault.kind, path, node: at, key, message: fault.message, help: fault.help }
}

fn owned<'t>(step: Step<'_>) -> Step<'t> {
    match step {
        Step::Key(key) => Step::Key(Cow::Owned(key.into_owned())),
        Step::Index(index) => Step::Index(index),
    }
}

impl Trail<'_, '_> {
    /// Finds the value at the same path of a copy.
    fn find<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        let parent = match self.parent {
            Some(parent) => parent.find(root)?,
            None => root,
        };
        match &self.step {
            None => Some(parent),
            Some(Step::Key(key)) => parent.get(&**key),
            Some(Step::Index(index)) => parent.get(index),
        }
    }
}
