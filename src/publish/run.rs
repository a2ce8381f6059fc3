use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use ecow::EcoString;
use git2::{Oid, Repository};

use super::commit::{Commission, Committed, Signer, commit_tree};
use super::desk::Desk;
use super::notes::write_note;
use super::outcome::{Fault, Outcome, Published, Step};
use super::remote::{Pushed, Remote, Tips};
use super::source::{Source, settings_of};
use super::target::Target;
use crate::emit::{Scope, Tree};

/// What is to be published.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// The tree of a complete compile of `scope` without an error finding.
    pub tree: &'r Tree,
    /// What was compiled, and so what may be removed.
    pub scope: &'r Scope,
    /// The commit that it was compiled from.
    pub source: &'r Source,
    /// Where it goes.
    pub targets: &'r [Target],
    /// The environments of the project, in the scope or not.
    pub environments: &'r [EcoString],
    /// Whether commits are made and not pushed.
    pub is_trial: bool,
}

/// What publishing needs of this machine.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The project's folder, whose repository's settings say how others are reached and how commits are signed.
    pub project: PathBuf,
    /// The git to run.
    pub git: PathBuf,
    /// The local store.
    pub store: Option<PathBuf>,
    /// The folder for what is not kept.
    pub temporary: PathBuf,
    /// How long to try.
    pub patience: Patience,
}

/// How often something is tried again that may be otherwise in a moment, and after how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// How many times a branch that others move.
    pub contended: usize,
    /// How many times a server that does not answer.
    pub unreachable: usize,
    /// The first pause; each next one is half as long again.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let (first, longest) = (Duration::from_millis(100), Duration::from_secs(5));
        Self { contended: 20, unreachable: 4, first, longest }
    }
}

/// Publishes to every target, and tells of each what became of it, in their order.
///
/// One that fails keeps none of the others from being published. Doing it again is safe, and repeats nothing that was accepted.
pub fn publish(request: Request<'_>, surroundings: &Surroundings) -> Vec<Outcome> {
    let settings = settings_of(&surroundings.project, &surroundings.git);
    let signer = Signer::of(&surroundings.project, &surroundings.git).filter(|_| !request.is_trial);
    let mut by_repository: BTreeMap<&str, Vec<&Target>> = BTreeMap::new();
    for target in request.targets {
        by_repository.entry(&target.repository).or_default().push(target);
    }
    let publish = |(url, targets): (&str, Vec<&Target>)| -> Vec<Outcome> {
        match Desk::take(surroundings.store.as_deref(), &surroundings.temporary, url) {
            Ok(desk) => {
                let remote = Remote::new(&surroundings.git, desk.repository(), url, &settings);
                Run { request, patience: surroundings.patience, desk: &desk, remote, signer: signer.as_ref() }
                    .publish_all(&targets)
            }
            Err(fault) => targets.into_iter().map(|target| failed(target, fault.clone())).collect(),
        }
    };
    by_repository.into_iter().flat_map(publish).collect()
}

fn failed(target: &Target, fault: Fault) -> Outcome {
    Outcome { target: target.clone(), result: Err(fault), strange: Vec::new(), note: None }
}

/// The publishing to one repository.
struct Run<'r> {
    request: Request<'r>,
    patience: Patience,
    desk: &'r Desk,
    remote: Remote<'r>,
    signer: Option<&'r Signer>,
}

/// How one try ended.
enum Tried {
    Done(Published),
    /// The branch is said to name another commit than this one.
    Moved(Option<Oid>, String),
}

/// What is remembered from one try to the next.
#[derive(Default)]
struct Memory {
    /// What the branches name, if that is known already.
    tips: Option<Tips>,
    /// What was sent and may have been accepted.
    sent: Option<Published>,
    strange: Vec<EcoString>,
}

