//! To come.
use crate::function::Functions;
pub(super) fn add(_: &mut Functions) {}
