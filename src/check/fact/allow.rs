use ecow::EcoString;

use crate::check::object::{Object, Site};

/// The annotation that allows findings on an object: lines of `<code> <reason>`.
pub const ALLOW: &str = "platgen.dev/allow";

/// One finding that somebody allows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allow {
    /// The code, as written.
    pub code: EcoString,
    /// Why; empty where nothing is said.
    pub reason: EcoString,
    /// Where it is written.
    pub site: Site,
    /// Whether it is an entry of a stack's `allow`, and no line of an annotation.
    pub is_entry: bool,
}

/// Reads what the annotations of an object, or of its pods, allow.
pub(super) fn read(object: &Object<'_>) -> Vec<Allow> {
    let root = object.root();
    let of_pods = root.at(&["spec", "template", "metadata", "annotations", ALLOW]);
    let written = root.at(&["metadata", "annotations", ALLOW]).into_iter().chain(of_pods);
    let lines = written.flat_map(|at| {
        let site = object.site(&at);
        let text = at.text().cloned().unwrap_or_default();
        let lines: Vec<Allow> = text.lines().filter_map(|line| Allow::read(line, &site)).collect();
        lines
    });
    lines.collect()
}

impl Allow {
    fn read(line: &str, site: &Site) -> Option<Self> {
        let line = line.trim();
        let (code, reason) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        (!code.is_empty()).then(|| Self {
            code: code.into(),
            reason: reason.trim().into(),
            site: site.clone(),
            is_entry: false,
        })
    }
}
