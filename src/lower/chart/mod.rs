//! Releases of charts: what their templates make, adopted like plain manifests.
//!
//! Takes a [`ChartPlan`]; gives the objects of the release, or the definitions of custom resources that come with its chart.
//!
//! Law: every object is one that `helm template` prints, in the namespace that it would land in; hooks become Argo CD's.

mod adoption;
mod chance;
mod failure;
mod hooks;
mod promised;
mod unread;

use platgen_schema::Schemas;

use super::{Resource, spot};
use crate::diagnostics::Sink;
use crate::inflate::{Documents, Inflated, ReleaseInput, RenderError, capabilities_of, inflate, inflate_definitions};
use crate::node::{Node, Origin, Origins};
use crate::resolve::{ChartPart, ChartPlan, ClusterFacts, conceal_secrets};
use adoption::Adoption;

/// Lowers one release, or its definitions of custom resources.
pub(super) fn lower_chart(
    plan: &ChartPlan,
    cluster: &ClusterFacts,
    schemas: Option<&Schemas>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    let capabilities = capabilities_of(cluster.kubernetes_minor, schemas, &plan.provided, plan.chart.compat);
    let input = ReleaseInput {
        chart: &plan.chart,
        name: &plan.release.value,
        namespace: &plan.namespace.value,
        values: &plan.values,
        capabilities: &capabilities,
        because: because(plan, cluster, origins),
        reads: match plan.part {
            _ if plan.templated.is_empty() => Documents::All,
            ChartPart::Release => Documents::ButDefinitions,
            ChartPart::Definitions => Documents::Definitions,
        },
    };
    let inflated = match plan.part {
        ChartPart::Release => inflate(input, origins),
        ChartPart::Definitions => definitions(plan, input, origins),
    };
    let inflated = match inflated {
        Ok(inflated) => inflated,
        // What is wrong with the values is told where the release itself is lowered.
        Err(_) if plan.part == ChartPart::Definitions => return Vec::new(),
        Err(error) => {
            failure::report(plan, &error, origins, sink);
            return Vec::new();
        }
    };
    failure::report_unreadable(plan, &inflated, origins, sink);
    if plan.part == ChartPart::Release {
        chance::report(plan, input, &inflated, origins, sink);
        unread::report(plan, input, &inflated, origins, sink);
        hooks::check_names(plan, &inflated, origins, sink);
    } else {
        promised::check(plan, &inflated, origins, sink);
    }
    let resources = Adoption::new(plan, cluster, origins).adopt(inflated.objects.clone(), origins, sink);
    if sink.has_errors() {
        // Nobody will judge the objects, so nobody will know what in them is a secret.
        inflated.objects.iter().for_each(|object| conceal_secrets(&object.body, origins, sink));
    }
    resources
}

/// The definitions of custom resources that the chart brings: those of its `crds/`, and those of its templates that are promised.
fn definitions(plan: &ChartPlan, input: ReleaseInput<'_>, origins: &mut Origins) -> Result<Inflated, Box<RenderError>> {
    let mut all = if plan.has_crds_folder { inflate_definitions(input, origins)? } else { Inflated::default() };
    if !plan.templated.is_empty() {
        all.objects.extend(inflate(input, origins)?.objects);
    }
    Ok(all)
}

/// Whether an object defines custom resources.
fn is_definition(body: &Node) -> bool {
    body.get("kind").and_then(Node::as_str) == Some("CustomResourceDefinition")
}

/// Everything that the release is made of.
fn because(plan: &ChartPlan, cluster: &ClusterFacts, origins: &mut Origins) -> Origin {
    let mut all = vec![plan.because, cluster.kubernetes_origin];
    all.extend(plan.provided.iter().map(|provided| provided.origin));
    origins.join(&all)
}
