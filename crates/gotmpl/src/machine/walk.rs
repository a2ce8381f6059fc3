//! Texts, actions and control structures.

use super::{At, Machine, Slot};
use crate::context::{Entered, Written};
use crate::error::Fault;
use crate::format;
use crate::parse::tree::{Block, Branch, Node, Pipeline};
use crate::value::{Kind, Type, Value};

/// Whether the loop around goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Next,
    Break,
    Continue,
}

impl<'t> Machine<'_, '_, 't> {
    pub(super) fn block(&mut self, dot: &Slot, block: &'t Block) -> Result<Flow, Fault> {
        self.nodes(dot, &block.0)
    }

    fn nodes(&mut self, dot: &Slot, nodes: &'t [Node]) -> Result<Flow, Fault> {
        for node in nodes {
            match self.node(dot, node)? {
                Flow::Next => {}
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    fn node(&mut self, dot: &Slot, node: &'t Node) -> Result<Flow, Fault> {
        self.at = At::Node(node);
        self.spend(1)?;
        match node {
            Node::Text(position, text) => {
                self.write(*position, text)?;
            }
            Node::Action(position, pipeline) => {
                let reads = self.context.records.reads_so_far();
                let value = self.pipeline(dot, pipeline)?;
                if pipeline.declared.is_empty() {
                    self.print(node, *position, value, reads)?;
                }
            }
            Node::If(branch) => return self.condition(dot, branch, false),
            Node::With(branch) => return self.condition(dot, branch, true),
            Node::Range(branch) => return self.range(dot, branch),
            Node::Template { position, name, pipeline } => self.template(dot, *position, name, pipeline.as_ref())?,
            Node::Break(_) => return Ok(Flow::Break),
            Node::Continue(_) => return Ok(Flow::Continue),
        }
        Ok(Flow::Next)
    }

    /// Appends literal text.
    fn write(&mut self, position: u32, text: &[u8]) -> Result<(), Fault> {
        let before = self.out.len();
        self.out.extend_from_slice(text);
        self.claim_since(before)?;
        if self.context.records.wants_ranges() {
            self.claim_records::<Written>(1 + text.iter().filter(|byte| **byte == b'\n').count())?;
            let source = &self.template.source;
            let (first_line, _) = source.line_column(position);
            let mut at = before;
            for (line, text) in (first_line..).zip(text.split_inclusive(|byte| *byte == b'\n')) {
                self.context.records.wrote(at..at + text.len(), &source.name, line, None);
                at += text.len();
            }
        }
        Ok(())
    }

    /// Claims room for what was written since then.
    fn claim_since(&mut self, before: usize) -> Result<(), Fault> {
        match self.context.claim_output(self.out.len(), self.out.len() - before) {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.because("limit", fault)),
        }
    }

    /// Claims room for what an action has written, or notes that it wrote nothing though it read.
    fn wrote(&mut self, position: u32, before: usize, first_read: Option<usize>) -> Result<(), Fault> {
        self.claim_since(before)?;
        let records = &self.context.records;
        let has_read = first_read.is_some() && first_read < records.reads_so_far();
        if records.wants_ranges() && (self.out.len() > before || has_read) {
            self.claim_records::<Written>(1)?;
            let source = &self.template.source;
            let (line, _) = source.line_column(position);
            self.context.records.wrote(before..self.out.len(), &source.name, line, first_read);
        }
        Ok(())
    }

    fn print(&mut self, node: &'t Node, position: u32, value: Slot, reads: Option<usize>) -> Result<(), Fault> {
        self.at = At::Node(node);
        let before = self.out.len();
        match &value.value {
            Value::Nil => self.out.extend_from_slice(b"<no value>"),
            Value::String(text) => self.out.extend_from_slice(text),
            Value::Object(object) if object.string_at_address().is_some() => {
                self.out.extend_from_slice(&object.string_at_address().unwrap_or_default());
            }
            other => match format::print(self.context, std::slice::from_ref(other)) {
                Ok(text) => self.out.extend_from_slice(&text),
                Err(fault) => return Err(self.because("limit", fault)),
            },
        }
        self.wrote(position, before, reads)
    }

    fn condition(&mut self, dot: &Slot, branch: &'t Branch, sets_dot: bool) -> Result<Flow, Fault> {
        let mark = self.variables.len();
        let flow = self.clauses(dot, branch, sets_dot);
        self.variables.truncate(mark);
        flow
    }

    /// Tries a structure and those in its `else if`s.
    fn clauses(&mut self, dot: &Slot, whole: &'t Branch, sets_dot: bool) -> Result<Flow, Fault> {
        let first_read = self.context.records.read_count();
        let mut branch = whole;
        loop {
            let value = self.pipeline(dot, &branch.pipeline)?;
            let line_of = branch.position;
            if value.value.is_true() {
                let dot = if sets_dot { &value } else { dot };
                return self.decided(line_of, Some(whole), first_read, |machine| {
                    machine.nested(|machine| machine.block(dot, &branch.body))
                });
            }
            match branch.otherwise.as_ref().map(|block| block.0.as_slice()) {
                None => return self.decided(line_of, Some(whole), first_read, |_| Ok(Flow::Next)),
                Some([node @ Node::If(next)]) if !sets_dot => (self.at, branch) = (At::Node(node), next),
                Some([node @ Node::With(next)]) if sets_dot => (self.at, branch) = (At::Node(node), next),
                Some(nodes) => {
                    return self.decided(line_of, Some(whole), first_read, |machine| {
                        machine.nested(|machine| machine.nodes(dot, nodes))
                    });
                }
            }
            self.spend(1)?;
        }
    }

    fn range(&mut self, dot: &Slot, branch: &'t Branch) -> Result<Flow, Fault> {
        let mark = self.variables.len();
        let first_read = self.context.records.read_count();
        let flow = self.nested(|machine| {
            let value = machine.pipeline(dot, &branch.pipeline)?.value;
            let value = underlying(value);
            machine
                .decided(branch.position, Some(branch), first_read, |machine| machine.range_over(dot, branch, &value))
        });
        self.variables.truncate(mark);
        flow.map(|flow| if flow == Flow::Break { Flow::Next } else { flow })
    }

    fn no_range(&mut self, value: &Value) -> Result<Fault, Fault> {
        let shown = self.shown(value)?;
        Ok(self.fault(format!("range can't iterate over {shown}")))
    }

    fn range_over(&mut self, dot: &Slot, branch: &'t Branch, value: &Value) -> Result<Flow, Fault> {
        let count = match value {
            Value::Int(_) | Value::Int32(_) | Value::Int64(_) | Value::Uint(_) | Value::Uint8(_) | Value::Uint64(_)
                if !self.context.program().ranges_over_integers() =>
            {
                return Err(self.no_range(value)?);
            }
            Value::Int(count) | Value::Int64(count) => self.times(branch, *count, value)?,
            Value::Int32(count) => self.times(branch, (*count).into(), value)?,
            Value::Uint(count) | Value::Uint64(count) => {
                self.times(branch, i64::try_from(*count).unwrap_or(i64::MAX), value)?
            }
            Value::Uint8(count) => self.times(branch, (*count).into(), value)?,
            Value::List(list) => list.len() as u64,
            Value::Bytes(bytes) => bytes.len() as u64,
            Value::Map(map) => map.len() as u64,
            Value::Nil => 0,
            other => return Err(self.no_range(other)?),
        };
        if count == 0 {
            return branch.otherwise.as_ref().map_or(Ok(Flow::Next), |otherwise| self.block(dot, otherwise));
        }
        match value {
            Value::List(list) => {
                let is_boxed = list.list_type().item == Type::Any;
                for (index, item) in list.iter().enumerate() {
                    let item = Slot { value: item.clone(), is_boxed };
                    if self.iteration(branch, Value::Int(index as i64), item)? == Flow::Break {
                        return Ok(Flow::Break);
                    }
                }
            }
            Value::Bytes(bytes) => {
                for (index, byte) in bytes.iter().enumerate() {
                    if self.iteration(branch, Value::Int(index as i64), Slot::plain(Value::Uint8(*byte)))?
                        == Flow::Break
                    {
                        return Ok(Flow::Break);
                    }
                }
            }
            Value::Map(map) => {
                // Go iterates over the entries as they were at the beginning.
                self.spend(count / 8)?;
                let is_boxed = map.map_type().element == Type::Any;
                for (key, item) in map.entries() {
                    let first_read = self.context.records.read_count();
                    self.context.records.read(map, &key);
                    let item = Slot { value: item, is_boxed };
                    let flow = self.decided(branch.position, Some(branch), first_read, |machine| {
                        machine.iteration(branch, Value::String(key), item)
                    })?;
                    if flow == Flow::Break {
                        return Ok(Flow::Break);
                    }
                }
            }
            number => {
                for index in 0..count {
                    let item = counted(number, index);
                    if self.iteration(branch, Value::Int(index as i64), Slot::plain(item))? == Flow::Break {
                        return Ok(Flow::Break);
                    }
                }
            }
        }
        Ok(Flow::Next)
    }

    /// Counts the rounds of a range over a number.
    fn times(&mut self, branch: &Branch, count: i64, value: &Value) -> Result<u64, Fault> {
        if branch.pipeline.declared.len() > 1 {
            let shown = self.shown(value)?;
            return Err(self.fault(format!("can't use {shown} to iterate over more than one variable")));
        }
        Ok(u64::try_from(count).unwrap_or(0))
    }

    fn iteration(&mut self, branch: &'t Branch, index: Value, item: Slot) -> Result<Flow, Fault> {
        self.spend(1)?;
        let pipeline = &branch.pipeline;
        let index = Slot::plain(index);
        match pipeline.declared.as_slice() {
            [] => {}
            [(name, only)] if pipeline.is_assignment => self.assign(name, *only, item.clone())?,
            [_] => self.redeclare(1, item.clone()),
            [(first_name, first), (second_name, second), ..] if pipeline.is_assignment => {
                self.assign(first_name, *first, index)?;
                self.assign(second_name, *second, item.clone())?;
            }
            _ => {
                self.redeclare(1, item.clone());
                self.redeclare(2, index);
            }
        }
        let mark = self.variables.len();
        let flow = self.block(&item, &branch.body);
        self.variables.truncate(mark);
        flow
    }

    /// Sets the last variable but so many.
    fn redeclare(&mut self, from_end: usize, value: Slot) {
        if let Some(variable) = self.variables.iter_mut().nth_back(from_end - 1) {
            variable.value = value;
        }
    }

    fn template(&mut self, dot: &Slot, position: u32, name: &str, pipeline: Option<&'t Pipeline>) -> Result<(), Fault> {
        let first_read = self.context.records.read_count();
        let Some(template) = self.context.program().find(name) else {
            return Err(self.fault(format!("template {} not defined", format::quoted(name.as_bytes()))));
        };
        let dot = match pipeline {
            Some(pipeline) => self.pipeline(dot, pipeline)?,
            None => Slot::INVALID,
        };
        self.decided(position, None, first_read, |machine| {
            if let Err(fault) = machine.context.enter() {
                return Err(machine.because("exceeded maximum template depth", fault));
            }
            let done = Machine::execute(machine.context, &template, dot, machine.out);
            machine.context.leave();
            done
        })
    }

    /// Does what a control structure or a call does once it is decided, by what was read since then. The position is that of
    /// the clause that decided.
    fn decided<T>(
        &mut self,
        position: u32,
        branch: Option<&'t Branch>,
        first_read: Option<usize>,
        inside: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let Some(first_read) = first_read else { return inside(self) };
        self.claim_records::<Entered>(1)?;
        let causes = branch.map(|branch| (branch, self.context.records.causes_since(first_read)));
        let before = self.out.len();
        let outer = self.enter_block(position, first_read);
        let done = inside(self)?;
        if let Some(outer) = outer {
            self.context.records.leave_block(outer);
            if self.out.len() == before {
                self.wrote(position, before, Some(first_read))?;
            }
        }
        if let Some((branch, causes)) = causes {
            self.decide(branch, &causes)?;
        }
        Ok(done)
    }

    /// Notes the block, where ranges are recorded; gives the one around it.
    fn enter_block(&mut self, position: u32, first_read: usize) -> Option<Option<usize>> {
        let end = self.context.records.reads_so_far()?;
        let source = &self.template.source;
        let (line, _) = source.line_column(position);
        Some(self.context.records.enter_block(&source.name, line, first_read..end))
    }

    /// Claims room for what is noted down.
    pub(super) fn claim_records<T>(&mut self, count: usize) -> Result<(), Fault> {
        match self.context.claim_room(count.saturating_mul(size_of::<T>())) {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.because("limit", fault)),
        }
    }

    /// Goes a level deeper in the blocks of a template.
    fn nested<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        match self.context.check_stack() {
            Ok(()) => inside(self),
            Err(fault) => Err(self.because("limit", fault)),
        }
    }

    /// Shows a value as `%v` in a fault.
    fn shown(&mut self, value: &Value) -> Result<String, Fault> {
        match format::print(self.context, std::slice::from_ref(value)) {
            Ok(text) => Ok(text.to_string()),
            Err(fault) => Err(self.because("limit", fault)),
        }
    }
}

/// Takes a named list, map or number out of its type.
pub(crate) fn underlying(value: Value) -> Value {
    match &value {
        Value::Object(object) if !matches!(object.kind(), Kind::Struct | Kind::Pointer) => {
            object.underlying().unwrap_or(value)
        }
        _ => value,
    }
}

/// Gives an index in the type of the number that is ranged over.
fn counted(number: &Value, index: u64) -> Value {
    match number {
        Value::Int64(_) => Value::Int64(index as i64),
        Value::Int32(_) => Value::Int32(index as i32),
        Value::Uint(_) => Value::Uint(index),
        Value::Uint64(_) => Value::Uint64(index),
        Value::Uint8(_) => Value::Uint8(index as u8),
        _ => Value::Int(index as i64),
    }
}
