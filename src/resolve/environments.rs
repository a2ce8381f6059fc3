use std::sync::Arc;

use ecow::EcoString;
use smallvec::SmallVec;

use super::defaults::DefaultLayers;
use super::{Context, Evaluator, Layer, Merged, Revisions, Root, merge_layers};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::{Image, ImageTable, Templates};
use crate::inflate::ProjectCharts;
use crate::model::{CloudProvider, EnvironmentClass, EnvironmentSpec, Images, PodIdentity, Reading, Shaped, Sourced};
use crate::node::{Cause, Node, Origin, Origins};
use crate::parse::{Parsed, Project};
use crate::source::{FileId, Place, Sources, Value};

/// What every stage of resolving reads.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) project: &'a Project,
    pub(super) sources: &'a Sources,
    pub(super) templates: &'a Templates,
    /// `platgen:defaults`, the lowest layer.
    pub(super) built_in: &'a Parsed,
    /// Stacks of other revisions.
    pub(super) revisions: &'a Revisions,
    /// The charts that stacks may use.
    pub(super) charts: &'a ProjectCharts,
}

/// One environment that is rendered, its chain merged and evaluated.
pub(super) struct Environment {
    pub(super) name: EcoString,
    pub(super) name_place: Place,
    /// The chain, the furthest ancestor first, itself last.
    pub(super) chain: Vec<Arc<Parsed>>,
    pub(super) spec: EnvironmentSpec,
    /// What expressions read as `env`.
    pub(super) context: Arc<Context>,
    pub(super) images: Arc<ImageTable>,
    pub(super) defaults: DefaultLayers,
    /// What each ancestor's files say through which `extends`.
    pub(super) lineage: Arc<Lineage>,
    /// Why the environment is rendered, and with which ancestors.
    pub(super) causes: Vec<Cause>,
}

impl Environment {
    /// What makes its units.
    pub(super) fn cloud_provider(&self) -> CloudProvider {
        let provider = self.spec.cloud.as_ref().and_then(|cloud| cloud.provider.as_ref());
        provider.map_or(CloudProvider::Aws, |provider| provider.value)
    }

    /// How its pods get the roles of the cloud, and what said so.
    pub(super) fn pod_identity(&self, origins: &mut Origins) -> Sourced<PodIdentity> {
        match self.spec.cloud.as_ref().and_then(|cloud| cloud.identity.as_ref()) {
            Some(identity) => {
                Sourced { value: identity.value, origin: self.context.export_origin(identity.origin, origins) }
            }
            None => Sourced { value: PodIdentity::PodIdentity, origin: Origin::INHERITED },
        }
    }

    /// Its account, in another table of origins.
    pub(super) fn account(&self, origins: &mut Origins) -> Option<Sourced<EcoString>> {
        let account = self.spec.account.as_ref()?;
        let origin = self.context.export_origin(account.origin, origins);
        Some(Sourced { value: account.value.0.clone(), origin })
    }

    /// What names in the cloud begin with: `<project>-<environment>`.
    pub(super) fn cloud_prefix(&self, inputs: Inputs<'_>, origins: &mut Origins) -> Sourced<EcoString> {
        let short = self.context.tree.get("short");
        let mut causes: Vec<Origin> =
            short.map(|short| self.context.export_origin(short.origin, origins)).into_iter().collect();
        let short = short.and_then(Node::as_str).unwrap_or(&self.name);
        let value = match &inputs.project.root {
            Some(root) => {
                causes.push(origins.leaf(root.name_place()));
                ecow::eco_format!("{}-{short}", root.name())
            }
            None => short.into(),
        };
        Sourced { value, origin: origins.join(&causes) }
    }
}

/// The files of an environment's ancestors, each with every `extends` between it and the environment.
///
/// Whatever stands in such a file reaches the environment because of them, so that they are causes of it.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    files: Vec<(FileId, Vec<Cause>)>,
}

impl Lineage {
    fn of(chain: &[Arc<Parsed>], inputs: Inputs<'_>) -> Self {
        let mut files = Vec::new();
        let mut through = Vec::new();
        for pair in chain.windows(2).rev() {
            let [ancestor, document] = pair else { continue };
            through.extend(extends_of(document, inputs.sources).map(Cause::Leaf));
            let overrides = inputs.project.overrides.iter().filter(|file| file.name() == ancestor.name());
            files.extend(overrides.chain([ancestor]).map(|document| (document.file, through.clone())));
        }
        Self { files }
    }

