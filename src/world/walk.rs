use ecow::EcoString;

use super::ReadFault;
use super::link::{Resolved, join, resolve};
use super::listing::Listing;
use super::medium::{Entry, Kind, Medium};

/// How many files and folders a project may have; links to folders count what they show again.
const ENTRIES: usize = 1_000_000;

/// How many folders may lie in one another. Git knows no limit, and the walk is recursive.
const DEPTH: usize = 200;

/// Lists every file of a medium that a project shows, leaving out the folders `excluded`.
pub(super) fn walk<M: Medium>(medium: &M, excluded: &[&str]) -> Listing<M::Handle> {
    walk_limited(medium, excluded, ENTRIES)
}

fn walk_limited<M: Medium>(medium: &M, excluded: &[&str], limit: usize) -> Listing<M::Handle> {
    let excluded = excluded.iter().map(|folder| folder.trim_matches('/')).collect();
    let mut walk = Walk { medium, excluded, limit, seen: 0, way: Vec::new(), listing: Listing::default() };
    walk.enter("", "".into(), &medium.root());
    walk.listing.sorted()
}

struct Walk<'a, M: Medium> {
    medium: &'a M,
    excluded: Vec<&'a str>,
    limit: usize,
    seen: usize,
    /// The real places of the folders that the walk is in, outermost first.
    way: Vec<EcoString>,
    listing: Listing<M::Handle>,
}

impl<M: Medium> Walk<'_, M> {
    /// Lists the folder that is seen at `path` and really stands at `place`.
    fn enter(&mut self, path: &str, place: EcoString, folder: &M::Handle) {
        if self.way.len() > DEPTH {
            return self.listing.fault(ReadFault::TooDeep(path.into()));
        }
        match self.medium.list(folder, path) {
            Ok(Some(entries)) => {
                self.way.push(place.clone());
                for entry in entries {
                    self.visit(path, &place, entry);
                }
                self.way.pop();
            }
            Ok(None) => self.listing.leave_out(ReadFault::OtherRepository(path.into())),
            Err(fault) => self.listing.fault(fault),
        }
    }

    fn visit(&mut self, folder: &str, place: &str, entry: Entry<M::Handle>) {
        if entry.is_hidden() || self.seen > self.limit {
            return;
        }
        let path = join(folder, &entry.name);
        if self.excluded.contains(&path.as_str()) {
            return;
        }
        self.seen += 1;
        if self.seen > self.limit {
            self.listing.fault(ReadFault::TooManyFiles { path, limit: self.limit });
        } else if !entry.utf8 {
            self.listing.fault(ReadFault::NameNotUtf8(path));
        } else if let Kind::Link(link) = entry.kind {
            self.follow(path, place, &link);
        } else {
            let place = join(place, &entry.name);
            self.add(path, Resolved { place, kind: entry.kind });
        }
    }

    fn follow(&mut self, path: EcoString, folder: &str, link: &M::Handle) {
        let target = match self.medium.target(link, &path) {
            Ok(target) => target,
            Err(fault) => return self.listing.fault(fault),
        };
        match resolve(self.medium, &path, folder, &target) {
            Ok(Resolved { place, kind: Kind::Folder(_) }) if self.is_inside(&place) => {
                self.listing.fault(ReadFault::LinkLoop { path, target });
            }
            Ok(resolved) => self.add(path, resolved),
            Err(fault) => self.listing.fault(fault),
        }
    }

    /// Whether the walk is in the folder that stands at `place`, so that entering it would never end.
    fn is_inside(&self, place: &str) -> bool {
        let holds =
            |inner: &EcoString| inner.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        place.is_empty() || self.way.iter().any(holds)
    }

    fn add(&mut self, path: EcoString, found: Resolved<M::Handle>) {
        match found.kind {
            Kind::File(handle) => self.listing.file(path, Ok(handle)),
            Kind::Folder(handle) => self.enter(&path, found.place, &handle),
            Kind::Special => self.listing.file(path.clone(), Err(ReadFault::NotAFile(path))),
            Kind::Repository => self.listing.leave_out(ReadFault::OtherRepository(path)),
            Kind::Link(_) => unreachable!("links are followed before they are added"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder without end: each holds one file and one folder.
    struct Endless;

    impl Medium for Endless {
        type Handle = ();

        fn root(&self) {}

        fn list(&self, (): &(), _: &str) -> Result<Option<Vec<Entry<()>>>, ReadFault> {
            Ok(Some(vec![Entry::new(b"file", Kind::File(())), Entry::new(b"folder", Kind::Folder(()))]))
        }

        fn find(&self, (): &(), _: &str, _: &str) -> Result<Option<Kind<()>>, ReadFault> {
            Ok(None)
        }

        fn target(&self, (): &(), _: &str) -> Result<EcoString, ReadFault> {
            Ok(EcoString::new())
        }
    }

    #[test]
    fn ends_at_the_depth_limit() {
        let listing = walk(&Endless, &[]);
        assert_eq!(listing.paths().len(), DEPTH + 1);
        assert!(matches!(listing.faults(), [ReadFault::TooDeep(_)]));
    }

    #[test]
    fn ends_at_the_limit_of_files_with_one_fault() {
        let listing = walk_limited(&Endless, &[], 7);
        assert_eq!(listing.paths().len(), 4);
        assert!(matches!(listing.faults(), [ReadFault::TooManyFiles { limit: 7, .. }]));
    }
}
