use ecow::EcoString;

use super::roles::role_arn;
use super::users::Edge;
use super::{Unit, Units};
use crate::catalog::{TreeTemplate, UsesTemplate};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{
    AsWritten, CloudProvider, EgressRule, List, Open, PodIdentity, Reading, SecretSource, ServiceAccount, Shaped,
    Sourced, StoredSecret, TextRule, Variable, Workload,
};
use crate::node::{Entry, Node, Origin, Origins, Payload};
use crate::resolve::Peer;
use crate::resolve::environments::Inputs;
use crate::resolve::stacks::StackInstance;

/// What a workload receives of the units that it uses, and its place among them.
pub(in crate::resolve) struct Receiving<'a> {
    pub(in crate::resolve) units: &'a Units,
    pub(in crate::resolve) instance: &'a StackInstance<'a>,
    pub(in crate::resolve) workload: &'a EcoString,
    pub(in crate::resolve) inputs: Inputs<'a>,
    /// Its real namespace.
    pub(in crate::resolve) namespace: Option<&'a Sourced<EcoString>>,
}

/// What a workload may do in the cloud.
#[derive(Default)]
pub(in crate::resolve) struct Received {
    /// Maps of `actions` and `resources`.
    pub(in crate::resolve) statements: Vec<Node>,
    /// The pods that stand for units where there is no cloud.
    pub(in crate::resolve) peers: Vec<Peer>,
}

/// The variables of a map of `variables`.
type Variables = Open<Sourced<AsWritten>, { TextRule::VARIABLE }>;
/// The variables of a map of `secrets`.
type Secrets = Open<StoredSecret, { TextRule::VARIABLE }>;

