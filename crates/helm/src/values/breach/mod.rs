//! The words for breaches of schemas.
//!
//! Takes a schema, and values that our validator has found wrong; gives the breaches as Helm tells them.
//!
//! The law: whether values are wrong is asked our validator alone. Helm 3 and Helm 4 have validators of their own, which come to
//! different keywords at first, stop at different ones and have other words.

mod helm3;
mod helm4;

use crate::{Breach, Compat};
use jsonschema::ValidationError;
use jsonschema::paths::LocationSegment;
use serde_json::Value;

/// What was found wrong: Helm's lines, and the breaches one by one.
pub(super) struct Told {
    pub(super) lines: Vec<String>,
    pub(super) breaches: Vec<Breach>,
}

/// Tells breaches as a level does. Where Helm 3's validator would find none, they have the words of Helm 4.
pub(super) fn tell(schema: &Value, values: &Value, errors: &[ValidationError<'_>], compat: Compat) -> Told {
    if compat.is_helm_3() {
        let breaches = helm3::breaches(schema, values);
        if !breaches.is_empty() {
            let line = |breach: &Breach| format!("- {}: {}", helm3::field(&breach.path), breach.message);
            return Told { lines: breaches.iter().map(line).collect(), breaches };
        }
    }
    let mut told = Told { lines: Vec::new(), breaches: Vec::new() };
    for (error, message) in helm4::worded(errors) {
        told.lines.push(format!("- at {}: {message}", helm4::single_quoted(error.instance_path().as_str())));
        let steps = error.instance_path().into_iter().map(|step| match step {
            LocationSegment::Property(name) => name.to_string(),
            LocationSegment::Index(index) => index.to_string(),
        });
        told.breaches.push(Breach { path: steps.collect(), message });
    }
    told
}
