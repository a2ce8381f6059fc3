//! Edits of the user's own files that leave everything else in them as it is.
//!
//! Takes a text, the keys that lead to a scalar, and a value; gives the text with that scalar changed ([`set`]) or added
//! ([`insert`]). Above that: which pins and revisions an environment has and where ([`Layers`]), what a change of them asks for
//! ([`Edit`]), and the files with all edits made ([`EditedFiles`]).
//!
//! Law: only the bytes of the scalar change, or those of the one entry that is added. What was edited is read again before it
//! counts: every other node must be as it was, else the edit is refused with what to type.

mod files;
mod image_set;
mod insert;
mod layers;
mod promotion;
mod refusal;
mod scalar;
mod text;
mod usage;
mod verify;

pub use files::EditedFiles;
pub use image_set::{ImagePin, set_images};
pub use insert::insert;
pub use layers::{Found, Layers};
pub use promotion::{Promotion, Selection, promote};
pub use refusal::Refusal;
pub use text::{EditFault, set};
pub use usage::{ImageUse, images_in_use};

use ecow::EcoString;

/// One scalar of the user's files that gets another value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is edited, in the words of a message: `image fastapi`, `stack documents`.
    pub what: EcoString,
    /// The environment whose value it is.
    pub environment: EcoString,
    /// The file, below the project's folder.
    pub path: EcoString,
    /// The keys that lead to the scalar.
    pub keys: Vec<EcoString>,
    /// The value that holds before the edit, whichever file says it.
    pub from: Option<EcoString>,
    /// The value after it.
    pub to: EcoString,
}
