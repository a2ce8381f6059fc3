use std::slice;

use super::Cause;

/// The causes of an origin, the deciding one first, each once: its own, then those of its base, then what was added behind these.
#[derive(Clone, Debug, Default)]
pub struct Causes<'a> {
    before: slice::Iter<'a, Cause>,
    base: slice::Iter<'a, Cause>,
    /// What of the base came before it.
    named: &'a [Cause],
    after: slice::Iter<'a, Cause>,
}

impl<'a> Causes<'a> {
    pub(super) fn new(before: &'a [Cause], base: &'a [Cause], after: &'a [Cause]) -> Self {
        Self { before: before.iter(), base: base.iter(), named: before, after: after.iter() }
    }
}

impl Iterator for Causes<'_> {
    type Item = Cause;

    fn next(&mut self) -> Option<Cause> {
        if let Some(cause) = self.before.next() {
            return Some(*cause);
        }
        let named = self.named;
        self.base.find(|cause| !named.contains(cause)).or_else(|| self.after.next()).copied()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let most = self.before.len() + self.base.len() + self.after.len();
        (self.before.len() + self.after.len(), Some(most))
    }
}
