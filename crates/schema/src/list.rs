//! Lists of objects as one manifest: `List` of `v1`, and lists of one kind such as `DeploymentList`.

use crate::catalog::{Schemas, Scope};
use crate::tree::{Tree, View, field, text};

/// One object of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListItem<'t, N> {
    /// The object.
    pub node: &'t N,
    /// The item's own API version, or that of its list where the list says the kind of its items.
    pub api_version: &'t str,
    /// The item's own kind, or the one that its list says.
    pub kind: &'t str,
}

impl Schemas {
    /// Gives the objects of a list, which are judged one by one and can be lists themselves; none for other objects.
    ///
    /// An item that says neither itself nor by its list of what kind it is has an empty kind.
    pub fn items_of<'t, N: Tree>(&self, root: &'t N) -> Option<impl ExactSizeIterator<Item = ListItem<'t, N>>> {
        let (api_version, kind) = (text(root, "apiVersion")?, text(root, "kind")?);
        let own = || self.kind(api_version, kind).is_some_and(|kind| kind.scope == Scope::Unstored);
        let of = kind.strip_suffix("List").filter(|_| self.is_bare_list(api_version, kind) || own())?;
        let View::Seq(items) = field(root, "items")?.view() else { return None };
        let said = if of.is_empty() { ("", "") } else { (api_version, of) };
        Some(items.map(move |node| ListItem {
            node,
            api_version: text(node, "apiVersion").unwrap_or(said.0),
            kind: text(node, "kind").unwrap_or(said.1),
        }))
    }

    /// Tells lists that have no schema: the list of anything, which tools read and no server serves, and lists of a custom resource.
    pub(crate) fn is_bare_list(&self, api_version: &str, kind: &str) -> bool {
        let of_custom = |kind| self.custom_kind(api_version, kind).is_some();
        self.custom_kind(api_version, kind).is_none()
            && ((api_version, kind) == ("v1", "List") || kind.strip_suffix("List").is_some_and(of_custom))
    }
}
