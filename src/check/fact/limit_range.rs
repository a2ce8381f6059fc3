use crate::check::object::{Cursor, Object};

/// What a LimitRange, or all of a namespace together, give to containers that say nothing.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct LimitRange {
    /// Whether it gives a request for CPU.
    pub requests_cpu: bool,
    /// Whether it gives a request for memory.
    pub requests_memory: bool,
    /// Whether it gives a limit for CPU.
    pub limits_cpu: bool,
    /// Whether it gives a limit for memory.
    pub limits_memory: bool,
}

impl LimitRange {
    /// What this LimitRange and another give together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            requests_cpu: self.requests_cpu || other.requests_cpu,
            requests_memory: self.requests_memory || other.requests_memory,
            limits_cpu: self.limits_cpu || other.limits_cpu,
            limits_memory: self.limits_memory || other.limits_memory,
        }
    }
}

/// Reads a LimitRange; a default limit is the default request, and the largest limit the default one, where none is written.
pub(super) fn read(object: &Object<'_>) -> Option<LimitRange> {
    if !object.is("", "LimitRange") {
        return None;
    }
    let spec = object.root().get("spec");
    let of_containers = |item: &Cursor<'_>| item.text_at("type").is_some_and(|of| of == "Container");
    let items = spec.iter().flat_map(|spec| spec.list("limits")).filter(of_containers);
    Some(items.fold(LimitRange::default(), |known, item| {
        let gives = |fields: &[&str], resource: &str| fields.iter().any(|field| item.at(&[*field, resource]).is_some());
        known.and(LimitRange {
            requests_cpu: gives(&["defaultRequest", "default", "max", "min"], "cpu"),
            requests_memory: gives(&["defaultRequest", "default", "max", "min"], "memory"),
            limits_cpu: gives(&["default", "max"], "cpu"),
            limits_memory: gives(&["default", "max"], "memory"),
        })
    }))
}
