//! Volumes of a pod, and what containers do with them.

use super::place::Place;
use crate::fault::FaultKind;
use crate::nearest::nearest;
use crate::tree::Tree;
use crate::walk::Walker;
use rustc_hash::{FxHashMap, FxHashSet};

/// Most volumes among which a nearest name is sought.
const LISTED: usize = 100;

/// The volumes of a pod by name.
pub(super) type Volumes<'t> = FxHashMap<&'t str, Volume>;

/// What containers ask of a volume.
#[derive(Clone, Copy, Default)]
pub(super) struct Volume {
    /// Whether it can be a block device.
    is_claim: bool,
}

/// Reads the volumes of a pod, and those that templates of claims will add.
pub(super) fn read<'t, N: Tree>(volumes: Option<&Place<'_, 't, N>>, claims: Option<&Place<'_, 't, N>>) -> Volumes<'t> {
    let mut read = Volumes::default();
    for volume in volumes.iter().flat_map(|volumes| volumes.items()) {
        if let Some(name) = volume.text("name") {
            read.insert(name, Volume { is_claim: volume.has("persistentVolumeClaim") || volume.has("ephemeral") });
        }
    }
    for claim in claims.iter().flat_map(|claims| claims.items()) {
        if let Some(name) = claim.field("metadata").and_then(|metadata| metadata.text("name")) {
            read.insert(name, Volume { is_claim: true });
        }
    }
    read
}

/// Checks the volumes themselves: files of one volume, and claims that it brings along.
pub(super) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, volumes: &Place<'_, 't, N>) {
    for volume in volumes.items() {
        for source in ["configMap", "secret", "downwardAPI"] {
            if let Some(source) = volume.field(source) {
                check_items(walker, &source);
            }
        }
        if let Some(projected) = volume.field("projected") {
            check_projected(walker, &projected);
        }
        if let Some(ephemeral) = volume.field("ephemeral")
            && let Some(template) = ephemeral.field("volumeClaimTemplate")
            && let Some(spec) = template.field("spec")
        {
            super::claim::check_spec(walker, &spec);
        }
    }
}

fn check_projected<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, projected: &Place<'_, 't, N>) {
    let Some(sources) = projected.field("sources") else { return };
    for source in sources.items() {
        for (_, source) in source.fields() {
            check_items(walker, &source);
        }
    }
}

/// Checks that files stay inside the volume.
fn check_items<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, source: &Place<'_, 't, N>) {
    let Some(items) = source.field("items") else { return };
    for item in items.items() {
        if let Some(path) = item.text("path")
            && (path.starts_with('/') || path.starts_with("..") || path.split('/').any(|part| part == ".."))
        {
            refuse_path(walker, &item, "path");
        }
    }
}

fn refuse_path<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, place: &Place<'_, 't, N>, key: &'static str) {
    let message = format_args!("`{key}` must stay inside the volume: a relative path without `..`");
    place.fault(walker, FaultKind::BadFormat, message).key(key);
}

/// Checks the mounts and devices of a container.
pub(super) fn check_uses<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    container: &Place<'_, 't, N>,
    volumes: &Volumes<'t>,
) {
    let devices = container.field("volumeDevices");
    let mounts = container.field("volumeMounts");
    for mount in mounts.iter().flat_map(|mounts| mounts.items()) {
        check_name(walker, &mount, volumes);
        check_mount(walker, &mount, container);
    }
    let Some(devices) = devices else { return };
    let mounted: FxHashSet<&str> = names(mounts.as_ref(), "name");
    let paths: FxHashSet<&str> = names(mounts.as_ref(), "mountPath");
    for device in devices.items() {
        if let Some(volume) = check_name(walker, &device, volumes)
            && !volume.is_claim
        {
            let message = format_args!("a volume used as a device must be a `persistentVolumeClaim` or `ephemeral`");
            device.fault(walker, FaultKind::Conflict, message).key("name");
        }
        for (key, taken, other) in [("name", &mounted, "name"), ("devicePath", &paths, "mountPath")] {
            if let Some(text) = device.text(key).filter(|text| taken.contains(text)) {
                let message = format_args!("`{text}` is the `{other}` of a mount too; a volume is mounted or a device");
                device.fault(walker, FaultKind::DuplicateName, message).key(key);
            }
        }
    }
}

fn names<'t, N: Tree>(list: Option<&Place<'_, 't, N>>, key: &str) -> FxHashSet<&'t str> {
    list.into_iter().flat_map(|list| list.items()).filter_map(|item| item.text(key)).collect()
}

/// Checks that a volume of this name exists.
fn check_name<'t, N: Tree>(
    walker: &mut Walker<'_, 't, N>,
    place: &Place<'_, 't, N>,
    volumes: &Volumes<'t>,
) -> Option<Volume> {
    let name = place.text("name")?;
    let found = volumes.get(name).copied();
    if found.is_none() && !walker.is_full() {
        let mut known: Vec<&str> = volumes.keys().copied().take(LISTED).collect();
        known.sort_unstable();
        // Of more volumes than that no one looks through the names, and which of them came first is chance.
        if volumes.len() > LISTED {
            known.clear();
        }
        let told =
            place.fault(walker, FaultKind::DanglingName, format_args!("the pod has no volume `{name}`")).key("name");
        match nearest(name, known.into_iter()) {
            Some(near) => told.help(format_args!("did you mean `{near}`?")),
            None => told.help(format_args!("add it to `volumes`")),
        };
    }
    found
}

fn check_mount<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, mount: &Place<'_, 't, N>, container: &Place<'_, 't, N>) {
    for key in ["subPath", "subPathExpr"] {
        if let Some(path) = mount.text(key)
            && (path.starts_with('/') || path.split('/').any(|part| part == ".."))
        {
            refuse_path(walker, mount, key);
        }
    }
    if mount.text("subPath").is_some() && mount.text("subPathExpr").is_some() {
        let message = format_args!("`subPath` and `subPathExpr` exclude each other");
        mount.fault(walker, FaultKind::UnionMismatch, message).key("subPathExpr");
    }
    let propagation = mount.text("mountPropagation");
    let privileged = container.field("securityContext").and_then(|context| context.flag("privileged"));
    if propagation == Some("Bidirectional") && privileged != Some(true) {
        let message = format_args!("`Bidirectional` needs a privileged container");
        mount.fault(walker, FaultKind::Conflict, message).key("mountPropagation");
    }
    if let Some("Enabled" | "IfPossible") = mount.text("recursiveReadOnly") {
        if mount.flag("readOnly") != Some(true) {
            mount.missing(walker, "readOnly", "`recursiveReadOnly` extends it");
        }
        if propagation.is_some_and(|propagation| propagation != "None") {
            let message = format_args!("`recursiveReadOnly` allows no `mountPropagation`");
            mount.fault(walker, FaultKind::Conflict, message).key("mountPropagation");
        }
    }
}
