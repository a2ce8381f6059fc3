//! TOML as BurntSushi's library reads and writes it.

use crate::Compat;
use platgen_gotmpl::{Map, Value};

pub(crate) fn to_toml(_value: &Value, _compat: Compat) -> Result<String, String> {
    Err("toml".to_owned())
}

pub(crate) fn from_toml(_text: &str, _compat: Compat) -> Result<Map, String> {
    Err("toml".to_owned())
}
