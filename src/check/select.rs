use std::borrow::Cow;
use std::collections::BTreeMap;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::cluster::Cluster;
use super::external::is_named;
use super::fact::{Fact, Labels, Operator, Pods, Requirement, Selector, Service, is_home};
use crate::diagnostics::{Finding, nearest};

/// Pods and Services by the labels that they have, so that a selector looks at few of them.
#[derive(Default, Debug)]
pub(super) struct Selectable<'a> {
    pods: LabelIndex<'a>,
    services: LabelIndex<'a>,
    /// Custom resources whose controllers may make pods, Services and workloads, by namespace.
    makers: FxHashMap<&'a str, Vec<usize>>,
}

/// Objects of one sort by namespace, and by the labels that they are selected by.
#[derive(Default, Debug)]
struct LabelIndex<'a> {
    by_namespace: BTreeMap<&'a str, Vec<usize>>,
    by_label: FxHashMap<(&'a str, &'a str, &'a str), Vec<usize>>,
}

/// Labels that pods get when they run, so that no template has them.
const RUNTIME: [&str; 11] = [
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/job-completion-index",
    "controller-revision-hash",
    "pod-template-hash",
    "rollouts-pod-template-hash",
    "spilo-role",
    "statefulset.kubernetes.io/pod-name",
    "vault-active",
    "vault-initialized",
    "vault-perf-standby",
    "vault-sealed",
];

/// Values of the label `role` that whoever elects a leader gives to running pods.
const ROLES: [&str; 5] = ["leader", "master", "primary", "replica", "standby"];

/// Groups of custom resources that make neither pods nor Services.
const NO_MAKERS: [&str; 32] = [
    "acme.cert-manager.io",
    "bitnami.com",
    "cert-manager.io",
    "cilium.io",
    "cloud.google.com",
    "configuration.konghq.com",
    "constraints.gatekeeper.sh",
    "crd.projectcalico.org",
    "elbv2.k8s.aws",
    "external-secrets.io",
    "gateway.envoyproxy.io",
    "generators.external-secrets.io",
    "karpenter.k8s.aws",
    "karpenter.sh",
    "keda.sh",
    "kustomize.toolkit.fluxcd.io",
    "kyverno.io",
    "networking.gke.io",
    "networking.istio.io",
    "notification.toolkit.fluxcd.io",
    "policies.kyverno.io",
    "policy.linkerd.io",
    "projectcalico.org",
    "secrets-store.csi.x-k8s.io",
    "secrets.hashicorp.com",
    "security.istio.io",
    "source.toolkit.fluxcd.io",
    "telemetry.istio.io",
    "templates.gatekeeper.sh",
    "traefik.containo.us",
    "traefik.io",
    "velero.io",
];

/// Kinds that make neither pods nor Services, of groups of which others do.
const NO_MAKER_KINDS: [(&str, &[&str]); 2] = [
    ("argoproj.io", &["AnalysisTemplate", "AppProject", "Application", "ApplicationSet", "Rollout"]),
    (
        "monitoring.coreos.com",
        &["AlertmanagerConfig", "PodMonitor", "Probe", "PrometheusRule", "ScrapeConfig", "ServiceMonitor"],
    ),
];

/// The namespace in which every cluster runs pods that nobody renders.
const OCCUPIED: &str = "kube-system";

/// How namespaces begin that belong to whoever runs the cluster.
const PROVIDERS: [&str; 4] = ["gke-", "gmp-", "kube-node-", "openshift-"];

impl<'a> Selectable<'a> {
    /// Takes in one object.
    pub(super) fn add(&mut self, index: usize, fact: &'a Fact) {
        let namespace = fact.namespace.as_deref();
        if let Some(pods) = fact.pods() {
            self.pods.add(index, namespace, &pods.labels);
        } else if fact.service().is_some() {
            self.services.add(index, namespace, &fact.labels);
        } else if may_make_pods(fact) {
            self.makers.entry(space(namespace)).or_default().push(index);
        }
    }
}

impl<'a> LabelIndex<'a> {
    fn add(&mut self, index: usize, namespace: Option<&'a str>, labels: &'a Labels) {
        let namespace = space(namespace);
        self.by_namespace.entry(namespace).or_default().push(index);
        for (key, value) in &labels.0 {
            self.by_label.entry((namespace, key, value)).or_default().push(index);
        }
    }

