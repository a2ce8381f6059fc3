use ecow::EcoString;

use super::adopt::{Adopter, Giver, set_namespace, stated_namespace};
use super::labels::{Pair, adopt_labels, ownership};
use super::order::order_head;
use super::scope::Scope;
use super::{Resource, spot};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot, nearest};
use crate::node::{Cause, Node, Origins};
use crate::resolve::{ClusterFacts, ManifestSet, ManifestsPlan, conceal_secrets};

/// What made the labels that every adopted object has alike.
const RECIPE: &str = "manifests/labels";

/// Adopts the objects of a stack's plain manifests, in the order in which they are written.
pub(super) fn lower_manifests(
    plan: &ManifestsPlan,
    cluster: &ClusterFacts,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Vec<Resource> {
    let recipe = origins.of(Cause::Recipe(RECIPE));
    let labels = ownership(&plan.stack, &plan.team, &plan.environment, recipe);
    let mut resources = Vec::with_capacity(plan.sets.iter().map(|set| set.objects.len()).sum());
    for set in &plan.sets {
        let adopter = Adopter {
            giver: Giver::Manifests(&set.name),
            entry: set.origin,
            team: &plan.team.value,
            cluster_kinds: &plan.cluster_kinds,
            custom: &plan.custom,
            cluster,
        };
        let mut adoption = Adoption { plan, set, adopter, labels: &labels, homeless: None };
        resources.extend(set.objects.iter().filter_map(|object| adoption.adopt(object, origins, sink).ok()));
        adoption.report_homeless(origins, sink);
    }
    if sink.has_errors() {
        // Nobody will judge the objects, so nobody will know what in them is a secret.
        let objects = plan.sets.iter().flat_map(|set| &set.objects);
        objects.for_each(|object| conceal_secrets(object, origins, sink));
    }
    resources
}

/// Adopts the objects of one entry.
struct Adoption<'a> {
    plan: &'a ManifestsPlan,
    set: &'a ManifestSet,
    adopter: Adopter<'a>,
    labels: &'a [Pair],
    /// The first object that states no namespace where the entry states none either, and whether it must have one.
    homeless: Option<(Resource, Scope)>,
}

impl Adoption<'_> {
    fn adopt(&mut self, object: &Node, origins: &mut Origins, sink: &mut Sink) -> Result<Resource, Poison> {
        let mut resource = self.adopter.identify(object.clone(), origins, sink)?;
        let labelled = adopt_labels(&mut resource.body, self.labels, origins, sink);
        let scope = self.adopter.scope(&resource);
        let because = match scope {
            Scope::Cluster(because) => {
                self.check_no_namespace(&resource, origins, sink)?;
                self.adopter.check_cluster_scoped(&resource, origins, sink)?;
                because
            }
            Scope::Namespaced(because) => {
                self.place(&mut resource, scope, origins, sink)?;
                because
            }
            Scope::Unknown => {
                self.place(&mut resource, scope, origins, sink)?;
                self.adopter.unlisted(origins)
            }
        };
        labelled?;
        resource.body.origin = origins.join(&[resource.body.origin, because]);
        order_head(&mut resource.body);
        Ok(resource)
    }

    /// Namespaces belong to stacks, with their quota and policies.
    fn check_no_namespace(&self, resource: &Resource, origins: &Origins, sink: &mut Sink) -> Result<(), Poison> {
        if resource.kind != "Namespace" || !resource.group().is_empty() {
            return Ok(());
        }
        let name = &resource.name;
        let message = format!("namespace `{name}` stands among plain manifests");
        let help = if self.plan.namespaces.iter().any(|(_, real)| real == name) {
            "take it away: the stack declares the namespace".to_owned()
        } else {
            format!("declare it in the stack: `namespaces: {{{name}: {{}}}}`")
        };
        let finding = self.adopter.about(Code::NAMESPACE_IN_MANIFESTS, message, resource, origins);
        Err(sink.report(finding.help(help)))
    }

    /// Puts an object into a namespace of the stack: the one that it states, else the entry's.
    fn place(
        &mut self,
        resource: &mut Resource,
        scope: Scope,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(), Poison> {
        if stated_namespace(&resource.body).is_some() {
            let stated = self.adopter.text(&resource.body, &["metadata", "namespace"], origins, sink)?;
            self.check_stated(&stated, &resource.body, origins, sink)?;
            resource.namespace = Some(stated);
            return Ok(());
        }
        let Some(namespace) = &self.set.namespace else {
            self.homeless.get_or_insert_with(|| (resource.clone(), scope));
            return Err(Poison);
        };
        set_namespace(&mut resource.body, namespace);
        resource.namespace = Some(namespace.value.clone());
        Ok(())
    }

    /// A namespace that is stated is a real name, as it would be for `kubectl`.
    fn check_stated(&self, stated: &EcoString, body: &Node, origins: &Origins, sink: &mut Sink) -> Result<(), Poison> {
        let known = &self.plan.namespaces;
        if known.iter().any(|(_, real)| real == stated) {
            return Ok(());
        }
        if !self.plan.has_all_namespaces {
            return Err(Poison);
        }
        let stack = &self.plan.stack.value;
        let message = format!("stack `{stack}` has no namespace `{stated}`");
        let origin = stated_namespace(body).map_or(body.origin, |node| node.origin);
        let finding = Finding::new(Code::UNDECLARED_NAMESPACE, message, spot::value(origins, origin));
        let entry = spot::key(origins, self.set.origin);
        Err(sink.report(finding.with(entry, "asked for here").help(self.instead_of(stated))))
    }

    /// What to write in place of a namespace that the stack does not have.
    fn instead_of(&self, stated: &EcoString) -> String {
        let (known, entry) = (&self.plan.namespaces, &self.set.name);
        if known.iter().any(|(logical, _)| logical == stated) {
            return format!(
                "`{stated}` is only the stack's own word for a namespace: take it away, and write `namespace: {stated}` in \
                 `{entry}` of `manifests`"
            );
        }
        if let Some(near) = nearest(stated, known.iter().map(|(_, real)| real.as_str())) {
            return format!("did you mean `{near}`?");
        }
        match self.set.namespace {
            Some(_) => format!("take it away: the object then goes to the namespace that `{entry}` says"),
            None => format!("declare it in the stack: `namespaces: {{{stated}: {{}}}}`"),
        }
    }

    /// Says once for all its objects that an entry needs a namespace.
    fn report_homeless(&self, origins: &Origins, sink: &mut Sink) {
        let Some((resource, scope)) = &self.homeless else { return };
        let Resource { kind, name, .. } = resource;
        let ManifestSet { name: entry, path, .. } = self.set;
        let message = format!("`namespace` is not set, and {kind} `{name}` states none");
        let logical = match self.plan.namespaces.as_slice() {
            [(only, _)] => only.as_str(),
            _ => "…",
        };
        let mut help = format!("write `{entry}: {{path: {path}, namespace: {logical}}}`");
        if *scope == Scope::Unknown {
            help.push_str(&format!(
                "; if objects of this kind belong to the cluster, put their definition among the manifests, or let the \
                 platform's owners write `kinds: {{cluster: [{kind}]}}` in the team's file"
            ));
        }
        let spot = origins.first_leaf(self.set.origin).map_or_else(|| Spot::File("platgen.yaml".into()), Spot::Key);
        let object = spot::value(origins, resource.body.get("kind").map_or(resource.body.origin, |kind| kind.origin));
        let finding = Finding::new(Code::MISSING_FIELD, message, spot).with(object, "this object");
        sink.report(finding.help(help));
    }
}
