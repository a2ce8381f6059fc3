//! What the writer asks of a tree.

/// A node of some tree that can be written as YAML.
///
/// The tree stays its owner's: the writer only looks at one node at a time.
pub trait Emit {
    /// Iterates over the items of a list.
    type Items<'a>: ExactSizeIterator<Item = &'a Self>
    where
        Self: 'a;
    /// Iterates over the fields of a map in the order to write them; keys must differ from each other.
    type Fields<'a>: ExactSizeIterator<Item = (&'a str, &'a Self)>
    where
        Self: 'a;

    /// Shows what the node holds.
    fn view(&self) -> View<'_, Self>;
}

/// What one node of an [`Emit`] tree holds.
pub enum View<'a, N: Emit + ?Sized + 'a> {
    /// Written `null`.
    Null,
    /// Written `true` or `false`.
    Bool(bool),
    /// Written in decimal.
    Int(i64),
    /// Written in decimal.
    UInt(u64),
    /// Written with a point, so that it reads back as a float. JSON, and so Kubernetes, knows finite ones only.
    Float(f64),
    /// Written plain, in double quotes or as a literal block, see [`style_of`](crate::quoting::style_of).
    Str(&'a str),
    /// Written as a block, or `[]`.
    Seq(N::Items<'a>),
    /// Written as a block, or `{}`.
    Map(N::Fields<'a>),
}

/// Learns where each node begins in the text written.
pub trait Observer<N: ?Sized> {
    /// Takes a node and the line, counted from 1 in this writing, on which its first character stands.
    ///
    /// Parents come before their children. A block scalar begins where its `|` stands.
    fn node(&mut self, node: &N, line: u32);
}

/// Learns nothing, at no cost.
pub(crate) struct Unobserved;

impl<N: ?Sized> Observer<N> for Unobserved {
    fn node(&mut self, _: &N, _: u32) {}
}
