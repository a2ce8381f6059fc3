use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use platgen_helm::{Document, RenderError, Rendered, Role};
use platgen_yaml::{Dialect, Fault, Limits};

use super::documents::{InflatedObject, items_of, read_document};
use super::reached::ReachedField;
use super::reasons::Reasons;
use super::release::{ReleaseInput, fingerprint, render, whole};
use super::trace::Tracer;
use super::unread::UnreadPath;
use super::{ChancePlace, Documents, Inflated, LoadedChart};
use crate::node::{Cause, Fingerprint, Node, Origin, Origins};
use crate::source::{self, Place};

/// What a release renders to, whoever wrote its values: clusters that differ in nothing that the release sees share it.
///
/// The origins of its trees are numbers of sets of [`Reasons`].
#[derive(Debug)]
pub(super) struct Rendering {
    documents: Vec<Part>,
    reasons: Reasons,
    chances: Vec<ChancePlace>,
    pub(super) fingerprint: u128,
    /// The values that change nothing, once somebody has asked.
    pub(super) unread: OnceLock<Vec<UnreadPath>>,
    /// The fields that chance reaches, once somebody has asked.
    pub(super) reached: OnceLock<Vec<ReachedField>>,
}

/// A document of a rendering.
#[derive(Debug)]
struct Part {
    template: String,
    role: Role,
    trees: Trees,
}

#[derive(Debug)]
enum Trees {
    /// Objects, with numbers of reasons.
    Traced(Vec<Node>),
    /// Definitions of custom resources, which have one origin as a whole: they have thousands of nodes, of which templates change few.
    Whole(Arc<Vec<Node>>),
    /// No YAML: why, and the line that wrote what is at fault.
    Unreadable { message: String, line: Option<Place>, is_definition: bool },
}

impl Part {
    fn is_read(&self, reads: Documents) -> bool {
        let is_definition = match &self.trees {
            Trees::Traced(_) => false,
            Trees::Whole(_) => true,
            Trees::Unreadable { is_definition, .. } => *is_definition,
        };
        match reads {
            Documents::All => true,
            Documents::ButDefinitions => !is_definition,
            Documents::Definitions => is_definition,
        }
    }
}

impl Rendering {
    /// Renders a release, unless that was done for another one with the same values on a cluster that can do the same.
    ///
    /// # Errors
    /// Why Helm would refuse it.
    pub(super) fn of(input: ReleaseInput<'_>) -> Result<Arc<Self>, Box<RenderError>> {
        let slot = input.chart.renderings.slot(key_of(input));
        slot.get_or_init(|| Self::make(input).map(Arc::new)).clone()
    }

    fn make(input: ReleaseInput<'_>) -> Result<Self, Box<RenderError>> {
        let rendered = render(input, input.values)?;
        let mut tracer = Tracer::new(input.chart, input.values);
        let documents = rendered.documents.iter().map(|document| part(input.chart, &rendered, document, &mut tracer));
        let documents = documents.collect();
        Ok(Self {
            documents,
            reasons: tracer.reasons,
            chances: chances(input.chart, &rendered),
            fingerprint: fingerprint(&rendered),
            unread: OnceLock::new(),
            reached: OnceLock::new(),
        })
    }

    /// Gives the objects with their origins, for the values that a release has of its user.
    pub(super) fn inflate(self: Arc<Self>, input: ReleaseInput<'_>, origins: &mut Origins) -> Inflated {
        let mut inflated = Inflated { chances: self.chances.clone(), ..Inflated::default() };
        let is_traced = input.reads != Documents::Definitions;
        let made = if is_traced { self.reasons.origins(input.values, input.because, origins) } else { Vec::new() };
        for Part { template, role, trees } in self.documents.iter().filter(|part| part.is_read(input.reads)) {
            let mut take = |tree: Node, origins: &mut Origins| {
                let object = |body| InflatedObject { body, role: *role, template: template.clone() };
                inflated.objects.extend(items_of(tree, origins).into_iter().map(object));
            };
            match trees {
                Trees::Traced(trees) => trees.iter().for_each(|tree| take(with_origins(tree, &made), origins)),
                Trees::Whole(trees) => {
                    let line = origins.of_causes(input.chart.line(template, 1).map(Cause::Leaf));
                    let origin = origins.over(line, input.because);
                    trees.iter().for_each(|tree| take(Node::new(tree.payload.clone(), origin), origins));
                }
                Trees::Unreadable { message, line, .. } => {
                    inflated.unreadable.push((*line, message.clone()));
                }
            }
        }
        inflated.rendering = Some(self);
        inflated
    }

