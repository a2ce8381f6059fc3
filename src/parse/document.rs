use ecow::EcoString;
use platgen_yaml::{Fault, FaultKind};

use super::check::Check;
use super::project::folder_of;
use crate::diagnostics::{Code, Finding, Label, Spot, nearest};
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
    /// The values that have a fault; the sources are told of them when the file joins the project.
    pub(super) faulty: Vec<NodeId>,
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
        faulty: Vec::new(),
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
            check.report(missing(&check, root, "spec"));
        }
        if let Some(names) = names {
            parsed.kind = Some(kind);
            parsed.names = names;
            parsed.is_broken = false;
        }
    }
    let (findings, faulty) = check.finish();
    parsed.findings.extend(findings);
    parsed.faulty = faulty;
    parsed
}

/// The fields of every document.
const TOP_FIELDS: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// Reads `apiVersion`, `kind` and the names of the top fields.
fn header(check: &mut Check<'_>, root: NodeId, kinds: &[Kind]) -> Option<Kind> {
    let Value::Map(entries) = check.document.value(root) else {
        check.report(crate::model::wrong_type(
            "a document with `apiVersion`, `kind`, `metadata` and `spec`",
            check.kind_of(root),
            check.spot(root),
        ));
        return None;
    };
    // A document of somebody else's is not judged further.
    check_version(check, root)?;
    let unknown = entries.iter().filter(|entry| !TOP_FIELDS.contains(&entry.key.as_str()));
    for entry in unknown.clone() {
        check.unknown_field(entry, "", TOP_FIELDS.into_iter(), entries);
    }
    let kind = check_kind(check, root, kinds);
    let misspells_spec = check.document.get(root, "spec").is_none()
        && unknown.into_iter().any(|entry| nearest(&entry.key, TOP_FIELDS) == Some("spec"));
    kind.filter(|_| !misspells_spec)
}

/// Reports an absent `apiVersion`; `None` where there is another one.
fn check_version(check: &mut Check<'_>, root: NodeId) -> Option<()> {
    let help = format!("write `apiVersion: {}`", documents::API_VERSION);
    let Some(version) = check.document.get(root, "apiVersion") else {
        check.report(missing(check, root, "apiVersion").help(help));
        return Some(());
    };
    let text = check.document.text(version);
    if text == documents::API_VERSION && is_string(check, version) {
        return Some(());
    }
    let message = format!("`{text}` is not an apiVersion that platgen reads");
    check.report(Finding::new(Code::UNKNOWN_KIND, message, check.spot(version)).help(help));
    None
}

fn check_kind(check: &mut Check<'_>, root: NodeId, kinds: &[Kind]) -> Option<Kind> {
    let Some(node) = check.document.get(root, "kind") else {
        let words: Vec<String> = kinds.iter().map(|kind| format!("`kind: {}`", kind.name())).collect();
        check.report(missing(check, root, "kind").help(format!("write {}", words.join(" or "))));
        return None;
    };
    let text = check.document.text(node);
    let of_name = |known: &&Kind| known.name() == text && is_string(check, node);
    if let Some(kind) = kinds.iter().find(of_name) {
        return Some(*kind);
    }
    let finding = match Kind::ALL.iter().find(of_name) {
        Some(elsewhere) => {
            let message = format!("a document of kind `{text}` does not belong here");
            let home = match folder_of(*elsewhere) {
                Some(folder) => format!("move the file below `{folder}`"),
                None => "a project has one, the file `platgen.yaml`".to_owned(),
            };
            Finding::new(Code::UNKNOWN_KIND, message, check.spot(node)).help(home)
        }
        None => Finding::new(
            Code::UNKNOWN_KIND,
            format!("`{text}` is not a kind that platgen reads here"),
            check.spot(node),
        )
        .suggest(text, kinds.iter().map(|kind| kind.name())),
    };
    check.report(finding);
    None
}

fn missing(check: &Check<'_>, map: NodeId, key: &str) -> Finding {
    Finding::new(Code::MISSING_FIELD, format!("`{key}` is not set"), check.key_of(map))
}

fn is_string(check: &Check<'_>, node: NodeId) -> bool {
    matches!(check.document.value(node), Value::Str(_))
}

fn required(check: &mut Check<'_>, map: NodeId, key: &str) -> Option<NodeId> {
    let found = check.document.get(map, key);
    if found.is_none() {
        check.report(missing(check, map, key));
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
        check.unknown_field(entry, "", known.iter().copied(), entries);
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
        FaultKind::DuplicateKey => Code::DUPLICATE_KEY,
        FaultKind::AmbiguousScalar => Code::AMBIGUOUS_SCALAR,
        _ => Code::SYNTAX,
    };
    let mut finding = Finding::new(code, fault.message, Spot::Bytes(file, fault.span));
    finding.secondary =
        fault.related.into_iter().map(|(span, message)| Label { spot: Spot::Bytes(file, span), message }).collect();
    finding.help = fault.help;
    finding
}
