//! platgen compiles stacks and environments into rendered Kubernetes manifests.
pub mod diagnostics;
pub mod disk;
pub mod emit;
pub mod source;
pub mod world;
