use ecow::EcoString;

use super::{Check, Halves};
use crate::diagnostics::{Code, Finding};
use crate::lower::spot;
use crate::lower::workload::fields_of_kinds::is_served;
use crate::lower::workload::port::{of_pod, protocol_word};
use crate::model::Port;

impl Check<'_> {
    pub(super) fn ports(&mut self) {
        let spec = self.spec;
        if let Some(service) = spec.service.as_ref().filter(|_| is_served(spec) && of_pod(spec).next().is_none()) {
            let finding = Finding::new(
                Code::CONTRADICTION,
                "a workload without ports has no Service that `service` could be about",
                spot::key(self.origins, service.origin),
            );
            self.sink.report(finding.help("write `ports: {http: 8080}`, or remove `service`"));
        }
        let ports: Vec<(&EcoString, &Port)> = of_pod(spec).collect();
        for (index, (name, port)) in ports.iter().enumerate() {
            if let Some((_, first)) = ports[..index].iter().find(|(other, _)| other == name) {
                let halves = Halves {
                    primary: port.container().origin,
                    other: first.container().origin,
                    says: "the other port",
                };
                let help = "give one of the two another name";
                self.contradiction(format!("two ports of the pods are called `{name}`"), &halves, help);
                continue;
            }
            let key = |port: &Port| (port.service().value, protocol_word(port));
            let Some((twin, first)) = ports[..index].iter().find(|(_, other)| key(other) == key(port)) else {
                continue;
            };
            let halves =
                Halves { primary: port.service().origin, other: first.service().origin, says: "the other port" };
            let number = port.service().value.0;
            let message = if is_served(spec) {
                format!("ports `{twin}` and `{name}` are both {number} of the Service")
            } else {
                format!("ports `{twin}` and `{name}` are both {number}")
            };
            self.contradiction(
                message,
                &halves,
                format!(
                    "write `{name}: {{container: {}, service: …}}` with a number of its own",
                    port.container().value.0
                ),
            );
        }
    }
}
