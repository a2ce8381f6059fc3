use std::sync::Arc;

use ecow::EcoString;
use smallvec::SmallVec;

use super::environments::Inputs;
use super::namespaces::StackNamespaces;
use super::stacks::StackInstance;
use super::teams::Team;
use super::workloads::spot_of;
use super::{CustomKindPlan, Evaluator, ManifestSet, ManifestsPlan, Merged, MergedView};
use crate::diagnostics::{Code, Concealed, Finding, Level, Poison, Sink, Spot, nearest};
use crate::expression::Template;
use crate::model::{Manifests, ManifestsEntry, Reading, Shaped, Sourced, Text};
use crate::node::{Cause, Entry, Node, Origin, Origins, Payload, as_written};
use crate::parse::{EXTENSIONS, ProjectManifest, ProjectManifests, StreamObject};
use crate::source::{FileId, NodeId, Place, Value};

/// What the plain manifests of one stack on one cluster are planned from.
#[derive(Clone, Copy)]
pub(super) struct ManifestsOf<'a> {
    pub(super) instance: &'a StackInstance<'a>,
    pub(super) namespaces: &'a StackNamespaces,
    pub(super) team: &'a Team,
    pub(super) inputs: Inputs<'a>,
}

/// One entry of `manifests`, read.
struct Wanted {
    path: Sourced<Text>,
    template: Option<Sourced<bool>>,
    namespace: Option<Sourced<EcoString>>,
    origin: Origin,
}

