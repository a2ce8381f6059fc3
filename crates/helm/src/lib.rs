//! Inflates Helm charts.

mod base64;
mod compat;
mod number;
mod yaml;

pub use compat::{Compat, UnknownCompat};
