//! How runs of a schedule follow one another.

use crate::model::scalars::choice;

choice! {
    /// What happens when a run is due while the last one still runs.
    ConcurrencyPolicy {
        /// Both run.
        Allow "Allow",
        /// The new one is skipped.
        Forbid "Forbid",
        /// The old one is stopped.
        Replace "Replace",
    }
}