    /// Those which a selector may select, in their order: those that its narrowest condition lets through, where one names values.
    fn candidates<'s>(&'s self, namespace: Option<&'s str>, selector: &'s Selector) -> Candidates<'s> {
        let named = selector.0.iter().filter(|requirement| requirement.operator == Operator::In);
        let count =
            |requirement: &&Requirement| -> usize { self.lists(namespace, requirement).map(<[usize]>::len).sum() };
        let Some(narrowest) = named.min_by_key(count) else {
            let by_namespace: &'s BTreeMap<&str, Vec<usize>> = &self.by_namespace;
            return Cow::Borrowed(by_namespace.get(space(namespace)).map_or(&[], Vec::as_slice));
        };
        let mut lists = self.lists(namespace, narrowest);
        match (lists.next(), lists.next()) {
            (None, _) => Cow::Borrowed(&[]),
            (Some(only), None) => Cow::Borrowed(only),
            _ => {
                let mut all: Vec<usize> = self.lists(namespace, narrowest).flatten().copied().collect();
                all.sort_unstable();
                all.dedup();
                Cow::Owned(all)
            }
        }
    }

    fn lists<'s>(
        &'s self,
        namespace: Option<&'s str>,
        requirement: &'s Requirement,
    ) -> impl Iterator<Item = &'s [usize]> + use<'s, 'a> {
        let index: &'s FxHashMap<(&str, &str, &str), Vec<usize>> = &self.by_label;
        let list = move |value: &'s EcoString| index.get(&(space(namespace), requirement.key.as_str(), value.as_str()));
        requirement.values.iter().filter_map(list).map(Vec::as_slice)
    }
}

type Candidates<'s> = Cow<'s, [usize]>;

impl<'a> Cluster<'a> {
    /// The pods, and templates of pods, of a namespace that a selector selects.
    pub fn select(&self, namespace: Option<&str>, selector: &Selector) -> Vec<(&'a Fact, &'a Pods)> {
        self.select_up_to(usize::MAX, namespace, selector)
    }

    /// The first of the pods that a selector selects: enough for what is asked of each of them, however many there are.
    pub fn select_some(&self, namespace: Option<&str>, selector: &Selector) -> Vec<(&'a Fact, &'a Pods)> {
        self.select_up_to(LOOKED_AT, namespace, selector)
    }

    fn select_up_to(&self, most: usize, namespace: Option<&str>, selector: &Selector) -> Vec<(&'a Fact, &'a Pods)> {
        let candidates = self.selectable.pods.candidates(namespace, selector);
        let pods = candidates.iter().filter_map(|index| self.pods_at(*index));
        pods.filter(|(_, pods)| selector.matches(&pods.labels)).take(most).collect()
    }

    /// The Services of a namespace that a selector selects by their own labels.
    pub fn select_services(&self, namespace: Option<&str>, selector: &Selector) -> Vec<(&'a Fact, &'a Service)> {
        let candidates = self.selectable.services.candidates(namespace, selector);
        let services = candidates.iter().filter_map(|index| self.fact_at(*index));
        let selected = services.filter(|fact| selector.matches(&fact.labels));
        selected.filter_map(|fact| Some((fact, fact.service()?))).collect()
    }

    /// The namespaces in which pods or Services are; those with pods first.
    pub fn inhabited(&self) -> impl Iterator<Item = &'a str> + '_ {
        let Selectable { pods, services, .. } = &self.selectable;
        let of_services = services.by_namespace.keys().filter(|namespace| !pods.by_namespace.contains_key(*namespace));
        pods.by_namespace.keys().chain(of_services).copied()
    }

    /// Whether a selector selects pods of a namespace, or may select some that nobody renders.
    pub fn selects_any(&self, namespace: Option<&str>, selector: &Selector) -> bool {
        let selects = |selector: &Selector| {
            let candidates = self.selectable.pods.candidates(namespace, selector);
            let mut pods = candidates.iter().filter_map(|index| self.pods_at(*index));
            pods.any(|(_, pods)| selector.matches(&pods.labels))
        };
        selects(selector) || {
            let of_templates = selector.without_runtime_labels();
            of_templates.is_empty() && !selector.is_empty()
                || of_templates.0.len() < selector.0.len() && selects(&of_templates)
                || self.has_unrendered_pods(namespace)
                || self.may_be_labelled(namespace, selector)
        }
    }

