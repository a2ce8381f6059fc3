use ecow::EcoString;

use super::{Merged, MergedView};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::Shape;
use crate::source::{Sources, Value};

/// Reports what an override says of named things that no layer below has, unless it says `add: true`.
///
/// Named things are the entries of closed maps: workloads, ports, routes. A field that is legal and unset below lands.
pub(super) fn check_landing(
    below: Option<&Merged>,
    layer: &Merged,
    shape: &Shape,
    stack: &str,
    sources: &Sources,
    sink: &mut Sink,
) {
    let shape = shape.for_kind(true, false);
    let MergedView::Map(_, entries) = layer.view(sources) else { return };
    for (key, value) in &entries {
        let under = below.and_then(|below| below.member(key, sources));
        if matches!(shape, Shape::Named(..)) && under.is_none() {
            if !is_added(value, sources) {
                sink.report(lands_nowhere(below, key, value, stack, sources));
            }
            continue;
        }
        let Some(member) = shape.member(key) else { continue };
        if !matches!(shape, Shape::Value | Shape::Data | Shape::Literal) {
            check_landing(under.as_ref(), value, &member, stack, sources, sink);
        }
    }
}

fn is_added(value: &Merged, sources: &Sources) -> bool {
    value.member("add", sources).is_some_and(|add| matches!(sources.value(add.place()), Value::Bool(true)))
}

fn lands_nowhere(below: Option<&Merged>, key: &EcoString, value: &Merged, stack: &str, sources: &Sources) -> Finding {
    let place = value.place();
    let path = sources.key_path(place);
    let mut steps = path.rsplit('.').skip(1);
    let group = steps.next().unwrap_or("entry");
    let thing = group.strip_suffix('s').unwrap_or(group);
    let known = below.map(|below| below.keys(sources)).unwrap_or_default();
    let message = format!("stack `{stack}` has no {thing} `{key}` that this could change");
    let mut finding = Finding::new(Code::OverrideLandsNowhere, message, Spot::Key(place))
        .suggest(key, known.iter().map(EcoString::as_str));
    if finding.help.as_ref().is_none_or(|help| !help.starts_with("did you mean")) && value.is_map(sources) {
        let known = finding.help.take().map_or_else(String::new, |help| format!("; {help}"));
        finding.help = Some(format!("to add a {thing} in this layer, write `add: true` in it{known}"));
    }
    finding
}

/// Reports fields that two files of one layer both set.
pub(super) fn check_set_twice(first: &Merged, second: &Merged, sources: &Sources, sink: &mut Sink) {
    let (MergedView::Map(_, _), MergedView::Map(_, entries)) = (first.view(sources), second.view(sources)) else {
        let finding = Finding::new(
            Code::SetTwice,
            format!("`{}` is set twice in one layer", sources.key_path(second.place())),
            Spot::Value(second.place()),
        )
        .with(Spot::Value(first.place()), "the other time is here")
        .help("an Override file is part of its environment's layer: keep one of the two");
        sink.report(finding);
        return;
    };
    for (key, value) in &entries {
        if let Some(other) = first.member(key, sources) {
            check_set_twice(&other, value, sources, sink);
        }
    }
}
