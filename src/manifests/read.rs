use std::sync::Arc;

use ecow::EcoString;
use platgen_yaml::{Dialect, Document, Fault, FaultKind, Limits};
use rayon::prelude::*;

use crate::diagnostics::{Code, Finding, Label, Sink, Spot};
use crate::source::{ContentId, File, FileId, Sources};

/// JSON, which kubectl knows by its first character and reads by JSON's own rules; those of its escapes are YAML 1.2's.
const JSON: Dialect = Dialect { versions: Dialect::PLATGEN.versions, ..Dialect::KUBECTL };

/// The largest text with a fault whose documents are read one by one, in bytes; of a larger one nothing is judged.
const SPLIT: usize = 16 << 20;

/// A file that somebody gave.
#[derive(Clone, Debug)]
pub struct ManifestFile {
    /// Its path as findings show it; no other file has it.
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

/// Reads files of any number of documents each, as `kubectl` does; a fault of YAML is a finding, and leaves its document out.
pub fn read_streams(files: &[ManifestFile], sources: &mut Sources, sink: &mut Sink) -> Vec<Stream> {
    let read: Vec<(File, Vec<Fault>)> = files.par_iter().map(read).collect();
    let mut streams = Vec::with_capacity(files.len());
    for ((file, faults), given) in read.into_iter().zip(files) {
        let is_read = file.document.is_some();
        let id = sources.add(file);
        sink.extend(faults.into_iter().map(|fault| finding_of(fault, id)));
        streams.extend(is_read.then_some(Stream { file: id, is_named: given.is_named }));
    }
    streams
}

fn read(file: &ManifestFile) -> (File, Vec<Fault>) {
    let dialect = if is_json(&file.bytes) { &JSON } else { &Dialect::KUBECTL };
    let (document, faults) = match platgen_yaml::read(&file.bytes, dialect, &Limits::default()) {
        Ok(documents) => (Some(Document::of_stream(documents)), Vec::new()),
        Err(faults) if is_json(&file.bytes) || file.bytes.len() > SPLIT => (None, faults),
        Err(_) => read_apart(&file.bytes, dialect),
    };
    (File::new(file.path.clone(), ContentId::of(&file.bytes), file.bytes.clone(), document), faults)
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

fn finding_of(fault: Fault, file: FileId) -> Finding {
    let code = if fault.kind == FaultKind::DuplicateKey { Code::DUPLICATE_KEY } else { Code::SYNTAX };
    let mut finding = Finding::new(code, fault.message, Spot::Bytes(file, fault.span));
    finding.secondary =
        fault.related.into_iter().map(|(span, message)| Label { spot: Spot::Bytes(file, span), message }).collect();
    finding.help = fault.help;
    finding
}
