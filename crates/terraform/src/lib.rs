#![doc = include_str!("../README.md")]

pub mod hcl;
mod step;

pub use step::Step;
