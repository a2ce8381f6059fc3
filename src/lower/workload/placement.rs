use k8s_openapi::api::core::v1 as core;

use super::{Fragment, Lowering, made_by};
use crate::lower::labels::Pair;
use crate::model::{Spreading, WorkloadKind};
use crate::node::Origin;

/// The minor version of Kubernetes from which pods of one version are spread by themselves.
const BY_VERSION_SINCE: u8 = 27;
/// The label of a pod that says which version of its Deployment it is of.
const VERSION: &str = "pod-template-hash";

/// Labels that the nodes must have: the group's, then the workload's own.
pub(super) fn node_selector(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let nodes = lowering.plan.spec.nodes.as_ref()?;
    let own = &nodes.selector;
    let asked = made_by(&nodes.group).unwrap_or(Origin::INHERITED);
    let group = lowering.plan.node_group.iter().flat_map(|group| &group.labels);
    let group = group
        .filter(|(key, _)| own.get(key).is_none())
        .map(|(key, label)| (key.clone(), label.value.clone(), lowering.origins.join(&[label.origin, asked])));
    let group: Vec<Pair> = group.collect();
    let group = group.into_iter();
    let own = own.iter().map(|(key, label)| (key.clone(), label.value.0.clone(), label.origin));
    let origin = lowering.origins.join(&[nodes.selector.origin, asked, nodes.origin]);
    Fragment::texts(group.chain(own)).map(|labels| labels.because(&[], origin))
}

/// The taints that the pods tolerate: the group's, then the workload's own.
pub(super) fn tolerations(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let nodes = lowering.plan.spec.nodes.as_ref()?;
    let own = &nodes.tolerations;
    let asked = made_by(&nodes.group).unwrap_or(Origin::INHERITED);
    let taints = lowering.plan.node_group.iter().flat_map(|group| &group.taints);
    let taints = taints.filter(|taint| own.get(&taint.key).is_none());
    let group: Vec<Fragment> = taints
        .map(|taint| {
            let typed = toleration(
                &taint.key,
                taint.value.as_ref().map(|value| value.value.as_str()),
                Some(taint.effect.value.word()),
                None,
            );
            let mut with_group = |origin| lowering.origins.join(&[origin, asked]);
            let lowered = Fragment::of(&typed).because(&[], with_group(taint.effect.origin));
            match &taint.value {
                Some(value) => {
                    let value = with_group(value.origin);
                    lowered.because(&["operator"], value).because(&["value"], value)
                }
                None => lowered,
            }
        })
        .collect();
    let own = own.iter().map(|(key, own)| {
        let typed = toleration(
            key,
            own.value.as_ref().map(|value| value.value.0.as_str()),
            own.effect.as_ref().map(|effect| effect.value.word()),
            own.toleration_seconds.as_ref().map(|seconds| i64::from(seconds.value.0)),
        );
        Fragment::of(&typed)
            .because(&[], own.origin)
            .because(&["operator"], made_by(&own.value))
            .because(&["value"], made_by(&own.value))
            .because(&["effect"], made_by(&own.effect))
            .because(&["tolerationSeconds"], made_by(&own.toleration_seconds))
    });
    let all: Vec<Fragment> = group.into_iter().chain(own).collect();
    let origin = lowering.origins.join(&[nodes.tolerations.origin, asked, nodes.origin]);
    Fragment::list(all).map(|list| list.because(&[], origin))
}

fn toleration(key: &str, value: Option<&str>, effect: Option<&str>, seconds: Option<i64>) -> core::Toleration {
    core::Toleration {
        key: Some(key.to_owned()),
        operator: Some(if value.is_some() { "Equal" } else { "Exists" }.to_owned()),
        value: value.map(str::to_owned),
        effect: effect.map(str::to_owned),
        toleration_seconds: seconds,
    }
}

/// The affinities as users wrote them.
pub(super) fn affinity(lowering: &Lowering<'_>) -> Option<Fragment> {
    let affinity = lowering.plan.spec.nodes.as_ref()?.affinity.as_ref()?;
    Some(Fragment::from_node(affinity.0.clone()))
}

/// Spreads the pods over zones and nodes, so that the loss of one leaves some.
pub(super) fn spread(lowering: &mut Lowering<'_>) -> Option<Fragment> {
    let spread = lowering.plan.spec.spread.as_ref()?;
    let rows = [("topology.kubernetes.io/zone", &spread.zones), ("kubernetes.io/hostname", &spread.nodes)];
    let mut constraints = Vec::new();
    for (topology, wish) in rows {
        let Some(wish) = wish else { continue };
        let unsatisfiable = match wish.value {
            Spreading::Preferred => "ScheduleAnyway",
            Spreading::Required => "DoNotSchedule",
            Spreading::Ignored => continue,
        };
        let typed = core::TopologySpreadConstraint {
            max_skew: 1,
            topology_key: topology.to_owned(),
            when_unsatisfiable: unsatisfiable.to_owned(),
            match_label_keys: counts_by_version(lowering).then(|| vec![VERSION.to_owned()]),
            ..core::TopologySpreadConstraint::default()
        };
        // Where zones are ignored, what spreads over nodes moves up in the list.
        let before = made_by(&spread.zones).unwrap_or_default();
        let origin = lowering.origins.join(&[wish.origin, before, lowering.cluster.kubernetes_origin]);
        constraints.push(Fragment::of(&typed).because(&[], origin).with("labelSelector", lowering.label_selector()));
    }
    Fragment::list(constraints).map(|list| list.because(&[], spread.origin))
}

/// While a Deployment is replaced, pods of the old version would count and leave the new ones lopsided.
fn counts_by_version(lowering: &Lowering<'_>) -> bool {
    let is_deployment = matches!(lowering.kind(), WorkloadKind::Service | WorkloadKind::Worker);
    is_deployment && lowering.cluster.kubernetes_minor >= BY_VERSION_SINCE
}
