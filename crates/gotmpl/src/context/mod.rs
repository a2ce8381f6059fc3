//! What a run carries along: bounds, records, and what the caller lends to functions.

mod limits;

pub use limits::Limits;

use crate::error::{Fault, Limit};
use crate::value::{Text, Value};
use std::any::Any;

/// A source of what differs between runs. Without one, functions that need it fail.
pub trait Chance {
    /// Fills a buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);

    /// Tells the time, in nanoseconds since 1970 in UTC.
    fn now(&mut self) -> i128;
}

/// The state of a run, as functions see it.
pub struct Context<'run> {
    limits: Limits,
    steps_left: u64,
    memory_left: usize,
    host: Option<&'run mut dyn Any>,
    chance: Option<&'run mut dyn Chance>,
}

impl Context<'_> {
    /// Executes a template of the current program with a value as its dot, and gives what it writes. Helm's `include`.
    ///
    /// # Errors
    ///
    /// The template's own faults, and `no template "x" associated with template "y"`.
    pub fn render(&mut self, name: &str, dot: Value) -> Result<Text, Fault> {
        let _ = (name, dot);
        Err(Fault::new("no template"))
    }

    /// Spends steps. Whatever walks values or repeats something calls this before, with the number of rounds.
    ///
    /// # Errors
    ///
    /// [`Limit::Steps`] when none are left; the function passes that on.
    pub fn spend(&mut self, steps: u64) -> Result<(), Fault> {
        match self.steps_left.checked_sub(steps) {
            Some(left) => {
                self.steps_left = left;
                Ok(())
            }
            None => {
                self.steps_left = 0;
                Err(Fault::limit(Limit::Steps, format!("the run takes more than {} steps", self.limits.steps)))
            }
        }
    }

    /// Claims room for a text of so many bytes, or for a list of 24 bytes an item. A function whose result may be much larger than
    /// its arguments calls this before it makes the result; results themselves are counted by the machine.
    ///
    /// # Errors
    ///
    /// [`Limit::Memory`] when it is more than one text or the whole run may have.
    pub fn claim(&mut self, bytes: usize) -> Result<(), Fault> {
        if bytes > self.limits.text {
            return Err(Fault::limit(
                Limit::Memory,
                format!("a text of {bytes} bytes is larger than {} bytes", self.limits.text),
            ));
        }
        self.spend(bytes as u64 / 64)?;
        match self.memory_left.checked_sub(bytes) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(Fault::limit(Limit::Memory, format!("the run makes more than {} bytes", self.limits.memory))),
        }
    }

    /// Tells the bounds of the run.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Records that a function whose answer differs between runs is being called, and gives the source that the caller has
    /// lent for it.
    ///
    /// # Errors
    ///
    /// When the caller has lent none.
    pub fn chance(&mut self, function: &str) -> Result<&mut dyn Chance, Fault> {
        match self.chance.as_deref_mut() {
            Some(chance) => Ok(chance),
            None => Err(Fault::new(format!("`{function}` gives another answer in every run"))),
        }
    }

    /// Gives what the caller has lent to its own functions, if it is of that type.
    pub fn host<T: Any>(&mut self) -> Option<&mut T> {
        self.host.as_deref_mut()?.downcast_mut()
    }
}
