//! The objects that templates see beside values: `.Capabilities`, `.Chart`, `.Files`.

mod capabilities;
mod chart;
mod files;
mod record;

pub(crate) use capabilities::capabilities;
pub(crate) use chart::chart;
pub(crate) use files::{Files, file_map};

use crate::Compat;
use platgen_gotmpl::value::MapType;

/// The type of `.Values`, as templates can ask for it.
pub(crate) const fn values_type(compat: Compat) -> &'static MapType {
    const HELM_3: &MapType = &MapType::named("chartutil.Values");
    const HELM_4: &MapType = &MapType::named("common.Values");
    if compat.chart_is_struct() { HELM_3 } else { HELM_4 }
}
