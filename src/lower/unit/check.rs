use platgen_terraform::{Fault, FaultKind, Modules, Tree, View, check_inputs};

use super::file::known;
use super::value::output_name;
use crate::catalog::OUTPUT;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::node::{Entry, Node, Origin, Payload};
use crate::resolve::{UnitDependency, UnitPlan};

/// A tree of inputs, in which what another unit gives is not known.
impl Tree for Node {
    type Items<'a> = std::slice::Iter<'a, Node>;
    type Fields<'a> = std::iter::Map<std::slice::Iter<'a, Entry>, fn(&'a Entry) -> (&'a str, &'a Node)>;

    fn view(&self) -> View<'_, Self> {
        match &self.payload {
            Payload::Null => View::Null,
            Payload::Bool(_) => View::Bool,
            Payload::Int(_) | Payload::Float(_) => View::Number,
            Payload::Str(text) => View::Str(text),
            Payload::Seq(items) => View::Seq(items.iter()),
            Payload::Map(_) if self.get(OUTPUT).is_some() => View::Unknown(None),
            Payload::Map(entries) => {
                let field: fn(&Entry) -> (&str, &Node) = |entry| (entry.key.as_str(), &entry.value);
                View::Map(entries.iter().map(field))
            }
        }
    }
}

/// Checks what a unit's module gets, and what the unit reads of others, as far as the modules are known; gives whether its own is.
pub fn check_unit(plan: &UnitPlan, modules: &Modules, sink: &mut Sink) -> bool {
    for dependency in &plan.dependencies {
        check_outputs(plan, dependency, modules, sink);
    }
    let Some(module) = known(&plan.module, modules) else { return false };
    for fault in check_inputs(module, &plan.inputs) {
        sink.report(finding(plan, &fault));
    }
    true
}

/// The finding for an input that the module does not take, at the leaf that made it.
fn finding(plan: &UnitPlan, fault: &Fault<'_, Node>) -> Finding {
    let code = match fault.kind {
        FaultKind::UnknownInput | FaultKind::UnknownAttribute => Code::UNKNOWN_INPUT,
        FaultKind::MissingInput | FaultKind::MissingAttribute | FaultKind::NullInput => Code::MISSING_INPUT,
        _ => Code::INVALID_INPUT,
    };
    let at_fault = fault.key.as_deref().and_then(|key| fault.node.get(key)).unwrap_or(fault.node);
    let is_key = fault.key.is_some() && !std::ptr::eq(at_fault, fault.node);
    let module = plan.module.display();
    let message = format!("input `{}` of {module}: {}", fault.place(), fault.message());
    let mut finding = Finding::new(code, message, spot(plan, at_fault.origin, is_key));
    finding = in_unit(plan, finding);
    match fault.help() {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// Where a node was written, else the unit.
fn spot(plan: &UnitPlan, origin: Origin, is_key: bool) -> Spot {
    match plan.origins.first_leaf(origin) {
        Some(leaf) if is_key => Spot::Key(leaf),
        Some(leaf) => Spot::Value(leaf),
        None => Spot::Key(plan.place),
    }
}

/// Names the unit beside a place in its definition.
fn in_unit(plan: &UnitPlan, finding: Finding) -> Finding {
    let is_in_definition = match &finding.primary.spot {
        Spot::Key(place) | Spot::Value(place) => place.file == plan.definition.file,
        _ => false,
    };
    if is_in_definition { finding.with(Spot::Key(plan.place), "in this unit") } else { finding }
}

fn check_outputs(plan: &UnitPlan, dependency: &UnitDependency, modules: &Modules, sink: &mut Sink) {
    let Some(module) = known(&dependency.module, modules) else { return };
    for (path, origin) in &dependency.outputs {
        let name = output_name(path);
        if module.has_output(name) {
            continue;
        }
        let message = format!("{} gives no output `{name}`", dependency.module.display());
        let finding = Finding::new(Code::UNKNOWN_OUTPUT, message, spot(plan, *origin, false));
        let finding = match module.nearest_output(name) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        };
        sink.report(in_unit(plan, finding));
    }
}
