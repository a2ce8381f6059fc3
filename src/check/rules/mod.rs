//! The rules, one file each: code, level, page for users, and the function that judges.
//!
//! Law: a rule stands in [`RULES`] once, and its page's examples are run by a test.

mod certificate_not_found;
mod claim_not_found;
mod cluster_admin_binding;
mod config_map_not_found;
mod definition_after_its_resource;
mod dependency_after_its_consumer;
mod duplicate_object;
mod external_but_rendered;
mod invalid_allow;
mod issuer_not_found;
mod key_not_found;
pub(super) mod known_token;
mod latest_image_tag;
pub(super) mod likely_secret;
mod missing_memory_limit;
mod missing_namespace;
mod missing_requests;
mod namespace_after_its_object;
mod namespace_not_found;
mod namespace_on_cluster_object;
pub(super) mod password_in_url;
mod plain_secret;
mod priority_class_not_found;
pub(super) mod private_key;
mod role_not_found;
mod runtime_class_not_found;
pub(super) mod schema;
mod secret_not_found;
mod secret_store_not_found;
mod service_account_not_found;
mod service_selects_nothing;
mod stateful_memory_not_guaranteed;
mod storage_class_not_found;
mod subject_not_found;
pub(super) mod unused_allow;
mod wildcard_permissions;
mod writable_host_path;

use super::rule::Rule;

/// Every rule, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &certificate_not_found::RULE,
    &claim_not_found::RULE,
    &cluster_admin_binding::RULE,
    &config_map_not_found::RULE,
    &definition_after_its_resource::RULE,
    &dependency_after_its_consumer::RULE,
    &schema::deprecated_api::RULE,
    &duplicate_object::RULE,
    &external_but_rendered::RULE,
    &invalid_allow::RULE,
    &schema::invalid_resource_value::RULE,
    &issuer_not_found::RULE,
    &key_not_found::RULE,
    &known_token::RULE,
    &latest_image_tag::RULE,
    &likely_secret::RULE,
    &missing_memory_limit::RULE,
    &missing_namespace::RULE,
    &missing_requests::RULE,
    &schema::missing_resource_field::RULE,
    &namespace_after_its_object::RULE,
    &namespace_not_found::RULE,
    &namespace_on_cluster_object::RULE,
    &password_in_url::RULE,
    &plain_secret::RULE,
    &priority_class_not_found::RULE,
    &private_key::RULE,
    &schema::removed_in_next_version::RULE,
    &role_not_found::RULE,
    &runtime_class_not_found::RULE,
    &secret_not_found::RULE,
    &secret_store_not_found::RULE,
    &service_account_not_found::RULE,
    &service_selects_nothing::RULE,
    &stateful_memory_not_guaranteed::RULE,
    &storage_class_not_found::RULE,
    &subject_not_found::RULE,
    &schema::unknown_resource_field::RULE,
    &schema::unserved_api::RULE,
    &unused_allow::RULE,
    &wildcard_permissions::RULE,
    &writable_host_path::RULE,
    &schema::wrong_resource_type::RULE,
];
