//! Annotations by which Argo CD is told how one object is applied.

/// The wave of a sync that applies the object: lower ones first.
pub const SYNC_WAVE: &str = "argocd.argoproj.io/sync-wave";
/// Options of a sync, for the object alone.
pub const SYNC_OPTIONS: &str = "argocd.argoproj.io/sync-options";
/// What makes the object one that each sync makes anew.
pub const HOOK: &str = "argocd.argoproj.io/hook";
/// When the object of the last sync goes.
pub const HOOK_DELETE_POLICY: &str = "argocd.argoproj.io/hook-delete-policy";
