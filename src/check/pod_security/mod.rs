//! The Pod Security Standards: what a namespace's labels let run in it.
//!
//! Takes a pod or a template of pods; gives [`Violation`]s, each with the versions of each level that forbid it, so that one look
//! serves every namespace. [`enforce`] makes findings of those that the pod's own namespace enforces, or warns of.
//!
//! Law: one file per fault, and every check says for which versions it holds; nothing but [`enforce`] knows a namespace. The
//! nineteen checks of the standard are eighteen faults: both levels' checks of `procMount` find the same one.

pub(super) mod checks;
mod enforcement;
mod pod;
mod versions;

use std::borrow::Cow;

pub(super) use enforcement::enforce;
pub use pod::{Container, Holder, Lack, Pod};
pub use versions::{Forbidden, Minors};

use super::object::Site;
use crate::diagnostics::Code;

/// The levels of the standard that forbid something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standard {
    /// Prevents known privilege escalations.
    Baseline,
    /// Follows current hardening practice; everything that baseline forbids is forbidden too.
    Restricted,
}

/// Something that a version of a standard forbids.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The check.
    pub code: Code,
    /// The versions that forbid it.
    pub forbidden: Forbidden,
    /// What is wrong, in one phrase.
    pub message: String,
    /// What to type.
    pub help: Cow<'static, str>,
    /// The value at fault, or the map that lacks one.
    pub site: Site,
}

/// Collects the violations that one check finds.
pub struct Violations<'v> {
    /// The check.
    pub code: Code,
    /// What was found.
    pub found: &'v mut Vec<Violation>,
}

impl Violations<'_> {
    /// Notes one.
    pub fn add(&mut self, forbidden: Forbidden, message: String, help: impl Into<Cow<'static, str>>, site: Site) {
        self.found.push(Violation { code: self.code, forbidden, message, help: help.into(), site });
    }
}

impl Standard {
    /// The level of a name; `None` for `privileged`, which forbids nothing, and for what is no level.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Baseline, Self::Restricted].into_iter().find(|standard| standard.name() == name)
    }

    /// The word that labels have for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use platgen_schema::Catalog;
    use serde_json::{Value, json};

    use super::*;
    use crate::check::object::{Home, Object};
    use crate::check::rule::Judge;
    use crate::check::rules;
    use crate::lower::Resource;
    use crate::node::{Origin, Origins, from_typed};
    use crate::source::Sources;

    const PODS: u32 = 6_000;

    fn deployment(pod_security: Value, security: &Value) -> Resource {
        let container = |name: &str| {
            json!({
                "name": name,
                "image": "registry.example.com/api:1.4.0",
                "env": [{"name": "MODE", "value": "fast"}, {"name": "REGION", "value": "north"}],
                "ports": [{"name": "http", "containerPort": 8080}],
                "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}},
                "livenessProbe": {"httpGet": {"path": "/live", "port": "http"}},
                "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}},
                "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
                "securityContext": security,
            })
        };
        let spec = json!({
            "serviceAccountName": "api",
            "securityContext": pod_security,
            "initContainers": [container("migrate")],
            "containers": [container("api"), container("proxy")],
            "volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "settings", "configMap": {"name": "settings"}}],
        });
        let labels = json!({"app": "api"});
        let body = json!({
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "api", "namespace": "shop", "labels": labels},
            "spec": {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": spec}},
        });
        Resource {
            api_version: "apps/v1".into(),
            kind: "Deployment".into(),
            namespace: Some("shop".into()),
            name: "api".into(),
            body: from_typed(&body, Origin::INHERITED),
        }
    }

    /// Looks at one object many times; gives the microseconds that one look takes, and what one finds.
    #[expect(clippy::disallowed_methods, reason = "a measurement needs a clock")]
    fn look(resource: &Resource) -> (f64, usize) {
        let (origins, sources) = (Origins::default(), Sources::default());
        let schemas = Catalog::embedded().kubernetes(34).expect("a known release");
        let home = Home { app: "api".into(), occurrence: None, output: None, asked: None };
        let object = Object { resource, origins: &origins, sources: &sources, schemas: &schemas, home: &home };
        let start = Instant::now();
        let mut violations = 0;
        for _ in 0..PODS {
            let mut found = Vec::new();
            let pod = Pod::of(&object).expect("a template of pods");
            for rule in rules() {
                if let Judge::Pod(judge) = rule.judge {
                    judge(&pod, &mut Violations { code: rule.code, found: &mut found });
                }
            }
            violations = found.len();
        }
        (start.elapsed().as_secs_f64() * 1e6 / f64::from(PODS), violations)
    }

    #[test]
    #[ignore = "a measurement; run it with `--ignored --nocapture`"]
    fn measure_the_checks_of_many_pods() {
        let hardened = json!({"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}});
        let sound = deployment(json!({"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}}), &hardened);
        let bare = deployment(Value::Null, &Value::Null);
        for (title, resource) in [("sound", sound), ("bare", bare)] {
            let (micros, violations) = look(&resource);
            println!("{title}: {micros:.1} us for a pod of three containers, {violations} violations");
        }
    }
}
