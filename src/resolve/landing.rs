use std::sync::Arc;

use ecow::EcoString;

use super::defaults::{DefaultLayers, kind_of};
use super::{Merged, MergedEntry, MergedMap, MergedView};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::Shape;
use crate::source::{Sources, Value};

/// What an override may change, and where what it cannot is reported.
pub(super) struct Landing<'a> {
    /// The stack's name.
    pub(super) stack: &'a str,
    /// Whether the stack's own file has a fault: a group that is not there may only be misspelled.
    pub(super) is_faulty: bool,
    /// What lies below the stack's workloads.
    pub(super) defaults: &'a DefaultLayers,
    pub(super) sources: &'a Sources,
    pub(super) sink: &'a mut Sink,
}

/// A place in the shape: the key that holds it, and the named thing around it as messages call it.
#[derive(Clone, Copy)]
struct At<'a> {
    group: &'a str,
    owner: &'a str,
}

impl Landing<'_> {
    /// Gives the part of an override that lands, and reports the rest: named things that no layer below has and for which
    /// the override does not say `add: true`.
    ///
    /// Named things are the entries of closed maps: workloads, ports, routes. A field that is legal and unset below lands.
    /// What does not land is left out, so that nothing follows from it.
    pub(super) fn land(&mut self, below: Option<&Merged>, layer: &Merged, shape: &Shape) -> Merged {
        let owner = format!("stack `{}`", self.stack);
        self.part(below, layer, shape, At { group: "", owner: &owner }).unwrap_or_else(|| layer.clone())
    }

    /// The part of a value that lands; `None` where that is all of it.
    fn part(&mut self, below: Option<&Merged>, layer: &Merged, shape: &Shape, at: At<'_>) -> Option<Merged> {
        let shape = shape.for_kind(true, false);
        if matches!(shape, Shape::Value | Shape::Data | Shape::Literal) {
            return None;
        }
        let MergedView::Map(place, entries) = layer.view(self.sources) else { return None };
        let mut landed = Vec::with_capacity(entries.len());
        let mut is_whole = true;
        for (key, value) in entries {
            let under = below.and_then(|below| below.member(&key, self.sources));
            if matches!(shape, Shape::Named(..)) && under.is_none() {
                if self.is_added(&value) {
                    landed.push(MergedEntry { key, value });
                } else {
                    is_whole = false;
                    if below.is_some() || !self.is_faulty {
                        self.sink.report(self.lands_nowhere(below, &key, &value, at));
                    }
                }
                continue;
            }
            let part = shape.member(&key).and_then(|member| match shape {
                Shape::Named(..) => {
                    // Without its kind nobody can tell what the defaults give a workload.
                    if at.group == "workloads" && under.as_ref().is_some_and(|under| !self.has_kind(under)) {
                        return None;
                    }
                    let under = under.as_ref().map(|under| self.upon_defaults(under, &value, &member, at));
                    let owner = format!("{} `{key}` of stack `{}`", singular(at.group), self.stack);
                    self.part(under.as_ref(), &value, &member, At { group: &key, owner: &owner })
                }
                _ => self.part(under.as_ref(), &value, &member, At { group: &key, owner: at.owner }),
            });
            is_whole &= part.is_none();
            landed.push(MergedEntry { value: part.unwrap_or(value), key });
        }
        (!is_whole).then(|| Merged::Map(Arc::new(MergedMap { place, entries: landed })))
    }

    /// A workload with what its kind's defaults say, where that may decide what an override of it lands on.
    fn upon_defaults(&self, under: &Merged, value: &Merged, shape: &Shape, at: At<'_>) -> Merged {
        let names_things = |key: &EcoString| matches!(shape.member(key), Some(Shape::Named(..) | Shape::Either(_)));
        if at.group == "workloads" && value.keys(self.sources).iter().any(names_things) {
            self.defaults.below_whole(under, self.sources)
        } else {
            under.clone()
        }
    }

    fn has_kind(&self, workload: &Merged) -> bool {
        kind_of(workload, self.sources).is_some()
    }

    fn is_added(&self, value: &Merged) -> bool {
        let add = value.member("add", self.sources);
        add.is_some_and(|add| matches!(self.sources.value(add.place()), Value::Bool(true)))
    }

    fn lands_nowhere(&self, below: Option<&Merged>, key: &EcoString, value: &Merged, at: At<'_>) -> Finding {
        let thing = singular(at.group);
        let known = below.map(|below| below.keys(self.sources)).unwrap_or_default();
        let verb = if value.is_null(self.sources) { "remove" } else { "change" };
        let message = format!("{} has no {thing} `{key}` that this could {verb}", at.owner);
        let mut finding = Finding::new(Code::OVERRIDE_LANDS_NOWHERE, message, Spot::Key(value.place()))
            .suggest(key, known.iter().map(EcoString::as_str));
        if finding.help.as_ref().is_some_and(|help| help.starts_with("did you mean")) {
            return finding;
        }
        let add = if value.is_map(self.sources) {
            Some(format!("to add a {thing} in this layer, write `add: true` in it"))
        } else {
            // A short form says no more than one field of the record.
            let field = match at.group {
                "ports" => Some("container"),
                "manifests" => Some("path"),
                _ => None,
            };
            field.filter(|_| !value.is_null(self.sources)).map(|field| {
                let text = self.sources.text(value.place());
                format!("to add a {thing} in this layer, write `{key}: {{{field}: {text}, add: true}}`")
            })
        };
        let parts: Vec<String> = add.into_iter().chain(finding.help.take()).collect();
        finding.help = (!parts.is_empty()).then(|| parts.join("; "));
        finding
    }
}

/// What one entry of a closed map is called.
fn singular(group: &str) -> &str {
    match group {
        "patches" => "patch",
        "egress" => "egress rule",
        _ => group.strip_suffix('s').unwrap_or(group),
    }
}

/// Reports fields that two files of one layer both set.
pub(super) fn check_set_twice(first: &Merged, second: &Merged, sources: &Sources, sink: &mut Sink) {
    let (MergedView::Map(_, _), MergedView::Map(_, entries)) = (first.view(sources), second.view(sources)) else {
        let finding = Finding::new(
            Code::SET_TWICE,
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
