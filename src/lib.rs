//! platgen compiles stacks and environments into rendered Kubernetes manifests.
pub mod cli;
pub mod diagnostics;
pub mod diff;
pub mod emit;
pub mod source;
