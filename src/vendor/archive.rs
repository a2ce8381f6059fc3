use std::io::Read;
use std::sync::Arc;

use ecow::EcoString;
use flate2::read::MultiGzDecoder;
use tar::{Archive, EntryType};

use crate::lock::FileTree;
use crate::world::FILE_LIMIT;

/// How much an archive may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Bytes of the archive when it is unpacked.
    pub(super) bytes: u64,
    /// Files and folders.
    pub(super) entries: usize,
    /// Bytes of one file.
    pub(super) file: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { bytes: 256 << 20, entries: 20_000, file: FILE_LIMIT }
    }
}

/// The longest path, and the longest name in it, in bytes; what file systems take.
const LONGEST_PATH: usize = 1000;
const LONGEST_NAME: usize = 255;

/// What was in the archive of a chart.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// The files below the archive's one folder.
    pub(super) tree: FileTree,
    /// Files whose names begin with `.`, which no project shows; without those that say nothing to a chart's templates.
    pub(super) hidden: Vec<String>,
}

/// Reads the archive of a chart into memory. Nothing of it can leave its folder, and it is read to its end, so that the check
/// sums of the compression are compared.
///
/// # Errors
/// One phrase that says what is wrong with the archive.
pub(super) fn unpack(bytes: &[u8], bounds: Bounds) -> Result<Unpacked, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        let is_page = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
        return Err(if is_page { "it is a web page and no archive" } else { "it is no gzip archive" }.to_owned());
    }
    let mut stream = MultiGzDecoder::new(bytes).take(bounds.bytes + 1);
    let mut reading =
        Reading { bounds, top: None, unpacked: Unpacked { tree: FileTree::default(), hidden: Vec::new() } };
    let outcome = reading.read(&mut stream);
    let rest = std::io::copy(&mut stream, &mut std::io::sink());
    if stream.limit() == 0 {
        return Err(format!("it unpacks to more than {} MiB", bounds.bytes >> 20));
    }
    outcome?;
    rest.map_err(|error| damaged(&error))?;
    refuse_files_as_folders(&reading.unpacked.tree)?;
    Ok(reading.unpacked)
}

fn damaged(error: &std::io::Error) -> String {
    format!("it is damaged: {error}")
}

struct Reading {
    bounds: Bounds,
    top: Option<String>,
    unpacked: Unpacked,
}

