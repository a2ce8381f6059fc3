use super::environments::Inputs;
use super::stacks::StackInstance;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::model::{Lifecycle, Workload, since};
use crate::node::{Origin, Origins};

/// Says what a workload asks for and its cluster cannot give, and what it opens because nobody says where the platform runs.
///
/// None of it is a fault of one workload: what is said has one place for all workloads that show it.
pub(super) fn notice(
    instance: &StackInstance<'_>,
    spec: &Workload,
    inputs: Inputs<'_>,
    origins: &Origins,
    sink: &mut Sink,
) {
    fields_without_effect(instance, spec, inputs, origins, sink);
    // Where the platform runs matters once something runs.
    if !sink.has_errors() {
        ports_open_to_all(instance, spec, sink);
    }
}

/// Fields that the cluster's version does not know, where somebody wrote them; of platgen's own defaults nobody waits for the effect.
fn fields_without_effect(
    instance: &StackInstance<'_>,
    spec: &Workload,
    inputs: Inputs<'_>,
    origins: &Origins,
    sink: &mut Sink,
) {
    let minor = instance.cluster.kubernetes_minor();
    for (field, since, origin, help) in young_fields(spec) {
        let Some(place) = origins.first_leaf(origin).filter(|place| place.file != inputs.built_in.file) else {
            continue;
        };
        if minor < since {
            let message = format!("`{field}` has no effect before Kubernetes 1.{since}");
            sink.report(Finding::new(Code::FIELD_WITHOUT_EFFECT, message, Spot::Value(place)).help(help));
        }
    }
}

/// A field that is set, the version that knows it, what set it, and what does the same before.
type Young = (&'static str, u8, Origin, &'static str);

const SLEEP_HELP: &str =
    "until then an image with a shell can do it: `lifecycle: {preStop: {command: [sleep, \"5\"]}}`";

fn young_fields(spec: &Workload) -> Vec<Young> {
    let mut fields = Vec::new();
    let stop = spec.lifecycle.as_ref().and_then(|lifecycle| lifecycle.pre_stop.as_ref());
    let drain = spec.drain_seconds.as_ref().filter(|drain| drain.value.0 > 0 && stop.is_none());
    fields.extend(drain.map(|drain| ("drainSeconds", since::SLEEP, drain.origin, SLEEP_HELP)));
    let beside = spec.sidecars.iter().map(|(_, container)| container.lifecycle.as_ref());
    for Lifecycle { post_start, pre_stop, .. } in std::iter::once(spec.lifecycle.as_ref()).chain(beside).flatten() {
        let handlers = [post_start, pre_stop].into_iter().flatten();
        let sleeps = handlers.filter_map(|handler| handler.sleep.as_ref());
        fields.extend(sleeps.map(|sleep| ("sleep", since::SLEEP, sleep.origin, SLEEP_HELP)));
    }
    let close = spec.service.as_ref().and_then(|service| service.prefer_close.as_ref()).filter(|close| close.value);
    let help = "until then traffic goes to any pod";
    fields.extend(close.map(|close| ("preferClose", since::PREFER_CLOSE, close.origin, help)));
    fields
}

fn ports_open_to_all(instance: &StackInstance<'_>, spec: &Workload, sink: &mut Sink) {
    let facts = instance.cluster.facts(&mut Origins::default());
    let is_routed = facts.ingress_namespace.is_some() || !facts.ingress_networks.is_empty();
    if !spec.routes.is_empty() && !is_routed {
        let help = "`external: {namespaces: {ingress: …}}`, or, where a load balancer sends to the pods itself, \
                    `external: {networks: {ingress: […]}}`";
        report_open(instance, "routed ports", "its ingress controller", help, sink);
    }
    if spec.metrics.is_some() && facts.monitoring_namespace.is_none() {
        report_open(instance, "ports of metrics", "Prometheus", "`external: {namespaces: {monitoring: …}}`", sink);
    }
}

fn report_open(instance: &StackInstance<'_>, ports: &str, part: &str, field: &str, sink: &mut Sink) {
    let cluster = instance.cluster;
    let message =
        format!("{ports} are open to every namespace of cluster `{}`: nobody says where {part} runs", cluster.name);
    let finding = Finding::new(Code::OPEN_TO_CLUSTER, message, Spot::Key(cluster.declaration()));
    sink.report(finding.help(format!("say it in the cluster's own entry: {field}")));
}
