use super::Check;
use crate::model::{AccessMode, Amount, EgressRule, Sourced, Volume};
use crate::node::Origin;

impl Check<'_> {
    /// Storage of stateful workloads.
    pub(super) fn claims(&mut self) {
        for (_, claim) in self.spec.claims.iter() {
            if Amount::parse(&claim.size.value) == Some(Amount::default()) {
                self.invalid("a claim of no size holds nothing", claim.size.origin, "write a size such as `10Gi`");
            }
            let modes = &claim.access_modes.items;
            let alone = modes.iter().find(|mode| mode.value == AccessMode::ReadWriteOncePod);
            if let Some(alone) = alone.filter(|_| modes.len() > 1) {
                let message = "`ReadWriteOncePod` lets one pod alone mount the volume, and stands alone";
                self.impossible(message, alone.origin, "remove it, or the others");
            }
        }
        for (_, volume) in self.spec.volumes.iter() {
            self.volume(volume);
        }
    }

    fn volume(&mut self, volume: &Volume) {
        self.one_of(
            "a volume",
            [
                ("claim", origin_of(&volume.claim)),
                ("configMap", origin_of(&volume.config_map)),
                ("secret", origin_of(&volume.secret)),
                ("hostPath", origin_of(&volume.host_path)),
            ],
        );
        let is_text = volume.config_map.is_some() || volume.secret.is_some();
        if let Some(optional) = volume.optional.as_ref().filter(|optional| optional.value && !is_text) {
            let message = "only a ConfigMap or Secret may be missing when a pod starts";
            self.impossible(message, optional.origin, "remove `optional`");
        }
        if let Some(read_only) = volume.read_only.as_ref().filter(|read_only| !read_only.value && is_text) {
            let message = "nobody can write to a mounted ConfigMap or Secret";
            let help = "remove `readOnly`, and write to a folder under `scratch`";
            self.impossible(message, read_only.origin, help);
        }
    }

    /// Networks that the workload may reach.
    pub(super) fn networks(&mut self) {
        for (_, rule) in self.spec.egress.iter() {
            let EgressRule { cidr, internet, .. } = rule;
            let internet = internet.as_ref().filter(|internet| internet.value).map(|internet| internet.origin);
            self.one_of("an egress rule", [("cidr", origin_of(cidr)), ("internet", internet)]);
        }
    }
}

fn origin_of<T>(value: &Option<Sourced<T>>) -> Option<Origin> {
    value.as_ref().map(|value| value.origin)
}
