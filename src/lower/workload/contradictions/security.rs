use super::Check;
use crate::diagnostics::{Code, Finding};
use crate::lower::spot;
use crate::model::{Security, Sourced, Text};

/// The capabilities of Linux, as its header `linux/capability.h` lists them, without their prefix.
const CAPABILITIES: [&str; 41] = [
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "SYSLOG",
    "WAKE_ALARM",
];
/// Stands for every one of them.
const ALL: &str = "ALL";

impl Check<'_> {
    /// What the containers may do, and what the pods may do in the cluster.
    pub(super) fn security(&mut self) {
        let spec = self.spec;
        let beside = spec.init.iter().chain(spec.sidecars.iter()).map(|(_, container)| container.security.as_ref());
        for security in [spec.security.as_ref()].into_iter().chain(beside).flatten() {
            self.capabilities(security);
        }
        self.rules();
    }

    /// Kubernetes passes names of capabilities on as they are, and a container with one that Linux does not have never starts.
    fn capabilities(&mut self, security: &Security) {
        for name in &security.capabilities.items {
            let text = name.value.0.as_str();
            if text == ALL || CAPABILITIES.contains(&text) {
                continue;
            }
            let message = format!("there is no capability `{text}`");
            let finding = Finding::new(Code::INVALID_VALUE, message, spot::value(self.origins, name.origin));
            let mut finding = match meant(text) {
                Some(meant) => finding.help(format!("write `{meant}`")),
                None => finding.suggest(text, CAPABILITIES),
            };
            finding.help.get_or_insert_with(|| "write it as `NET_BIND_SERVICE`: upper case, without `CAP_`".to_owned());
            self.sink.report(finding);
        }
    }

    /// Roles name resources in the plural and groups without a version; others allow nothing.
    fn rules(&mut self) {
        let Some(account) = &self.spec.service_account else { return };
        for (_, rule) in account.rules.iter() {
            rule.resources.items.iter().for_each(|resource| self.resource(resource));
            for group in rule.api_groups.items.iter().filter(|group| is_versioned(&group.value.0)) {
                let without = group.value.0.rsplit_once('/').map_or("\"\"", |(group, _)| group);
                let message = format!("`{}` is no API group but the version of one", group.value.0);
                self.invalid(message, group.origin, format!("write `{without}`"));
            }
        }
    }

    fn resource(&mut self, resource: &Sourced<Text>) {
        let text = resource.value.0.as_str();
        if text.contains(|letter: char| letter.is_ascii_uppercase()) {
            let message = format!("`{text}` is a kind and no resource");
            let help = format!("write the resource's name, in lower case and the plural: `{}`", plural(text));
            self.invalid(message, resource.origin, help);
        }
    }
}

/// The capability that was meant by one in lower case or with the prefix that Linux itself writes.
fn meant(text: &str) -> Option<&'static str> {
    let upper = text.to_ascii_uppercase();
    let bare = upper.strip_prefix("CAP_").unwrap_or(&upper);
    CAPABILITIES.into_iter().chain([ALL]).find(|known| *known == bare)
}

/// Whether a text is `v1` or ends in it, as an `apiVersion` does.
fn is_versioned(text: &str) -> bool {
    let version = text.rsplit_once('/').map_or(text, |(_, version)| version);
    version.strip_prefix('v').is_some_and(|number| number.starts_with(|digit: char| digit.is_ascii_digit()))
}

/// A kind's name as its resource most likely has it.
fn plural(kind: &str) -> String {
    let lower = kind.to_ascii_lowercase();
    match lower.as_str() {
        _ if lower.ends_with("ss") => format!("{lower}es"),
        _ if lower.ends_with('s') => lower,
        _ => lower.strip_suffix('y').map_or_else(|| format!("{lower}s"), |stem| format!("{stem}ies")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(meant("CAP_NET_ADMIN"), Some("NET_ADMIN"));
        assert_eq!(meant("net_raw"), Some("NET_RAW"));
        assert_eq!(meant("NET_BIND"), None);
        assert!(is_versioned("v1") && is_versioned("apps/v1beta1"));
        assert!(!is_versioned("apps") && !is_versioned("velero.io"));
        assert_eq!(
            ["Pod", "Ingress", "NetworkPolicy", "Endpoints"].map(plural),
            ["pods", "ingresses", "networkpolicies", "endpoints"]
        );
    }
}
