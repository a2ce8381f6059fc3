//! The rules, one file each: code, level, page for users, and the function that judges.
//!
//! Law: a rule stands in [`RULES`] once, and its page's examples are run by a test.

mod duplicate_object;
mod invalid_allow;
pub(super) mod known_token;
pub(super) mod likely_secret;
mod namespace_without_pod_security;
pub(super) mod password_in_url;
mod plain_secret;
pub(super) mod private_key;
pub(super) mod schema;
mod service_selects_nothing;
mod unknown_pod_security_label;
mod unknown_pod_security_level;
pub(super) mod unused_allow;

use super::pod_security::checks;
use super::rule::Rule;

/// Every rule, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &checks::added_capability::RULE,
    &checks::app_armor_unconfined::RULE,
    &checks::capabilities_not_dropped::RULE,
    &checks::custom_selinux_options::RULE,
    &schema::deprecated_api::RULE,
    &duplicate_object::RULE,
    &checks::forbidden_volume_type::RULE,
    &checks::host_in_probe_or_hook::RULE,
    &checks::host_namespace::RULE,
    &checks::host_path_volume::RULE,
    &checks::host_port::RULE,
    &invalid_allow::RULE,
    &schema::invalid_resource_value::RULE,
    &known_token::RULE,
    &likely_secret::RULE,
    &checks::may_run_as_root::RULE,
    &schema::missing_resource_field::RULE,
    &checks::missing_seccomp_profile::RULE,
    &namespace_without_pod_security::RULE,
    &password_in_url::RULE,
    &plain_secret::RULE,
    &private_key::RULE,
    &checks::privilege_escalation::RULE,
    &checks::privileged_container::RULE,
    &checks::runs_as_user_zero::RULE,
    &checks::seccomp_unconfined::RULE,
    &service_selects_nothing::RULE,
    &unknown_pod_security_label::RULE,
    &unknown_pod_security_level::RULE,
    &schema::unknown_resource_field::RULE,
    &checks::unmasked_proc_mount::RULE,
    &checks::unsafe_sysctl::RULE,
    &schema::unserved_api::RULE,
    &unused_allow::RULE,
    &checks::windows_host_process::RULE,
    &schema::wrong_resource_type::RULE,
];
