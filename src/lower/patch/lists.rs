use platgen_schema::{ListPatch, PatchRules};

use super::Fault;
use super::directives::{Directive, check_marker, data_of, directive, listed, said_at};
use super::merge::effective;
use super::operations::is_equal;
use super::strategic::Strategic;
use crate::node::{Node, Origin, Payload};

/// An item of a list while a patch is merged into it.
struct Item {
    node: Node,
    /// Where it was before.
    before: Option<usize>,
    /// Where the patch, or the order that it sets, has it.
    wanted: Option<usize>,
}

/// The items of a list, and everything that decided which they are.
struct Merging {
    items: Vec<Item>,
    causes: Vec<Origin>,
}

impl Strategic<'_> {
    /// Merges a patch into a list.
    pub(super) fn list(
        &mut self,
        target: &mut Node,
        inherited: Origin,
        patch: &Node,
        order: Option<&Node>,
        rules: Option<PatchRules<'_>>,
    ) -> Result<(), Fault> {
        let (Payload::Seq(items), Payload::Seq(changes)) = (&mut target.payload, &patch.payload) else { return Ok(()) };
        let how = rules.map_or(ListPatch::Replace, PatchRules::list);
        let own = effective(target.origin, inherited);
        let before = std::mem::take(items).into_iter().enumerate();
        let items = before.map(|(index, node)| Item { node, before: Some(index), wanted: None }).collect();
        let mut merging = Merging { items, causes: vec![own, patch.origin] };
        match how {
            ListPatch::Replace => {
                if let Some(order) = order {
                    let message = "this list is replaced as a whole, so that nothing sets its order";
                    return Err(Fault::new(message, order.origin));
                }
                check_no_deletion(changes)?;
                *target = data_of(patch, self.origins)?;
                return Ok(());
            }
            ListPatch::Add => self.add(&mut merging, changes),
            ListPatch::Merge { key } => self.by_key(&mut merging, changes, own, key, rules)?,
        }
        if let Some(order) = order {
            merging.set_order(order, how)?;
        }
        let causes = std::mem::take(&mut merging.causes);
        *target = Node::new(Payload::Seq(merging.arranged()), self.origins.join(&causes));
        Ok(())
    }

    /// Adds the items of a patch that are not there yet.
    fn add(&mut self, merging: &mut Merging, changes: &[Node]) {
        for (position, change) in changes.iter().enumerate() {
            match merging.items.iter_mut().find(|item| is_equal(&item.node, change)) {
                Some(item) => {
                    item.wanted = item.wanted.or(Some(position));
                    item.node.origin = self.origins.join(&[change.origin, item.node.origin]);
                    merging.causes.push(item.node.origin);
                }
                None => merging.items.push(Item { node: change.clone(), before: None, wanted: Some(position) }),
            }
        }
    }

    /// Merges the items of a patch into those that have the same key.
    fn by_key(
        &mut self,
        merging: &mut Merging,
        changes: &[Node],
        own: Origin,
        key: &str,
        rules: Option<PatchRules<'_>>,
    ) -> Result<(), Fault> {
        let mut others = Vec::with_capacity(changes.len());
        let mut is_replaced = false;
        for change in changes {
            match directive(change)? {
                Some(Directive::Replace) => {
                    check_marker(change)?;
                    merging.causes.extend(said_at(change));
                    is_replaced = true;
                }
                Some(Directive::Delete) => merging.delete(change, key, rules)?,
                None => others.push(change),
            }
        }
        if is_replaced {
            merging.items.clear();
        }
        for (position, change) in others.into_iter().enumerate() {
            let wanted = Some(position).filter(|_| !is_replaced);
            // The key decides where everything else of the item is written, and where the item stands.
            let because = key_of(change, key)?.origin;
            merging.causes.push(because);
            let mut change = change.clone();
            self.origins.join_below(&mut change, because);
            let Some(index) = merging.find(&change, key, rules).first().copied() else {
                let before = Some(position).filter(|_| is_replaced);
                merging.items.push(Item { node: data_of(&change, self.origins)?, before, wanted });
                continue;
            };
            let item = &mut merging.items[index];
            item.wanted = wanted.or(item.wanted);
            let of_item = effective(item.node.origin, own);
            let met = item.node.get(key).map_or(of_item, |node| effective(node.origin, of_item));
            self.merge(&mut item.node, own, &change, rules.and_then(PatchRules::items))?;
            item.node.stamp(&[key], self.origins.join(&[because, met]));
            item.node.origin = self.origins.join(&[effective(item.node.origin, own), change.origin, met]);
            merging.causes.push(met);
        }
        Ok(())
    }
}

