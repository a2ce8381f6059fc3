//! The rules, one file each: code, level, page for users, and the function that judges.
//!
//! Law: a rule stands in [`RULES`] once, and its page's examples are run by a test.

mod duplicate_object;
mod invalid_allow;
pub(super) mod known_token;
pub(super) mod likely_secret;
pub(super) mod password_in_url;
mod plain_secret;
pub(super) mod private_key;
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
    &known_token::RULE,
    &likely_secret::RULE,
    &schema::missing_resource_field::RULE,
    &password_in_url::RULE,
    &plain_secret::RULE,
    &private_key::RULE,
    &service_selects_nothing::RULE,
    &schema::unknown_resource_field::RULE,
    &schema::unserved_api::RULE,
    &unused_allow::RULE,
    &schema::wrong_resource_type::RULE,
];
