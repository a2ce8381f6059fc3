use platgen_schema::{Fault, FaultKind, Known, Schemas, Step, Tree, View, validate};

use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::lower::Resource;
use crate::node::{Cause, Fields, Node, Origin, Origins, Payload};
use crate::source::{Place, Sources};

impl Tree for Node {
    type Items<'a> = std::slice::Iter<'a, Node>;
    type Fields<'a> = Fields<'a>;

    fn view(&self) -> View<'_, Self> {
        match &self.payload {
            Payload::Null => View::Null,
            Payload::Bool(value) => View::Bool(*value),
            Payload::Int(value) => View::Int(*value),
            Payload::Float(value) => View::Float(*value),
            Payload::Str(text) => View::Str(text),
            Payload::Seq(items) => View::Seq(items.iter()),
            Payload::Map(entries) => View::Map(Fields::of(entries)),
        }
    }
}

/// Whether an object could be judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Judged {
    /// By the schema of its kind.
    Yes,
    /// There is no schema of its kind: it belongs to a group that Kubernetes does not have.
    NoSchema,
}

/// Judges one resource as the API server of its cluster would; every fault is reported where the value was written.
pub fn check_structure(
    resource: &Resource,
    schemas: &Schemas,
    origins: &Origins,
    sources: &Sources,
    sink: &mut Sink,
) -> Judged {
    // Groups that were Kubernetes' own once, such as `extensions`, are asked about all the same.
    if !schemas.has_group(resource.group()) && resource.group().contains('.') && !resource.group().ends_with(".k8s.io")
    {
        return Judged::NoSchema;
    }
    let judge = Judge { resource, origins, sources };
    match schemas.known(&resource.api_version, &resource.kind) {
        Known::Yes => {
            for fault in validate(schemas, &resource.api_version, &resource.kind, &resource.body) {
                sink.report(judge.finding(&fault));
            }
            if let Some(deprecation) = schemas.deprecation(&resource.api_version, &resource.kind) {
                let until = deprecation.removed.map_or_else(String::new, |minor| format!(" and gone from 1.{minor}"));
                let message = format!("{} is deprecated since 1.{}{until}", judge.kind(), deprecation.since);
                sink.report(judge.unserved(Code::DeprecatedApi, "apiVersion", message, deprecation.replacement));
            }
            Judged::Yes
        }
        Known::UnknownGroup { .. } => Judged::NoSchema,
        known => {
            let field = if matches!(known, Known::UnknownKind { .. }) { "kind" } else { "apiVersion" };
            let (message, instead) = judge.refusal(known, schemas.minor());
            sink.report(judge.unserved(Code::UnservedApi, field, message, instead));
            Judged::Yes
        }
    }
}

/// One resource with what its findings are looked up in.
struct Judge<'a> {
    resource: &'a Resource,
    origins: &'a Origins,
    sources: &'a Sources,
}

impl Judge<'_> {
    fn kind(&self) -> String {
        format!("`{}` of `{}`", self.resource.kind, self.resource.api_version)
    }

    /// Why a release does not serve a kind, and what to write instead.
    fn refusal(&self, known: Known, minor: u32) -> (String, Option<String>) {
        let kind = self.kind();
        match known {
            Known::Removed { minor: since, replacement } => {
                (format!("{kind} is not served by Kubernetes 1.{minor}: it is gone since 1.{since}"), replacement)
            }
            Known::NotYet { since } => {
                (format!("{kind} is not served by Kubernetes 1.{minor}: it comes with 1.{since}"), None)
            }
            Known::UnknownVersion { served } => {
                (format!("{kind} is not served by Kubernetes 1.{minor}"), served.into_iter().next())
            }
            Known::UnknownKind { nearest, elsewhere } => (
                format!("{kind} is not served by Kubernetes 1.{minor}"),
                nearest.or_else(|| elsewhere.into_iter().next()),
            ),
            Known::UnknownGroup { .. } | Known::Yes => (format!("{kind} is not served by Kubernetes 1.{minor}"), None),
        }
    }

    fn unserved(&self, code: Code, field: &str, message: String, instead: Option<String>) -> Finding {
        let node = self.resource.body.get(field).unwrap_or(&self.resource.body);
        let spot = self.value_spot(&[&self.resource.body, node]);
        let finding = Finding::new(code, message, spot).label(self.object());
        match instead {
            Some(instead) => finding.help(format!("write `{instead}`")),
            None => finding,
        }
    }

    /// The object, for the label of a finding.
    fn object(&self) -> String {
        format!("in {} `{}`", self.resource.kind, self.resource.name)
    }

    fn finding(&self, fault: &Fault<'_, Node>) -> Finding {
        let code = match fault.kind {
            FaultKind::UnknownField => Code::UnknownResourceField,
            FaultKind::WrongType => Code::WrongResourceType,
            FaultKind::MissingField | FaultKind::MissingCompanion => Code::MissingResourceField,
            _ => Code::InvalidResourceValue,
        };
        let trail = self.trail(fault);
        let spot = match &fault.key {
            Some(key) => self.key_spot(&trail, key),
            None => self.value_spot(&trail),
        };
        let mut finding =
            Finding::new(code, fault.message.clone(), spot).label(format!("{}, at `{}`", self.object(), fault.place()));
        finding.help.clone_from(&fault.help);
        finding
    }

    /// The nodes from the root to the one at fault.
    fn trail<'t>(&'t self, fault: &Fault<'t, Node>) -> Vec<&'t Node> {
        let mut trail = vec![&self.resource.body];
        for step in &fault.path {
            let at = trail[trail.len() - 1];
            let next = match step {
                Step::Key(key) => at.get(key),
                Step::Index(index) => at.items().get(*index),
            };
            match next {
                Some(next) => trail.push(next),
                None => break,
            }
        }
        trail
    }

    /// The leaf that decided the last node of a trail, else the nearest ancestor's.
    fn value_spot(&self, trail: &[&Node]) -> Spot {
        self.deciding(trail).map_or_else(|| Spot::File("platgen.yaml".into()), Spot::Value)
    }

    fn deciding(&self, trail: &[&Node]) -> Option<Place> {
        trail.iter().rev().find_map(|node| self.origins.first_leaf(node.origin))
    }

    /// Where a key was written: the cause of its value that stands under this very key; for a missing key its map.
    fn key_spot(&self, trail: &[&Node], key: &str) -> Spot {
        let map = trail[trail.len() - 1];
        let written = map.get(key).and_then(|value| self.leaf_under(value.origin, key));
        match written.or_else(|| self.deciding(trail)) {
            Some(place) => Spot::Key(place),
            None => Spot::File("platgen.yaml".into()),
        }
    }

    fn leaf_under(&self, origin: Origin, key: &str) -> Option<Place> {
        self.origins.causes(origin).iter().find_map(|cause| match cause {
            Cause::Leaf(place) => {
                let entry = self.sources.document(place.file).key(place.node)?;
                (entry.key == key).then_some(*place)
            }
            Cause::Recipe(_) => None,
        })
    }
}
