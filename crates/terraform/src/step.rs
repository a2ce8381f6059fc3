//! Paths into trees.

use std::fmt::{self, Write};

/// One step of a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step<'t> {
    /// Into an object or a map, to the value under this key.
    Key(&'t str),
    /// Into a list, to the item at this place, counted from 0.
    Index(usize),
}

/// Writes a path as Terraform does: `node_groups.main.subnets[0]`, `tags["a.b"]`.
pub(crate) fn write_path(path: &[Step], f: &mut impl Write) -> fmt::Result {
    for (place, step) in path.iter().enumerate() {
        match step {
            Step::Index(index) => write!(f, "[{index}]")?,
            Step::Key(key) if !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) => {
                write!(f, "[{key:?}]")?;
            }
            Step::Key(key) if place == 0 => f.write_str(key)?,
            Step::Key(key) => write!(f, ".{key}")?,
        }
    }
    Ok(())
}
