//! Charts in archives: `.tgz` as `helm package` makes them.

use super::{Budget, ChartFiles, SourceError, SourceLimits};
use flate2::read::GzDecoder;
use std::io::Read;
use tar::EntryType;

/// Unpacks a `.tgz` into the files of the chart, without the folder that holds them all.
///
/// Nothing is written anywhere. Links, absolute paths, paths that climb out and drive letters are refused; what passes the bounds
/// ends the reading before it is held in memory.
///
/// # Errors
///
/// When the archive is broken, hostile or empty.
pub fn unpack(bytes: &[u8], limits: &SourceLimits) -> Result<ChartFiles, SourceError> {
    let bound = limits.total.saturating_add(limits.files as u64 * 1024).saturating_add(1 << 20);
    let mut archive = tar::Archive::new(GzDecoder::new(bytes).take(bound));
    let mut files = ChartFiles::default();
    let mut budget = Budget::new(limits);
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let kind = entry.header().entry_type();
        // Headers of git and of pax name no file.
        if matches!(kind, EntryType::Directory | EntryType::XGlobalHeader | EntryType::XHeader) {
            continue;
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse) {
            return Err(SourceError(format!("cannot load irregular file {path} as it has file mode type bits set")));
        }
        let path = inner_path(&path)?;
        budget.take(&path, entry.header().size().map_err(broken)?)?;
        let mut content = Vec::new();
        entry.by_ref().take(limits.file + 1).read_to_end(&mut content).map_err(broken)?;
        files.push(path, &content);
    }
    match files.0.is_empty() {
        true => Err(SourceError("no files in chart archive".to_owned())),
        false => Ok(files),
    }
}

fn broken(error: std::io::Error) -> SourceError {
    SourceError(format!("the chart archive cannot be read: {error}"))
}

/// Takes off the first folder, and refuses what could lead elsewhere.
fn inner_path(path: &str) -> Result<String, SourceError> {
    let with_slashes = path.replace('\\', "/");
    let has_drive = |path: &str| path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    if with_slashes.starts_with('/') || has_drive(&with_slashes) {
        return Err(SourceError(format!("chart illegally contains absolute paths: {path}")));
    }
    let (top, inner) = with_slashes.split_once('/').unwrap_or(("", &with_slashes));
    // `./chart/file` has one folder more than its names.
    let inner = if top == "." { inner.split_once('/').map_or(inner, |(_, inner)| inner) } else { inner };
    let mut names = Vec::new();
    for name in inner.split('/') {
        match name {
            "" | "." => {}
            ".." => return Err(SourceError(format!("chart illegally references parent directory: {path}"))),
            name => names.push(name),
        }
    }
    if top == ".." {
        return Err(SourceError(format!("chart illegally references parent directory: {path}")));
    }
    let inner = names.join("/");
    if inner.is_empty() || has_drive(&inner) {
        return Err(SourceError(format!("chart illegally contains content outside the base directory: {path}")));
    }
    if top.is_empty() && inner == "Chart.yaml" {
        return Err(SourceError("chart yaml not in base directory".to_owned()));
    }
    Ok(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn archive(entries: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (path, kind, content) in entries {
            let mut header = tar::Header::new_ustar();
            // Past the builder's own checks.
            header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(content.len() as u64);
            header.set_cksum();
            builder.append(&header, *content).expect("memory takes all");
        }
        let mut encoder = builder.into_inner().expect("memory takes all");
        encoder.flush().expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    #[test]
    fn unpacks_below_the_top_folder() {
        let bytes = archive(&[
            ("web/", EntryType::Directory, b""),
            ("web/Chart.yaml", EntryType::Regular, b"\xEF\xBB\xBFname: web"),
            ("web/templates/a.yaml", EntryType::Regular, b"a: 1"),
        ]);
        let files = unpack(&bytes, &SourceLimits::default()).expect("the archive is sound");
        let paths: Vec<_> = files.iter().map(|file| (file.path.as_str(), &*file.bytes)).collect();
        assert_eq!(paths, [("Chart.yaml", &b"name: web"[..]), ("templates/a.yaml", b"a: 1")]);
    }

    #[test]
    fn refuses_what_leads_out() {
        for path in ["web/../../x", "/etc/passwd", "../x", "web/..\\..\\x", "C:\\x", "web/c:/x", "web/"] {
            let bytes = archive(&[(path, EntryType::Regular, b"x")]);
            assert!(unpack(&bytes, &SourceLimits::default()).is_err(), "{path}");
        }
        for kind in [EntryType::Symlink, EntryType::Link, EntryType::Char, EntryType::Fifo] {
            assert!(unpack(&archive(&[("web/x", kind, b"")]), &SourceLimits::default()).is_err());
        }
        assert!(unpack(b"no archive", &SourceLimits::default()).is_err());
        assert!(unpack(&archive(&[]), &SourceLimits::default()).is_err());
    }

    #[test]
    fn keeps_to_its_bounds() {
        let limits = SourceLimits { file: 10, total: 15, files: 2 };
        let small = |path| (path, EntryType::Regular, &b"12345678"[..]);
        assert!(unpack(&archive(&[small("a/b")]), &limits).is_ok());
        assert!(unpack(&archive(&[small("a/b"), small("a/c")]), &limits).is_err());
        assert!(unpack(&archive(&[("a/b", EntryType::Regular, &[0; 11])]), &limits).is_err());
        let empty = |path| (path, EntryType::Regular, &b""[..]);
        assert!(unpack(&archive(&[empty("a/b"), empty("a/c"), empty("a/d")]), &limits).is_err());
    }
}
