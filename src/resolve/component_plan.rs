use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use ecow::EcoString;

use super::{ChartPlan, Context, CustomKindPlan, Offering};
use crate::catalog::{CompiledDefinition, Instance, Surroundings};
use crate::expression::{ImageTable, Lookup};
use crate::model::Sourced;
use crate::node::{Node, Origin, Origins};

/// An instance of a component's definition.
#[derive(Clone, Debug)]
pub struct ComponentPlan {
    /// Its name in the stack.
    pub name: EcoString,
    /// The definition.
    pub definition: Arc<CompiledDefinition>,
    /// Parameters with their defaults.
    pub parameters: Node,
    /// The real name of its namespace.
    pub namespace: Sourced<EcoString>,
    /// The team's name.
    pub team: Sourced<EcoString>,
    /// The stack's name.
    pub stack: Sourced<EcoString>,
    /// The instance as a whole.
    pub origin: Origin,
    /// What expressions read as `env`.
    pub environment: Arc<Context>,
    /// What expressions read as `cluster`.
    pub cluster: Arc<Context>,
    /// What stands in the cluster, or is brought to it: `cluster.ingressClass`, `cluster.issuer`, `cluster.store`, where there is one.
    /// Nothing while it is asked what the component itself brings.
    pub standing: Node,
    /// What `image(…)` knows.
    pub images: Arc<ImageTable>,
    /// Cluster-scoped kinds that the team may create.
    pub cluster_kinds: Vec<Sourced<EcoString>>,
    /// Where the objects of kinds live whose definitions are known.
    pub custom: Vec<CustomKindPlan>,
    /// The release of the definition's chart, its values evaluated.
    pub chart: Option<Box<ChartPlan>>,
    /// What it brings to its cluster.
    pub brings: BTreeSet<Offering>,
    /// What it needs there.
    pub needs: BTreeSet<Offering>,
}

impl ComponentPlan {
    /// Hands over the instance as the definition's templates see it.
    pub fn with_instance<R>(&self, origins: &mut Origins, use_it: impl FnOnce(Instance<'_>, &mut Origins) -> R) -> R {
        let mut surroundings = PlanSurroundings { plan: self, stack: self.stack_node() };
        let instance = Instance {
            definition: &self.definition,
            parameters: &self.parameters,
            subject: ("component", self.component_node(origins)),
            further: Vec::new(),
            surroundings: &mut surroundings,
            origin: self.origin,
        };
        use_it(instance, origins)
    }

    /// The environment's name.
    pub fn environment_name(&self, origins: &mut Origins) -> Sourced<EcoString> {
        let name = self.environment.tree.get("name");
        let origin = name.map_or(Origin::INHERITED, |name| self.environment.export_origin(name.origin, origins));
        Sourced { value: name.and_then(Node::as_str).unwrap_or_default().into(), origin }
    }

    /// What expressions read as `component`.
    fn component_node(&self, origins: &mut Origins) -> Node {
        let mut component = Node::map(self.origin);
        let name = origins.join(&[self.origin]);
        component.set("name", Node::text(self.name.clone(), name));
        component.set("namespace", Node::text(self.namespace.value.clone(), self.namespace.origin));
        component
    }

    /// What expressions read as `stack`.
    fn stack_node(&self) -> Node {
        let mut stack = Node::map(self.stack.origin);
        stack.set("name", Node::text(self.stack.value.clone(), self.stack.origin));
        stack.set("team", Node::text(self.team.value.clone(), self.team.origin));
        stack
    }

    pub(super) fn hash_all<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
        self.definition.fingerprint().hash(state);
        self.parameters.hash_with_origins(state);
        (&self.namespace, &self.team, &self.stack, self.origin).hash(state);
        (&self.environment.fingerprint, &self.cluster.fingerprint).hash(state);
        self.standing.hash_with_origins(state);
        (&self.cluster_kinds, &self.custom, &self.brings, &self.needs).hash(state);
        self.chart.is_some().hash(state);
        if let Some(chart) = &self.chart {
            chart.hash_all(state);
        }
    }
}

struct PlanSurroundings<'a> {
    plan: &'a ComponentPlan,
    stack: Node,
}

impl Surroundings for PlanSurroundings<'_> {
    fn lookup(&mut self, path: &[EcoString], origins: &mut Origins) -> Lookup {
        match path[0].as_str() {
            "env" => in_context(&self.plan.environment, &path[1..], origins),
            "cluster" => match Lookup::follow(&self.plan.standing, &path[1..], 1) {
                standing @ Lookup::Found(_) if path.len() > 1 => standing,
                _ => in_context(&self.plan.cluster, &path[1..], origins),
            },
            "stack" => Lookup::follow(&self.stack, &path[1..], 1),
            _ => Lookup::Missing { found: 0, known: Vec::new() },
        }
    }

    fn known(&self) -> Vec<String> {
        ["env", "cluster", "stack"].map(str::to_owned).to_vec()
    }

    fn images(&self) -> Arc<ImageTable> {
        self.plan.images.clone()
    }
}

pub(super) fn in_context(context: &Context, path: &[EcoString], origins: &mut Origins) -> Lookup {
    match Lookup::follow(&context.tree, path, 1) {
        Lookup::Found(node) => Lookup::Found(context.export(&node, origins)),
        missing => missing,
    }
}
