use ecow::EcoString;

use super::{Fragment, spot};
use crate::diagnostics::{Code, Finding, Poison, Sink};
use crate::model::Open;
use crate::model::{AsWritten, Sourced, TextRule, is_label_value};
use crate::node::{Entry, Node, Origin, Origins, Payload};

/// The label that names the workload; selectors use it.
pub(super) const NAME: &str = "app.kubernetes.io/name";
/// The label that names the stack; selectors use it.
pub(super) const PART_OF: &str = "app.kubernetes.io/part-of";
/// The label that names platgen.
pub(super) const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
/// The label that names the team.
pub(super) const TEAM: &str = "platgen.dev/team";
/// The label that names the environment.
pub(super) const ENVIRONMENT: &str = "platgen.dev/environment";

/// A key with its text and what made it.
pub(super) type Pair = (EcoString, EcoString, Origin);

/// Labels or annotations that users wrote.
pub(super) type Written = Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>;

/// The labels that say whose an object is.
pub(super) fn ownership(
    stack: &Sourced<EcoString>,
    team: &Sourced<EcoString>,
    environment: &Sourced<EcoString>,
    recipe: Origin,
) -> [Pair; 4] {
    [
        (PART_OF.into(), stack.value.clone(), stack.origin),
        (MANAGED_BY.into(), EcoString::inline("platgen"), recipe),
        (TEAM.into(), team.value.clone(), team.origin),
        (ENVIRONMENT.into(), environment.value.clone(), environment.origin),
    ]
}

/// Joins platgen's own labels with the user's; a user's label that is not valid, or would overwrite, is reported and left out.
pub(super) fn join_labels(own: Vec<Pair>, written: &Written, origins: &Origins, sink: &mut Sink) -> Option<Fragment> {
    let mut all = own;
    let count = all.len();
    for (key, text) in written.iter() {
        if all[..count].iter().any(|(own, ..)| own == key) {
            sink.report(overwritten("label", key, origins, text.origin));
        } else if is_label_value(&text.value.0) {
            all.push((key.clone(), text.value.0.clone(), text.origin));
        } else {
            sink.report(invalid_label(text, origins));
        }
    }
    Fragment::texts(all)
}

/// Adds labels by which something finds an object to those that it has; one that would overwrite is reported and left out.
pub(super) fn add_labels(labels: Fragment, added: &Written, origins: &Origins, sink: &mut Sink) -> Fragment {
    let mut node = labels.into_node();
    for (key, text) in added.iter() {
        if node.get(key).is_some() {
            sink.report(overwritten("label", key, origins, text.origin));
        } else if is_label_value(&text.value.0) {
            node.set(key.clone(), Node::text(text.value.0.clone(), text.origin));
        } else {
            sink.report(invalid_label(text, origins));
        }
    }
    Fragment::from_node(node)
}

/// Joins the user's annotations with platgen's own; a user's annotation that would overwrite is reported and left out.
pub(super) fn join_annotations(
    own: impl IntoIterator<Item = Pair>,
    written: &Written,
    origins: &Origins,
    sink: &mut Sink,
) -> Option<Fragment> {
    let mut all: Vec<Pair> =
        written.iter().map(|(key, text)| (key.clone(), text.value.0.clone(), text.origin)).collect();
    for pair in own {
        if let Some(taken) = all.iter().position(|(key, ..)| *key == pair.0) {
            let (key, _, origin) = all.remove(taken);
            sink.report(overwritten("annotation", &key, origins, origin));
        }
        all.push(pair);
    }
    Fragment::texts(all)
}

/// Puts the labels that say whose an object is on an object that somebody else wrote.
///
/// A word of its own for what it is part of stays: programs find their own settings by it. Who manages it is platgen whatever it
/// says; a label in platgen's own name that says something else is reported.
///
/// # Errors
/// Poison where its labels are no map, or contradict platgen's own.
pub(super) fn adopt_labels(body: &mut Node, own: &[Pair], origins: &Origins, sink: &mut Sink) -> Result<(), Poison> {
    let Some(metadata) = body.get_mut("metadata") else { return Ok(()) };
    if metadata.get("labels").is_none_or(|labels| labels.payload == Payload::Null) {
        metadata.set("labels", Node::map(Origin::INHERITED));
    }
    let Some(Payload::Map(labels)) = metadata.get_mut("labels").map(|labels| &mut labels.payload) else {
        let labels = metadata.get("labels").unwrap_or(metadata);
        let message = format!("`metadata.labels` of an object is a map, found {}", labels.payload.kind());
        return Err(sink.report(Finding::new(Code::INVALID_RESOURCE, message, spot::value(origins, labels.origin))));
    };
    let mut result = Ok(());
    for (key, text, origin) in own {
        match labels.iter_mut().find(|label| label.key == *key) {
            None => labels.push(Entry { key: key.clone(), value: Node::text(text.clone(), *origin) }),
            Some(label) if label.value.as_str() == Some(text) || key == PART_OF => {}
            Some(label) if key == MANAGED_BY => label.value = Node::text(text.clone(), *origin),
            Some(label) => {
                let spot = spot::key(origins, label.value.origin);
                let message = format!("the label `{key}` would overwrite one that platgen sets itself");
                let help = format!("take it away: platgen writes `{key}: {text}`");
                result = Err(sink.report(Finding::new(Code::INVALID_VALUE, message, spot).help(help)));
            }
        }
    }
    result
}

pub(super) fn overwritten(what: &str, key: &str, origins: &Origins, origin: Origin) -> Finding {
    let message = format!("the {what} `{key}` would overwrite one that platgen sets itself");
    Finding::new(Code::INVALID_VALUE, message, spot::key(origins, origin)).help("choose another key")
}

fn invalid_label(text: &Sourced<AsWritten>, origins: &Origins) -> Finding {
    let shown: String = text.value.0.chars().take(80).collect();
    Finding::new(
        Code::INVALID_VALUE,
        format!("`{shown}` is not the value of a label"),
        spot::value(origins, text.origin),
    )
    .label("expected at most 63 letters, digits, `-`, `_`, `.`, beginning and ending with a letter or digit")
    .help("an annotation takes any text: move it to `annotations`")
}
