use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use ecow::EcoString;
use platgen_schema::{Definition, Schemas};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::LoweredApp;
use crate::check::{Coverage, Extent, Fact, Home, Judged, Object, check_custom};
use crate::diagnostics::{Code, Finding};
use crate::lower::Resource;
use crate::node::{Fingerprint, Node, Origins, Payload};
use crate::parse::ProjectSchemas;
use crate::source::Sources;

/// The definitions of custom resources that an app renders, and its objects whose schemas only the whole cluster knows.
#[derive(Debug, Default)]
pub(super) struct CustomObjects {
    pub(super) definitions: Vec<Definition>,
    pub(super) objects: Vec<CustomObject>,
    pub(super) origins: Arc<Origins>,
}

/// One object that is judged once the definitions of its cluster are known.
#[derive(Debug)]
pub(super) struct CustomObject {
    /// Its place among the app's facts.
    pub(super) index: usize,
    pub(super) resource: Resource,
    pub(super) home: Home,
    /// Whether somebody wrote it down, and no recipe of platgen's made it.
    pub(super) is_written: bool,
}

/// Definitions of custom resources by what they say, so that each is kept and read once however many clusters render it.
#[derive(Debug, Default)]
pub(super) struct DefinitionMemo {
    compile: u64,
    known: Mutex<FxHashMap<u128, (u64, Option<Definition>)>>,
}

impl DefinitionMemo {
    /// Begins a compile.
    pub(super) fn begin(&mut self) {
        self.compile += 1;
    }

    /// Ends a compile: what neither it nor the one before it rendered is forgotten.
    pub(super) fn end(&mut self) {
        let compile = self.compile;
        let known = self.known.get_mut().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (used, _)| *used + 1 >= compile);
    }

    /// Reads a definition; nothing of one that says too little, which the check of the object itself tells.
    pub(super) fn read(&self, mut body: Node) -> Option<Definition> {
        drop_descriptions(&mut body);
        let mut hasher = Fingerprint::default();
        body.hash_values(&mut hasher);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(hasher.finish_wide());
        let (used, definition) = entry.or_insert_with(|| (0, Definition::read(Arc::new(body)).ok()));
        *used = self.compile;
        definition.clone()
    }
}

/// Drops the texts for people, which are most of a definition.
fn drop_descriptions(node: &mut Node) {
    match &mut node.payload {
        Payload::Map(entries) => {
            entries.retain(|entry| !(entry.key == "description" && matches!(entry.value.payload, Payload::Str(_))));
            // What stands below `default` are values.
            let schemas = entries.iter_mut().filter(|entry| entry.key != "default");
            schemas.for_each(|entry| drop_descriptions(&mut entry.value));
        }
        Payload::Seq(items) => items.iter_mut().for_each(drop_descriptions),
        _ => {}
    }
}

/// What the custom resources of a cluster are judged by.
#[derive(Clone, Copy)]
pub(super) struct CustomStage<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) project: &'a ProjectSchemas,
    pub(super) sources: &'a Sources,
    pub(super) extent: Extent,
}

/// What was found in the custom resources of a cluster, app by app.
#[derive(Debug, Default)]
pub(super) struct CustomFindings {
    apps: Vec<Vec<JudgedObject>>,
    pub(super) coverage: Coverage,
}

/// One custom resource with what was found in it.
#[derive(Debug)]
struct JudgedObject {
    /// Its place among the app's facts.
    index: usize,
    /// What is kept of it, now that it is known where its kind lives; `None` where that is not.
    fact: Option<Fact>,
    findings: Vec<Finding>,
}

