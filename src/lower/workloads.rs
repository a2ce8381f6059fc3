use super::{Resource, service, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::model::WorkloadKind;
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
        match plan.spec.kind.value {
            WorkloadKind::Service => resources.extend(service::lower_service(plan, cluster, origins, sink)),
            other => {
                sink.report(not_lowered(plan, other, origins));
            }
        }
    }
    resources
}

fn not_lowered(plan: &WorkloadPlan, kind: WorkloadKind, origins: &Origins) -> Finding {
    let message = format!("`kind: {}` is read and checked, and not rendered by this release", kind.word());
    Finding::new(Code::NOT_LOWERED, message, spot::value(origins, plan.spec.kind.origin))
}
