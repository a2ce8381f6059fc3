use ecow::EcoString;
use k8s_openapi::api::core::v1 as core;

use super::container::{ports, resources, words};
use super::{Fragment, Lowering, lifecycle, probe, security, spot, variables, volumes};
use crate::diagnostics::{Code, Finding};
use crate::model::{ExtraContainer, Named, Sourced, since};

/// Where a container stands that is not the workload's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It ends before the workload's own starts.
    Before,
    /// It runs beside the workload's own, and started before it.
    Beside,
    /// It runs beside the workload's own, in no order: the cluster is too old for one.
    Among,
}

/// The containers that start before the workload's own, in their order: sidecars first, since the others may need them.
pub(super) fn lower_first(lowering: &mut Lowering<'_>) -> Vec<Fragment> {
    let plan = lowering.plan;
    let mut lowered = Vec::new();
    if lowering.cluster.kubernetes_minor >= since::SIDECARS {
        lowered = lower_all(lowering, &plan.spec.sidecars, &plan.sidecar_images, Place::Beside);
    }
    lowered.extend(lower_all(lowering, &plan.spec.init, &plan.init_images, Place::Before));
    lowered
}

/// The containers that start with the workload's own: the sidecars, where the cluster cannot have them first.
pub(super) fn lower_among(lowering: &mut Lowering<'_>) -> Vec<Fragment> {
    let plan = lowering.plan;
    if lowering.cluster.kubernetes_minor >= since::SIDECARS {
        return Vec::new();
    }
    lower_all(lowering, &plan.spec.sidecars, &plan.sidecar_images, Place::Among)
}

fn lower_all(
    lowering: &mut Lowering<'_>,
    containers: &Named<ExtraContainer>,
    images: &[Sourced<EcoString>],
    place: Place,
) -> Vec<Fragment> {
    let named = containers.iter().zip(images);
    named.map(|((name, container), image)| lower(lowering, name, container, image, place)).collect()
}

fn lower(
    lowering: &mut Lowering<'_>,
    name: &EcoString,
    container: &ExtraContainer,
    image: &Sourced<EcoString>,
    place: Place,
) -> Fragment {
    check_fields(lowering, container, place);
    let typed = core::Container {
        name: name.to_string(),
        image: Some(image.value.to_string()),
        restart_policy: (place == Place::Beside).then(|| "Always".to_owned()),
        ..core::Container::default()
    };
    let version = lowering.cluster.kubernetes_origin;
    let probes = &container.probes;
    Fragment::of(&typed)
        .because(&[], lowering.origins.join(&[container.origin, version]))
        .because(&["name"], container.origin)
        .because(&["image"], image.origin)
        .with("command", words(&container.command))
        .with("args", words(&container.args))
        .with("ports", ports(&container.ports))
        .with("env", variables::lower_all(lowering, &container.variables, &container.secrets.items))
        .with("resources", resources(container.resources.as_ref()))
        .with("volumeMounts", Fragment::list(volumes::lower_extra_mounts(lowering, name, container)))
        .with("startupProbe", probe::lower(lowering, probes, &container.ports, |probes| probes.startup.as_ref()))
        .with("livenessProbe", probe::lower(lowering, probes, &container.ports, |probes| probes.liveness.as_ref()))
        .with("readinessProbe", probe::lower(lowering, probes, &container.ports, |probes| probes.readiness.as_ref()))
        .with("lifecycle", lifecycle::of_container(lowering, container.lifecycle.as_ref(), &container.ports))
        .with("securityContext", security::of_extra_container(container.security.as_ref()))
}

/// A container that ends before the workload starts is not probed, is not called and is not stopped.
fn check_fields(lowering: &mut Lowering<'_>, container: &ExtraContainer, place: Place) {
    if place != Place::Before {
        return;
    }
    let fields = [
        ("ports", (!container.ports.is_empty()).then_some(container.ports.origin)),
        ("probes", container.probes.as_ref().map(|probes| probes.origin)),
        ("lifecycle", container.lifecycle.as_ref().map(|lifecycle| lifecycle.origin)),
    ];
    for (field, origin) in fields {
        let Some(origin) = origin else { continue };
        let message = format!("a container that ends before the workload starts has no `{field}`");
        let finding = Finding::new(Code::CONTRADICTION, message, spot::key(lowering.origins, origin))
            .with(spot::key(lowering.origins, container.origin), "the container")
            .help("remove it, or declare the container under `sidecars`");
        lowering.report(finding);
    }
}
