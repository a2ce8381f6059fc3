use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::environments::{Inputs, duplicate_name};
use crate::catalog::CompiledDefinition;
use crate::diagnostics::{Finding, Poison, Sink};
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
