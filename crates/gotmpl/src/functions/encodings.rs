//! Base64 and Base32. A text that cannot be read gives the error as its result.

use crate::context::Context;
use crate::encoding::{base32, base64};
use crate::function::Functions;
use crate::value::Text;

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("b64enc", |_: &mut Context<'_>, text: Text| base64::encode(&text))
        .add("b64dec", |_: &mut Context<'_>, text: Text| {
            base64::decode(&text).unwrap_or_else(|corrupt| corrupt.to_string().into_bytes())
        })
        .add("b32enc", |_: &mut Context<'_>, text: Text| base32::encode(&text))
        .add("b32dec", |_: &mut Context<'_>, text: Text| {
            base32::decode(&text).unwrap_or_else(|corrupt| corrupt.to_string().into_bytes())
        });
}
