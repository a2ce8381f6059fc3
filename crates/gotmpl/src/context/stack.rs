//! How much of the thread's stack a run takes.

use std::io;
use std::thread::Builder;

/// Tells where the stack is, as a number of which only differences mean something.
#[inline(never)]
pub(super) fn position() -> usize {
    let here = 0u8;
    std::ptr::from_ref(&here).addr()
}

/// Does something on a thread with a stack of so many bytes, and waits for it. What it leaves to the system until it is used costs
/// nothing.
///
/// A template that includes itself takes about 3 KiB a level, and 7 KiB without optimisation; control structures around the
/// call add to that. So 32 MiB hold the thousand levels that Helm allows, with [`Limits::stack`](super::Limits::stack) set to
/// somewhat less than the whole.
///
/// # Errors
///
/// When the system gives no thread.
///
/// # Panics
///
/// When what is done panics.
pub fn on_own_stack<T: Send>(bytes: usize, inside: impl FnOnce() -> T + Send) -> io::Result<T> {
    std::thread::scope(|scope| {
        let thread = Builder::new().stack_size(bytes).spawn_scoped(scope, inside)?;
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
