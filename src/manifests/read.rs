use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Fault, FaultKind, Limits};

use crate::diagnostics::{Code, Finding, Label, Sink, Spot};
use crate::source::{ContentId, File, FileId, Sources};

/// A file that somebody gave.
#[derive(Clone, Debug)]
pub struct ManifestFile {
    /// Its path as findings show it.
    pub path: EcoString,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Whether it was named, and not met in a folder: then everything in it must be an object.
    pub is_named: bool,
}

/// A file that was read: its document is the list of its documents.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    /// The file.
    pub file: FileId,
    /// Whether everything in it must be an object.
    pub is_named: bool,
}

/// Reads a file of any number of documents, as `kubectl` does; a fault of its YAML is a finding.
pub fn read_stream(file: &ManifestFile, sources: &mut Sources, sink: &mut Sink) -> Option<Stream> {
    let read = platgen_yaml::read(&file.bytes, &Dialect::KUBECTL, &Limits::default());
    let (document, faults) = match read {
        Ok(documents) => (Some(Document::of_stream(documents)), Vec::new()),
        Err(faults) => (None, faults),
    };
    let is_read = document.is_some();
    let id = sources.add(File::new(file.path.clone(), ContentId::of(&file.bytes), file.bytes.clone(), document));
    sink.extend(faults.into_iter().map(|fault| finding_of(fault, id)));
    is_read.then_some(Stream { file: id, is_named: file.is_named })
}

fn finding_of(fault: Fault, file: FileId) -> Finding {
    let code = if fault.kind == FaultKind::DuplicateKey { Code::DUPLICATE_KEY } else { Code::SYNTAX };
    let mut finding = Finding::new(code, fault.message, Spot::Bytes(file, fault.span));
    finding.secondary =
        fault.related.into_iter().map(|(span, message)| Label { spot: Spot::Bytes(file, span), message }).collect();
    finding.help = fault.help;
    finding
}
