use ecow::{EcoString, eco_format};
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::config_maps::FILES;
use super::{Fragment, Lowering};
use crate::model::{FileContent, Open, TextRule};

/// The volume of the files.
const FILES_VOLUME: &str = "files";
/// The longest name of a volume, as of any DNS label.
const LONGEST_NAME: usize = 63;
/// The longest key of a ConfigMap.
const LONGEST_KEY: usize = 253;

/// The volumes: one for all files, one per folder that the container may write to.
pub(super) fn lower_volumes(lowering: &mut Lowering<'_>) -> Vec<Fragment> {
    let spec = &lowering.plan.spec;
    let mut volumes = Vec::new();
    if !spec.files.is_empty() {
        let name = lowering.name_with(FILES, spec.files.origin);
        let source = core::ConfigMapVolumeSource { name: name.value.to_string(), ..Default::default() };
        let typed = core::Volume { name: FILES_VOLUME.to_owned(), config_map: Some(source), ..core::Volume::default() };
        volumes.push(Fragment::of(&typed).because(&[], name.origin));
    }
    for (name, (_, size)) in scratch_names(lowering).into_iter().zip(spec.scratch.iter()) {
        let source =
            core::EmptyDirVolumeSource { size_limit: Some(Quantity(size.value.to_string())), ..Default::default() };
        let typed = core::Volume { name: name.into(), empty_dir: Some(source), ..core::Volume::default() };
        volumes.push(Fragment::of(&typed).because(&[], size.origin));
    }
    volumes
}

/// Where the volumes are mounted: files one by one, so that their folders keep what the image has in them.
pub(super) fn lower_mounts(lowering: &Lowering<'_>) -> Vec<Fragment> {
    let spec = &lowering.plan.spec;
    let files = lowering.file_keys.iter().zip(spec.files.iter()).map(|(key, (path, content))| {
        let typed = core::VolumeMount {
            name: FILES_VOLUME.to_owned(),
            mount_path: path.to_string(),
            sub_path: Some(key.to_string()),
            read_only: Some(true),
            ..core::VolumeMount::default()
        };
        Fragment::of(&typed).because(&[], content.text().origin)
    });
    let scratch = scratch_names(lowering).into_iter().zip(spec.scratch.iter()).map(|(name, (path, size))| {
        let typed =
            core::VolumeMount { name: name.into(), mount_path: path.to_string(), ..core::VolumeMount::default() };
        Fragment::of(&typed).because(&[], size.origin)
    });
    files.chain(scratch).collect()
}

/// The name of each writable folder's volume: its path as far as a DNS label can say it.
fn scratch_names(lowering: &Lowering<'_>) -> Vec<EcoString> {
    let mut names = Vec::new();
    for path in lowering.plan.spec.scratch.keys() {
        let label = path.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let label: String = "scratch".chars().chain(label).collect();
        let name = distinct(label.trim_end_matches('-'), &names, LONGEST_NAME);
        names.push(name);
    }
    names
}

/// The key of each file in the ConfigMap: its base name, or its whole path where base names collide.
pub(super) fn file_keys(files: &Open<FileContent, { TextRule::FILE_PATH }>) -> Vec<EcoString> {
    let mut keys = Vec::new();
    for path in files.keys() {
        let base = valid_key(base_name(path));
        let is_shared = files.keys().filter(|other| valid_key(base_name(other)) == base).count() > 1;
        let key = if is_shared { valid_key(&path[1..]) } else { base };
        let key = distinct(&key, &keys, LONGEST_KEY);
        keys.push(key);
    }
    keys
}

fn base_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, base)| base)
}

/// A text with what a ConfigMap's key may consist of: letters, digits, `-`, `_` and `.`, not beginning with two dots.
fn valid_key(text: &str) -> EcoString {
    let key: EcoString = text
        .chars()
        .map(|c| match c {
            '/' => '.',
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
            _ => '_',
        })
        .collect();
    if key.starts_with("..") { eco_format!("_{key}") } else { key }
}

/// A name that is none of the taken ones and not too long, with a number at its end where it must be told apart.
fn distinct(name: &str, taken: &[EcoString], longest: usize) -> EcoString {
    if name.len() <= longest && taken.iter().all(|other| other != name) {
        return name.into();
    }
    // Names are ASCII, and cut so that any number fits behind them.
    let stem = &name[..name.len().min(longest - 8)];
    (2..)
        .map(|number| eco_format!("{stem}-{number}"))
        .find(|candidate| !taken.contains(candidate))
        .expect("fewer names are taken than there are numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_keys_that_kubernetes_accepts() {
        assert_eq!(valid_key("app.yaml"), "app.yaml");
        assert_eq!(valid_key("etc/my app/ä.conf"), "etc.my_app._.conf");
        assert_eq!(valid_key("..hidden"), "_..hidden");
    }

    #[test]
    fn tells_names_apart_and_cuts_long_ones() {
        assert_eq!(distinct("tmp", &[], 63), "tmp");
        assert_eq!(distinct("tmp", &["tmp".into(), "tmp-2".into()], 63), "tmp-3");
        let long = "x".repeat(80);
        let first = distinct(&long, &[], 63);
        assert!(first.len() <= 63);
        assert_ne!(distinct(&long, std::slice::from_ref(&first), 63), first);
    }
}