    /// Every `extends` through which a file's values come; none for what is no ancestor's.
    pub(super) fn causes(&self, file: FileId) -> &[Cause] {
        self.files.iter().find(|(known, _)| *known == file).map_or(&[], |(_, causes)| causes)
    }
}

fn extends_of(document: &Parsed, sources: &Sources) -> Option<Place> {
    document.spec.and_then(|spec| field(spec, "extends", sources))
}

/// What makes an environment one that is rendered: its name, its ancestors, and that it is not abstract.
fn causes_of(chain: &[Arc<Parsed>], sources: &Sources) -> Vec<Cause> {
    let Some(environment) = chain.last() else { return Vec::new() };
    let own = environment.spec.and_then(|spec| field(spec, "abstract", sources));
    let extends = chain.iter().rev().filter_map(|document| extends_of(document, sources));
    [environment.name_place()].into_iter().chain(own).chain(extends).map(Cause::Leaf).collect()
}

/// Finds the chain of every environment; reports names that two files have, unknown ancestors and circles.
pub(super) fn chains(inputs: Inputs<'_>, sink: &mut Sink) -> Vec<Vec<Arc<Parsed>>> {
    let mut seen: Vec<&Arc<Parsed>> = Vec::new();
    let mut chains = Vec::new();
    for environment in &inputs.project.environments {
        if let Some(first) = seen.iter().find(|known| known.name() == environment.name()) {
            sink.report(duplicate_name("environment", first, environment));
            continue;
        }
        seen.push(environment);
        if let Ok(chain) = chain_of(environment, inputs, sink) {
            chains.push(chain);
        }
    }
    chains
}

/// The finding for two documents of one kind and name.
pub(super) fn duplicate_name(kind: &str, first: &Parsed, second: &Parsed) -> Finding {
    Finding::new(
        Code::DUPLICATE_NAME,
        format!("{kind} `{}` is declared twice", second.name()),
        Spot::Value(second.name_place()),
    )
    .with(Spot::Value(first.name_place()), "first declared here")
    .help("give one of the two another name")
}

fn chain_of(environment: &Arc<Parsed>, inputs: Inputs<'_>, sink: &mut Sink) -> Result<Vec<Arc<Parsed>>, Poison> {
    let mut chain = vec![environment.clone()];
    loop {
        let Some(place) = chain[0].spec.and_then(|spec| field(spec, "extends", inputs.sources)) else {
            return Ok(chain);
        };
        let Value::Str(name) = inputs.sources.value(place) else { return Err(Poison) };
        if inputs.sources.is_faulty(place) {
            return Err(Poison);
        }
        if let Some(start) = chain.iter().position(|known| known.name() == name) {
            return Err(report_circle(&chain[..=start], inputs, sink));
        }
        let Some(parent) = inputs.project.environments.iter().find(|known| known.name() == name) else {
            if !inputs.project.incomplete {
                let names = inputs.project.environments.iter().map(|known| known.name().as_str());
                let message = format!("there is no environment `{name}` to extend");
                sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).suggest(name, names));
            }
            return Err(Poison);
        };
        chain.insert(0, parent.clone());
    }
}

fn field(spec: Place, key: &str, sources: &Sources) -> Option<Place> {
    Merged::Source(spec).member(key, sources).map(|member| member.place())
}

/// Reports a circle of `extends` once, beginning with the first of its environments by name.
fn report_circle(circle: &[Arc<Parsed>], inputs: Inputs<'_>, sink: &mut Sink) -> Poison {
    let mut circle: Vec<&Arc<Parsed>> = circle.iter().rev().collect();
    let first = (0..circle.len()).min_by_key(|index| circle[*index].name().clone()).unwrap_or(0);
    circle.rotate_left(first);
    let mut names: Vec<&str> = circle.iter().map(|environment| environment.name().as_str()).collect();
    names.push(names[0]);
    let message = format!("environments extend one another in a circle: {}", names.join(" → "));
    let place = circle[0].spec.and_then(|spec| field(spec, "extends", inputs.sources));
    let spot = place.map_or(Spot::Value(circle[0].name_place()), Spot::Value);
    sink.report(Finding::new(Code::EXTENDS_CYCLE, message, spot).help("take `extends` out of one of them"))
}

/// Whether the environment itself says that it is only extended.
pub(super) fn is_abstract(environment: &Parsed, sources: &Sources) -> bool {
    let place = environment.spec.and_then(|spec| field(spec, "abstract", sources));
    place.is_some_and(|place| matches!(sources.value(place), Value::Bool(true)))
}

