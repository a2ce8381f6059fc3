use super::Fault;
use super::merge::effective;
use super::pointer::Pointer;
use crate::node::{Node, Origin, Origins, Payload};
use crate::resolve::{Edit, PatchStep};

/// One JSON patch operation (RFC 6902) whose parts have all their causes.
pub(super) struct Step {
    path: Pointer,
    action: Action,
    /// Everything that decides what the operation does, its path first.
    because: Origin,
}

enum Action {
    Add(Node),
    Remove,
    Replace(Node),
    Move(Pointer),
    Copy(Pointer),
    Test(Node),
}

impl Step {
    pub(super) fn new(step: &PatchStep, target: Origin, origins: &mut Origins) -> Self {
        let from = match &step.edit {
            Edit::Move(from) | Edit::Copy(from) => from.origin,
            _ => Origin::INHERITED,
        };
        let because = origins.join(&[step.path.origin, step.operator, from, step.origin, target]);
        let mut value = |value: &Node| {
            let mut value = value.clone();
            origins.join_below(&mut value, because);
            value
        };
        let action = match &step.edit {
            Edit::Add(node) => Action::Add(value(&node.0)),
            Edit::Remove => Action::Remove,
            Edit::Replace(node) => Action::Replace(value(&node.0)),
            Edit::Move(from) => Action::Move(Pointer::new(from)),
            Edit::Copy(from) => Action::Copy(Pointer::new(from)),
            Edit::Test(node) => Action::Test(value(&node.0)),
        };
        Self { path: Pointer::new(&step.path), action, because }
    }

    /// What is added, put in place or compared.
    pub(super) fn value(&self) -> Option<&Node> {
        match &self.action {
            Action::Add(value) | Action::Replace(value) | Action::Test(value) => Some(value),
            Action::Remove | Action::Move(_) | Action::Copy(_) => None,
        }
    }

    /// Where the operation was written.
    pub(super) fn origin(&self) -> Origin {
        self.because
    }

    /// Changes an object.
    pub(super) fn apply(&self, body: &mut Node, origins: &mut Origins) -> Result<(), Fault> {
        match &self.action {
            Action::Add(value) => self.add(body, value.clone(), origins),
            Action::Remove => self.remove(&self.path, body, origins).map(drop),
            Action::Replace(value) => self.path.there(body).map(|mut place| place.replace(value.clone())),
            Action::Move(from) if self.path.is_below(from) => {
                let message = format!("`{}` cannot be moved into itself", from.text);
                Err(Fault::new(message, self.path.origin))
            }
            Action::Move(from) => {
                let node = self.remove(from, body, origins)?;
                self.add(body, node, origins)
            }
            Action::Copy(from) => {
                let place = from.there(body)?;
                let inherited = place.inherited;
                let node = place.value().cloned();
                let node = node.map(|node| self.carried(node, inherited, origins));
                node.map_or(Ok(()), |node| self.add(body, node, origins))
            }
            Action::Test(value) => self.test(value, body),
        }
    }

    fn add(&self, body: &mut Node, node: Node, origins: &mut Origins) -> Result<(), Fault> {
        let mut place = self.path.place(body)?;
        if place.add(node) {
            let causes = origins.join(&[place.inherited, self.because]);
            place.made_by(causes);
        }
        Ok(())
    }

    /// Takes what is there, with the operation among its causes and among those of what held it.
    fn remove(&self, pointer: &Pointer, body: &mut Node, origins: &mut Origins) -> Result<Node, Fault> {
        let mut place = pointer.there(body)?;
        let inherited = place.inherited;
        let node = place.take().unwrap_or_else(|| Node::new(Payload::Null, self.because));
        place.made_by(origins.join(&[inherited, self.because]));
        Ok(self.carried(node, inherited, origins))
    }

    /// A node that leaves its place: what it inherited goes with it.
    fn carried(&self, mut node: Node, inherited: Origin, origins: &mut Origins) -> Node {
        node.origin = effective(node.origin, inherited);
        origins.join_below(&mut node, self.because);
        node
    }

    fn test(&self, value: &Node, body: &mut Node) -> Result<(), Fault> {
        let place = self.path.there(body)?;
        match place.value() {
            Some(found) if !is_equal(found, value) => {
                let message = format!("the test of `{}` fails", self.path.text);
                Err(Fault::new(message, value.origin).label("another value is there"))
            }
            _ => Ok(()),
        }
    }
}

/// Equality as JSON has it: keys in any order, numbers by their value.
pub(super) fn is_equal(one: &Node, other: &Node) -> bool {
    match (&one.payload, &other.payload) {
        (Payload::Map(left), Payload::Map(right)) => {
            left.len() == right.len()
                && left.iter().all(|entry| other.get(&entry.key).is_some_and(|value| is_equal(&entry.value, value)))
        }
        (Payload::Seq(left), Payload::Seq(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_equal(left, right))
        }
        (Payload::Int(whole), Payload::Float(real)) | (Payload::Float(real), Payload::Int(whole)) => {
            *real == *whole as f64
        }
        (left, right) => left == right,
    }
}