impl Run<'_> {
    fn publish_all(&self, targets: &[&Target]) -> Vec<Outcome> {
        let names: Vec<&str> = targets.iter().flat_map(|target| references(target)).collect();
        let tips = self.look(&names).ok();
        targets.iter().map(|target| self.publish_one(target, tips.clone())).collect()
    }

    /// What references name, and the commits here.
    fn look(&self, names: &[&str]) -> Result<Tips, Fault> {
        let mut tips = self.remote.tips(names)?;
        let is_missing = |id: &Oid| !is_in(self.desk.repository(), *id);
        let missing: Vec<EcoString> =
            tips.iter().filter(|(_, id)| is_missing(id)).map(|(name, _)| name.clone()).collect();
        if !missing.is_empty() {
            // By now they may name other commits.
            tips.extend(self.remote.fetch(&missing)?);
        }
        Ok(tips)
    }

    /// Tries until it is done, refused, or the patience is at its end.
    fn publish_one(&self, target: &Target, tips: Option<Tips>) -> Outcome {
        let mut memory = Memory { tips, ..Memory::default() };
        let mut tries = Tries::new(self.patience);
        let result = loop {
            let fault = match self.attempt(target, &mut memory) {
                Ok(Tried::Done(published)) => break Ok(published),
                Ok(Tried::Moved(from, reason)) => tries.moved(from, reason),
                Err(fault) => fault,
            };
            if matches!(fault, Fault::Local(_)) && tries.may_renew() && self.desk.renew().is_ok() {
                continue;
            }
            match tries.pause_after(&fault) {
                Some(pause) => thread::sleep(pause),
                None => break Err(fault),
            }
        };
        let note = result.as_ref().ok().and_then(|published| self.note(target, published));
        Outcome { target: target.clone(), result, strange: memory.strange, note }
    }

    fn attempt(&self, target: &Target, memory: &mut Memory) -> Result<Tried, Fault> {
        let Request { tree, scope, source, .. } = self.request;
        let tips = match memory.tips.take() {
            Some(tips) => tips,
            None => self.look(&references(target).collect::<Vec<_>>())?,
        };
        let old = tips.get(&target.reference).copied();
        let parent = old.or_else(|| tips.get(target.base.as_ref()?).copied());
        let commission = Commission { tree, scope, target, source };
        let Committed { commit, changes, strange } =
            commit_tree(self.desk.repository(), parent, commission, self.signer)?;
        memory.strange = strange.into_iter().filter(|name| !self.request.environments.contains(name)).collect();
        let new = commit.or(parent).expect("a branch that is new gets files of its own");
        let text = |id: Oid| EcoString::from(id.to_string());
        let done = |step| Published { step, commit: text(new), parent: parent.map(text), changes };
        if commit.is_none() && old.is_some() {
            // What was sent may have been accepted by a server that could not say so any more.
            let sent = memory.sent.take().filter(|sent| sent.commit == text(new));
            return Ok(Tried::Done(sent.unwrap_or_else(|| done(Step::Unchanged))));
        }
        if self.request.is_trial {
            return Ok(Tried::Done(done(Step::Planned)));
        }
        memory.sent = Some(done(Step::Published));
        match self.remote.push(&target.reference, old, new)? {
            Pushed::Accepted => Ok(Tried::Done(done(Step::Published))),
            Pushed::Moved(reason) => Ok(Tried::Moved(old, reason)),
        }
    }

    /// Notes what the commit was made of, where that is wanted; gives why it could not.
    fn note(&self, target: &Target, published: &Published) -> Option<Fault> {
        target.hydrator.filter(|_| published.step != Step::Planned)?;
        let commit = Oid::from_str(&published.commit).ok()?;
        let mut tries = Tries::new(self.patience);
        loop {
            let fault = match write_note(&self.remote, commit, self.request.source) {
                Ok(Pushed::Accepted) => return None,
                Ok(Pushed::Moved(reason)) => tries.moved(None, reason),
                Err(fault) => fault,
            };
            match tries.pause_after(&fault) {
                Some(pause) => thread::sleep(pause),
                None => return Some(fault),
            }
        }
    }
}

fn references(target: &Target) -> impl Iterator<Item = &str> {
    [target.reference.as_str()].into_iter().chain(target.base.as_deref())
}

