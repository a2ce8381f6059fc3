use std::collections::BTreeSet;
use std::sync::Arc;

use platgen_schema::{Definition, DefinitionFault, Schemas};

use super::objects::Manifest;
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::lower::Resource;
use crate::node::Origins;

/// Joins the custom resources that definitions bring, and those that the manifests bring themselves, to a release's schemas.
///
/// Of two definitions of one version of one kind the manifests' own counts. What is wrong with a definition is reported where it
/// is written; of those among the manifests, which are judged like every object, nothing. Groups of which there is no object are
/// left out.
pub(super) fn with_custom_resources(
    schemas: &Schemas,
    given: &[Manifest],
    manifests: &[Manifest],
    sink: &mut Sink,
) -> Schemas {
    let groups: BTreeSet<&str> =
        manifests.iter().flat_map(|manifest| &manifest.objects).map(|object| object.group()).collect();
    let mut definitions = Vec::new();
    let both = given.iter().map(|manifest| (manifest, true)).chain(manifests.iter().map(|manifest| (manifest, false)));
    for (manifest, is_given) in both {
        for definition in manifest.objects.iter().filter(|object| is_definition(object)) {
            let group = definition.body.at(&["spec", "group"]).and_then(|group| group.as_str());
            if group.is_some_and(|group| !groups.contains(group)) {
                continue;
            }
            match Definition::read(Arc::new(definition.body.clone())) {
                Ok(read) => definitions.push(read),
                Err(fault) if is_given => {
                    sink.report(finding_of(definition, &manifest.origins, fault));
                }
                Err(_) => {}
            }
        }
    }
    if definitions.is_empty() { schemas.clone() } else { schemas.with_definitions(definitions) }
}

/// Whether an object defines custom resources.
pub(super) fn is_definition(object: &Resource) -> bool {
    object.kind == "CustomResourceDefinition" && object.group() == "apiextensions.k8s.io"
}

fn finding_of(definition: &Resource, origins: &Origins, fault: DefinitionFault) -> Finding {
    let spot = origins.first_leaf(definition.body.origin).map_or_else(|| Spot::File("".into()), Spot::Value);
    Finding::new(Code::INVALID_RESOURCE, fault.message, spot)
        .label(format!("in CustomResourceDefinition `{}`", definition.name))
}
