//! Checks the inputs of a module.

use super::fault::{Fault, FaultKind, Hint};
use super::tree::{Tree, View};
use super::walk::Walk;
use crate::Step;
use crate::module::{Module, Variable};
use crate::types::Type;

/// Checks all inputs that a module is given, a map; gives all faults, in the order of the inputs, then what is missing.
#[must_use]
pub fn check_inputs<'t, N: Tree>(module: &Module, inputs: &'t N) -> Vec<Fault<'t, N>> {
    let hint = |path: &[Step<'t>], key: &str| module.renamed(path, key).map(Hint::from);
    let mut walk = Walk { path: Vec::new(), faults: Vec::new(), hint: &hint, unifies: true };
    let View::Map(fields) = inputs.view() else {
        walk.fault(FaultKind::WrongType, inputs, "a map of inputs", "something else");
        return walk.faults;
    };
    let mut given: Vec<&str> = Vec::new();
    for (name, value) in fields {
        given.push(name);
        match module.variable(name) {
            Some(variable) => walk.below(Step::Key(name), |walk| input(walk, module, name, variable, value)),
            None => {
                let names = module.variables().map(|(known, _)| known);
                walk.unknown_key(FaultKind::UnknownInput, inputs, name, names);
            }
        }
    }
    let missing = module.variables().filter(|(name, variable)| variable.required && !given.contains(name));
    missing.for_each(|(name, _)| walk.missing_key(FaultKind::MissingInput, inputs, name));
    walk.faults
}

/// Checks one input against what the module reads of it, and where that finds nothing, against what it declares.
fn input<'t, N: Tree>(walk: &mut Walk<'_, 't, N>, module: &Module, name: &str, variable: &Variable, value: &'t N) {
    if let View::Null = value.view() {
        // Null where null may not be means the default, if there is one.
        if variable.required && !variable.nullable {
            walk.fault(FaultKind::NullInput, value, variable.ty.noun(), "null");
        }
        return;
    }
    let before = walk.faults.len();
    let declared = &*variable.ty;
    let read = module.checked_type(name).unwrap_or(declared);
    walk.unifies = *declared != Type::Any;
    walk.value(read, value);
    walk.unifies = true;
    if walk.faults.len() == before && read != declared {
        walk.value(declared, value);
    }
}
