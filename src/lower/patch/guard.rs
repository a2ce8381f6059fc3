use ecow::EcoString;

use super::Fault;
use crate::diagnostics::Code;
use crate::lower::labels;
use crate::node::{Node, Origin};

/// A path of keys.
type Path = &'static [&'static str];

/// What says which object it is, beside its group.
const IDENTITY: [Path; 3] = [&["kind"], &["metadata", "name"], &["metadata", "namespace"]];

/// Where labels stand that selectors read: of the object, and of the pods that it makes.
const LABELS: [Path; 4] = [
    &["metadata", "labels"],
    &["spec", "template", "metadata", "labels"],
    &["spec", "jobTemplate", "metadata", "labels"],
    &["spec", "jobTemplate", "spec", "template", "metadata", "labels"],
];

/// The labels that say whose a plain manifest is; what it is part of it may say itself.
const ADOPTION: [&str; 3] = [labels::MANAGED_BY, labels::TEAM, labels::ENVIRONMENT];

/// The labels of a recipe's objects and pods: whose they are, and by which selectors find the pods.
const RECIPE: [&str; 5] = [labels::NAME, labels::PART_OF, labels::MANAGED_BY, labels::TEAM, labels::ENVIRONMENT];

/// Who made an object, and so its labels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Maker {
    /// A recipe of platgen's.
    Recipe,
    /// The user; platgen says whose it is.
    Manifests,
    /// A definition, with labels of its own.
    Definition,
}

/// What of a resource no patch may change.
pub(super) struct Guard {
    group: Option<EcoString>,
    identity: [Option<EcoString>; 3],
    /// Path, key and value of labels that platgen set.
    labels: Vec<(Path, &'static str, EcoString)>,
}

impl Guard {
    /// Notes what must stay; labels where they are platgen's own.
    pub(super) fn of(body: &Node, maker: Maker) -> Self {
        let (paths, keys): (&[Path], &'static [&'static str]) = match maker {
            Maker::Recipe => (&LABELS, &RECIPE),
            Maker::Manifests => (&LABELS[..1], &ADOPTION),
            Maker::Definition => (&[], &[]),
        };
        let at = |path: &Path| {
            let (path, labels) = (*path, body.at(path));
            keys.iter().filter_map(move |key| Some((path, *key, labels?.get(key)?.as_str()?.into())))
        };
        let identity = IDENTITY.map(|path| text(body, path).map(EcoString::from));
        Self { group: group(body).map(EcoString::from), identity, labels: paths.iter().flat_map(at).collect() }
    }

    /// Refuses what a merge changed that must stay, at what the patch says of it.
    pub(super) fn check_tree(&self, body: &Node, patch: &Node) -> Result<(), Fault> {
        let Some((path, mut fault)) = self.changed(body) else { return Ok(()) };
        fault.origin = patch.origin;
        let mut node = patch;
        for step in path {
            let Some(below) = node.get(step) else { break };
            fault.origin = below.origin;
            node = below;
        }
        Err(fault)
    }

    /// Refuses what an operation changed that must stay.
    pub(super) fn check(&self, body: &Node, operation: Origin) -> Result<(), Fault> {
        self.changed(body).map_or(Ok(()), |(_, fault)| Err(Fault { origin: operation, ..fault }))
    }

    /// The path of what changed and must not; the fault says nothing yet of where that was written.
    fn changed(&self, body: &Node) -> Option<(Vec<&'static str>, Fault)> {
        let fault = |path: Vec<&'static str>, message: String, help: &str| {
            let fault = Fault::new(message, Origin::INHERITED).help(help);
            Some((path, Fault { code: Code::PATCH_CHANGES_IDENTITY, ..fault }))
        };
        if body.entries().is_empty() {
            return fault(Vec::new(), "a patch may not remove an object".to_owned(), "change what makes the object");
        }
        let changed = || IDENTITY.iter().zip(&self.identity).find(|(path, known)| text(body, path) != known.as_deref());
        let identity: Option<Path> =
            if group(body) != self.group.as_deref() { Some(&["apiVersion"]) } else { changed().map(|(path, _)| *path) };
        if let Some(path) = identity {
            let what = if path == ["apiVersion"] { "the API group" } else { &format!("`{}`", path.join(".")) };
            let help = "it says which object this is: change what makes the object";
            return fault(path.to_vec(), format!("a patch may not change {what}"), help);
        }
        let is_other = |path: &Path, key: &str| body.at(path).and_then(|labels| labels.get(key)).and_then(Node::as_str);
        let (path, key, _) = self.labels.iter().find(|(path, key, text)| is_other(path, key) != Some(text))?;
        let help = "platgen sets it: selectors, policies and ownership rest on it";
        fault([path, &[*key][..]].concat(), format!("a patch may not change the label `{key}`"), help)
    }
}

fn text<'b>(body: &'b Node, path: &[&str]) -> Option<&'b str> {
    body.at(path).and_then(Node::as_str)
}

fn group(body: &Node) -> Option<&str> {
    text(body, &["apiVersion"]).map(|version| version.rsplit_once('/').map_or("", |(group, _)| group))
}
