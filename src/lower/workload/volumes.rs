use ecow::{EcoString, eco_format};
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as KubernetesQuantity;

use super::config_maps::FILES;
use super::volume_names::distinct;
use super::{Fragment, Lowering, made_by, spot};
use crate::diagnostics::{Code, Finding};
use crate::model::{Bytes, ExtraContainer, FileContent, Open, Sourced, Text, TextRule, Volume};
use crate::node::Origin;

/// The longest key of a ConfigMap.
const LONGEST_KEY: usize = 253;

/// The volumes: one for all files, one per folder that a container may write to, and what stands in the namespace or on the node.
/// Those of claims come from the StatefulSet.
pub(super) fn lower_volumes(lowering: &mut Lowering<'_>) -> Vec<Fragment> {
    let spec = &lowering.plan.spec;
    let mut volumes = Vec::new();
    if !spec.files.is_empty() {
        let name = lowering.name_with(FILES, spec.files.origin);
        let source = core::ConfigMapVolumeSource { name: name.value.to_string(), ..Default::default() };
        let volume = lowering.volume_names.files.to_string();
        let typed = core::Volume { name: volume, config_map: Some(source), ..core::Volume::default() };
        volumes.push(Fragment::of(&typed).because(&[], name.origin));
    }
    let names = &lowering.volume_names;
    volumes.extend(folders(&names.scratch, &spec.scratch));
    for (container, folder) in spec.init.iter().chain(spec.sidecars.iter()) {
        volumes.extend(folders(names.of_container(container), &folder.scratch));
    }
    for (name, volume) in spec.volumes.iter() {
        volumes.extend(standing(lowering, name, volume));
    }
    volumes
}

fn folders<'a>(
    names: &'a [EcoString],
    scratch: &'a Open<Sourced<Bytes>, { TextRule::FILE_PATH }>,
) -> impl Iterator<Item = Fragment> + 'a {
    names.iter().zip(scratch.iter()).map(|(name, (_, size))| {
        let limit = Some(KubernetesQuantity(size.value.to_string()));
        let source = core::EmptyDirVolumeSource { size_limit: limit, ..Default::default() };
        let typed = core::Volume { name: name.to_string(), empty_dir: Some(source), ..core::Volume::default() };
        Fragment::of(&typed).because(&[], size.origin)
    })
}

/// What stands in the namespace or on the node; `None` after a finding where nothing says what.
fn standing(lowering: &mut Lowering<'_>, name: &EcoString, volume: &Volume) -> Option<Fragment> {
    let optional = volume.optional.as_ref().map(|optional| optional.value);
    let typed = core::Volume { name: name.to_string(), ..core::Volume::default() };
    let lowered = Fragment::of(&typed).because(&[], volume.origin);
    let (key, source) = if let Some(claim) = &volume.claim {
        let typed = core::PersistentVolumeClaimVolumeSource {
            claim_name: claim.value.to_string(),
            ..core::PersistentVolumeClaimVolumeSource::default()
        };
        ("persistentVolumeClaim", Fragment::of(&typed).because(&[], claim.origin))
    } else if let Some(map) = &volume.config_map {
        let typed = core::ConfigMapVolumeSource { name: map.value.to_string(), optional, ..Default::default() };
        ("configMap", Fragment::of(&typed).because(&[], map.origin).because(&["optional"], made_by(&volume.optional)))
    } else if let Some(secret) = &volume.secret {
        let typed = core::SecretVolumeSource {
            secret_name: Some(secret.value.to_string()),
            optional,
            ..core::SecretVolumeSource::default()
        };
        ("secret", Fragment::of(&typed).because(&[], secret.origin).because(&["optional"], made_by(&volume.optional)))
    } else if let Some(folder) = &volume.host_path {
        let typed = core::HostPathVolumeSource { path: folder.value.to_string(), type_: None };
        ("hostPath", Fragment::of(&typed).because(&[], folder.origin))
    } else {
        let help = "write one of `claim`, `configMap`, `secret` and `hostPath` in it";
        let finding = super::missing("nothing says what is mounted", volume.origin, lowering.origins, help);
        lowering.report(finding);
        return None;
    };
    Some(lowered.with(key, source))
}

