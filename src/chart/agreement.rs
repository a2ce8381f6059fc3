use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::dependency::satisfies;
use super::{At, CRDS, ChartOrigin, CrdOrigin, Wanted, WantedChart, WantedCrds, missing_dependencies};
use crate::diagnostics::{Code, Finding, Sink, Spot};
use crate::lock::{FileTree, LOCK_FILE, Lock, LockedChart, LockedCrds, Provenance, Sha256Digest};
use crate::source::{ContentId, Place};
use crate::world::World;

/// What fetches, for the help of findings.
const FETCH: &str = "run `platgen vendor`";

/// The digests of folders, remembered by the contents of their files.
#[derive(Debug, Default)]
pub struct DigestMemo(Mutex<FxHashMap<EcoString, Remembered>>);

#[derive(Clone, Debug)]
struct Remembered {
    contents: Vec<(EcoString, ContentId)>,
    digest: Sha256Digest,
}

/// Whether a vendored folder can become the project's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owning {
    /// As a chart that `path` names.
    Possible,
    /// It is a part of something else.
    Impossible,
}

/// How much is checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Agreement {
    /// What platgen.yaml names.
    Wanted,
    /// Also that the lock holds nothing else.
    Whole,
}

/// Reports where platgen.lock, or the vendored files of a world, are not what platgen.yaml asks for; gives the charts that are not.
pub fn check_vendored(
    wanted: &Wanted,
    world: &dyn World,
    agreement: Agreement,
    memo: &DigestMemo,
    sink: &mut Sink,
) -> BTreeSet<EcoString> {
    let lock = match world.read(LOCK_FILE).map(|(bytes, _)| Lock::read(&bytes)) {
        Err(_) => Lock::default(),
        Ok(Ok(lock)) => lock,
        Ok(Err(fault)) => {
            let finding = Finding::new(Code::BROKEN_LOCK, fault.to_string(), Spot::File(LOCK_FILE.into()));
            sink.report(finding.help(
                "put it back as it was committed, or remove it and run `platgen vendor`, which asks for every version anew",
            ));
            return wanted.charts.iter().map(|chart| chart.name.clone()).collect();
        }
    };
    let check = Check { wanted, lock: &lock, world, memo };
    let mut refused = BTreeSet::new();
    for chart in &wanted.charts {
        if let Some(finding) = check.chart(chart) {
            refused.insert(chart.name.clone());
            sink.report(finding);
        }
    }
    sink.extend(wanted.crds.iter().filter_map(|crds| check.crds(crds)));
    if agreement == Agreement::Whole && !wanted.is_partial {
        sink.extend(check.leftovers());
    }
    refused
}

struct Check<'a> {
    wanted: &'a Wanted,
    lock: &'a Lock,
    world: &'a dyn World,
    memo: &'a DigestMemo,
}

