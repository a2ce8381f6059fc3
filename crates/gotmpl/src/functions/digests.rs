//! Sums of texts.

use crate::context::Context;
use crate::encoding::hex;
use crate::error::Fault;
use crate::function::Functions;
use crate::value::Text;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("sha1sum", sum::<Sha1>)
        .add("sha256sum", sum::<Sha256>)
        .add("sha512sum", sum::<Sha512>)
        .add("adler32sum", |_: &mut Context<'_>, text: Text| adler32(&text).to_string());
}

fn sum<D: Digest>(context: &mut Context<'_>, text: Text) -> Result<String, Fault> {
    context.spend(text.len() as u64 / 16)?;
    Ok(hex::encode(&D::digest(&text[..])))
}

/// Sums bytes, and sums of bytes, by the largest prime below 65,536.
fn adler32(bytes: &[u8]) -> u32 {
    const PRIME: u32 = 65_521;
    let (low, high) = bytes.iter().fold((1, 0), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % PRIME;
        (low, (high + low) % PRIME)
    });
    high << 16 | low
}
