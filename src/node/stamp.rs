use super::{Node, Origin, Payload};

impl Node {
    /// Sets the origin of the node at a path of map keys and list positions (as decimal keys), and gives the node.
    ///
    /// # Panics
    /// When the path leads nowhere: a recipe that stamps what it did not build has a fault of its own.
    pub fn stamp(&mut self, path: &[&str], origin: Origin) -> &mut Self {
        let target = self.descend(path);
        if !origin.is_inherited() {
            target.origin = origin;
        }
        target
    }

    /// The node at a path of map keys and list positions (as decimal keys).
    ///
    /// # Panics
    /// When the path leads nowhere.
    pub fn descend(&mut self, path: &[&str]) -> &mut Self {
        let mut node = self;
        for step in path {
            let missing = || panic!("a recipe stamps `{}`, which it did not build", path.join("."));
            node = match &mut node.payload {
                Payload::Map(entries) => {
                    entries.iter_mut().find(|entry| entry.key == *step).map_or_else(missing, |entry| &mut entry.value)
                }
                Payload::Seq(items) => {
                    step.parse::<usize>().ok().and_then(|index| items.get_mut(index)).unwrap_or_else(missing)
                }
                _ => missing(),
            };
        }
        node
    }

    /// Removes every origin below this node, so that all of it has the node's own.
    pub fn inherit_below(&mut self) {
        match &mut self.payload {
            Payload::Seq(items) => items.iter_mut().for_each(Node::forget),
            Payload::Map(entries) => entries.iter_mut().for_each(|entry| entry.value.forget()),
            _ => {}
        }
    }

    fn forget(&mut self) {
        self.origin = Origin::INHERITED;
        self.inherit_below();
    }
}
