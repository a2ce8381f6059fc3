//! What Go's `strings`, goutils and xstrings do to texts: cases of letters, words, lines and ends.
//!
//! Takes and gives bytes, which need not be UTF-8; what Go's library does to bytes that are no characters, this does too.
//!
//! The law: the same bytes come out as in Go, whether or not they make sense.

pub(crate) mod abbreviate;
pub(crate) mod case;
pub(crate) mod joined;
pub(crate) mod split;
pub(crate) mod trim;
pub(crate) mod wrap;
