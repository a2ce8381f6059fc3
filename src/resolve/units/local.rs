use ecow::EcoString;

use super::{Unit, UnitIndex, Units};
use crate::diagnostics::{Poison, Sink};
use crate::model::{CloudProvider, Protocol};
use crate::node::{Node, Origin, Origins};
use crate::resolve::components::ComponentEntry;
use crate::resolve::context::copy_sourced;
use crate::resolve::stacks::StackInstance;
use crate::resolve::{Peer, PeerPort, StandInUse};
use crate::source::Place;

/// What stands for a unit where there is no cloud.
pub(in crate::resolve) struct StandIn {
    /// The component's definition.
    pub(in crate::resolve) component: EcoString,
    /// Where the unit's definition names it.
    pub(in crate::resolve) asked: Place,
    /// The component's parameters, without their defaults.
    pub(in crate::resolve) parameters: Node,
    /// The logical namespace that it runs in.
    pub(in crate::resolve) namespace: EcoString,
}

impl Units {
    /// The components that stand for a stack's units on a cluster, where there is no cloud.
    pub(in crate::resolve) fn standing_in(&self, instance: &StackInstance<'_>) -> Vec<ComponentEntry> {
        if instance.environment.cloud_provider() != CloudProvider::Local {
            return Vec::new();
        }
        let own = self.all.iter().enumerate().filter(|(index, unit)| {
            unit.stack.value == *instance.name()
                && unit.serves(&instance.cluster.name, instance.cluster_region())
                && !self.is_failed(*index)
                && unit.template().local.as_ref().is_some_and(|local| local.component.is_some())
        });
        own.map(|(index, unit)| ComponentEntry::standing_for(unit.name.clone(), unit.place, index)).collect()
    }

    /// Who uses what stands for units of an environment without a cloud.
    pub(in crate::resolve) fn stand_in_uses(&self, environment: &EcoString) -> Vec<StandInUse> {
        let stands = |unit: &&Unit| unit.template().local.as_ref().is_some_and(|local| local.component.is_some());
        let uses = self.all.iter().filter(stands).flat_map(|unit| unit.users.iter().map(move |user| (unit, user)));
        uses.map(|(unit, user)| StandInUse {
            environment: environment.clone(),
            app: ecow::eco_format!("{}-{}", unit.stack.value, unit.name),
            user: (user.cluster.clone(), user.stack.clone(), user.workload.clone()),
        })
        .collect()
    }

    /// Evaluates what stands for a unit.
    ///
    /// # Errors
    /// Poison when its parameters cannot be evaluated, which was reported, or its stack has no namespace.
    pub(in crate::resolve) fn stand_in(
        &self,
        index: UnitIndex,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<StandIn, Poison> {
        let unit = &self.all[index];
        let local = unit.template().local.as_ref().ok_or(Poison)?;
        let (component, asked) = local.component.clone().ok_or(Poison)?;
        let seen = unit.seen(Node::map(Origin::INHERITED), &unit.cluster_context, origins);
        let parameters = match &local.parameters {
            Some(template) => seen.evaluate(template, Vec::new(), origins, sink)?,
            None => None,
        };
        let (namespace, _) = unit.namespace.clone().ok_or(Poison)?;
        let parameters = parameters.unwrap_or_else(|| Node::map(seen.origin));
        Ok(StandIn { component, asked, parameters, namespace })
    }

    /// The pods that stand for a unit, as a workload that uses it calls them.
    pub(super) fn peer(&self, index: UnitIndex, because: Origin, origins: &mut Origins) -> Option<Peer> {
        let unit = &self.all[index];
        let local = unit.template().local.as_ref().filter(|local| local.component.is_some())?;
        let (_, namespace) = unit.namespace.as_ref()?;
        let namespace = copy_sourced(namespace, &unit.origins, origins);
        let port = |(number, place): &(i32, Place)| PeerPort {
            number: *number,
            protocol: Protocol::Tcp,
            origin: origins.leaf(*place),
        };
        let ports = local.ports.iter().map(port).collect();
        Some(Peer { name: unit.name.clone(), namespace, ports, origin: because })
    }
}
