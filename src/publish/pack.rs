use std::io::Write;

use git2::{Error, Oid, Repository};

/// Makes objects in memory and puts all of them into the repository at once, as one pack.
///
/// What another process does with the repository meanwhile does not matter, and a process that is killed leaves nothing of it.
///
/// # Errors
/// What `make` says, or that the pack cannot be written.
pub(super) fn in_one_pack<T>(
    repository: &Repository,
    make: impl FnOnce(&Repository, &mut Vec<Oid>) -> Result<T, Error>,
) -> Result<T, Error> {
    /// Above the backends of loose and packed objects, so that what is written goes there.
    const FIRST: i32 = 1000;
    let objects = repository.odb()?;
    let memory = objects.add_new_mempack_backend(FIRST)?;
    let mut made = Vec::new();
    let result = make(repository, &mut made)?;
    let mut builder = repository.packbuilder()?;
    builder.set_threads(1);
    made.iter().try_for_each(|id| builder.insert_object(*id, None))?;
    if builder.object_count() > 0 {
        let mut writer = objects.packwriter()?;
        let mut failed = None;
        builder.foreach(|chunk| {
            failed = writer.write_all(chunk).err();
            failed.is_none()
        })?;
        writer.commit()?;
    }
    memory.reset()?;
    Ok(result)
}
