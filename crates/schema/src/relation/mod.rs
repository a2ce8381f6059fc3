//! What the fields of one object ask of each other, beyond what each may hold by itself.
//!
//! Takes a kind of Kubernetes' own and its tree; reports what the API server's hand-written validation would refuse on creation, after its
//! defaults. One file per concern, each reading the few fields that its rules are about, so that a kind without rules costs nothing.
//!
//! The law: nothing is refused here that the API server accepts. A value of the wrong type, a missing field and a repeated list key are the
//! walk's to report and count as absent here. Rules that came with a release ask for it; of features that can be switched off, only what
//! holds either way is judged. One exception is meant: the pods of a StatefulSet are judged in every release, though older ones let its
//! template pass and refuse each pod that is made from it.

mod affinity;
mod autoscaler;
mod binding;
mod claim;
mod config;
mod container;
mod cron;
mod definition;
mod ingress;
mod job;
mod limit;
mod network;
mod place;
mod pod;
mod probe;
mod quota;
mod resources;
mod rollout;
mod secret;
mod selector;
mod service;
mod structural;
mod volume;
mod workload;

use crate::catalog::split;
use crate::tree::Tree;
use crate::walk::Walker;
use place::Place;

/// Reports the contradictions within one object.
pub(crate) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, api_version: &str, kind: &str, root: &'t N) {
    let root = Place::root(root);
    match (split(api_version).0, kind) {
        ("", "Pod") => pod::check_pod(walker, &root),
        ("", "PodTemplate") => pod::check_pod_template(walker, &root),
        ("", "ReplicationController") => workload::check_controller(walker, &root),
        ("", "Service") => service::check(walker, &root),
        ("", "ConfigMap") => config::check(walker, &root),
        ("", "Secret") => secret::check(walker, &root),
        ("", "PersistentVolumeClaim") => claim::check_claim(walker, &root),
        ("", "PersistentVolume") => claim::check_volume(walker, &root),
        ("", "LimitRange") => limit::check(walker, &root),
        ("", "ResourceQuota") => quota::check(walker, &root),
        ("apps", "Deployment") => workload::check_deployment(walker, &root),
        ("apps", "ReplicaSet") => workload::check_replica_set(walker, &root),
        ("apps", "StatefulSet") => workload::check_stateful_set(walker, &root),
        ("apps", "DaemonSet") => workload::check_daemon_set(walker, &root),
        ("batch", "Job") => job::check(walker, &root),
        ("batch", "CronJob") => cron::check(walker, &root),
        ("autoscaling", "HorizontalPodAutoscaler") => autoscaler::check(walker, &root),
        ("policy", "PodDisruptionBudget") => rollout::check_budget(walker, &root),
        ("networking.k8s.io", "Ingress") => ingress::check(walker, &root),
        ("networking.k8s.io", "NetworkPolicy") => network::check(walker, &root),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => definition::check(walker, &root),
        ("rbac.authorization.k8s.io", "RoleBinding" | "ClusterRoleBinding") => binding::check(walker, kind, &root),
        ("rbac.authorization.k8s.io", "Role" | "ClusterRole") => binding::check_role(walker, kind, &root),
        _ => {}
    }
}
