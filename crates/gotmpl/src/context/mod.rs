//! What a run carries along: the program, bounds, records, and what the caller lends to functions.

mod limits;
mod records;
mod stack;

pub use limits::Limits;
pub(crate) use records::Causes;
pub use records::{Chanced, Entered, Read, Records, Written};
pub use stack::on_own_stack;

use crate::error::{Fault, Limit};
use crate::machine::{Machine, Slot};
use crate::parse::tree::{Source, Template};
use crate::program::Program;
use crate::value::{Knots, Map, NilMap, Text, Value};
use std::any::Any;
use std::sync::Arc;

/// A source of what differs between runs. Without one, functions that need it fail.
pub trait Chance {
    /// Fills a buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);

    /// Tells the time, in nanoseconds since 1970 in UTC.
    fn now(&mut self) -> i128;

    /// Is told, before it is asked for anything, which function asks, and the text and line in which that is called.
    fn asked_by(&mut self, _function: &str, _file: &str, _line: u32) {}
}

/// A run: what executes templates of a program one after the other, and what functions see of it.
///
/// All that is executed in one run shares its bounds. A context belongs to one thread.
pub struct Context<'run> {
    program: Program,
    limits: Limits,
    steps_left: u64,
    memory_left: usize,
    depth: usize,
    /// Where the stack was when the run began.
    stack_base: usize,
    call_site: Option<CallSite>,
    pub(crate) records: records::Recorder,
    host: Option<&'run mut dyn Any>,
    chance: Option<&'run mut dyn Chance>,
    /// The last field, so that it is dropped when the others hold no values any more.
    knots: Knots,
}

/// Where the function that is being called was written.
#[derive(Clone)]
pub(crate) struct CallSite {
    source: Arc<Source>,
    position: u32,
}

impl<'run> Context<'run> {
    /// Begins a run of a program with the usual bounds.
    pub fn new(program: &Program) -> Self {
        Self {
            program: program.clone(),
            limits: Limits::default(),
            steps_left: Limits::default().steps,
            memory_left: Limits::default().memory,
            depth: 0,
            stack_base: stack::position(),
            call_site: None,
            records: records::Recorder::default(),
            host: None,
            chance: None,
            knots: Knots::default(),
        }
    }

