use ecow::EcoString;

use crate::check::object::{Object, Site};
use crate::model::Amount;

/// What all pods of a namespace may ask for together.
#[derive(Clone, Debug)]
pub struct Quota {
    /// The amounts.
    pub hard: Vec<Hard>,
}

/// The most of one resource.
#[derive(Clone, Debug)]
pub struct Hard {
    /// What is counted: `requests.cpu`, `limits.memory`, `pods`.
    pub resource: EcoString,
    /// The most.
    pub amount: Amount,
    /// The amount as it is written.
    pub text: EcoString,
    /// Where it is written.
    pub site: Site,
}

/// Reads a ResourceQuota; one that counts only some pods says nothing of all.
pub(super) fn read(object: &Object<'_>) -> Option<Quota> {
    if !object.is("", "ResourceQuota") {
        return None;
    }
    let spec = object.root().get("spec")?;
    if spec.get("scopes").is_some() || spec.get("scopeSelector").is_some() {
        return None;
    }
    let hard = spec.get("hard").into_iter().flat_map(|hard| hard.entries()).filter_map(|(resource, at)| {
        let text = at.text().cloned().or_else(|| at.int().map(|number| ecow::eco_format!("{number}")))?;
        Some(Hard { resource: full_name(resource), amount: Amount::parse(&text)?, text, site: object.site(&at) })
    });
    Some(Quota { hard: hard.collect() })
}

/// `cpu` and `memory` of a quota are the requests for them.
fn full_name(resource: &EcoString) -> EcoString {
    match resource.as_str() {
        "cpu" | "memory" => ecow::eco_format!("requests.{resource}"),
        _ => resource.clone(),
    }
}
