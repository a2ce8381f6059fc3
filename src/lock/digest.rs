use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write;
use std::sync::Arc;

use ecow::EcoString;
use sha2::{Digest, Sha256};

/// A SHA-256, shown as `sha256:` and 64 digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Digest([u8; 32]);

impl Sha256Digest {
    /// Hashes some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads `sha256:…`, or the 64 digits alone, as indexes of chart repositories have them.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("sha256:").unwrap_or(text).as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let nibble = |digit: u8| char::from(digit).to_digit(16);
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::try_from(nibble(pair[0])? * 16 + nibble(pair[1])?).ok()?;
        }
        Some(Self(bytes))
    }

    /// The 64 digits.
    pub fn digits(&self) -> String {
        self.0.iter().fold(String::with_capacity(64), |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    }

    /// The beginning, for people who compare two.
    pub fn short(&self) -> String {
        format!("sha256:{}…", &self.digits()[..12])
    }
}

impl fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{}", self.digits())
    }
}

impl fmt::Debug for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Files below one folder, by path with `/`.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct FileTree {
    /// The bytes of each file.
    pub files: BTreeMap<EcoString, Arc<[u8]>>,
}

impl FileTree {
    /// The digest of the files: that of the lines `<sha256>  <path>`, in the order of the paths' bytes.
    ///
    /// `find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` says the same.
    pub fn digest(&self) -> Sha256Digest {
        Self::digest_of_lines(self.files.iter().map(|(path, bytes)| (path, Sha256Digest::of(bytes))))
    }

    /// The digest of a tree of which the paths, in order, and the digests of the files are known.
    pub fn digest_of_lines(files: impl IntoIterator<Item = (impl fmt::Display, Sha256Digest)>) -> Sha256Digest {
        let mut lines = Sha256::new();
        for (path, digest) in files {
            lines.update(format!("{}  {path}\n", digest.digits()));
        }
        Sha256Digest(lines.finalize().into())
    }

    /// The files below a folder, by their paths there.
    #[must_use]
    pub fn below(&self, folder: &str) -> Self {
        let below = |path: &EcoString| is_under(path, folder).map(EcoString::from);
        let files = self.files.iter().filter_map(|(path, bytes)| Some((below(path)?, bytes.clone())));
        Self { files: files.collect() }
    }

    /// Puts the files of another tree into a folder.
    pub fn graft(&mut self, folder: &str, tree: &Self) {
        let placed = |path: &EcoString| ecow::eco_format!("{folder}/{path}");
        self.files.extend(tree.files.iter().map(|(path, bytes)| (placed(path), bytes.clone())));
    }
}

/// The rest of a path below a folder, where it lies below it.
pub fn is_under<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> FileTree {
        FileTree { files: files.iter().map(|(path, text)| ((*path).into(), text.as_bytes().into())).collect() }
    }

    #[test]
    fn a_tree_hashes_as_sha256sum_says() {
        // In a folder with these two files: find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum
        let tree = tree(&[("b/c", "two\n"), ("a", "one\n")]);
        let expected = "sha256:9607e0d3a8f1d3333f304d720b9057c8c9b0c5f66715f0808abc1676cd81e311";
        assert_eq!(tree.digest().to_string(), expected);
    }

    #[test]
    fn folders_are_cut_out_and_put_in() {
        let whole = tree(&[("a", "1"), ("charts/b/x", "2"), ("charts/bc", "3")]);
        let part = whole.below("charts/b");
        assert_eq!(part, tree(&[("x", "2")]));
        let mut other = tree(&[]);
        other.graft("charts/b", &part);
        assert_eq!(other, tree(&[("charts/b/x", "2")]));
    }

    #[test]
    fn digests_are_read_with_and_without_their_algorithm() {
        let digest = Sha256Digest::of(b"");
        assert_eq!(Sha256Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(Sha256Digest::parse(&digest.digits()), Some(digest));
        assert_eq!(Sha256Digest::parse("sha512:00"), None);
        assert_eq!(Sha256Digest::parse(&"é".repeat(32)), None);
    }
}
