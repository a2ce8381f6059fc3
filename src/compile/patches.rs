use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;

use super::LoweredApp;
use crate::diagnostics::{Code, Finding, Level, Sink};
use crate::lower::{Aspect, Nearest, PatchReach};
use crate::resolve::{AppId, PatchOwner, StackOnCluster};

/// Reports every patch that changes nothing on a cluster, where everything that it might change was lowered.
pub(super) fn check_patches(
    lowered: &[Arc<LoweredApp>],
    failed: &[AppId],
    curtailed: &[StackOnCluster],
    sink: &mut Sink,
) {
    let mut reaches: BTreeMap<(Option<StackOnCluster>, PatchOwner, EcoString), PatchReach> = BTreeMap::new();
    let mut left_open: Vec<Option<StackOnCluster>> = failed.iter().map(AppId::stack_on_cluster).collect();
    left_open.extend(curtailed.iter().cloned().map(Some));
    for app in lowered {
        let stack = app.id.stack_on_cluster();
        if app.findings.iter().any(|finding| finding.level == Level::Error) {
            left_open.push(stack);
            continue;
        }
        for reach in &app.patches {
            let key = (stack.clone(), reach.owner.clone(), reach.name.clone());
            match reaches.get_mut(&key) {
                Some(known) => known.absorb(reach.clone()),
                None => drop(reaches.insert(key, reach.clone())),
            }
        }
    }
    for ((stack, ..), reach) in reaches {
        if !reach.fits && !left_open.contains(&stack) {
            let finding = matches_nothing(reach);
            sink.extend([match stack {
                Some(stack) => finding.occurs_in(ecow::eco_format!("{}/{}", stack.environment, stack.cluster)),
                None => finding,
            }]);
        }
    }
}

fn matches_nothing(reach: PatchReach) -> Finding {
    let PatchReach { owner, name, kind, target, nearest, .. } = reach;
    let owner = match owner {
        PatchOwner::Stack(stack) => format!("stack `{stack}`"),
        PatchOwner::Component(component) => format!("component `{component}`"),
        PatchOwner::Release(release) => format!("release `{release}`"),
    };
    let Some(Nearest { aspect, wanted, spot, known }) = nearest else {
        let message = format!("patch `{name}` changes nothing: {owner} renders nothing here");
        return Finding::new(Code::PATCH_MATCHES_NOTHING, message, target);
    };
    let what = match aspect {
        Aspect::Kind => format!("{owner} renders no {wanted}"),
        Aspect::Group => format!("{owner} renders no {kind} of the API group `{wanted}`"),
        Aspect::Namespace => format!("{owner} renders no such {kind} in a namespace `{wanted}`"),
        Aspect::Name => format!("{owner} renders no {kind} `{wanted}`"),
        Aspect::Labels => format!("no such {kind} of {owner} has the label `{wanted}`"),
    };
    let finding =
        Finding::new(Code::PATCH_MATCHES_NOTHING, format!("patch `{name}` changes nothing"), spot).label(what);
    let finding = finding.suggest(&wanted, known.iter().map(EcoString::as_str));
    if aspect == Aspect::Kind && wanted == "Namespace" {
        return finding.help("namespaces belong to the platform: write `labels` and `annotations` below `namespaces`");
    }
    finding
}
