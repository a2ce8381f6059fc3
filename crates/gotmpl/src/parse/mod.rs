//! Texts into templates.
//!
//! Takes a text and the functions that it may call, gives the templates that it defines. Everything that can be known before a
//! run is decided here: functions and variables are looked up, literals are read.
//!
//! The law: what is accepted, and the line and the words of what is refused, are Go's.

mod lexer;
mod number;
mod parser;
mod pipeline;
mod token;
pub(crate) mod tree;

pub(crate) use parser::parse;
