use std::sync::Arc;

use ecow::EcoString;
use sha2::{Digest, Sha256};

use super::{Group, TreeFile, manifest_path, write_yaml};
use crate::lower::Resource;
use crate::model::FilesLayout;
use crate::node::{Node, Origin};
use crate::resolve::AppId;

/// An app's resources with how they lie in files.
pub struct AppFiles<'a> {
    /// Which app it is.
    pub id: &'a AppId,
    /// A file per resource, or one.
    pub layout: FilesLayout,
    /// The resources.
    pub resources: &'a [Resource],
}

/// Where an app's manifests lie, below the output folder.
fn folder_of(id: &AppId) -> EcoString {
    ecow::eco_format!("{}/manifests/{}/{}", id.environment, id.cluster, id.app)
}

/// The file that holds a resource, below the output folder.
pub fn output_path(id: &AppId, layout: FilesLayout, resource: &Resource) -> EcoString {
    match layout {
        FilesLayout::PerResource => ecow::eco_format!("{}/{}", folder_of(id), manifest_path(resource)),
        FilesLayout::Single => ecow::eco_format!("{}/manifest.yaml", folder_of(id)),
    }
}

/// Writes one app's files.
pub fn emit_app(app: &AppFiles<'_>) -> Group {
    let folder = folder_of(app.id);
    let mut sorted: Vec<(EcoString, &Resource)> =
        app.resources.iter().map(|resource| (manifest_path(resource), resource)).collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut files = match app.layout {
        FilesLayout::PerResource => per_resource(&folder, &sorted),
        FilesLayout::Single => vec![single(&folder, &sorted)],
    };
    files.push(parameters(app.id, &folder));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let index = index(app.id, &files);
    Group { owner: app.id.owner(), files, index }
}

/// The group of an app that could not be made: it has an owner and no files.
pub fn failed_app(id: &AppId) -> Group {
    Group { owner: id.owner(), files: Vec::new(), index: index(id, &[]) }
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

/// The parameters of the app for a git files generator: every key is always present.
fn parameters(id: &AppId, folder: &EcoString) -> TreeFile {
    let mut node = Node::map(Origin::INHERITED);
    let mut set = |key: &str, value: EcoString| node.set(key, Node::text(value, Origin::INHERITED));
    set("name", ecow::eco_format!("{}-{}-{}", id.environment, id.cluster, id.app));
    set("app", id.app.clone());
    set("cluster", id.cluster.clone());
    set("environment", id.environment.clone());
    set("path", folder.clone());
    set("project", ecow::eco_format!("{}-{}", id.environment, id.team));
    set("stack", id.stack.clone().unwrap_or_default());
    set("team", id.team.clone());
    let mut bytes = Vec::with_capacity(256);
    write_yaml(&node, &mut bytes);
    let path = ecow::eco_format!("{}/apps/{}/{}/{}.yaml", id.environment, id.team, id.cluster, id.app);
    TreeFile { path, bytes: Arc::from(bytes) }
}

/// A line `<sha256>  <path>` for each file.
fn index(id: &AppId, files: &[TreeFile]) -> TreeFile {
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
    TreeFile { path: id.owner().index_path(), bytes: Arc::from(bytes) }
}
