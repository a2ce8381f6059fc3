//! The checks of the Pod Security Standards, one file each, named by what they forbid.

pub(in crate::check) mod added_capability;
pub(in crate::check) mod app_armor_unconfined;
pub(in crate::check) mod capabilities_not_dropped;
pub(in crate::check) mod custom_selinux_options;
pub(in crate::check) mod forbidden_volume_type;
pub(in crate::check) mod host_in_probe_or_hook;
pub(in crate::check) mod host_namespace;
pub(in crate::check) mod host_path_volume;
pub(in crate::check) mod host_port;
pub(in crate::check) mod may_run_as_root;
pub(in crate::check) mod missing_seccomp_profile;
pub(in crate::check) mod privilege_escalation;
pub(in crate::check) mod privileged_container;
pub(in crate::check) mod runs_as_user_zero;
pub(in crate::check) mod seccomp_unconfined;
pub(in crate::check) mod unmasked_proc_mount;
pub(in crate::check) mod unsafe_sysctl;
pub(in crate::check) mod windows_host_process;
