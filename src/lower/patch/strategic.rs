use platgen_schema::PatchRules;

use super::Fault;
use super::directives::{
    DELETE_FROM, Directive, RETAIN_KEYS, SET_ORDER, data_of, directive, is_directive, listed, said_at,
};
use super::merge::effective;
use super::operations::is_equal;
use crate::node::{Entry, Node, Origin, Origins, Payload};

/// Applies strategic merge patches, as `kubectl patch` does.
///
/// Where nothing is known of a kind, as of custom resources, every list is replaced.
pub(super) struct Strategic<'a> {
    pub(super) origins: &'a mut Origins,
}

impl Strategic<'_> {
    /// Merges a patch into a map; `inherited` is the origin of a target that has none of its own.
    pub(super) fn merge(
        &mut self,
        target: &mut Node,
        inherited: Origin,
        patch: &Node,
        rules: Option<PatchRules<'_>>,
    ) -> Result<(), Fault> {
        if let Some(said) = directive(patch)? {
            let mut data = match said {
                Directive::Replace => data_of(patch, self.origins)?,
                Directive::Delete => Node::map(patch.origin),
            };
            data.origin = self.origins.join(&[patch.origin, said_at(patch).unwrap_or_default()]);
            *target = data;
            return Ok(());
        }
        let own = effective(target.origin, inherited);
        let mut causes = vec![own];
        retain_keys(target, patch, &mut causes)?;
        delete_from_lists(target, patch, own, self.origins)?;
        for change in patch.entries().iter().filter(|change| !is_directive(&change.key)) {
            let rules = rules.and_then(|rules| rules.field(&change.key));
            let order = patch.get(&format!("{SET_ORDER}{}", change.key));
            self.field(target, own, change, order, rules, &mut causes)?;
        }
        for (key, order) in orders(patch).filter(|(key, _)| patch.get(key).is_none()) {
            if let Some(list) = target.get_mut(key) {
                let nothing = Node::new(Payload::Seq(Vec::new()), Origin::INHERITED);
                self.list(list, own, &nothing, Some(order), rules.and_then(|rules| rules.field(key)))?;
            }
        }
        if causes.len() > 1 {
            target.origin = self.origins.join(&causes);
        }
        Ok(())
    }

    fn field(
        &mut self,
        target: &mut Node,
        own: Origin,
        change: &Entry,
        order: Option<&Node>,
        rules: Option<PatchRules<'_>>,
        causes: &mut Vec<Origin>,
    ) -> Result<(), Fault> {
        let Payload::Map(entries) = &mut target.payload else { return Ok(()) };
        let position = entries.iter().position(|entry| entry.key == change.key);
        if matches!(change.value.payload, Payload::Null) {
            if let Some(index) = position {
                entries.remove(index);
                causes.push(change.value.origin);
            }
            return Ok(());
        }
        let Some(index) = position else {
            let mut value = data_of(&change.value, self.origins)?;
            if order.is_some() {
                let patch = std::mem::replace(&mut value.payload, Payload::Seq(Vec::new()));
                self.list(&mut value, own, &Node::new(patch, change.value.origin), order, rules)?;
            }
            entries.push(Entry { key: change.key.clone(), value });
            return Ok(());
        };
        let value = &mut entries[index].value;
        match (&value.payload, &change.value.payload) {
            (Payload::Map(_), Payload::Map(_)) if !rules.is_some_and(PatchRules::replaces_map) => {
                self.merge(value, own, &change.value, rules)
            }
            (Payload::Seq(_), Payload::Seq(_)) => self.list(value, own, &change.value, order, rules),
            _ => {
                *value = data_of(&change.value, self.origins)?;
                Ok(())
            }
        }
    }
}

/// The orders of lists that a patch sets: the list's key, and the order.
fn orders(patch: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries = patch.entries().iter();
    entries.filter_map(|entry| entry.key.strip_prefix(SET_ORDER).map(|key| (key, &entry.value)))
}

/// Removes the keys of a map that `$retainKeys` does not list.
fn retain_keys(target: &mut Node, patch: &Node, causes: &mut Vec<Origin>) -> Result<(), Fault> {
    let Some(node) = patch.get(RETAIN_KEYS) else { return Ok(()) };
    let kept = listed(RETAIN_KEYS, node)?;
    let is_kept = |key: &str| kept.iter().any(|kept| kept.as_str() == Some(key));
    let set = patch.entries().iter().filter(|entry| !matches!(entry.value.payload, Payload::Null));
    if let Some(entry) = set.into_iter().find(|entry| !is_directive(&entry.key) && !is_kept(&entry.key)) {
        let message = format!("the patch sets `{}`, which `{RETAIN_KEYS}` does not list", entry.key);
        return Err(Fault::new(message, node.origin).help(format!("add `{}` to the list", entry.key)));
    }
    if let Payload::Map(entries) = &mut target.payload {
        let before = entries.len();
        entries.retain(|entry| is_kept(&entry.key));
        if entries.len() < before {
            causes.push(node.origin);
            causes.extend(kept.iter().map(|key| key.origin));
        }
    }
    Ok(())
}

/// Removes the items of lists that `$deleteFromPrimitiveList/…` lists.
fn delete_from_lists(target: &mut Node, patch: &Node, own: Origin, origins: &mut Origins) -> Result<(), Fault> {
    for entry in patch.entries() {
        let Some(key) = entry.key.strip_prefix(DELETE_FROM) else { continue };
        let removed = listed(&entry.key, &entry.value)?;
        let Some(list) = target.get_mut(key) else { continue };
        let mut causes = vec![effective(list.origin, own), entry.value.origin];
        let Payload::Seq(items) = &mut list.payload else {
            return Err(Fault::new(format!("`{key}` is {}, not a list", list.payload.kind()), entry.value.origin));
        };
        items.retain(|item| {
            let because = removed.iter().find(|removed| is_equal(removed, item));
            causes.extend(because.map(|because| because.origin));
            because.is_none()
        });
        list.origin = origins.join(&causes);
    }
    Ok(())
}
