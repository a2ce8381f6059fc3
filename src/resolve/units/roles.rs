use ecow::EcoString;

use super::base::cut;
use super::users::User;
use super::{Unit, Units, UnitsOf};
use crate::catalog::WORKLOAD_ROLE;
use crate::diagnostics::{Poison, Sink};
use crate::model::{DefinitionScope, Sourced};
use crate::node::{Entry, Node, Origin, Origins, Payload};
use crate::resolve::context::copy;
use crate::resolve::environments::{Environment, Inputs};
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
        let mut moved = |origin: Origin| origins.of_causes(from.causes(origin));
        let (whole, of_namespace) = (moved(origin), moved(namespace.origin));
        Self {
            stack: instance.name().clone(),
            cluster: instance.cluster.name.clone(),
            workload: workload.clone(),
            namespace: Sourced { value: namespace.value.clone(), origin: of_namespace },
            statements: statements.iter().map(|statement| copy(statement, from, &mut origins)).collect(),
            origin: whole,
            origins,
        }
    }
}

/// The name of a workload's role: `<project>-<environment>-<cluster>-<stack>-<workload>`.
fn role_name(environment: &Environment, inputs: Inputs<'_>, cluster: &str, stack: &str, workload: &str) -> EcoString {
    let short = environment.context.tree.get("short").and_then(Node::as_str).unwrap_or(&environment.name);
    let project = inputs.project.root.as_ref().map(|root| root.name().as_str());
    let parts: Vec<&str> = project.into_iter().chain([short, cluster, stack, workload]).collect();
    cut(&parts.join("-"), ROLE_LIMIT)
}

/// The ARN of a workload's role, known before the role is made.
pub(super) fn role_arn(
    instance: &StackInstance<'_>,
    inputs: Inputs<'_>,
    workload: &EcoString,
    granted: Origin,
    origins: &mut Origins,
) -> Sourced<EcoString> {
    let environment = instance.environment;
    let account = environment.spec.account.as_ref();
    let of_account = account.map(|account| environment.context.export_origin(account.origin, origins));
    let short = environment.context.tree.get("short").map(|short| short.origin).unwrap_or_default();
    let short = environment.context.export_origin(short, origins);
    let project = inputs.project.root.as_ref().map(|root| origins.leaf(root.name_place()));
    let stack = instance.stack_name(origins);
    let causes: Vec<Origin> = [granted, stack.origin, short].into_iter().chain(of_account).chain(project).collect();
    let name = role_name(environment, inputs, &instance.cluster.name, &stack.value, workload);
    let account = account.map_or("", |account| account.value.0.as_str());
    Sourced { value: ecow::eco_format!("arn:aws:iam::{account}:role/{name}"), origin: origins.join(&causes) }
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
        let entries = vec![
            Entry { key: "workload".into(), value: text(&workload, origin) },
            Entry { key: "podNamespace".into(), value: text(&namespace.value, namespace.origin) },
            Entry { key: "serviceAccount".into(), value: text(&workload, origin) },
            Entry { key: "statements".into(), value: Node::new(Payload::Seq(statements), whole) },
            Entry { key: "identity".into(), value: Node::text(self.identity_word(), whole) },
        ];
        let (team, team_place) = instance.team();
        let account = self.environment.spec.account.as_ref();
        let context = &self.environment.context;
        let account = account.map(|account| Sourced {
            value: account.value.0.clone(),
            origin: context.export_origin(account.origin, &mut origins),
        });
        let view = instance.cluster;
        let region = view.declared.region.as_ref().map(|region| Sourced {
            value: region.value.0.clone(),
            origin: view.owner.export_origin(region.origin, &mut origins),
        });
        let name = role_name(self.environment, self.inputs, &cluster, &stack, &workload);
        Some(Unit {
            name: ecow::eco_format!("{workload}-role"),
            stack: instance.stack_name(&mut origins),
            team: Sourced { value: team.clone(), origin: origins.leaf(*team_place) },
            environment: self.environment.name.clone(),
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
            cloud_name: Sourced { value: name, origin: whole },
            parameters: Node::new(Payload::Map(entries), whole),
            inputs: None,
            share: Vec::new(),
            place: place_of(origin, &origins, instance),
            origin: whole,
            names: Node::map(Origin::INHERITED),
            dependencies: Vec::new(),
            regions: Vec::new(),
            namespace: None,
            env: context.clone(),
            cluster_context: view.context.clone(),
            images: self.environment.images.clone(),
            origins,
        })
    }

    fn identity_word(self) -> &'static str {
        let cloud = self.environment.spec.cloud.as_ref();
        let identity = cloud.and_then(|cloud| cloud.identity.as_ref());
        identity.map_or(crate::model::PodIdentity::PodIdentity, |one| one.value).word()
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
