//! What the walk over the schema of an object's kind says; `check::structure` walks.

pub(in crate::check) mod deprecated_api;
pub(in crate::check) mod invalid_resource_value;
pub(in crate::check) mod missing_resource_field;
pub(in crate::check) mod removed_in_next_version;
pub(in crate::check) mod unknown_resource_field;
pub(in crate::check) mod unserved_api;
pub(in crate::check) mod wrong_resource_type;