impl Receiving<'_> {
    /// Adds to a workload what the units that it uses give it: variables, secrets and egress. What the workload itself says of a
    /// variable stays.
    ///
    /// # Errors
    /// Poison where a use leads nowhere or its template has a fault, which was reported.
    pub(in crate::resolve) fn receive(
        &self,
        spec: &mut Workload,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Received, Poison> {
        let mut received = Received::default();
        let mut result = Ok(());
        let edges = self.units.edges_of(self.instance, self.workload);
        for (name, one) in spec.uses.entries.clone() {
            let Some(edge) = edges.and_then(|edges| edges.get(&name)) else {
                // Why it leads nowhere was reported where it was followed.
                result = Err(Poison);
                continue;
            };
            let origin = origins.join(&[one.origin, spec.uses.origin]);
            if self.units.is_failed(edge.unit) {
                result = Err(Poison);
            } else if let Err(failed) = self.take(&name, edge, origin, spec, &mut received, origins, sink) {
                result = Err(failed);
            }
        }
        result?;
        if !received.statements.is_empty() {
            self.take_identity(spec, &received, origins);
        }
        Ok(received)
    }

    #[allow(clippy::too_many_arguments, reason = "one use with everything that it changes")]
    fn take(
        &self,
        name: &EcoString,
        edge: &Edge,
        origin: Origin,
        spec: &mut Workload,
        received: &mut Received,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<(), Poison> {
        let unit = &self.units.all[edge.unit];
        let Some(uses) = self.uses(unit, edge, origins, sink)? else { return Ok(()) };
        let because = origins.of_causes(edge.causes.iter().copied());
        let because = origins.join(&[because, origin]);
        let subject = self.subject(name, edge, because);
        let dependencies = self.units.dependencies_in(unit, origins);
        let seen = unit.seen(dependencies, &self.instance.cluster.context, origins);
        let evaluate = |template: Option<&TreeTemplate>, origins: &mut Origins, sink: &mut Sink| {
            let Some(template) = template else { return Ok(None) };
            let mut node = seen.evaluate(template, vec![("use".into(), subject.clone())], origins, sink)?;
            if let Some(node) = &mut node {
                origins.join_below(node, because);
            }
            Ok(node)
        };
        if let Some(node) = evaluate(uses.variables.as_ref(), origins, sink)? {
            let variables = Variables::read(&node, &mut Reading { origins, sink })?;
            for (name, text) in variables.entries {
                add(&mut spec.variables, name, Variable::Text(text), variables.origin, origins);
            }
        }
        if let Some(node) = evaluate(uses.secrets.as_ref(), origins, sink)? {
            let secrets = Secrets::read(&node, &mut Reading { origins, sink })?;
            for (name, secret) in secrets.entries {
                let Some(source) = SecretSource::of_stored(secret) else { continue };
                add(&mut spec.secrets, name, source, secrets.origin, origins);
            }
        }
        if let Some(node) = evaluate(uses.egress.as_ref(), origins, sink)? {
            let rules = List::<EgressRule>::read(&node, &mut Reading { origins, sink })?;
            for (index, rule) in rules.items.into_iter().enumerate() {
                let key = if index == 0 { name.clone() } else { ecow::eco_format!("{name}-{index}") };
                open(spec, key, rule, origins);
            }
            spec.egress.origin = origins.join(&[spec.egress.origin, rules.origin]);
        }
        if self.provider() == CloudProvider::Local {
            received.peers.extend(self.units.peer(edge.unit, because, origins));
            return Ok(());
        }
        let arn = evaluate(uses.arn.as_ref(), origins, sink)?;
        let word = edge.access.as_deref().unwrap_or_default();
        for access in uses.access(word).into_iter().flatten() {
            if let Some(granted) = evaluate(access.iam.as_ref(), origins, sink)? {
                let named = statement_name(name, &access.name);
                received.statements.extend(statements(&granted, arn.as_ref(), &named, unit, sink)?);
            }
        }
        Ok(())
    }

    /// What the unit gives where the stack runs; `None` where it gives nothing.
    fn uses<'u>(
        &self,
        unit: &'u Unit,
        edge: &Edge,
        origins: &Origins,
        sink: &mut Sink,
    ) -> Result<Option<&'u UsesTemplate>, Poison> {
        let template = unit.template();
        if self.provider() != CloudProvider::Local || !template.is_made() {
            return Ok(template.uses.as_ref());
        }
        if let Some(local) = &template.local {
            return Ok(local.uses.as_ref().or(template.uses.as_ref()));
        }
        let kind = &unit.definition.name;
        let message = format!("nothing stands for a unit of kind `{kind}` in an environment without a cloud");
        let place = edge.causes.iter().find_map(|cause| match cause {
            crate::node::Cause::Leaf(place) => Some(*place),
            crate::node::Cause::Recipe(_) => None,
        });
        let spot = Spot::Key(place.or_else(|| origins.first_leaf(unit.origin)).unwrap_or(unit.place));
        let finding = Finding::new(Code::NO_LOCAL_UNIT, message, spot).with(Spot::Key(unit.place), "the unit").help(format!(
            "take the use out for this environment (`uses: {{<name>: null}}`), or give `kind: {kind}` a `local` in its definition"
        ));
        Err(sink.report(finding))
    }

    /// What templates read as `use`.
    fn subject(&self, name: &EcoString, edge: &Edge, origin: Origin) -> Node {
        let mut node = Node::map(origin);
        let texts = [
            ("name", Some(name)),
            ("access", edge.access.as_ref()),
            ("workload", Some(self.workload)),
            ("stack", Some(self.instance.name())),
            ("cluster", Some(&self.instance.cluster.name)),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                node.set(key, Node::text(text.clone(), origin));
            }
        }
        if let Some(namespace) = self.namespace {
            node.set("namespace", Node::text(namespace.value.clone(), namespace.origin));
        }
        node
    }

    fn provider(&self) -> CloudProvider {
        self.instance.environment.cloud_provider()
    }

    /// Lets the pods get their role: the address of the agent that gives it, or the annotation that names it.
    fn take_identity(&self, spec: &mut Workload, received: &Received, origins: &mut Origins) {
        let granted: Vec<Origin> = received.statements.iter().map(|statement| statement.origin).collect();
        let identity = self.instance.environment.pod_identity(origins);
        let causes: Vec<Origin> = granted.into_iter().chain([identity.origin]).collect();
        let origin = origins.join(&causes);
        if identity.value == PodIdentity::Irsa {
            let arn = role_arn(self.instance, self.inputs, self.workload, origin, origins);
            let account = spec.service_account.get_or_insert_with(|| ServiceAccount {
                annotations: Open::default(),
                token: None,
                rules: Default::default(),
                origin,
            });
            let written = Sourced { value: AsWritten(arn.value), origin: arn.origin };
            let of_arn = arn.origin;
            add(&mut account.annotations, ROLE_ARN.into(), written, of_arn, origins);
        }
        let (cidr, port) = match identity.value {
            PodIdentity::Irsa => (None, 443),
            PodIdentity::PodIdentity => (Some(POD_IDENTITY_AGENT), 80),
        };
        let rule = EgressRule {
            cidr: cidr.map(|cidr| Sourced { value: crate::model::Cidr(cidr.into()), origin }),
            internet: cidr.is_none().then_some(Sourced { value: true, origin }),
            ports: List { items: vec![Sourced { value: crate::model::PortNumber(port), origin }], origin },
            add: None,
            origin,
        };
        open(spec, IDENTITY.into(), rule, origins);
        spec.egress.origin = origins.join(&[spec.egress.origin, origin]);
    }
}

