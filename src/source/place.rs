use platgen_yaml::NodeId;

/// Identifies one content of one path among the [`Sources`](super::Sources).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub(super) u32);

/// Names one node of one file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The file that holds the node.
    pub file: FileId,
    /// The node in that file's document.
    pub node: NodeId,
}

impl Place {
    /// Names `node` of `file`.
    pub fn new(file: FileId, node: NodeId) -> Self {
        Self { file, node }
    }
}
