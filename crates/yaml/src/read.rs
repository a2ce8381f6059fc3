//! From bytes to documents.

use crate::compose::Composer;
use crate::fault::{Fault, FaultKind};
use crate::{Dialect, Document, Limits, Span};

/// Reads all documents of a text.
///
/// A document without any node, such as a file of comments or nothing between two `---`, is left out, so the answer
/// may be empty. A byte order mark at the start is passed over.
///
/// # Errors
///
/// Gives every fault that could be found, in the order of the text: keys, scalars, tags and aliases at fault are all
/// reported, up to [`Limits::faults`]; a breach of the grammar or of a limit ends the reading.
pub fn read(bytes: &[u8], dialect: &Dialect, limits: &Limits) -> Result<Vec<Document>, Vec<Fault>> {
    let most = limits.bytes.min(u32::MAX as usize - 1);
    if bytes.len() > most {
        let message = format!("the text has {} bytes where {most} are allowed", bytes.len());
        return Err(vec![Fault::new(FaultKind::TooLarge, Span::default(), message)]);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| vec![not_utf8(bytes, error.valid_up_to())])?;
    Composer::new(text, dialect, limits).compose().map_err(|mut faults| {
        faults.sort_by_key(|fault| fault.span);
        faults
    })
}

fn not_utf8(bytes: &[u8], at: usize) -> Fault {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let span = Span::new(at as u32, at as u32 + 1);
    Fault::new(FaultKind::NotUtf8, span, format!("the byte `0x{byte:02x}` at offset {at} is not UTF-8"))
        .help("save the file as UTF-8")
}
