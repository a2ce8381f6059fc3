use smallvec::SmallVec;

use super::Minors;
use crate::check::fact::pod_of;
use crate::check::object::{Cursor, Object, Site};
use crate::node::{Node, Payload};

/// From this version on, what restricted asks of Linux is not asked of a pod that says it runs on Windows.
const WINDOWS_EXEMPT: u32 = 25;
/// From this version on, a pod in a user namespace of its own may have what a user namespace makes harmless.
const USER_NAMESPACE_EXEMPT: u32 = 35;
/// How many containers a message names.
const NAMED: usize = 3;

/// A pod as checks look at it.
pub struct Pod<'a> {
    /// The object that it is, or whose template it is.
    pub object: &'a Object<'a>,
    /// The pod: a map with `metadata` and `spec`.
    pub at: Cursor<'a>,
    /// Its `spec`.
    pub spec: Cursor<'a>,
    /// Its own `securityContext`.
    pub security: Option<Cursor<'a>>,
    /// Its containers: those that run first, the main ones, and those that are only there to look.
    pub containers: SmallVec<[Container<'a>; 4]>,
    annotations: Option<Cursor<'a>>,
    is_windows: bool,
    has_user_namespace: bool,
}

/// A container as checks look at it.
pub struct Container<'a> {
    /// Its name; empty where it has none.
    pub name: &'a str,
    /// The container.
    pub at: Cursor<'a>,
    /// Its `securityContext`.
    pub security: Option<Cursor<'a>>,
}

/// A setting that is not there.
pub struct Lack {
    /// The containers without it, for a sentence.
    pub who: String,
    /// Whose `securityContext` is the place for it.
    pub of: &'static str,
    /// Where it would be written.
    pub site: Site,
}

/// Whose a `securityContext` is.
#[derive(Clone, Copy)]
pub enum Holder<'a> {
    /// The pod.
    Pod,
    /// The container of this name.
    Container(&'a str),
}

impl<'a> Pod<'a> {
    /// Finds the pod, or the template of pods, in an object.
    pub(in crate::check) fn of(object: &'a Object<'a>) -> Option<Self> {
        let at = pod_of(object)?;
        let spec = at.get("spec")?;
        let lists = ["initContainers", "containers", "ephemeralContainers"];
        let containers = lists.into_iter().flat_map(|list| spec.list(list)).filter_map(Container::of).collect();
        let is_windows = spec.at(&["os", "name"]).is_some_and(|name| name.text().is_some_and(|name| name == "windows"));
        let has_user_namespace = spec.get("hostUsers").is_some_and(|host_users| host_users.bool() == Some(false));
        let annotations = at.at(&["metadata", "annotations"]);
        Some(Self {
            annotations,
            object,
            at,
            security: spec.get("securityContext"),
            containers,
            is_windows,
            has_user_namespace,
            spec,
        })
    }

    /// Those of the versions that ask it of this pod, where Windows is exempt.
    pub fn unless_windows(&self, minors: Minors) -> Minors {
        if self.is_windows { minors.before(WINDOWS_EXEMPT) } else { minors }
    }

    /// Those of the versions that ask it of this pod, where a user namespace of its own exempts it.
    pub fn unless_user_namespace(&self, minors: Minors) -> Minors {
        if self.has_user_namespace { minors.before(USER_NAMESPACE_EXEMPT) } else { minors }
    }