    /// Sets the bounds, of which nothing is spent yet.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, steps_left: limits.steps, memory_left: limits.memory, ..self }
    }

    /// Lends a state to functions of the caller's own, which ask for it by its type; see [`host`](Self::host).
    #[must_use]
    pub fn with_host<T: Any>(self, host: &'run mut T) -> Self {
        Self { host: Some(host), ..self }
    }

    /// Lends a source of chance and time, without which functions that need one fail.
    #[must_use]
    pub fn with_chance(self, chance: &'run mut dyn Chance) -> Self {
        Self { chance: Some(chance), ..self }
    }

    /// Lends knots, for maps that hold themselves to be freed when the caller is done with the values, and not when the run is.
    #[must_use]
    pub fn with_knots(self, knots: &Knots) -> Self {
        Self { knots: knots.clone(), ..self }
    }

    /// Executes a template of the current program with a value as its dot, and gives what it writes. Helm's `include`.
    ///
    /// # Errors
    ///
    /// The template's own faults, and `no template "x" associated with template "y"`.
    pub fn render(&mut self, name: &str, dot: Value) -> Result<Text, Fault> {
        match self.program.find(name) {
            Some(template) => self.execute(&template, dot),
            None => {
                let (name, program) = (crate::format::quoted(name.as_bytes()), self.program.name().as_bytes());
                let program = crate::format::quoted(program);
                Err(Fault::new(format!("template: no template {name} associated with template {program}")))
            }
        }
    }

    /// Parses a text and executes it, in a program of its own that has the current one's templates too. Helm's `tpl`.
    ///
    /// What the text defines is seen by what it executes, in place of templates of the same names, and by nothing else.
    ///
    /// # Errors
    ///
    /// The faults of parsing and those of executing.
    pub fn render_text(&mut self, name: &str, text: &[u8], dot: Value) -> Result<Text, Fault> {
        self.claim(text.len())?;
        let mut program = self.program.clone();
        let template = program.add_and_get(name, text)?;
        self.within(program, |context| context.execute(&template, dot))
    }

    /// Does something with another program in the current one's place.
    ///
    /// # Errors
    ///
    /// What is done fails with.
    pub fn within<T>(
        &mut self,
        program: Program,
        inside: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let outer = std::mem::replace(&mut self.program, program);
        let done = inside(self);
        self.program = outer;
        done
    }

    fn execute(&mut self, template: &Template, dot: Value) -> Result<Text, Fault> {
        self.enter()?;
        let outer = self.records.begin_text();
        let mut out = Vec::new();
        let done = Machine::execute(self, template, Slot::plain(dot), &mut out);
        self.records.end_text(outer);
        self.leave();
        done.map(|()| out.into())
    }

    /// Gives the program whose templates are being executed.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Tells how many templates are being executed inside each other.
    pub fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn enter(&mut self) -> Result<(), Fault> {
        if self.depth >= self.limits.depth {
            let reason = format!("more than {} templates execute each other", self.limits.depth);
            return Err(Fault::limit(Limit::Depth, reason));
        }
        self.check_stack()?;
        self.depth += 1;
        Ok(())
    }

    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Checks that a recursion may go on. A function that walks values by recursion calls this at every level.
    ///
    /// # Errors
    ///
    /// [`Limit::Depth`] when the run has used its part of the stack.
    pub fn check_stack(&self) -> Result<(), Fault> {
        match stack::position().abs_diff(self.stack_base) > self.limits.stack {
            false => Ok(()),
            true => Err(Fault::limit(Limit::Depth, "templates or values are nested too deep")),
        }
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
        self.claim_output(bytes, bytes)
    }

    /// Checks that a text may be so large.
    pub(crate) fn check_text(&self, bytes: usize) -> Result<(), Fault> {
        match bytes > self.limits.text {
            false => Ok(()),
            true => {
                let reason = format!("a text or list of {bytes} bytes is larger than {} bytes", self.limits.text);
                Err(Fault::limit(Limit::Memory, reason))
            }
        }
    }

    /// Claims some bytes more for a text that has so many altogether.
    pub(crate) fn claim_output(&mut self, whole: usize, added: usize) -> Result<(), Fault> {
        self.check_text(whole)?;
        self.claim_room(added)
    }

    /// Claims room for bytes that belong to no text of the run, such as what it notes down.
    pub(crate) fn claim_room(&mut self, added: usize) -> Result<(), Fault> {
        self.spend(added as u64 / 64)?;
        match self.memory_left.checked_sub(added) {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(Fault::limit(Limit::Memory, format!("the run makes more than {} bytes", self.limits.memory))),
        }
    }

    /// Claims room for what a function returned.
    pub(crate) fn claim_value(&mut self, value: &Value) -> Result<(), Fault> {
        match value {
            Value::String(text) | Value::Bytes(text) => self.claim(text.len()),
            Value::List(list) => self.claim(list.len().saturating_mul(24)),
            _ => Ok(()),
        }
    }

    /// Tells the bounds of the run.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn enter_call(&mut self, source: &Arc<Source>, position: u32) -> Option<CallSite> {
        self.call_site.replace(CallSite { source: source.clone(), position })
    }

    pub(crate) fn leave_call(&mut self, outer: Option<CallSite>) {
        self.call_site = outer;
    }

    /// Tells the name of the text and the line in which the function that is being called was written.
    pub fn call_place(&self) -> Option<(Arc<str>, u32)> {
        let site = self.call_site.as_ref()?;
        Some((site.source.name.clone(), site.source.line_column(site.position).0))
    }

    /// Records that a function whose answer differs between runs is being called, and gives the source that the caller has
    /// lent for it.
    ///
    /// # Errors
    ///
    /// When the caller has lent none.
    pub fn chance(&mut self, function: &str) -> Result<&mut dyn Chance, Fault> {
        let place = self.call_place();
        self.records.chance(function, place.clone());
        match self.chance.as_deref_mut() {
            Some(chance) => {
                let (file, line) = place.unwrap_or_else(|| ("".into(), 0));
                chance.asked_by(function, &file, line);
                Ok(chance)
            }
            None => Err(Fault::new(format!("`{function}` gives another answer in every run"))),
        }
    }

    /// Records that a function is being called that goes through a map in the order of its keys, where Go has another order in
    /// every run.
    pub fn unordered(&mut self, function: &str) {
        let place = self.call_place();
        self.records.unordered(function, place);
    }

    /// Gives what the caller has lent to its own functions, if it is of that type.
    pub fn host<T: Any>(&mut self) -> Option<&mut T> {
        self.host.as_deref_mut()?.downcast_mut()
    }

    /// Begins to record which values are read: those of a map, and of the maps and lists in it, by their paths from it.
    /// Entries that are set later are recorded under the map that holds them.
    ///
    /// # Errors
    ///
    /// [`Limit::Steps`] when there are too many.
    pub fn record_reads(&mut self, root: &Value) -> Result<(), Fault> {
        let nodes = self.records.trace(root);
        self.spend(nodes)
    }

    /// Sets an entry of a map that a template handed to a function, and gives the value before. The map is freed in time even if it
    /// comes to hold itself by that; see [`Knots`].
    ///
    /// # Errors
    ///
    /// [`NilMap`] when the map is nil: Go panics.
    pub fn set_entry(&mut self, map: &Map, key: impl Into<Text>, value: Value) -> Result<Option<Value>, NilMap> {
        self.knots.note(map, &value);
        map.insert(key, value)
    }

    /// Notes that a function reads an entry of a map, as a field would. Costs nothing where reads are not recorded.
    pub fn note_read(&mut self, map: &Map, key: &Text) {
        self.records.read(map, key);
    }

    /// Begins to record which line wrote which part of a text.
    pub fn record_ranges(&mut self) {
        self.records.begin_ranges();
    }

    /// Takes what was recorded so far.
    pub fn take_records(&mut self) -> Records {
        self.records.take()
    }
}
