//! platgen compiles stacks and environments into rendered Kubernetes manifests.
pub mod catalog;
pub mod diagnostics;
pub mod disk;
pub mod emit;
pub mod expression;
pub mod model;
pub mod node;
pub mod lower;
pub mod parse;
pub mod resolve;
pub mod source;
pub mod world;