impl CustomStage<'_> {
    /// Judges the custom resources of a cluster by the definitions that it renders, then by those that the project keeps.
    pub(super) fn judge(self, lowered: &[Arc<LoweredApp>]) -> CustomFindings {
        let known = self.known(lowered);
        let stage = CustomStage { schemas: known.as_ref().unwrap_or(self.schemas), ..self };
        let apps: Vec<Vec<JudgedObject>> = lowered
            .par_iter()
            .map(|app| app.custom.objects.iter().map(|object| stage.judge_object(app, object)).collect())
            .collect();
        let mut found = CustomFindings { apps, ..CustomFindings::default() };
        stage.count(lowered, &mut found);
        found
    }

    /// The release's schemas with those of the kinds that the cluster's objects have; `None` where none is known.
    fn known(self, lowered: &[Arc<LoweredApp>]) -> Option<Schemas> {
        let resources = lowered.iter().flat_map(|app| &app.custom.objects).map(|object| &object.resource);
        let wanted: BTreeSet<(&str, &str)> = resources.map(|it| (it.group(), it.kind.as_str())).collect();
        let is_of_wanted_group = |definition: &&Definition| {
            definition.kind().is_some_and(|(group, _)| wanted.iter().any(|(wanted, _)| *wanted == group))
        };
        let rendered = lowered.iter().flat_map(|app| &app.custom.definitions).filter(is_of_wanted_group);
        let rendered: Vec<Definition> = rendered.cloned().collect();
        let is_rendered = |kind: &(&str, &str)| rendered.iter().any(|definition| definition.kind() == Some(*kind));
        let kept = wanted.iter().filter(|kind| !self.project.is_empty() && !is_rendered(kind));
        let kept: Vec<Definition> = kept.filter_map(|(group, kind)| self.project.find(group, kind)).collect();
        let is_known = !rendered.is_empty() || !kept.is_empty();
        is_known.then(|| self.schemas.with_definitions(kept.into_iter().chain(rendered)))
    }

    fn judge_object(self, app: &LoweredApp, object: &CustomObject) -> JudgedObject {
        let CustomObject { index, resource, home, .. } = object;
        if !self.schemas.has_custom_group(resource.group()) {
            return JudgedObject { index: *index, fact: None, findings: Vec::new() };
        }
        let Self { schemas, sources, .. } = self;
        let object = Object { resource, origins: &app.custom.origins, sources, schemas, home };
        let (judged, findings) = check_custom(&object);
        let fact = (judged == Judged::Yes).then(|| Fact {
            scope: schemas.kind(&resource.api_version, &resource.kind).map(|kind| kind.scope),
            ..app.checked.facts[*index].clone()
        });
        JudgedObject { index: *index, fact, findings }
    }

    /// Counts what was judged and what was not, and says of each kind without a schema how to get one.
    fn count(self, lowered: &[Arc<LoweredApp>], found: &mut CustomFindings) {
        let mut told: BTreeSet<(&EcoString, &EcoString)> = BTreeSet::new();
        let mut evaluated: BTreeMap<(EcoString, EcoString), usize> = BTreeMap::new();
        for (app, judged) in lowered.iter().zip(&mut found.apps) {
            for (object, judged) in app.custom.objects.iter().zip(judged) {
                let Resource { api_version, kind, .. } = &object.resource;
                if judged.fact.is_some() {
                    found.coverage.checked += 1;
                    evaluated
                        .entry((api_version.clone(), kind.clone()))
                        .or_insert_with(|| self.schemas.unchecked_rules(api_version, kind));
                    continue;
                }
                found.coverage.leave_unchecked(api_version, kind);
                // A definition that cannot be read is told of where it is.
                let is_missing = || self.extent == Extent::Whole && !self.project.is_broken(kind);
                if object.is_written && told.insert((api_version, kind)) && is_missing() {
                    judged.findings.push(self.without_schema(app, object));
                }
            }
        }
        evaluated.retain(|_, rules| *rules > 0);
        found.coverage.unevaluated = evaluated;
    }

    fn without_schema(self, app: &LoweredApp, object: &CustomObject) -> Finding {
        let CustomObject { resource, home, .. } = object;
        let Self { schemas, sources, .. } = self;
        let object = Object { resource, origins: &app.custom.origins, sources, schemas, home };
        let message = format!(
            "`{}` of `{}` has no known definition: no object of this kind is checked",
            resource.kind, resource.api_version
        );
        let at = object.root().get("kind").unwrap_or_else(|| object.root());
        let mut finding = object.finding(Code::KIND_WITHOUT_SCHEMA, message, object.site(&at));
        finding.help = Some("put its CustomResourceDefinition into `schemas/crds/`, or let `platgen vendor` fetch it: `crds` in platgen.yaml".to_owned());
        finding
    }
}

impl CustomFindings {
    /// What is kept of every object of the cluster, in the order of the apps.
    pub(super) fn facts<'a>(&'a self, lowered: &'a [Arc<LoweredApp>]) -> Vec<&'a Fact> {
        let mut facts = Vec::new();
        for (app, judged) in lowered.iter().zip(&self.apps) {
            let mut judged = judged.iter().peekable();
            for (index, fact) in app.checked.facts.iter().enumerate() {
                let own = judged.next_if(|object| object.index == index).and_then(|object| object.fact.as_ref());
                facts.push(own.unwrap_or(fact));
            }
        }
        facts
    }

    /// What was found in custom resources, each with what is kept of it.
    pub(super) fn found<'a>(
        &'a self,
        lowered: &'a [Arc<LoweredApp>],
    ) -> impl Iterator<Item = (&'a Fact, Finding)> + use<'a> {
        lowered.iter().zip(&self.apps).flat_map(|(app, judged)| {
            judged.iter().flat_map(move |object| {
                let fact = &app.checked.facts[object.index];
                object.findings.iter().map(move |finding| (fact, finding.clone()))
            })
        })
    }
}

/// Whether an object defines custom resources.
fn is_definition(resource: &Resource) -> bool {
    resource.kind == "CustomResourceDefinition" && resource.group() == "apiextensions.k8s.io"
}

/// Takes the definitions and the custom resources of an app out of its resources, which are dropped or kept elsewhere.
pub(super) fn take_custom(
    resources: Vec<Resource>,
    mut open: Vec<CustomPlace>,
    origins: &Arc<Origins>,
    memo: &DefinitionMemo,
) -> CustomObjects {
    let mut custom = CustomObjects::default();
    open.reverse();
    for (index, resource) in resources.into_iter().enumerate() {
        if is_definition(&resource) {
            custom.definitions.extend(memo.read(resource.body));
        } else if let Some(CustomPlace { home, is_written, .. }) = open.pop_if(|place| place.index == index) {
            custom.objects.push(CustomObject { index, resource, home, is_written });
        }
    }
    if !custom.objects.is_empty() {
        custom.origins = origins.clone();
    }
    custom
}

/// Where a custom resource stands among the resources of its app, and what it belongs to.
pub(super) struct CustomPlace {
    pub(super) index: usize,
    pub(super) home: Home,
    pub(super) is_written: bool,
}
