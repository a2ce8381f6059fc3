use super::{Entry, Node};

/// The fields of a map, as the writer and the validator want them.
pub struct Fields<'a>(std::slice::Iter<'a, Entry>);

impl<'a> Fields<'a> {
    /// The fields in the order of a map's entries.
    pub(crate) fn of(entries: &'a [Entry]) -> Self {
        Self(entries.iter())
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|entry| (entry.key.as_str(), &entry.value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for Fields<'_> {}
