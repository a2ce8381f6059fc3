use ecow::EcoString;
use platgen_yaml::{Fault, FaultKind};

use super::check::Check;
use crate::diagnostics::{Code, Finding, Label, Spot};
use crate::expression::Templates;
use crate::model::{Kind, TextRule, documents};
use crate::source::{FileId, NodeId, Place, Sources, Value};

/// One file with what was found in it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The file.
    pub file: FileId,
    /// What kind of document it is; `None` where that could not be told.
    pub kind: Option<Kind>,
    /// The fields of `metadata`, in the order of [`Kind::metadata`].
    pub names: Vec<(EcoString, Place)>,
    /// The value of `spec`, if it has one that is a map.
    pub spec: Option<Place>,
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
    /// Whether a document stands here that could not be told by kind and name.
    pub is_broken: bool,
}

impl Parsed {
    /// The first name: that of the document, or the environment of an Override.
    pub fn name(&self) -> &EcoString {
        &self.names[0].0
    }

    /// Where the first name was written.
    pub fn name_place(&self) -> Place {
        self.names[0].1
    }
}

/// Checks one file: header, then `spec` against the shape of its kind.
pub(super) fn parse_document(
    file: FileId,
    kinds: &[Kind],
    faults: Vec<Fault>,
    sources: &Sources,
    templates: &Templates,
) -> Parsed {
    let mut parsed = Parsed {
        file,
        kind: None,
        names: Vec::new(),
        spec: None,
        findings: faults.into_iter().map(|fault| yaml_finding(fault, file)).collect(),
        is_broken: true,
    };
    let Some(document) = &sources.file(file).document else {
        // An empty file is no document, and no fault.
        parsed.is_broken = !parsed.findings.is_empty();
        return parsed;
    };
    let mut check = Check::new(file, document, templates);
    let root = document.root();
    if matches!(document.value(root), Value::Null) {
        parsed.is_broken = false;
    } else if let Some(kind) = header(&mut check, root, kinds) {
        let names = check_metadata(&mut check, root, kind);
        if let Some(spec) = document.get(root, "spec") {
            match document.value(spec) {
                Value::Null => {}
                Value::Map(_) => parsed.spec = Some(Place::new(file, spec)),
                _ => {}
            }
            if !matches!(document.value(spec), Value::Null) || kind == Kind::Definition {
                check.value(spec, &kind.spec(), !kind.is_layer());
            }
        } else if kind == Kind::Definition {
            check.report(Finding::new(Code::MissingField, "`spec` is not set", check.key_of(root)));
        }
        if let Some(names) = names {
            parsed.kind = Some(kind);
            parsed.names = names;
            parsed.is_broken = false;
        }
    }
    parsed.findings.extend(check.into_findings());
    parsed
}

/// Reads `apiVersion`, `kind` and the names of the top fields.
fn header(check: &mut Check<'_>, root: NodeId, kinds: &[Kind]) -> Option<Kind> {
    let document = check.document;
    let Value::Map(entries) = document.value(root) else {
        check.report(crate::model::wrong_type(
            "a document with `apiVersion`, `kind`, `metadata` and `spec`",
            check.kind_of(root),
            check.spot(root),
        ));
        return None;
    };
    let known = ["apiVersion", "kind", "metadata", "spec"];
    for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        check.unknown_field(entry, known.into_iter());
    }
    let version = required(check, root, "apiVersion")?;
    if document.text(version) != documents::API_VERSION || !is_string(check, version) {
        check.report(
            Finding::new(
                Code::UnknownKind,
                format!("`{}` is not an apiVersion that platgen reads", document.text(version)),
                check.spot(version),
            )
            .help(format!("write `apiVersion: {}`", documents::API_VERSION)),
        );
        return None;
    }
    let kind = required(check, root, "kind")?;
    let text = document.text(kind);
    let found = kinds.iter().find(|known| known.name() == text && is_string(check, kind));
    if found.is_none() {
        let elsewhere = Kind::ALL.iter().any(|known| known.name() == text);
        let message = if elsewhere {
            format!("a `{text}` does not belong into this folder")
        } else {
            format!("`{text}` is not a kind that platgen reads here")
        };
        check.report(
            Finding::new(Code::UnknownKind, message, check.spot(kind))
                .suggest(text, kinds.iter().map(|kind| kind.name())),
        );
    }
    found.copied()
}

fn is_string(check: &Check<'_>, node: NodeId) -> bool {
    matches!(check.document.value(node), Value::Str(_))
}

fn required(check: &mut Check<'_>, map: NodeId, key: &str) -> Option<NodeId> {
    let found = check.document.get(map, key);
    if found.is_none() {
        check.report(Finding::new(Code::MissingField, format!("`{key}` is not set"), check.key_of(map)));
    }
    found
}

fn check_metadata(check: &mut Check<'_>, root: NodeId, kind: Kind) -> Option<Vec<(EcoString, Place)>> {
    let metadata = required(check, root, "metadata")?;
    let Value::Map(entries) = check.document.value(metadata) else {
        check.report(crate::model::wrong_type("a map", check.kind_of(metadata), check.spot(metadata)));
        return None;
    };
    let known = kind.metadata();
    for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        check.unknown_field(entry, known.iter().copied());
    }
    let names: Vec<Option<(EcoString, Place)>> = known
        .iter()
        .map(|field| {
            let node = required(check, metadata, field)?;
            check.name(node, &TextRule::ALL[TextRule::LABEL])?;
            Some((check.document.text_shared(node), Place::new(check.file, node)))
        })
        .collect();
    names.into_iter().collect()
}

fn yaml_finding(fault: Fault, file: FileId) -> Finding {
    let code = match fault.kind {
        FaultKind::DuplicateKey => Code::DuplicateKey,
        FaultKind::AmbiguousScalar => Code::AmbiguousScalar,
        _ => Code::Syntax,
    };
    let mut finding = Finding::new(code, fault.message, Spot::Bytes(file, fault.span));
    finding.secondary =
        fault.related.into_iter().map(|(span, message)| Label { spot: Spot::Bytes(file, span), message }).collect();
    finding.help = fault.help;
    finding
}
