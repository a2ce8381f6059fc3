use ecow::EcoString;
use sha2::{Digest, Sha256};

use super::adoption::set_annotation;
use super::spot;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::inflate::{Inflated, Role};
use crate::lower::Resource;
use crate::lower::annotations::{HOOK, HOOK_DELETE_POLICY, SYNC_WAVE};
use crate::model::{HookPolicy, Hooks, Sourced};
use crate::node::{Node, Origin, Origins, Payload};
use crate::resolve::ChartPlan;

/// Whether an object is rendered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decision {
    /// It is.
    Keep,
    /// It is left out.
    Drop,
}

const HELM_HOOK: &str = "helm.sh/hook";
const HELM_WEIGHT: &str = "helm.sh/hook-weight";
const HELM_DELETE_POLICY: &str = "helm.sh/hook-delete-policy";
const HELM_LOG_POLICY: &str = "helm.sh/hook-output-log-policy";

/// How far before or after everything else a hook stands that is no hook of Argo CD's.
const APART: i64 = 100;

/// The events of Helm that a sync has something like, with Argo CD's word for it.
const EVENTS: [(&str, &str); 6] = [
    ("pre-install", "PreSync"),
    ("pre-upgrade", "PreSync"),
    ("post-install", "PostSync"),
    ("post-upgrade", "PostSync"),
    ("pre-delete", "PreDelete"),
    ("post-delete", "PostDelete"),
];

/// Helm's words for when a hook's object goes, with Argo CD's.
const DELETE_POLICIES: [(&str, &str); 3] = [
    ("before-hook-creation", "BeforeHookCreation"),
    ("hook-succeeded", "HookSucceeded"),
    ("hook-failed", "HookFailed"),
];

/// What a hook of Helm's says of itself.
struct Hook {
    events: EcoString,
    phases: Vec<&'static str>,
    weight: i64,
    delete_policies: Vec<&'static str>,
    /// What made the annotations.
    origin: Origin,
}

/// Reports policies of hooks that the chart does not have.
pub(super) fn check_names(plan: &ChartPlan, inflated: &Inflated, origins: &Origins, sink: &mut Sink) {
    let Some(Hooks::Named(named)) = &plan.hooks else { return };
    let hooks = inflated.objects.iter().filter(|object| matches!(object.role, Role::Hook { .. }));
    let known: Vec<&str> = hooks.filter_map(|hook| hook.body.at(&["metadata", "name"])?.as_str()).collect();
    for (name, policy) in named.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        let message = format!("chart `{}` has no hook `{name}`", plan.chart.folder);
        let finding = Finding::new(Code::UNKNOWN_NAME, message, spot::key(origins, policy.origin));
        sink.report(finding.suggest(name, known.iter().copied()));
    }
}

/// Decides what becomes of an object that is a hook, and makes it what Argo CD understands; each decision is told.
pub(super) fn decide(
    plan: &ChartPlan,
    resource: &mut Resource,
    (role, template): (Role, &str),
    origins: &mut Origins,
    sink: &mut Sink,
) -> Decision {
    let Role::Hook { is_test } = role else { return Decision::Keep };
    let hook = Hook::read(resource, origins);
    let stated = plan.hook_policy(&resource.name);
    let policy = stated.map_or_else(|| hook.usual(), |policy| policy.value);
    let policy = if is_test || hook.phases.is_empty() { HookPolicy::Drop } else { policy };
    let what = match policy {
        HookPolicy::Drop if is_test => "is left out: nothing tests a release",
        HookPolicy::Drop if hook.phases.is_empty() => "is left out: a sync has nothing like it",
        HookPolicy::Drop => "is left out, as `hooks` says",
        _ if hook.is_of_deletion() => "runs when the app is deleted",
        HookPolicy::Once => "runs in the first sync, and again only where it has changed",
        HookPolicy::Every => "runs in every sync",
    };
    let Resource { kind, name, .. } = &*resource;
    let message = format!("hook `{}` of chart `{}`, {kind} `{name}`, {what}", hook.events, plan.chart.folder);
    let told = stated.map_or(plan.origin, |policy| policy.origin);
    let mut finding = Finding::new(Code::CHART_HOOK, message, spot::key(origins, told));
    if let Some(at) = plan.chart.line(template, 1) {
        finding = finding.with(Spot::Key(origins.first_leaf(hook.origin).unwrap_or(at)), "a hook of Helm's");
    }
    if !is_test && !hook.phases.is_empty() && stated.is_none() {
        finding =
            finding.help(format!("to have it otherwise, write `hooks: {{{name}: …}}`: `once`, `every` or `drop`"));
    }
    sink.report(finding);
    if policy == HookPolicy::Drop {
        return Decision::Drop;
    }
    let because =
        origins.join(&[hook.origin, stated.map_or(Origin::INHERITED, |policy: &Sourced<HookPolicy>| policy.origin)]);
    hook.translate(policy, resource, because);
    resource.body.origin = origins.join(&[resource.body.origin, because]);
    Decision::Keep
}

