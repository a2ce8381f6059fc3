use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Fault, FaultKind, Limits};

use crate::diagnostics::{Code, Finding, Label, Spot};
use crate::source::{ContentId, File, FileId};

/// JSON, which kubectl knows by its first character and reads by JSON's own rules; those of its escapes are YAML 1.2's.
const JSON: Dialect = Dialect { versions: Dialect::PLATGEN.versions, ..Dialect::KUBECTL };

/// The largest text with a fault whose documents are read one by one, in bytes; of a larger one nothing is judged.
const SPLIT: usize = 16 << 20;

/// Reads a file of any number of documents, as `kubectl` does: its document is the list of its documents.
///
/// A fault of YAML leaves its document out, and the others in.
pub fn read_stream(path: EcoString, bytes: Arc<[u8]>, content: ContentId) -> (File, Vec<Fault>) {
    let dialect = if is_json(&bytes) { &JSON } else { &Dialect::KUBECTL };
    let (document, faults) = match platgen_yaml::read(&bytes, dialect, &Limits::default()) {
        Ok(documents) => (Some(Document::of_stream(documents)), Vec::new()),
        Err(faults) if is_json(&bytes) || bytes.len() > SPLIT => (None, faults),
        Err(_) => read_apart(&bytes, dialect),
    };
    (File::new(path, content, bytes, document), faults)
}

/// Reads each document of a text by itself, so that a fault of one leaves the others.
fn read_apart(bytes: &[u8], dialect: &Dialect) -> (Option<Document>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut documents = Vec::new();
    let mut starts = vec![0];
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let mut at = 0;
    for line in lines {
        if at > 0 && is_separator(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    for (start, end) in starts.iter().copied().zip(ends) {
        let by = start as u32;
        match platgen_yaml::read(&bytes[start..end], dialect, &Limits::default()) {
            Ok(read) => documents.extend(read.into_iter().map(|document| document.moved(by))),
            Err(found) => faults.extend(found.into_iter().map(|fault| moved(fault, by))),
        }
    }
    (Some(Document::of_stream(documents)), faults)
}

/// Whether a line begins a document.
fn is_separator(line: &[u8]) -> bool {
    line.strip_prefix(b"---").is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

fn moved(mut fault: Fault, by: u32) -> Fault {
    fault.span = fault.span.moved(by);
    fault.related.iter_mut().for_each(|(span, _)| *span = span.moved(by));
    fault
}

fn is_json(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// The finding for a fault of YAML in a file of documents that are not platgen's.
pub fn stream_finding(fault: Fault, file: FileId) -> Finding {
    let code = if fault.kind == FaultKind::DuplicateKey { Code::DUPLICATE_KEY } else { Code::SYNTAX };
    let mut finding = Finding::new(code, fault.message, Spot::Bytes(file, fault.span));
    finding.secondary =
        fault.related.into_iter().map(|(span, message)| Label { spot: Spot::Bytes(file, span), message }).collect();
    finding.help = fault.help;
    finding
}
