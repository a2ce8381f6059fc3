use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{InstanceFault, List, Reading, Shaped};
use crate::node::{Node, Origins};
use crate::source::{FileId, Place};

/// An instance of a definition, as far as faults are told of it.
pub(super) struct Faulty<'a> {
    /// What the definition's `faults` came to.
    pub(super) found: &'a Node,
    /// The instance's parameters.
    pub(super) parameters: &'a Node,
    /// Where the instance was written.
    pub(super) place: Place,
    /// The definition's file: what stands there is no place of the user's.
    pub(super) definition: FileId,
}

/// Reports what a definition itself finds wrong with an instance, each at the parameter that it is about.
///
/// # Errors
/// Poison where it finds anything, or what it yields is no list of faults.
pub(super) fn report_faults(of: &Faulty<'_>, origins: &mut Origins, sink: &mut Sink) -> Result<(), Poison> {
    let faults = List::<InstanceFault>::read(of.found, &mut Reading { origins, sink })?;
    let mut result = Ok(());
    for fault in &faults.items {
        let path: Vec<&str> = fault.about.value.0.split('.').collect();
        let spot = spot_of(of, &path, origins);
        result = Err(sink.report(Finding::new(Code::INVALID_PARAMETER, fault.says.value.0.clone(), spot)));
    }
    result
}

/// The nearest of the parameter and what is around it that the user wrote; else the instance.
fn spot_of(of: &Faulty<'_>, path: &[&str], origins: &Origins) -> Spot {
    (1..=path.len())
        .rev()
        .filter_map(|length| of.parameters.at(&path[..length]))
        .filter_map(|node| origins.first_leaf(node.origin))
        .find(|leaf| leaf.file != of.definition)
        .map_or(Spot::Key(of.place), Spot::Value)
}