/// Merges and evaluates one chain.
pub(super) fn resolve_environment(
    chain: Vec<Arc<Parsed>>,
    inputs: Inputs<'_>,
    sink: &mut Sink,
) -> Result<Environment, Poison> {
    let sources = inputs.sources;
    let environment = chain.last().expect("a chain holds its environment").clone();
    let merged = merge_chain(&chain, &environment, sources);
    let mut origins = Origins::default();
    let known = names_of_environment(&environment, &merged, &mut origins, sources);
    let lineage = Arc::new(Lineage::of(&chain, inputs));
    let mut evaluator = Evaluator::new(sources, inputs.templates, &mut origins, sink);
    evaluator.lineage = lineage.clone();
    evaluator.root("env", Root::Lazy(known.clone(), &merged, EnvironmentSpec::SHAPE));
    let tree = evaluator.evaluate(&merged, &EnvironmentSpec::SHAPE)?;
    let spec = EnvironmentSpec::read(&tree, &mut Reading { origins: &mut origins, sink })?;
    let mut tree = tree;
    for entry in known.entries() {
        tree.set(entry.key.clone(), entry.value.clone());
    }
    let images = Arc::new(image_table(spec.images.as_ref(), &origins));
    let mut defaults = DefaultLayers::default();
    defaults.push(Layer::BuiltIn, inputs.built_in, sources);
    if let Some(root) = &inputs.project.root {
        defaults.push(Layer::Project, root, sources);
    }
    for document in &chain {
        defaults.push(Layer::Environment, document, sources);
    }
    defaults.finish(&super::monitoring::unrendered(spec.monitoring.as_ref()), sources);
    Ok(Environment {
        name: environment.name().clone(),
        name_place: environment.name_place(),
        spec,
        context: Arc::new(Context::new(tree, origins, sources)),
        images,
        defaults,
        lineage,
        causes: causes_of(&chain, sources),
        chain,
    })
}

/// Merges `spec` of a chain, without what belongs to stacks: those layers lie above the stacks' own.
fn merge_chain(chain: &[Arc<Parsed>], environment: &Parsed, sources: &Sources) -> Merged {
    let own = ["stacks", "defaults", "abstract", "extends"];
    let specs = chain.iter().filter_map(|document| document.spec).map(Merged::Source);
    let merged = merge_layers(specs, &EnvironmentSpec::SHAPE, sources)
        .unwrap_or_else(|| Merged::Source(environment.name_place()));
    let merged = merged.without(&own, sources);
    let Some(clusters) = merged.member("clusters", sources) else { return merged };
    super::clusters::without_stacks(merged, &clusters, sources)
}

/// `env.name`, and `env.short` and `env.class` where nobody says them.
fn names_of_environment(environment: &Parsed, merged: &Merged, origins: &mut Origins, sources: &Sources) -> Node {
    let origin = origins.leaf(environment.name_place());
    let mut known = Node::map(Origin::INHERITED);
    known.set("name", Node::text(environment.name().clone(), origin));
    if merged.member("short", sources).is_none() {
        known.set("short", Node::text(environment.name().clone(), origin));
    }
    if merged.member("class", sources).is_none() {
        known.set("class", Node::text(EnvironmentClass::Production.word(), Origin::INHERITED));
    }
    known
}

/// Joins registry, names and pins into references.
fn image_table(images: Option<&Images>, origins: &Origins) -> ImageTable {
    let mut table = ImageTable::default();
    let Some(images) = images else { return table };
    for (name, pin) in images.pins.iter() {
        let source = images.sources.get(name);
        let repository: EcoString = match (source, &images.registry) {
            (Some(source), _) => source.value.0.clone(),
            (None, Some(registry)) => ecow::eco_format!("{}/{name}", registry.value.0.trim_end_matches('/')),
            (None, None) => name.clone(),
        };
        let separator = if pin.value.starts_with("sha256:") {
            "@"
        } else if pin.value.starts_with('@') {
            ""
        } else {
            ":"
        };
        let before = source.map(|source| source.origin).or(images.registry.as_ref().map(|registry| registry.origin));
        let mut causes: SmallVec<[Cause; 2]> = origins.causes(pin.origin).collect();
        causes.extend(before.into_iter().flat_map(|origin| origins.causes(origin)));
        table.images.insert(
            name.clone(),
            Image { reference: ecow::eco_format!("{repository}{separator}{}", pin.value.0), causes },
        );
    }
    table
}
