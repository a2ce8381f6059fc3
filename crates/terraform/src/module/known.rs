//! All modules that are known: those in the binary, and a project's own.

use std::collections::BTreeMap;

use super::Module;
use super::store::Store;
use crate::nearest::nearest;

/// Modules by source and version.
pub struct Modules {
    store: Store,
    own: BTreeMap<Key, Module>,
}

/// Source and version.
type Key = (Box<str>, Option<Box<str>>);

impl std::fmt::Debug for Modules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Modules").field("own", &self.own.len()).finish_non_exhaustive()
    }
}

impl Modules {
    /// Those that come with the binary; each is read when it is first asked for.
    #[must_use]
    pub fn built_in() -> Self {
        Self { store: Store::embedded(), own: BTreeMap::new() }
    }

    /// Adds a module, which takes the place of one with the same source and version.
    pub fn add(&mut self, module: Module) {
        let key = (module.source().into(), module.version().map(Into::into));
        self.own.insert(key, module);
    }

    /// Finds a module; of one that has no version, by none.
    #[must_use]
    pub fn get(&self, source: &str, version: Option<&str>) -> Option<&Module> {
        let key: Key = (source.into(), version.map(Into::into));
        self.own.get(&key).or_else(|| self.store.module(source, version?))
    }

    /// The versions that are known of a source, in no order of age.
    pub fn versions<'m>(&'m self, source: &'m str) -> impl Iterator<Item = &'m str> {
        let own =
            self.own.keys().filter(move |(known, _)| **known == *source).filter_map(|(_, version)| version.as_deref());
        let stored = self.store.names().filter(move |(known, _)| *known == source).map(|(_, version)| version);
        own.chain(stored.filter(move |version| !self.own.contains_key(&(source.into(), Some((*version).into())))))
    }

    /// All sources, each once.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let own = self.own.keys().map(|(source, _)| &**source);
        let sources: std::collections::BTreeSet<&str> =
            own.chain(self.store.names().map(|(source, _)| source)).collect();
        sources.into_iter()
    }

    /// Finds the source that was most likely meant.
    #[must_use]
    pub fn nearest_source(&self, source: &str) -> Option<&str> {
        nearest(source, self.sources())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_projects_own_come_first() {
        let mut modules = Modules::built_in();
        let known = modules.get("terraform-aws-modules/eks/aws", Some("21.19.0")).expect("built in");
        assert_eq!(known.variables().count(), 103);
        let own = "{\"source\": \"terraform-aws-modules/eks/aws\", \"version\": \"21.19.0\", \"variables\": [], \"outputs\": []}";
        modules.add(Module::from_json(own).expect("these are facts"));
        let known = modules.get("terraform-aws-modules/eks/aws", Some("21.19.0")).expect("added");
        assert_eq!(known.variables().count(), 0);
        let versions: Vec<&str> = modules.versions("terraform-aws-modules/eks/aws").collect();
        assert_eq!(versions, ["21.19.0"]);
    }

    #[test]
    fn unknown_modules_have_near_ones() {
        let modules = Modules::built_in();
        assert!(modules.get("terraform-aws-modules/eks/aws", Some("1.0.0")).is_none());
        assert_eq!(modules.nearest_source("terraform-aws-modules/ek/aws"), Some("terraform-aws-modules/eks/aws"));
        assert_eq!(modules.sources().count(), 24);
    }
}
