use std::hash::{Hash, Hasher};
use std::sync::Arc;

use ecow::EcoString;

use super::parameters::ParameterSchema;
use super::template::{TreeTemplate, compile};
use super::unit::UnitTemplate;
use crate::diagnostics::{Code, Finding, Level, Poison, Sink, Spot};
use crate::expression::Templates;
use crate::model::{Provides, Shaped, Target};
use crate::parse::Parsed;
use crate::source::{ContentId, FileId, NodeId, Place, Sources, Value};

/// A definition, ready to be instantiated.
#[derive(Debug)]
pub struct CompiledDefinition {
    /// Its name.
    pub name: EcoString,
    /// Where the name was written.
    pub name_place: Place,
    /// What it yields.
    pub target: Target,
    /// One sentence.
    pub summary: Option<EcoString>,
    /// The logical namespace of instances that state none.
    pub namespace: Option<(EcoString, Place)>,
    /// The schema of its parameters.
    pub parameters: ParameterSchema,
    /// Real names of further namespaces that its objects may state.
    pub namespaces: Vec<(EcoString, Place)>,
    /// What must stand in the cluster: a list of texts.
    pub needs: Option<TreeTemplate>,
    /// What an instance brings to its cluster: a [`Provides`](crate::model::Provides).
    pub provides: Option<TreeTemplate>,
    /// What routes of its classes come to, by the field that asks for it: a [`RouteAddition`](crate::model::RouteAddition).
    pub routes: Vec<(EcoString, TreeTemplate)>,
    /// The Helm chart that each instance is a release of.
    pub chart: Option<ChartTemplate>,
    /// `names`, in their written order.
    pub names: Vec<(EcoString, TreeTemplate)>,
    /// The resources, in their written order.
    pub resources: Vec<TreeTemplate>,
    /// What is wrong with an instance beyond its parameters' schema: a list of [`InstanceFault`](crate::model::InstanceFault)s.
    pub faults: Option<TreeTemplate>,
    /// What makes a unit of it.
    pub unit: Option<UnitTemplate>,
    file: FileId,
    path: EcoString,
    content: ContentId,
    nodes: usize,
}

/// The chart of a definition.
#[derive(Debug)]
pub struct ChartTemplate {
    /// The `chart` of the definition: a [`DefinitionChart`](crate::model::DefinitionChart).
    pub place: Place,
    /// Its values.
    pub values: Option<TreeTemplate>,
}

impl CompiledDefinition {
    /// Compiles a definition's document; every fault is reported.
    ///
    /// # Errors
    /// Poison when a part of it cannot be compiled.
    pub fn compile(
        parsed: &Parsed,
        sources: &Sources,
        templates: &Templates,
        sink: &mut Sink,
    ) -> Result<Arc<Self>, Poison> {
        let spec = parsed.spec.ok_or(Poison)?;
        let file = sources.file(parsed.file);
        let document = sources.document(parsed.file);
        let field = |key: &str| document.get(spec.node, key);
        let mut compile_node = |node: NodeId| compile(document, parsed.file, node, templates, sink);
        let resources = items(field("resources").map(|node| document.value(node)), &mut compile_node);
        let names = entries(field("names").map(|node| document.value(node)), &mut compile_node);
        let routes = entries(field("routes").map(|node| document.value(node)), &mut compile_node);
        let chart = field("chart").filter(|node| matches!(document.value(*node), Value::Map(_)));
        let chart = chart.map(|node| {
            let values = document.get(node, "values").map(&mut compile_node).transpose()?;
            Ok(ChartTemplate { place: Place::new(parsed.file, node), values })
        });
        let needs = field("needs").map(&mut compile_node).transpose();
        let provides = field("provides").map(&mut compile_node).transpose();
        let faults = field("faults").map(&mut compile_node).transpose();
        let unit = UnitTemplate::compile(document, parsed.file, spec.node, &mut compile_node);
        let parameters =
            ParameterSchema::compile(field("parameters").map(|node| Place::new(parsed.file, node)), sources, sink);
        let target = match field("target").map(|node| document.text(node)) {
            Some("component") => Target::Component,
            Some("unit") => Target::Unit,
            // Reported when the file was checked.
            _ => return Err(Poison),
        };
        check_reserved(document, parsed.file, field("parameters"), sink)?;
        check_provided(document, parsed.file, field("provides"), sink)?;
        if parsed.findings.iter().any(|finding| finding.level == Level::Error) {
            return Err(Poison);
        }
        let text = |key: &str| field(key).map(|node| (document.text_shared(node), Place::new(parsed.file, node)));
        let namespaces = match field("namespaces").map(|node| document.value(node)) {
            Some(Value::Seq(items)) => {
                items.iter().map(|item| (document.text_shared(*item), Place::new(parsed.file, *item))).collect()
            }
            _ => Vec::new(),
        };
        Ok(Arc::new(Self {
            name: parsed.name().clone(),
            name_place: parsed.name_place(),
            target,
            summary: text("summary").map(|(summary, _)| summary),
            namespace: text("namespace"),
            namespaces,
            needs: needs?,
            provides: provides?,
            routes: routes?,
            chart: chart.transpose()?,
            parameters: parameters?,
            names: names?,
            resources: resources?,
            faults: faults?,
            unit: unit?.filter(|_| target == Target::Unit),
            file: parsed.file,
            path: file.path.clone(),
            content: file.content,
            nodes: document.len(),
        }))
    }

