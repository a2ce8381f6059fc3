use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use indicatif::ProgressBar;

use super::invocation::Invocation;

/// Work that is shorter shows nothing.
const PATIENCE: Duration = Duration::from_millis(300);
const STEP: Duration = Duration::from_millis(100);

/// Does some work and shows the stage's name on a terminal while it lasts.
pub(super) fn during<T>(invocation: &Invocation, stage: &'static str, work: impl FnOnce() -> T) -> T {
    if !invocation.shows_progress() {
        return work();
    }
    thread::scope(|scope| {
        let (done, waiting) = mpsc::channel::<()>();
        let goes_on = move |time| waiting.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
        scope.spawn(move || {
            if goes_on(PATIENCE) {
                let spinner = ProgressBar::new_spinner().with_message(stage);
                while goes_on(STEP) {
                    spinner.tick();
                }
                spinner.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}