impl Check<'_> {
    fn chart(&self, chart: &WantedChart) -> Option<Finding> {
        let locked = self.lock.charts.get(&chart.name);
        if let ChartOrigin::Folder { path } = &chart.from {
            return self.own_chart(chart, path, locked);
        }
        let Some(locked) = locked else {
            let message = format!("chart `{}` was not vendored yet", chart.name);
            return Some(Finding::new(Code::NOT_VENDORED, message, Spot::Key(chart.place)).help(FETCH));
        };
        difference(chart, locked).or_else(|| {
            let tree = locked.tree.filter(|_| self.wanted.is_kept_in_project())?;
            self.files(&chart.folder(), tree, chart.place, Owning::Possible)
        })
    }

    /// A chart in a folder of the project: it is there, and the charts that it depends on were fetched.
    fn own_chart(&self, chart: &WantedChart, path: &At<EcoString>, locked: Option<&LockedChart>) -> Option<Finding> {
        let tree = self.tree(&path.value);
        let changed = locked.into_iter().flat_map(|locked| &locked.dependencies).find_map(|dependency| {
            let folder = ecow::eco_format!("{}/{}", path.value, dependency.path);
            self.files(&folder, dependency.tree, path.place, Owning::Impossible)
        });
        if changed.is_some() {
            return changed;
        }
        match missing_dependencies(&tree) {
            Err(fault) => {
                let message = format!("`{}` holds no chart: {fault}", path.value);
                Some(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(path.place)))
            }
            Ok(missing) => missing.first().map(|dependency| {
                let message =
                    format!("chart `{}` depends on `{}`, which was not vendored yet", chart.name, dependency.name);
                Finding::new(Code::NOT_VENDORED, message, Spot::Value(path.place)).help(FETCH)
            }),
        }
    }

    fn crds(&self, crds: &WantedCrds) -> Option<Finding> {
        let stale = |place: Place| {
            let message = format!("platgen.lock holds the custom resources `{}` from elsewhere", crds.name);
            Some(Finding::new(Code::NOT_VENDORED, message, Spot::Key(place)).help(FETCH))
        };
        match (&crds.from, self.lock.crds.get(&crds.name)) {
            (CrdOrigin::File { url, digest }, Some(LockedCrds::File { url: locked, digest: tree })) => {
                if url.value != *locked {
                    return stale(url.place);
                }
                if let Some(digest) = digest.as_ref().filter(|digest| digest.value != *tree) {
                    return stale(digest.place);
                }
                self.files(&crds_folder(&crds.name), one_file(&crds.name, *tree), crds.place, Owning::Impossible)
            }
            (CrdOrigin::Chart(chart), Some(LockedCrds::Chart { chart: locked, version, tree })) => {
                let has_moved = self.lock.charts.get(&chart.value).is_some_and(|chart| chart.version != *version);
                if chart.value != *locked || has_moved {
                    return stale(chart.place);
                }
                self.files(&crds_folder(&crds.name), *tree, crds.place, Owning::Impossible)
            }
            (_, Some(_)) => stale(crds.place),
            (_, None) => {
                let message = format!("the custom resources `{}` were not vendored yet", crds.name);
                Some(Finding::new(Code::NOT_VENDORED, message, Spot::Key(crds.place)).help(FETCH))
            }
        }
    }

    /// Compares the files of a folder with what was vendored.
    fn files(&self, folder: &str, locked: Sha256Digest, place: Place, own: Owning) -> Option<Finding> {
        match self.digest(folder) {
            Some(found) if found == locked => None,
            Some(_) => Some(changed_files(folder, place, own)),
            None => {
                let message = format!("`{folder}` is not there");
                Some(Finding::new(Code::NOT_VENDORED, message, Spot::Key(place)).help(FETCH))
            }
        }
    }

    fn leftovers(&self) -> impl Iterator<Item = Finding> {
        let unknown = |kind: &str, name: &EcoString| {
            let message = format!("platgen.lock holds {kind} `{name}`, which platgen.yaml does not have");
            Finding::new(Code::NOT_VENDORED, message, Spot::File(LOCK_FILE.into())).help(FETCH)
        };
        let charts = self.lock.charts.keys().filter(|name| self.wanted.charts.iter().all(|chart| chart.name != **name));
        let crds = self.lock.crds.keys().filter(|name| self.wanted.crds.iter().all(|crds| crds.name != **name));
        charts.map(move |name| unknown("chart", name)).chain(crds.map(move |name| unknown("custom resources", name)))
    }

    fn paths(&self, folder: &str) -> impl Iterator<Item = &EcoString> {
        let prefix = format!("{folder}/");
        let first = self.world.paths().partition_point(|path| path.as_str() < prefix.as_str());
        self.world.paths()[first..].iter().take_while(move |path| path.starts_with(&prefix))
    }

    fn tree(&self, folder: &str) -> FileTree {
        let read = |path: &EcoString| Some((path.clone(), self.world.read(path).ok()?.0));
        FileTree { files: self.paths(folder).filter_map(read).collect() }.below(folder)
    }

    /// The digest of a folder's files; none where there are none.
    fn digest(&self, folder: &str) -> Option<Sha256Digest> {
        let content = |path: &EcoString| Some((path.clone(), self.world.read(path).ok()?.1));
        let contents: Vec<_> = self.paths(folder).filter_map(content).collect();
        if contents.is_empty() {
            return None;
        }
        let known = |memo: &FxHashMap<EcoString, Remembered>| {
            memo.get(folder).filter(|known| known.contents == contents).map(|known| known.digest)
        };
        // A panic elsewhere leaves whole entries.
        if let Some(digest) = known(&self.memo.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Some(digest);
        }
        let digest = self.tree(folder).digest();
        let mut memo = self.memo.0.lock().unwrap_or_else(PoisonError::into_inner);
        memo.insert(folder.into(), Remembered { contents, digest });
        Some(digest)
    }
}