impl ManifestsOf<'_> {
    /// Finds the files of every entry, and evaluates their objects.
    ///
    /// # Errors
    /// Poison when a part of them failed; every fault was reported.
    pub(super) fn plan(self, origins: &mut Origins, sink: &mut Sink) -> Result<Option<Box<ManifestsPlan>>, Poison> {
        let sources = self.inputs.sources;
        let Some(manifests) = self.instance.merged.member("manifests", sources) else { return Ok(None) };
        let MergedView::Map(_, entries) = manifests.view(sources) else { return Err(Poison) };
        let entries = entries.iter().filter(|(_, entry)| !entry.is_null(sources));
        let sets: Vec<Result<ManifestSet, Poison>> =
            entries.map(|(name, entry)| self.set(name, entry, origins, sink)).collect();
        let sets: Vec<ManifestSet> = sets.into_iter().collect::<Result<_, _>>()?;
        let (team_name, team_place) = self.instance.team();
        let environment = self.instance.environment;
        let (namespaces, has_all_namespaces) = self.namespaces.known();
        Ok(Some(Box::new(ManifestsPlan {
            custom: self.custom_kinds(&sets, origins),
            sets,
            stack: self.instance.stack_name(origins),
            team: Sourced { value: team_name.clone(), origin: origins.leaf(*team_place) },
            environment: Sourced { value: environment.name.clone(), origin: origins.leaf(environment.name_place) },
            has_all_namespaces,
            namespaces,
            cluster_kinds: self.team.cluster_kinds(origins),
        })))
    }

    fn set(
        self,
        name: &EcoString,
        entry: &Merged,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<ManifestSet, Poison> {
        let read = self.entry(entry, origins, sink)?;
        let place = origins.first_leaf(read.path.origin).unwrap_or(entry.place());
        let manifests = self.inputs.revisions.manifests(place.file).unwrap_or(&self.inputs.project.manifests);
        let path = &read.path.value.0;
        let Some(files) = manifests.find(path) else {
            return Err(sink.report(missing_path(path, Spot::Value(place), manifests)));
        };
        let mut objects = Vec::new();
        let mut poison = None;
        for file in files {
            match self.file(file, &read, origins, sink) {
                Ok(found) => objects.extend(found),
                Err(failed) => poison = Some(failed),
            }
        }
        match poison {
            Some(poison) => Err(poison),
            None => Ok(ManifestSet {
                name: name.clone(),
                path: path.clone(),
                objects,
                namespace: read.namespace,
                origin: read.origin,
            }),
        }
    }

    fn entry(self, entry: &Merged, origins: &mut Origins, sink: &mut Sink) -> Result<Wanted, Poison> {
        let tree = self.instance.evaluator(self.inputs, origins, sink).evaluate(entry, &Manifests::SHAPE)?;
        let (path, template, namespace) = match Manifests::read(&tree, &mut Reading { origins, sink })? {
            Manifests::Path(path) => (path, None, None),
            Manifests::Record(ManifestsEntry { path, template, namespace, .. }) => (path, template, namespace),
        };
        let namespace = match namespace {
            Some(logical) => {
                let spot = spot_of(logical.origin, entry.place(), origins);
                let stack = self.instance.name();
                Some(self.namespaces.real(&logical.value.0, logical.origin, spot, stack, origins, sink)?)
            }
            None => None,
        };
        let origin = origins.join(&[tree.origin, path.origin]);
        Ok(Wanted { path, template, namespace, origin })
    }

    /// Evaluates the objects of one file; what is wrong with the file itself is reported here, where it is used.
    fn file(
        self,
        manifest: &ProjectManifest,
        entry: &Wanted,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Vec<Node>, Poison> {
        sink.extend(manifest.findings.iter().cloned());
        let has_fault = manifest.findings.iter().any(|finding| finding.level == Level::Error);
        let Some(file) = manifest.file else { return Err(Poison) };
        let objects = manifest.objects.iter().map(|object| self.object(file, *object, entry, origins, sink));
        let objects: Vec<Result<Node, Poison>> = objects.collect();
        if !has_fault && objects.iter().all(Result::is_ok) {
            return objects.into_iter().collect();
        }
        // Nobody will judge them, so nobody will know what in them is a secret.
        for object in &manifest.objects {
            let body = as_written(Place::new(file, object.root), self.inputs.sources, origins);
            conceal_secrets(&body, origins, sink);
        }
        Err(Poison)
    }

    fn object(
        self,
        file: FileId,
        object: StreamObject,
        entry: &Wanted,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Result<Node, Poison> {
        let path = origins.causes(entry.path.origin).collect();
        let evaluator = self.instance.evaluator(self.inputs, origins, sink);
        let mut tree = Tree { file, path, template: entry.template.as_ref(), evaluator };
        let mut body = tree.node(object.root)?;
        let list = object.list.map_or(Origin::INHERITED, |kind| origins.leaf(Place::new(file, kind)));
        body.origin = origins.join(&[body.origin, entry.origin, list]);
        Ok(body)
    }

    /// What the definitions among the project's manifests say of the kinds of some objects.
    fn custom_kinds(self, sets: &[ManifestSet], origins: &mut Origins) -> Vec<CustomKindPlan> {
        let of_revision = self.inputs.revisions.manifests(self.instance.document.file);
        let files = of_revision.into_iter().chain([&self.inputs.project.manifests]).flat_map(|known| &known.files);
        let custom: Vec<_> = files.flat_map(|file: &Arc<ProjectManifest>| &file.custom).collect();
        let mut plans: Vec<CustomKindPlan> = Vec::new();
        for object in sets.iter().flat_map(|set| &set.objects) {
            let Some((group, kind)) = group_and_kind(object) else { continue };
            let is_of = |known_group: &str, known_kind: &str| known_group == group && known_kind == kind;
            if plans.iter().any(|plan| is_of(&plan.group, &plan.kind)) {
                continue;
            }
            let Some(known) = custom.iter().find(|known| is_of(&known.group, &known.kind)) else { continue };
            plans.push(CustomKindPlan {
                group: known.group.clone(),
                kind: known.kind.clone(),
                is_cluster_scoped: Sourced {
                    value: known.is_cluster_scoped,
                    origin: origins.of(Cause::Leaf(known.place)),
                },
            });
        }
        plans
    }
}

fn group_and_kind(object: &Node) -> Option<(&str, &str)> {
    let (group, _) = object.get("apiVersion")?.as_str()?.split_once('/')?;
    Some((group, object.get("kind")?.as_str()?))
}

/// Makes trees of the nodes of a manifest.
struct Tree<'a> {
    file: FileId,
    /// What chose the file: with another path every value would be another's.
    path: SmallVec<[Cause; 2]>,
    /// Whether expressions are evaluated, where the entry says so.
    template: Option<&'a Sourced<bool>>,
    evaluator: Evaluator<'a>,
}

impl Tree<'_> {
    fn origin(&mut self, place: Place) -> Origin {
        self.evaluator.origins.of_causes([Cause::Leaf(place)].into_iter().chain(self.path.iter().copied()))
    }

    /// Makes a tree, each part of which points at itself in the file.
    fn node(&mut self, at: NodeId) -> Result<Node, Poison> {
        let place = Place::new(self.file, at);
        let document = self.evaluator.sources.document(self.file);
        let payload = match document.value(at) {
            Value::Null => Payload::Null,
            Value::Bool(value) => Payload::Bool(value),
            Value::Int(value) => Payload::Int(value),
            Value::Float(value) => Payload::Float(value),
            Value::UInt(value) => {
                let message = format!("`{value}` does not fit the 64 bits that Kubernetes has");
                let finding = Finding::new(Code::INVALID_VALUE, message, Spot::Value(place));
                return Err(self.evaluator.sink.report(finding));
            }
            Value::Str(text) if Template::is_needed(text) => return self.text(place),
            Value::Str(_) => Payload::Str(document.text_shared(at)),
            Value::Seq(items) => {
                let items: Vec<Result<Node, Poison>> = items.iter().map(|item| self.node(*item)).collect();
                Payload::Seq(items.into_iter().collect::<Result<_, _>>()?)
            }
            Value::Map(entries) => {
                let entry =
                    |entry: &crate::source::Entry| Ok(Entry { key: entry.key.clone(), value: self.node(entry.value)? });
                let entries: Vec<Result<Entry, Poison>> = entries.iter().map(entry).collect();
                Payload::Map(entries.into_iter().collect::<Result<_, _>>()?)
            }
        };
        Ok(Node::new(payload, self.origin(place)))
    }

    /// A text with `${` in it: whether that is an expression is the entry's decision.
    fn text(&mut self, place: Place) -> Result<Node, Poison> {
        let text = self.evaluator.sources.text(place);
        let own = self.origin(place);
        let mut node = match self.template {
            Some(template) if template.value => {
                if let Err(fault) = self.evaluator.templates.parse(&text).as_ref() {
                    let spot = Spot::Within(place, fault.start, fault.end);
                    let finding = Finding::new(Code::EXPRESSION_ERROR, fault.message.clone(), spot);
                    return Err(self.evaluator.sink.report(finding));
                }
                self.evaluator.template(place)?
            }
            _ => Node::text(text, own),
        };
        let decided = self.template.map_or(Origin::INHERITED, |template| template.origin);
        let because = self.evaluator.origins.join(&[own, decided]);
        self.evaluator.origins.join_below(&mut node, because);
        Ok(node)
    }
}

