use ecow::EcoString;

use super::base::cut;
use super::users::User;
use super::{Unit, Units, UnitsOf};
use crate::catalog::WORKLOAD_ROLE;
use crate::diagnostics::{Poison, Sink};
use crate::model::{DefinitionScope, Sourced};
use crate::node::{Entry, Node, Origin, Origins, Payload};
use crate::resolve::context::{copy, copy_origin, copy_sourced};
use crate::resolve::environments::Inputs;
use crate::resolve::stacks::StackInstance;
use crate::source::Place;

/// How many characters the name of a role may have.
const ROLE_LIMIT: usize = 64;

/// A workload that may do something in the cloud, with what it may.
#[derive(Clone, Debug)]
pub struct RoleRequest {
    pub(in crate::resolve) stack: EcoString,
    pub(in crate::resolve) cluster: EcoString,
    pub(in crate::resolve) workload: EcoString,
    pub(in crate::resolve) namespace: Sourced<EcoString>,
    /// Maps of `actions` and `resources`.
    pub(in crate::resolve) statements: Vec<Node>,
    /// What made the workload.
    pub(in crate::resolve) origin: Origin,
    pub(in crate::resolve) origins: Origins,
}

impl RoleRequest {
    /// Takes what a workload was granted out of its app's table of origins.
    pub(in crate::resolve) fn new(
        instance: &StackInstance<'_>,
        workload: &EcoString,
        namespace: &Sourced<EcoString>,
        statements: &[Node],
        origin: Origin,
        from: &Origins,
    ) -> Self {
        let mut origins = Origins::default();
        Self {
            stack: instance.name().clone(),
            cluster: instance.cluster.name.clone(),
            workload: workload.clone(),
            namespace: copy_sourced(namespace, from, &mut origins),
            statements: statements.iter().map(|statement| copy(statement, from, &mut origins)).collect(),
            origin: copy_origin(origin, from, &mut origins),
            origins,
        }
    }
}

/// The name of a workload's role, known before the role is made: `<project>-<environment>-<cluster>-<stack>-<workload>`.
fn role_name(
    instance: &StackInstance<'_>,
    inputs: Inputs<'_>,
    workload: &str,
    origins: &mut Origins,
) -> Sourced<EcoString> {
    let prefix = instance.environment.cloud_prefix(inputs, origins);
    let stack = instance.stack_name(origins);
    let name = [&prefix.value, &instance.cluster.name, &stack.value, workload].join("-");
    Sourced { value: cut(&name, ROLE_LIMIT), origin: origins.join(&[stack.origin, prefix.origin]) }
}

/// The ARN of a workload's role.
pub(super) fn role_arn(
    instance: &StackInstance<'_>,
    inputs: Inputs<'_>,
    workload: &EcoString,
    granted: Origin,
    origins: &mut Origins,
) -> Sourced<EcoString> {
    let name = role_name(instance, inputs, workload, origins);
    let account = instance.environment.account(origins);
    let of_account = account.as_ref().map_or(Origin::INHERITED, |account| account.origin);
    let account = account.map(|account| account.value).unwrap_or_default();
    let value = ecow::eco_format!("arn:aws:iam::{account}:role/{}", name.value);
    Sourced { value, origin: origins.join(&[granted, name.origin, of_account]) }
}

impl UnitsOf<'_> {
    /// Adds the roles that workloads need, each a unit of its cluster.
    pub(in crate::resolve) fn add_roles(self, units: &mut Units, requests: Vec<RoleRequest>, sink: &mut Sink) {
        let mut found = Sink::occurring_in(self.environment.name.clone());
        for request in requests {
            let Some(unit) = self.role(request) else { continue };
            let index = units.all.len();
            units.all.push(unit);
            if self.finish(index, units, &mut found).is_err() {
                units.fail(&[index]);
            }
        }
        sink.absorb(found);
    }

    fn role(self, request: RoleRequest) -> Option<Unit> {
        let definition = self.catalog.definitions.get(WORKLOAD_ROLE)?.as_ref().ok()?.clone();
        let is_run = |instance: &&StackInstance<'_>| {
            *instance.name() == request.stack && instance.cluster.name == request.cluster
        };
        let instance = self.instances.iter().find(is_run)?;
        let RoleRequest { stack, cluster, workload, namespace, statements, origin, mut origins } = request;
        let text = |text: &EcoString, origin| Node::text(text.clone(), origin);
        let because: Vec<Origin> =
            [origin].into_iter().chain(statements.iter().map(|statement| statement.origin)).collect();
        let whole = origins.join(&because);
        let identity = self.environment.pod_identity(&mut origins);
        let entries = vec![
            Entry { key: "workload".into(), value: text(&workload, origin) },
            Entry { key: "podNamespace".into(), value: text(&namespace.value, namespace.origin) },
            Entry { key: "serviceAccount".into(), value: text(&workload, origin) },
            Entry { key: "statements".into(), value: Node::new(Payload::Seq(statements), whole) },
            Entry {
                key: "identity".into(),
                value: Node::text(identity.value.word(), origins.join(&[identity.origin, whole])),
            },
        ];
        let (team, team_place) = instance.team();
        let environment = self.environment;
        let name = role_name(instance, self.inputs, &workload, &mut origins);
        let account = environment.account(&mut origins);
        let region = instance.cluster.region(&mut origins);
        Some(Unit {
            name: ecow::eco_format!("{workload}-role"),
            stack: instance.stack_name(&mut origins),
            team: Sourced { value: team.clone(), origin: origins.leaf(*team_place) },
            environment: environment.name.clone(),
            is_borrowed: false,
            scope: DefinitionScope::Cluster,
            definition,
            users: vec![User {
                stack,
                workload,
                cluster: cluster.clone(),
                access: None,
                causes: origins.causes(whole).collect::<Vec<_>>(),
            }],
            cluster: Some(cluster),
            region,
            account,
            cloud_name: Sourced { value: name.value, origin: origins.join(&[whole, name.origin]) },
            parameters: Node::new(Payload::Map(entries), whole),
            inputs: None,
            share: Vec::new(),
            place: place_of(origin, &origins, instance),
            origin: whole,
            names: Node::map(Origin::INHERITED),
            dependencies: Vec::new(),
            regions: Vec::new(),
            namespace: None,
            env: environment.context.clone(),
            cluster_context: instance.cluster.context.clone(),
            images: environment.images.clone(),
            origins,
        })
    }

    /// Finds the dependencies and names of one unit that was added.
    fn finish(self, index: super::UnitIndex, units: &mut Units, sink: &mut Sink) -> Result<(), Poison> {
        let found = self.dependencies_of(index, units, sink)?;
        units.all[index].dependencies = found;
        let names = self.names(index, units, sink)?;
        units.all[index].names = names;
        Ok(())
    }
}

fn place_of(origin: Origin, origins: &Origins, instance: &StackInstance<'_>) -> Place {
    origins.first_leaf(origin).unwrap_or_else(|| instance.document.name_place())
}