    /// The trees of its objects, without definitions of custom resources.
    pub(super) fn trees(&self) -> impl Iterator<Item = &Node> {
        self.documents.iter().flat_map(|part| match &part.trees {
            Trees::Traced(trees) => trees.as_slice(),
            Trees::Whole(_) | Trees::Unreadable { .. } => &[],
        })
    }
}

/// A hash of all that a rendering follows from, beside the chart.
fn key_of(input: ReleaseInput<'_>) -> u128 {
    let mut hasher = Fingerprint::default();
    (input.name, input.namespace, input.capabilities).hash(&mut hasher);
    input.values.hash_values(&mut hasher);
    hasher.finish_wide()
}

fn part<'a>(chart: &LoadedChart, rendered: &'a Rendered, document: &'a Document, tracer: &mut Tracer<'a>) -> Part {
    let is_definition = document.kind == "CustomResourceDefinition";
    let sources = rendered.sources(document);
    let read = match is_definition {
        true => definitions(chart, &document.text).map(Trees::Whole),
        false => tracer.trace(&document.path, sources, |trace| read_document(&document.text, trace)).map(Trees::Traced),
    };
    let unreadable = |faults: Vec<Fault>| {
        let fault = faults.into_iter().next();
        let piece = fault.as_ref().and_then(|fault| sources?.at(fault.span.start as usize));
        let line = piece.and_then(|piece| chart.line(piece.template(), piece.line()));
        let message = fault.map_or_else(String::new, |fault| fault.message);
        Trees::Unreadable { message, line: line.or_else(|| chart.line(&document.path, 1)), is_definition }
    };
    Part { template: document.path.clone(), role: document.role, trees: read.unwrap_or_else(unreadable) }
}

/// Reads definitions of custom resources, without origins.
fn definitions(chart: &LoadedChart, text: &str) -> Result<Arc<Vec<Node>>, Vec<Fault>> {
    chart.whole(text, || {
        let documents = platgen_yaml::read(text.as_bytes(), &Dialect::HELM_VALUES, &Limits::default())?;
        let filled = documents.iter().filter(|read| read.value(read.root()) != source::Value::Null);
        Ok(filled.map(|read| whole(read, read.root())).collect())
    })
}

/// Where templates asked for what differs between two renderings, each place once.
fn chances(chart: &LoadedChart, rendered: &Rendered) -> Vec<ChancePlace> {
    let mut chances = Vec::new();
    for call in rendered.records.iter().flat_map(|file| &file.records.chances) {
        let place = chart.line(&call.file, call.line);
        let chance = ChancePlace { function: call.function.clone(), place };
        if !chances.contains(&chance) {
            chances.push(chance);
        }
    }
    chances
}

fn with_origins(node: &Node, made: &[Origin]) -> Node {
    node.map_origins(&|origin| origin.number().checked_sub(1).map_or(origin, |set| made[set as usize]))
}

/// How many renderings of one chart are kept: clusters that differ in nothing lie near one another.
const KEPT: usize = 4;

/// One rendering: made by the first who asks, while others wait.
type Slot = Arc<OnceLock<Result<Arc<Rendering>, Box<RenderError>>>>;

/// The last renderings of a chart, by what they follow from.
#[derive(Debug, Default)]
pub(super) struct Renderings(Mutex<Vec<(u128, Slot)>>);

impl Renderings {
    fn slot(&self, key: u128) -> Slot {
        // A panic elsewhere leaves whole entries.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, slot)) = kept.iter().find(|(known, _)| *known == key) {
            return slot.clone();
        }
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        let slot = Slot::default();
        kept.push((key, slot.clone()));
        slot
    }
}
