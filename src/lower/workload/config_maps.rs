use ecow::EcoString;
use k8s_openapi::api::core::v1 as core;
use sha2::{Digest, Sha256};

use super::{Fragment, Header, Lowering, ObjectKind, Resource, variables};
use crate::lower::labels::Pair;
use crate::node::Origin;

pub(super) const KIND: ObjectKind = ObjectKind::of::<core::ConfigMap>("workload/config-map");

/// The suffix of the ConfigMap that holds environment variables.
pub(super) const VARIABLES: &str = "variables";
/// The suffix of the ConfigMap that holds files.
pub(super) const FILES: &str = "files";

/// Lowers the environment variables, if there are any.
pub(super) fn lower_variables(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let variables = &lowering.plan.spec.variables;
    let entries = variables::texts(variables).map(|(name, text)| (name.clone(), text.value.0.clone(), text.origin));
    let data = Fragment::texts(entries)?.because(&[], variables.origin);
    Some(config_map(lowering, VARIABLES, variables.origin, data))
}

/// Lowers the mounted files, if there are any.
pub(super) fn lower_files(lowering: &mut Lowering<'_>) -> Option<Resource> {
    let files = &lowering.plan.spec.files;
    let texts = lowering.file_keys.iter().zip(&lowering.plan.file_texts);
    let entries = texts.map(|(key, text)| (key.clone(), text.value.clone(), text.origin));
    let data = Fragment::texts(entries)?.because(&[], files.origin);
    Some(config_map(lowering, FILES, files.origin, data))
}

fn config_map(lowering: &mut Lowering<'_>, suffix: &str, origin: Origin, data: Fragment) -> Resource {
    let name = lowering.name_with(suffix, origin);
    Header { name, ..lowering.header(KIND, Some(origin)) }.object([("data", data)])
}

/// Annotations of the pods that change whenever what they read at their start does, so that a rollout follows.
pub(super) fn hash_annotations(lowering: &mut Lowering<'_>) -> Vec<Pair> {
    let spec = &lowering.plan.spec;
    let variables = variables::texts(&spec.variables).map(|(name, text)| (name, &text.value.0, text.origin));
    let texts = lowering.file_keys.iter().zip(&lowering.plan.file_texts);
    let files = texts.map(|(key, text)| (key, &text.value, text.origin));
    let hashes = [
        ("platgen.dev/variables-hash", hash_content(variables.collect())),
        ("platgen.dev/files-hash", hash_content(files.collect())),
    ];
    hashes
        .into_iter()
        .filter(|(_, (_, origins))| !origins.is_empty())
        .map(|(annotation, (hash, origins))| (annotation.into(), hash, lowering.origins.join(&origins)))
        .collect()
}

type Content<'a> = (&'a EcoString, &'a EcoString, Origin);

/// The first sixteen hexadecimal digits of the SHA-256 of names and texts, each after its length; and what made the texts.
fn hash_content(mut entries: Vec<Content<'_>>) -> (EcoString, Vec<Origin>) {
    let origins = entries.iter().map(|(.., origin)| *origin).collect();
    // By name, so that another order of the same content restarts nothing.
    entries.sort_unstable_by_key(|(name, ..)| *name);
    let mut hasher = Sha256::new();
    for part in entries.iter().flat_map(|(name, text, _)| [*name, *text]) {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    let hash = hasher.finalize().iter().take(8).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    (hash, origins)
}
