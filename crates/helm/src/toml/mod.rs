//! TOML as Helm's library reads and writes it.

mod read;
mod write;

pub(crate) use read::from_toml;

use crate::Compat;
use platgen_gotmpl::Value;

/// Writes a map as TOML.
///
/// # Errors
///
/// The library's sentence, which `toToml` gives in the text's place.
pub(crate) fn to_toml(value: &Value, compat: Compat) -> Result<String, String> {
    let mut writer = write::Writer { compat, out: String::new() };
    writer.document(value)?;
    Ok(writer.out)
}
