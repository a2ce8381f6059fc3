//! What the validator asks of a tree.

/// A node of some tree that can be validated.
///
/// The tree stays its owner's: the validator looks at one node at a time and hands references to it back.
pub trait Tree {
    /// Iterates over the items of a list.
    type Items<'a>: ExactSizeIterator<Item = &'a Self>
    where
        Self: 'a;
    /// Iterates over the fields of a map; keys must differ from each other.
    type Fields<'a>: ExactSizeIterator<Item = (&'a str, &'a Self)>
    where
        Self: 'a;

    /// Shows what the node holds.
    fn view(&self) -> View<'_, Self>;
}

/// What one node of a [`Tree`] holds.
pub enum View<'a, N: Tree + ?Sized + 'a> {
    /// Nothing; to Kubernetes' own kinds the same as a field that is not there.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// An integer, usually one beyond the range of [`View::Int`].
    UInt(u64),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A text.
    Str(&'a str),
    /// A list.
    Seq(N::Items<'a>),
    /// A map.
    Map(N::Fields<'a>),
}

impl<'a, N: Tree + ?Sized> View<'a, N> {
    /// Names what the node holds, for a message.
    pub(crate) fn noun(&self) -> &'static str {
        match self {
            View::Null => "null",
            View::Bool(_) => "a boolean",
            View::Int(_) | View::UInt(_) => "an integer",
            View::Float(_) => "a number",
            View::Str(_) => "a string",
            View::Seq(_) => "a list",
            View::Map(_) => "a map",
        }
    }
}

/// Finds the value under a key of a map; none for other nodes.
pub(crate) fn field<'t, N: Tree>(node: &'t N, name: &str) -> Option<&'t N> {
    match node.view() {
        View::Map(mut fields) => fields.find(|(key, _)| *key == name).map(|(_, value)| value),
        _ => None,
    }
}

/// Reads the text under a key of a map.
pub(crate) fn text<'t, N: Tree>(node: &'t N, name: &str) -> Option<&'t str> {
    match field(node, name)?.view() {
        View::Str(text) => Some(text),
        _ => None,
    }
}

/// Reads the boolean under a key of a map; false where there is none.
pub(crate) fn flag<N: Tree>(node: &N, name: &str) -> bool {
    matches!(field(node, name).map(Tree::view), Some(View::Bool(true)))
}
