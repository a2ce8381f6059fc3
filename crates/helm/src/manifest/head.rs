//! The head of a document: what Helm decodes of every one.

use super::Role;
use crate::Compat;
use crate::yaml::{Target, Unread, read_target};
use platgen_yaml::Value;

/// API version, kind and annotations.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Head {
    pub(super) api_version: String,
    pub(super) kind: String,
    annotations: Vec<(String, String)>,
}

const HOOK: &str = "helm.sh/hook";

const EVENTS: [&str; 10] = [
    "pre-install",
    "post-install",
    "pre-delete",
    "post-delete",
    "pre-upgrade",
    "post-upgrade",
    "pre-rollback",
    "post-rollback",
    "test",
    "test-success",
];

/// The struct of Helm's `metadata`, as its errors spell it.
const METADATA: &str =
    "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }";

impl Head {
    /// Decodes a document's head.
    pub(super) fn read(text: &str, compat: Compat) -> Result<Self, Unread> {
        let Some(document) = read_target(text.as_bytes())? else { return Ok(Self::default()) };
        let root = Target::root(&document);
        match root.value() {
            Value::Null => return Ok(Self::default()),
            Value::Map(_) => {}
            _ => {
                let wanted = format!("Go value of type {}", compat.head_type());
                return Err(Unread::mistyped(root.json_type(), &wanted));
            }
        }
        let metadata = root.field("metadata");
        if let Some(metadata) = metadata
            && !matches!(metadata.value(), Value::Map(_))
        {
            return Err(metadata.mistyped("SimpleHead", "metadata", METADATA));
        }
        if let Some(metadata) = metadata {
            metadata.string(".metadata", "name")?;
        }
        Ok(Self {
            api_version: root.string("SimpleHead", "apiVersion")?,
            kind: root.string("SimpleHead", "kind")?,
            annotations: metadata.map_or(Ok(Vec::new()), |metadata| metadata.string_map(".metadata", "annotations"))?,
        })
    }

    /// Tells what the document is for; nothing for a hook of an event that Helm does not know, which it drops.
    pub(super) fn role(&self) -> Option<Role> {
        let Some((_, events)) = self.annotations.iter().find(|(name, _)| name == HOOK) else {
            return Some(Role::Resource);
        };
        let mut is_test = false;
        for event in events.split(',') {
            let event = event.trim().to_lowercase();
            if !EVENTS.contains(&event.as_str()) {
                return None;
            }
            is_test |= event.starts_with("test");
        }
        Some(Role::Hook { is_test })
    }
}