impl Hook {
    fn read(resource: &Resource, origins: &mut Origins) -> Self {
        let annotation = |key: &str| resource.body.at(&["metadata", "annotations", key]);
        let text = |key: &str| annotation(key).and_then(Node::as_str).unwrap_or_default();
        let words =
            |key: &str| -> Vec<String> { text(key).split(',').map(|word| word.trim().to_lowercase()).collect() };
        let named = |table: &[(&'static str, &'static str)], words: &[String]| {
            let mut found: Vec<&'static str> = Vec::new();
            for word in words {
                let known = table.iter().find(|(helm, _)| helm == word).map(|(_, argo)| *argo);
                found.extend(known.filter(|argo| !found.contains(argo)));
            }
            found
        };
        let made: Vec<Origin> = [HELM_HOOK, HELM_WEIGHT, HELM_DELETE_POLICY]
            .into_iter()
            .filter_map(|key| annotation(key).map(|node| node.origin))
            .collect();
        Self {
            events: text(HELM_HOOK).into(),
            phases: named(&EVENTS, &words(HELM_HOOK)),
            weight: text(HELM_WEIGHT).trim().parse().unwrap_or(0),
            delete_policies: named(&DELETE_POLICIES, &words(HELM_DELETE_POLICY)),
            origin: origins.join(&made),
        }
    }

    /// What becomes of it where nobody says so: what Helm runs in installations alone runs once.
    fn usual(&self) -> HookPolicy {
        let is_of_installation = self.events.split(',').all(|event| event.trim().ends_with("-install"));
        if is_of_installation { HookPolicy::Once } else { HookPolicy::Every }
    }

    /// Whether it runs for nothing but deletions.
    fn is_of_deletion(&self) -> bool {
        self.phases.iter().all(|phase| phase.ends_with("Delete"))
    }

    fn translate(&self, policy: HookPolicy, resource: &mut Resource, because: Origin) {
        let is_hook = policy == HookPolicy::Every || self.is_of_deletion();
        if !is_hook && matches!(resource.kind.as_str(), "Job" | "Pod") {
            name_after_content(resource, because);
        }
        let Some(metadata) = resource.body.get_mut("metadata") else { return };
        remove_annotations(metadata, &[HELM_HOOK, HELM_WEIGHT, HELM_DELETE_POLICY, HELM_LOG_POLICY]);
        let mut set = |key: &str, text: String| set_annotation(metadata, key, Node::text(text, because));
        if is_hook {
            set(HOOK, self.phases.join(","));
            if self.weight != 0 {
                set(SYNC_WAVE, self.weight.to_string());
            }
            let policies = match self.delete_policies.as_slice() {
                [] => "BeforeHookCreation".to_owned(),
                stated => stated.join(","),
            };
            set(HOOK_DELETE_POLICY, policies);
        } else {
            let is_before = self.phases.contains(&"PreSync");
            set(SYNC_WAVE, (self.weight + if is_before { -APART } else { APART }).to_string());
        }
    }
}

fn remove_annotations(metadata: &mut Node, keys: &[&str]) {
    let Some(annotations) = metadata.get_mut("annotations") else { return };
    if let Payload::Map(entries) = &mut annotations.payload {
        entries.retain(|entry| !keys.contains(&entry.key.as_str()));
    }
}

/// Nobody may change a Job or a Pod, so that a changed one is another one; and one that would remove itself would run again.
fn name_after_content(resource: &mut Resource, because: Origin) {
    if let Some(Payload::Map(spec)) = resource.body.get_mut("spec").map(|spec| &mut spec.payload) {
        spec.retain(|entry| entry.key != "ttlSecondsAfterFinished");
    }
    let spec = resource.body.get("spec").map_or_else(String::new, |spec| spec.to_json().to_string());
    let digest = Sha256::digest(spec.as_bytes());
    let suffix: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let kept: String = resource.name.chars().take(63 - suffix.len() - 1).collect();
    let name = ecow::eco_format!("{}-{suffix}", kept.trim_end_matches(['-', '.']));
    if let Some(node) = resource.body.get_mut("metadata").and_then(|metadata| metadata.get_mut("name")) {
        *node = Node::text(name.clone(), if node.origin.is_inherited() { because } else { node.origin });
    }
    resource.name = name;
}
