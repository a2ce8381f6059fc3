use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::port::protocol_word;
use super::{Fragment, Lowering, ObjectKind, Resource};
use crate::model::Port;

const KIND: ObjectKind = ObjectKind::of::<core::Service>("service/service");

/// Lowers the Service, with every declared port.
pub(super) fn lower(lowering: &mut Lowering<'_>) -> Resource {
    let declared = &lowering.plan.spec.ports;
    let ports = Fragment::list(declared.iter().map(|(name, port)| service_port(name, port)))
        .map(|ports| ports.because(&[], declared.origin));
    let spec =
        Fragment::of(&core::ServiceSpec::default()).with("ports", ports).with("selector", lowering.selector.clone());
    lowering.header(KIND, None).object([("spec", spec)])
}

fn service_port(name: &str, port: &Port) -> Fragment {
    let typed = core::ServicePort {
        name: Some(name.to_owned()),
        port: port.service().value.0,
        target_port: Some(IntOrString::String(name.to_owned())),
        protocol: Some(protocol_word(port).to_owned()),
        ..core::ServicePort::default()
    };
    Fragment::of(&typed)
        .because(&[], port.container().origin)
        .because(&["port"], port.service().origin)
        .because(&["protocol"], port.protocol().map(|protocol| protocol.origin))
}