/// Opens what a unit needs, once: of two that need the same, both are why.
fn open(spec: &mut Workload, key: EcoString, rule: EgressRule, origins: &mut Origins) {
    let ports = |rule: &EgressRule| -> Vec<i32> { rule.ports.items.iter().map(|port| port.value.0).collect() };
    let network = |rule: &EgressRule| rule.cidr.as_ref().map(|cidr| cidr.value.0.clone());
    let is_same = |known: &EgressRule| network(known) == network(&rule) && ports(known) == ports(&rule);
    match spec.egress.entries.iter_mut().find(|(_, known)| is_same(known)) {
        Some((_, known)) => {
            known.origin = origins.join(&[known.origin, rule.origin]);
            for (port, also) in known.ports.items.iter_mut().zip(&rule.ports.items) {
                port.origin = origins.join(&[port.origin, also.origin]);
            }
        }
        None => spec.egress.entries.push((key, rule)),
    }
}

/// A statement's name: `database` and `read-write` give `DatabaseReadWrite`; IAM knows letters and digits.
fn statement_name(name: &str, access: &str) -> String {
    let mut out = String::new();
    for word in name.split('-').chain(access.split('-')) {
        let mut chars = word.chars().filter(char::is_ascii_alphanumeric);
        out.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        out.extend(chars);
    }
    out
}

/// The annotation of a ServiceAccount that names its role.
const ROLE_ARN: &str = "eks.amazonaws.com/role-arn";
/// The address at which the agent of EKS Pod Identity answers on every node.
const POD_IDENTITY_AGENT: &str = "169.254.170.23/32";
/// The name of the egress rule to what gives the pods their role.
const IDENTITY: &str = "cloud-identity";

/// Adds an entry that is not there.
fn add<T, const RULE: usize>(map: &mut Open<T, RULE>, key: EcoString, value: T, origin: Origin, origins: &mut Origins) {
    if map.get(&key).is_none() {
        map.entries.push((key, value));
        map.origin = origins.join(&[map.origin, origin]);
    }
}

/// Statements of what is granted: actions on the unit's own resources, which come first, and maps that name others.
fn statements(
    granted: &Node,
    arn: Option<&Node>,
    named: &str,
    unit: &Unit,
    sink: &mut Sink,
) -> Result<Vec<Node>, Poison> {
    let mut actions = Vec::new();
    let mut others = Vec::new();
    for item in granted.items() {
        match &item.payload {
            Payload::Map(_) => {
                let mut other = item.clone();
                let sid = ecow::eco_format!("{named}{}", others.len() + 1);
                other.set("sid", Node::text(sid, granted.origin));
                others.push(other);
            }
            _ => actions.push(item.clone()),
        }
    }
    if actions.is_empty() {
        return Ok(others);
    }
    let Some(arn) = arn else {
        let message =
            format!("definition `{}` grants actions and says no `arn` that they apply to", unit.definition.name);
        let spot = Spot::Value(unit.definition.name_place);
        return Err(sink.report(Finding::new(Code::INVALID_DEFINITION, message, spot)));
    };
    let resources = match &arn.payload {
        Payload::Seq(items) => items.clone(),
        _ => vec![arn.clone()],
    };
    let list = |items: Vec<Node>, origin| Node::new(Payload::Seq(items), origin);
    let entries = vec![
        Entry { key: "sid".into(), value: Node::text(named, granted.origin) },
        Entry { key: "actions".into(), value: list(actions, granted.origin) },
        Entry { key: "resources".into(), value: list(resources, arn.origin) },
    ];
    others.insert(0, Node::new(Payload::Map(entries), granted.origin));
    Ok(others)
}
