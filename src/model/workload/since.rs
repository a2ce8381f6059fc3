//! From which minor version of Kubernetes on fields have an effect.

/// A container may sleep before it is told to stop without having a shell.
pub const SLEEP: u8 = 30;
/// A container that starts first may go on running, so that it is there before the workload's own and stops after it.
pub const SIDECARS: u8 = 29;
/// A Service may prefer pods that are near.
pub const PREFER_CLOSE: u8 = 31;
