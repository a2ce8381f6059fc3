//! What the pods of a namespace ask for, against what its quotas let them have: what the rules about quotas share.

use super::cluster::{Cluster, identity};
use super::fact::{Container, ContainerRole, Fact, Hard, LimitRange, Pods};
use super::object::Site;
use super::scaling::{ByTarget, Scaling, scalings_by_target};
use super::select::space;
use crate::diagnostics::Finding;
use crate::model::Amount;

/// How many of those who ask for most a finding names.
const NAMED: usize = 3;

/// What one workload asks for.
pub(super) struct Demand<'a> {
    fact: &'a Fact,
    site: &'a Site,
    /// What one pod asks for.
    each: Amount,
    /// How many pods there are.
    count: u32,
}

impl Demand<'_> {
    fn total(&self) -> Amount {
        self.each.times(self.count)
    }
}

/// How many pods of each workload are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scaled {
    /// As many as there always are; none of what runs until it is done.
    Least,
    /// As many as there may be, and one run of each task.
    Most,
}

/// Goes through everything that the quotas of a cluster limit, with what the pods of its namespace ask for of it.
pub(super) fn for_each_limit<'a>(
    cluster: &Cluster<'a>,
    mut judge: impl FnMut(&'a Fact, &'a Hard, &dyn Fn(Scaled) -> Vec<Demand<'a>>),
) {
    if cluster.quotas().next().is_none() {
        return;
    }
    let scalings = scalings_by_target(cluster);
    for (fact, quota) in cluster.quotas() {
        for hard in &quota.hard {
            let namespace = fact.namespace.as_deref();
            judge(fact, hard, &|scaled| demands(cluster, namespace, &hard.resource, scaled, &scalings));
        }
    }
}

/// The pods of a quota's namespace with what they ask for of one resource; nothing for a resource that pods do not ask for.
fn demands<'a>(
    cluster: &Cluster<'a>,
    namespace: Option<&'a str>,
    resource: &str,
    scaled: Scaled,
    scalings: &ByTarget<'a>,
) -> Vec<Demand<'a>> {
    let mut demands: Vec<Demand<'a>> = cluster
        .pods_in(namespace)
        .filter_map(|(fact, pods)| {
            let count = count(fact, pods, scaled, scalings.of(identity(fact)))?;
            let (each, site) = of_pod(pods, resource)?;
            Some(Demand { fact, site: site.unwrap_or(&fact.site), each, count })
        })
        .collect();
    // The largest first, and among equals the order of apps.
    demands.sort_by_key(|demand| std::cmp::Reverse(demand.total()));
    demands
}

/// The sum of what workloads ask for.
pub(super) fn sum(demands: &[Demand<'_>]) -> Amount {
    demands.iter().fold(Amount::default(), |sum, demand| sum.plus(demand.total()))
}

/// Points at those who ask for most.
pub(super) fn with_largest(mut finding: Finding, demands: &[Demand<'_>]) -> Finding {
    for Demand { fact, site, each, count } in demands.iter().take(NAMED) {
        let label = match count {
            1 => format!("{each} in {}", fact.title()),
            _ => format!("{each} in each of {count} pods of {}", fact.title()),
        };
        finding = finding.with(site.spot.clone(), label);
    }
    finding
}

/// How many pods a workload has; of a daemon as many as there are nodes, of which there is one at least.
fn count(fact: &Fact, pods: &Pods, scaled: Scaled, scalings: &[Scaling<'_>]) -> Option<u32> {
    let is_task = fact.is("batch", "Job") || fact.is("batch", "CronJob");
    if is_task {
        return (scaled == Scaled::Most).then_some(1);
    }
    let bound = scalings.iter().find_map(|scaling| match scaled {
        Scaled::Least => scaling.autoscaler.min_replicas,
        Scaled::Most => scaling.autoscaler.max_replicas,
    });
    let replicas = bound.or_else(|| pods.replicas.as_ref().map(|(replicas, _)| *replicas)).unwrap_or(1);
    u32::try_from(replicas).ok()
}

/// What one pod asks for at the least: containers that run together ask together, and those that run before them one by one.
fn of_pod<'a>(pods: &'a Pods, resource: &str) -> Option<(Amount, Option<&'a Site>)> {
    if resource == "pods" {
        return Some((Amount::parse("1")?, None));
    }
    let asked = |container: &'a Container| container.asks.of(resource);
    let mut together = Amount::default();
    let mut first = Amount::default();
    let mut site = None;
    for container in &pods.containers {
        let Some((amount, at)) = asked(container) else { continue };
        match container.role {
            ContainerRole::Init => first = first.max(amount),
            ContainerRole::Main | ContainerRole::Sidecar => together = together.plus(amount),
        }
        if container.role == ContainerRole::Main || site.is_none() {
            site = Some(at);
        }
    }
    site.map(|site| (together.max(first), Some(site)))
}

/// The quota that refuses a container's pod because the container does not say how much it asks for of what the quota counts.
pub(super) fn refusing<'a>(
    cluster: &Cluster<'a>,
    fact: &Fact,
    container: &Container,
    given: LimitRange,
) -> Option<(&'a Fact, &'a Hard)> {
    let namespace = fact.namespace.as_deref();
    cluster.quotas().filter(|(quota, _)| space(quota.namespace.as_deref()) == space(namespace)).find_map(
        |(quota, body)| {
            let is_missing = |hard: &&Hard| match hard.resource.as_str() {
                "requests.cpu" => !(container.requests_cpu || given.requests_cpu),
                "requests.memory" => !(container.requests_memory || given.requests_memory),
                "limits.cpu" => !(container.limits_cpu || given.limits_cpu),
                "limits.memory" => !(container.limits_memory || given.limits_memory),
                _ => false,
            };
            Some((quota, body.hard.iter().find(is_missing)?))
        },
    )
}
