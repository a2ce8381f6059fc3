//! PEM: bytes in Base64 between lines that name them.

use crate::encoding::base64;

/// A block.
pub(super) struct Block {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Writes a block, 64 characters a line.
pub(super) fn write(name: &str, bytes: &[u8]) -> String {
    let encoded = base64::encode(bytes);
    let mut written = format!("-----BEGIN {name}-----\n");
    for line in encoded.as_bytes().chunks(64) {
        written.extend(line.iter().copied().map(char::from));
        written.push('\n');
    }
    written.push_str(&format!("-----END {name}-----\n"));
    written
}

/// Reads the first block of a text. Lines with a colon before the bytes say something about the block, which nobody needs.
pub(super) fn read(text: &[u8]) -> Option<Block> {
    let text = std::str::from_utf8(text).ok()?;
    let (_, after) = text.split_once("-----BEGIN ")?;
    let (name, after) = after.split_once("-----")?;
    let (body, _) = after.split_once(&format!("-----END {name}-----"))?;
    let digits: String = body.lines().filter(|line| !line.contains(':')).flat_map(str::split_whitespace).collect();
    Some(Block { name: name.to_owned(), bytes: base64::decode(digits.as_bytes()).ok()? })
}