impl Merging {
    /// The items that a patch's item is about: those with the same key, and where these are several, by which the API server tells
    /// items apart with further keys, those with the same further keys as far as the patch names them.
    fn find(&self, change: &Node, key: &str, rules: Option<PatchRules<'_>>) -> Vec<usize> {
        let is_same = |node: &Node| {
            let pair = node.get(key).zip(change.get(key));
            pair.is_some_and(|(one, other)| is_equal(one, other))
        };
        let same: Vec<usize> = (0..self.items.len()).filter(|index| is_same(&self.items[*index].node)).collect();
        if same.len() < 2 {
            return same;
        }
        let further: Vec<_> =
            rules.into_iter().flat_map(PatchRules::list_keys).filter(|(name, _)| *name != key).collect();
        let has_further = |node: &Node| {
            further.iter().all(|(name, default)| {
                let said = |node: &Node| node.get(name).map_or(*default, Node::as_str).map(str::to_owned);
                change.get(name).is_none() || said(node) == said(change)
            })
        };
        same.into_iter().filter(|index| has_further(&self.items[*index].node)).collect()
    }

    fn delete(&mut self, change: &Node, key: &str, rules: Option<PatchRules<'_>>) -> Result<(), Fault> {
        let value = key_of(change, key)?;
        let found = self.find(change, key, rules);
        if !found.is_empty() {
            self.causes.push(value.origin);
            self.causes.extend(said_at(change));
        }
        for index in found.into_iter().rev() {
            let item = self.items.remove(index).node;
            self.causes.extend([item.origin, item.get(key).map_or(Origin::INHERITED, |node| node.origin)]);
        }
        Ok(())
    }

    /// Sets where items are wanted; what the patch names must be among them, in the same order.
    fn set_order(&mut self, order: &Node, how: ListPatch<'_>) -> Result<(), Fault> {
        let entries = listed("$setElementOrder", order)?;
        let position = |node: &Node| {
            entries.iter().position(|entry| match how {
                ListPatch::Merge { key } => {
                    entry.get(key).zip(node.get(key)).is_some_and(|(one, other)| is_equal(one, other))
                }
                ListPatch::Add | ListPatch::Replace => is_equal(entry, node),
            })
        };
        let mut named: Vec<(usize, Option<usize>)> =
            self.items.iter().filter_map(|item| Some((item.wanted?, position(&item.node)))).collect();
        named.sort_unstable();
        if named.iter().any(|(_, at)| at.is_none()) {
            let fault = Fault::new("the order lacks an item that the patch sets", order.origin);
            return Err(fault.help("name every item that the patch sets"));
        }
        if !named.is_sorted_by_key(|(_, at)| *at) {
            let fault = Fault::new("the order is not the one that the patch's own items have", order.origin);
            return Err(fault.help("write the patch's items in the order that they shall have"));
        }
        self.items.iter_mut().for_each(|item| item.wanted = position(&item.node));
        self.causes.push(order.origin);
        let below = |entry: &Node| {
            [entry.origin].into_iter().chain(entry.entries().iter().map(|entry| entry.value.origin)).collect::<Vec<_>>()
        };
        self.causes.extend(entries.iter().flat_map(below));
        Ok(())
    }

    /// The items in their final order: those that the patch wants in the order that it wants, and between them the others, each before
    /// the first wanted one that it stood before.
    fn arranged(self) -> Vec<Node> {
        let (mut wanted, others): (Vec<Item>, Vec<Item>) =
            self.items.into_iter().partition(|item| item.wanted.is_some());
        wanted.sort_by_key(|item| item.wanted);
        let mut others = others.into_iter().peekable();
        let mut arranged = Vec::new();
        for item in wanted {
            while let Some(other) = others.next_if(|other| item.before.is_some_and(|at| other.before < Some(at))) {
                arranged.push(other.node);
            }
            arranged.push(item.node);
        }
        arranged.extend(others.map(|other| other.node));
        arranged
    }
}

fn key_of<'p>(change: &'p Node, key: &str) -> Result<&'p Node, Fault> {
    let Payload::Map(_) = change.payload else {
        return Err(Fault::new(
            format!("an item of this list is a map, found {}", change.payload.kind()),
            change.origin,
        ));
    };
    change.get(key).filter(|value| !matches!(value.payload, Payload::Null)).ok_or_else(|| {
        let fault = Fault::new(format!("the item does not say which one it is: `{key}` is not set"), change.origin);
        fault.help(format!("items of this list merge by `{key}`"))
    })
}

/// Nothing can be deleted from a list whose items have no key.
fn check_no_deletion(changes: &[Node]) -> Result<(), Fault> {
    for change in changes {
        if directive(change)? == Some(Directive::Delete) {
            let origin = said_at(change).unwrap_or(change.origin);
            let fault = Fault::new("items of this list have no key by which one could be deleted", origin);
            return Err(fault.help("write the whole list, or use `operations` with `remove`"));
        }
    }
    Ok(())
}
