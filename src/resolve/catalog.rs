use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::environments::{Inputs, duplicate_name};
use crate::catalog::{CompiledDefinition, built_in_names};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::Target;
use crate::parse::Parsed;
use crate::source::FileId;

/// What compiling definitions remembers between compiles.
#[derive(Debug, Default)]
pub struct CatalogMemo {
    compiled: FxHashMap<FileId, Compiled>,
}

/// A definition, if it compiles, and what was found in it.
type Compiled = (Result<Arc<CompiledDefinition>, Poison>, Vec<Finding>);

/// Every definition by its name; poison where its file has a fault.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) definitions: BTreeMap<EcoString, Result<Arc<CompiledDefinition>, Poison>>,
}

impl Catalog {
    /// The definition that an instance names at a place.
    ///
    /// # Errors
    /// Poison where there is none, or it yields something else, which is reported, and where its own file has a fault.
    pub(super) fn find(
        &self,
        name: &EcoString,
        target: Target,
        spot: Spot,
        inputs: Inputs<'_>,
        sink: &mut Sink,
    ) -> Result<Arc<CompiledDefinition>, Poison> {
        match self.definitions.get(name) {
            Some(Ok(definition)) if definition.target == target => Ok(definition.clone()),
            Some(Ok(_)) => {
                let (yields, wanted, section) = match target {
                    Target::Component => ("a unit", "a component", "units"),
                    Target::Unit => ("a component", "a unit", "components"),
                };
                let message = format!("definition `{name}` yields {yields}, not {wanted}");
                let help = format!("write it under `{section}`");
                Err(sink.report(Finding::new(Code::UNKNOWN_NAME, message, spot).help(help)))
            }
            Some(Err(poison)) => Err(*poison),
            None if inputs.project.incomplete => Err(Poison),
            None => {
                let is_meant = |known: &&Arc<CompiledDefinition>| known.target == target;
                let own = self.definitions.values().flatten().filter(is_meant).map(|known| known.name.to_string());
                let known: Vec<String> = own.chain(built_in_names(target).map(str::to_owned)).collect();
                let finding = Finding::new(Code::UNKNOWN_NAME, format!("there is no definition `{name}`"), spot);
                Err(sink.report(finding.suggest(name, known.iter().map(String::as_str))))
            }
        }
    }
}

/// Compiles the project's own definitions.
pub(super) fn compile_catalog(inputs: Inputs<'_>, memo: &mut CatalogMemo, sink: &mut Sink) -> Catalog {
    let mut catalog = Catalog::default();
    let mut first: BTreeMap<EcoString, &Arc<Parsed>> = BTreeMap::new();
    for document in &inputs.project.definitions {
        if let Some(known) = first.get(document.name()) {
            sink.report(duplicate_name("definition", known, document));
            continue;
        }
        first.insert(document.name().clone(), document);
        let (compiled, findings) = memo.compiled.entry(document.file).or_insert_with(|| {
            let mut findings = Sink::default();
            let compiled = CompiledDefinition::compile(document, inputs.sources, inputs.templates, &mut findings);
            (compiled, findings.into_findings())
        });
        sink.extend(findings.iter().cloned());
        catalog.definitions.insert(document.name().clone(), compiled.clone());
    }
    catalog
}