/// Whether a commit and its tree are in a repository.
fn is_in(repository: &Path, id: Oid) -> bool {
    let found = Repository::open_bare(repository);
    found.is_ok_and(|here| here.find_commit(id).and_then(|commit| commit.tree().map(|_| ())).is_ok())
}

/// What was tried so far.
struct Tries {
    patience: Patience,
    moved: usize,
    unreachable: usize,
    /// What the branch named when it was said to have moved, and how many times in a row that was the same.
    stuck: Option<(Option<Oid>, usize)>,
    is_renewed: bool,
}

impl Tries {
    fn new(patience: Patience) -> Self {
        Self { patience, moved: 0, unreachable: 0, stuck: None, is_renewed: false }
    }

    /// Takes note that the branch is said to have moved away from `from`. A branch that stays where it is has not moved: then the
    /// server has another reason.
    fn moved(&mut self, from: Option<Oid>, reason: String) -> Fault {
        const ENOUGH: usize = 5;
        self.moved += 1;
        let times = self.stuck.filter(|(known, _)| *known == from).map_or(1, |(_, times)| times + 1);
        self.stuck = Some((from, times));
        if from.is_some() && times >= ENOUGH { Fault::Refused(reason) } else { Fault::Contended(self.moved) }
    }

    /// What is kept on this machine may be broken, once; what cannot be written fails once more.
    fn may_renew(&mut self) -> bool {
        !std::mem::replace(&mut self.is_renewed, true)
    }

    /// How long to wait before the next try; none where it would be the same.
    fn pause_after(&mut self, fault: &Fault) -> Option<Duration> {
        let is_worth_it = match fault {
            Fault::Contended(_) => self.moved < self.patience.contended,
            Fault::Unreachable(_) => {
                self.unreachable += 1;
                self.unreachable < self.patience.unreachable
            }
            _ => false,
        };
        is_worth_it.then(|| self.pause())
    }

    /// Half as long again each time, give or take a half, so that those who met once do not meet again.
    fn pause(&self) -> Duration {
        let tries = self.moved + self.unreachable;
        let steps = i32::try_from(tries.saturating_sub(1)).unwrap_or(i32::MAX).min(30);
        let mut chance = [128];
        // Without chance they only meet more often.
        let _ = getrandom::fill(&mut chance);
        let pause = self.patience.first.mul_f64(1.5_f64.powi(steps)).min(self.patience.longest);
        pause.mul_f64(0.5 + f64::from(chance[0]) / 256.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Oid {
        Oid::hash_object(git2::ObjectType::Blob, text.as_bytes()).expect("hashing bytes in memory cannot fail")
    }

    #[test]
    fn patience_ends() {
        let patience = Patience { contended: 3, unreachable: 2, ..Patience::default() };
        let mut tries = Tries::new(patience);
        for (number, is_last) in [(1, false), (2, false), (3, true)] {
            let fault = tries.moved(Some(id(&number.to_string())), "stale info".to_owned());
            assert_eq!(fault, Fault::Contended(number));
            assert_eq!(tries.pause_after(&fault).is_none(), is_last);
        }
        let unreachable = Fault::Unreachable("no".to_owned());
        assert!(tries.pause_after(&unreachable).is_some() && tries.pause_after(&unreachable).is_none());
        assert!(tries.pause_after(&Fault::Refused("no".to_owned())).is_none());
        assert!(tries.may_renew() && !tries.may_renew());
    }

    #[test]
    fn a_branch_that_stays_where_it_is_did_not_move() {
        let mut tries = Tries::new(Patience::default());
        let faults: Vec<&str> = (0..5).map(|_| tries.moved(Some(id("a")), "locked".to_owned()).word()).collect();
        assert_eq!(faults, ["contended", "contended", "contended", "contended", "refused"]);
    }

    #[test]
    fn pauses_grow_and_stay_within_bounds() {
        let patience = Patience::default();
        let mut tries = Tries::new(patience);
        for tried in 1..60 {
            tries.moved = tried;
            let pause = tries.pause();
            assert!(pause >= patience.first / 2 && pause <= patience.longest.mul_f64(1.5), "{pause:?}");
        }
    }
}
