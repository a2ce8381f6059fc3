use platgen_schema::{CustomKind, SchemaFault, Schemas};

use super::objects::Manifest;
use crate::diagnostics::{Code, Finding, Level, Sink, Spot};
use crate::lower::Resource;
use crate::node::{Node, Origins};

/// Joins the custom resources that definitions bring, and those that the manifests bring themselves, to a release's schemas.
///
/// Of two definitions of one version of one kind the manifests' own counts. What is wrong with a definition is reported where it
/// is written; of those among the manifests, which are judged like every object, only what no schema tells.
pub(super) fn with_custom_resources(
    schemas: &Schemas,
    given: &[Manifest],
    manifests: &[Manifest],
    sink: &mut Sink,
) -> Schemas {
    let mut kinds = Vec::new();
    let mut homes = Vec::new();
    let both = given.iter().map(|manifest| (manifest, true)).chain(manifests.iter().map(|manifest| (manifest, false)));
    for (manifest, is_given) in both {
        for definition in manifest.objects.iter().filter(|object| is_definition(object)) {
            match CustomKind::of_definition(&definition.body) {
                Ok(read) => {
                    homes.extend(read.iter().map(|kind| (kind.kind, definition, &manifest.origins)));
                    kinds.extend(read);
                }
                Err(fault) if is_given => {
                    sink.report(finding_of(definition, &manifest.origins, &fault));
                }
                Err(_) => {}
            }
        }
    }
    if kinds.is_empty() {
        return schemas.clone();
    }
    let (schemas, faults) = schemas.with_kinds::<Node>(kinds.into_iter());
    for fault in faults {
        if let Some((_, definition, origins)) = homes.iter().find(|(kind, ..)| *kind == fault.name) {
            let mut finding = finding_of(definition, origins, &fault);
            finding.level = Level::Warning;
            sink.report(finding);
        }
    }
    schemas
}

/// Whether an object defines custom resources.
pub(super) fn is_definition(object: &Resource) -> bool {
    object.kind == "CustomResourceDefinition" && object.group() == "apiextensions.k8s.io"
}

fn finding_of(definition: &Resource, origins: &Origins, fault: &SchemaFault) -> Finding {
    let spot = origins.first_leaf(definition.body.origin).map_or_else(|| Spot::File("".into()), Spot::Value);
    Finding::new(Code::INVALID_RESOURCE, fault.message.clone(), spot)
        .label(format!("in CustomResourceDefinition `{}`", definition.name))
}
