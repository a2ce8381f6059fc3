//! How much a run may cost.

/// Bounds on one run; a template that passes one fails with a place, whatever it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Steps of all kinds: nodes executed, iterations, items walked by functions, and one for every 64 bytes made.
    pub steps: u64,
    /// Templates that execute each other.
    pub depth: usize,
    /// Bytes of one text, be it the output or a function's result; for lists, 24 bytes an item.
    pub text: usize,
    /// Bytes of all texts and lists that are made in the run, whether they are still held or not.
    pub memory: usize,
    /// Bytes of the thread's stack; see [`on_own_stack`](super::on_own_stack).
    pub stack: usize,
}

impl Default for Limits {
    /// 100 million steps, 100,000 templates, 64 MiB a text, 2 GiB altogether, 1 MiB of the stack: several times what the largest
    /// public charts need, on any thread.
    fn default() -> Self {
        Self { steps: 100_000_000, depth: 100_000, text: 64 << 20, memory: 2 << 30, stack: 1 << 20 }
    }
}
