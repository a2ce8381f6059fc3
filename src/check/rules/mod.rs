//! The rules, one file each: code, level, page for users, and the function that judges.
//!
//! Law: a rule stands in [`RULES`] once, and its page's examples are run by a test.

mod duplicate_object;
mod invalid_allow;
pub(super) mod schema;
mod service_selects_nothing;
pub(super) mod unused_allow;

use super::rule::Rule;

/// Every rule, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &schema::deprecated_api::RULE,
    &duplicate_object::RULE,
    &invalid_allow::RULE,
    &schema::invalid_resource_value::RULE,
    &schema::missing_resource_field::RULE,
    &service_selects_nothing::RULE,
    &schema::unknown_resource_field::RULE,
    &schema::unserved_api::RULE,
    &unused_allow::RULE,
    &schema::wrong_resource_type::RULE,
];
