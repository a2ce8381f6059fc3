//! The rules, one file each: code, level, page for users, and the function that judges.
//!
//! Law: a rule stands in [`RULES`] once, and its page's examples are run by a test.

mod autoscaler_without_metrics;
mod backend_not_found;
mod backend_port_not_found;
mod budget_blocks_eviction;
mod budget_selects_nothing;
mod budgets_overlap;
mod certificate_not_found;
mod claim_not_found;
mod cluster_admin_binding;
mod config_map_not_found;
mod definition_after_its_resource;
mod dependency_after_its_consumer;
mod duplicate_object;
mod duplicate_route;
mod external_but_rendered;
mod host_port_taken;
mod ingress_class_not_found;
mod invalid_allow;
mod issuer_not_found;
mod key_not_found;
pub(super) mod known_token;
mod latest_image_tag;
pub(super) mod likely_secret;
mod missing_memory_limit;
mod missing_namespace;
mod missing_requests;
mod monitor_port_not_found;
mod monitor_selects_nothing;
mod namespace_after_its_object;
mod namespace_not_found;
pub(super) mod namespace_on_cluster_object;
mod namespace_without_default_deny;
mod namespace_without_pod_security;
mod network_policy_peer_selects_nothing;
mod network_policy_port_not_found;
mod network_policy_selects_nothing;
mod node_port_taken;
pub(super) mod password_in_url;
mod plain_secret;
mod priority_class_not_found;
pub(super) mod private_key;
mod probe_port_not_found;
mod quota_below_requests;
mod quota_below_scale;
mod quota_needs_requests;
mod role_not_found;
mod runtime_class_not_found;
mod scale_target_not_found;
mod scale_target_sets_replicas;
mod scale_target_without_requests;
pub(super) mod schema;
mod secret_not_found;
mod secret_store_not_found;
mod service_account_not_found;
mod service_after_its_webhook;
mod service_port_not_declared;
mod service_port_not_found;
mod service_selects_nothing;
mod stateful_memory_not_guaranteed;
mod stateful_set_service_not_found;
mod stateful_set_service_not_headless;
mod storage_class_not_found;
mod subject_not_found;
mod two_autoscalers_on_one_target;
mod unknown_pod_security_label;
mod unknown_pod_security_level;
mod unknown_time_zone;
mod unscalable_target;
pub(super) mod unused_allow;
mod wildcard_permissions;
mod writable_host_path;

use super::pod_security::checks;
use super::rule::Rule;

/// Every rule, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &checks::added_capability::RULE,
    &checks::app_armor_unconfined::RULE,
    &autoscaler_without_metrics::RULE,
    &backend_not_found::RULE,
    &backend_port_not_found::RULE,
    &budget_blocks_eviction::RULE,
    &budget_selects_nothing::RULE,
    &budgets_overlap::RULE,
    &checks::capabilities_not_dropped::RULE,
    &certificate_not_found::RULE,
    &claim_not_found::RULE,
    &cluster_admin_binding::RULE,
    &config_map_not_found::RULE,
    &checks::custom_selinux_options::RULE,
    &definition_after_its_resource::RULE,
    &dependency_after_its_consumer::RULE,
    &schema::deprecated_api::RULE,
    &duplicate_object::RULE,
    &duplicate_route::RULE,
    &external_but_rendered::RULE,
    &checks::forbidden_volume_type::RULE,
    &checks::host_in_probe_or_hook::RULE,
    &checks::host_namespace::RULE,
    &checks::host_path_volume::RULE,
    &checks::host_port::RULE,
    &host_port_taken::RULE,
    &ingress_class_not_found::RULE,
    &invalid_allow::RULE,
    &schema::invalid_resource_value::RULE,
    &issuer_not_found::RULE,
    &key_not_found::RULE,
    &known_token::RULE,
    &latest_image_tag::RULE,
    &likely_secret::RULE,
    &checks::may_run_as_root::RULE,
    &missing_memory_limit::RULE,
    &missing_namespace::RULE,
    &missing_requests::RULE,
    &schema::missing_resource_field::RULE,
    &checks::missing_seccomp_profile::RULE,
    &monitor_port_not_found::RULE,
    &monitor_selects_nothing::RULE,
    &namespace_after_its_object::RULE,
    &namespace_not_found::RULE,
    &namespace_on_cluster_object::RULE,
    &namespace_without_default_deny::RULE,
    &namespace_without_pod_security::RULE,
    &network_policy_peer_selects_nothing::RULE,
    &network_policy_port_not_found::RULE,
    &network_policy_selects_nothing::RULE,
    &node_port_taken::RULE,
    &password_in_url::RULE,
    &plain_secret::RULE,
    &priority_class_not_found::RULE,
    &private_key::RULE,
    &checks::privilege_escalation::RULE,
    &checks::privileged_container::RULE,
    &probe_port_not_found::RULE,
    &quota_below_requests::RULE,
    &quota_below_scale::RULE,
    &quota_needs_requests::RULE,
    &schema::removed_in_next_version::RULE,
    &role_not_found::RULE,
    &checks::runs_as_user_zero::RULE,
    &runtime_class_not_found::RULE,
    &scale_target_not_found::RULE,
    &scale_target_sets_replicas::RULE,
    &scale_target_without_requests::RULE,
    &checks::seccomp_unconfined::RULE,
    &secret_not_found::RULE,
    &secret_store_not_found::RULE,
    &service_account_not_found::RULE,
    &service_after_its_webhook::RULE,
    &service_port_not_declared::RULE,
    &service_port_not_found::RULE,
    &service_selects_nothing::RULE,
    &stateful_memory_not_guaranteed::RULE,
    &stateful_set_service_not_found::RULE,
    &stateful_set_service_not_headless::RULE,
    &storage_class_not_found::RULE,
    &subject_not_found::RULE,
    &two_autoscalers_on_one_target::RULE,
    &unknown_pod_security_label::RULE,
    &unknown_pod_security_level::RULE,
    &schema::unknown_resource_field::RULE,
    &unknown_time_zone::RULE,
    &checks::unmasked_proc_mount::RULE,
    &checks::unsafe_sysctl::RULE,
    &unscalable_target::RULE,
    &schema::unserved_api::RULE,
    &unused_allow::RULE,
    &wildcard_permissions::RULE,
    &checks::windows_host_process::RULE,
    &writable_host_path::RULE,
    &schema::wrong_resource_type::RULE,
];
