use similar::{ChangeTag, TextDiff};

use super::FileChange;

/// How many lines a change adds and removes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct LineCount {
    /// Lines that only the new text has.
    pub added: usize,
    /// Lines that only the old text has.
    pub removed: usize,
}

impl FileChange {
    /// Counts the lines that the change adds and removes; `None` where either side is not text.
    pub fn count_lines(&self) -> Option<LineCount> {
        let (old, new) = self.texts()?;
        let mut count = LineCount::default();
        for change in TextDiff::from_lines(old, new).iter_all_changes() {
            match change.tag() {
                ChangeTag::Insert => count.added += 1,
                ChangeTag::Delete => count.removed += 1,
                ChangeTag::Equal => {}
            }
        }
        Some(count)
    }

    /// Both sides as text, a missing one being empty; `None` where either is not UTF-8.
    pub(super) fn texts(&self) -> Option<(&str, &str)> {
        Some((text(self.old.as_deref())?, text(self.new.as_deref())?))
    }
}

fn text(bytes: Option<&[u8]>) -> Option<&str> {
    std::str::from_utf8(bytes.unwrap_or_default()).ok()
}

impl std::ops::AddAssign for LineCount {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.removed += other.removed;
    }
}
