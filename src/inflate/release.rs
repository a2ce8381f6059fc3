use std::hash::Hash;
use std::sync::Arc;

use platgen_helm::{Capabilities, Recording, Release, RenderError, RenderOptions, Rendered, Role};

use super::LoadedChart;
use super::chance::{NOW, SeededChance};
use super::documents::{InflatedObject, items_of};
use super::rendering::Rendering;
use super::values::fields;
use crate::node::{Fingerprint, Node, Origin, Origins, payload_of};
use crate::source::{self, NodeId, Place};

/// A release, with what its chart is rendered for.
#[derive(Clone, Copy)]
pub struct ReleaseInput<'a> {
    /// The chart.
    pub chart: &'a LoadedChart,
    /// The release's name.
    pub name: &'a str,
    /// The real name of its namespace.
    pub namespace: &'a str,
    /// The user's values.
    pub values: &'a Node,
    /// What the cluster can do.
    pub capabilities: &'a Capabilities,
    /// Everything that the release is made of.
    pub because: Origin,
    /// Which of the documents are read.
    pub reads: Documents,
}

/// Which of the documents of a release are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Documents {
    /// All.
    All,
    /// All but definitions of custom resources.
    ButDefinitions,
    /// Definitions of custom resources alone.
    Definitions,
}

/// What a release renders to.
#[derive(Clone, Debug, Default)]
pub struct Inflated {
    /// The objects, in Helm's order: the release's own, then hooks.
    pub objects: Vec<InflatedObject>,
    /// Where templates asked for what differs between two renderings, each place once.
    pub chances: Vec<ChancePlace>,
    /// Documents that cannot be read: the line of a template that wrote what is at fault, and why.
    pub unreadable: Vec<(Option<Place>, String)>,
    /// What the objects were made of; nothing of `crds/`.
    pub(super) rendering: Option<Arc<Rendering>>,
}

/// A call of a function whose answer differs between two renderings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChancePlace {
    /// The function.
    pub function: String,
    /// The line of the template.
    pub place: Option<Place>,
}

/// Renders a release. What differs between two renderings is made from the release and the place, and noted.
///
/// # Errors
/// Why Helm would refuse it.
pub fn inflate(input: ReleaseInput<'_>, origins: &mut Origins) -> Result<Inflated, Box<RenderError>> {
    Ok(Rendering::of(input)?.inflate(input, origins))
}

/// Hash of the text of all documents.
pub(super) fn fingerprint(rendered: &Rendered) -> u128 {
    let mut hasher = Fingerprint::default();
    rendered.documents.iter().for_each(|document| (&document.path, &document.text).hash(&mut hasher));
    hasher.finish_wide()
}

/// Renders a release with other values than its own.
pub(super) fn render(input: ReleaseInput<'_>, values: &Node) -> Result<Rendered, Box<RenderError>> {
    let ReleaseInput { chart, name, namespace, .. } = input;
    render_with(input, values, &mut SeededChance::new(format!("{namespace}/{name}/{}", chart.folder), NOW))
}

/// Renders a release with a source of chance of the caller's.
pub(super) fn render_with(
    input: ReleaseInput<'_>,
    values: &Node,
    chance: &mut SeededChance,
) -> Result<Rendered, Box<RenderError>> {
    let renderer = input.chart.renderer().map_err(unloaded)?;
    let release = Release {
        name: input.name.to_owned(),
        namespace: input.namespace.to_owned(),
        is_upgrade: false,
        capabilities: input.capabilities.clone(),
    };
    let recording = Recording { reads: true, ranges: true };
    let options = RenderOptions { recording, ..RenderOptions::default() };
    renderer.render(&release, &fields(values), &options, Some(chance)).map_err(Box::new)
}

/// Gives the definitions of custom resources of a release's chart, and of the charts in it that its values enable.
///
/// A definition has one origin as a whole: its file, and what the release is made of.
///
/// # Errors
/// Why Helm would refuse the chart before it looks at templates.
pub fn inflate_definitions(input: ReleaseInput<'_>, origins: &mut Origins) -> Result<Inflated, Box<RenderError>> {
    let renderer = input.chart.renderer().map_err(unloaded)?;
    let mut inflated = Inflated::default();
    for file in renderer.definitions(&fields(input.values)).map_err(Box::new)? {
        let source = input.chart.source(&file.path);
        let Some((source, document)) = source.and_then(|source| Some((source, source.file.document.as_ref()?))) else {
            let line = input.chart.line(&file.path, 1);
            inflated.unreadable.push((line, "it is no YAML".to_owned()));
            continue;
        };
        let source::Value::Seq(roots) = document.value(document.root()) else { continue };
        for root in roots.iter().filter(|root| document.value(**root) != source::Value::Null) {
            let file_origin = origins.leaf(Place::new(source.id, *root));
            let mut tree = whole(document, *root);
            tree.origin = origins.over(file_origin, input.because);
            let (role, template) = (Role::CustomResourceDefinition, file.path.clone());
            let bodies = items_of(tree, origins);
            inflated.objects.extend(bodies.into_iter().map(|body| InflatedObject {
                body,
                role,
                template: template.clone(),
            }));
        }
    }
    Ok(inflated)
}

fn unloaded(message: &str) -> Box<RenderError> {
    Box::new(RenderError::of_chart(message))
}

/// Makes a tree without origins of its own.
pub(super) fn whole(document: &source::Document, at: NodeId) -> Node {
    let mut below = |at: NodeId, _: Option<&source::Entry>| whole(document, at);
    Node::new(payload_of(document, at, &mut below), Origin::INHERITED)
}

impl InflatedObject {
    /// Whether it is a test, which nothing runs after a sync.
    pub fn is_test(&self) -> bool {
        matches!(self.role, Role::Hook { is_test: true })
    }
}