    /// How many nodes the definition's document has.
    pub(super) fn node_count(&self) -> usize {
        self.nodes
    }

    /// The number of a place of this definition among its document's nodes.
    pub(super) fn node_index(&self, place: Place) -> Option<usize> {
        (place.file == self.file).then(|| place.node.index())
    }

    /// What identifies the definition in memos: its path and content.
    pub fn fingerprint(&self) -> impl Hash + '_ {
        (&self.path, self.content)
    }
}

impl PartialEq for CompiledDefinition {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.content == other.content
    }
}

impl Hash for CompiledDefinition {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.path.hash(state);
        self.content.hash(state);
    }
}

pub(super) fn entries(
    value: Option<Value<'_>>,
    compile: &mut impl FnMut(NodeId) -> Result<TreeTemplate, Poison>,
) -> Result<Vec<(EcoString, TreeTemplate)>, Poison> {
    let Some(Value::Map(entries)) = value else { return Ok(Vec::new()) };
    let named = |entry: &crate::source::Entry| Ok((entry.key.clone(), compile(entry.value)?));
    let entries: Vec<Result<(EcoString, TreeTemplate), Poison>> = entries.iter().map(named).collect();
    entries.into_iter().collect()
}

fn items(
    value: Option<Value<'_>>,
    compile: &mut impl FnMut(NodeId) -> Result<TreeTemplate, Poison>,
) -> Result<Vec<TreeTemplate>, Poison> {
    match value {
        Some(Value::Seq(items)) => {
            let items: Vec<Result<TreeTemplate, Poison>> = items.iter().map(|item| compile(*item)).collect();
            items.into_iter().collect()
        }
        _ => Ok(Vec::new()),
    }
}

/// What a component provides is told in known words; the values are read once they are evaluated.
fn check_provided(
    document: &crate::source::Document,
    file: FileId,
    provides: Option<NodeId>,
    sink: &mut Sink,
) -> Result<(), Poison> {
    let Some(Value::Map(entries)) = provides.map(|node| document.value(node)) else { return Ok(()) };
    let Some(record) = Provides::SHAPE.record() else { return Ok(()) };
    let mut result = Ok(());
    for entry in entries.iter().filter(|entry| record.field(&entry.key).is_none()) {
        let message = format!("`provides` has no field `{}`", entry.key);
        let finding = Finding::new(Code::UNKNOWN_FIELD, message, Spot::Key(Place::new(file, entry.value)));
        result = Err(sink.report(finding.suggest(&entry.key, record.keys())));
    }
    result
}

/// Words that mean something in every instance, and so are no parameters.
const RESERVED: [&str; 11] =
    ["kind", "add", "namespace", "share", "scope", "uses", "patches", "delivery", "from", "cloudName", "inputs"];

fn check_reserved(
    document: &crate::source::Document,
    file: FileId,
    parameters: Option<NodeId>,
    sink: &mut Sink,
) -> Result<(), Poison> {
    let properties = parameters.and_then(|node| document.get(node, "properties"));
    let Some(Value::Map(entries)) = properties.map(|node| document.value(node)) else { return Ok(()) };
    let mut result = Ok(());
    for entry in entries.iter().filter(|entry| RESERVED.contains(&entry.key.as_str())) {
        let message = format!("`{}` means something in every instance and cannot be a parameter", entry.key);
        let spot = Spot::Key(Place::new(file, entry.value));
        let finding = Finding::new(Code::INVALID_DEFINITION, message, spot).help("give the parameter another name");
        result = Err(sink.report(finding));
    }
    result
}