    /// Each value at a path below a `securityContext`, the pod's and the containers', with whose it is.
    pub fn settings<'s>(&'s self, path: &'s [&'s str]) -> impl Iterator<Item = (Holder<'a>, Cursor<'a>)> + use<'s, 'a> {
        let of_pod = self.security.iter().map(|security| (Holder::Pod, security));
        let of_container = |container: &'s Container<'a>| {
            container.security.iter().map(|security| (Holder::Container(container.name), security))
        };
        let holders = of_pod.chain(self.containers.iter().flat_map(of_container));
        let has = |security: &Cursor<'_>| security.node().at(path).is_some();
        let setting = move |(holder, security): (_, &'s Cursor<'a>)| Some((holder, security.at(path)?));
        holders.filter(move |(_, security)| has(security)).filter_map(setting)
    }

    /// The annotations of the pod.
    pub fn annotations(&self) -> impl Iterator<Item = (&'a ecow::EcoString, Cursor<'a>)> + use<'a> {
        self.annotations.clone().into_iter().flat_map(|annotations| annotations.entries())
    }

    /// Who lacks a setting that a container takes from the pod where it has none itself.
    ///
    /// Where no container has it, that is one fault: the pod's.
    pub fn lacking(&self, field: &str) -> SmallVec<[Lack; 1]> {
        let mut lacking = SmallVec::new();
        if has(&self.security, field) {
            return lacking;
        }
        let without = || self.containers.iter().filter(|container| !has(&container.security, field));
        let count = without().count();
        if count == self.containers.len() && count > 0 {
            let site = missing(self.object, &self.spec, &self.security, field);
            lacking.push(Lack { who: names(without(), count), of: "the pod", site });
        } else {
            let lack = |container: &Container<'_>| {
                let who = container.title();
                Lack { who, of: "the container", site: container.missing(self, field) }
            };
            lacking.extend(without().map(lack));
        }
        lacking
    }

    /// Whether a volume has one of these fields: a look that costs next to nothing.
    pub fn has_volume_with(&self, is_one: impl Fn(&str) -> bool) -> bool {
        let volumes = self.spec.node().get("volumes").map_or(&[][..], Node::items);
        volumes.iter().flat_map(Node::entries).any(|entry| is_one(&entry.key))
    }

    /// Where a value was decided.
    pub fn site(&self, at: &Cursor<'_>) -> Site {
        self.object.site(at)
    }
}

impl<'a> Container<'a> {
    fn of(at: Cursor<'a>) -> Option<Self> {
        let is_map = matches!(at.node().payload, Payload::Map(_));
        let name = at.text_at("name").map_or("", |name| name.as_str());
        is_map.then(|| Self { name, security: at.get("securityContext"), at })
    }

    /// The value of a field of its `securityContext`, without the way to it: a look that costs next to nothing.
    pub fn value(&self, field: &str) -> Option<&'a Node> {
        self.security.as_ref()?.node().get(field)
    }

    /// The value of a field of its `securityContext`.
    pub fn setting(&self, field: &str) -> Option<Cursor<'a>> {
        self.security.as_ref()?.get(field)
    }

    /// The container for a sentence.
    pub fn title(&self) -> String {
        Holder::Container(self.name).title()
    }

    /// Where a field of its `securityContext` that is not there would be written.
    pub fn missing(&self, pod: &Pod<'_>, field: &str) -> Site {
        missing(pod.object, &self.at, &self.security, field)
    }
}

impl Holder<'_> {
    /// The pod or the container for a sentence.
    pub fn title(self) -> String {
        match self {
            Holder::Pod => "the pod".to_owned(),
            Holder::Container("") => "a container".to_owned(),
            Holder::Container(name) => format!("container `{name}`"),
        }
    }
}

fn has(security: &Option<Cursor<'_>>, field: &str) -> bool {
    let value = security.as_ref().and_then(|security| security.node().get(field));
    value.is_some_and(|value| value.payload != Payload::Null)
}

fn missing(object: &Object<'_>, holder: &Cursor<'_>, security: &Option<Cursor<'_>>, field: &str) -> Site {
    match security {
        Some(security) => object.key_site(security, field),
        None => object.key_site(holder, "securityContext"),
    }
}

/// Names containers for a sentence, not all where they are many.
fn names<'s, 'a: 's>(mut containers: impl Iterator<Item = &'s Container<'a>>, count: usize) -> String {
    if count == 1 {
        return containers.next().map(Container::title).unwrap_or_default();
    }
    let named: Vec<String> = containers.take(NAMED).map(|container| format!("`{}`", container.name)).collect();
    let rest = count - named.len();
    match named.split_last() {
        Some((last, first)) if rest == 0 => format!("containers {} and {last}", first.join(", ")),
        _ => format!("containers {} and {rest} more", named.join(", ")),
    }
}
