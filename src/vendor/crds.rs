use std::collections::BTreeMap;

use ecow::EcoString;
use platgen_yaml::{Dialect, Limits};

use super::fault::{Fault, Field};
use super::http::{Ask, HttpFault, Tls, Url};
use super::place::{Placement, Standing};
use super::session::Session;
use crate::chart::{At, CrdOrigin, Owning, WantedCrds, changed_files, crds_folder, crds_of, one_file};
use crate::diagnostics::{Code, Finding, Spot};
use crate::lock::{FileTree, Lock, LockedCrds, Sha256Digest};
use crate::world::FILE_LIMIT;

/// The fetching of some definitions of custom resources.
pub(super) struct CrdsTask<'a> {
    pub(super) session: &'a Session,
    pub(super) crds: &'a WantedCrds,
    pub(super) old: Option<&'a LockedCrds>,
    /// What stands in their folder.
    pub(super) standing: Standing,
    pub(super) is_update: bool,
    /// The charts as they are now.
    pub(super) charts: &'a Lock,
    /// The files of the charts that are there.
    pub(super) trees: &'a BTreeMap<EcoString, FileTree>,
}

impl CrdsTask<'_> {
    /// Gives what to lock, and what to put in place where that is not there already.
    pub(super) fn run(&self) -> Result<(LockedCrds, Option<Placement>), Box<Finding>> {
        let folder = crds_folder(&self.crds.name);
        if self.standing == Standing::Other {
            return Err(Box::new(changed_files(&folder, self.crds.place, Owning::Impossible)));
        }
        match &self.crds.from {
            CrdOrigin::File { url, digest } => self.of_file(folder, url, digest.as_ref()),
            CrdOrigin::Chart(chart) => self.of_chart(folder, chart),
        }
    }

    fn of_chart(
        &self,
        folder: EcoString,
        chart: &At<EcoString>,
    ) -> Result<(LockedCrds, Option<Placement>), Box<Finding>> {
        let fault = |message: String| Box::new(Finding::new(Code::NOT_FETCHED, message, Spot::Value(chart.place)));
        let tree = self.trees.get(&chart.value);
        let tree = tree.ok_or_else(|| fault(format!("chart `{}` could not be fetched either", chart.value)))?;
        let crds = crds_of(tree);
        if crds.files.is_empty() {
            return Err(fault(format!("chart `{}` has no `crds/`", chart.value)));
        }
        let version = self.charts.charts.get(&chart.value).map_or_else(EcoString::new, |chart| chart.version.clone());
        let locked = LockedCrds::Chart { chart: chart.value.clone(), version, tree: crds.digest() };
        Ok((locked, self.placement(folder, crds)))
    }

    fn of_file(
        &self,
        folder: EcoString,
        url: &At<EcoString>,
        digest: Option<&At<Sha256Digest>>,
    ) -> Result<(LockedCrds, Option<Placement>), Box<Finding>> {
        let locked = match self.old {
            Some(LockedCrds::File { url: known, digest: locked }) if *known == url.value && !self.is_update => {
                Some(*locked).filter(|locked| digest.is_none_or(|digest| digest.value == *locked))
            }
            _ => None,
        };
        if let Some(locked) =
            locked.filter(|locked| self.standing == Standing::Ours(one_file(&self.crds.name, *locked)))
        {
            return Ok((LockedCrds::File { url: url.value.clone(), digest: locked }, None));
        }
        let wanted = digest.map(|digest| digest.value);
        let bytes = self.fetch(&url.value, locked, wanted).map_err(|fault| {
            let spot = match (fault.field, digest) {
                (Field::Digest, Some(digest)) => Spot::Value(digest.place),
                (Field::Entry, _) => Spot::Key(self.crds.place),
                _ => Spot::Value(url.place),
            };
            let mut finding = Finding::new(Code::NOT_FETCHED, fault.message, spot);
            finding.help = fault.help;
            Box::new(finding)
        })?;
        let digest = Sha256Digest::of(&bytes);
        let file = ecow::eco_format!("{}.yaml", self.crds.name);
        let tree = FileTree { files: [(file, bytes.into())].into() };
        Ok((LockedCrds::File { url: url.value.clone(), digest }, self.placement(folder, tree)))
    }

    fn fetch(&self, url: &str, locked: Option<Sha256Digest>, wanted: Option<Sha256Digest>) -> Result<Vec<u8>, Fault> {
        if let Some(bytes) = locked.or(wanted).and_then(|digest| self.session.cache.archive(digest)) {
            return Ok(bytes);
        }
        let url = Url::parse(url).ok_or_else(|| Fault::new(Field::Repository, format!("`{url}` is no URL")))?;
        let tls = Tls::default();
        let ask = Ask {
            url: url.clone(),
            accept: "*/*",
            credentials: None,
            is_known_everywhere: false,
            tls: &tls,
            form: None,
            limit: FILE_LIMIT,
        };
        let bytes = self.session.client.repeat(|| {
            let bytes = self.session.client.fetch_once(&ask)?.body;
            expect_definitions(&bytes).map_err(|problem| HttpFault::transient(&url, problem)).map(|()| bytes)
        })?;
        let found = Sha256Digest::of(&bytes);
        if let Some(wanted) = wanted.filter(|wanted| *wanted != found) {
            let message = format!("{url} has another digest: `{found}`");
            return Err(Fault::new(Field::Digest, message).help(format!("{} was asked for", wanted.short())));
        }
        if let Some(locked) = locked.filter(|locked| *locked != found) {
            let help = format!(
                "{} was locked, {} came; `platgen vendor --update` takes it as it is now",
                locked.short(),
                found.short()
            );
            return Err(Fault::new(Field::Entry, format!("{url} is not what platgen.lock holds")).help(help));
        }
        self.session.cache.keep_archive(found, &bytes);
        Ok(bytes)
    }

    fn placement(&self, folder: EcoString, tree: FileTree) -> Option<Placement> {
        let is_there = self.standing == Standing::Ours(tree.digest());
        (!is_there).then_some(Placement { folder, tree: Some(tree) })
    }
}

/// Makes sure that a file is whole manifests, of which one at least defines a custom resource.
fn expect_definitions(bytes: &[u8]) -> Result<(), String> {
    let documents = platgen_yaml::read(bytes, &Dialect::KUBECTL, &Limits::default())
        .map_err(|faults| format!("is not YAML: {}", faults.first().map_or("", |fault| fault.message.as_str())))?;
    let is_definition = |document: &platgen_yaml::Document| {
        let kind = document.get(document.root(), "kind").map(|kind| document.text(kind));
        matches!(kind, Some("CustomResourceDefinition" | "List" | "CustomResourceDefinitionList"))
    };
    if documents.iter().any(is_definition) { Ok(()) } else { Err("defines no custom resource".to_owned()) }
}
