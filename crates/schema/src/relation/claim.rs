//! PersistentVolumeClaims and PersistentVolumes.

use super::place::{Place, as_text};
use super::selector;
use crate::fault::FaultKind;
use crate::quantity::Quantity;
use crate::tree::Tree;
use crate::walk::Walker;

pub(super) fn check_claim<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    match root.field("spec") {
        Some(spec) => check_spec(walker, &spec),
        None => root.missing(walker, "spec", "a claim says how much it claims"),
    }
}

/// Checks the specification of a claim, or of a template for one.
pub(super) fn check_spec<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    check_modes(walker, spec);
    if let Some(selector) = spec.field("selector") {
        selector::check_requirements(walker, &selector);
    }
    let resources = spec.field("resources");
    let requests = resources.as_ref().and_then(|resources| resources.field("requests"));
    match requests.as_ref().and_then(|requests| requests.field("storage")) {
        None => {
            let at = requests.as_ref().or(resources.as_ref()).unwrap_or(spec);
            let message = format_args!("missing `resources.requests.storage`: a claim says how much it claims");
            at.fault(walker, FaultKind::MissingCompanion, message);
        }
        Some(storage) => refuse_nothing(walker, &storage),
    }
}

pub(super) fn check_volume<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, root: &Place<'_, 't, N>) {
    let Some(spec) = root.field("spec") else { return root.missing(walker, "spec", "it says where the volume is") };
    check_modes(walker, &spec);
    match spec.field("capacity").filter(|capacity| capacity.len() > 0) {
        None => spec.missing(walker, "capacity", "a volume has a size"),
        Some(capacity) => {
            for (key, amount) in capacity.fields() {
                if key != "storage" {
                    let message = format_args!("a volume has a capacity of `storage` only, not of `{key}`");
                    capacity.fault(walker, FaultKind::Conflict, message).key(key);
                }
                refuse_nothing(walker, &amount);
            }
        }
    }
    let policy = spec.text("persistentVolumeReclaimPolicy");
    let path = spec.field("hostPath").and_then(|host| host.text("path"));
    if policy == Some("Recycle") && path.is_some_and(|path| path.trim_end_matches('/').is_empty()) {
        let message = format_args!("a volume of the whole node cannot have the policy `Recycle`");
        spec.fault(walker, FaultKind::Conflict, message).key("persistentVolumeReclaimPolicy");
    }
}

fn check_modes<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, spec: &Place<'_, 't, N>) {
    let Some(modes) = spec.field("accessModes").filter(|modes| modes.len() > 0) else {
        return spec.missing(walker, "accessModes", "at least one must be given");
    };
    let alone = |mode: &str| mode == "ReadWriteOncePod";
    let given = || modes.items().filter_map(|mode| as_text(mode.node));
    if given().any(alone) && !given().all(alone) {
        modes.fault(walker, FaultKind::Conflict, format_args!("`ReadWriteOncePod` excludes other access modes"));
    }
}

fn refuse_nothing<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, amount: &Place<'_, 't, N>) {
    if Quantity::read(amount.node).is_some_and(|amount| !amount.is_positive()) {
        amount.fault(walker, FaultKind::OutOfBounds, format_args!("the size of a volume must be above zero"));
    }
}