    /// Whether pods run in a namespace that nobody renders: as the cluster's own, or because somebody says so.
    pub fn has_unrendered_pods(&self, namespace: Option<&str>) -> bool {
        let Some(namespace) = namespace else { return false };
        let of_pods = |group: Option<&EcoString>, kind: &str| is_home(group.map(EcoString::as_str), kind);
        namespace == OCCUPIED
            || PROVIDERS.iter().any(|provider| namespace.starts_with(provider))
            || self.external.objects.iter().any(|object| {
                of_pods(object.group.as_ref(), &object.kind)
                    && object.namespace.as_ref().is_some_and(|pattern| is_named(pattern, namespace))
            })
    }

    /// Whether a custom resource of the namespace may make an object of this name: operators begin names with its own.
    pub fn may_be_made(&self, namespace: Option<&str>, name: &str) -> bool {
        self.makers(namespace).any(|maker| {
            let is_operated = maker.group() == "monitoring.coreos.com" && name.ends_with("-operated");
            is_operated || !maker.name.is_empty() && name.starts_with(maker.name.as_str())
        })
    }

    /// Whether a custom resource may make objects with such labels: operators write its name, or labels of their own domain.
    pub fn may_be_labelled(&self, namespace: Option<&str>, selector: &Selector) -> bool {
        self.makers(namespace).any(|maker| {
            selector.0.iter().any(|requirement| {
                requirement.values.contains(&maker.name)
                    || domain_of_key(&requirement.key).is_some_and(|domain| domain == domain_of(maker.group()))
            })
        })
    }

    /// Points at the pods that fulfil the most conditions of a selector which selects none, and says what was likely meant.
    pub fn with_nearest(&self, finding: Finding, namespace: Option<&str>, selector: &Selector) -> Finding {
        let failing = |pods: &Pods| selector.failing(&pods.labels).count();
        let known: Vec<(&Fact, &Pods)> = self.pods_in(namespace).take(LOOKED_AT).collect();
        let Some(fewest) = known.iter().map(|(_, pods)| failing(pods)).min() else { return finding };
        let mut nearly = known.iter().filter(|(_, pods)| failing(pods) == fewest);
        let Some(first) = nearly.clone().next() else { return finding };
        let near = nearly.find_map(|(fact, pods)| Some((fact, pods, meant(selector, &pods.labels)?)));
        match near {
            Some((other, pods, meant)) => point_at(finding, other, pods).help(format!("did you mean `{meant}`?")),
            // Pods that have no label of it have nothing to do with it.
            None if fewest == selector.0.len() => finding,
            None => {
                let (other, pods) = first;
                let lacking = selector.failing(&pods.labels).next().map(|requirement| {
                    let key = &requirement.key;
                    match pods.labels.get(key) {
                        Some(value) => format!("the pods of {} have `{key}: {value}`", other.title()),
                        None => format!("the pods of {} have no label `{key}`", other.title()),
                    }
                });
                let finding = point_at(finding, other, pods);
                lacking.into_iter().fold(finding, Finding::help)
            }
        }
    }

    fn makers<'s>(&'s self, namespace: Option<&'s str>) -> impl Iterator<Item = &'a Fact> + use<'s, 'a> {
        let makers: &FxHashMap<&str, Vec<usize>> = &self.selectable.makers;
        makers.get(space(namespace)).into_iter().flatten().filter_map(|index| self.fact_at(*index))
    }
}

impl Selector {
    /// The conditions that templates of pods can fulfil.
    fn without_runtime_labels(&self) -> Selector {
        let is_given_later = |requirement: &&Requirement| {
            let is_role =
                requirement.key == "role" && requirement.values.iter().all(|value| ROLES.contains(&value.as_str()));
            is_role || RUNTIME.contains(&requirement.key.as_str())
        };
        Selector(self.0.iter().filter(|requirement| !is_given_later(requirement)).cloned().collect())
    }
}

/// How many pods of one selector are looked at one by one.
const LOOKED_AT: usize = 200;

