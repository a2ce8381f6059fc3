use std::fmt;

/// Names some bytes by their git blob id: the SHA-1 of `blob <length>\0` and the bytes.
///
/// The same for a file in a folder and for a blob of a revision, so that both share one memo.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId([u8; 20]);

impl ContentId {
    /// Wraps an id that git already computed.
    pub fn from_git(id: git2::Oid) -> Self {
        let mut bytes = [0; 20];
        bytes.copy_from_slice(id.as_bytes());
        Self(bytes)
    }

    /// Computes the id of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let id = git2::Oid::hash_object(git2::ObjectType::Blob, bytes).expect("hashing bytes in memory cannot fail");
        Self::from_git(id)
    }

    /// The twenty bytes of the id.
    pub fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }
}

impl fmt::Debug for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_git_hash_object() {
        // `printf 'hello\n' | git hash-object --stdin`
        assert_eq!(ContentId::of(b"hello\n").to_string(), "ce013625030ba8dba906f756967f9e9ca394464a");
    }
}