/// Says that the store of this machine lacks a chart.
pub fn not_stored(chart: &WantedChart) -> Finding {
    let message = format!("the store of this machine does not hold chart `{}`", chart.name);
    Finding::new(Code::NOT_VENDORED, message, Spot::Key(chart.place)).help(FETCH)
}

/// Says that a folder holds what nobody fetched.
pub fn changed_files(folder: &str, place: Place, own: Owning) -> Finding {
    let message = format!("the files of `{folder}` are not those that were vendored");
    let finding = Finding::new(Code::VENDORED_FILES_CHANGED, message, Spot::Key(place));
    let undo = format!("remove `{folder}` and run `platgen vendor` to undo the changes");
    finding.help(match own {
        Owning::Possible => {
            format!("{undo}; to keep them, move it and name it with `path`: then it is the project's own")
        }
        Owning::Impossible => undo,
    })
}

/// The folder that definitions of custom resources lie in.
pub fn crds_folder(name: &str) -> EcoString {
    ecow::eco_format!("{CRDS}/{name}")
}

/// The digest of the folder that holds a file of definitions alone.
pub fn one_file(name: &str, digest: Sha256Digest) -> Sha256Digest {
    FileTree::digest_of_lines([(format!("{name}.yaml"), digest)])
}

/// Where the lock answers another question than platgen.yaml asks.
pub fn difference(chart: &WantedChart, locked: &LockedChart) -> Option<Finding> {
    let name = &chart.name;
    let stale = |field: &At<EcoString>, held: &str| {
        let message = format!("platgen.lock holds chart `{name}` for {held}, not for `{}`", field.value);
        Finding::new(Code::NOT_VENDORED, message, Spot::Value(field.place)).help(FETCH)
    };
    let differs = |field: &At<EcoString>, held: &EcoString| (field.value != *held).then(|| stale(field, &quoted(held)));
    match (&chart.from, &locked.from) {
        (
            ChartOrigin::Repository { repository, chart: own, range, digest },
            Provenance::Repository { repository: held, range: held_range, manifest, archive, .. },
        ) => differs(repository, held).or_else(|| differs(own, &locked.chart)).or_else(|| match (range, held_range) {
            (Some(range), held) if held.as_ref() != Some(&range.value) => {
                Some(stale(range, &held.as_ref().map_or_else(|| "any release".to_owned(), |held| quoted(held))))
            }
            (Some(range), _) if !satisfies(&locked.version, &range.value) => {
                Some(stale(range, &format!("version `{}`", locked.version)))
            }
            (None, Some(held)) => {
                let message = format!("platgen.lock holds chart `{name}` for `{held}`, not for any release");
                Some(Finding::new(Code::NOT_VENDORED, message, Spot::Key(chart.place)).help(FETCH))
            }
            _ => digest.as_ref().filter(|digest| digest.value != *archive && Some(digest.value) != *manifest).map(
                |digest| {
                    let message = format!("platgen.lock holds chart `{name}` with another digest");
                    Finding::new(Code::NOT_VENDORED, message, Spot::Value(digest.place)).help(FETCH)
                },
            ),
        }),
        (
            ChartOrigin::Git { git, revision, path },
            Provenance::Git { git: held, revision: held_revision, path: held_path, .. },
        ) => differs(git, held).or_else(|| differs(revision, held_revision)).or_else(|| {
            let place = path.as_ref().map_or(git.place, |path| path.place);
            let is_same = path.as_ref().map(|path| &path.value) == held_path.as_ref();
            let message = format!("platgen.lock holds chart `{name}` from another folder");
            (!is_same).then(|| Finding::new(Code::NOT_VENDORED, message, Spot::Value(place)).help(FETCH))
        }),
        _ => {
            let message = format!("platgen.lock holds chart `{name}` from elsewhere");
            Some(Finding::new(Code::NOT_VENDORED, message, Spot::Key(chart.place)).help(FETCH))
        }
    }
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}
