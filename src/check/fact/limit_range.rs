use crate::check::object::{Cursor, Object};

/// What a LimitRange gives to containers that say nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LimitRange {
    /// Whether they get a request of CPU.
    pub requests_cpu: bool,
    /// Whether they get a request of memory.
    pub requests_memory: bool,
}

/// Reads a LimitRange; the API server makes a default request of a default limit, of the most and of the least.
pub(super) fn read(object: &Object<'_>) -> Option<LimitRange> {
    if !object.is("", "LimitRange") {
        return None;
    }
    let gives = |resource: &str| {
        let gives = |item: Cursor<'_>| {
            let is_of_containers = item.text_at("type").is_some_and(|kind| kind == "Container");
            let fields = ["defaultRequest", "default", "max", "min"];
            is_of_containers && fields.iter().any(|field| item.at(&[field, resource]).is_some())
        };
        object.root().get("spec").is_some_and(|spec| spec.list("limits").any(gives))
    };
    Some(LimitRange { requests_cpu: gives("cpu"), requests_memory: gives("memory") })
}
