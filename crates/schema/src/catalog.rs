//! The releases in the binary, and the view of one of them.

use crate::custom::Custom;
use crate::schema::Schema;
use crate::store::Store;
use rustc_hash::FxHashMap;
use std::fmt;
use std::sync::Arc;

/// The definitions of all releases in the binary. Unpacking them takes a few milliseconds; make one and share it.
#[derive(Clone)]
pub struct Catalog {
    store: Arc<Store>,
}

/// What one release of Kubernetes knows, with the custom resources that were added.
#[derive(Clone)]
pub struct Schemas {
    pub(crate) store: Arc<Store>,
    pub(crate) minor: u32,
    /// Places in the store of this release's definitions.
    pub(crate) places: Arc<FxHashMap<Box<str>, usize>>,
    /// Versions of custom resources, sorted by group, kind and version.
    pub(crate) custom: Arc<[Arc<Custom>]>,
}

/// A release that the binary holds no definitions of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownVersion {
    /// The minor release asked for.
    pub minor: u32,
    /// The first minor release that is known.
    pub first: u32,
    /// The last minor release that is known.
    pub last: u32,
}

/// Where objects of a kind live.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// In a namespace.
    Namespaced,
    /// In no namespace.
    Cluster,
    /// Nowhere: lists, reviews and other kinds that are sent and never kept.
    Unstored,
}

/// One kind that a release serves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind<'s> {
    /// The API group; empty for the core group.
    pub group: &'s str,
    /// The version within the group.
    pub version: &'s str,
    /// The kind's name.
    pub kind: &'s str,
    /// Where its objects live.
    pub scope: Scope,
    /// Whether it is a custom resource.
    pub custom: bool,
}

impl Catalog {
    /// Unpacks the definitions in the binary.
    #[must_use]
    pub fn embedded() -> Self {
        Self { store: Arc::new(Store::embedded()) }
    }

    /// Lists the minor releases of Kubernetes 1 that are known.
    #[must_use]
    pub fn minors(&self) -> std::ops::RangeInclusive<u32> {
        self.store.first..=self.store.last
    }

    /// Shows one release of Kubernetes 1 by its minor number.
    ///
    /// # Errors
    ///
    /// Fails for a release that the binary does not hold.
    pub fn kubernetes(&self, minor: u32) -> Result<Schemas, UnknownVersion> {
        let bit = self.store.bit(minor);
        if bit == 0 {
            return Err(UnknownVersion { minor, first: self.store.first, last: self.store.last });
        }
        let places = self.store.definitions.iter().enumerate().filter(|(_, definition)| definition.mask & bit != 0);
        let places = places.map(|(place, definition)| (definition.name.clone(), place)).collect();
        Ok(Schemas { store: self.store.clone(), minor, places: Arc::new(places), custom: Arc::default() })
    }
}

impl Schemas {
    /// Tells the minor release.
    #[must_use]
    pub fn minor(&self) -> u32 {
        self.minor
    }

    /// Lists the kinds served: Kubernetes' own by group, version and kind, then custom resources by group, kind and version.
    pub fn kinds(&self) -> impl Iterator<Item = Kind<'_>> {
        let bit = self.store.bit(self.minor);
        let own = self.store.kinds.iter().filter(move |kind| kind.mask & bit != 0).map(|kind| Kind {
            group: &kind.group,
            version: &kind.version,
            kind: &kind.kind,
            scope: kind.scope,
            custom: false,
        });
        own.chain(self.custom.iter().filter(|custom| custom.served).map(|custom| custom.kind()))
    }

    /// Finds a kind that is served.
    #[must_use]
    pub fn kind(&self, api_version: &str, kind: &str) -> Option<Kind<'_>> {
        let (group, version) = split(api_version);
        self.custom_kind(api_version, kind).map(Custom::kind).or_else(|| {
            let stored = self.stored(group, version, kind)?;
            let (group, version, kind) = (&*stored.group, &*stored.version, &*stored.kind);
            Some(Kind { group, version, kind, scope: stored.scope, custom: false })
        })
    }

    /// Gives the text of a built-in definition by its OpenAPI name: a structural schema in JSON whose references name definitions.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<&str> {
        self.places.get(name).map(|place| self.store.line(*place))
    }

    /// Gives the OpenAPI name of a built-in kind's definition.
    #[must_use]
    pub fn definition_of(&self, api_version: &str, kind: &str) -> Option<&str> {
        let (group, version) = split(api_version);
        self.stored(group, version, kind).map(|stored| &*stored.definition)
    }

    pub(crate) fn resolve(&self, name: &str) -> Option<&Schema> {
        self.places.get(name).map(|place| self.store.schema(*place))
    }

    /// Finds a version of a custom resource that is served.
    pub(crate) fn custom_kind(&self, api_version: &str, kind: &str) -> Option<&Custom> {
        let (group, version) = split(api_version);
        let sought = (group, kind, version);
        let place = self.custom.binary_search_by(|custom| custom.identity().cmp(&sought)).ok()?;
        self.custom.get(place).map(|custom| &**custom).filter(|custom| custom.served)
    }

    /// Whether this release or a custom resource has any kind of an API group.
    #[must_use]
    pub fn has_group(&self, group: &str) -> bool {
        let kinds = &self.store.kinds;
        let from = kinds.partition_point(|stored| *stored.group < *group);
        let mut own = kinds[from..].iter().take_while(|stored| *stored.group == *group);
        own.any(|stored| stored.mask & self.store.bit(self.minor) != 0) || self.has_custom_group(group)
    }

    fn stored(&self, group: &str, version: &str, kind: &str) -> Option<&crate::store::StoredKind> {
        self.stored_ever(group, version, kind).filter(|stored| stored.mask & self.store.bit(self.minor) != 0)
    }

    /// Finds a kind that some release serves.
    pub(crate) fn stored_ever(&self, group: &str, version: &str, kind: &str) -> Option<&crate::store::StoredKind> {
        self.store.kind(group, version, kind)
    }
}

/// Splits an API version into group and version.
pub(crate) fn split(api_version: &str) -> (&str, &str) {
    api_version.rsplit_once('/').unwrap_or(("", api_version))
}

impl fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { minor, first, last } = self;
        write!(f, "Kubernetes `1.{minor}` is not among the known releases `1.{first}` to `1.{last}`")
    }
}

impl std::error::Error for UnknownVersion {}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas")
            .field("minor", &self.minor)
            .field("custom", &self.custom.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").field("minors", &self.minors()).finish_non_exhaustive()
    }
}