/// Keeps the values of a Secret out of the report, where no rule will do so because the object is not judged.
pub fn conceal_secrets(body: &Node, origins: &Origins, sink: &mut Sink) {
    let is_secret = body.get("kind").and_then(Node::as_str) == Some("Secret");
    let maps = ["data", "stringData"].into_iter().filter_map(|key| body.get(key));
    let values = maps.filter(|_| is_secret).flat_map(Node::entries);
    let conceal = |entry: &Entry| {
        let text = entry.value.as_str().filter(|text| !text.trim().is_empty())?;
        let places = origins.causes(entry.value.origin).filter_map(Cause::leaf).collect();
        Some(Concealed { text: text.into(), places })
    };
    sink.conceal(values.filter_map(conceal).collect::<Vec<_>>());
}

/// Says that nothing stands at a path, and what may have been meant.
fn missing_path(path: &str, spot: Spot, manifests: &ProjectManifests) -> Finding {
    let endings = EXTENSIONS.map(|ending| format!("`{ending}`")).join(", ");
    if manifests.others.iter().any(|other| other == path) {
        let message = format!("`{path}` is no manifest: its name does not end in one of {endings}");
        return Finding::new(Code::UNKNOWN_NAME, message, spot);
    }
    let folder = format!("{}/", path.trim_end_matches('/'));
    if manifests.others.iter().any(|other| other.starts_with(&folder)) {
        let message = format!("the folder `{path}` has no manifests: files whose names end in one of {endings}");
        return Finding::new(Code::UNKNOWN_NAME, message, spot);
    }
    let message = format!("there is no file or folder `{path}` with manifests");
    let finding = Finding::new(Code::UNKNOWN_NAME, message, spot);
    let known = manifests.paths();
    let below = ecow::eco_format!("manifests/{}", path.trim_start_matches("./").trim_start_matches('/'));
    let near = known.iter().find(|known| known.trim_end_matches('/') == below.trim_end_matches('/')).copied();
    match near.or_else(|| nearest(path, known.iter().copied())) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if path.starts_with("manifests/") => finding.suggest(path, known),
        None => finding.help("plain manifests lie in the project's folder `manifests/`"),
    }
}
