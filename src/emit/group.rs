use std::sync::Arc;

use ecow::EcoString;
use sha2::{Digest, Sha256};

use super::{Group, TreeFile, manifest_path, write_yaml};
use crate::lower::{RenderedApp, Resource, ToldFile, UnitFile};
use crate::model::FilesLayout;
use crate::node::{Node, Origin};
use crate::resolve::{AppId, Owner};

/// An app's resources with how they lie in files.
pub struct AppFiles<'a> {
    /// Which app it is.
    pub id: &'a AppId,
    /// A file per resource, or one.
    pub layout: FilesLayout,
    /// The resources.
    pub resources: &'a [Resource],
    /// What Argo CD must know of them.
    pub rendered: &'a RenderedApp,
}

/// The file that holds a resource, below the output folder.
pub fn output_path(id: &AppId, layout: FilesLayout, resource: &Resource) -> EcoString {
    match layout {
        FilesLayout::PerResource => ecow::eco_format!("{}/{}", id.manifests(), manifest_path(resource)),
        FilesLayout::Single => ecow::eco_format!("{}/manifest.yaml", id.manifests()),
    }
}

/// Writes one app's files.
pub fn emit_app(app: &AppFiles<'_>) -> Group {
    let folder = app.id.manifests();
    let mut sorted: Vec<(EcoString, &Resource)> =
        app.resources.iter().map(|resource| (manifest_path(resource), resource)).collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut files = match app.layout {
        FilesLayout::PerResource => per_resource(&folder, &sorted),
        FilesLayout::Single => vec![single(&folder, &sorted)],
    };
    files.push(parameters(app.rendered));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    group(app.id.owner(), files)
}

/// Gathers the files of one stack's units.
pub fn emit_units(environment: &EcoString, stack: &EcoString, files: &[UnitFile]) -> Group {
    let files = unit_files(environment, files).collect();
    group(Owner::Units { environment: environment.clone(), stack: stack.clone() }, files)
}

fn unit_files<'f>(environment: &'f EcoString, files: &'f [UnitFile]) -> impl Iterator<Item = TreeFile> + 'f {
    files
        .iter()
        .map(move |file| TreeFile { path: ecow::eco_format!("{environment}/{}", file.path), bytes: file.bytes.clone() })
}

/// Writes what an environment has beside its apps and units: what it tells Argo CD, and what all its units share.
pub fn emit_environment(environment: &EcoString, told: &[ToldFile], shared: &[UnitFile]) -> Group {
    let mut buffer = Vec::with_capacity(4096);
    let files = told.iter().map(|file| {
        buffer.clear();
        write_yaml(&file.resource.body, &mut buffer);
        TreeFile { path: ecow::eco_format!("{environment}/{}", file.path), bytes: Arc::from(buffer.as_slice()) }
    });
    let mut files: Vec<TreeFile> = files.chain(unit_files(environment, shared)).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    group(Owner::Environment { environment: environment.clone() }, files)
}

fn group(owner: Owner, files: Vec<TreeFile>) -> Group {
    let index = index(&owner, &files);
    Group { owner, files, index }
}

/// The group of an app that could not be made: it has an owner and no files.
pub fn failed_app(id: &AppId) -> Group {
    group(id.owner(), Vec::new())
}

fn per_resource(folder: &str, sorted: &[(EcoString, &Resource)]) -> Vec<TreeFile> {
    let mut buffer = Vec::with_capacity(4096);
    sorted
        .iter()
        .map(|(path, resource)| {
            buffer.clear();
            write_yaml(&resource.body, &mut buffer);
            TreeFile { path: ecow::eco_format!("{folder}/{path}"), bytes: Arc::from(buffer.as_slice()) }
        })
        .collect()
}

fn single(folder: &str, sorted: &[(EcoString, &Resource)]) -> TreeFile {
    let mut bytes = Vec::with_capacity(sorted.len() * 1024);
    for (index, (_, resource)) in sorted.iter().enumerate() {
        if index > 0 {
            bytes.extend_from_slice(b"---\n");
        }
        write_yaml(&resource.body, &mut bytes);
    }
    TreeFile { path: ecow::eco_format!("{folder}/manifest.yaml"), bytes: Arc::from(bytes) }
}

/// The parameters of the app for a git files generator: every key is always present, and none is `path`, which is the generator's
/// own. `patch` holds what is different for this app's Application.
fn parameters(app: &RenderedApp) -> TreeFile {
    let mut node = Node::map(Origin::INHERITED);
    for (key, value) in app.parameters() {
        node.set(key, Node::text(value, Origin::INHERITED));
    }
    node.set("patch", app.patch());
    let mut bytes = Vec::with_capacity(256);
    write_yaml(&node, &mut bytes);
    let AppId { environment, team, cluster, app, .. } = &app.id;
    TreeFile { path: ecow::eco_format!("{environment}/apps/{team}/{cluster}/{app}.yaml"), bytes: Arc::from(bytes) }
}

/// A line `<sha256>  <path>` for each file.
fn index(owner: &Owner, files: &[TreeFile]) -> TreeFile {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut bytes = Vec::with_capacity(files.len() * 160);
    for file in files {
        for byte in Sha256::digest(&file.bytes) {
            bytes.push(HEX[usize::from(byte >> 4)]);
            bytes.push(HEX[usize::from(byte & 15)]);
        }
        bytes.extend_from_slice(b"  ");
        bytes.extend_from_slice(file.path.as_bytes());
        bytes.push(b'\n');
    }
    TreeFile { path: owner.index_path(), bytes: Arc::from(bytes) }
}
