use ecow::EcoString;

use super::{Lowering, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{Port, PortName, Sourced};
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

impl<'a> Lowering<'a> {
    /// Finds the port of a name, or the first where none is named; `None` after a finding.
    pub(super) fn choose_port(&mut self, named: Option<&Sourced<PortName>>) -> Option<PortChoice<'a>> {
        let plan = self.plan;
        let mut ports = plan.spec.ports.iter();
        let Some(wanted) = named else {
            let (name, port) = ports.next()?;
            return Some(PortChoice { name, port, origin: port.container().origin });
        };
        let found = ports.find(|(name, _)| *name == wanted.value.0);
        if found.is_none() {
            self.report_undeclared(wanted);
        }
        found.map(|(name, port)| PortChoice { name, port, origin: wanted.origin })
    }

    fn report_undeclared(&mut self, wanted: &Sourced<PortName>) {
        let ports = &self.plan.spec.ports;
        let finding = Finding::new(
            Code::PORT_NOT_DECLARED,
            format!("workload `{}` declares no port `{}`", self.plan.name, wanted.value.0),
            spot::value(self.origins, wanted.origin),
        )
        .with(spot::key(self.origins, ports.origin), "the ports")
        .suggest(&wanted.value.0, ports.keys());
        self.sink.report(finding);
    }
}