impl Reading {
    fn read(&mut self, stream: &mut impl Read) -> Result<(), String> {
        let mut archive = Archive::new(stream);
        let entries = archive.entries().map_err(|error| damaged(&error))?;
        for (count, entry) in entries.enumerate() {
            let mut entry = entry.map_err(|error| damaged(&error))?;
            if count >= self.bounds.entries {
                return Err(format!("it holds more than {} files and folders", self.bounds.entries));
            }
            let kind = entry.header().entry_type();
            if matches!(kind, EntryType::XGlobalHeader | EntryType::XHeader) {
                continue;
            }
            let name = String::from_utf8(entry.path_bytes().into_owned())
                .map_err(|_| "a name in it is not UTF-8".to_owned())?;
            let path = checked_path(&name)?;
            match kind {
                EntryType::Directory => {}
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => self.file(&path, &mut entry)?,
                EntryType::Symlink | EntryType::Link => return Err(format!("`{name}` in it is a link")),
                _ => return Err(format!("`{name}` in it is neither a file nor a folder")),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str, entry: &mut impl Read) -> Result<(), String> {
        let Some((top, rest)) = path.split_once('/') else {
            return if path.starts_with('.') { Ok(()) } else { Err(format!("`{path}` in it lies in no folder")) };
        };
        if let Some(hidden) = path.split('/').find(|name| name.starts_with('.')) {
            if !is_meaningless(hidden) {
                self.unpacked.hidden.push(rest.to_owned());
            }
            return Ok(());
        }
        match &self.top {
            Some(known) if known != top => return Err(format!("it holds two folders, `{known}` and `{top}`")),
            Some(_) => {}
            None => self.top = Some(top.to_owned()),
        }
        let mut bytes = Vec::new();
        entry.take(self.bounds.file + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > self.bounds.file {
            return Err(format!("`{path}` in it is larger than {} MiB", self.bounds.file >> 20));
        }
        match self.unpacked.tree.files.insert(rest.into(), Arc::from(bytes)) {
            Some(_) => Err(format!("`{path}` is twice in it")),
            None => Ok(()),
        }
    }
}

/// A path of an archive without empty parts and `.`; what would leave the folder, or mean something else elsewhere, is refused.
fn checked_path(name: &str) -> Result<String, String> {
    let shown = || name.chars().take(80).collect::<String>();
    let escapes = || Err(format!("`{}` in it would leave its folder", shown()));
    if name.starts_with('/') || name.as_bytes().get(1) == Some(&b':') {
        return escapes();
    }
    let mut parts = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => return escapes(),
            _ if part.contains('\\') || part.chars().any(char::is_control) => {
                return Err(format!("`{}` in it is no name for a file", shown().escape_debug()));
            }
            _ if part.len() > LONGEST_NAME => return Err(format!("the name `{}…` in it is too long", shown())),
            _ => parts.push(part),
        }
    }
    if name.len() > LONGEST_PATH {
        return Err(format!("the path `{}…` in it is too long", shown()));
    }
    Ok(parts.join("/"))
}

/// Hidden names that packing leaves behind.
fn is_meaningless(name: &str) -> bool {
    matches!(
        name,
        ".helmignore" | ".gitignore" | ".gitattributes" | ".gitkeep" | ".editorconfig" | ".github" | ".DS_Store"
    ) || name.starts_with("._")
}

fn refuse_files_as_folders(tree: &FileTree) -> Result<(), String> {
    let is_file = |path: &EcoString| {
        let mut folder = path.as_str();
        std::iter::from_fn(move || {
            folder = folder.rsplit_once('/')?.0;
            Some(folder)
        })
        .any(|folder| tree.files.contains_key(folder))
    };
    match tree.files.keys().find(|path| is_file(path)) {
        Some(path) => Err(format!("`{path}` in it lies in a file")),
        None => Ok(()),
    }
}

/// Reads what may be compressed, as some servers keep an index.
///
/// # Errors
/// One phrase.
pub(super) fn decompress(bytes: Vec<u8>, limit: u64) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).take(limit + 1).read_to_end(&mut plain).map_err(|error| damaged(&error))?;
    if plain.len() as u64 > limit { Err(format!("it unpacks to more than {} MiB", limit >> 20)) } else { Ok(plain) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tar::{Builder, Header};

    use super::*;

    /// Packs entries as they are, with names that a builder would refuse.
    fn pack(entries: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
        let mut builder = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (name, kind, bytes) in entries {
            let mut header = Header::new_gnu();
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            if matches!(kind, EntryType::Symlink | EntryType::Link) {
                header.set_link_name_literal("../../etc/passwd").expect("a link");
            }
            header.set_cksum();
            builder.append(&header, *bytes).expect("an entry");
        }
        builder.into_inner().expect("a tar").finish().expect("a gzip")
    }

    fn refused(entries: &[(&str, EntryType, &[u8])]) -> String {
        unpack(&pack(entries), Bounds::default()).expect_err("refused")
    }

    const FILE: EntryType = EntryType::Regular;

    #[test]
    fn files_of_one_folder_are_read() {
        let archive = pack(&[
            ("shop/", EntryType::Directory, b""),
            ("shop/Chart.yaml", FILE, b"name: shop\n"),
            ("./shop/templates//a.yaml", FILE, b""),
            ("shop/.helmignore", FILE, b"x"),
            ("shop/files/.env", FILE, b"x"),
            ("._shop", FILE, b"x"),
        ]);
        let unpacked = unpack(&archive, Bounds::default()).expect("a chart");
        let paths: Vec<&str> = unpacked.tree.files.keys().map(EcoString::as_str).collect();
        assert_eq!(paths, ["Chart.yaml", "templates/a.yaml"]);
        assert_eq!(unpacked.hidden, ["files/.env"]);
    }

    #[test]
    fn nothing_leaves_its_folder() {
        for name in ["../x", "shop/../../x", "/etc/passwd", "C:/x", "shop/a/.."] {
            assert!(refused(&[(name, FILE, b"x")]).ends_with("would leave its folder"), "{name}");
        }
        assert_eq!(refused(&[("shop/a", EntryType::Symlink, b"")]), "`shop/a` in it is a link");
        assert_eq!(refused(&[("shop/a", EntryType::Link, b"")]), "`shop/a` in it is a link");
        assert_eq!(refused(&[("shop/a", EntryType::Fifo, b"")]), "`shop/a` in it is neither a file nor a folder");
        assert_eq!(refused(&[("shop\\..\\x/a", FILE, b"")]), "`shop\\\\..\\\\x/a` in it is no name for a file");
        assert_eq!(
            refused(&[("shop/a", FILE, b""), ("other/b", FILE, b"")]),
            "it holds two folders, `shop` and `other`"
        );
        assert_eq!(refused(&[("shop/a", FILE, b""), ("shop/a", FILE, b"")]), "`shop/a` is twice in it");
        assert_eq!(refused(&[("shop/a", FILE, b""), ("shop/a/b", FILE, b"")]), "`a/b` in it lies in a file");
        assert_eq!(refused(&[("a", FILE, b"")]), "`a` in it lies in no folder");
    }

    #[test]
    fn bombs_and_damage_are_noticed() {
        let small = Bounds { bytes: 4096, entries: 3, file: 100 };
        let many: Vec<_> = ["s/a", "s/b", "s/c", "s/d"].iter().map(|name| (*name, FILE, b"".as_slice())).collect();
        let refused = |bytes: &[u8]| unpack(bytes, small).expect_err("refused");
        assert_eq!(refused(&pack(&many)), "it holds more than 3 files and folders");
        assert_eq!(refused(&pack(&[("s/a", FILE, &[0; 101])])), "`s/a` in it is larger than 0 MiB");
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        bomb.write_all(&vec![0; 10_000_000]).expect("zeros");
        assert_eq!(refused(&bomb.finish().expect("a gzip")), "it unpacks to more than 0 MiB");
        let whole = pack(&[("s/a", FILE, b"hello")]);
        for end in 0..whole.len() {
            assert!(unpack(&whole[..end], small).is_err(), "cut at {end}");
        }
        let mut flipped = whole.clone();
        let last = flipped.len() - 6;
        flipped[last] ^= 1;
        assert!(refused(&flipped).starts_with("it is damaged"));
        assert_eq!(refused(b"<html>"), "it is a web page and no archive");
        assert_eq!(refused(b"hello"), "it is no gzip archive");
        assert!(unpack(&whole, small).is_ok());
    }
}
