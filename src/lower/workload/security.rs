use k8s_openapi::api::core::v1 as core;

use super::{Fragment, made_by};
use crate::model::Security;

/// What Pod Security's `restricted` asks of containers, and a root file system that nothing writes to, as far as the workload does
/// not ask for more.
pub(super) fn of_container(security: Option<&Security>) -> Fragment {
    let writable = security.and_then(|security| security.writable_root.as_ref());
    let privileged = security.and_then(|security| security.privileged.as_ref()).filter(|privileged| privileged.value);
    let added = security.map(|security| &security.capabilities).filter(|added| !added.items.is_empty());
    let typed = core::SecurityContext {
        privileged: privileged.map(|_| true),
        // Kubernetes refuses a privileged container that says it cannot become more.
        allow_privilege_escalation: Some(privileged.is_some()),
        read_only_root_filesystem: Some(!writable.is_some_and(|writable| writable.value)),
        ..core::SecurityContext::default()
    };
    let switch = security.and_then(|security| made_by(&security.privileged));
    let lowered = Fragment::of(&typed)
        .because(&[], switch)
        .because(&["readOnlyRootFilesystem"], writable.map(|writable| writable.origin))
        .because(&["allowPrivilegeEscalation"], switch);
    let dropped = core::Capabilities { drop: Some(vec!["ALL".to_owned()]), ..core::Capabilities::default() };
    let added = added.and_then(|added| {
        let names = added.items.iter().map(|name| Fragment::text(name.value.0.clone(), name.origin));
        Fragment::list(names).map(|names| names.because(&[], added.origin))
    });
    lowered.with("capabilities", Fragment::of(&dropped).with("add", added))
}

/// The same of a container beside the workload's own, with the user that it runs as where that is another one.
pub(super) fn of_extra_container(security: Option<&Security>) -> Fragment {
    let user = security.and_then(|security| security.user.as_ref());
    let group = security.and_then(|security| security.group.as_ref());
    let root = security.and_then(|security| security.root.as_ref());
    of_container(security)
        .with("runAsNonRoot", root.map(|root| Fragment::of(&!root.value).because(&[], root.origin)))
        .with("runAsUser", user.map(|user| Fragment::of(&user.value.0).because(&[], user.origin)))
        .with("runAsGroup", group.map(|group| Fragment::of(&group.value.0).because(&[], group.origin)))
}

/// What Pod Security's `restricted` asks of pods, with the user's identities.
pub(super) fn of_pod(security: Option<&Security>) -> Fragment {
    let user = security.and_then(|security| security.user.as_ref());
    let group = security.and_then(|security| security.group.as_ref());
    let root = security.and_then(|security| security.root.as_ref());
    let typed = core::PodSecurityContext {
        run_as_non_root: Some(!root.is_some_and(|root| root.value)),
        run_as_user: user.map(|user| user.value.0),
        run_as_group: group.map(|group| group.value.0),
        fs_group: group.map(|group| group.value.0),
        seccomp_profile: Some(core::SeccompProfile {
            type_: "RuntimeDefault".to_owned(),
            ..core::SeccompProfile::default()
        }),
        ..core::PodSecurityContext::default()
    };
    let group_origin = group.map(|group| group.origin);
    Fragment::of(&typed)
        .because(&["runAsNonRoot"], root.map(|root| root.origin))
        .because(&["runAsUser"], user.map(|user| user.origin))
        .because(&["runAsGroup"], group_origin)
        .because(&["fsGroup"], group_origin)
}
