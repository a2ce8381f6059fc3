//! The rules, one file each: code, level, page for users, and the function that judges.
//!
//! Law: a rule stands in [`RULES`] once, and its page's examples are run by a test.

mod autoscaler_without_metrics;
mod backend_not_found;
mod backend_port_not_found;
mod budget_blocks_eviction;
mod budget_selects_nothing;
mod budgets_overlap;
mod duplicate_object;
mod duplicate_route;
mod ingress_class_not_found;
mod invalid_allow;
mod monitor_port_not_found;
mod monitor_selects_nothing;
mod namespace_without_default_deny;
mod network_policy_peer_selects_nothing;
mod network_policy_port_not_found;
mod network_policy_selects_nothing;
mod scale_target_not_found;
mod scale_target_sets_replicas;
mod scale_target_without_requests;
pub(super) mod schema;
mod service_port_not_declared;
mod service_port_not_found;
mod service_selects_nothing;
mod stateful_set_service_not_found;
mod stateful_set_service_not_headless;
mod two_autoscalers_on_one_target;
mod unscalable_target;
pub(super) mod unused_allow;

use super::rule::Rule;

/// Every rule, in the order of their codes.
pub const RULES: &[&Rule] = &[
    &autoscaler_without_metrics::RULE,
    &backend_not_found::RULE,
    &backend_port_not_found::RULE,
    &budget_blocks_eviction::RULE,
    &budget_selects_nothing::RULE,
    &budgets_overlap::RULE,
    &schema::deprecated_api::RULE,
    &duplicate_object::RULE,
    &duplicate_route::RULE,
    &ingress_class_not_found::RULE,
    &invalid_allow::RULE,
    &schema::invalid_resource_value::RULE,
    &schema::missing_resource_field::RULE,
    &monitor_port_not_found::RULE,
    &monitor_selects_nothing::RULE,
    &namespace_without_default_deny::RULE,
    &network_policy_peer_selects_nothing::RULE,
    &network_policy_port_not_found::RULE,
    &network_policy_selects_nothing::RULE,
    &scale_target_not_found::RULE,
    &scale_target_sets_replicas::RULE,
    &scale_target_without_requests::RULE,
    &service_port_not_declared::RULE,
    &service_port_not_found::RULE,
    &service_selects_nothing::RULE,
    &stateful_set_service_not_found::RULE,
    &stateful_set_service_not_headless::RULE,
    &two_autoscalers_on_one_target::RULE,
    &schema::unknown_resource_field::RULE,
    &unscalable_target::RULE,
    &schema::unserved_api::RULE,
    &unused_allow::RULE,
    &schema::wrong_resource_type::RULE,
];
