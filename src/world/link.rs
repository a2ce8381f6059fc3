use ecow::{EcoString, eco_format};

use super::ReadFault;
use super::medium::{Kind, Medium};

/// How many links one link may lead through; the limit of Linux.
const LINKS: usize = 40;

/// How many bytes a link may say; the limit of Linux.
const TARGET: usize = 4096;

/// What a link leads to.
pub(super) struct Resolved<H> {
    /// Where it really stands below the project's folder, no part of it being a link.
    pub(super) place: EcoString,
    /// What stands there; never a link.
    pub(super) kind: Kind<H>,
}

/// Follows the link that is seen at `path`, lies in the real folder `folder` and says `target`.
///
/// Goes step by step from the project's folder and never above it, so a link that leaves is a fault even where it would come
/// back: an absolute target, or `../project/file`, means something else on another machine and in a revision.
pub(super) fn resolve<M: Medium>(
    medium: &M,
    path: &str,
    folder: &str,
    target: &EcoString,
) -> Result<Resolved<M::Handle>, ReadFault> {
    let path = || EcoString::from(path);
    let outside = || ReadFault::LinkOutside { path: path(), target: target.clone() };
    let dangling = || ReadFault::DanglingLink { path: path(), target: target.clone() };

    if target.len() > TARGET || target.contains('\0') {
        return Err(dangling());
    }
    let mut way: Vec<(EcoString, M::Handle)> = Vec::new();
    let mut end: Option<(EcoString, Kind<M::Handle>)> = None;
    let mut steps = steps_reversed(target).ok_or_else(outside)?;
    steps.extend(steps_reversed(folder).ok_or_else(outside)?);
    let mut links = 1;

    while let Some(step) = steps.pop() {
        if end.is_some() {
            return Err(dangling());
        }
        if step == ".." {
            way.pop().ok_or_else(outside)?;
            continue;
        }
        let here = way.last().map_or_else(|| medium.root(), |(_, handle)| handle.clone());
        match medium.find(&here, &step, &path())?.ok_or_else(dangling)? {
            Kind::Folder(handle) => way.push((step, handle)),
            Kind::Link(link) => {
                links += 1;
                if links > LINKS {
                    return Err(ReadFault::LinkLoop { path: path(), target: target.clone() });
                }
                steps.extend(steps_reversed(&medium.target(&link, &path())?).ok_or_else(outside)?);
            }
            kind => end = Some((step, kind)),
        }
    }
    Ok(arrive(medium, way, end))
}

/// The steps of a relative path, last first; `None` where it is absolute.
fn steps_reversed(target: &str) -> Option<Vec<EcoString>> {
    let is_step = |step: &&str| !step.is_empty() && *step != ".";
    (!target.starts_with('/')).then(|| target.rsplit('/').filter(is_step).map(EcoString::from).collect())
}

fn arrive<M: Medium>(
    medium: &M,
    mut way: Vec<(EcoString, M::Handle)>,
    end: Option<(EcoString, Kind<M::Handle>)>,
) -> Resolved<M::Handle> {
    let folders = way.iter().fold(EcoString::new(), |place, (name, _)| join(&place, name));
    match end {
        Some((name, kind)) => Resolved { place: join(&folders, &name), kind },
        None => {
            let handle = way.pop().map_or_else(|| medium.root(), |(_, handle)| handle);
            Resolved { place: folders, kind: Kind::Folder(handle) }
        }
    }
}

/// Puts a name below a folder; the project's own folder is the empty path.
pub(super) fn join(folder: &str, name: &str) -> EcoString {
    if folder.is_empty() { name.into() } else { eco_format!("{folder}/{name}") }
}
