//! Where findings of lowering point: at the deciding leaf of an origin.

use crate::diagnostics::Spot;
use crate::node::{Origin, Origins};

/// The value that decides.
pub(super) fn value(origins: &Origins, origin: Origin) -> Spot {
    origins.first_leaf(origin).map_or_else(project, Spot::Value)
}

/// The key that holds the value that decides.
pub(super) fn key(origins: &Origins, origin: Origin) -> Spot {
    origins.first_leaf(origin).map_or_else(project, Spot::Key)
}

fn project() -> Spot {
    Spot::File("platgen.yaml".into())
}
