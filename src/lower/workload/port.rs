use ecow::EcoString;

use super::{Lowering, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{Port, PortName, Ports, Sourced, Workload};
use crate::node::Origin;

/// A declared port that something leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct PortChoice<'a> {
    /// Its name.
    pub(super) name: &'a EcoString,
    /// The port.
    pub(super) port: &'a Port,
    /// What chose it: the leaf that names it, else its own declaration as the first one.
    pub(super) origin: Origin,
}

/// The word of a port's protocol.
pub(super) fn protocol_word(port: &Port) -> &'static str {
    port.protocol().map_or("TCP", |protocol| protocol.value.word())
}

/// The ports of a pod: those of the workload's own container, then those of the containers beside it.
pub(super) fn of_pod(spec: &Workload) -> impl Iterator<Item = (&EcoString, &Port)> + Clone {
    let beside = spec.sidecars.iter().flat_map(|(_, container)| container.ports.iter());
    spec.ports.iter().chain(beside).map(|(name, port)| (name, port))
}

impl<'a> Lowering<'a> {
    /// Finds the pod's port of a name, or the first where none is named; `None` after a finding.
    pub(super) fn choose_port(&mut self, named: Option<&Sourced<PortName>>) -> Option<PortChoice<'a>> {
        let plan = self.plan;
        self.choose(of_pod(&plan.spec), plan.spec.ports.origin, named)
    }

    /// Finds the port of a name among those of one container, or the first where none is named; `None` after a finding.
    pub(super) fn choose_among<'b>(
        &mut self,
        ports: &'b Ports,
        named: Option<&Sourced<PortName>>,
    ) -> Option<PortChoice<'b>> {
        self.choose(ports.iter().map(|(name, port)| (name, port)), ports.origin, named)
    }

    fn choose<'b>(
        &mut self,
        mut ports: impl Iterator<Item = (&'b EcoString, &'b Port)> + Clone,
        declared: Origin,
        named: Option<&Sourced<PortName>>,
    ) -> Option<PortChoice<'b>> {
        let Some(wanted) = named else {
            let Some((name, port)) = ports.next() else {
                self.report_without_ports();
                return None;
            };
            return Some(PortChoice { name, port, origin: port.container().origin });
        };
        let known: Vec<&str> = ports.clone().map(|(name, _)| name.as_str()).collect();
        let found = ports.find(|(name, _)| **name == wanted.value.0);
        if found.is_none() {
            self.report_undeclared(wanted, declared, &known);
        }
        found.map(|(name, port)| PortChoice { name, port, origin: wanted.origin })
    }

    fn report_without_ports(&mut self) {
        let spec = &self.plan.spec;
        let message = format!("workload `{}` has no port that this could lead to", self.plan.name);
        let finding = Finding::new(Code::PORT_NOT_DECLARED, message, spot::key(self.origins, spec.origin))
            .help("write `ports: {http: 8080}`");
        self.report(finding);
    }

    fn report_undeclared(&mut self, wanted: &Sourced<PortName>, declared: Origin, known: &[&str]) {
        let finding = Finding::new(
            Code::PORT_NOT_DECLARED,
            format!("workload `{}` declares no port `{}`", self.plan.name, wanted.value.0),
            spot::value(self.origins, wanted.origin),
        );
        let finding = match known {
            [] => finding.help(format!("declare it: `ports: {{{}: 8080}}`", wanted.value.0)),
            _ => finding
                .with(spot::key(self.origins, declared), "the ports")
                .suggest(&wanted.value.0, known.iter().copied()),
        };
        self.report(finding);
    }
}
