use std::path::Path;

use super::cache::Cache;
use super::outcome::VendorError;
use super::run::read_wanted;
use super::session::Surroundings;
use crate::chart::{Agreement, DigestMemo, Wanted, check_vendored, not_stored};
use crate::diagnostics::{Report, Sink};
use crate::lock::{LOCK_FILE, Lock};
use crate::parse::ParseMemo;
use crate::world::{FolderWorld, World};

/// Does what [`super::verify`] promises.
pub(super) fn verify(root: &Path, excluded: &[&str], surroundings: &Surroundings) -> Result<Report, VendorError> {
    let world = FolderWorld::open(root, excluded)?;
    let mut memo = ParseMemo::default();
    let mut sink = Sink::default();
    if let Some(wanted) = read_wanted(&world, &mut memo, &mut sink) {
        check_vendored(&wanted, &world, Agreement::Whole, &DigestMemo::default(), &mut sink);
        if !sink.has_errors() && !wanted.is_kept_in_project() {
            check_store(&wanted, &world, &Cache::new(surroundings.store.as_deref()), &mut sink);
        }
    }
    Ok(Report::new(sink.into_findings(), &memo.sources))
}

/// Reports charts that the project keeps in the store, where this machine's does not hold them.
fn check_store(wanted: &Wanted, world: &dyn World, cache: &Cache, sink: &mut Sink) {
    let lock = world.read(LOCK_FILE).ok().and_then(|(bytes, _)| Lock::read(&bytes).ok()).unwrap_or_default();
    for chart in &wanted.charts {
        let tree = lock.charts.get(&chart.name).and_then(|locked| locked.tree);
        if tree.is_some_and(|tree| cache.tree(tree).is_none()) {
            sink.report(not_stored(chart));
        }
    }
}
