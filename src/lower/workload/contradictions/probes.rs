use super::{Check, Halves};
use crate::model::{Handler, Lifecycle, Port, Ports, Probe, ProbeSetting, Probes, Protocol, Sourced};
use crate::node::Origin;

impl Check<'_> {
    /// How the kubelet asks the workload's own container and those beside it.
    pub(super) fn probes(&mut self) {
        let spec = self.spec;
        let beside = spec.sidecars.iter().map(|(_, container)| (container.probes.as_ref(), &container.ports));
        for (probes, ports) in std::iter::once((spec.probes.as_ref(), &spec.ports)).chain(beside) {
            let Some(Probes { startup, liveness, readiness, .. }) = probes else { continue };
            let set = [startup, liveness, readiness].into_iter().flatten();
            let set: Vec<&Probe> = set.filter_map(ProbeSetting::probe).collect();
            set.iter().for_each(|probe| self.ways(probe));
            // One port is one fault, however many ask it.
            if let Some(probe) = set.iter().find(|probe| asked_over_datagrams(probe, ports).is_some()) {
                self.datagrams(probe, ports);
            }
        }
    }

    fn ways(&mut self, probe: &Probe) {
        let ways = [
            ("grpc", probe.grpc.as_ref().filter(|grpc| grpc.value).map(|grpc| grpc.origin)),
            ("command", command(probe)),
            ("tcp", probe.tcp.as_ref().filter(|tcp| tcp.value).map(|tcp| tcp.origin)),
            ("path", probe.path.as_ref().map(|path| path.origin)),
        ];
        let mut set = ways.into_iter().filter_map(|(name, origin)| Some((name, origin?)));
        if let (Some((one, primary)), Some((two, other))) = (set.next(), set.next()) {
            let halves = Halves { primary, other, says: "a probe has one of `path`, `tcp`, `grpc` and `command`" };
            let help = format!("remove one of the two; `{two}: null` removes what a layer below says");
            self.contradiction(format!("the probe has both `{one}` and `{two}`"), &halves, help);
        }
    }

    fn datagrams(&mut self, probe: &Probe, ports: &Ports) {
        let Some(protocol) = asked_over_datagrams(probe, ports) else { return };
        let message = format!("a probe asks over TCP, and the port speaks {}", protocol.value.word());
        let halves = match &probe.port {
            Some(port) => Halves { primary: port.origin, other: protocol.origin, says: "the port's protocol" },
            None => Halves { primary: protocol.origin, other: probe.origin, says: "it asks the first port" },
        };
        let help = "name another port with `port`, write `command: [check]`, or `false` for no probe";
        self.contradiction(message, &halves, help);
    }

    /// What containers do at their start and before they stop.
    pub(super) fn handlers(&mut self) {
        let spec = self.spec;
        let beside = spec.sidecars.iter().map(|(_, container)| container.lifecycle.as_ref());
        for Lifecycle { post_start, pre_stop, .. } in std::iter::once(spec.lifecycle.as_ref()).chain(beside).flatten() {
            for handler in [post_start, pre_stop].into_iter().flatten() {
                self.handler(handler);
            }
        }
    }

    fn handler(&mut self, handler: &Handler) {
        let command = (!handler.command.items.is_empty()).then_some(handler.command.origin);
        let path = handler.path.as_ref().map(|path| path.origin);
        let sleep = handler.sleep.as_ref().map(|sleep| sleep.origin);
        self.one_of("a hook", [("command", command), ("path", path), ("sleep", sleep)]);
    }
}

/// The protocol of the port that a probe asks, where it is not the kubelet's.
fn asked_over_datagrams<'a>(probe: &Probe, ports: &'a Ports) -> Option<&'a Sourced<Protocol>> {
    let port = match &probe.port {
        _ if command(probe).is_some() => None,
        Some(name) => ports.get(&name.value.0),
        None => ports.iter().next().map(|(_, port)| port),
    };
    port.and_then(Port::protocol).filter(|protocol| protocol.value != Protocol::Tcp)
}

fn command(probe: &Probe) -> Option<Origin> {
    (!probe.command.items.is_empty()).then_some(probe.command.origin)
}
