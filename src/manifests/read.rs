use std::sync::Arc;

use ecow::EcoString;
use rayon::prelude::*;

use crate::diagnostics::Sink;
use crate::parse::{read_stream, stream_finding};
use crate::source::{ContentId, FileId, Sources};

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

/// Reads files of any number of documents each; a fault of YAML is a finding, and leaves its document out.
pub fn read_streams(files: &[ManifestFile], sources: &mut Sources, sink: &mut Sink) -> Vec<Stream> {
    let read = |file: &ManifestFile| read_stream(file.path.clone(), file.bytes.clone(), ContentId::of(&file.bytes));
    let read: Vec<_> = files.par_iter().map(read).collect();
    let mut streams = Vec::with_capacity(files.len());
    for ((file, faults), given) in read.into_iter().zip(files) {
        let is_read = file.document.is_some();
        let id = sources.add(file);
        sink.extend(faults.into_iter().map(|fault| stream_finding(fault, id)));
        streams.extend(is_read.then_some(Stream { file: id, is_named: given.is_named }));
    }
    streams
}
