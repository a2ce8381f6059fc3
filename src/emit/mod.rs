mod tree;
pub use tree::{Group, Owner, Scope, Tree, TreeFile};