fn point_at(finding: Finding, other: &Fact, pods: &Pods) -> Finding {
    let (spot, label) = other.other_half(&pods.labels_site);
    finding.with(spot, label)
}

/// The label with a value so near that a condition likely meant it.
fn meant(selector: &Selector, labels: &Labels) -> Option<String> {
    let requirement = selector.failing(labels).next()?;
    let key = &requirement.key;
    let (wanted, value) = (requirement.values.first(), labels.get(key));
    match (wanted, value) {
        (Some(wanted), Some(value)) => nearest(wanted, [value.as_str()]).map(|value| format!("{key}: {value}")),
        (Some(wanted), None) => {
            let (key, value) =
                labels.0.iter().find(|(known, value)| value == wanted && nearest(key, [known.as_str()]).is_some())?;
            Some(format!("{key}: {value}"))
        }
        _ => None,
    }
}

/// The namespace of what names none: that of whoever applies it without saying another.
pub(super) fn space(namespace: Option<&str>) -> &str {
    namespace.unwrap_or("default")
}

/// Whether an object is a custom resource whose controller may make pods or Services.
fn may_make_pods(fact: &Fact) -> bool {
    let group = fact.group();
    if !group.contains('.') || NO_MAKERS.contains(&group) {
        return false;
    }
    let is_kubernetes =
        group.ends_with(".k8s.io") && (group, fact.kind.as_str()) != ("gateway.networking.k8s.io", "Gateway");
    let is_no_maker = |(known, kinds): &(&str, &[&str])| *known == group && kinds.contains(&fact.kind.as_str());
    !is_kubernetes && !NO_MAKER_KINDS.iter().any(is_no_maker)
}

/// The last two parts of a group: `cnpg.io` of `postgresql.cnpg.io`.
fn domain_of(group: &str) -> &str {
    let dots = group.rmatch_indices('.').nth(1);
    dots.map_or(group, |(at, _)| &group[at + 1..])
}

/// The domain of whoever gives a label its meaning; none for Kubernetes' own.
fn domain_of_key(key: &str) -> Option<&str> {
    let (prefix, _) = key.split_once('/')?;
    Some(domain_of(prefix)).filter(|domain| !matches!(*domain, "kubernetes.io" | "k8s.io"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(labels: &[(&str, &str)]) -> Labels {
        Labels(labels.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect())
    }

    fn condition(key: &str, operator: Operator, values: &[&str]) -> Requirement {
        Requirement { key: key.into(), operator, values: values.iter().map(|value| (*value).into()).collect() }
    }

    #[test]
    fn a_selector_looks_at_what_its_narrowest_condition_lets_through() {
        let all: Vec<Labels> =
            (0..2_000).map(|index| labels(&[("part-of", "shop"), ("app", &format!("app-{index}"))])).collect();
        let mut index = LabelIndex::default();
        for (at, labels) in all.iter().enumerate() {
            index.add(at, Some("shop"), labels);
        }
        let seen = |conditions: Vec<Requirement>| index.candidates(Some("shop"), &Selector(conditions)).into_owned();
        let of_shop = || condition("part-of", Operator::In, &["shop"]);
        assert_eq!(seen(vec![of_shop(), condition("app", Operator::In, &["app-7"])]), [7]);
        assert_eq!(seen(vec![of_shop(), condition("app", Operator::In, &["app-9", "app-3", "app-9"])]), [3, 9]);
        assert_eq!(seen(vec![of_shop(), condition("app", Operator::In, &["none"])]), [0; 0]);
        assert_eq!(seen(vec![condition("app", Operator::Exists, &[])]).len(), 2_000);
        assert_eq!(index.candidates(None, &Selector::default()).len(), 0);
        assert_eq!(index.candidates(Some("shop"), &Selector::default()).len(), 2_000);
    }

    #[test]
    fn a_domain_is_the_end_of_a_group_and_of_a_prefix() {
        assert_eq!(domain_of("postgresql.cnpg.io"), "cnpg.io");
        assert_eq!(domain_of("keda.sh"), "keda.sh");
        assert_eq!(domain_of(""), "");
        assert_eq!(domain_of_key("kafka.strimzi.io/cluster"), Some("strimzi.io"));
        assert_eq!(domain_of_key("app.kubernetes.io/name"), None);
        assert_eq!(domain_of_key("app"), None);
    }
}
