use super::{Resource, workload};
use crate::diagnostics::Sink;
use crate::node::Origins;
use crate::resolve::{ClusterFacts, WorkloadPlan};

/// Lowers the workloads of one stack, in their order.
pub fn lower_workloads(
    workloads: &[WorkloadPlan],
    cluster: &ClusterFacts,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    let mut resources = Vec::with_capacity(workloads.len() * 10);
    for plan in workloads {
        resources.extend(workload::lower_workload(plan, cluster, origins, sink));
    }
    resources
}
