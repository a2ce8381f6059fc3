use ecow::{EcoString, eco_format};
use k8s_openapi::api::core::v1 as core;

use super::{Header, Lowering, ObjectKind, Resource, labels};
use crate::diagnostics::{Code, Finding};
use crate::lower::annotations::SYNC_OPTIONS;
use crate::lower::labels::Pair;
use crate::lower::spot;
use crate::model::{MeshKind, PodSecurity};
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<core::Namespace>("namespaces/namespace");

/// What Pod Security does with a pod that breaks the standard: it refuses it, tells who made it, and records it.
const MODES: [&str; 3] = ["enforce", "warn", "audit"];

/// What Argo CD is told of a Namespace: with it goes everything in it, so nobody removes one without saying so.
const ON_CONFIRMATION: &str = "Prune=confirm,Delete=confirm";

/// Lowers the Namespace with the Pod Security Standard of what runs in it.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let plan = lowering.plan;
    let mut own = lowering.labels.clone();
    own.extend(pod_security(lowering));
    let header = lowering.header(KIND, plan.name.clone(), Origin::INHERITED);
    let injection = injection(lowering);
    let (label, annotation) = match injection {
        Some((MeshKind::Istio, pair)) => (Some(pair), None),
        Some((MeshKind::Linkerd, pair)) => (None, Some(pair)),
        None => (None, None),
    };
    own.extend(label);
    let labels = labels::join_labels(own, &plan.spec.labels, lowering.origins, lowering.sink);
    let own = [(SYNC_OPTIONS.into(), ON_CONFIRMATION.into(), Origin::INHERITED)].into_iter().chain(annotation);
    let annotations = labels::join_annotations(own, &plan.spec.annotations, lowering.origins, lowering.sink)
        .map(|annotations| annotations.because(&[], plan.spec.annotations.origin));
    let labels = labels.unwrap_or_else(|| header.labels.clone());
    Header { namespace: None, labels, annotations, ..header }.object([])
}

/// What tells the mesh to give the pods a proxy: a label for Istio, an annotation for Linkerd. A cluster without a mesh is reported.
fn injection(lowering: &mut Lowering<'_>) -> Option<(MeshKind, Pair)> {
    let wanted = lowering.plan.spec.mesh.as_ref().filter(|mesh| mesh.value)?;
    let Some(mesh) = &lowering.cluster.mesh else {
        let message = "no service mesh stands in the cluster that could give the pods a proxy";
        let help = "say which stands there in the cluster's own entry: `external: {mesh: {kind: istio, namespace: istio-system}}`";
        let finding = Finding::new(Code::CONTRADICTION, message, spot::value(lowering.origins, wanted.origin));
        lowering.sink.report(finding.help(help));
        return None;
    };
    let origin = lowering.origins.join(&[wanted.origin, mesh.kind.origin]);
    let (key, text) = match mesh.kind.value {
        MeshKind::Istio => ("istio-injection", "enabled"),
        MeshKind::Linkerd => ("linkerd.io/inject", "enabled"),
    };
    Some((mesh.kind.value, (key.into(), text.into(), origin)))
}

/// The labels of Pod Security, as the cluster's own version defines the standard: an upgrade changes nothing unasked.
fn pod_security(lowering: &mut Lowering<'_>) -> Vec<Pair> {
    let written = lowering.plan.spec.pod_security.as_ref();
    let standard = written.map_or(PodSecurity::Restricted, |written| written.value);
    let origin = written.map_or(Origin::INHERITED, |written| written.origin);
    let version = eco_format!("v1.{}", lowering.cluster.kubernetes_minor);
    let version_origin = lowering.cluster.kubernetes_origin;
    let label = |mode, suffix| -> EcoString { eco_format!("pod-security.kubernetes.io/{mode}{suffix}") };
    MODES
        .into_iter()
        .flat_map(|mode| {
            [
                (label(mode, ""), standard.word().into(), origin),
                (label(mode, "-version"), version.clone(), version_origin),
            ]
        })
        .collect()
}