/// Where the workload's own container mounts the volumes: files one by one, so that their folders keep what the image has in them.
pub(super) fn lower_mounts(lowering: &Lowering<'_>) -> Vec<Fragment> {
    let spec = &lowering.plan.spec;
    let files = lowering.file_keys.iter().zip(spec.files.iter()).map(|(key, (path, content))| {
        Mount { read_only: true, sub_path: Some(key), ..Mount::of(&lowering.volume_names.files, path) }
            .lower(content.origin())
    });
    let names = lowering.volume_names.scratch.iter();
    let scratch = names.zip(spec.scratch.iter()).map(|(name, (path, size))| Mount::of(name, path).lower(size.origin));
    let claims = spec.claims.iter().map(|(name, claim)| Mount::of(name, &claim.path.value).lower(claim.path.origin));
    let volumes = spec.volumes.iter().map(|(name, volume)| mount_standing(name, volume, &volume.path.value));
    files.chain(scratch).chain(claims).chain(volumes).collect()
}

/// Where a container beside the workload's own mounts what it shares with it, and its own folders.
pub(super) fn lower_extra_mounts(lowering: &mut Lowering<'_>, name: &str, container: &ExtraContainer) -> Vec<Fragment> {
    let mut mounts = Vec::new();
    for (path, shared) in container.mounts.iter() {
        mounts.extend(shared_mount(lowering, path, shared));
    }
    let names = lowering.volume_names.of_container(name).iter();
    let own = names.zip(container.scratch.iter());
    mounts.extend(own.map(|(name, (path, size))| Mount::of(name, path).lower(size.origin)));
    mounts
}

/// Mounts what `shared` names: a claim, a volume, or the path of a file or writable folder; `None` after a finding.
fn shared_mount(lowering: &mut Lowering<'_>, path: &str, shared: &Sourced<Text>) -> Option<Fragment> {
    let spec = &lowering.plan.spec;
    let wanted = shared.value.0.as_str();
    if let Some(index) = spec.files.keys().position(|known| known == wanted) {
        let mount = Mount::of(&lowering.volume_names.files, path);
        return Some(
            Mount { read_only: true, sub_path: Some(&lowering.file_keys[index]), ..mount }.lower(shared.origin),
        );
    }
    if let Some(index) = spec.scratch.keys().position(|known| known == wanted) {
        return Some(Mount::of(&lowering.volume_names.scratch[index], path).lower(shared.origin));
    }
    if spec.claims.get(wanted).is_some() {
        return Some(Mount::of(wanted, path).lower(shared.origin));
    }
    if let Some(volume) = spec.volumes.get(wanted) {
        let origin = lowering.origins.join(&[shared.origin, volume.origin]);
        return Some(mount_standing(wanted, volume, path).because(&[], origin));
    }
    let message = format!("workload `{}` has no claim, volume, file or folder `{wanted}`", lowering.plan.name);
    let known = spec.claims.keys().chain(spec.volumes.keys()).chain(spec.files.keys()).chain(spec.scratch.keys());
    let mut finding =
        Finding::new(Code::UNKNOWN_NAME, message, spot::value(lowering.origins, shared.origin)).suggest(wanted, known);
    finding.help.get_or_insert_with(|| "declare it in the workload, such as `scratch: {/shared: 64Mi}`".to_owned());
    lowering.report(finding);
    None
}

/// Mounts what stands in the namespace or on the node: claims to be written, anything else to be read.
fn mount_standing(name: &str, volume: &Volume, path: &str) -> Fragment {
    let read_only = volume.read_only.as_ref().map_or(volume.claim.is_none(), |read_only| read_only.value);
    let sub_path = volume.sub_path.as_ref();
    let mount = Mount { name, path, read_only, sub_path: sub_path.map(|path| path.value.0.as_str()) };
    let mount = mount
        .lower(volume.origin)
        .because(&["mountPath"], volume.path.origin)
        .because(&["subPath"], sub_path.map(|path| path.origin));
    if read_only { mount.because(&["readOnly"], made_by(&volume.read_only)) } else { mount }
}

/// Where a volume is seen.
struct Mount<'a> {
    name: &'a str,
    path: &'a str,
    sub_path: Option<&'a str>,
    read_only: bool,
}

impl<'a> Mount<'a> {
    /// The whole volume, to be written.
    fn of(name: &'a str, path: &'a str) -> Self {
        Self { name, path, sub_path: None, read_only: false }
    }

    fn lower(self, origin: Origin) -> Fragment {
        let typed = core::VolumeMount {
            name: self.name.to_owned(),
            mount_path: self.path.to_owned(),
            sub_path: self.sub_path.map(str::to_owned),
            read_only: self.read_only.then_some(true),
            ..core::VolumeMount::default()
        };
        Fragment::of(&typed).because(&[], origin)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_keys_that_kubernetes_accepts() {
        assert_eq!(valid_key("app.yaml"), "app.yaml");
        assert_eq!(valid_key("etc/my app/ä.conf"), "etc.my_app._.conf");
        assert_eq!(valid_key("..hidden"), "_..hidden");
    }
}
