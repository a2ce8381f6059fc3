//! The files of `--output-dir`.

use std::fs;
use std::path::{Component, Path, PathBuf};

use platgen_helm::OutputFile;

use super::named_files::worded;

/// Writes files below a folder, which is made where it is missing.
///
/// # Errors
/// Fails where a path leads out of the folder, by `..` or by a link, before that file is written; and where the machine fails.
pub(super) fn write(folder: &str, files: &[OutputFile]) -> Result<(), String> {
    if files.is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| worded("mkdir", folder, &error))?;
    let root = fs::canonicalize(folder).map_err(|error| worded("open", folder, &error))?;
    for OutputFile { path, text } in files {
        let place = prepared(&root, path)?;
        fs::write(&place, text).map_err(|error| worded("open", &format!("{folder}/{path}"), &error))?;
    }
    Ok(())
}

/// Makes the folders of a path, and gives where its file goes.
fn prepared(root: &Path, path: &str) -> Result<PathBuf, String> {
    let refused = || format!("refusing to write {path:?}: it leads out of the output folder");
    let mut place = root.to_owned();
    let mut names = Path::new(path).components().peekable();
    while let Some(Component::Normal(name)) = names.next() {
        place.push(name);
        let is_last = names.peek().is_none();
        match fs::symlink_metadata(&place) {
            Err(_) if is_last => return Ok(place),
            Err(_) => fs::create_dir(&place).map_err(|error| worded("mkdir", path, &error))?,
            Ok(found) => {
                if found.is_symlink() {
                    place = fs::canonicalize(&place).map_err(|_| refused())?;
                    if !place.starts_with(root) {
                        return Err(refused());
                    }
                }
                if is_last {
                    return Ok(place);
                }
            }
        }
    }
    Err(refused())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn file(path: &str) -> [OutputFile; 1] {
        [OutputFile { path: path.to_owned(), text: "a: 1\n".to_owned() }]
    }

    #[test]
    fn nothing_is_written_outside() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("out");
        let name = folder.to_str().expect("UTF-8");
        write(name, &file("web/templates/a.yaml")).expect("it lies inside");
        assert_eq!(fs::read_to_string(folder.join("web/templates/a.yaml")).expect("it was written"), "a: 1\n");
        symlink("..", folder.join("up")).expect("a link");
        symlink("web", folder.join("inside")).expect("a link");
        symlink(parent.path().join("new"), folder.join("dangling")).expect("a link");
        for path in ["../x", "web/../../x", "/x", "", "up/x", "dangling", "dangling/x"] {
            let error = write(name, &file(path)).expect_err(path);
            assert!(error.contains("leads out of the output folder"), "{path}: {error}");
        }
        write(name, &file("inside/b.yaml")).expect("the link stays inside");
        assert!(folder.join("web/b.yaml").is_file());
        let names: Vec<_> = fs::read_dir(parent.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
        assert_eq!(names, ["out"]);
    }
}
