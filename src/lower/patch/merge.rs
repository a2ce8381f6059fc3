use crate::node::{Entry, Node, Origin, Origins, Payload};

/// Applies a JSON merge patch (RFC 7396); `inherited` is the origin of a target that has none of its own.
pub(super) fn merge(target: &mut Node, inherited: Origin, patch: &Node, origins: &mut Origins) {
    let Payload::Map(changes) = &patch.payload else {
        *target = without_nulls(patch);
        return;
    };
    let Payload::Map(entries) = &mut target.payload else {
        *target = without_nulls(patch);
        return;
    };
    let own = effective(target.origin, inherited);
    let mut causes = vec![own];
    for change in changes {
        let position = entries.iter().position(|entry| entry.key == change.key);
        match (position, &change.value.payload) {
            (Some(index), Payload::Null) => {
                entries.remove(index);
                causes.push(change.value.origin);
            }
            (None, Payload::Null) => {}
            (Some(index), _) => merge(&mut entries[index].value, own, &change.value, origins),
            (None, _) => entries.push(Entry { key: change.key.clone(), value: without_nulls(&change.value) }),
        }
    }
    if causes.len() > 1 {
        target.origin = origins.join(&causes);
    }
}

/// The origin that counts for a node below one whose own is `inherited`.
pub(super) fn effective(own: Origin, inherited: Origin) -> Origin {
    if own.is_inherited() { inherited } else { own }
}

/// What a value of a patch makes where it takes a place: nulls of maps remove nothing, and those of lists are items.
fn without_nulls(patch: &Node) -> Node {
    let payload = match &patch.payload {
        Payload::Map(entries) => {
            let kept = entries.iter().filter(|entry| !matches!(entry.value.payload, Payload::Null));
            Payload::Map(
                kept.map(|entry| Entry { key: entry.key.clone(), value: without_nulls(&entry.value) }).collect(),
            )
        }
        Payload::Seq(items) => Payload::Seq(items.iter().map(without_nulls).collect()),
        scalar => scalar.clone(),
    };
    Node::new(payload, patch.origin)
}
