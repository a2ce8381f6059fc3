use crate::check::pod_security::{Forbidden, Minors, Pod, Violations};
use crate::check::rule::{Judge, rule};

rule! {
    /// A pod sets a kernel parameter that can reach beyond it.
    ///
    /// Parameters that are not kept per pod change the node for all that runs there; the kubelet refuses most of them anyway. Baseline
    /// allows a short list, which grew in 1.27, 1.29, 1.32 and 1.37.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}]}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
    /// ---
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: "60"}]}
    ///   containers: [{name: api, image: "registry.example.com/api:1.4.0"}]
    /// ```
    "unsafe-sysctl" Error Judge::Pod(judge)
}

/// The parameters that are allowed, with the first version that allows them.
const SAFE: [(&str, u32); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_notsent_lowat", 37),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
];

fn judge(pod: &Pod<'_>, violations: &mut Violations<'_>) {
    let Some(security) = &pod.security else { return };
    for at in security.list("sysctls").filter_map(|sysctl| sysctl.get("name")) {
        let Some(name) = at.text() else { continue };
        let forbidden = match SAFE.iter().find(|(known, _)| known == name) {
            Some((_, 0)) => continue,
            Some((_, since)) => Minors::ALL.before(*since),
            None => Minors::ALL,
        };
        let message = format!("the pod sets the kernel parameter `{name}`");
        violations.add(
            Forbidden::by_both(forbidden),
            message,
            "remove it from `securityContext.sysctls`",
            pod.site(&at),
        );
    }
}
